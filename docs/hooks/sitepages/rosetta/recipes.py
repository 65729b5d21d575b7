"""The recipes as files, and what happens when they are run.

A recipe is docs/rosetta/recipes/<concept>/<framework>.py: a docstring that says how the framework
spells the concept, and code that defines the function of the concept. What a reader pastes is the
code behind the docstring, after the prelude of its framework, if it has one.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from sitepages.rosetta.calls import Array, Call
from sitepages.rosetta.concepts import CONCEPTS, Concept

FOLDER = Path(__file__).parents[3] / "rosetta"


@dataclass(frozen=True)
class Framework:
    """`modules` must be importable, `packages` are what is installed for it."""

    name: str
    title: str
    modules: tuple[str, ...]
    packages: tuple[str, ...]

    @property
    def missing(self) -> str | None:
        """The first module that is not installed, None if it can run."""
        return next((m for m in self.modules if find_spec(m) is None), None)

    @property
    def versions(self) -> str:
        """The installed packages with their versions."""
        found = []
        for package in self.packages:
            try:
                found.append(f"{package} {version(package)}")
            except PackageNotFoundError:
                continue
        return ", ".join(found)


FRAMEWORKS = (
    Framework("torch", "PyTorch", ("torch",), ("torch",)),
    Framework("jax", "JAX", ("jax",), ("jax",)),
    Framework("tensorflow", "TensorFlow", ("tensorflow",), ("tensorflow", "tensorflow-cpu")),
    Framework("keras", "Keras", ("keras", "tensorflow"), ("keras", "tensorflow", "tensorflow-cpu")),
    Framework("onnx", "ONNX", ("onnx", "onnxruntime"), ("onnx", "onnxruntime")),
    Framework("scipy", "SciPy", ("scipy",), ("scipy",)),
    Framework("numpy", "NumPy", ("numpy",), ("numpy",)),
)


@dataclass(frozen=True)
class Recipe:
    """One concept in one framework."""

    concept: Concept
    framework: Framework
    spelling: str
    remarks: str
    code: str

    @property
    def digest(self) -> str:
        """Changes with the code, with what it is asked, and with what is expected."""
        seen = hashlib.sha256(self.code.encode())
        for call in self.concept.calls():
            seen.update(repr(call.parameters).encode())
            for array in (*call.arrays, *call.expected):
                seen.update(f"{array.dtype}{array.shape}".encode() + array.tobytes())
        return seen.hexdigest()[:16]


class RecipeError(Exception):
    """A recipe does not give what the reference gives; the message shows the first such call."""


def recipes() -> list[Recipe]:
    """All recipes, by concept and framework in their order."""
    found = [_read(c, f) for c in CONCEPTS for f in FRAMEWORKS if _path(c, f).exists()]
    known = {_path(r.concept, r.framework) for r in found}
    unknown = set((FOLDER / "recipes").glob("*/*.py")) - known
    if unknown:
        raise RecipeError(f"no concept or framework has the recipe {min(unknown)}")
    return found


def _path(concept: Concept, framework: Framework) -> Path:
    return FOLDER / "recipes" / concept.name / f"{framework.name}.py"


def _read(concept: Concept, framework: Framework) -> Recipe:
    text = _path(concept, framework).read_text("utf-8")
    tree = ast.parse(text)
    said = ast.get_docstring(tree)
    if said is None:
        raise RecipeError(f"{_path(concept, framework)} does not say how it is spelled")
    spelling, _, remarks = said.partition("\n\n")
    code = "\n".join(text.splitlines()[tree.body[0].end_lineno :]).strip()
    prelude = FOLDER / "recipes" / f"{framework.name}_prelude.py"
    if prelude.exists():
        code = _joined(prelude.read_text("utf-8"), code)
    return Recipe(concept, framework, spelling, remarks, code + "\n")


def _joined(prelude: str, code: str) -> str:
    """The prelude, then the code without the imports that the prelude has."""
    have = {line for line in prelude.splitlines() if line.startswith(("import ", "from "))}
    rest = [line for line in code.splitlines() if line not in have]
    return prelude.rstrip() + "\n\n\n" + "\n".join(rest).strip()


def run(recipe: Recipe) -> int:
    """Hold a recipe against the reference; the number of calls, all of them exact.

    Raises RecipeError at the first call that differs or does not end.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    for module in recipe.framework.modules:
        importlib.import_module(module)
    space: dict[str, Any] = {"__name__": recipe.concept.function}
    where = f"{recipe.concept.name} in {recipe.framework.title}"
    calls = list(recipe.concept.calls())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(recipe.code, f"<{where}>", "exec"), space)
        for call in calls:
            try:
                got = space[recipe.concept.function](*call.arrays, **call.parameters)
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
                raise RecipeError(f"{where}, {call.parameters}: {said}") from error
            _compare(where, call, got if isinstance(got, (tuple, list)) else (got,))
    return len(calls)


def _compare(where: str, call: Call, got: Iterable[Any]) -> None:
    arrays: list[Array] = [np.asarray(array) for array in got]
    if len(arrays) != len(call.expected):
        raise RecipeError(f"{where}: {len(arrays)} results, expected {len(call.expected)}")
    for have, want in zip(arrays, call.expected, strict=True):
        if have.shape != want.shape or not np.array_equal(have, want):
            sizes = [a.shape for a in call.arrays]
            raise RecipeError(
                f"{where}, arrays {sizes}, {call.parameters}:\n"
                f"shape {have.shape}\n{have}\nexpected {want.shape}\n{want}"
            )
