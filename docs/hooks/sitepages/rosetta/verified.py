"""What was run where: one file per framework, written by verify_recipes.py and by nothing else."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sitepages.rosetta.recipes import FOLDER, FRAMEWORKS, Framework, Recipe, RecipeError, run

SCHEMA = "convspec-recipes/1"


@dataclass(frozen=True)
class Verified:
    """An earlier run of one recipe: with what, when, on how many calls."""

    versions: str
    date: str
    calls: int


def _file(framework: Framework) -> Path:
    return FOLDER / "verified" / f"{framework.name}.json"


def earlier(recipe: Recipe) -> Verified | None:
    """The recorded run of exactly this recipe on exactly these calls, None if there is none."""
    path = _file(recipe.framework)
    record: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if record.get("schema") != SCHEMA:
        return None
    found = record["recipes"].get(recipe.concept.name)
    if found is None or found["digest"] != recipe.digest:
        return None
    return Verified(record["versions"], record["date"], found["calls"])


def write(framework: Framework, recipes: list[Recipe]) -> Iterator[str]:
    """Run every recipe of a framework and record it; yields a line for each.

    Raises RecipeError at the first that is wrong: then nothing is written.
    """
    if framework.missing is not None:
        raise RecipeError(f"{framework.title} cannot run: {framework.missing} is not installed")
    found = {}
    for recipe in recipes:
        calls = run(recipe)
        found[recipe.concept.name] = {"digest": recipe.digest, "calls": calls}
        yield f"{framework.name}: {recipe.concept.name}: {calls} calls, all exact"
    record = {
        "schema": SCHEMA,
        "framework": framework.name,
        "versions": framework.versions,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "recipes": found,
    }
    path = _file(framework)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")


def named(name: str) -> Framework:
    """The framework of that name; RecipeError with the names there are."""
    for framework in FRAMEWORKS:
        if framework.name == name:
            return framework
    known = ", ".join(f.name for f in FRAMEWORKS)
    raise RecipeError(f"there is no framework {name!r}, expected one of {known}")
