"""Runs backends in child processes, so that whatever one does, it gets a verdict."""
