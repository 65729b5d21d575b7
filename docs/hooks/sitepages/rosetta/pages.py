"""The pages of the recipes: one for each concept, and the table of them all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sitepages.data import SiteError
from sitepages.markup import fence, indented, relative, table
from sitepages.rosetta.concepts import CONCEPTS, Concept
from sitepages.rosetta.recipes import FRAMEWORKS, Framework, Recipe, RecipeError, recipes, run
from sitepages.rosetta.verified import Verified, earlier

INDEX = "rosetta/index.md"


@dataclass(frozen=True)
class Standing:
    """What is known of a recipe: run at this build, run earlier, or neither."""

    recipe: Recipe
    now: int | None
    before: Verified | None

    @property
    def sign(self) -> str:
        """A sign and a word, as a status of the matrix."""
        if self.now is not None:
            return _badge("pass", "✓", "run", "run while this page was built")
        if self.before is not None:
            return _badge("earlier", "◷", "earlier", "run earlier, not at this build")
        return _badge("not-run", "–", "not run", "nobody has run it as it stands")

    @property
    def sentence(self) -> str:
        """The same in words."""
        framework = self.recipe.framework
        if self.now is not None:
            return (
                f"Run while this page was built, with {framework.versions}: equal to the "
                f"specification in all {self.now} calls, exactly."
            )
        why = f"Not run at this build: {framework.missing} is not installed."
        if self.before is None:
            return f"{why} It has not been run as it stands."
        return (
            f"{why} Run on {self.before.date} with {self.before.versions}: equal to the "
            f"specification in all {self.before.calls} calls, exactly."
        )


def _badge(status: str, sign: str, word: str, title: str) -> str:
    return (
        f'<span class="cs-status cs-{status}" title="{title}">'
        f'<span aria-hidden="true">{sign}</span> {word}</span>'
    )


@cache
def standings() -> dict[tuple[str, str], Standing]:
    """Every recipe by (concept, framework), run where its framework is installed.

    Raises SiteError for a recipe that is wrong.
    """
    found = {}
    try:
        for recipe in recipes():
            now = run(recipe) if recipe.framework.missing is None else None
            key = (recipe.concept.name, recipe.framework.name)
            found[key] = Standing(recipe, now, earlier(recipe))
    except RecipeError as error:
        raise SiteError(f"docs/rosetta/recipes: {error}") from error
    return found


def concept_page(concept: Concept) -> str:
    """Where the page of a concept is, below docs/."""
    return f"rosetta/{concept.name}.md"


def rosetta_pages() -> dict[str, str]:
    """The pages of the concepts, as path below docs/ -> Markdown."""
    return {concept_page(c): _page(c) for c in CONCEPTS}


def _page(concept: Concept) -> str:
    source = concept_page(concept)
    chapter = relative(source, f"spec/{concept.topic}.md")
    held = [(f, standings().get((concept.name, f.name))) for f in FRAMEWORKS]
    tabs = [_tab(framework, s) for framework, s in held if s is not None]
    rows = [[f.title, s.recipe.spelling, s.sign] for f, s in held if s is not None]
    absent = [f.title for f, s in held if s is None]
    without = f"No recipe yet: {', '.join(absent)}.\n\n" if absent else ""
    return (
        f"# {concept.title}\n\n{concept.text}\n\nWhat it means: [the chapter]({chapter}). "
        f"Arrays below are channels first, padding is (lo, hi) for each axis; each recipe "
        f"translates what its framework wants otherwise.\n\n"
        f"{table(['framework', 'spelling', 'recipe'], rows)}\n\n{without}"
        f"## Recipes\n\n{chr(10).join(tabs)}\n"
    )


def _tab(framework: Framework, standing: Standing) -> str:
    recipe = standing.recipe
    parts = [recipe.spelling, recipe.remarks, fence(recipe.code, "python"), standing.sentence]
    body = "\n\n".join(p for p in parts if p)
    return f'=== "{framework.title}"\n\n{indented(body)}\n'


def recipe_table() -> str:
    """Concepts against frameworks; every cell says whether its recipe was run."""
    rows = []
    for concept in CONCEPTS:
        cells = [standings().get((concept.name, f.name)) for f in FRAMEWORKS]
        link = f"[{concept.title}]({relative(INDEX, concept_page(concept))})"
        rows.append([link, *(s.sign if s else "" for s in cells)])
    return table(["concept", *(f.title for f in FRAMEWORKS)], rows)


def recipe_count() -> str:
    """How many recipes there are, and how many were run when."""
    held = list(standings().values())
    now = sum(s.now is not None for s in held)
    before = sum(s.now is None and s.before is not None for s in held)
    return (
        f"{len(held)} recipes: {now} run while this site was built, {before} run earlier, "
        f"{len(held) - now - before} not run."
    )


def spelled(source: str, topic: str) -> str:
    """A line that leads from a chapter to the recipes about it; empty if there is none."""
    links = [
        f"[{c.title}]({relative(source, concept_page(c))})" for c in CONCEPTS if c.topic == topic
    ]
    return f"In other libraries: {', '.join(links)}.\n\n" if links else ""
