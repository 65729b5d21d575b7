"""Is a fault that only random cases show found at every seed? `python -m tests.mutants.soak`.

--seeds 50          how many draws, each from a seed of its own
--first 0           the first seed
--only name,name    these mutants alone
"""

import argparse
import sys

from conformance.suite.unit import run_unit
from tests.mutants.catalogue import mutants
from tests.mutants.mutant import load
from tests.mutants.runs import SPELLED, effort, killed, tiers, unit


def main() -> int:
    """Print how many draws kill each mutant; the exit status is the number of survivals."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    survivals = 0
    for mutant in (m for several in mutants().values() for m in several if m.tier != "small scope"):
        if given.only and mutant.name not in given.only.split(","):
            continue
        survived = [
            seed
            for seed in range(given.first, given.first + given.seeds)
            if not killed(
                run_unit(
                    unit(mutant),
                    load(mutant),
                    effort(mutant),
                    spelled=SPELLED,
                    tiers=tiers(mutant),
                    seed=seed,
                )
            )
        ]
        survivals += len(survived)
        told = f", lives at seeds {survived}" if survived else ""
        print(f"{mutant.name:32} killed by {given.seeds - len(survived)} of {given.seeds}{told}")
        sys.stdout.flush()
    return min(survivals, 99)


if __name__ == "__main__":
    sys.exit(main())
