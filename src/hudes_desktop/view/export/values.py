"""The values of surfaces and curves as tables, and as archives that numpy reads."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hudes_desktop.engine.results import Surface

Facts = Mapping[str, int | float | str]

COLUMNS = ("plane", "axis_a", "axis_b", "coefficient_a", "coefficient_b", "loss", "computed")
"""Of the table of planes; that of curves has no second axis. Planes and axes are counted from 1.
Coefficients are distances along the axes from where the walk on them began; loss is in nats, and
nan where it is not finite. computed: 1, or 0 where it is interpolated."""


def values_of(surfaces: Sequence[Surface], facts: Facts, file: Path) -> bytes:
    """An archive (.npz), or else a table; surfaces: planes, or curves. See archive and table."""
    kind = archive if file.suffix.casefold() == ".npz" else table
    return kind(surfaces, facts)


def table(surfaces: Sequence[Surface], facts: Facts) -> bytes:
    """CSV: lines that begin with # say where it is from, then a row for each point."""
    out = io.StringIO()
    for name, fact in facts.items():
        out.write(f"# {name}: {fact}\n")
    writer = csv.writer(out, lineterminator="\n")
    lines = surfaces[0].heights.ndim == 1
    writer.writerow(name for name in COLUMNS if not (lines and name.endswith("_b")))
    for surface in surfaces:
        axes = [axis + 1 for axis in surface.axes]
        coefficients = [each.tolist() for each in coefficients_of(surface)]
        computed = computed_of(surface)
        for index, loss in np.ndenumerate(surface.heights):
            place = [along[i] for along, i in zip(coefficients, index, strict=True)]
            row = [surface.plane + 1, *axes, *place, float(loss), int(computed[index])]
            writer.writerow(row)
    return out.getvalue().encode()


def archive(surfaces: Sequence[Surface], facts: Facts) -> bytes:
    """NPZ without pickles. For k surfaces with one or two axes:

    heights (k, n) or (k, n_a, n_b) nats; computed, of the same shape: False where a height is
    interpolated; axes (k, 1 or 2), counted from 1; centre (k, 1 or 2); coefficient_a (k, n_a) and,
    of planes, coefficient_b (k, n_b); plane and spacing (k,); and every fact as an array without
    axes.
    """
    along = [coefficients_of(surface) for surface in surfaces]
    arrays: dict[str, NDArray[np.generic]] = {
        "heights": np.stack([surface.heights for surface in surfaces]),
        "plane": np.array([surface.plane + 1 for surface in surfaces]),
        "axes": np.array([[axis + 1 for axis in surface.axes] for surface in surfaces]),
        "centre": np.array([surface.centre for surface in surfaces]),
        "spacing": np.array([surface.spacing for surface in surfaces]),
        "computed": np.stack([computed_of(surface) for surface in surfaces]),
    }
    for number, name in enumerate("ab"[: len(surfaces[0].axes)]):
        arrays[f"coefficient_{name}"] = np.stack([each[number] for each in along])
    arrays |= {name: np.array(fact) for name, fact in facts.items()}
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]  # a name could be allow_pickle
    return out.getvalue()


def computed_of(surface: Surface) -> NDArray[np.bool_]:
    """Shaped like the heights: False where they are interpolated."""
    every = np.ones(surface.heights.shape, np.bool_)
    return every if surface.computed is None else surface.computed


def coefficients_of(surface: Surface) -> list[NDArray[np.float64]]:
    """Of the points along each axis of a surface: (n,) for each, distances."""
    return [
        centre + (np.arange(points) - points // 2) * surface.spacing
        for centre, points in zip(surface.centre, surface.heights.shape, strict=True)
    ]
