"""The main window, its frame loop, and the handlers of its commands."""
