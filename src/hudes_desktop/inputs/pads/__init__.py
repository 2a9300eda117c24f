"""The driver of game pads."""
