"""No backend that declares a part of the table is ever sent what it did not declare, nor fails."""

import math
from collections.abc import Iterator
from typing import Any

import pytest

from conformance import Backend
from conformance.backends.numpy import backend as numpy
from conformance.capabilities import CAPABILITIES, Capability
from conformance.operations import ARRAYS, Operation, forward
from conformance.results.model import Status
from conformance.suite.clause import clauses
from conformance.suite.unit import run_unit, units

Declared = dict[str, list[Any]]


def _table(operation: Operation) -> dict[str, Capability]:
    """The capabilities that can be declared of an operation."""
    return {n: c for n, c in CAPABILITIES.items() if forward(operation) in c.operations}


def _subsets() -> Iterator[tuple[Operation, str, Declared]]:
    """Every value of every capability alone, beside the defaults of the others; no flag at all."""
    for operation in numpy.implementations:
        table = _table(operation)
        for name, capability in table.items():
            if capability.is_flag:
                yield operation, name, {name: [] if capability.default else [True]}
                continue
            for value in capability.values:
                if name == "dtype" and value not in numpy.implementations[operation].declared[name]:
                    continue
                yield operation, f"{name}={value}", {name: [value]}
        flags: Declared = {n: [] for n, c in table.items() if c.is_flag}
        nothing: Declared = {"padding": ["none"]} if "padding" in table else {}
        yield operation, "no flag, no padding", {**flags, **nothing}


SUBSETS = list(_subsets())


def _uses(
    operation: Operation, arrays: tuple[Any, ...], keywords: dict[str, Any]
) -> dict[str, Any]:
    """What a call uses of each capability, read off the call itself."""
    given = dict(zip(ARRAYS[operation], arrays, strict=True))
    x = given["columns" if "columns" in given else "x"]
    stride = keywords.get("stride", ())
    rank = len(stride or keywords["output_size"])
    padding = keywords.get("padding", "none")
    if not isinstance(padding, str):
        even = all(lo == hi for lo, hi in padding)
        padding = ("symmetric" if any(map(any, padding)) else "none") if even else "asymmetric"
    extra = keywords.get("output_padding", (0,))
    return {
        "rank": rank,
        "dtype": x.dtype.name,  # in either byte order
        "stride": max(stride, default=1) > 1,
        "dilation": max(keywords.get("dilation", (1,))) > 1,
        "groups": keywords.get("groups", 1) > 1,
        "bias": given.get("b") is not None,
        "padding": padding,
        "padding_mode": keywords.get("padding_mode"),
        "output_padding": max(extra) > 0,
        "output_padding_beyond_stride": any(
            more >= s for more, s in zip(extra, stride, strict=False)
        ),
        "flip_kernel": keywords.get("flip_kernel", False),
        "last_window": keywords.get("last_window"),
        "count_include_pad": int(keywords.get("count_include_pad", True)),  # False is a value
        "divisor_override": keywords.get("divisor_override") is not None,
        "p": _kind(keywords.get("p", 2)),
        "unbatched": x.ndim == (2 if "columns" in given else rank + 1),
    }


def _kind(p: float) -> str:
    """The value of the capability of a power."""
    if p < 1:
        return "below_one"
    if p == math.inf:
        return "inf"
    return "fraction" if p != int(p) else "odd" if int(p) % 2 else "even"


def _declaring(operation: Operation, given: Declared, sent: list[str]) -> Backend:
    """A right backend that notes in ``sent``, and refuses, what it did not declare."""
    backend = Backend("subset", version="1")
    right = numpy.implementations[operation].function
    table = _table(operation)
    taken = {n: [*given.get(n, c.default)] for n, c in table.items()}
    if {"symmetric", "asymmetric"} & {*taken.get("padding", ())}:
        taken["padding"].append("none")
    plain = {n: bool(v) if table[n].is_flag else v for n, v in given.items()}

    @backend.implements(operation, **plain)
    def function(*arrays: Any, **keywords: Any) -> Any:
        uses = _uses(operation, arrays, keywords)
        used = {n: value for n, value in uses.items() if n in table and value is not False}
        beyond = [f"{n}={value}" for n, value in used.items() if value not in taken[n]]
        sent.extend(beyond)
        assert beyond == []
        return right(*arrays, **keywords)

    return backend


@pytest.mark.parametrize(
    ("operation", "given"),
    [(operation, given) for operation, _, given in SUBSETS],
    ids=[f"{operation} {name}" for operation, name, _ in SUBSETS],
)
def test_what_is_not_declared_is_never_sent_and_nothing_fails(
    operation: Operation, given: Declared
) -> None:
    rank, dtype = given.get("rank", [2])[0], given.get("dtype", ["float32"])[0]
    sent: list[str] = []
    backend = _declaring(operation, given, sent)
    allowed = (Status.PASS, Status.OBSERVED, Status.UNSUPPORTED)
    passed = 0
    for unit in units():
        tested = clauses()[unit.clause]
        if tested.operation != operation or (unit.rank, unit.dtype) != (rank, dtype):
            continue
        result = run_unit(unit, backend, "smoke", spelled="tests/suite/test_subsets.py:backend")
        assert result.status in allowed, (result.id, result.reason, result.failure)
        passed += result.status.satisfies
        if ".error." not in unit.clause:  # its calls are beyond any declaration
            assert sent == [], result.id
        sent.clear()
    assert passed
