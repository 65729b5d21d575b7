"""The judge: what a backend is held against, and what counts as a difference."""
