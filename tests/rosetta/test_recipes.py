"""Every recipe whose framework is installed, held against the reference; and the pages of all."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs" / "hooks"))

from sitepages.rosetta import verified  # noqa: E402
from sitepages.rosetta.calls import Call  # noqa: E402
from sitepages.rosetta.concepts import CONCEPTS  # noqa: E402
from sitepages.rosetta.pages import Standing, rosetta_pages  # noqa: E402
from sitepages.rosetta.recipes import (  # noqa: E402
    FOLDER,
    FRAMEWORKS,
    RecipeError,
    recipes,
    run,
)

RECIPES = recipes()
ABSENT = {"modules": ("no_such_framework",)}


def _recipe(concept, framework):
    return next(r for r in RECIPES if (r.concept.name, r.framework.name) == (concept, framework))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda r: f"{r.concept.name}-{r.framework.name}")
def test_a_recipe_equals_the_reference(recipe):
    if recipe.framework.missing is not None:
        pytest.skip(f"{recipe.framework.missing} is not installed")
    assert run(recipe) == len(list(recipe.concept.calls()))


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda c: c.name)
def test_no_call_could_be_answered_by_a_constant(concept):
    answers = [array for call in concept.calls() for array in call.expected]
    assert any(len(np.unique(array)) > 5 for array in answers)
    assert len({array.tobytes() for array in answers}) > 1


@pytest.mark.parametrize(
    ("concept", "framework", "right", "wrong"),
    [
        ("same-upper", "numpy", "total // 2, total - total // 2", "total - total // 2, total // 2"),
        ("depthwise", "numpy", "ncmhw", "nmchw"),
        ("transposed", "numpy", "w[:, :, t, u]", "w[:, :, -1 - t, u]"),
        ("average-ceil", "numpy", "np.nan)", "0)"),
        ("indices", "numpy", "constant_values=-1", "constant_values=-1)[::-1].copy("),
        ("flipped", "numpy", "[::-1, ::-1]", "[::-1]"),
        ("convolution-1d", "numpy", "m // outputs * inputs", "m % groups * inputs"),
        ("convolution-3d", "numpy", "(*stride, *dilation)", "(*dilation, *stride)"),
        ("gradients", "numpy", "w[own, :, t, u])", "w[own, :, -1 - t, u])"),
        ("gradients", "torch", "(x, w), torch", "(w, x), torch"),
        ("transposed-dilated", "numpy", "t * dilation[0], u * dilation[1]", "t, u"),
        ("divisor-override", "torch", "divisor_override=divisor", "divisor_override=None"),
        ("global", "numpy", "x.max", "abs(x).max"),
        ("adaptive-max", "numpy", "-(-(a + 1) * size // cells)", "(a + 1) * size // cells + 1"),
    ],
)
def test_a_wrong_recipe_is_noticed(concept, framework, right, wrong):
    recipe = _recipe(concept, framework)
    assert right in recipe.code
    with pytest.raises(RecipeError, match=recipe.concept.name):
        run(dataclasses.replace(recipe, code=recipe.code.replace(right, wrong)))


def test_what_is_recorded_is_what_is_committed():
    """Change a recipe or its calls, and it must be verified again."""
    for framework in FRAMEWORKS:
        mine = [r for r in RECIPES if r.framework == framework]
        stale = [r.concept.name for r in mine if verified.earlier(r) is None]
        assert not stale, f"run docs/hooks/verify_recipes.py {framework.name}: {stale}"


def test_a_changed_recipe_loses_its_mark():
    recipe = _recipe("ceil", "jax")
    assert verified.earlier(recipe) is not None
    changed = dataclasses.replace(recipe, code=recipe.code + "\n")
    assert verified.earlier(changed) is None
    other = dataclasses.replace(
        recipe,
        concept=dataclasses.replace(recipe.concept, calls=lambda: iter([Call((), {}, ())])),
    )
    assert verified.earlier(other) is None


def test_what_was_not_run_is_not_green():
    recipe = _recipe("ceil", "jax")
    absent = dataclasses.replace(recipe.framework, **ABSENT)
    recipe = dataclasses.replace(recipe, framework=absent)
    standing = Standing(recipe, None, None)
    assert "cs-pass" not in standing.sign
    assert "not run" in standing.sign
    assert "has not been run" in standing.sentence
    earlier = Standing(recipe, None, verified.Verified("jax 0", "2026-01-01", 3))
    assert "cs-pass" not in earlier.sign
    assert "no_such_framework is not installed" in earlier.sentence


def test_a_missing_framework_is_never_recorded():
    absent = dataclasses.replace(FRAMEWORKS[0], **ABSENT)
    with pytest.raises(RecipeError, match="no_such_framework is not installed"):
        list(verified.write(absent, []))


def test_records_hold_nothing_but_what_was_run():
    for path in (FOLDER / "verified").glob("*.json"):
        record = json.loads(path.read_text("utf-8"))
        names = {r.concept.name for r in RECIPES if r.framework.name == record["framework"]}
        assert set(record["recipes"]) == names
        assert record["versions"]


def test_every_page_shows_what_readers_paste():
    pages = rosetta_pages()
    for recipe in RECIPES:
        page = pages[f"rosetta/{recipe.concept.name}.md"]
        assert f"def {recipe.concept.function}(" in page
        assert recipe.spelling in page


def test_the_command_says_what_there_is():
    command = [sys.executable, str(ROOT / "docs" / "hooks" / "verify_recipes.py"), "nothing"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "expected one of torch, jax" in done.stderr
