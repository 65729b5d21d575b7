"""Every kind of page, in light and dark, has nothing that axe-core calls inaccessible."""

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, address, kinds, scheme):
    found = []
    with opened(scheme) as page:
        for kind in kinds:
            page.goto(f"{address}/{kind}")
            for violation in axe.Axe().run(page).response["violations"]:
                targets = [node["target"] for node in violation["nodes"]]
                found.append(
                    (kind, violation["id"], targets[:3], violation["nodes"][0]["html"][:300])
                )
    assert found == []


def test_axe_would_find_something(opened, address):
    with opened() as page:
        page.goto(f"{address}/play.html")
        page.evaluate(
            "document.querySelector('#cs-play').insertAdjacentHTML('beforeend', '<button>')"
        )
        found = {violation["id"] for violation in axe.Axe().run(page).response["violations"]}
    assert found == {"button-name"}
