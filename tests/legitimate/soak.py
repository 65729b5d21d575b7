"""Many draws of the random tier against every correct backend: `python -m tests.legitimate.soak`.

--seeds 20          how many draws, each from a seed of its own
--first 0           the first seed
--effort smoke      examples for each draw; "standard" judges the deterministic tiers once, too
--only fft,kahan    these backends alone
"""

import argparse
import sys
import time
import warnings

import numpy as np

from conformance.suite.clause import clauses
from tests.legitimate.catalogue import ARITHMETIC, LEGITIMATE
from tests.legitimate.judging import DETERMINISTIC, alarm, deterministic, implemented, judge


def main() -> int:
    """Print a line for each backend and every false alarm; the exit status is their number."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--effort", choices=("smoke", "standard", "thorough"), default="smoke")
    parser.add_argument("--only", default=",".join(ARITHMETIC))
    given = parser.parse_args()
    warnings.simplefilter("ignore", RuntimeWarning)
    alarms = 0
    for name in given.only.split(","):
        backend, started, cases = LEGITIMATE[name](), time.perf_counter(), 0
        for unit in implemented(backend):
            runs = []
            if deterministic(unit) and given.effort != "smoke":
                runs.append({"tiers": DETERMINISTIC})
            if clauses()[unit.clause].random is not None:
                seeds = range(given.first, given.first + given.seeds)
                runs += [{"tiers": ("random",), "seed": seed} for seed in seeds]
            for run in runs:
                with np.errstate():
                    result = judge(backend, unit, given.effort, **run)
                cases += result.cases
                found = alarm(result)
                if found is not None:
                    alarms += 1
                    print(name, run, found, flush=True)
        print(f"{name:24} {cases:8} cases {time.perf_counter() - started:8.1f} s", flush=True)
    return min(alarms, 99)


if __name__ == "__main__":
    sys.exit(main())
