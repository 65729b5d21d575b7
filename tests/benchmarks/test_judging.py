"""What judging a small-scope case costs, beside the torch CPU adapter's own call on it.

The target: at most 3 times the adapter's call, over the whole small scope as it is certified. By
operation the two stand in one group, so that the table shows their ratio: nothing is remembered
there between ranks and dtypes, and torch pools a tiny array in less time than it takes to say so.
"""

import time

import pytest

from conformance.backend import Implementation
from conformance.cases import small_scope
from conformance.cases.data import arrays
from conformance.judge import prepared
from conformance.judge.judge import Judge
from conformance.judge.prepared import typed
from conformance.registry import resolve
from conformance.suite.unit import run_unit, units

SOURCES = {
    "conv": small_scope.conv(pads="symmetric"),
    "conv-asymmetric": small_scope.conv(pads="asymmetric"),
    "max-pool": small_scope.pool("max_pool", pads="symmetric"),
    "avg-pool": small_scope.pool("avg_pool", pads="symmetric", data=("positive",)),
}
RIVALS = {
    "conv": ["kernel-flipped", "padding-omitted"],
    "conv-asymmetric": ["pads-exchanged", "padding-low-both"],
    "max-pool": ["zero-identity"],
    "avg-pool": ["padding-counted"],
}
PARAMETERS = [(name, rank) for name in SOURCES for rank in (1, 2)]


@pytest.fixture(scope="module")
def torch_cpu():
    torch = pytest.importorskip("torch", reason="the torch adapter is what is compared with")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield resolve("torch-cpu")
    torch.set_num_threads(threads)


def _cases(name, rank):
    return list(SOURCES[name](rank, "standard"))


@pytest.mark.parametrize(("name", "rank"), PARAMETERS)
def test_the_adapter_alone(benchmark, torch_cpu, name, rank):
    benchmark.group = f"{name}, rank {rank}"
    cases = _cases(name, rank)
    calls = [
        (torch_cpu.implementations[c.operation], typed(c, arrays(c), "float32"), c.keywords())
        for c in cases
    ]

    def call_all():
        for function, given, keywords in calls:
            function(given, keywords)

    benchmark.extra_info["cases"] = len(cases)
    benchmark.pedantic(call_all, rounds=3, warmup_rounds=1)


@pytest.mark.parametrize(("name", "rank"), PARAMETERS)
def test_judging(benchmark, torch_cpu, name, rank):
    """Case, data, expected value, the call, comparison, record: nothing is remembered."""
    benchmark.group = f"{name}, rank {rank}"

    def judge_all():
        prepared._remembered.cache_clear()
        judge = Judge(torch_cpu, "float32", rivals=RIVALS[name])
        for case in SOURCES[name](rank, "standard"):
            judge.meaning(case)
        return judge.cases

    benchmark.extra_info["cases"] = benchmark.pedantic(judge_all, rounds=3, warmup_rounds=1)


def test_the_whole_small_scope(benchmark, torch_cpu, monkeypatch):
    """Every unit at effort standard, worked examples and random cases left out."""
    benchmark.group = "small scope, standard"
    inside = 0.0
    called = Implementation.__call__

    def timed(self, given, keywords):
        nonlocal inside
        started = time.perf_counter()
        try:
            return called(self, given, keywords)
        finally:
            inside += time.perf_counter() - started

    monkeypatch.setattr(Implementation, "__call__", timed)

    def judge_all():
        started = time.perf_counter()
        cases = sum(
            run_unit(u, torch_cpu, "standard", spelled="torch-cpu", tiers=("small scope",)).cases
            for u in units()
            if u.dtype != "float16"  # a convolution of torch ends the process in it
        )
        return cases, time.perf_counter() - started

    cases, seconds = benchmark.pedantic(judge_all, rounds=1)
    benchmark.extra_info |= {"cases": cases, "ratio": round(seconds / inside, 2)}
    print(f"\n{cases} cases: judging takes {seconds / inside:.2f} times the adapter's own calls")
