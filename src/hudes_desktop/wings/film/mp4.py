"""Writes a film as MP4, where PyAV is installed (the extra "film"); knows no Qt."""

import importlib.util
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import BinaryIO

from hudes_desktop.wings.film.pictures import durations, fitted, size_of
from hudes_desktop.wings.film.recent_frames import Shot

_CODECS = ("libx264", "libopenh264", "mpeg4")  # what browsers, phones and players show, best first
_QUALITY = {"crf": "21", "preset": "veryfast"}
_MS = Fraction(1, 1000)


def encoder_there() -> bool:
    """Whether an MP4 can be written here; it imports nothing."""
    return importlib.util.find_spec("av") is not None


def write_mp4(
    shots: Sequence[Shot], file: BinaryIO, tell: Callable[[float], None], about: str = ""
) -> None:
    """Write a film, a frame for each shot, at the pace at which they were taken.

    All frames get the size of the last, less a pixel where that is odd. tell: called with the share
    that is done, 0 to 1. about: the comment of the film. Raises ValueError for no shots, OSError
    when the file can't be written or the libraries are damaged.
    """
    if not shots:
        raise ValueError("a film needs a shot")
    try:
        import av
    except ImportError as error:
        raise OSError(None, f"PyAV is damaged: {error}") from error
    name = next(each for each in _CODECS if each in av.codecs_available)
    # The codecs keep a colour for four pixels: they take even sizes only.
    width, height = (max(2, length // 2 * 2) for length in size_of(shots[-1]))
    times = list(accumulate(durations(shots), initial=0))
    with av.open(file, "w", format="mp4") as film:
        film.metadata["comment"] = about
        stream = film.add_stream(name, options=_QUALITY if name == "libx264" else {})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.thread_count = 1  # the other cores are for who plays on
        stream.codec_context.time_base = stream.time_base = _MS
        for number, shot in enumerate(shots):
            tell(number / len(shots))
            frame = av.VideoFrame.from_image(fitted(shot, (width, height)))
            frame.pts, frame.time_base = times[number], _MS
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
