"""The plugin API: a backend declares functions, what they support, and what it claims.

backend = Backend("mylib", version="1.2", claims="core")

@backend.implements("conv", rank=[2], dtype=["float32"], dilation=False)
def conv(x, w, b, *, stride, padding, dilation, groups): ...
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import numpy as np

from conformance.capabilities import (
    CapabilityError,
    Declared,
    Emulated,
    Value,
    declare,
    requirements,
)
from conformance.operations import ARRAYS, OPERATIONS, Case, Operation, forward

F = TypeVar("F", bound=Callable[..., Any])
_KEYWORDS: dict[Operation, tuple[str, ...]] = {
    "conv": ("stride", "padding", "dilation", "groups"),
    "conv_transpose": ("stride", "padding", "output_padding", "dilation", "groups"),
    "max_pool": ("kernel", "stride", "padding", "dilation", "last_window"),
    "max_pool_with_indices": ("kernel", "stride", "padding", "dilation", "last_window"),
    "avg_pool": ("kernel", "stride", "padding", "last_window", "count_include_pad"),
    "lp_pool": ("p", "kernel", "stride", "padding", "last_window"),
    "adaptive_avg_pool": ("output_size",),
    "adaptive_max_pool": ("output_size",),
    "adaptive_max_pool_with_indices": ("output_size",),
    "max_unpool": ("output_size",),
    "unfold": ("kernel", "stride", "padding", "dilation"),
    "fold": ("output_size", "kernel", "stride", "padding", "dilation"),
}
_OPTIONAL_KEYWORDS: dict[Operation, dict[str, str]] = {
    "conv": {"padding_mode": "zeros", "flip_kernel": "False"},
    "avg_pool": {"divisor_override": "None"},
}
#: what is passed to every function; that of a gradient takes the keywords of its operation
KEYWORDS = {o: _KEYWORDS[forward(o)] for o in OPERATIONS}
#: passed only to a function that declares them
OPTIONAL_KEYWORDS = {o: _OPTIONAL_KEYWORDS.get(forward(o), {}) for o in OPERATIONS}


class Unsupported(Exception):  # noqa: N818 - the published name of the refusal
    """Raised by a backend for a joint limit of parameters that it declares one by one."""


class PluginError(Exception):
    """A plugin that cannot be used; the message says what is wrong and what to do."""


def emulated(how: str) -> Emulated:
    """Declare a value as composed by the adapter, saying how (``"np.pad before the call"``)."""
    if not isinstance(how, str) or not how.strip():
        raise PluginError(f"emulated({how!r}): say in a few words how the value is composed")
    return Emulated(how)


class Implementation:
    """One function of a backend and what is declared of it."""

    def __init__(self, operation: Operation, function: Callable[..., Any], declared: Declared):
        self.operation = operation
        self.function = function
        self.declared = declared
        self._optional = _check_signature(operation, function, declared)

    def missing(self, needed: list[tuple[str, Value]]) -> str | None:
        """Name the first requirement that is not declared, as ``name=value``, or None."""
        for name, value in needed:
            if value not in self.declared[name]:
                return f"{self.operation} {name}={value}"
        return None

    def lacks(self, case: Case, dtype: str) -> str | None:
        """Name the first thing that the case needs and that is not declared, or None."""
        return self.missing(requirements(case, dtype))

    def passed(self, keywords: Mapping[str, Any]) -> dict[str, Any]:
        """The keywords without the optional ones that the function does not take."""
        optional = OPTIONAL_KEYWORDS[self.operation]
        return {k: v for k, v in keywords.items() if k not in optional or k in self._optional}

    def __call__(
        self, arrays: tuple[np.ndarray[Any, Any] | None, ...], keywords: Mapping[str, Any]
    ) -> Any:
        """Call the function with the keywords that it takes."""
        return self.function(*arrays, **self.passed(keywords))


class Backend:
    """A named set of implementations.

    ``claims`` is the profile that the backend says it reaches; ``unavailable`` says why it
    cannot run on this machine (no device, say), and ``environment`` returns what a certificate
    records beside the version (device, driver, flags that change results).
    """

    def __init__(
        self,
        name: str,
        *,
        version: str,
        claims: str | None = None,
        unavailable: str | None = None,
        environment: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        if not name or any(c in name for c in "/\\: \t\n"):
            raise PluginError(f"Backend name={name!r}: expected a word that can name a file")
        self.name = name
        self.version = str(version)
        self.claims = claims
        self.unavailable = unavailable
        self.environment = environment
        self.implementations: dict[Operation, Implementation] = {}

    def implements(self, operation: Operation, /, **capabilities: Any) -> Callable[[F], F]:
        """Register the decorated function for an operation, with what it supports.

        Raises PluginError on an unknown operation, a misspelt capability or value, or a function
        that does not take the published arguments.
        """
        if operation not in OPERATIONS:
            close = get_close_matches(str(operation), OPERATIONS, 1, 0.5)
            hint = f"; did you mean {close[0]!r}?" if close else "."
            raise PluginError(
                f"{self.name}: operation {operation!r} is unknown{hint} "
                f"Known: {', '.join(OPERATIONS)}."
            )
        try:
            declared = declare(operation, capabilities)
        except CapabilityError as error:
            raise PluginError(f"{self.name}: {error}") from None

        def register(function: F) -> F:
            if operation in self.implementations:
                raise PluginError(f"{self.name}: {operation!r} is implemented twice")
            try:
                made = Implementation(operation, function, declared)
            except PluginError as error:
                raise PluginError(f"{self.name}: {error}") from None
            self.implementations[operation] = made
            return function

        return register


def _check_signature(
    operation: Operation, function: Callable[..., Any], declared: Declared
) -> frozenset[str]:
    """Return the optional keywords that the function takes; raise PluginError if it cannot be
    called as published."""
    wanted = f"{operation}({', '.join(ARRAYS[operation])}, *, {', '.join(KEYWORDS[operation])})"
    if not callable(function):
        raise PluginError(f"{operation}: {function!r} is not a function; expected {wanted}")
    name = getattr(function, "__name__", str(function))
    try:
        signature = inspect.signature(function)
    except ValueError:
        raise PluginError(
            f"{operation}: the signature of {name} cannot be read; wrap it in a function {wanted}"
        ) from None
    takes_any = any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values())
    taken = frozenset(
        k for k in OPTIONAL_KEYWORDS[operation] if takes_any or k in signature.parameters
    )
    given = (*KEYWORDS[operation], *taken)
    try:
        signature.bind(*ARRAYS[operation], **dict.fromkeys(given))
    except TypeError as error:
        raise PluginError(
            f"{name}{signature} has the wrong signature: "
            f"{_difference(operation, signature, takes_any) or error}; expected {wanted}"
        ) from None
    for keyword in set(OPTIONAL_KEYWORDS[operation]) - taken:
        needs = [v for v in declared[keyword] if v != "zeros"]
        if needs:
            raise PluginError(
                f"{name}{signature}: {keyword}={needs} is declared, but the function does not "
                f"take the keyword {keyword!r}; add it after *"
            )
    return taken


def _difference(operation: Operation, signature: inspect.Signature, takes_any: bool) -> str:
    """What a function does not take of what is passed, and wants beside it; empty if nothing."""
    parameters = signature.parameters.values()
    names = {p.name for p in parameters if p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD)}
    refused = [] if takes_any else [k for k in KEYWORDS[operation] if k not in names]
    passed = {*ARRAYS[operation], *KEYWORDS[operation], *OPTIONAL_KEYWORDS[operation]}
    wanted = [
        p.name
        for p in parameters
        if p.default is p.empty and p.name in names and p.name not in passed
    ]
    parts = [f"it does not take {', '.join(refused)}"] if refused else []
    parts += [f"nothing is passed for {', '.join(wanted)}"] if wanted else []
    return ", and ".join(parts)
