"""The drivers of keyboard and mouse, which the window feeds."""
