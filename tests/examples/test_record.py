"""Every example against the reference and the loop oracle; the table against the suite."""

from collections import Counter

import msgspec
import numpy as np
import pytest

from conformance.backend import Implementation
from conformance.backends.numpy import backend as numpy_backend
from conformance.capabilities import declare, requirements
from conformance.cases.data import arrays
from conformance.cases.examples import EXAMPLES, examples, find
from conformance.cases.examples.record import grid, half_units
from conformance.cases.simpler import simpler
from conformance.judge import loops
from conformance.judge.prepared import prepare, reference
from conformance.judge.recorded import rounding
from conformance.operations import Judged
from conformance.suite.clause import clauses

CLAUSES = [c for c in clauses().values() if c.topic == "examples"]


def of_kind(*kinds):
    found = [e for e in EXAMPLES if e.kind in kinds]
    return pytest.mark.parametrize("example", found, ids=lambda e: e.name)


def test_the_notation_is_that_of_a_printed_array():
    assert grid("1 2 / 3 4").tolist() == [[1, 2], [3, 4]]
    assert grid("1 2 / 3 4 | 5 6 / 7 8").shape == (2, 2, 2)
    assert grid("1 2 / 3 4 | 5 6 / 7 8 || 0 0 / 0 0 | 0 0 / 0 0").shape == (2, 2, 2, 2)
    assert grid("1 -2").dtype == np.int64
    assert grid("1.5 -2").dtype == np.float64
    assert half_units("-6.2029e-02 0.25 7 -1.0472e+00").tolist() == [5e-7, 5e-3, 0, 5e-5]


@of_kind("values")
def test_the_reference_gives_what_was_worked_out(example):
    case = example.cases[0]
    for ours, recorded in zip(reference(case, example.arrays[0]), example.outputs, strict=False):
        assert np.array_equal(ours, recorded)
        assert ours.shape == recorded.shape


@of_kind("values")
def test_the_loop_oracle_gives_what_was_worked_out(example):
    case = example.cases[0]
    flat = []
    for array in example.arrays[0]:
        flat += [None] if array is None else [array.ravel().tolist(), array.shape]
    if case.operation == "conv":
        y, shape = loops.conv(*flat[:4], flat[4], **case.keywords())
        outputs = (y,)
    elif case.operation == "avg_pool":
        *outputs, shape = loops.avg_pool_terms(*flat, **case.keywords())
    else:
        *outputs, shape = loops.max_pool(*flat, lowest=-(10**9), **case.keywords())
    assert shape == example.outputs[0].shape
    for ours, recorded in zip(outputs, example.outputs, strict=False):
        assert ours == np.broadcast_to(recorded, shape).ravel().tolist()


@of_kind("printed")
def test_the_reference_gives_what_was_printed_within_the_rounding_of_the_print(example):
    ours = reference(example.cases[0], example.arrays[0])
    if example.operation == "conv":
        error = np.abs(ours[0] - example.outputs[0])
        assert error.max() <= rounding(example, "float64") <= rounding(example, "float32") < 6e-4
    else:
        for got, recorded in zip(ours, example.outputs, strict=False):
            assert np.array_equal(got, recorded)


@of_kind("shape")
def test_the_reference_has_the_shape_that_is_stated(example):
    assert prepare(example.cases[0]).outputs[0].shape == example.shape


@of_kind("relation")
def test_the_relation_holds_of_the_reference_and_not_of_a_cell_more(example):
    outputs = [prepare(case).outputs[0] for case in example.cases]
    left, right = example.relation(*outputs)
    assert np.array_equal(left, right)
    assert left.shape == right.shape
    assert left.any()
    for at, y in enumerate(outputs):
        wrong = y + np.arange(1, y.size + 1).reshape(y.shape) ** 2
        left, right = example.relation(*outputs[:at], wrong, *outputs[at + 1 :])
        assert not np.array_equal(left, right)


def test_names_are_given_once_and_so_are_the_cases():
    assert max(Counter(e.name for e in EXAMPLES).values()) == 1
    assert max(Counter(case.data for e in EXAMPLES for case in e.cases).values()) == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_a_stored_example_is_found_again_with_its_arrays(example):
    stored = msgspec.json.encode(example.judged)
    judged = msgspec.json.decode(stored, type=Judged)
    assert find(judged) is example
    for case, recorded in zip(example.cases, example.arrays, strict=True):
        assert arrays(case) is recorded
        assert case.shapes == tuple(None if a is None else a.shape for a in recorded)
        assert all(find(form) is None for form in simpler(case))


def test_every_example_belongs_to_one_clause():
    judged = [j for c in CLAUSES for j in c.examples]
    assert len(judged) == len(EXAMPLES)
    assert {find(j).name for j in judged} == {e.name for e in EXAMPLES}
    for clause in CLAUSES:
        assert tuple(clause.examples) == examples(clause.operation, clause.id.split(".")[2])


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_a_backend_of_one_rank_with_defaults_and_what_the_clause_needs_is_judged(clause):
    for rank in clause.ranks:
        needed = {"rank": [rank], **_declaration(clause)}
        declared = declare(clause.operation, needed)
        function = numpy_backend.implementations[clause.operation].function
        plugin = Implementation(clause.operation, function, declared)
        supported = [
            j
            for j in clause.examples
            if find(j).cases[0].rank == rank
            and all(plugin.missing(requirements(c, "float32")) is None for c in find(j).cases)
        ]
        assert supported, f"{clause.id} at rank {rank} would be vacuous"


def _declaration(clause):
    declared = {}
    for name, value in clause.needs:
        declared[name] = True if value is True else [value, "symmetric"][: 1 + (name == "padding")]
    return declared


@pytest.mark.parametrize("clause", [c for c in CLAUSES if c.level == "core"], ids=lambda c: c.id)
def test_a_core_clause_asks_nothing_that_the_core_profile_does_not(clause):
    """A backend that refuses what core does not require must not lose core by an example."""
    asked = {need for j in clause.examples for c in find(j).cases for need in _needs(c)}
    beyond = {("padding", "asymmetric"), ("padding", "valid"), ("padding", "same_upper")}
    beyond |= {("padding", "same_lower"), ("unbatched", True), ("last_window", "ceil")}
    assert not asked & (beyond | {("flip_kernel", True), ("divisor_override", True)})


def _needs(case):
    return requirements(case, "float32")
