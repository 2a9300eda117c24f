"""The driver of MIDI devices."""
