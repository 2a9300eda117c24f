"""Drawings of keyboards, pads and MIDI desks, and the strip that says what is plugged in."""
