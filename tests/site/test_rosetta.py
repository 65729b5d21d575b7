"""The recipes in a browser."""


def test_a_recipe_is_found_by_its_framework(opened, address):
    with opened(width=390) as page:
        page.goto(f"{address}/rosetta/index.html")
        page.locator("article").get_by_role("link", name="Ceil mode", exact=True).click()
        page.wait_for_url("**/rosetta/ceil.html")
        page.locator(".tabbed-labels label", has_text="JAX").click()
        code = page.locator(".tabbed-block:visible code", has_text="def max_pool2d_ceil").first
        assert "lax.reduce_window" in code.inner_text()
        assert "def overhang" in code.inner_text()
        said = page.locator(".tabbed-block:visible").inner_text()
        assert "equal to the specification in all" in said


def test_a_chapter_leads_to_its_recipes(opened, address):
    with opened() as page:
        page.goto(f"{address}/spec/ceil.html")
        page.locator("article").get_by_role("link", name="Ceil mode", exact=True).click()
        page.wait_for_url("**/rosetta/ceil.html")
