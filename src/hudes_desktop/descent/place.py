"""Where a descent stands: an anchor, coefficients along the subspace's directions, and a batch."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Subspace:
    """The directions first … first + count − 1 of a seed, of one kind (uniform, gaussian, …)."""

    seed: int
    first: int
    count: int
    kind: str = "uniform"

    @property
    def last(self) -> int:
        """Index of the last direction."""
        return self.first + self.count - 1


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """Batch `number` (0, 1, …) of `size` digits from the order that `seed` draws."""

    seed: int
    number: int
    size: int


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Anchor:
    """A recipe for a parameter vector; compared by identity, so a chain of any length is cheap.

    parent None: the network's initial parameters, drawn from `seed`. Otherwise the parent's
    parameters, plus Σ coefficients[i] · direction(subspace.first + i) (no sum if coefficients is
    empty), then `sgd_steps` plain SGD steps on `batch` (None if there are none).

    Attributes:
        descent: the id of the descent that made it.
        number: unique within that descent and rising; descent and number together name the vector.
        seed: of the initial parameters that the chain of parents ends in.
        total_sgd_steps: the SGD steps on the whole way from the initial parameters to here.
    """

    descent: str
    number: int
    seed: int
    parent: "Anchor | None" = field(repr=False)
    subspace: Subspace | None = None
    coefficients: tuple[float, ...] = ()
    sgd_steps: int = 0
    batch: BatchChoice | None = None
    total_sgd_steps: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """Names this anchor among those of all descents."""
        return self.descent, self.number

    def lineage(self) -> Iterator["Anchor"]:
        """This anchor, its parent, … down to the initial parameters."""
        anchor: Anchor | None = self
        while anchor is not None:
            yield anchor
            anchor = anchor.parent


@dataclass(frozen=True, slots=True)
class Place:
    """θ = anchor + Σ coefficients[i] · direction(subspace.first + i), seen on one batch.

    coefficients: float64 distances (not steps), one for each direction of the subspace.
    """

    anchor: Anchor
    subspace: Subspace
    coefficients: tuple[float, ...]
    batch: BatchChoice
