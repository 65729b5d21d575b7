"""The address of the page Play holds what it shows; links to it are made of calls."""

import re
from html import unescape

from sitepages.play import axis_fragment, case_fragments, fragment

from conformance.operations import BadCall, Calls, Case
from conformance.parameters import AdaptivePool, AvgPool, Conv, Fold, MaxPool, MaxUnpool
from reference_impl.geometry import Axis, axes, bins, transposed_axes

MODEL = """(fragment) => {
  const [state, problems] = convspec.parse(fragment);
  const model = convspec.model(state);
  const cell = model.cell ?? [];
  const said = model.error ? "" : convspec.draw(model, cell, 700).length + convspec.said(model);
  const again = convspec.format(state);
  return {
    problems, error: model.error ?? null, outputs: model.outputs ?? null, cell, said,
    code: model.error ? null : convspec.code(model),
    kept: JSON.stringify(convspec.parse(again)[0]) === JSON.stringify(state),
  };
}"""


def _cells(code):
    """What the line of Python that the page shows comes to: output extents."""
    lines = code.splitlines()
    scope = {"axes": axes, "transposed_axes": transposed_axes, "bins": bins}
    if code.startswith("bins"):
        return [len(eval(line, scope)) for line in lines]
    found = eval(code, scope)
    return [a.size if code.startswith("transposed") else a.cells for a in found]


def test_every_link_of_the_site_opens_a_picture(scripts, built):
    found = set()
    for path in sorted(built.rglob("*.html")):
        for target in re.findall(r'href="[^"]*play\.html#([^"]+)"', path.read_text("utf-8")):
            found.add(unescape(target))
    assert len(found) > 50
    for shown in sorted(found):
        seen = scripts.evaluate(MODEL, f"#{shown}")
        assert (seen["problems"], seen["error"]) == ([], None), shown
        assert seen["kept"], shown
        assert _cells(seen["code"]) == seen["outputs"], shown


def test_a_fragment_says_what_is_wrong_with_it(scripts):
    seen = scripts.evaluate(MODEL, "#operation=pool&size=7&kernel=x&stride=99&colour=red")
    assert seen["problems"] == [
        'operation is "pool", expected one of conv, conv_transpose, max_pool, avg_pool, lp_pool, '
        "adaptive_pool, unfold",
        'kernel is "x", expected an integer from 1 to 16',
        'stride is "99", expected an integer from 1 to 16',
        'there is no parameter "colour"',
    ]
    wrong = scripts.evaluate(MODEL, "#operation=conv_transpose&size=3&kernel=2&output_padding=1")
    assert wrong["error"] == "output_padding is 1, expected less than 1"


def test_cases_open_as_their_windows(scripts):
    conv = Case(
        "conv",
        Conv.of(2, stride=(2, 1), padding=((1, 0), (2, 1)), padding_mode="reflect"),
        ((1, 1, 5, 6), (1, 1, 3, 2), None),
    )
    pool = MaxPool.of((2, 2, 3), stride=2, last_window="ceil")
    cases = [
        (conv, {"the windows": [2, 8]}),
        (
            Case("max_pool_with_indices", pool, ((1, 1, 5, 6, 7),)),
            {"the windows of axis 0": [3], "the windows of axes 1 and 2": [3, 3]},
        ),
        (
            Case("avg_pool", AvgPool.of((2,), padding="same_upper"), ((1, 1, 5),)),
            {"the windows": [3]},
        ),
        (Case("adaptive_max_pool", AdaptivePool.of((3,)), ((1, 1, 5),)), {"the windows": [3]}),
        (Case("fold", Fold.of((5,), (2,), stride=2), ((1, 2, 2),)), {"the windows": [2]}),
        (Case("max_unpool", MaxUnpool.of((5,)), ((1, 1, 2), (1, 1, 2))), {}),
        (Case("max_pool", MaxPool.of((2,)), ((1, 1, 65),)), {}),
    ]
    for case, expected in cases:
        found = case_fragments(case)
        seen = {w: scripts.evaluate(MODEL, f)["outputs"] for w, f in found.items()}
        assert seen == expected, case
    bad = BadCall(legal=conv, change="keyword", argument="stride", value=0, rule="stride >= 1")
    assert list(case_fragments(bad)) == ["the windows, of the legal call"]
    assert list(case_fragments(Calls((conv, conv)))) == [
        "the windows of call 1",
        "the windows of call 2",
    ]


def test_fragments_are_written_as_calls_are():
    axis = Axis(5, 2, 2, lo=1, last_window="ceil")
    assert (
        axis_fragment((axis,), "max_pool", cell=(1,))
        == "operation=max_pool&size=5&kernel=2&stride=2&dilation=1&padding=1:0&last_window=ceil"
        "&cell=1"
    )
    assert fragment("conv", (65,), kernel=(1,)) is None
    assert fragment("conv", (6,), kernel=(17,)) is None
    grown = axis_fragment(
        (transposed_axes((3,), (2,), (2,), (1,), ((0, 1),), (1,))[0],), "conv_transpose"
    )
    assert "size=3&" in grown
    assert grown.endswith("padding=0:1&output_padding=1")
