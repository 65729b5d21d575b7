"""The page Play: its arithmetic is the specification's, its address holds what it shows."""

import json
import re
from html import unescape
from itertools import product
from pathlib import Path

import pytest
from sitepages.play import axis_fragment, case_fragments, fragment

from conformance.operations import BadCall, Calls, Case
from conformance.parameters import AdaptivePool, AvgPool, Conv, Fold, MaxPool, MaxUnpool
from reference_impl.geometry import (
    Axis,
    GeometryError,
    axes,
    bins,
    same_padding,
    transposed_axes,
)
from reference_impl.padding import check_limits, mode_source

SCRIPTS = Path(__file__).parents[2] / "docs" / "assets" / "js" / "play"
PURE = ("arithmetic", "state", "model", "words", "drawing")
RULES = ("floor", "ceil", "ceil_keep")
FIELDS = ("size", "kernel", "stride", "dilation", "lo", "hi", "last_window")


@pytest.fixture
def scripts(opened):
    """A page with the scripts that touch no document; `evaluate` runs in it."""
    with opened() as page:
        for name in PURE:
            page.add_script_tag(path=SCRIPTS / f"{name}.js")
        yield page


def _differing(given, ours, theirs):
    theirs = json.loads(theirs)
    assert len(ours) == len(theirs) == len(given)
    return [(g, o, t) for g, o, t in zip(given, ours, theirs, strict=True) if json.loads(o) != t][
        :3
    ]


def test_the_walk_is_that_of_the_specification(scripts):
    grid = list(product(range(8), (1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3), range(4), range(4), RULES))
    ours = []
    for values in grid:
        a = Axis(**dict(zip(FIELDS, values, strict=True)))
        windows = [
            [[a.position(o, t), a.source(o, t)] for t in range(a.kernel)] for o in range(a.cells)
        ]
        counts = [[a.present(o), a.counted(o)] for o in range(a.cells)]
        kept = Axis(**dict(zip(FIELDS, (*values[:-1], "ceil_keep"), strict=True))).cells
        dropped = max(kept - a.cells, 0)
        ours.append(json.dumps([a.extent, a.padded, a.cells, dropped, windows, counts]))
    theirs = scripts.evaluate(
        """([fields, grid]) => JSON.stringify(grid.map((values) => {
          const c = convspec, axis = Object.fromEntries(fields.map((name, n) => [name, values[n]]));
          const cells = c.range(c.cells(axis));
          const read = (o, t) => [c.position(axis, o, t), c.source(axis, o, t)];
          const windows = cells.map((o) => c.range(axis.kernel).map((t) => read(o, t)));
          const counts = cells.map((o) => [c.present(axis, o), c.counted(axis, o)]);
          return [c.extent(axis), c.padded(axis), cells.length, c.dropped(axis), windows, counts];
        }))""",
        [FIELDS, grid],
    )
    assert _differing(grid, ours, theirs) == []


def _axis_values(found):
    return [[getattr(axis, name) for name in FIELDS] for axis in found]


def _refused(call, *arguments):
    try:
        return call(*arguments)
    except GeometryError as error:
        return str(error.argument)


def test_padding_bins_and_modes_are_those_of_the_specification(scripts):
    same = list(product(range(12), (1, 2, 3, 4, 5), (1, 2, 3, 4), (1, 2, 3), ("upper", "lower")))
    theirs = scripts.evaluate(
        "(grid) => JSON.stringify(grid.map((given) => convspec.samePadding(...given)))", same
    )
    ours = [json.dumps(same_padding(*given)) for given in same]
    assert _differing(same, ours, theirs) == []

    pairs = list(product(range(16), range(16)))
    theirs = scripts.evaluate(
        """(grid) => JSON.stringify(grid.map((given) => {
          try { return convspec.bins(...given); } catch (error) { return error.argument; }
        }))""",
        pairs,
    )
    ours = [
        json.dumps(_refused(lambda i, o: [[bin_.start, bin_.stop] for bin_ in bins(i, o)], *given))
        for given in pairs
    ]
    assert _differing(pairs, ours, theirs) == []

    modes = list(product(range(-9, 15), range(7), ("zeros", "reflect", "replicate", "circular")))
    theirs = scripts.evaluate(
        "(grid) => JSON.stringify(grid.map((given) => convspec.modeSource(...given)))", modes
    )
    assert _differing(modes, [json.dumps(mode_source(*given)) for given in modes], theirs) == []

    limits = [
        (i, lo, hi, m) for i, lo, hi, (_, _, m) in product(range(5), range(5), range(5), modes[:4])
    ]
    theirs = scripts.evaluate(
        """(grid) => JSON.stringify(grid.map((given) => {
          try { convspec.checkLimits(...given); } catch (error) { return error.argument; }
          return null;
        }))""",
        limits,
    )
    ours = [json.dumps(_refused(check_limits, *given)) for given in limits]
    assert _differing(limits, ours, theirs) == []


def test_axes_and_transposed_axes_are_those_of_the_specification(scripts):
    paddings = ("valid", "same_upper", "same_lower", ((0, 0), (1, 2)), ((2, 0), (1, 1)))
    ones = list(product(range(5), (1, 2, 3), (1, 2, 3), (1, 2, 3)))
    grid = [
        (*zip(one, other, strict=True), padding, rule, (extra, 0))
        for one, other in zip(ones, ones[7:] + ones[:7], strict=True)
        for padding, rule, extra in product(paddings, RULES, range(4))
    ]
    names = ("size", "kernel", "stride", "dilation", "padding", "last_window", "output_padding")
    for call, function, used in (("axes", axes, 6), ("transposedAxes", transposed_axes, 7)):
        theirs = scripts.evaluate(
            """([call, names, grid, fields]) => JSON.stringify(grid.map((values) => {
              const given = Object.fromEntries(names.map((name, n) => [name, values[n]]));
              try {
                return convspec[call](given).map((axis) => fields.map((name) => axis[name]));
              } catch (error) { return error.argument; }
            }))""",
            [call, names, grid, FIELDS],
        )
        ours = []
        for given in grid:
            arguments = given[:6] if used == 6 else (*given[:5], given[6])
            found = _refused(function, *arguments)
            ours.append(json.dumps(found if isinstance(found, str) else _axis_values(found)))
        assert _differing(grid, ours, theirs) == []
    assert len(set(ours)) > 100


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


# ---- the page ----


def _open(page, address, shown=""):
    page.goto(f"{address}/play.html{shown and '#'}{shown}")
    page.locator(".cp-stage svg").wait_for()


def _headline(page):
    return page.locator(".cp-headline > span:not(.cp-status)").all_inner_texts()


def test_changing_the_stride_changes_the_count(opened, address):
    with opened() as page:
        _open(page, address)
        assert _headline(page) == ["7", "→", "4"]
        page.get_by_label("stride", exact=True).locator("visible=true").last.fill("3")
        assert _headline(page) == ["7", "→", "3"]
        page.wait_for_url("**#operation=conv&size=7&kernel=3&stride=3&padding=1:1")
        page.get_by_role("radio", name="Max pool").check()
        page.get_by_label("Last window").select_option("ceil")
        page.get_by_role("radio", name="2-D").check()
        assert _headline(page) == ["7 × 7", "→", "3 × 3"]
        page.get_by_role("status").get_by_text("7 × 7 cells become 3 × 3.").wait_for()
        page.wait_for_url("**last_window=ceil")
        page.reload()
        assert _headline(page) == ["7 × 7", "→", "3 × 3"]


def test_the_picture_is_walked_with_the_keyboard(opened, address):
    with opened() as page:
        _open(page, address)
        stage = page.get_by_role("slider", name="Output cell")
        stage.focus()
        assert page.locator(".cp-sum").inner_text() == "y[0] = w[0]·0 + w[1]·x[0] + w[2]·x[1]"
        page.keyboard.press("ArrowRight")
        assert page.locator(".cp-sum").inner_text() == "y[1] = w[0]·x[1] + w[1]·x[2] + w[2]·x[3]"
        assert "y[1] = w[0] times x[1]" in stage.get_attribute("aria-valuetext")
        page.keyboard.press("End")
        assert stage.get_attribute("aria-valuenow") == "3"
        page.wait_for_url("**&cell=3")
        page.goto(f"{address}/play.html#operation=avg_pool&size=4,4&kernel=2&stride=2&cell=0,1")
        stage.focus()
        page.keyboard.press("ArrowDown")
        assert page.locator(".cp-sum").inner_text().startswith("y[1,1] = (x[2,2] + ")


def test_pointing_shows_and_a_click_keeps(opened, address):
    with opened() as page:
        _open(page, address, "operation=conv&size=4,4&kernel=2&stride=2")
        page.locator('[data-cell="1,0"]').hover()
        assert page.locator(".cp-sum").inner_text().startswith("y[1,0] = w[0,0]·x[2,0]")
        page.mouse.move(2, 2)
        assert page.locator(".cp-sum").inner_text().startswith("y[0,0] =")
        page.locator('[data-cell="1,1"]').click()
        page.wait_for_url("**&cell=1,1")


def test_it_says_what_is_dropped_unread_and_divided_by(opened, address):
    with opened() as page:
        _open(
            page,
            address,
            "operation=max_pool&size=5&kernel=2&stride=2&padding=1:1&last_window=ceil",
        )
        notes = page.locator(".cp-notes")
        assert (
            "Window 3 is dropped: it would start at position 5, in the high padding"
            in notes.inner_text()
        )
        _open(page, address, "operation=conv&size=7&kernel=2&stride=3")
        assert "Never read: x[2], x[5] and x[6]." in notes.inner_text()
        _open(
            page,
            address,
            "operation=avg_pool&size=5,6&kernel=3&stride=2&padding=1&last_window=ceil&cell=2,3",
        )
        assert page.locator(".cp-divisor").inner_text() == (
            "Divisor 3·2 = 6: 2 input cells, 4 of padding, 3 beyond the end never counted."
        )
        page.get_by_label("Divisor counts padding").select_option("False")
        assert page.locator(".cp-divisor").inner_text() == (
            "Divisor 2·1 = 2: 2 input cells, 4 of padding not counted, "
            "3 beyond the end never counted."
        )


def test_a_divisor_can_be_given(opened, address):
    with opened() as page:
        _open(page, address, "operation=avg_pool&size=5&kernel=2&divisor_override=-3")
        assert page.locator(".cp-sum").inner_text() == "y[0] = (x[0] + x[1]) / -3"
        page.get_by_label("Divisor override").fill("0")
        assert "expected an integer other than 0" in page.locator(".cp-problems").inner_text()
        page.get_by_label("Divisor override").fill("")
        assert page.locator(".cp-sum").inner_text() == "y[0] = (x[0] + x[1]) / 2"
        page.wait_for_url("**#operation=avg_pool&size=5&kernel=2")


def test_the_picture_scrolls_to_what_is_read_and_the_page_does_not(opened, address):
    with opened(width=390) as page:
        _open(page, address, "operation=conv&size=64&kernel=3")
        page.get_by_role("slider", name="Output cell").press("End")
        box, stage = (page.locator(s).last.bounding_box() for s in (".cp-frame", ".cp-stage"))
        assert stage["x"] <= box["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"]
        assert page.evaluate("scrollX") == 0


def test_what_has_no_meaning_is_explained(opened, address):
    with opened() as page:
        page.goto(f"{address}/play.html#operation=conv_transpose&size=3&kernel=2&output_padding=1")
        problems = page.locator(".cp-problems")
        assert problems.inner_text() == "output_padding is 1, expected less than 1"
        page.get_by_label("stride", exact=True).locator("visible=true").last.fill("2")
        assert not problems.is_visible()
        assert _headline(page) == ["3", "→", "7"]


def test_it_plays_only_where_motion_is_wanted(opened, address):
    with opened(motion="no-preference") as page:
        _open(page, address)
        page.get_by_role("button", name="Play").click()
        page.wait_for_url("**&cell=1")
        page.get_by_role("button", name="Pause").click()
    with opened() as page:
        _open(page, address)
        assert not page.locator("[data-play]").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(opened, address, scheme):
    with opened(scheme, width=390) as page:
        for shown in (
            "",
            "operation=conv&size=64&kernel=16&stride=3&padding=2:2",
            "operation=conv_transpose&size=9,12&kernel=5&stride=3&padding=1",
            "operation=adaptive_pool&size=30,7&output_size=7,3",
        ):
            _open(page, address, shown)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, shown


def test_it_works_from_the_file_system(opened, built):
    with opened() as page:
        _open(page, built.as_uri(), "operation=max_pool&size=5&kernel=2&stride=2")
        assert _headline(page) == ["5", "→", "2"]


def test_without_scripts_there_is_a_picture(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/play.html")
    assert (
        "y[3] reads x[5], x[6], padding at 7." in page.locator("#cs-play svg title").text_content()
    )
    context.close()
