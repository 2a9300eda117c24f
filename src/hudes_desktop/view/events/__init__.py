"""Qt's key, mouse and touch events as named controls for the drivers."""
