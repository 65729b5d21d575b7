"""The lessons: run once, told in two languages, and covering what they are to cover."""

import re
import tomllib
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from sitepages.data import Site, SiteError
from sitepages.lessons import Lesson
from sitepages.translations import LESSONS, lesson_sources

pytest.importorskip("torch", reason="the lessons prove claims about torch")

COVERAGE = tomllib.loads(Path(__file__).with_name("coverage.toml").read_text("utf-8"))
#: how many topics each of the five tutorials has
TOPICS = {0: 32, 1: 38, 2: 15, 3: 19, 4: 26}
TOLD = [stem for stem in LESSONS if stem != "index"]
ANCHOR = re.compile(r'\{ #([\w.-]+) \}|<div[^>]*? id="([\w.-]+)"')
CODE = re.compile(r"^```python run[ ]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
ASKED = re.compile(r'data-answer="([^"]+)".*?<details(.*?)</details>', re.DOTALL)
IMAGE = re.compile(r'<img alt="([^"]+)" src="data:image/svg\+xml;base64,([^"]+)">')
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def lessons(site):
    return {source: Lesson(site, source) for source in lesson_sources()}


@pytest.fixture(scope="module")
def anchors(lessons):
    """The anchors of each lesson, by language."""
    return {
        (source, language): [a or b for a, b in ANCHOR.findall(page)]
        for source, lesson in lessons.items()
        for language, page in lesson.pages.items()
    }


def test_the_table_has_every_topic_of_the_tutorials():
    expected = [f"{n}.{row}" for n, count in TOPICS.items() for row in range(1, count + 1)]
    assert sorted(COVERAGE["topics"]) == sorted(expected)
    assert all(len(topic) == 2 and all(topic) for topic in COVERAGE["topics"].values())


@pytest.mark.parametrize("row", COVERAGE["topics"])
def test_every_topic_has_its_place_in_both_languages(anchors, row):
    _, place = COVERAGE["topics"][row]
    source, _, anchor = place.partition("#")
    assert anchor in anchors[source, "en"]
    assert anchor in anchors[source, "zh"]


@pytest.mark.parametrize("kind", ["erratum", "question"])
def test_errors_have_an_erratum_and_questions_an_answer(lessons, kind):
    for row in COVERAGE[kind]:
        source, _, anchor = COVERAGE["topics"][row][1].partition("#")
        for page in lessons[source].pages.values():
            (box,) = re.findall(rf'<div class="admonition ([\w ]+)" id="{anchor}"', page)
            assert ("warning" in box) == (kind == "erratum"), row


def test_both_languages_have_the_same_anchors_in_the_same_order(lessons, anchors):
    for source in lessons:
        english, chinese = anchors[source, "en"], anchors[source, "zh"]
        assert english == chinese
        assert len(set(english)) == len(english)


def test_both_languages_have_the_same_code_outputs_and_pictures(lessons):
    for lesson in lessons.values():
        english, chinese = lesson.notebooks["en"].notebook, lesson.notebooks["zh"].notebook
        cells = [
            [(c.source, c.outputs) for c in notebook.cells if c.cell_type == "code"]
            for notebook in (english, chinese)
        ]
        assert cells[0] == cells[1]
        assert lesson.pages["en"].count("<svg") == lesson.pages["zh"].count("<svg")


def test_nothing_is_left_to_be_evaluated(lessons):
    for lesson in lessons.values():
        for page in lesson.pages.values():
            assert "{{" not in page
            assert not re.search(r"^@", page, re.MULTILINE)


def test_english_pages_are_in_english_and_chinese_pages_in_chinese(lessons):
    for lesson in lessons.values():
        english = lesson.pages["en"].replace("中文", "")
        assert not HAN.search(english)
        assert len(HAN.findall(lesson.pages["zh"])) > 100 or lesson.source == "learn/index.md"


@pytest.mark.parametrize("stem", TOLD)
def test_a_lesson_has_a_picture_and_an_exercise_with_a_checked_answer(lessons, stem):
    lesson = lessons[f"learn/{stem}.md"]
    for page in lesson.pages.values():
        assert "<svg" in page
        _, _, exercise = page.partition("{ #exercise }")
        answer = exercise.partition("<details")[2].partition("</details>")[0]
        assert re.search(r"^assert ", answer, re.MULTILINE)


def test_what_a_reader_is_asked_for_is_what_the_answer_computes(lessons):
    asked = 0
    for lesson in lessons.values():
        for page in lesson.pages.values():
            for wanted, told in ASKED.findall(page):
                shown = [re.sub(r"\D", "", line) for line in told.splitlines()]
                assert any(re.sub(r"\D", "", wanted) in line for line in shown), lesson.source
                asked += 1
    assert asked >= 2 * 13


@pytest.mark.parametrize("stem", TOLD)
def test_lines_of_code_fit_the_page(site, stem):
    for code in CODE.findall((site.docs / "learn" / f"{stem}.md").read_text("utf-8")):
        assert max(map(len, code.splitlines())) <= 88


def test_notebooks_are_valid_and_the_same_on_every_build(site, lessons):
    source = f"learn/{TOLD[0]}.md"
    again = Lesson(site, source)
    for language, notebook in lessons[source].notebooks.items():
        assert notebook.text() == again.notebooks[language].text()


def test_notebooks_say_how_to_install_and_show_their_pictures(lessons):
    shown = 0
    for lesson in lessons.values():
        for notebook in lesson.notebooks.values():
            if not notebook.cells_of_code:
                continue
            prose = [c.source for c in notebook.notebook.cells if c.cell_type == "markdown"]
            assert 'pip install ".[torch]"' in prose[0]
            text = "\n".join(prose)
            assert "<figure" not in text
            assert "<svg" not in text
            for described, data in IMAGE.findall(text):
                svg = b64decode(data).decode()
                assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
                assert "var(" not in svg
                assert described
                shown += 1
    assert shown >= 2 * 30


def test_notebooks_lead_to_notebooks_and_to_the_published_site(site, results):
    known = Site(site.docs, results, "https://example.org/spec/")
    for where, further in (
        (site, "Transposed convolution in the specification"),
        (known, "[Transposed convolution](https://example.org/spec/spec/transposed.html) in the"),
    ):
        cells = Lesson(where, "learn/matrix.md").notebooks["en"].notebook.cells
        prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        assert "[gradients](gradients.ipynb)" in prose
        assert further in prose
        assert not re.search(r"\]\([^)]*\.md", prose)
        assert '**Erratum: "deconvolution"**' in prose
        (answer,) = (cell for cell in cells if cell.source == "### Answer")
        assert answer.metadata == {"jp-MarkdownHeadingCollapsed": True}


def test_a_notebook_gives_in_jupyter_the_outputs_that_it_shows(lessons):
    client = pytest.importorskip("nbclient")
    notebook = nbformat.reads(lessons[f"learn/{TOLD[0]}.md"].notebooks["en"].text(), 4)
    shown = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    client.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    got = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    assert _printed(got) == _printed(shown)


def _printed(outputs):
    return ["".join(o.get("text") or o["data"]["text/plain"] for o in cell) for cell in outputs]


def _lesson(site, tmp_path, text):
    (tmp_path / "learn").mkdir()
    (tmp_path / "learn" / "one.md").write_text(text, "utf-8")
    other = type(site)(tmp_path, site.results)
    return Lesson(other, "learn/one.md")


def test_prose_goes_to_its_language_and_code_to_both(site, tmp_path):
    text = (
        "@en\n# One\n@zh\n# 一\n```python run\nprint(6 * 7)\n```\n@en\nso {{ 2 + 2 }}\n@both\nend\n"
    )
    pages = _lesson(site, tmp_path, text).pages
    assert pages["en"].startswith("# One\n")
    assert pages["zh"].startswith("# 一\n")
    assert 'title="Output"\n42' in pages["en"]
    assert 'title="输出"\n42' in pages["zh"]
    assert "so 4" in pages["en"]
    assert "so 4" not in pages["zh"]
    assert pages["en"].endswith("end\n")
    assert pages["zh"].endswith("end\n")


def test_chinese_lines_join_and_links_start_one_folder_deeper(site, tmp_path):
    page = _lesson(site, tmp_path, "@zh\n# 一\n\n卷积\n核 [条款](../spec/same.md)\n").pages["zh"]
    assert "卷积核 [条款](../../spec/same.md)" in page


def test_code_that_fails_names_the_lesson_and_the_line(site, tmp_path):
    with pytest.raises(SiteError, match=r"docs/learn/one\.md:3: AssertionError"):
        _lesson(site, tmp_path, "@en\n# One\n```python run\nassert False\n```\n")
