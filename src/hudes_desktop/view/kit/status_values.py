"""What the window says in numbers, and how each number is written."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt, log10, prod
from typing import Any

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Best, Losses
from hudes_desktop.engine.results import PathChanged, Ready, Surface
from hudes_desktop.view.kit import loss_names
from hudes_desktop.view.kit.number_text import signed, slope_text

DASH = "–"


@dataclass(frozen=True)
class StatusValues:
    """What the numbers of the window are of; None where it is not known yet.

    descent: as it is when it is read. losses: those that came last. ready, path: what the engine
    found and chose, and how it evaluates since then. surface: of the selected plane. lowest_loss
    (nats), steepest_slope (nats per step): see InSight.
    """

    descent: Descent | None = None
    losses: Losses | None = None
    ready: Ready | None = None
    path: PathChanged | None = None
    surface: Surface | None = None
    lowest_loss: float | None = None
    steepest_slope: float | None = None


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


def surface_text(surface: Surface) -> str:
    """How much of a surface was computed: "41 × 41 exact"."""
    points, exact = surface.heights.shape, surface.exact_points
    if exact >= prod(points):
        return f"{_grid(points)} exact"
    side = isqrt(exact)
    done = _grid((side, side)) if side * side == exact and len(points) == 2 else f"{exact}"
    return f"{done} exact, rest interpolated"


def _grid(points: tuple[int, ...]) -> str:
    return " × ".join(str(count) for count in points)


def best_text(best: Best) -> str:
    """The best loss, and whether it was reached by hand or with how many steps of SGD."""
    return f"{loss_names.best(best.sgd_steps)} {loss_text(best.loss)}"


def _best_loss(best: Best | None) -> str:
    return DASH if best is None else loss_text(best.loss)


def _told(source: object, write: Callable[[Any], str]) -> str:
    return DASH if source is None else write(source)


def groups(values: StatusValues) -> list[list[tuple[str, str]]]:
    """(name, text) of every line of the list, in groups: always the same names and order."""
    descent, losses, ready, surface = values.descent, values.losses, values.ready, values.surface
    path = values.path or ready
    history = None if descent is None else descent.losses
    place = None if descent is None else descent.place
    return [
        [
            ("train loss", _told(losses, lambda it: loss_text(it.train_loss))),
            ("right in batch", _told(losses, lambda it: percent_text(it.train_accuracy))),
            ("best by hand", _told(history, lambda it: _best_loss(it.best_by_hand))),
            ("best with SGD", _told(history, lambda it: _best_loss(it.best_with_sgd))),
            ("lowest in sight", loss_text(values.lowest_loss)),
            ("steepest slope", steepness_text(values.steepest_slope)),
        ],
        [
            ("step size", _told(descent, lambda it: f"{it.step_size:.3g}")),
            ("log step size", _told(descent, lambda it: signed(log10(it.step_size), 3, False))),
            ("batch", _told(place, lambda it: f"{it.batch.size} · no. {it.batch.number + 1}")),
            ("directions", _told(place, lambda it: f"{it.subspace.first} – {it.subspace.last}")),
        ],
        [
            ("evaluations", _told(descent, lambda it: f"{it.evaluations:,}")),
            ("SGD steps", _told(descent, lambda it: f"{it.sgd_steps:,}")),
        ],
        [
            ("plane", _told(descent, lambda it: f"{it.selected_plane + 1} of {it.planes}")),
            ("masked points", _told(surface, lambda it: f"{it.masked:,}")),
            ("surface", _told(surface, surface_text)),
        ],
        [
            ("network", _told(ready, lambda it: it.network)),
            ("data", _told(ready, lambda it: it.dataset)),
            ("device", _told(ready, lambda it: it.device)),
            ("precision", _told(ready, lambda it: it.dtype)),
            ("path", _told(path, lambda it: it.path)),
        ],
    ]
