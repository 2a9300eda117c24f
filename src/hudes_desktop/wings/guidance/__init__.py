"""Guidance: a card until the first move, and then a hint at a time."""
