"""Metamorphic laws: equations between the results of several calls, which need no reference."""
