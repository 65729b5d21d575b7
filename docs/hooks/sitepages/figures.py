"""Pictures of the walk of windows, drawn from the geometry as SVG.

They are drawn in the colour of the text, so they read in light and dark; whatever a picture
shows is also said in its description, for those who do not see it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha1
from html import escape

from reference_impl.geometry import Axis
from reference_impl.padding import PaddingMode, mode_source
from sitepages.play import axis_fragment, play_link
from sitepages.words import ENGLISH, Words

CELL = 34
ROW = 26
LABEL = 58
NOTE = 8.2  # width of a character of a note


def walk(
    axis: Axis,
    caption: str,
    *,
    mode: PaddingMode = "zeros",
    values: Sequence[object] | None = None,
    notes: Sequence[object] | None = None,
    fill: object = 0,
    words: Words = ENGLISH,
    operation: str = "conv",
    flip_kernel: bool = False,
    source: str | None = None,
) -> str:
    """Draw every window of an axis over the padded input, one row per output cell.

    ``values`` are written into the input cells, and ``fill`` into the padding; without values
    the input cells hold their indices. ``notes`` stand behind the rows. Cells that no window
    reads are struck out. On the page ``source`` the caption links to the page Play, which shows
    the walk as that of ``operation``. The walk of ``conv_transpose`` writes: its axis is that of
    the output y, and each row is what one cell of x reaches.
    """
    keywords = {"mode": mode, "values": values, "notes": notes, "fill": fill, "words": words}
    shown = {"operation": operation, "flip_kernel": flip_kernel, "source": source}
    return walks([("", axis)], caption, **keywords, **shown)


def walks(
    named: Sequence[tuple[str, Axis]],
    caption: str,
    *,
    mode: PaddingMode = "zeros",
    values: Sequence[object] | None = None,
    notes: Sequence[object] | None = None,
    fill: object = 0,
    words: Words = ENGLISH,
    operation: str = "conv",
    flip_kernel: bool = False,
    source: str | None = None,
) -> str:
    """Draw several walks one below the other, input cell below input cell, to be compared."""
    first = min(-a.lo for _, a in named)
    last = max(_end(a) for _, a in named)
    note = max((len(str(n)) for n in notes or ()), default=0) * NOTE
    width = LABEL + (last - first) * CELL + note + 8
    parts: list[str] = []
    said: list[str] = []
    top = 0.0
    for title, axis in named:
        drawn = _Walk(axis, first, mode, values, notes, fill, words, operation)
        top = drawn.draw(parts, top, title)
        said.append(drawn.description(title))
    links = ""
    if source is not None:
        more: dict[str, object] = {} if mode == "zeros" else {"padding_mode": mode}
        more |= {"flip_kernel": True} if flip_kernel else {}
        links = walk_links(source, [(t, (a,)) for t, a in named], operation, words, **more)
    return figure("\n".join(parts), width, top, caption, " ".join(said), links)


def walk_links(
    source: str,
    named: Sequence[tuple[str, tuple[Axis, ...]]],
    operation: str,
    words: Words,
    **more: object,
) -> str:
    """Where the caption says that one can play with what is drawn."""
    parts = []
    for title, axes in named:
        # Of all that walk, only pooling has a rule for the last window.
        pooled = operation == "conv" and axes[0].last_window != "floor"
        shown = axis_fragment(axes, "max_pool" if pooled else operation, **more)
        if shown is not None:
            parts.append(play_link(source, shown, title or words.play))
    lead = words.play + words.colon if len(parts) > 1 else ""
    return f'<span class="cs-playlinks">{lead}{" · ".join(parts)}</span>' if parts else ""


def figure(
    body: str,
    width: float,
    height: float,
    caption: str,
    description: str,
    links: str = "",
    broad: tuple[str, float, float] | None = None,
) -> str:
    """Wrap drawn shapes as a figure with a caption, and a description for screen readers.

    ``links`` are HTML behind the caption. ``broad`` is another drawing of the same, with its width
    and height, for a column that has room for it; only one of them is shown.
    """
    said = f"{caption}. {description}"
    drawn = _svg(body, width, height, said)
    if broad is not None:
        narrow = drawn.replace("<svg ", '<svg class="cs-narrow" ', 1)
        drawn = narrow + _svg(*broad, said).replace("<svg ", '<svg class="cs-broad" ', 1)
    return (
        f'<figure class="cs-figure">{drawn}'
        f"<figcaption>{escape(caption)}{' ' if links else ''}{links}</figcaption></figure>"
    )


def _svg(body: str, width: float, height: float, said: str) -> str:
    key = "f" + sha1((body + said + f"{width:g}").encode()).hexdigest()[:8]
    return (
        f'<svg role="img" aria-labelledby="{key}" '
        f'viewBox="0 0 {width:g} {height:g}" style="max-width:{width:g}px">'
        f'<title id="{key}">{escape(said)}</title>\n{body}\n</svg>'
    )


def text(x: float, y: float, content: object, kind: str = "") -> str:
    """Text centred on a point; the kind is a class of the style sheet."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(str(content))}</text>'


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A rectangle; the kind is a class of the style sheet."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" class="{kind}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A line; the kind is a class of the style sheet."""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" class="{kind}"/>'


def _end(axis: Axis) -> int:
    """The coordinate behind the padded input, or behind the last window if that goes further."""
    reach = axis.position(axis.cells - 1, axis.kernel - 1) + 1 if axis.cells else 0
    return max(axis.size + axis.hi, reach)


class _Walk:
    """One walk, drawn from a coordinate ``first`` on the left."""

    def __init__(
        self,
        axis: Axis,
        first: int,
        mode: PaddingMode,
        values: Sequence[object] | None,
        notes: Sequence[object] | None,
        fill: object,
        words: Words,
        operation: str,
    ) -> None:
        self.axis = axis
        self.first = first
        self.mode: PaddingMode = mode
        self.values = values
        self.notes = notes
        self.fill = fill
        self.words = words
        self.writes = operation == "conv_transpose"
        #: what the cells are called that lie on the axis, and those that the rows stand for
        self.along, self.down = ("y", "x") if self.writes else ("x", "y")

    def x(self, position: int) -> float:
        return LABEL + (position - self.first) * CELL

    def source(self, position: int) -> int | None:
        """The input cell that a position stands for; None for a zero and for the overhang."""
        if position >= self.axis.size + self.axis.hi:
            return None
        return mode_source(position, self.axis.size, self.mode)

    def read(self) -> set[int | None]:
        a = self.axis
        return {self.source(a.position(o, t)) for o in range(a.cells) for t in range(a.kernel)}

    def draw(self, parts: list[str], top: float, title: str) -> float:
        """Add the shapes, and return where the next walk begins."""
        a = self.axis
        if title:
            parts.append(f'<text x="4" y="{top + 18:g}" class="cs-head">{escape(title)}</text>')
            top += 28
        if self.values is not None:
            for position in range(-a.lo, a.size + a.hi):
                parts.append(text(self.x(position) + CELL / 2, top + 10, position, "cs-small"))
            top += 15
        read = self.read()
        for position in range(-a.lo, a.size + a.hi):
            inside = 0 <= position < a.size
            kind = "cs-cell" if inside else "cs-pad"
            faint = inside and position not in read
            parts.append(box(self.x(position) + 1, top + 1, CELL - 2, CELL - 2, kind))
            shade = " cs-faint" if faint else "" if inside else " cs-soft"
            content = self.content(position)
            parts.append(text(self.x(position) + CELL / 2, top + CELL / 2 + 5, content, shade))
        parts.append(text(LABEL / 2 - 4, top + CELL / 2 + 5, self.along, "cs-name"))
        top += CELL + 4
        for cell in range(a.cells):
            self.window(parts, cell, top)
            top += ROW
        return top + 12

    def content(self, position: int) -> object:
        source = self.source(position)
        if self.values is None:
            return "" if source is None else source
        return self.fill if source is None else self.values[source]

    def window(self, parts: list[str], cell: int, top: float) -> None:
        a = self.axis
        middle = top + ROW / 2
        start, end = a.position(cell, 0), a.position(cell, a.kernel - 1)
        parts.append(text(LABEL / 2 - 4, middle + 5, f"{self.down}[{cell}]", "cs-name"))
        parts.append(
            line(self.x(start) + CELL / 2, middle, self.x(end) + CELL / 2, middle, "cs-span")
        )
        for tap in range(a.kernel):
            position = a.position(cell, tap)
            x = self.x(position) + CELL / 2
            if position >= a.size + a.hi:  # the overhang: nothing is there
                parts.append(line(x - 5, middle - 5, x + 5, middle + 5, "cs-cross"))
                parts.append(line(x - 5, middle + 5, x + 5, middle - 5, "cs-cross"))
            else:
                kind = "cs-tap" if 0 <= position < a.size else "cs-hollow"
                parts.append(f'<circle cx="{x:g}" cy="{middle:g}" r="7" class="{kind}"/>')
        if self.notes is not None:
            note = escape(str(self.notes[cell]))
            x = self.x(_end(a)) + 8
            parts.append(f'<text x="{x:g}" y="{middle + 5:g}" class="cs-note">{note}</text>')

    def description(self, title: str) -> str:
        """All that the picture shows, in words."""
        a, w = self.axis, self.words
        said = [
            f"{title}: " if title else "",
            (w.stamped if self.writes else w.walk).format(
                size=a.size, lo=a.lo, hi=a.hi, cells=a.cells
            ),
        ]
        row, missed = (w.reaches, w.unreached) if self.writes else (w.reads, w.unread)
        for cell in range(a.cells):
            taps = w.comma.join(self.tap_words(a.position(cell, t)) for t in range(a.kernel))
            note = f" ({self.notes[cell]})" if self.notes is not None else ""
            said.append(row.format(cell=cell, taps=taps, note=note))
        unread = sorted(set(range(a.size)) - self.read())
        if unread:
            named = w.comma.join(f"{self.along}[{p}]" for p in unread)
            said.append(missed.format(cells=named))
        return "".join(said)

    def tap_words(self, position: int) -> str:
        if 0 <= position < self.axis.size:
            return f"{self.along}[{position}]"
        if position >= self.axis.size + self.axis.hi:
            return self.words.beyond
        source = self.source(position)
        held = "" if source is None else self.words.holds.format(source=source)
        return self.words.padding_at.format(position=position) + held


def plane(
    rows: Axis,
    columns: Axis,
    cell: tuple[int, int],
    caption: str,
    *,
    labels: Sequence[Sequence[object]] | None = None,
    words: Words = ENGLISH,
    operation: str = "conv",
    source: str | None = None,
) -> str:
    """Draw a padded plane and the window of one output cell, taps numbered row-major.

    ``labels`` are written into the input cells (their flat indices, if not given).
    """
    taps = {
        (rows.position(cell[0], r), columns.position(cell[1], c)): r * columns.kernel + c
        for r in range(rows.kernel)
        for c in range(columns.kernel)
    }
    parts = []
    for r in range(-rows.lo, rows.size + rows.hi):
        for c in range(-columns.lo, columns.size + columns.hi):
            inside = 0 <= r < rows.size and 0 <= c < columns.size
            x, y = (c + columns.lo) * CELL + 2, (r + rows.lo) * CELL + 2
            parts.append(box(x + 1, y + 1, CELL - 2, CELL - 2, "cs-cell" if inside else "cs-pad"))
            if (r, c) in taps:
                parts.append(box(x + 4, y + 4, CELL - 8, CELL - 8, "cs-window"))
            content: object = 0
            if inside:
                content = r * columns.size + c if labels is None else labels[r][c]
            parts.append(text(x + CELL / 2, y + CELL / 2 + 5, content, "" if inside else "cs-soft"))
    read = [
        f"x[{r},{c}]" if 0 <= r < rows.size and 0 <= c < columns.size else words.padding
        for r, c in taps
    ]
    said = words.plane.format(
        rows=rows.size, columns=columns.size, r=cell[0], c=cell[1], taps=words.comma.join(read)
    )
    width, height = columns.padded * CELL + 4, rows.padded * CELL + 4
    both = [("", (rows, columns))]
    links = "" if source is None else walk_links(source, both, operation, words, cell=cell)
    return figure("\n".join(parts), width, height, caption, said, links)


def groups(
    channels: int, outputs: int, groups: int, caption: str, *, words: Words = ENGLISH
) -> str:
    """Draw which input channels each output channel reads."""
    step, height = 46, 130
    count = max(channels, outputs)
    parts = []
    said = []
    for m in range(outputs):
        group = m // (outputs // groups)
        read = range(group * (channels // groups), (group + 1) * (channels // groups))
        x = (m + 0.5) * count / outputs * step
        for c in read:
            parts.append(line((c + 0.5) * count / channels * step, 40, x, height - 40, "cs-span"))
        inputs = words.comma.join(f"x[{c}]" for c in read)
        said.append(words.channel_reads.format(output=m, inputs=inputs))
        parts.append(box(x - 19, height - 40, 38, 30, "cs-tapbox"))
        parts.append(text(x, height - 20, f"y[{m}]"))
    for c in range(channels):
        x = (c + 0.5) * count / channels * step
        parts.append(box(x - 19, 10, 38, 30, "cs-cell"))
        parts.append(text(x, 30, f"x[{c}]"))
    return figure("\n".join(parts), count * step, height, caption, " ".join(said))


#: pictures of a walk, which the page Play shows too; all pictures
WALKS: tuple[Callable[..., str], ...] = (walk, walks, plane)
PICTURES: tuple[Callable[..., str], ...] = (*WALKS, groups)
