"""The whole site, built strictly, and driven in a browser without a network."""

import gzip

import pytest
from sitepages.links import broken_links

from conformance.suite.clause import clauses

LARGEST = 300_000  # bytes, compressed
#: for each scheme whether the page is as wide as a phone, the dark one first
WIDTHS = """() => Object.fromEntries(["slate", "default"].map((scheme) => {
  const wanted = scheme === "slate" ? document.body.dataset.mdColorScheme : scheme;
  document.body.dataset.mdColorScheme = wanted;
  return [wanted, document.documentElement.scrollWidth <= 390];
}))"""


def test_no_link_is_broken_and_nothing_is_loaded_from_elsewhere(built):
    assert broken_links(built) == []


def test_every_clause_has_its_address(built):
    for identifier in clauses():
        assert (built / "clauses" / f"{identifier}.html").exists()


def test_hooks_are_not_published(built):
    assert not list(built.rglob("*.py"))


def test_pages_are_light(built, kinds):
    for page in kinds:
        assert len(gzip.compress((built / page).read_bytes())) < LARGEST, page


def test_certify_your_backend_ends_with_a_certificate(built):
    text = (built / "certify.html").read_text("utf-8")
    assert "kernel flipped" in text
    assert "mylib claims core (float32): it holds at effort smoke." in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_matrix_to_a_failure_to_its_clause(opened, address, scheme):
    with opened(scheme) as page:
        page.goto(f"{address}/index.html")
        page.get_by_role("link", name="Results", exact=True).first.click()
        cell = page.locator("tr", has=page.locator("code", has_text="conv.pad.same-upper"))
        cell.first.locator('td[data-status~="fail"] a').first.click()
        page.wait_for_url("**/results/wronglib/conv.pad.same-upper.html")
        assert "padded on the other side" in page.locator("article").inner_text()
        assert "convspec replay" in page.locator("article").inner_text()
        page.locator("article").get_by_role("link", name="conv.pad.same-upper").first.click()
        page.wait_for_url("**/clauses/conv.pad.same-upper.html")
        assert "an odd padding cell goes to the high end" in page.locator("article").inner_text()
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, background[4:-1].split(","))) > 700 or scheme == "dark"


def _shown(page) -> int:
    return page.locator("#cs-matrix tbody tr[data-text]:visible").count()


def test_the_matrix_filters_by_text_status_and_profile(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/index.html")
        assert _shown(page) == len(clauses())
        page.get_by_label("Clause or topic").fill("same strided")
        count = _shown(page)
        assert 0 < count < len(clauses())
        assert f"{count} of {len(clauses())} clauses" in page.locator("#cs-filter").inner_text()
        page.wait_for_url("**/results/index.html?text=same+strided")
        page.reload()
        assert _shown(page) == count
        page.locator("#cs-filter button").click()
        page.wait_for_function("document.querySelector('#cs-filter').text.value === ''")
        page.get_by_label("Status").select_option("fail")
        failing = _shown(page)
        assert 0 < failing < len(clauses())
        page.get_by_label("Profile").select_option("core")
        assert 0 < _shown(page) < failing


def test_the_matrix_is_walked_with_the_arrow_keys(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/index.html?text=conv.pad.same")
        page.locator('#cs-matrix a[tabindex="0"]').focus()
        for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
            page.keyboard.press(key)
        focused = page.evaluate("document.activeElement.closest('td, th').cellIndex")
        assert focused == 1
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/results/index.html" not in url)


def test_the_head_and_the_clauses_stay_in_sight(opened, address):
    with opened(width=800) as page:
        page.goto(f"{address}/results/index.html")
        page.locator(".cs-matrix").evaluate("e => e.scrollTo(200, 2000)")
        box = page.locator(".cs-matrix").bounding_box()
        head = page.locator("#cs-matrix thead th").first.bounding_box()
        assert abs(head["x"] - box["x"]) < 3
        assert abs(head["y"] - box["y"]) < 3


def test_a_phone_shows_each_kind_of_page_without_scrolling_sideways(opened, address, kinds):
    with opened("dark", width=390) as page:
        for kind in kinds:
            page.goto(f"{address}/{kind}")
            assert page.evaluate(WIDTHS) == {"slate": True, "default": True}, kind


@pytest.mark.parametrize("kind", ["spec/same.html", "api/reference.html"])
def test_formulas_are_set(opened, address, kind):
    with opened() as page:
        page.goto(f"{address}/{kind}")
        formulas = page.locator(".arithmatex").count()
        assert formulas > 3
        assert page.locator(".arithmatex .katex").count() == formulas
        assert page.locator(".katex-error").count() == 0


def test_search_finds_a_clause(opened, address):
    with opened() as page:
        page.goto(f"{address}/index.html?q=same_lower")
        page.locator(".md-search-result__link").first.wait_for()
        assert "ame" in page.locator(".md-search-result__list").inner_text()


@pytest.mark.parametrize(
    ("button", "words", "home"),
    [("Search", "dilated", "Home"), ("搜索", "感受野", "中文教程首页")],
)
def test_a_page_that_is_not_there_leads_home_and_searches(opened, address, button, words, home):
    with opened() as page:
        page.goto(f"{address}/404.html")
        article = page.locator("article")
        link = article.get_by_role("link", name=home, exact=True).get_attribute("href")
        assert page.request.get(f"{address}{link}").ok
        form = article.locator("form", has_text=button)
        form.get_by_role("searchbox").fill(words)
        form.get_by_role("button").click()
        page.locator(".md-search-result__link").first.wait_for()
        assert words[:4] in page.locator(".md-search-result__list").inner_text()


def test_pages_work_from_the_file_system(opened, built):
    with opened() as page:
        page.goto(f"{built.as_uri()}/spec/same.html")
        assert page.locator(".arithmatex .katex").count() > 3
        page.locator("details", has_text="conv.pad.same-upper").locator("summary").first.click()
        page.locator("article td").get_by_role("link", name="conv.pad.same-upper").first.click()
        page.wait_for_url("file://**/clauses/conv.pad.same-upper.html")
        page.goto(f"{built.as_uri()}/index.html?q=dilated")
        page.locator(".md-search-result__link").first.wait_for()
