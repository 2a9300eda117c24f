"""Pictures of a film: as they are kept, and as they are shown; knows no Qt."""

import io
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageOps

from hudes_desktop.wings.film.recent_frames import Shot

_QUALITY = 80  # of a JPEG: 1440 × 900 take 130 kB and 2.5 ms
_LONGEST_MS = 2000  # that a picture stands still: who looks on would think that it was over
_SHORTEST_MS = 20  # browsers slow down what is shorter
_LAST_MS = 1500


def jpeg_of(bgrx: bytes, size: tuple[int, int], bytes_per_line: int, lines: int) -> bytes:
    """A JPEG, `lines` pixels high, of a picture of (width, height) with four bytes a pixel.

    One that is lower stays as it is.
    """
    image = Image.frombuffer("RGB", size, bgrx, "raw", "BGRX", bytes_per_line, 1)
    if size[1] > lines:
        small = (max(1, round(size[0] * lines / size[1])), lines)
        image = image.resize(small, Image.Resampling.BOX, reducing_gap=1.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def size_of(shot: Shot) -> tuple[int, int]:
    """Width and height."""
    with Image.open(io.BytesIO(shot.jpeg)) as image:
        return image.size


def fitted(shot: Shot, size: tuple[int, int]) -> Image.Image:
    """The picture of a shot in colours, in a size, with bars where the window had another shape."""
    image = Image.open(io.BytesIO(shot.jpeg)).convert("RGB")
    return image if image.size == size else ImageOps.pad(image, size)


def durations(shots: Sequence[Shot]) -> list[int]:
    """How long each is shown, ms; moments at which nothing changed are shortened to 2 s."""
    gaps = [round(1000 * (after.time - before.time)) for before, after in pairwise(shots)]
    return [min(max(gap, _SHORTEST_MS), _LONGEST_MS) for gap in gaps] + [_LAST_MS]
