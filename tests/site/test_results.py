"""The results in a browser: filters by what a unit is, the phone, two files side by side."""

import json
import re

from sitepages.differences import differences, kind

from conformance.results.model import ClauseResult, Status
from conformance.suite.clause import clauses


def _rows(page):
    return page.locator("#cs-matrix tbody tr[data-text]:visible")


def _filtered(page, label, option):
    page.get_by_label(label).select_option(option)
    return _rows(page).count()


def test_the_matrix_filters_by_operation(opened, address):
    wanted = sum(c.operation == "avg_pool" for c in clauses().values())
    with opened() as page:
        page.goto(f"{address}/results/index.html")
        assert _filtered(page, "Operation", "avg_pool") == wanted > 0
        page.wait_for_url("**/results/index.html?operation=avg_pool")


def test_rank_and_dtype_leave_the_units_that_fit(opened, address):
    row = 'tr:has(code:text-is("conv.shape.floor"))'
    with opened() as page:
        page.goto(f"{address}/results/index.html")
        cell = page.locator(f'{row} td[data-label="numpy"] a')
        whole = cell.inner_html()
        page.get_by_label("Rank").select_option("2")
        page.get_by_label("Dtype").select_option("float32")
        assert cell.inner_text().split() == ["✓", "pass"]
        only_lines = sum(2 not in c.ranks for c in clauses().values())
        assert _rows(page).count() <= len(clauses()) - only_lines
        page.locator("#cs-filter button").click()
        page.wait_for_function("document.querySelector('#cs-filter').rank.value === ''")
        assert cell.inner_html() == whole
        assert _rows(page).count() == len(clauses())


def test_a_narrowed_cell_counts_only_what_is_left(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/index.html?status=fail")
        cell = page.locator('td[data-label="wronglib"][data-status~="fail"]').first
        units = [u.split() for u in cell.get_attribute("data-units").split(";")]
        rank = next(u[0] for u in units if u[2] == "fail")
        page.get_by_label("Rank").select_option(rank)
        left = [u[2] for u in units if u[0] == rank]
        shown = re.findall(
            r"(fail|pass|observed|not-run|refused|vacuous|unsupported|error)", cell.inner_text()
        )
        assert set(shown) == set(left)


def test_status_tells_emulated_and_differing_rows(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/index.html")
        emulated = _filtered(page, "Status", "emulated")
        assert 0 < emulated < len(clauses())
        for row in _rows(page).all()[:5]:
            assert "emulated" in row.inner_text()
        assert 0 < _filtered(page, "Status", "differ") < len(clauses())


def test_what_was_not_run_is_grey_however_it_is_filtered(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/index.html?rank=2&dtype=float32")
        cells = page.locator('td[data-label="torch-cuda"][data-units]')
        assert cells.count() == len(clauses())
        assert cells.locator(".cs-pass").count() == 0
        assert cells.locator(".cs-not-run").count() == len(clauses())


def test_home_and_end_reach_the_ends_of_a_row(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/index.html?text=conv.pad.same")
        page.locator('#cs-matrix a[tabindex="0"]').focus()
        index = "document.activeElement.closest('td, th').cellIndex"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("End")
        assert page.evaluate(index) == page.locator("#cs-matrix thead th").count() - 1
        page.keyboard.press("Home")
        assert page.evaluate(index) == 0


def test_a_phone_shows_every_backend_of_a_clause(opened, address):
    with opened(width=390) as page:
        page.goto(f"{address}/results/index.html?text=conv.shape.floor")
        row = _rows(page).first
        labels = page.locator("#cs-matrix thead th a").all_text_contents()
        cells = row.locator("td").all()
        assert len(cells) == len(labels) > 3
        for cell, label in zip(cells, labels, strict=True):
            box = cell.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
            said = cell.evaluate("e => getComputedStyle(e, '::before').content")
            assert said == f'"{label}"'


def test_filters_that_nothing_fits_say_so_and_each_topic_is_summed_up(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/index.html")
        total = page.locator("#cs-matrix tbody").first.inner_text()
        assert "All clauses" in total
        assert f"not-run {len(clauses())}" in total  # torch-cuda
        assert page.locator("#cs-matrix thead th").nth(1).inner_text().startswith("numpy\n")
        page.get_by_label("Clause or topic").fill("no such clause")
        page.get_by_text("No clause fits all of these filters.").wait_for()


def test_two_files_are_compared_in_the_page(opened, address, results, tmp_path):
    changed = json.loads((results / "numpy.json").read_text("utf-8"))
    changed["clauses"][0]["status"] = "fail"
    after = tmp_path / "after.json"
    after.write_text(json.dumps(changed), "utf-8")
    with opened(width=390) as page:
        page.goto(f"{address}/results/differences.html")
        page.get_by_label("Before").set_input_files(results / "numpy.json")
        page.get_by_label("After").set_input_files(after)
        found = page.locator("#cs-differences-found tr")
        found.first.wait_for()
        assert found.count() == 2
        assert changed["clauses"][0]["id"] in found.nth(1).inner_text()
        broken = tmp_path / "broken.json"
        broken.write_text("{}", "utf-8")
        page.get_by_label("After").set_input_files(broken)
        page.get_by_text("broken.json is no complete result file").wait_for()
        assert found.count() == 0


def test_published_results_are_compared_too(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/differences.html")
        tab = page.locator(".tabbed-labels label", has_text="numpy and wronglib")
        tab.click()
        shown = page.locator(".tabbed-block:visible").first.inner_text()
        assert "conv.pad.same-upper" in shown


def test_the_matrix_filtered_by_differing_verdicts_shows_what_the_pairs_list(opened, address, site):
    listed = set()
    for pair in differences(site).split('=== "')[1:]:
        first = pair.split("the same verdict, but")[0]
        listed |= set(re.findall(r"\[`([\w.-]+)`\]", first))
    with opened() as page:
        page.goto(f"{address}/results/index.html")
        assert _filtered(page, "Status", "differ") == len(listed)
        assert {row.inner_text() for row in _rows(page).locator("th code").all()} == listed


def test_two_results_differ_by_verdict_behaviour_or_judgement():
    def unit(status, observed=None):
        named = {"id": "conv.shape", "rank": 1, "dtype": "float32", "topic": "shapes"}
        return ClauseResult(**named, status=status, observed=observed)

    passed, seen = unit(Status.PASS), unit(Status.OBSERVED, "skips")
    assert kind(passed, passed) is None
    assert kind(passed, seen) == "verdict"
    assert kind(seen, unit(Status.OBSERVED, "multiplies")) == "behaviour"
    for nothing in (None, unit(Status.NOT_RUN)):
        assert kind(passed, nothing) == kind(nothing, passed) == "alone"
        assert kind(nothing, unit(Status.NOT_RUN)) is None


def test_the_kill_matrix_is_drawn_and_listed(opened, address):
    with opened() as page:
        page.goto(f"{address}/results/mutants.html")
        assert page.locator(".cs-figure path title").count() > 100
        assert page.locator("#mutants-same").count() == 1
        assert page.evaluate("document.documentElement.scrollHeight") < 10_000
        section = page.locator("#mutants-same > details")
        section.locator("> summary").click()
        changes = section.locator("details")
        changes.locator("summary").click()
        assert changes.locator("code").first.inner_text().startswith("@@")


def test_a_backend_shows_cases_and_times_as_bars(opened, address):
    with opened("dark", width=390) as page:
        page.goto(f"{address}/results/torch-cpu.html")
        pictures = page.locator(".cs-figure svg[role=img]")
        assert pictures.count() == 2
        assert "Cases that were judged" in pictures.first.locator("title").first.text_content()
