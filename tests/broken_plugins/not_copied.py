"""Convolutions that are wrong from the second call on, beside what no copy of a process has."""

import subprocess
import sys
import threading

from correct import conv

from conformance import Backend

threading.Thread(target=threading.Event().wait, daemon=True).start()
log = open(__file__, encoding="utf-8")  # noqa: SIM115 - stays open
helper = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
backend = Backend("not-copied", version="1")
calls = []


@backend.implements("conv", rank=[1])
def remembering(x, w, b, **keywords):
    calls.append(None)
    return conv(x, w, b, **keywords) + (len(calls) > 1)
