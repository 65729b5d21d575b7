"""Where a run took place, and which suite judged it: what a certificate records beside verdicts."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from conformance import __version__
from conformance.results.model import SuiteInfo

PACKAGE = Path(__file__).parents[1]
#: The packages whose files decide a verdict, in a checkout.
JUDGING = ("conformance", "reference_impl")


def environment() -> dict[str, str]:
    """Return Python, the platform, NumPy, its BLAS and, where threadpoolctl is installed, the
    kernel that the BLAS chose at run time."""
    config: Any = np.show_config(mode="dicts")
    blas = config.get("Build Dependencies", {}).get("blas", {})
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": platform.platform(),
        "machine": platform.machine(),
        "numpy": np.__version__,
        "blas": " ".join(str(blas[k]) for k in ("name", "version") if k in blas) or "unknown",
        **_thread_pools(),
    }


def _thread_pools() -> dict[str, str]:
    try:
        from threadpoolctl import threadpool_info  # noqa: PLC0415 - optional
    except ImportError:
        return {}
    described = sorted(
        f"{p['internal_api']} {p.get('version')}, {p.get('architecture', 'any')} kernel, "
        f"{p['num_threads']} threads"
        for p in threadpool_info()
    )
    return {"thread_pools": "; ".join(dict.fromkeys(described))} if described else {}


def suite_info() -> SuiteInfo:
    """Return the version of the suite and, in a git checkout of it, its revision and cleanliness.

    An installed copy has revision None and clean None, even when it lies inside a checkout of
    something else.
    """
    info = SuiteInfo(version=__version__, specification=".".join(__version__.split(".")[:2]))
    if _git("ls-files", "--error-unmatch", "conformance/__init__.py") is None:
        return info
    changes = _git("status", "--porcelain", "--", *JUDGING)
    info.revision = _git("rev-parse", "HEAD")
    info.clean = None if changes is None else not changes
    return info


def _git(*arguments: str) -> str | None:
    """Return what git prints, None where it fails or is not installed."""
    try:
        done = subprocess.run(
            ["git", "-C", str(PACKAGE.parent), *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def command() -> str:
    """Return the command line of this process as a person would type it."""
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
