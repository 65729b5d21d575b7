"""The functions that write pages."""

import json
import re
from pathlib import Path

import pytest
from docstrings import markdown as docstring_markdown
from sitepages.backends import backend_markdown
from sitepages.clausepages import clause_list, clause_markdown
from sitepages.data import READING_ORDER, Site, SiteError
from sitepages.drawings import Grid, grids
from sitepages.expand import expand
from sitepages.figures import groups, plane, walk
from sitepages.generate import generated_pages, navigation
from sitepages.links import broken_links
from sitepages.markup import fence, plain, relative
from sitepages.matrix import matrix

from conformance.registry import registered
from conformance.suite.clause import clauses
from reference_impl.geometry import Axis

DOCS = Path(__file__).parents[2] / "docs"


def test_every_clause_has_a_page_and_a_place_in_its_chapter(site):
    pages = generated_pages(site)
    for clause in clauses().values():
        assert f"clauses/{clause.id}.md" in pages
        chapter = f"spec/{clause.topic}.md"
        prose = DOCS / chapter
        text = expand(site, chapter, "# Title") if prose.exists() else pages[chapter]
        assert f"{{ #{clause.id} }}" in text


def test_every_topic_has_prose_and_a_place_in_the_reading_order(site):
    assert set(site.topics) == set(READING_ORDER)
    for topic in site.topics:
        assert (DOCS / "spec" / f"{topic}.md").exists(), topic


def test_clauses_that_share_their_sentence_say_it_once(site):
    text = clause_list(site, "laws", "spec/laws.md")
    sentence = plain(clauses()["conv.law.batch"].text)
    assert text.count(sentence) == 1
    assert "### `law.batch`, 4 operations" in text


def test_a_clause_shows_the_ranks_and_dtypes_it_was_judged_on(site):
    clause = clauses()["conv.pad.same-upper"]
    text = clause_markdown(site, clause).partition("## Verdicts")[2].partition("\n## ")[0]
    assert "| rank | float32 | float64 |" in text
    assert "bfloat16" not in text


def test_a_clause_without_a_verdict_says_why(results):
    old = Site(DOCS, results)
    del old.by_cell["conv.pad.same-upper", "numpy"]
    text = clause_markdown(old, clauses()["conv.pad.same-upper"])
    assert "numpy was run before this clause was there" in text
    assert "torch-cuda was not run" in text


def test_a_backend_lists_its_capabilities_by_operation(site):
    for column in site.columns:
        text = backend_markdown(site, column)
        assert column.result is None or '??? note "max_pool"' in text
        assert not re.search(r"\b1 clauses", text)


def test_a_picture_of_several_lines_has_one_for_a_broad_column():
    parts = [Grid([[1] * 8], "x"), Grid([[1] * 4], "w"), "=", Grid([[1] * 4], "y")]
    assert grids(parts, "c").count("<svg ") == 2
    assert grids(parts[:1], "c").count("<svg ") == 1


def test_a_chapter_without_clauses_is_an_error(tmp_path, results):
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "foldings.md").write_text("# Folding")
    with pytest.raises(SiteError, match=r"foldings\.md: the suite has no topic 'foldings'"):
        generated_pages(Site(tmp_path, results))


def test_a_topic_without_prose_still_gets_a_page(tmp_path, results):
    (tmp_path / "spec").mkdir()
    page = generated_pages(Site(tmp_path, results))["spec/same.md"]
    assert page.startswith("# Same\n")
    assert "conv.pad.same-upper" in page


def test_a_page_that_names_an_unknown_clause_is_an_error(site):
    with pytest.raises(SiteError, match=r"docs/index\.md:3: .*no clause 'conv\.pad\.nowhere'"):
        expand(site, "index.md", 'a\n\n{{ clause("conv.pad.nowhere") }}')


def test_clause_links_are_relative_to_their_page(site):
    text = expand(site, "spec/same.md", '{{ clause("conv.pad.same-upper") }}')
    assert text.startswith("[`conv.pad.same-upper`](../clauses/conv.pad.same-upper.md)")


def test_python_on_a_page_is_run_and_shares_its_names(site):
    text = expand(site, "index.md", "```python run\na = 2\nprint(a)\na + 1\n```\n{{ a * 10 }}\n")
    assert 'text title="Output"\n2\n3\n```' in text
    assert text.rstrip().endswith("20")


def test_hidden_code_is_run_but_not_shown(site):
    text = expand(site, "index.md", "```python run hidden\nb = 7\n```\n{{ b }}")
    assert text.split() == ["7"]


def test_code_that_fails_names_page_and_line(site):
    with pytest.raises(SiteError, match=r"docs/certify\.md:2: ZeroDivisionError"):
        expand(site, "certify.md", "\n```python run\n1 / 0\n```\n")


def test_other_blocks_are_left_alone(site):
    text = "```python\n1 / 0  # {{ nothing }}\n```\n"
    assert expand(site, "index.md", text) == text


def test_commands_are_run_beside_the_files_of_the_page(site):
    text = expand(
        site,
        "index.md",
        "```python file=it.py\nprint(6 * 7)\n```\n```console run\n$ python it.py\n```\n",
    )
    assert "$ python it.py\n42\n" in text


def test_a_command_must_end_with_the_status_that_is_said(site):
    with pytest.raises(SiteError, match="ended with status 3, not 0"):
        expand(site, "index.md", "```console run\n$ exit 3\n```\n")
    assert "$ exit 3" in expand(site, "index.md", "```console run exit=3\n$ exit 3\n```\n")


def test_long_output_is_cut_in_the_middle(site):
    text = expand(site, "index.md", "```console run head=2 tail=1\n$ seq 9\n```\n")
    assert "$ seq 9\n1\n...\n9\n" in text


def test_the_matrix_has_a_row_per_clause_and_a_cell_per_backend(site):
    html = matrix(site)
    assert len(re.findall(r"<tr role=\"row\" data-profile", html)) == len(clauses())
    assert html.count(" data-units=") == len(clauses()) * len(site.columns)
    assert html.count('class="cs-topic"') == 1 + len(site.topics)


def test_the_matrix_filters_by_profile_what_the_pages_say_is_required(site):
    html = matrix(site)
    pages = generated_pages(site)
    for clause in clauses().values():
        (filtered,) = re.findall(rf'data-profile="([^"]*)"[^\n]*<code>{clause.id}</code>', html)
        (said,) = re.findall(r"required by\n:   ([^\n]+)", pages[f"clauses/{clause.id}.md"])
        assert filtered.split() == re.findall(r"(\w+) \(rank", said)
        assert "complete" in filtered
        assert all(dtype in said for dtype in clause.dtypes)


def test_what_was_not_run_says_so_and_names_the_command(tmp_path):
    site = Site(DOCS, tmp_path)
    assert [c.name for c in site.columns] == list(registered())
    page = generated_pages(site)["results/torch-cuda.md"]
    assert "convspec certify torch-cuda --results docs/results" in page
    assert 'data-status="not-run"' in matrix(site)
    assert "cs-pass" not in matrix(site).split("<thead")[1]


def test_a_failing_cell_has_a_page_with_text_cause_snippet_and_command(site):
    page = generated_pages(site)["results/wronglib/conv.pad.same-upper.md"]
    assert "FAIL conv.pad.same-upper" in page
    assert "**the only cell equals padding (1, 0): padded on the other side**" in page
    assert "import numpy as np" in page
    assert (
        "convspec replay docs/results/wronglib.json conv.pad.same-upper --rank 1 --dtype float32"
        in page
    )


def test_a_backend_page_tells_emulated_refused_and_observed(site):
    page = generated_pages(site)["results/wronglib.md"]
    assert "≈ np.pad before the call" in page
    assert "stride above 2" in page
    assert "## Observed behaviours" in page
    assert r"a\|b" in page


def test_emulated_is_told_from_native_in_the_matrix(site):
    row = matrix(site).split("<code>conv.pad.per-side</code>")[1].split("</tr>")[0]
    assert "emulated" in row


def test_the_kill_matrix_is_shown_on_the_page_of_the_clause(tmp_path):
    mutant = {
        "name": "swapped",
        "topic": "same",
        "clause": "conv.pad.same-upper",
        "text": "lo and hi exchanged",
        "tier": "small scope",
        "killed_by": ["conv.pad.same-upper"],
    }
    path = tmp_path / "kill-matrix.json"
    path.write_text(json.dumps({"schema": "convspec-kills/1", "mutants": [mutant]}))
    page = generated_pages(Site(DOCS, tmp_path))["clauses/conv.pad.same-upper.md"]
    assert "| `swapped` | lo and hi exchanged | small scope |" in page


def test_a_kill_matrix_that_names_an_unknown_clause_is_an_error(tmp_path):
    mutant = {"name": "m", "topic": "t", "clause": "conv.nothing", "text": "", "killed_by": []}
    path = tmp_path / "kill-matrix.json"
    path.write_text(json.dumps({"schema": "convspec-kills/1", "mutants": [mutant]}))
    with pytest.raises(SiteError, match=r"conv\.nothing"):
        generated_pages(Site(DOCS, tmp_path))


def test_topics_and_backends_enter_the_navigation(site):
    nav = navigation(site, [{"Home": "index.md"}, {"Specification": ["spec/index.md", "last.md"]}])
    assert nav[0] == {"Home": "index.md"}
    assert nav[1]["Specification"][0] == "spec/index.md"
    assert nav[1]["Specification"][-1] == "last.md"
    assert "spec/same.md" in nav[1]["Specification"]


def test_pictures_say_in_words_what_they_show():
    axis = Axis(3, 2, 2, lo=1, hi=0, last_window="ceil")
    svg = walk(axis, "A walk")
    assert 'role="img"' in svg
    assert "y[0] reads padding at -1, x[0]." in svg
    assert "y[1] reads x[1], x[2]." in svg


def test_the_picture_of_a_transposed_walk_has_the_output_along_its_axis():
    picture = walk(Axis(7, 3, 2), "stamps", operation="conv_transpose")
    assert "7 output cells, 0 cut off before and 0 after, 3 input cells." in picture
    assert "x[2] reaches y[4], y[5], y[6]." in picture
    names = re.findall(r'class="cs-name">([^<]+)<', picture)
    assert names == ["y", "x[0]", "x[1]", "x[2]"]


def test_pictures_tell_the_overhang_and_unread_cells():
    assert "x[4], nothing (beyond the end)" in walk(Axis(5, 2, 2, last_window="ceil"), "c")
    assert "Not read: x[4]." in walk(Axis(5, 2, 2), "c")


def test_pictures_of_planes_and_groups_say_what_is_read():
    assert "reads, tap by tap, x[1,1], x[1,2], x[2,1], x[2,2]." in plane(
        Axis(3, 2), Axis(3, 2), (1, 1), "c"
    )
    assert "y[3] reads x[2], x[3]." in groups(4, 4, 2, "c")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("(C, *size)", r"(C, \*size)"), ("a < b", "a &lt; b"), ("`a*b` |x|", r"`a*b` \|x\|")],
)
def test_plain_text_stays_plain_in_markdown(text, shown):
    assert plain(text) == shown


def test_a_fence_is_longer_than_any_inside():
    assert fence("```\na\n```").startswith("````text")


def test_relative_links():
    assert relative("results/index.md", "clauses/a.b.md#c") == "../clauses/a.b.md#c"
    assert relative("index.md", "spec/same.md") == "spec/same.md"


def test_doctests_and_stars_of_docstrings():
    text = docstring_markdown("x (N, *size), $a*b$.\n\n>>> f(1)\n[2]\n")
    assert text == "x (N, \\*size), $a*b$.\n\n```pycon\n>>> f(1)\n[2]\n```\n"


def test_displayed_formulas_of_docstrings_are_paragraphs():
    text = docstring_markdown("a\n$$b$$\n$$c$$ d")
    assert re.split(r"\n{2,}", text) == ["a", "$$b$$", "$$c$$", "d"]


def test_broken_links_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<p id="here"><a href="b.html">b</a><a href="#here">ok</a><a href="#gone">no</a>'
        '<a href="https://example.org">away</a><script src="https://example.org/x.js"></script>'
    )
    assert broken_links(tmp_path) == [
        "a.html: b.html: there is no such file",
        "a.html: #gone: there is no such anchor",
        "a.html: https://example.org/x.js: loaded from another host",
    ]
