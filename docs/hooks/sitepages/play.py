"""Links to the page Play: what a case or a picture shows, as the address that opens it there.

The page reads `#operation=max_pool&size=5&kernel=2&padding=1:1&cell=1`; assets/js/play/state.js is
its other half.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from conformance.operations import BadCall, Calls, Case, Judged, forward
from conformance.parameters import AdaptivePool, Conv, MaxUnpool
from reference_impl.geometry import Axis
from sitepages.markup import relative
from sitepages.translations import language_of, page_of
from sitepages.words import Words

PAGE = "play.md"
#: in the order in which they are loaded, that of the words being one per language
SCRIPTS = ("arithmetic", "{language}", "state", "model", "numbers", "words", "drawing", "play")
#: the most that the page draws
LIMITS = {"kernel": 16, "stride": 16, "dilation": 16, "padding": 32, "output_padding": 15}
MOST_CELLS = 64
#: operations whose windows those of another show
SHOWN_AS = {
    "max_pool_with_indices": "max_pool",
    "adaptive_avg_pool": "adaptive_pool",
    "adaptive_max_pool": "adaptive_pool",
    "adaptive_max_pool_with_indices": "adaptive_pool",
    "fold": "unfold",
}


def play_link(source: str, fragment: str, words: str) -> str:
    """A link to the page, in HTML, from the page that is called ``source``, in its language."""
    page = relative(source, page_of(PAGE, language_of(source))).removesuffix(".md")
    return f'<a href="{page}.html#{escape(fragment)}">{escape(words)}</a>'


def play_list(rows: Iterable[tuple[str, str, str]], source: str, words: Words) -> str:
    """Fragments with what they show and what is to be seen there, as a list in Markdown."""
    return "\n".join(
        f"- {play_link(source, shown, title)}{words.colon}{said}" for shown, title, said in rows
    )


def play_scripts(source: str, words: Words) -> str:
    """The scripts of the page, in HTML; the last one draws, when the page is there."""
    names = [name.format(language=words.language) for name in SCRIPTS]
    paths = [relative(source, f"assets/js/play/{name}.js") for name in names]
    return "\n".join(
        f'<script src="{path}"{" defer" if path is paths[-1] else ""}></script>' for path in paths
    )


def fragment(operation: str, size: Sequence[int], **given: Any) -> str | None:
    """The part of the address behind #; None for what is too large to be drawn.

    ``given`` are the keywords of the operation, per axis as in a call; others are left out.
    """
    if max(size) > MOST_CELLS:
        return None
    words = [f"operation={operation}", f"size={_joined(size)}"]
    for name, value in given.items():
        if isinstance(value, str | bool):
            words.append(f"{name}={value}")
            continue
        entries = [n for entry in value for n in (entry if name == "padding" else (entry,))]
        if max(entries) > LIMITS.get(name, MOST_CELLS):
            return None
        words.append(f"{name}={_joined(value)}")
    return "&".join(words)


def _joined(entries: Iterable[Any]) -> str:
    return ",".join(f"{e[0]}:{e[1]}" if isinstance(e, tuple) else str(e) for e in entries)


def axis_fragment(axes: Sequence[Axis], operation: str, **more: Any) -> str | None:
    """The fragment of a drawn walk. That of a transposed convolution goes over its output."""
    given: dict[str, Any] = {
        name: tuple(getattr(axis, name) for axis in axes)
        for name in ("kernel", "stride", "dilation")
    }
    given["padding"] = tuple((axis.lo, axis.hi) for axis in axes)
    size = tuple(axis.size for axis in axes)
    if operation == "conv_transpose":
        given["output_padding"] = tuple(
            a.size - ((a.cells - 1) * a.stride - a.lo - a.hi + a.extent) for a in axes
        )
        size = tuple(axis.cells for axis in axes)
    elif axes[0].last_window != "floor":
        given["last_window"] = axes[0].last_window
    return fragment(operation, size, **given, **more)


def case_fragments(judged: Judged, cell: Sequence[int] | None = None) -> dict[str, str]:
    """What is to be seen of a case -> its fragment: nothing where no windows walk.

    ``cell`` is an output cell to be opened at. Of rank 3 the first axis is shown apart from the
    other two. Of a bad call the legal one is shown that it was made of.
    """
    if isinstance(judged, BadCall):
        return {f"{w}, of the legal call": f for w, f in case_fragments(judged.legal).items()}
    if isinstance(judged, Calls):
        return {
            f"{words} of call {number}": found
            for number, case in enumerate(judged.cases, 1)
            for words, found in case_fragments(case).items()
        }
    if isinstance(judged.parameters, MaxUnpool):
        return {}
    return _case_fragments(judged, cell)


def _case_fragments(case: Case, cell: Sequence[int] | None) -> dict[str, str]:
    operation = SHOWN_AS.get(forward(case.operation), forward(case.operation))
    given = _per_axis(case) | ({} if cell is None else {"cell": tuple(cell)})
    named = _named(case)
    found = {}
    for words, axes in _views(case.rank).items():
        chosen = {name: value[axes] for name, value in given.items()}
        shown = fragment(operation, case.size[axes], **chosen, **named)
        if shown is not None:
            found[words] = shown
    return found


def _views(rank: int) -> Mapping[str, slice]:
    if rank == 3:
        return {"the windows of axis 0": slice(0, 1), "the windows of axes 1 and 2": slice(1, 3)}
    return {"the windows": slice(0, rank)}


def _per_axis(case: Case) -> dict[str, tuple[Any, ...]]:
    p = case.parameters
    if isinstance(p, AdaptivePool):
        return {"output_size": p.output_size}
    given = {"kernel": case.kernel, "stride": case.keywords()["stride"]}
    given |= {n: v for n, v in case.keywords().items() if n in ("dilation", "output_padding")}
    padding = case.keywords()["padding"]
    return given if isinstance(padding, str) else {**given, "padding": padding}


def _named(case: Case) -> dict[str, str | bool]:
    """The keywords that hold for all axes, where they are not the default."""
    keywords = case.keywords()
    named: dict[str, str | bool] = {}
    if isinstance(keywords.get("padding"), str):
        named["padding"] = keywords["padding"]
    if keywords.get("last_window", "floor") != "floor":
        named["last_window"] = keywords["last_window"]
    if keywords.get("count_include_pad") is False:
        named["count_include_pad"] = False
    if keywords.get("divisor_override") is not None:
        named["divisor_override"] = str(keywords["divisor_override"])
    if isinstance(case.parameters, Conv):
        if case.parameters.padding_mode != "zeros":
            named["padding_mode"] = case.parameters.padding_mode
        if case.parameters.flip_kernel:
            named["flip_kernel"] = True
    return named
