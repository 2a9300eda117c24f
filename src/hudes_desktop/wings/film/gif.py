"""Small pictures for a film, and the GIF that is made of them; knows no Qt."""

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO

from PIL import Image, ImageOps

from hudes_desktop.wings.film.recent_frames import Shot

_QUALITY = 92  # of a JPEG: colours of a film are reduced to 256 anyway
_COLOURS = 256
_SAMPLES = 12  # pictures that the colours of a film are chosen from
_LONGEST_MS = 2000  # that a picture stands still: who looks on would think that it was over
_SHORTEST_MS = 20  # browsers slow down what is shorter
_LAST_MS = 1500

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


def jpeg_of(bgrx: bytes, size: tuple[int, int], bytes_per_line: int, width: int) -> bytes:
    """A JPEG, `width` pixels wide, of a picture of (width, height) with four bytes a pixel.

    One that is narrower stays as it is.
    """
    image = Image.frombuffer("RGB", size, bgrx, "raw", "BGRX", bytes_per_line, 1)
    if size[0] > width:
        small = (width, max(1, round(size[1] * width / size[0])))
        image = image.resize(small, Image.Resampling.BOX, reducing_gap=1.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue()


def write_gif(
    shots: Sequence[Shot],
    file: BinaryIO,
    tell: Callable[[float], None],
    keep: Sequence[Colour] = (),
) -> None:
    """Write a GIF that repeats for ever, at the pace at which the shots were taken.

    Moments at which nothing changed are shortened to 2 s. All pictures get the size of the last:
    the window may have been resized. tell: called with the share that is done, 0 to 1. keep:
    colours that must not change, however few pixels have them.
    Raises ValueError for no shots, OSError when the file can't be written.
    """
    if not shots:
        raise ValueError("a film needs a shot")
    size = _opened(shots[-1]).size
    colours = _colours(shots, size, keep)

    def frames() -> Iterator[Image.Image]:
        for number, shot in enumerate(shots):
            tell(number / len(shots))
            # Not dithered: dots that dance from picture to picture are all that one would see.
            yield _fitted(shot, size).quantize(palette=colours, dither=Image.Dither.NONE)

    pictures = frames()
    next(pictures).save(
        file,
        "GIF",
        save_all=True,
        append_images=pictures,
        duration=_durations(shots),
        loop=0,
        optimize=False,
    )


def _durations(shots: Sequence[Shot]) -> list[int]:
    """How long each is shown, ms."""
    gaps = [round(1000 * (after.time - before.time)) for before, after in pairwise(shots)]
    return [min(max(gap, _SHORTEST_MS), _LONGEST_MS) for gap in gaps] + [_LAST_MS]


def _opened(shot: Shot) -> Image.Image:
    return Image.open(io.BytesIO(shot.jpeg))


def _fitted(shot: Shot, size: tuple[int, int]) -> Image.Image:
    image = _opened(shot).convert("RGB")
    return image if image.size == size else ImageOps.pad(image, size)


def _colours(shots: Sequence[Shot], size: tuple[int, int], keep: Sequence[Colour]) -> Image.Image:
    """An image with the palette of the film: `keep`, and more from shots spread over it."""
    chosen = shots[:: max(1, len(shots) // _SAMPLES)][-_SAMPLES:]
    width, height = max(1, size[0] // 2), max(1, size[1] // 2)
    sheet = Image.new("RGB", (width, height * len(chosen)))
    for row, shot in enumerate(chosen):
        # Nearest: a mean of two colours would be a third one.
        small = _fitted(shot, size).resize((width, height), Image.Resampling.NEAREST)
        sheet.paste(small, (0, row * height))
    often = sheet.quantize(_COLOURS - len(keep), method=Image.Quantize.MEDIANCUT).getpalette()
    assert often is not None
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in keep for part in colour] + often)
    return palette
