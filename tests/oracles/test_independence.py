"""Who imports what: the oracle nothing of ours, the geometry no NumPy."""

import ast
import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import reference_impl
from conformance.judge import loops, loops_adjoint

MODULES = [
    "adaptive_pooling",
    "adjoint",
    "convolution",
    "geometry",
    "lp_pooling",
    "padding",
    "pooling",
    "rearrangement",
    "receptive_field",
    "transposed",
    "unpooling",
    "window_matrix",
    "windows",
]


def imported_modules(path):
    for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_the_loop_oracle_imports_only_the_standard_library_and_itself():
    for module in (loops, loops_adjoint):
        others = set(imported_modules(module.__file__)) - {loops.__name__}
        assert {name.split(".")[0] for name in others} <= set(sys.stdlib_module_names)


def test_the_reference_imports_only_itself_numpy_and_the_standard_library():
    for path in Path(reference_impl.__file__).parent.glob("*.py"):
        roots = {name.split(".")[0] for name in imported_modules(path)}
        assert roots <= set(sys.stdlib_module_names) | {"numpy", "reference_impl"}, path


@pytest.mark.parametrize("name", ["geometry", "receptive_field"])
def test_integer_modules_import_no_numpy(name):
    root = Path(reference_impl.__file__).parent.parent
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r}); import reference_impl.{name}; "
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_public_name_loads_on_first_use():
    assert sorted(reference_impl.__all__) == dir(reference_impl)
    for name in reference_impl.__all__:
        assert getattr(reference_impl, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'conv4d'"):
        _ = reference_impl.conv4d


def test_no_public_name_is_hidden_by_a_module_of_the_same_name():
    files = {path.stem for path in Path(reference_impl.__file__).parent.glob("*.py")}
    assert not files & set(reference_impl.__all__)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name):
    result = doctest.testmod(import_module(f"reference_impl.{name}"))
    assert result.failed == 0
    assert result.attempted > 0
