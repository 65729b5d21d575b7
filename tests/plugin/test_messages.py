"""What a plugin's author reads when the plugin cannot be used: one message, with what to do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance import Backend, PluginError, emulated
from conformance.registry import resolve

Snapshot = Callable[[str, str], None]
FILES = {
    "mylib_plugin.py": "from conformance.backends.numpy import backend",
    "two.py": "from conformance import Backend\nfast = Backend('a', version='1')\nslow = fast",
    "nothing.py": "backend = None",
    "string.py": "backend = 'numpy'",
    "empty.py": "from conformance import Backend\nbackend = Backend('empty', version='1')",
    "needs_a_library.py": "import a_library_that_is_not_installed",
    "raises.py": "\n\nraise RuntimeError('no licence\\nfound')",
    "wrong_syntax.py": "\ndef conv(x, w:\n    pass",
    "exits.py": "import sys\n\nsys.exit('usage: exits FILE')",
}
SPELLED = (
    "nunpy",
    "something-else",
    "mylib_plugin.py",
    ":backend",
    "mylib_plugin:",
    "missing.py:backend",
    "missing:backend",
    "missing.part:backend",
    "mylib_plugin.py:bakend",
    "mylib_plugin:bakend",
    "two.py:backend",
    "nothing.py:backend",
    "string.py:backend",
    "empty.py:backend",
    "needs_a_library.py:backend",
    "needs_a_library:backend",
    "raises.py:backend",
    "wrong_syntax.py:backend",
    "exits.py:backend",
)


def _right(x, w, b, *, stride, padding, dilation, groups):  # type: ignore[no-untyped-def]
    return x


def _conv(function: Any = _right, **capabilities: Any) -> Callable[[Backend], Any]:
    return lambda backend: backend.implements("conv", **capabilities)(function)


def _twice(backend: Backend) -> None:
    for _ in range(2):
        backend.implements("conv")(_right)


DECLARATIONS: dict[str, Callable[[Any], Any]] = {
    "an operation that is unknown": lambda b: b.implements("convolution"),
    "an operation that is misspelt": lambda b: b.implements("max-pool"),
    "an operation twice": _twice,
    "a capability misspelt": _conv(dilatoin=False),
    "a capability unlike any": _conv(quantised=True),
    "a capability of another operation": _conv(last_window=["ceil"]),
    "a value misspelt": _conv(padding=["same_uper"]),
    "a value unlike any": _conv(dtype=["int4"]),
    "a rank that is a string": _conv(rank=["2"]),
    "a rank that is a bool": _conv(rank=True),
    "a flag that is a string": _conv(dilation="yes"),
    "a flag that is None": _conv(bias=None),
    "a list of something else": _conv(rank=None),
    "a list in a list": _conv(rank=[[2]]),
    "a support that is neither": _conv(padding={"symmetric": "np.pad"}),
    "emulated without how": lambda b: emulated(" "),
    "emulated with a number": lambda b: emulated(3),  # type: ignore[arg-type]
    "no function": _conv(function=3),
    "other names": _conv(function=lambda x, w, b, *, strides, pads: x),
    "a parameter too many": _conv(function=lambda x, w, b, scale, *, stride, padding, dilation: x),
    "a keyword that is declared and not taken": _conv(flip_kernel=True),
    "a mode that is declared and not taken": _conv(padding_mode=["zeros", "reflect"]),
    "a name with a slash": lambda b: Backend("my/lib", version="1"),
    "no name": lambda b: Backend("", version="1"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def _message(action: Callable[..., Any], *arguments: object) -> str:
    with pytest.raises(PluginError) as caught:
        action(*arguments)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_backends_that_cannot_be_found_or_imported(folder: Path, snapshot: Snapshot) -> None:
    lines = [
        f"{spelled}\n    {_message(resolve, spelled).replace(str(folder), 'FOLDER')}"
        for spelled in SPELLED
    ]
    snapshot("messages/backends", "\n".join(lines) + "\n")


def test_declarations_that_are_wrong(snapshot: Snapshot) -> None:
    lines = []
    for name, declare in DECLARATIONS.items():
        message = _message(declare, Backend("mylib", version="1"))
        lines.append(f"{name}\n    {re.sub('<lambda>', 'function', message)}")
    snapshot("messages/declarations", "\n".join(lines) + "\n")


def test_a_declaration_that_is_wrong_is_named_with_its_file(
    folder: Path, snapshot: Snapshot
) -> None:
    (folder / "misspelt.py").write_text(
        "from conformance import Backend\n"
        "backend = Backend('mylib', version='1')\n"
        "@backend.implements('conv', dilatoin=False)\n"
        "def conv(x, w, b, *, stride, padding, dilation, groups): ...\n",
        encoding="utf-8",
    )
    message = _message(resolve, "misspelt.py:backend").replace(str(folder), "FOLDER")
    snapshot("messages/misspelt", message + "\n")
