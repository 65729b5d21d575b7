"""A named cause is the fault: mutants that are one of the rivals, and some that are none."""

import numpy as np
import pytest

from conformance.explain.cause import cause
from conformance.judge.finding import Finding, Kind, Row
from conformance.judge.rivals import RIVALS
from conformance.operations import Case
from conformance.parameters import MaxUnpool
from conformance.results.model import Effort
from conformance.suite.unit import Unit, run_unit
from tests.mutants.catalogue import mutants
from tests.mutants.mutant import Mutant, load

#: mutant -> the rival that it is
IS = {
    "bias-of-first-channel": "bias-of-first",
    "ceil-is-floor": "window-floor",
    "ceil-starts-in-high-padding": "window-ceil_keep",
    "ceil-pads-low-twice": "padding-low-both",
    "padding-never-counts": "padding-counted",
    "padding-always-counts": "padding-counted",
    "override-needs-include": "override-ignored",
    "override-not-over-partial-windows": "override-ignored",
    "divisor-is-the-kernel": "kernel-divisor",
    "padding-wraps-around": "mode-circular",
    "indices-know-only-floor": "window-floor",
    "multiplier-first": "kernels-dealt",
    "index-in-padded-plane": "index-in-padded-plane",
    "index-column-major": "index-column-major",
    "last-maximum": "last-maximum",
    "unbatched-indices-count-channels": "index-over-channels",
    "convolution-proper": "kernel-flipped",
    "flips-channels-too": "channels-flipped",
    "square-kernels-transposed": "kernel-transposed",
    "pads-exchanged": "pads-exchanged",
    "pads-from-last-axis": "axes-reversed",
    "padding-is-zero": "zero-identity",
    "same-pads-zeros-in-every-mode": "mode-zeros",
    "same-ignores-stride": "same-unstrided",
    "same-lower-taken-for-upper": "pads-exchanged",
    "same-sides-exchanged": "pads-exchanged",
    "same-never-counts": "padding-counted",
    "stride-is-the-kernel": "stride-of-kernel",
    "taps-reversed": "kernel-flipped",
    "first-row-of-weight": "first-channel-only",
    "first-bias-for-all-outputs": "bias-of-first",
    "bias-under-stamps-alone": "gaps-without-bias",
}
#: mutants that are no rival, though one fits their first failing case by chance
NONE = ("corner-counted-along-last-axis", "only-padding-subtracted", "indices-from-one")
MUTANTS = {mutant.name: mutant for topic in mutants().values() for mutant in topic}


def _cause(mutant: Mutant, clause: str | None = None) -> str | None:
    unit = Unit(clause or mutant.clause, mutant.rank, mutant.dtype)
    efforts: tuple[Effort, ...] = ("smoke", "standard")
    for effort in efforts:
        failure = run_unit(unit, load(mutant), effort, spelled="numpy").failure
        if failure is not None:
            return failure.cause
    raise AssertionError(f"{mutant.name} is not killed")


@pytest.mark.parametrize(("name", "rival"), IS.items(), ids=IS)
def test_a_mutant_that_is_a_rival_is_called_by_its_words(name: str, rival: str) -> None:
    cause = _cause(MUTANTS[name])
    assert cause is not None
    assert cause.endswith(RIVALS[rival].text)


@pytest.mark.parametrize("name", NONE)
def test_a_mutant_that_is_no_rival_is_not_called_one(name: str) -> None:
    assert _cause(MUTANTS[name]) is None


def test_a_divisor_is_the_cause_in_a_clause_about_something_else() -> None:
    cause = _cause(MUTANTS["padding-never-counts"], "avg-pool.ceil.dropped")
    assert cause is not None
    assert cause.endswith(RIVALS["padding-counted"].text)


def test_channels_dealt_out_to_the_groups_in_turn_are_a_cause() -> None:
    dealt = Mutant(
        name="inputs-dealt",
        text="Input channels are dealt out to the groups in turn.",
        clause="conv.groups.blocks",
        replace=(
            (
                "columns.reshape(groups, terms, prod(cells))",
                "columns.reshape(terms // prod(kernel), groups, prod(kernel), -1)"
                ".swapaxes(0, 1).reshape(groups, terms, prod(cells))",
            ),
        ),
    )
    cause = _cause(dealt)
    assert cause is not None
    assert cause.endswith(RIVALS["inputs-dealt"].text)


SMALL, LARGE = (
    Case("max_unpool", MaxUnpool.of((size,)), ((1, 1, 2), (1, 1, 2)))  # indices 0, 2 and 0, 4
    for size in (3, 7)
)


@pytest.mark.parametrize(
    ("calls", "kind", "words"),
    [
        ((LARGE, SMALL), "shape", "keywords of call 1"),  # the indices of call 1 do not fit
        ((SMALL, LARGE), "values", "indices of call 1"),  # its keywords do not
    ],
)
def test_what_does_not_fit_another_call_of_the_row_is_passed_over(
    calls: tuple[Case, ...], kind: Kind, words: str
) -> None:
    got = np.array([[[1, 0, 2, 0, 0, 0, 0]]], dtype=np.float32)
    finding = Finding(kind, "", calls[1], got=(got,))
    finding.row = Row(calls, at=1)
    assert cause(finding, "float32") == f"all 7 cells equal this call with the {words}"
