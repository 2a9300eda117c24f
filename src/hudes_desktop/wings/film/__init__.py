"""Films: the last minute of the window, saved as a GIF."""

from hudes_desktop.seam import SEAM_VERSION, Wing
from hudes_desktop.view.kit.command import Command

WING = Wing(
    "film",
    SEAM_VERSION,
    commands=(
        Command(
            "record_film",
            "Record a film",
            "File",
            "Ctrl+Shift+F",
            lambda recorder, on: recorder.set_recording(on),
            checkable=True,
            section=True,
            icon="record",
            after="save_view_picture",
        ),
        Command(
            "save_film",
            "Save the film of the last minute …",
            "File",
            "Ctrl+F",
            lambda recorder: recorder.ask_and_save(),
            icon="film",
            after="record_film",
        ),
    ),
    attach="hudes_desktop.wings.film.recorder:attach",
)
