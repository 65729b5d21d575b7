"""Waits for something that never comes while it is imported."""

import time

time.sleep(3600)
