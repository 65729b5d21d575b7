"""The lessons in a browser: both languages, what switches between them, search, answers."""

import json
import re

import pytest
from sitepages.translations import LESSONS

FOOTER = re.compile(r'<a href="([^"]+)" class="md-footer__link')


def test_a_lesson_switches_to_the_other_language_and_back(opened, address):
    with opened() as page:
        page.goto(f"{address}/learn/stride.html")
        assert page.locator("html").get_attribute("lang") == "en"
        page.locator(".cs-lesson").get_by_role("link", name="中文").click()
        page.wait_for_url("**/zh/learn/stride.html")
        assert page.locator("html").get_attribute("lang") == "zh"
        tabs = page.locator(".md-tabs__link").all_inner_texts()
        assert tabs[:2] == ["教程", "动手玩窗口"]
        assert all(re.search("[\u4e00-\u9fff]", tab) for tab in tabs)
        page.locator(".cs-lesson").get_by_role("link", name="English").click()
        page.wait_for_url(lambda url: url.endswith("/learn/stride.html") and "/zh/" not in url)
        assert page.locator(".md-tabs__link").all_inner_texts()[1] == "Learn"


def test_the_lessons_follow_one_another_in_their_language(opened, address):
    with opened() as page:
        page.goto(f"{address}/zh/learn/index.html")
        for stem in LESSONS[1:]:
            page.locator(".md-footer__link--next").click()
            page.wait_for_url(f"**/zh/learn/{stem}.html")


def test_next_and_previous_stay_in_their_language(built):
    ways = 0
    for page in built.rglob("*.html"):
        chinese = page.is_relative_to(built / "zh")
        for target in FOOTER.findall(page.read_text("utf-8")):
            there = (page.parent / target).resolve()
            assert there.is_relative_to(built / "zh") == chinese, (page, target)
            ways += 1
    assert ways > 100


@pytest.mark.parametrize(
    ("words", "page_found"),
    [("感受野", "fields"), ("转置卷积", "matrix"), ("receptive field", "fields")],
)
def test_search_finds_a_lesson_in_its_language(opened, address, words, page_found):
    with opened() as page:
        page.goto(f"{address}/index.html?q={words}")
        links = page.locator(".md-search-result__link")
        links.first.wait_for()
        found = links.evaluate_all("all => all.map(a => a.pathname)")
        language = "zh/" if re.search("[\u4e00-\u9fff]", words) else ""
        assert found[0].split("?")[0].endswith(f"/{language}learn/{page_found}.html"), found[:4]


def test_an_answer_is_hidden_until_it_is_asked_for(opened, address):
    with opened() as page:
        page.goto(f"{address}/learn/sliding.html#exercise")
        answer = page.locator("details").last
        code = answer.locator("pre").first
        assert not code.is_visible()
        answer.locator("summary").click()
        assert code.is_visible()


@pytest.mark.parametrize("page_of_language", ["learn", "zh/learn"])
def test_an_answer_is_checked_by_its_digits(opened, address, page_of_language):
    with opened() as page:
        page.goto(f"{address}/{page_of_language}/calling.html#exercise")
        form = page.locator(".cs-ask")
        for typed, sign in (("5 8 4 5", "✗"), ("（5，8，4，6）", "✓"), ("5 x 8 x 4 x 6", "✓")):
            form.locator("input").fill(typed)
            form.locator("button").click()
            assert form.locator("output").inner_text().startswith(sign)


def test_a_picture_leads_to_its_windows(opened, address):
    with opened() as page:
        page.goto(f"{address}/learn/stride.html")
        page.locator(".cs-playlinks a").first.click()
        page.wait_for_url("**/play.html#*stride=2*")


@pytest.mark.parametrize("language", ["", "zh/"])
def test_every_lesson_fits_a_phone(opened, address, language):
    with opened("dark", width=390) as page:
        for stem in LESSONS:
            page.goto(f"{address}/{language}learn/{stem}.html")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, stem
            assert page.locator(".katex-error").count() == 0


def test_notebooks_can_be_downloaded_in_both_languages(built):
    for folder in ("learn", "zh/learn"):
        for stem in LESSONS[1:]:
            notebook = json.loads((built / folder / f"{stem}.ipynb").read_text("utf-8"))
            assert notebook["nbformat"] == 4
            assert any(cell.get("outputs") for cell in notebook["cells"])
