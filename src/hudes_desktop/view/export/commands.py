"""Commands that film the window."""

from __future__ import annotations

from hudes_desktop.view.kit.command import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        "record_film",
        "Record a film",
        "File",
        "Ctrl+Shift+F",
        lambda recorder, on: recorder.set_recording(on),
        checkable=True,
        section=True,
        icon="record",
    ),
    Command(
        "save_film",
        "Save the film of the last minute …",
        "File",
        "Ctrl+F",
        lambda recorder: recorder.ask_and_save(),
        icon="film",
    ),
)
"""Carried out by the Recorder."""
