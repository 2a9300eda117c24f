"""What the window says in numbers, and how each number is written."""

from dataclasses import dataclass
from math import isqrt, log10

from hudes_desktop.view.kit.number_text import signed, slope_text

DASH = "–"


@dataclass(frozen=True)
class StatusValues:
    """Everything that the status shows; None where it is not known yet.

    Losses in nats, accuracies in 0..1, step_size a distance in parameter space; first_direction
    and last_direction are indices; plane counts from 0; surface_points is (n_a, n_b) of the
    selected surface, exact_points how many of them were computed, masked how many were not finite;
    lowest_loss and steepest_slope (nats per step) see InSight; path_reason says why the path is
    not a faster one.
    """

    validation_loss: float | None = None
    accuracy: float | None = None
    validation_size: int = 10_000
    best_validation_loss: float | None = None
    train_loss: float | None = None
    batch_accuracy: float | None = None
    step_size: float | None = None
    batch_size: int | None = None
    batch_number: int | None = None
    first_direction: int | None = None
    last_direction: int | None = None
    plane: int = 0
    planes: int = 1
    evaluations: int = 0
    sgd_steps: int = 0
    surface_points: tuple[int, ...] | None = None
    exact_points: int = 0
    masked: int = 0
    lowest_loss: float | None = None
    steepest_slope: float | None = None
    network: str | None = None
    dataset: str | None = None
    device: str | None = None
    dtype: str | None = None
    path: str | None = None
    path_reason: str = ""


def loss_text(loss: float | None) -> str:
    """Three decimals, and never wider than seven characters: a loss may run off to 1e30."""
    if loss is None:
        return DASH
    return f"{loss:.3f}" if abs(loss) < 1000 else f"{loss:.1e}"


def steepness_text(slope: float | None) -> str:
    """How steep, whichever way, with its unit; slope: in nats per step."""
    return DASH if slope is None else f"{slope_text(abs(slope)).lstrip('+')} nats/step"


def percent_text(share: float | None) -> str:
    return DASH if share is None else f"{100 * share:.1f} %"


def surface_text(points: tuple[int, ...] | None, exact: int) -> str:
    """How much of the selected surface was computed: "41 × 41 exact"."""
    if points is None:
        return DASH
    total = 1
    for count in points:
        total *= count
    if exact >= total:
        return f"{_grid(points)} exact"
    side = isqrt(exact)
    done = _grid((side, side)) if side * side == exact and len(points) == 2 else f"{exact}"
    return f"{done} exact, rest interpolated"


def _grid(points: tuple[int, ...]) -> str:
    return " × ".join(str(count) for count in points)


def groups(values: StatusValues) -> list[list[tuple[str, str]]]:
    """(name, text) of every line of the list, in groups: always the same names and order."""
    v = values
    batch = DASH if v.batch_size is None else f"{v.batch_size} · no. {(v.batch_number or 0) + 1}"
    if v.first_direction is None or v.last_direction is None:
        directions = DASH
    else:
        directions = f"{v.first_direction} – {v.last_direction}"
    return [
        [
            ("train loss", loss_text(v.train_loss)),
            ("right in batch", percent_text(v.batch_accuracy)),
            ("best validation", loss_text(v.best_validation_loss)),
            ("lowest in sight", loss_text(v.lowest_loss)),
            ("steepest slope", steepness_text(v.steepest_slope)),
        ],
        [
            ("step size", DASH if v.step_size is None else f"{v.step_size:.3g}"),
            (
                "log step size",
                DASH if v.step_size is None else signed(log10(v.step_size), 3, plus=False),
            ),
            ("batch", batch),
            ("directions", directions),
        ],
        [
            ("evaluations", f"{v.evaluations:,}"),
            ("SGD steps", f"{v.sgd_steps:,}"),
        ],
        [
            ("plane", f"{v.plane + 1} of {v.planes}"),
            ("masked points", f"{v.masked:,}"),
            ("surface", surface_text(v.surface_points, v.exact_points)),
        ],
        [
            ("network", v.network or DASH),
            ("data", v.dataset or DASH),
            ("device", v.device or DASH),
            ("precision", v.dtype or DASH),
            ("path", v.path or DASH),
        ],
    ]
