"""Where something that is saved comes from: enough to find the very place again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hudes_desktop import __version__
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses
from hudes_desktop.descent.place import Address, RandomDirection, Subspace
from hudes_desktop.engine.results import Ready
from hudes_desktop.view.kit import loss_names
from hudes_desktop.view.kit.status_values import DASH, StatusValues, loss_text
from hudes_desktop.words import text


@dataclass(frozen=True)
class Provenance:
    """What the window shows at one moment.

    descent: as it is when it is asked. losses: None while those of the place have
    not come. ready: None before the engine is.
    """

    descent: Descent
    losses: Losses | None
    ready: Ready | None

    @classmethod
    def of(cls, values: StatusValues) -> "Provenance | None":
        """Of what the window says in numbers; None where nothing is played yet."""
        descent, losses = values.descent, values.losses
        if descent is None:
            return None
        fresh = losses is not None and losses.frame == descent.frame
        return cls(descent, losses if fresh else None, values.ready)

    def facts(self) -> dict[str, int | float | str]:
        """What a table or an archive says of itself, by names that stay the same."""
        descent, place = self.descent, self.descent.place
        losses, ready = self.losses, self.ready
        return {
            "program": f"Human Descent Desktop {__version__}",
            "network": ready.network if ready else "",
            "data": ready.dataset if ready else "",
            "precision": ready.dtype if ready else "",
            "seed": descent.seed,
            "batch": place.batch.number + 1,
            "batch_size": place.batch.size,
            "directions": " ".join(address_text(each) for each in place.subspace.addresses),
            "position": " ".join(repr(each) for each in place.coefficients),
            "step_size": descent.step_size,
            "sgd_steps": descent.sgd_steps,
            "evaluations": descent.evaluations,
            "loss_all_digits": losses.validation_loss if losses else float("nan"),
            "loss_these_digits": losses.train_loss if losses else float("nan"),
            "units": "losses in nats; coefficients, spacing and step size are distances between "
            "vectors of all weights",
        }

    def footer(self) -> list[str]:
        """The same for people, in three lines."""
        descent, place = self.descent, self.descent.place
        losses, ready = self.losses, self.ready
        first = text(
            "export.footer.place",
            network=ready.network if ready else DASH,
            data=ready.dataset if ready else DASH,
            seed=descent.seed,
            directions=directions_text(place.subspace),
            batch=place.batch.number + 1,
            size=place.batch.size,
            step=f"{descent.step_size:.3g}",
        )
        second = text(
            "export.footer.losses",
            all=loss_names.all_digits(ready.validation_size if ready else None),
            all_loss=loss_text(losses.validation_loss if losses else None),
            these=loss_names.these_digits(place.batch.size),
            these_loss=loss_text(losses.train_loss if losses else None),
            way=loss_names.with_sgd(descent.sgd_steps) or text("export.by_hand"),
            evaluations=descent.evaluations,
        )
        return [first, second, text("export.footer.program", version=__version__)]

    def file_name(self, what: str, suffix: str) -> str:
        """A name that tells network, seed and loss, and that no file has yet."""
        parts = ["human-descent", what]
        if self.ready is not None:
            parts.append(re.sub(r"[^A-Za-z0-9_.]+", "-", self.ready.network).strip("-."))
        parts.append(f"seed{self.descent.seed}")
        if self.losses is not None:
            parts.append(f"loss{self.losses.validation_loss:.3f}")
        return f"{'-'.join(parts)}-{datetime.now():%Y-%m-%d-%H%M%S}{suffix}"


def address_text(address: Address) -> str:
    """One word for a direction: "uniform:0:5" is the one of kind uniform, seed 0 and index 5."""
    if isinstance(address, RandomDirection):
        return f"{address.kind}:{address.seed}:{address.index}"
    return f"sha256:{address.digest}"


def directions_text(subspace: Subspace) -> str:
    """The directions of a subspace, a run of random ones as "uniform 0–5"."""

    def parts() -> Iterator[str]:
        if subspace.chosen:
            yield text("export.chosen", count=len(subspace.chosen))
        if subspace.last >= subspace.first:
            yield f"{subspace.kind} {subspace.first}–{subspace.last}"

    return ", ".join(parts())
