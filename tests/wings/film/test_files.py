"""Films are read back by Pillow and, where it is there, by FFmpeg's libraries."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PyQt6.QtGui import QColor

from hudes_desktop.view.kit.theme import DARK
from hudes_desktop.wings.film.film import colours, film_of
from hudes_desktop.wings.film.pictures import jpeg_of
from hudes_desktop.wings.film.recent_frames import Shot

COLOURS = ("navy", "teal", "olive", "maroon")


def rgb(colour: str) -> list[int]:
    made = QColor(colour)
    return [made.red(), made.green(), made.blue()]


def shot(seconds: float, colour: str = "navy", size: tuple[int, int] = (40, 20)) -> Shot:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG", quality=95)
    return Shot(seconds, buffer.getvalue())


def read_gif(content: bytes) -> list[tuple[np.ndarray, int]]:
    """The pictures of a GIF and how long each is shown, ms."""
    result = []
    with Image.open(io.BytesIO(content)) as film:
        for number in range(film.n_frames):
            film.seek(number)
            pixels = np.asarray(film.convert("RGB")).astype(int)
            result.append((pixels, film.info["duration"]))
        assert film.info["loop"] == 0
    return result


def read_mp4(content: bytes) -> tuple[list[tuple[np.ndarray, float]], dict[str, str]]:
    """The pictures of a film with the second at which each begins, and what the film says."""
    av = pytest.importorskip("av")
    with av.open(io.BytesIO(content)) as film:
        frames = [(each.to_ndarray(format="rgb24").astype(int), each.time)
                  for each in film.decode(video=0)]  # fmt: skip
        return frames, dict(film.metadata)


def test_an_mp4_shows_what_the_window_showed_in_its_time() -> None:
    pytest.importorskip("av")
    shots = [shot(10 + 0.3 * n, COLOURS[n % 4], (1440, 900)) for n in range(12)]
    said: list[str] = []

    frames, says = read_mp4(film_of(shots, Path("a.mp4"), said.append, "seed 7 · mlp"))

    assert len(frames) == 12
    for number, (pixels, seconds) in enumerate(frames):
        assert pixels.shape == (900, 1440, 3)
        assert np.abs(pixels[450, 720] - rgb(COLOURS[number % 4])).max() < 12
        assert seconds == pytest.approx(0.3 * number, abs=0.002)
    assert says["comment"] == "seed 7 · mlp"
    assert said[0] == "saving the film: 0%"
    assert len(said) > 5


def test_an_mp4_has_even_sides_and_one_size() -> None:
    pytest.importorskip("av")
    shots = [shot(0, size=(300, 200)), shot(30, "teal", (33, 21)), shot(30.5, "olive", (101, 75))]
    frames, _ = read_mp4(film_of(shots, Path("a.MP4"), lambda _: None))
    assert [pixels.shape for pixels, _ in frames] == [(74, 100, 3)] * 3
    assert [seconds for _, seconds in frames] == pytest.approx([0, 2, 2.5], abs=0.002)


def test_a_gif_shortens_long_rests_and_makes_sizes_equal() -> None:
    shots = [shot(0), shot(30, "teal", (60, 60)), shot(30.3, "olive"), shot(30.305, "red")]
    shown = read_gif(film_of(shots, Path("a.gif"), lambda _: None))
    assert [duration for _, duration in shown] == [2000, 300, 20, 1500]
    assert {pixels.shape for pixels, _ in shown} == {(20, 40, 3)}
    assert np.abs(shown[-1][0][10, 20] - rgb("red")).max() < 12


def test_a_gif_of_a_large_window_is_small_and_says_where_it_is_from() -> None:
    content = film_of([shot(0, size=(1440, 900))], Path("a.gif"), lambda _: None, "seed 7")
    [(pixels, _)] = read_gif(content)
    assert pixels.shape == (450, 720, 3)
    with Image.open(io.BytesIO(content)) as film:
        assert film.info["comment"] == b"seed 7"


def test_rare_colours_that_matter_stay_as_they_are() -> None:
    rng = np.random.default_rng(0)
    noise = np.kron(rng.integers(0, 120, (30, 60, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
    noise[100:112, 200:212] = rgb(DARK.marker)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", quality=92, subsampling=0)
    content = film_of(
        [Shot(0, buffer.getvalue())], Path("a.gif"), lambda _: None, keep=colours(DARK)
    )
    [(pixels, _)] = read_gif(content)
    assert pixels[106, 206].tolist() == rgb(DARK.marker)


def test_a_picture_is_made_small_with_its_colours_in_order() -> None:
    bgrx = np.zeros((100, 220, 4), np.uint8)
    bgrx[:, :, 2] = 255  # red
    bgrx[:, 200:] = (255, 0, 0, 0)  # padding of the line, which is none of the picture

    jpeg = jpeg_of(bgrx.tobytes(), (200, 100), 220 * 4, 25)

    picture = np.asarray(Image.open(io.BytesIO(jpeg)))
    assert picture.shape == (25, 50, 3)
    assert (np.abs(picture.astype(int) - [255, 0, 0]) < 6).all()


def test_a_low_picture_is_not_made_larger() -> None:
    jpeg = jpeg_of(bytes(30 * 20 * 4), (30, 20), 30 * 4, 50)

    assert Image.open(io.BytesIO(jpeg)).size == (30, 20)
