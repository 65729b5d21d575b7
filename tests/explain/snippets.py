"""Run snippets, each as a script of its own, and say how each ended.

    python snippets.py FOLDER OUTPUT.json

One process for all of them: starting Python and NumPy costs more than a snippet does.
"""

import contextlib
import io
import json
import runpy
import sys
from pathlib import Path


def ended(script: Path) -> str:
    """The exception that a script ends with, "" for none."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            runpy.run_path(str(script), run_name="__main__")
        except SystemExit as end:
            return "" if end.code in (None, 0) else f"SystemExit({end.code!r})"
        except BaseException as error:
            return type(error).__name__
    return ""


if __name__ == "__main__":
    ends = {script.stem: ended(script) for script in sorted(Path(sys.argv[1]).glob("*.py"))}
    loaded = sorted(name for name in sys.modules if "." in name or not name.startswith("_"))
    Path(sys.argv[2]).write_text(json.dumps({"ends": ends, "loaded": loaded}), encoding="utf-8")
