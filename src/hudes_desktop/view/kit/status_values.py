"""What the window says in numbers, and how each number is written."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt, log, log10, prod
from typing import Any

from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Best, Losses
from hudes_desktop.engine.results import PathChanged, Ready, Surface
from hudes_desktop.view.kit import loss_names
from hudes_desktop.view.kit.number_text import signed, slope_text
from hudes_desktop.words import text

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


def chance_loss(ready: Ready | None) -> float:
    """The loss (nats) of a network that only guesses: each class is as likely as any other."""
    return log(10 if ready is None else ready.classes)


@dataclass(frozen=True)
class Number:
    """One line of the list of numbers.

    key: of its texts: "number.KEY" is its name, where it has no other, and "number.KEY.told" says
    what it is. name: what stands beside it. text: the number; "" where the line has no meaning now.
    told: a sentence on what it is.
    """

    key: str
    name: str
    text: str
    told: str


def _number(key: str, shown: str, name: str = "", **values: object) -> Number:
    return Number(key, name or text(f"number.{key}"), shown, text(f"number.{key}.told", **values))


def _told(source: object, write: Callable[[Any], str]) -> str:
    return DASH if source is None else write(source)


def walk_numbers(values: StatusValues) -> list[list[Number]]:
    """What says where one is and how one walks, in groups: always the same keys and order."""
    descent, losses, ready = values.descent, values.losses, values.ready
    history = None if descent is None else descent.losses
    place = None if descent is None else descent.place
    tested = None if ready is None else ready.validation_size
    batch = None if place is None else place.batch.size
    everything, these = loss_names.all_digits(tested), loss_names.these_digits(batch)
    by_hand = None if history is None else history.best_by_hand
    with_sgd = None if history is None else history.best_with_sgd
    return [
        [
            Number(
                "all",
                everything,
                _told(losses, lambda it: loss_text(it.validation_loss)),
                loss_names.all_digits_told(tested),
            ),
            _number(
                "all_right",
                _told(losses, lambda it: percent_text(it.validation_accuracy)),
                all=everything,
            ),
            _number(
                "by_hand",
                _told(by_hand, lambda it: loss_text(it.loss)),
                loss_names.best(0),
                all=everything,
            ),
            _number(
                "with_sgd",
                "" if with_sgd is None else loss_text(with_sgd.loss),
                all=everything,
                best=loss_names.best(0 if with_sgd is None else with_sgd.sgd_steps),
            ),
        ],
        [
            Number(
                "these",
                these,
                _told(losses, lambda it: loss_text(it.train_loss)),
                loss_names.these_digits_told(batch),
            ),
            _number(
                "these_right",
                _told(losses, lambda it: percent_text(it.train_accuracy)),
                these=these,
            ),
            _number("lowest", loss_text(values.lowest_loss), these=these),
            _number("slope", steepness_text(values.steepest_slope)),
        ],
        [
            _number("step", _told(descent, lambda it: f"{it.step_size:.3g}")),
            _number("plane", _told(descent, lambda it: f"{it.selected_plane + 1} of {it.planes}")),
            _number(
                "directions", _told(place, lambda it: f"{it.subspace.first} – {it.subspace.last}")
            ),
            _number("batch", _told(place, lambda it: f"no. {it.batch.number + 1:,}")),
        ],
        [
            _number("evaluations", _told(descent, lambda it: f"{it.evaluations:,}")),
            _number("sgd", _told(descent, lambda it: f"{it.sgd_steps:,}")),
        ],
    ]


def machine_numbers(values: StatusValues) -> list[Number]:
    """What says how it is computed."""
    descent, ready, surface = values.descent, values.ready, values.surface
    path = values.path or ready
    return [
        _number("surface", _told(surface, surface_text)),
        _number("masked", _told(surface, lambda it: f"{it.masked:,}")),
        _number("exponent", _told(descent, lambda it: signed(log10(it.step_size), 3, False))),
        _number("network", _told(ready, lambda it: it.network)),
        _number("data", _told(ready, lambda it: it.dataset)),
        _number("device", _told(ready, lambda it: it.device)),
        _number("precision", _told(ready, lambda it: it.dtype)),
        _number("path", _told(path, lambda it: it.path)),
    ]
