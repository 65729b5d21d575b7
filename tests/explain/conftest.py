"""Wrong plugins, the clause that each is judged by, and what the suite says of it."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from conformance.registry import resolve
from conformance.results.model import ClauseResult, Effort
from conformance.suite.unit import Unit, run_unit

PLUGINS = Path(__file__).parents[1] / "wrong_plugins"


class Fault(NamedTuple):
    """A wrong plugin as it is spelled in its folder, and the unit that finds it."""

    spelled: str
    clause: str
    rank: int
    kind: str
    tier: str = "small scope"
    effort: Effort = "smoke"

    @property
    def name(self) -> str:
        """The plugin's attribute and the clause, as a file name."""
        return f"{self.spelled.partition(':')[2]}--{self.clause}-{self.rank}d"


FAULTS = [
    Fault("paddings.py:even_kernels", "conv.pad.same-upper", 1, "values"),
    Fault("paddings.py:even_kernels", "conv.pad.same-upper", 2, "values"),
    Fault("paddings.py:zero_identity", "max-pool.value.identity", 2, "values"),
    Fault("paddings.py:inverted_count", "avg-pool.divisor.include", 2, "values"),
    Fault("paddings.py:inverted_count", "avg-pool.divisor.exclude", 2, "values"),
    Fault("paddings.py:padded_plane", "max-pool-with-indices.index.plane", 1, "values"),
    Fault("paddings.py:padded_plane", "max-pool-with-indices.index.plane", 2, "values"),
    Fault("readings.py:flipped_kernel", "conv.orientation.cross-correlation", 1, "values"),
    Fault("readings.py:flipped_kernel", "conv.orientation.cross-correlation", 2, "values"),
    Fault("readings.py:swapped_strides", "conv.stride.per-axis", 2, "shape"),
    Fault("readings.py:last_of_ties", "max-pool-with-indices.ties.first", 2, "values"),
    Fault("readings.py:tail_of_block", "conv.large.dense", 2, "values"),
    Fault("readings.py:tail_of_block", "conv.large.dense", 2, "values", "random", "standard"),
    Fault("readings.py:transform", "conv.large.dense", 1, "values"),
    Fault("answers.py:a_list", "conv.shape.floor", 1, "type"),
    Fault("answers.py:nothing", "conv.shape.floor", 1, "type"),
    Fault("answers.py:values_alone", "max-pool-with-indices.index.plane", 2, "type"),
    Fault("answers.py:wide_dtype", "conv.shape.floor", 1, "dtype"),
    Fault("answers.py:narrow_indices", "max-pool-with-indices.index.plane", 1, "dtype"),
    Fault("answers.py:channels_last", "conv.channels.sum", 2, "shape"),
    Fault("answers.py:all_nan", "conv.shape.floor", 1, "values"),
    Fault("answers.py:own_input", "conv.border.outputs", 1, "aliased"),
    Fault("answers.py:writes", "conv.border.inputs", 1, "modified"),
    Fault("answers.py:raises", "conv.shape.floor", 2, "raised"),
    Fault("states.py:one_buffer", "conv.border.outputs", 1, "aliased"),
    Fault("states.py:pooled_output", "max-pool-with-indices.border.outputs", 1, "aliased"),
    Fault("states.py:one_buffer", "conv.calls.independent", 1, "values", "random"),
    Fault("states.py:last_weight", "conv.calls.independent", 1, "values", "random"),
    Fault("states.py:raw_memory", "conv.border.layouts", 2, "values"),
    Fault("states.py:fortran", "conv.border.layouts", 2, "values"),
    Fault("states.py:reversed_", "conv.border.layouts", 2, "values"),
    Fault("states.py:every_second", "conv.border.layouts", 2, "values"),
    Fault("states.py:read_only", "conv.border.layouts", 2, "values"),
    Fault("states.py:picky", "conv.shape.floor", 1, "refusal"),
    Fault("edges.py:lenient", "conv.error.stride", 2, "accepted"),
    Fault("edges.py:lenient", "conv.error.bias", 1, "accepted"),
    Fault("edges.py:wavering", "conv.shape.no-window", 1, "not-uniform", effort="standard"),
    Fault("edges.py:wavering", "avg-pool.window.empty", 1, "not-uniform"),
    Fault("edges.py:a_cell", "conv.shape.no-window", 1, "shape"),
    Fault("edges.py:invented", "conv.padding-mode.beyond-limit", 1, "values"),
    Fault("edges.py:invented", "avg-pool.window.empty", 1, "values"),
    Fault("edges.py:invented", "max-pool.window.empty", 1, "values"),
    Fault("edges.py:invented", "max-pool-with-indices.window.empty", 1, "values"),
    Fault("edges.py:undecided", "max-pool-with-indices.window.empty", 1, "values"),
    Fault("spellings.py:first_sample", "conv.channels.outputs", 1, "values"),
    Fault("spellings.py:first_sample", "conv.law.batch", 1, "values"),
    Fault("spellings.py:first_sample", "conv.example.relation", 2, "values", "examples"),
    Fault("spellings.py:first_channel", "conv.channels.sum", 2, "values"),
    Fault("spellings.py:numbers_only", "conv.special.nan", 1, "values"),
    Fault("spellings.py:numbers_only", "max-pool.error.kernel", 2, "accepted"),
    Fault("spellings.py:last_call", "conv.calls.independent", 1, "values", "random"),
    Fault("laws.py:last_step", "conv.law.stride", 1, "values"),
    Fault("laws.py:last_step", "conv-grad.law.input", 1, "values"),
    Fault("laws.py:last_step", "avg-pool.law.planes", 1, "values"),
    Fault("laws.py:last_step", "avg-pool.law.global", 1, "values"),
    Fault("laws.py:nearly", "conv.law.channels", 1, "values"),
]


@cache
def judged(fault: Fault) -> ClauseResult:
    """What the suite says of a wrong plugin, which is spelled as in its own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PLUGINS)
        patch.syspath_prepend(PLUGINS)
        backend = resolve(fault.spelled)
        unit = Unit(fault.clause, fault.rank, "float32")
        return run_unit(unit, backend, fault.effort, spelled=fault.spelled, tiers=[fault.tier])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "fault" in metafunc.fixturenames:
        metafunc.parametrize("fault", FAULTS, ids=lambda f: f"{f.name}-{f.tier}")


@pytest.fixture(scope="session")
def failures() -> dict[Fault, ClauseResult]:
    """Every fault with what the suite says of it."""
    return {fault: judged(fault) for fault in FAULTS}
