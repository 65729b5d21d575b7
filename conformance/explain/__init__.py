"""The failure text, its cause and its snippet."""
