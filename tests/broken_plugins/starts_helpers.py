"""Starts a process that outlives it, then dies, when a stride is above 1."""

import os
import subprocess
import sys

from correct import conv

from conformance import Backend

backend = Backend("starts-helpers", version="1")


@backend.implements("conv")
def strided_conv(x, w, b, *, stride, padding, dilation, groups):
    if max(stride) > 1:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        os._exit(1)
    return conv(x, w, b, stride=stride, padding=padding, dilation=dilation, groups=groups)
