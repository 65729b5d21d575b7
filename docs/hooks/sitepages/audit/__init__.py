"""What other documentation says of shapes and coverage, judged like a backend."""
