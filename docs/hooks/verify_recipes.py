"""Run the recipes of the frameworks that are named, and record what was run.

    python docs/hooks/verify_recipes.py jax onnx

It needs NumPy and those frameworks alone. It writes docs/rosetta/verified/<framework>.json, which
the site quotes where the framework is not installed at build time.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from sitepages.rosetta.recipes import RecipeError, recipes  # noqa: E402
from sitepages.rosetta.verified import named, write  # noqa: E402


def main(names: list[str]) -> int:
    """The exit status: 0 if every recipe of every framework named is exact."""
    if not names:
        print(__doc__)
        return 2
    every = recipes()
    try:
        for framework in map(named, names):
            for line in write(framework, [r for r in every if r.framework == framework]):
                print(line)
    except RecipeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
