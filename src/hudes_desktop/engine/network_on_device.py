"""Everything on the device: network, data, parameters, and what is asked of them at a place."""

from collections.abc import Callable, Generator, Hashable
from pathlib import Path

import torch
from torch import Tensor

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.data.datasets import Batch, load
from hudes_desktop.descent.place import (
    Address,
    Anchor,
    BatchChoice,
    Place,
    RandomDirection,
    StoredDirection,
    Subspace,
)
from hudes_desktop.descent.rules import MIN_AXES, SGD_LEARNING_RATE
from hudes_desktop.engine.anchor_store import AnchorStore
from hudes_desktop.engine.device import absent_devices, choose_device, choose_dtype
from hudes_desktop.engine.lru_cache import LruCache
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.engine.results import Ready
from hudes_desktop.free_memory import free_memory, require_memory
from hudes_desktop.landscape.directions import directions
from hudes_desktop.landscape.lattice import Key, KnownLosses, Window
from hudes_desktop.landscape.scan import Pace, PlacedSlice, Scan
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.evaluator import Evaluation, Evaluator
from hudes_desktop.nets.parameters import ParameterLayout
from hudes_desktop.nets.slices import Position, SubspaceEvaluator
from hudes_desktop.nets.zoo import find
from hudes_desktop.store.directions import DirectionStore

User = tuple[str, str]
"""Who looks at planes: a descent and an owner."""

_USERS = 4
"""For how many who look at planes at the same time what their planes share is kept."""

_REACH = 0.5
"""So far from the origin of a slice, in widths of a window, its middle may be: far away the sums of
single precision would differ from those of a slice from there."""


class NetworkOnDevice:
    """One network and one data set on one device; used by one thread only.

    device: where it is evaluated. data: the data set, on the device. evaluator: of single θ.
    stored: the directions that no seed draws.
    """

    def __init__(
        self,
        options: EngineOptions,
        cache_dir: Path,
        stored: DirectionStore,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        """Loads everything; once `stopping` is true, what takes long is given up.

        Raises: EnvironmentFault for an unusable option, file or device.
        """
        self.device = choose_device(options.device)
        weights = Path(options.weights) if options.weights else None
        self._chosen = find(options.network, weights, stopping)
        network = self._chosen.prepare()
        data_dir = Path(options.data_dir) if options.data_dir else None
        self.data = load(options.dataset, data_dir).to(self.device)
        compiler = BodyCompiler(cache_dir / "compiled") if options.compile else None
        self._compiler = compiler
        self.evaluator = Evaluator(network, self.device, choose_dtype(options.dtype), compiler)
        self._network = network
        self._options = options
        self._outputs = self.evaluator.output_sizes(self.data.first(8).inputs)
        self._require_memory(options.batch_size, MIN_AXES)
        self.stored = stored
        self._anchors = AnchorStore(self._initial, self.directions, self._descended)
        self._rows: LruCache[Hashable, Tensor] = LruCache(_USERS)
        self._subspaces: LruCache[User, tuple[Hashable, SubspaceEvaluator]] = LruCache(_USERS)
        self._slices: LruCache[User, tuple[Key, str, PlacedSlice]] = LruCache(_USERS)
        self._known = KnownLosses()
        self._paces: LruCache[int, Pace] = LruCache(_USERS)

    def ready(self) -> Ready:
        """What was found and chosen, for the window."""
        return Ready(
            network=self._network.name,
            parameters=self._network.layout.size,
            dataset=self.data.name,
            device=str(self.device),
            dtype=self._options.dtype,
            path=self.path,
            validation_size=len(self.data.test_labels),
            classes=len(self.data.classes),
            absent_devices=absent_devices(),
        )

    @property
    def path(self) -> str:
        """How surfaces are evaluated at present."""
        error = self.evaluator.half_error
        if error is not None:
            return f"affine, in half precision (to {error:.0e})"
        path = self.evaluator.path
        return {"compiled": "affine, compiled", "loop": "point by point"}.get(path, path)

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines for the user about what was found in the network and in the data."""
        return *self._network.notes, *self.data.notes

    @property
    def path_reason(self) -> str:
        """Why the path is not a faster one; empty where there is none, or none is wanted."""
        compiles = self._options.compile and self.device.type == "cpu"
        wanted = compiles or self.evaluator.path in ("vmap", "loop")
        return self.evaluator.reason or "" if wanted else ""

    def forget(self) -> None:
        """Drop what can be made again, after an error."""
        self._slices.forget()
        self._subspaces.forget()
        self._rows.forget()
        self._known.forget()

    def forget_descent(self, descent: str) -> None:
        """Drop what is kept for a descent that is over."""
        self._anchors.forget(descent)
        self._slices.forget(lambda user: user[0] == descent)
        self._subspaces.forget(lambda user: user[0] == descent)
        self._known.forget(lambda lattice: lattice[0][0] == descent)

    def close(self) -> None:
        """Stop what runs in the background, and let go of everything; of no use after that."""
        if self._compiler is not None:
            self._compiler.close()
        # The store of anchors knows this object: without this a hundred megabytes would wait for
        # Python's collector of cycles.
        del self._anchors

    @property
    def layout(self) -> ParameterLayout:
        """Where each tensor of the network lies in θ."""
        return self._network.layout

    def theta(self, place: Place) -> Tensor:
        """The parameters at a place: (P,) float64 on the CPU."""
        return self._anchors.theta(place)

    def batch(self, choice: BatchChoice) -> Batch:
        """The train batch of that choice, on the device."""
        return self.data.train_batch(BatchAddress(choice.seed, choice.number, choice.size))

    def losses(self, place: Place) -> Generator[None, None, tuple[Evaluation, Evaluation]]:
        """At a place, on its train batch and on the validation set; with pauses."""
        theta = self.theta(place)
        batch, validation = self.batch(place.batch), self.data.validation()
        train = yield from self.evaluator.in_pieces(theta, batch.inputs, batch.targets)
        return train, (
            yield from self.evaluator.in_pieces(theta, validation.inputs, validation.targets)
        )

    def scan(
        self,
        place: Place,
        axes: tuple[int, ...],
        points: int,
        spacing: float,
        user: User,
        walked: bool = False,
    ) -> Scan:
        """The landscape around a place along one or two axes of its subspace.

        Its points lie on a lattice that is fixed in the subspace. user: who asks; what was computed
        for others is computed again, so that evaluations are everyone's own. What all planes of one
        place share is kept for the last few users, for each the last place alone. walked: this is
        the plane or line that is walked along.
        """
        here = tuple(place.coefficients[axis] for axis in axes)
        window = Window.around(here, points, spacing)
        others = tuple(c for axis, c in enumerate(place.coefficients) if axis not in axes)
        lattice = (user, place.anchor.key, place.subspace, place.batch, axes, others)

        def make() -> PlacedSlice:
            """While one walks along a lattice, its slice stays."""
            kept = self._slices.get(user)
            same = kept is not None and kept[:2] == (lattice, self.evaluator.path)
            if kept is not None and same and _near(kept[2].origin, window):
                return kept[2]
            if walked:
                self._slices.forget(lambda each: each == user)  # let go of the old terms first
            evaluator = self._subspace_evaluator(place, user)
            at = Position(place.anchor.key, place.coefficients)
            made = PlacedSlice(evaluator.slice(self.theta(place), axes, at), here)
            if walked:
                self._slices.put(user, (lattice, self.evaluator.path, made))
            return made

        pace = self._paces.get(place.batch.size) or Pace()
        self._paces.put(place.batch.size, pace)
        return Scan(window, self._known, lattice, make, pace)

    def _subspace_evaluator(self, place: Place, user: User) -> SubspaceEvaluator:
        # Directions and batch stay while one walks, and with them all first-layer terms.
        key = (self._directions_key(place.subspace, place.anchor), place.batch)
        known = self._subspaces.get(user)
        if known is None or known[0] != key:
            self._require_memory(place.batch.size, place.subspace.count)
            batch = self.batch(place.batch)
            rows = self.directions(place.subspace, place.anchor)
            known = None  # let go of the old terms before making the new
            self._slices.forget(lambda each: each == user)
            self._subspaces.forget(lambda kept: kept == user)
            evaluator = self.evaluator.subspace(rows, batch.inputs, batch.targets)
            known = (key, evaluator)
            self._subspaces.put(user, known)
        return known[1]

    def _require_memory(self, batch: int, axes: int) -> None:
        """Raises EnvironmentFault for a batch that doesn't fit. As measured: of the first layer's
        outputs a term for θ and one for each axis are kept, and of the largest a chunk of eight."""
        kept = (axes + 1) * self._outputs[0] + 8 * max(self._outputs)
        if self.device.type == "cuda":
            free: int | None = torch.cuda.mem_get_info(self.device)[0]
        else:
            free = free_memory()
        require_memory(
            f"{self._network.name} on a batch of {batch:,}",
            4 * batch * kept,
            free,
            "choose a smaller --batch-size",
        )

    def directions(self, subspace: Subspace, anchor: Anchor) -> Tensor:
        """The unit vectors of a subspace that begins at an anchor: (n, P) float64 on the CPU."""
        key = self._directions_key(subspace, anchor)
        rows = self._rows.get(key)
        if rows is None:
            rows = torch.empty(subspace.count, self.layout.size, dtype=torch.float64)
            chosen = subspace.chosen
            for row, address in zip(rows, chosen, strict=False):
                row.copy_(self._direction(address, anchor))
            if len(chosen) < subspace.count:
                of = subspace.kind, subspace.seed, subspace.first, subspace.count - len(chosen)
                rows[len(chosen) :] = self._random(*of, anchor)
            self._rows.put(key, rows)
        return rows

    def _direction(self, address: Address, anchor: Anchor) -> Tensor:
        if isinstance(address, StoredDirection):
            return torch.tensor(self.stored.get(address.digest, self.layout.size))
        return self._random(address.kind, address.seed, address.index, 1, anchor)[0]

    def _random(self, kind: str, seed: int, first: int, count: int, anchor: Anchor) -> Tensor:
        here = self._anchors.vector(anchor) if kind == "filter" else None
        size = self.layout.size
        return directions(kind, seed, first, count, size, parameters=here, layout=self.layout)

    def _directions_key(self, subspace: Subspace, anchor: Anchor) -> Hashable:
        # Only filter-normalised directions depend on where they begin.
        chosen = (each.kind for each in subspace.chosen if isinstance(each, RandomDirection))
        return subspace, anchor.key if "filter" in (subspace.kind, *chosen) else None

    def _initial(self, seed: int) -> Tensor:
        return self._chosen.build(seed).initial()

    def _descended(self, theta: Tensor, choice: BatchChoice, steps: int) -> Tensor:
        batch = self.batch(choice)
        for _ in range(steps):
            _, gradient = self.evaluator.gradient(theta, batch.inputs, batch.targets)
            theta = theta - SGD_LEARNING_RATE * gradient
        return theta


def _near(origin: tuple[float, ...], window: Window) -> bool:
    reach = _REACH * window.points * window.spacing
    return all(abs(o - c) <= reach for o, c in zip(origin, window.centre, strict=True))
