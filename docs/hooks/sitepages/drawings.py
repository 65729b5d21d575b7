"""Pictures of the lessons: grids of numbers, stacks of layers, curves and bars, as SVG.

Like `figures`, they are drawn in the colour of the text, and say in words what they show.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from reference_impl.geometry import Axis
from reference_impl.receptive_field import Layer, extents, receptive_field
from sitepages.figures import box, figure, line, text, walk_links
from sitepages.words import ENGLISH, Words

WIDE = 470  # grids flow into rows of at most this width, so that a phone can show them
#: what a column of text on a desk has room for
BROAD = 660
GAP = 14


@dataclass(frozen=True)
class Grid:
    """Numbers in rows and columns, with a title above.

    ``marked`` cells get a frame; ``padding`` cells are dashed; ``shaded`` grids are tinted by
    value, blue above 0 and red below; ``cell`` is the width of a cell.
    """

    values: Any
    title: str = ""
    marked: Collection[tuple[int, int]] = ()
    padding: int = 0
    shaded: bool = False
    cell: float = 34

    @property
    def table(self) -> list[list[object]]:
        array = np.asarray(self.values)
        rows: list[list[object]] = np.atleast_2d(array).tolist()
        return rows

    @property
    def width(self) -> float:
        return max(len(self.table[0]) * self.cell, len(self.title) * 7.6)

    @property
    def height(self) -> float:
        return len(self.table) * self.cell + (20 if self.title else 0)

    def draw(self, left: float, top: float) -> list[str]:
        parts = []
        if self.title:
            parts.append(text(left + self.width / 2, top + 12, self.title, "cs-name"))
            top += 20
        left += (self.width - len(self.table[0]) * self.cell) / 2
        highest = max((abs(float(v)) for row in self.table for v in row if _number(v)), default=0)
        last = len(self.table) - self.padding, len(self.table[0]) - self.padding
        for r, row in enumerate(self.table):
            for c, value in enumerate(row):
                x, y, side = left + c * self.cell, top + r * self.cell, self.cell
                inside = self.padding <= r < last[0] and self.padding <= c < last[1]
                kind = "cs-cell" if inside else "cs-pad"
                if self.shaded:
                    kind = "cs-blank"
                    parts.append(_shade(x, y, side, value, highest))
                parts.append(box(x + 1, y + 1, side - 2, side - 2, kind))
                soft = "" if inside else "cs-soft"
                small = "cs-tiny" if side < 30 and inside else soft
                parts.append(text(x + side / 2, y + side / 2 + 4.5, shown(value), small))
        return [*parts, *self._frames(left, top)]

    def _frames(self, left: float, top: float) -> list[str]:
        """One frame around marked cells that make up a rectangle, otherwise one for each."""
        if not self.marked:
            return []
        rows, columns = sorted({r for r, _ in self.marked}), sorted({c for _, c in self.marked})
        height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
        frames = [(r, c, 1, 1) for r, c in self.marked]
        if height * width == len(self.marked):
            frames = [(rows[0], columns[0], height, width)]
        side = self.cell
        return [
            box(left + c * side, top + r * side, w * side, h * side, "cs-window")
            for r, c, h, w in sorted(frames)
        ]

    def described(self, words: Words) -> str:
        rows = words.row_between.join(" ".join(shown(v) for v in row) for row in self.table)
        title = f"{self.title}{words.colon}" if self.title else ""
        size = {"rows": len(self.table), "columns": len(self.table[0])}
        said = words.grid.format(title=title, values=rows, **size)
        if self.marked:
            cells = words.comma.join(f"[{r},{c}]" for r, c in sorted(self.marked))
            said += words.marked.format(cells=cells)
        return said


def shown(value: object) -> str:
    """A number as a reader writes it: no trailing zeros, a proper minus sign."""
    if isinstance(value, float):
        value = f"{value:.3g}"
    return str(value).replace("-", "−")


def _number(value: object) -> bool:
    return isinstance(value, (int, float))


def _shade(x: float, y: float, side: float, value: object, highest: float) -> str:
    if not _number(value) or not value:
        return ""
    kind = "cs-above" if value > 0 else "cs-below"
    strength = 0.12 + 0.45 * abs(value) / highest
    return (
        f'<rect x="{x + 1:g}" y="{y + 1:g}" width="{side - 2:g}" height="{side - 2:g}" '
        f'class="{kind}" fill-opacity="{strength:.2f}"/>'
    )


def grids(
    parts: Sequence[Grid | str], caption: str, *, words: Words = ENGLISH, links: str = ""
) -> str:
    """Draw grids, and signs between them, as a line of text flows; "\\n" breaks it on a phone.

    What needs more than one line on a phone is drawn a second time for a broad column. ``links``
    are HTML behind the caption.
    """
    rows = _rows(parts, WIDE)
    broad = _rows([p for p in parts if p != "\n"], BROAD)
    said = " ".join(p.described(words) for p in parts if isinstance(p, Grid))
    other = _drawn(broad) if len(broad) < len(rows) else None
    return figure(*_drawn(rows), caption, said, links, other)


def _rows(parts: Sequence[Grid | str], most: float) -> list[list[Grid | str]]:
    """The lines of a picture that is at most so wide; a break is also made before a grid."""
    rows: list[list[Grid | str]] = [[]]
    width = 0.0
    for part in parts:
        if part == "\n":
            rows.append([])
            width = 0
            continue
        step = (part.width if isinstance(part, Grid) else 16) + GAP
        if rows[-1] and width + step > most and isinstance(part, Grid):
            rows.append([])
            width = 0
        rows[-1].append(part)
        width += step
    return rows


def _drawn(rows: list[list[Grid | str]]) -> tuple[str, float, float]:
    """The shapes, with the width and height that they need."""
    drawn: list[str] = []
    top = 4.0
    widest = 0.0
    for row in rows:
        height = max((p.height for p in row if isinstance(p, Grid)), default=20)
        left = 4.0
        for part in row:
            if isinstance(part, Grid):
                drawn += part.draw(left, top + (height - part.height) / 2)
                left += part.width + GAP
            else:
                drawn.append(text(left + 8, top + height / 2 + 12, part, "cs-sign"))
                left += 16 + GAP
        widest = max(widest, left)
        top += height + GAP
    return "\n".join(drawn), widest, top


def stage(
    x: Any,
    w: Any,
    y: Any,
    cell: tuple[int, int],
    caption: str,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    words: Words = ENGLISH,
    source: str | None = None,
) -> str:
    """Draw an input (already padded), a kernel and an output, with one window and its result.

    On the page ``source`` the caption links to the page Play.
    """
    height, width = np.shape(w)
    window = {
        (cell[0] * stride + r * dilation, cell[1] * stride + c * dilation)
        for r in range(height)
        for c in range(width)
    }
    parts = [
        Grid(x, "x", window, padding),
        "⋆",
        Grid(w, "w"),
        "=",
        Grid(y, "y", {cell}),
    ]
    links = ""
    if source is not None:
        sizes = (extent - 2 * padding for extent in np.shape(x))
        walked = tuple(
            Axis(size, kernel, stride, dilation, padding, padding)
            for size, kernel in zip(sizes, (height, width), strict=True)
        )
        links = walk_links(source, [("", walked)], "conv", words, cell=cell)
    return grids(parts, caption, words=words, links=links)


def pyramid(
    layers: Sequence[Layer],
    size: int,
    cell: int,
    caption: str,
    names: Sequence[str] | None = None,
    *,
    words: Words = ENGLISH,
) -> str:
    """Draw which cells an output cell depends on, layer by layer, the input at the bottom."""
    sizes = [size, *extents(layers, size)]
    labels = names or ["x", *(f"y{n + 1}" for n in range(len(layers)))]
    step, rise, label = 26, 62, 40
    needed = {cell}
    levels = [needed]
    for n in reversed(range(len(layers))):
        axis = layers[n].over(sizes[n])
        needed = {axis.position(o, t) for o in needed for t in range(axis.kernel)}
        needed = {p for p in needed if 0 <= p < axis.size}
        levels.insert(0, needed)
    # Each layer's cells stand above the middle of what they read.
    places = [[label + step * (p + 0.5) for p in range(size)]]
    fields = [receptive_field(layers[: n + 1]) for n in range(len(layers))]
    for n, field in enumerate(fields):
        middles = [field.interval(o) for o in range(sizes[n + 1])]
        places.append([label + step * (i.start + i.stop) / 2 for i in middles])
    height = rise * len(layers) + 34
    parts: list[str] = []
    for n, layer in enumerate(layers):
        axis = layer.over(sizes[n])
        below, above = height - 18 - n * rise, height - 18 - (n + 1) * rise
        for o in levels[n + 1]:
            for t in range(axis.kernel):
                source = axis.source(o, t)
                if source is not None:
                    ends = places[n + 1][o], above + 11, places[n][source], below - 11
                    parts.append(line(*ends, "cs-thin"))
    for n, count in enumerate(sizes):
        y = height - 18 - n * rise
        parts.append(text(14, y + 5, labels[n], "cs-name"))
        for p in range(count):
            kind = "cs-tapfill" if p in levels[n] else "cs-cell"
            parts.append(box(places[n][p] - 11, y - 11, 22, 22, kind))
            parts.append(text(places[n][p], y + 4, p, "cs-on" if p in levels[n] else "cs-small"))
    said = [words.layer.format(name=k, cells=c) for k, c in zip(labels, sizes, strict=True)]
    reach = {"first": min(levels[0]), "last": max(levels[0])}
    said.append(words.depends.format(cell=cell, **reach))
    return figure("\n".join(parts), label + step * size + 8, height, caption, " ".join(said))


def bars(values: Mapping[str, float], caption: str, *, words: Words = ENGLISH) -> str:
    """Draw named numbers as bars from 0."""
    most = max(values.values())
    label = 8.5 * max(_columns(name) for name in values) + 14
    parts: list[str] = []
    for n, (name, value) in enumerate(values.items()):
        y, length = 6 + n * 30, 240 * value / most
        parts.append(f'<text x="2" y="{y + 15}" class="cs-note">{escape(name)}</text>')
        parts.append(box(label, y, max(length, 1.5), 20, "cs-tapfill"))
        x = label + length + 8
        parts.append(f'<text x="{x:g}" y="{y + 15}" class="cs-note">{value:,}</text>')
    said = words.comma.join(f"{name}: {value:,}" for name, value in values.items())
    return figure("\n".join(parts), label + 330, 6 + 30 * len(values), caption, said)


def _columns(name: str) -> float:
    """The width of a text in Latin characters; a Chinese one counts for almost two."""
    return sum(1.7 if ord(c) > 0x2E80 else 0.95 for c in name)


def curve(
    named: Mapping[str, Sequence[float]],
    caption: str,
    *,
    logarithmic: bool = False,
    words: Words = ENGLISH,
) -> str:
    """Draw one line per series over the number of its point, counted from 1."""
    width, height, left, top = 400.0, 190.0, 52.0, 10.0
    flat = [v for series in named.values() for v in series]
    low, high = (min(flat), max(flat)) if logarithmic else (0.0, max(flat))
    scale: Callable[[float], float] = np.log10 if logarithmic else float
    span = scale(high) - scale(low)
    points = max(map(len, named.values()))

    def y(value: float) -> float:
        return top + height * (1 - (scale(value) - scale(low)) / span)

    parts = [line(left, top, left, top + height, "cs-axis")]
    parts.append(line(left, top + height, left + width, top + height, "cs-axis"))
    for value in (low, high):
        parts.append(text(left / 2, y(value) + 5, f"{value:.3g}", "cs-small"))
    for n, (name, series) in enumerate(named.items()):
        places = [(left + width * i / (points - 1), y(v)) for i, v in enumerate(series)]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in places)
        parts.append(f'<polyline points="{path}" class="cs-curve cs-curve{n}"/>')
        px, py = places[len(places) // 3]
        parts.append(f'<text x="{px + 6:g}" y="{py - 8:g}" class="cs-note">{escape(name)}</text>')
    parts.append(text(left + width, top + height + 16, points, "cs-small"))
    parts.append(text(left, top + height + 16, 1, "cs-small"))
    said = " ".join(
        words.curve.format(name=k, values=words.comma.join(f"{v:.3g}" for v in s))
        for k, s in named.items()
    )
    return figure("\n".join(parts), left + width + 20, top + height + 24, caption, said)


DRAWINGS: tuple[Callable[..., str], ...] = (grids, pyramid, bars, curve)
#: those that link to the page Play
PLAYED: tuple[Callable[..., str], ...] = (stage,)
