"""The page Play in a browser."""

import re
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "docs" / "assets" / "js" / "play"


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
        assert page.locator(".cp-worked").inner_text() == "y[1] = 1·0 + 2·7 + 3·4 = 26"
        said = stage.get_attribute("aria-valuetext")
        assert said == (
            "Output cell 1 of 4. y[1] = w[0] times x[1] + w[1] times x[2] + w[2] times x[3] = 26."
        )
        page.keyboard.press("End")
        assert stage.get_attribute("aria-valuenow") == "3"
        page.wait_for_url("**&cell=3")
        page.goto(f"{address}/play.html#operation=avg_pool&size=4,4&kernel=2&stride=2&cell=0,1")
        stage.focus()
        page.keyboard.press("ArrowDown")
        assert page.locator(".cp-sum").inner_text().startswith("y[1,1] = (x[2,2] + ")
        assert page.locator(".cp-worked").inner_text() == "y[1,1] = (5 + 2 + 9 + 6) / 4 = 5.5"
        assert "Output cell row 1, column 1 of 2 × 2." in stage.get_attribute("aria-valuetext")
        assert page.locator('[data-cell="1,1"] title').text_content() == "y[1,1] = 5.5"


def test_every_operation_is_worked_out_in_numbers(opened, address):
    with opened() as page:
        for shown, worked in WORKED.items():
            _open(page, address, f"operation={shown}")
            page.wait_for_function(
                """(worked) => {
                return document.querySelector(".cp-worked").innerText === worked;
            }""",
                arg=worked,
            )


#: what is shown, and the line of numbers below it
WORKED = {
    "avg_pool&size=3&kernel=3": "y[0] = (3 + 0 + 7) / 3 ≈ 3.33",
    "avg_pool&size=1&kernel=2&stride=3&padding=3:0&count_include_pad=False": (
        "y[0] = (0 + 0) / 0 = NaN"
    ),
    "max_pool&size=1&kernel=2&dilation=2&padding=1:1": "y[0] = −∞: the window reads no cell",
    "conv&size=1&kernel=1&padding=1:1": "y[0] = 1·0 = 0",
    "conv_transpose&size=2&kernel=1&stride=3&cell=1": (
        "y[1] = 0: no stamp reaches it, only a bias would stand here"
    ),
    "lp_pool&size=3&kernel=2": "p = 2: y[0] = (3² + 0²)^(1/2) = 3",
    "adaptive_pool&size=3&output_size=1": (
        "y[0] = pool(3, 0, 7): the highest is 7, the mean ≈ 3.33"
    ),
    "unfold&size=3&kernel=2&cell=1": "column 1 = 0, 7",
}


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


def test_where_there_is_no_window_the_page_says_why(opened, address):
    with opened() as page:
        _open(page, address, "operation=max_pool&size=2&kernel=5")
        assert (
            page.locator(".cp-taps")
            .inner_text()
            .endswith("No window fits: it spans 5 cells, and the padded input has 2.")
        )


def test_padding_is_not_taken_for_an_input_cell(opened, address):
    with opened() as page:
        _open(page, address, "operation=conv&size=3&kernel=3&padding=explicit&lo=1&hi=1")
        held = page.locator(".cp-stage text").all_text_contents()
        assert {"x₀", "x₂"} <= set(held)


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


def test_it_speaks_chinese(opened, address):
    with opened() as page:
        page.goto(f"{address}/zh/learn/sliding.html")
        page.locator("figcaption a, .cs-figure a").first.click()
        page.wait_for_url("**/zh/play.html#operation=**")
        page.goto(f"{address}/zh/play.html#operation=max_pool&size=5&kernel=2&stride=2&padding=1:1")
        page.locator(".cp-stage svg").wait_for()
        assert page.locator("html").get_attribute("lang") == "zh"
        page.get_by_label("最后一个窗口").select_option("ceil")
        assert "窗口 3 被舍弃：它会从位置 5 开始" in page.locator(".cp-notes").inner_text()
        page.get_by_role("radio", name="平均池化", exact=True).check()
        assert page.locator(".cp-divisor").inner_text() == "除数 2：1 个输入元素，1 个填充。"
        page.get_by_label("指定除数").fill("0")
        assert page.locator(".cp-problems").inner_text() == "指定除数：应为非零整数"
        for shown in ("adaptive_pool&size=7", "conv&size=7&padding=same_upper", "conv&size=0"):
            page.goto(f"{address}/zh/play.html#operation={shown}")  # formulas; no result
        page.get_by_role("link", name="English").click()
        page.wait_for_url(lambda url: "/zh/" not in url)
        page.get_by_role("radio", name="Max pool").wait_for()


def test_both_languages_have_the_same_words(opened):
    tables = []
    with opened() as page:
        page.add_script_tag(path=SCRIPTS / "arithmetic.js")
        for language in ("en", "zh"):
            page.add_script_tag(path=SCRIPTS / f"{language}.js")
            tables.append(page.evaluate(ENTRIES))
    english, chinese = tables
    assert len(english) > 100
    assert [(name, kind) for name, kind, _ in english] == [
        (name, kind) for name, kind, _ in chinese
    ]
    alike = {e[2] for e, c in zip(english, chinese, strict=True) if e[2] == c[2]}
    assert {text for text in alike if re.search("[a-z]{3}", text)} == NAMES


#: what is called the same in both languages
NAMES = {"valid", "same_upper", "same_lower"}
#: every entry of a table: its name, its type or number of arguments, its text
ENTRIES = """() => {
  const walk = (value, name) =>
    typeof value === "object"
      ? Object.entries(value).flatMap(([key, inner]) => walk(inner, `${name}.${key}`))
      : [[name, typeof value === "function" ? `${value.length} arguments` : "text", String(value)]];
  return walk(convspec.text, "text");
}"""
