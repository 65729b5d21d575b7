"""Raises SystemExit while it is imported, as a script does that has no main guard."""

import sys

sys.exit("usage: exits_on_import FILE")
