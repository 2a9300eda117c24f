"""Writes a film as a GIF, where there is no encoder; knows no Qt."""

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from PIL import Image

from hudes_desktop.wings.film.pictures import durations, fitted, size_of
from hudes_desktop.wings.film.recent_frames import Shot

WIDTH = 720
"""Pixels at most: a GIF of a minute is some tens of megabytes then."""

_COLOURS = 256
_SAMPLES = 12  # pictures that the colours of a film are chosen from

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


def write_gif(
    shots: Sequence[Shot],
    file: BinaryIO,
    tell: Callable[[float], None],
    about: str = "",
    keep: Sequence[Colour] = (),
) -> None:
    """Write a GIF that repeats for ever, at the pace at which the shots were taken.

    All pictures get the shape of the last: the window may have been resized. tell: called with the
    share that is done, 0 to 1. about: a comment. keep: colours that must not change, however few
    pixels have them. Raises ValueError for no shots, OSError when the file can't be written.
    """
    if not shots:
        raise ValueError("a film needs a shot")
    width, height = size_of(shots[-1])
    size = (width, height) if width <= WIDTH else (WIDTH, max(1, round(height * WIDTH / width)))
    colours = _colours(shots, size, keep)

    def frames() -> Iterator[Image.Image]:
        for number, shot in enumerate(shots):
            tell(number / len(shots))
            # Not dithered: dots that dance from picture to picture are all that one would see.
            yield fitted(shot, size).quantize(palette=colours, dither=Image.Dither.NONE)

    pictures = frames()
    next(pictures).save(
        file,
        "GIF",
        save_all=True,
        append_images=pictures,
        duration=durations(shots),
        loop=0,
        optimize=False,
        comment=about.encode(),
    )


def _colours(shots: Sequence[Shot], size: tuple[int, int], keep: Sequence[Colour]) -> Image.Image:
    """An image with the palette of the film: `keep`, and more from shots spread over it."""
    chosen = shots[:: max(1, len(shots) // _SAMPLES)][-_SAMPLES:]
    width, height = max(1, size[0] // 2), max(1, size[1] // 2)
    sheet = Image.new("RGB", (width, height * len(chosen)))
    for row, shot in enumerate(chosen):
        # Nearest: a mean of two colours would be a third one.
        small = fitted(shot, size).resize((width, height), Image.Resampling.NEAREST)
        sheet.paste(small, (0, row * height))
    often = sheet.quantize(_COLOURS - len(keep), method=Image.Quantize.MEDIANCUT).getpalette()
    assert often is not None
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in keep for part in colour] + often)
    return palette
