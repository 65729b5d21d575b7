"""The glossary, the questions, and the search, in both languages."""

import json
import re

import pytest
from sitepages.glossary import PAGES, glossary_pages, has_terms, linked
from sitepages.lessons import lesson_sources
from sitepages.questions import QUESTIONS, question_pages
from sitepages.search import search_index
from sitepages.terms import TERMS
from sitepages.translations import page_of

TRANSLATED = {source: page_of(source, "zh") for source in lesson_sources()}


def test_terms_are_told_apart():
    assert len({t.anchor for t in TERMS}) == len(TERMS)
    for language in ("en", "zh"):
        words = [w.lower() for t in TERMS for w in t.words(language)]
        assert len(set(words)) == len(words)


def test_both_glossaries_have_every_term_with_its_other_name():
    pages = glossary_pages(TRANSLATED)
    for term in TERMS:
        for page in pages.values():
            assert f"{{ #{term.anchor} }}" in page
            assert term.name in page
            assert term.zh in page
            (said,) = [s for s in page.split("\n## ") if f"{{ #{term.anchor} }}" in s]
            named = re.sub(r" · also |</?span[^>]*>|, |、| · ", "\n", said.rpartition(") · ")[2])
            names = [name for name in named.split("\n") if name.strip()]
            assert len(set(names)) == len(names), term.name
    assert "](zh/learn/stride.md)" not in pages[PAGES["en"]]
    assert "](learn/stride.md)" in pages[PAGES["zh"]]  # relative to zh/


def test_the_first_use_of_a_term_is_linked_and_no_other():
    html = linked("<p>The stride, and a stride of 2.</p><p>Strides</p>", "spec/same.md", "en")
    assert html.count("<a ") == 1
    assert '<a class="cs-term" href="../glossary.html#stride"' in html
    assert html.startswith('<p>The <a class="cs-term"')


def test_a_longer_term_goes_before_a_shorter_one():
    html = linked("<p>max pooling</p>", "index.md", "en")
    assert "#max-pooling" in html
    assert html.count("<a ") == 1


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Stride</h2>",
        "<pre><code>stride</code></pre>",
        '<a href="x">the <em>stride</em></a>',
        "<table><tr><td>stride</td></tr></table>",
        '<figure class="cs-figure"><svg><title>stride</title></svg></figure>',
        '<div class="cs-normative"><div><p>stride</p></div></div>',
        '<p title="stride"></p>',
        "<p>conv.stride.per-axis strided</p>",
    ],
)
def test_what_is_no_prose_is_left_alone(html):
    assert linked(html, "spec/same.md", "en") == html


def test_prose_behind_what_is_none_is_linked_again():
    assert "cs-term" in linked("<div class='a'><pre>a</pre> stride</div>", "index.md", "en")
    assert "cs-term" in linked(
        '<div class="cs-x"><div>a</div></div><p>stride</p>', "index.md", "en"
    )


def test_a_page_does_not_link_what_it_explains():
    assert "#stride" not in linked("<p>stride</p>", "learn/stride.md", "en")
    assert "#stride" not in linked("<p>步幅</p>", "zh/learn/stride.md", "zh")
    assert "../glossary.html#stride" in linked("<p>步幅</p>", "zh/learn/padding.md", "zh")


def test_pages_to_look_things_up_in_are_left_alone():
    assert has_terms("zh/learn/stride.md")
    assert not has_terms("clauses/conv.shape.floor.md")
    assert not has_terms("glossary.md")


def test_every_question_is_answered_in_two_lines_and_leads_on():
    for question in QUESTIONS:
        assert len(question.answer) <= 210, question.asked
        assert len(question.answer_zh) <= 110, question.asked
    for page in question_pages(TRANSLATED).values():
        assert page.count("\n## ") == len(QUESTIONS)


def test_the_questions_that_tutorials_leave_open_are_among_them():
    open_ones = {"same-stride", "one-dimensional", "gaps", "groups", "indices", "ceil"}
    open_ones |= {"either", "weight-grad"}
    found = {m[1] for q in QUESTIONS if (m := re.search(r"#question-(.+)$", q.page))}
    assert found == open_ones


@pytest.mark.parametrize(("words", "page"), [("receptive field", "glossary"), ("感受野", "zh/")])
def test_search_answers_in_both_languages(opened, address, words, page):
    with opened() as tab:
        tab.goto(f"{address}/index.html?q={words}")
        tab.locator(".md-search-result__link").first.wait_for()
        links = tab.locator(".md-search-result__link").evaluate_all("all => all.map(a => a.href)")
        assert any(page in link for link in links)


#: what readers type, and the page that is to be the first of all
ASKED = {
    "反卷积": "zh/learn/matrix",
    "空洞卷积": "zh/learn/dilation",
    "算子融合": "zh/learn/network",
    "为什么要将数据分组": "zh/learn/groups",
    "F.conv2d 和 nn.Conv2d 区别": "zh/learn/calling",
    "Expected 4-dimensional input": "learn/calling",
    "kernel_size stride 默认值": "zh/learn/calling",
    "batch_size": "learn/calling",
    "MNIST": "learn/network",
    "torch.nn": "learn/calling",
    "padding='same' stride 2": "learn/stride",
    "what is a 1d convolution": "learn/ranks",
    "到底什么是一维卷积": "zh/learn/ranks",
    "卷积核之间的空格是什么": "zh/learn/dilation",
    "return_indices": "learn/pooling",
    "为什么要有向上取整和向下取整": "zh/learn/pooling",
    "cross-correlation": "learn/flip",
    "weight.grad": "learn/gradients",
    "unfold": "learn/matrix",
    "conv.pad.same-upper": "clauses/conv.pad.same-upper",
    "max-pool-with-indices.window.empty": "clauses/max-pool-with-indices.window.empty",
}
#: asks the theme's own worker, which takes the index once
ASK = """async ([script, index, asked]) => {
  const worker = new Worker(script);
  const answer = (data) => new Promise((done) => {
    worker.onmessage = (event) => done(event.data);
    worker.postMessage(data);
  });
  await answer({ type: 0, data: { ...index, options: { suggest: true } } });
  const found = [];
  for (const words of asked) {
    const { data } = await answer({ type: 2, data: words });
    found.push(data.items.slice(0, 4).map(([page]) => page.location));
  }
  return found;
}"""


def test_what_readers_ask_for_is_found_first(opened, address, built):
    (script,) = built.glob("assets/javascripts/workers/search.*.js")
    index = json.loads((built / "search" / "search_index.json").read_text("utf-8"))
    with opened() as tab:
        tab.goto(f"{address}/404.html")
        where = f"/{script.relative_to(built).as_posix()}"
        found = tab.evaluate(ASK, [where, index, list(ASKED)])
    for (words, page), pages in zip(ASKED.items(), found, strict=True):
        assert pages[0].partition("#")[0] == f"{page}.html", (words, pages)


def _found(*docs):
    return search_index({"config": {}, "docs": list(docs)})["docs"]


def test_a_clause_is_found_by_its_id_and_its_sentence_alone():
    page = {"location": "clauses/a.b.html", "title": "a.b", "text": "<p>It is so.</p> level core"}
    again = {"location": "clauses/a.b.html#verdicts", "title": "Verdicts", "text": "numpy"}
    listed = {"location": "spec/a.html#a.b", "title": "a.b", "text": "<p>It is so.</p>"}
    (found,) = _found(page, again, listed)
    assert found["text"] == "<p>It is so.</p>"
    assert found["family"] == "§.b"  # the dot stays with the word behind it


def test_what_is_found_shows_no_tex_and_breaks_between_chinese_words():
    (found,) = _found(
        {"location": "x.html", "title": r"\(2 \times \text{g}\)", "text": "<p>转置卷积的</p>"}
    )
    (formula,) = _found(
        {"location": "x.html", "title": r"\(\lfloor \frac{i-e}{s} \rfloor\)", "text": ""}
    )
    assert formula["title"] == "⌊(i-e)/s ⌋"
    assert found["title"] == "2 times g"
    assert found["text"].replace("\u200b", "|") == "<p>|转置|卷积|的|</p>"


def test_the_index_is_light(built):
    assert (built / "search" / "search_index.json").stat().st_size < 1_200_000


def test_a_term_leads_to_its_meaning_and_on(opened, address):
    with opened(width=390) as page:
        page.goto(f"{address}/spec/same.html")
        page.locator("article a.cs-term").first.click()
        page.wait_for_url("**/glossary.html#*")
        page.locator("article h2:target ~ p a").first.click()
        page.wait_for_url(lambda url: "glossary" not in url)


def test_a_question_leads_to_its_proof_in_chinese(opened, address):
    with opened("dark", width=390) as page:
        page.goto(f"{address}/zh/questions.html")
        page.locator("article").get_by_role("link", name="见此处").first.click()
        page.wait_for_url("**/zh/learn/stride.html#question-same-stride")


def test_previous_and_next_walk_through_the_recipes(opened, address):
    with opened() as page:
        page.goto(f"{address}/rosetta/index.html")
        page.locator(".md-footer__link--next").click()
        page.wait_for_url("**/rosetta/convolution.html")
        page.locator(".md-footer__link--prev").click()
        page.wait_for_url("**/rosetta/index.html")
