"""Films: the last minute of the window, or a recording, saved as MP4 or GIF."""

from hudes_desktop.options import InMenu, OptionSpec
from hudes_desktop.seam import SEAM_VERSION, Wing
from hudes_desktop.store.setting_rules import SWITCH
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
            lambda film, on: film.set_recording(on),
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
            lambda film: film.save_last_minute(),
            icon="film",
            after="record_film",
        ),
    ),
    settings=(
        OptionSpec(
            "keep",
            True,
            "Keep the last minute for a film",
            SWITCH,
            menu=InMenu("File/Pictures and films"),
            apply=lambda film, on: film.set_keeping(on),
        ),
    ),
    attach="hudes_desktop.wings.film.film:Film",
)
