"""Every kind of page, in light and dark, has nothing that axe-core calls inaccessible."""

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

#: of rows with the same tags and classes one is enough, and of documented objects a few: axe takes
#: a quarter of a minute for hundreds
THIN_OUT = """() => {
  const seen = new Set();
  for (const object of [...document.querySelectorAll(".doc-object")].slice(12)) object.remove();
  for (const row of document.querySelectorAll("tbody tr, article li, .md-nav__item")) {
    const shape = row.innerHTML
      .replace(/>[^<]*/g, ">")
      .replace(/ (href|title|id|data-[a-z]+)="[^"]*"/g, "");
    if (seen.has(shape)) row.remove();
    seen.add(shape);
  }
}"""
#: what depends on the scheme
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


@pytest.mark.parametrize(("scheme", "options"), [("light", None), ("dark", COLOURS)])
def test_axe_finds_nothing(opened, address, kinds, scheme, options):
    found = []
    with opened(scheme) as page:
        for kind in kinds:
            page.goto(f"{address}/{kind}")
            page.evaluate(THIN_OUT)
            for violation in axe.Axe().run(page, options=options).response["violations"]:
                first = violation["nodes"][0]
                found.append((kind, violation["id"], first["target"], first["html"][:300]))
    assert found == []


def test_axe_would_find_something(opened, address):
    unnamed = "document.querySelector('#cs-play').insertAdjacentHTML('beforeend', '<button>')"
    pale = "document.querySelector('#cp-keys').style.color = '#bbb'"
    with opened() as page:
        page.goto(f"{address}/play.html")
        page.evaluate(f"{unnamed}; {pale}")
        found = {violation["id"] for violation in axe.Axe().run(page).response["violations"]}
        assert found == {"button-name", "color-contrast"}
        found = axe.Axe().run(page, options=COLOURS).response["violations"]
        assert [violation["id"] for violation in found] == ["color-contrast"]
