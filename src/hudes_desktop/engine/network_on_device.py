"""Everything on the device: network, data, parameters, and what is asked of them at a place."""

from __future__ import annotations

from pathlib import Path

from torch import Tensor

from hudes_desktop.data.batches import BatchAddress
from hudes_desktop.data.datasets import Batch, load
from hudes_desktop.descent.place import Anchor, BatchChoice, Place, Subspace
from hudes_desktop.descent.rules import SGD_LEARNING_RATE
from hudes_desktop.engine.anchor_store import AnchorStore
from hudes_desktop.engine.device import choose_device, choose_dtype
from hudes_desktop.engine.inspection import Inspector
from hudes_desktop.engine.requests import EngineOptions
from hudes_desktop.engine.results import Losses, Ready
from hudes_desktop.landscape.directions import directions
from hudes_desktop.landscape.scan import Scan
from hudes_desktop.nets.compiled import BodyCompiler
from hudes_desktop.nets.evaluator import Evaluator
from hudes_desktop.nets.slices import SubspaceEvaluator
from hudes_desktop.nets.zoo import build


class NetworkOnDevice:
    """One network and one data set on one device; used by one thread only."""

    def __init__(self, options: EngineOptions, cache_dir: Path) -> None:
        """Loads everything. Raises: EnvironmentFault for an unusable option, file or device."""
        self.device = choose_device(options.device)
        network = build(options.network, options.seed)
        data_dir = Path(options.data_dir) if options.data_dir else None
        self._data = load(options.dataset, data_dir).to(self.device)
        compiler = BodyCompiler(cache_dir / "compiled") if options.compile else None
        self._compiler = compiler
        self._evaluator = Evaluator(network, self.device, choose_dtype(options.dtype), compiler)
        self._network = network
        self._options = options
        self._anchors = AnchorStore(self._initial, self._directions, self._descended)
        self._known_directions: tuple[object, Tensor] | None = None
        self._subspace: tuple[object, SubspaceEvaluator] | None = None

    def ready(self) -> Ready:
        """What was found and chosen, for the window."""
        return Ready(
            network=self._network.name,
            parameters=self._network.layout.size,
            dataset=self._data.name,
            device=str(self.device),
            dtype=self._options.dtype,
            path=self.path,
            validation_size=len(self._data.test_labels),
        )

    @property
    def path(self) -> str:
        """How surfaces are evaluated at present."""
        return {"compiled": "affine, compiled"}.get(self._evaluator.path, self._evaluator.path)

    @property
    def path_reason(self) -> str:
        """Why the path is not a faster one; empty where there is none, or none is wanted."""
        compiles = self._options.compile and self.device.type == "cpu"
        wanted = compiles or self._evaluator.path == "vmap"
        return self._evaluator.reason or "" if wanted else ""

    def forget(self) -> None:
        """Drop what can be made again, after an error."""
        self._subspace = None
        self._known_directions = None

    def close(self) -> None:
        """Stop what runs in the background, and let go of everything; of no use after that."""
        if self._compiler is not None:
            self._compiler.close()
        # The store of anchors knows this object: without this a hundred megabytes would wait for
        # Python's collector of cycles.
        del self._anchors

    def losses(self, frame: int, place: Place) -> Losses:
        """Train and validation loss and accuracy at a place; one evaluation on a train batch."""
        theta = self._anchors.theta(place)
        batch = self._batch(place.batch)
        validation = self._data.validation()
        train = self._evaluator.evaluate(theta, batch.inputs, batch.targets)
        test = self._evaluator.evaluate(theta, validation.inputs, validation.targets)
        return Losses(frame, train.loss, train.accuracy, test.loss, test.accuracy)

    def inspector(self, frame: int, place: Place) -> Inspector:
        """An inspection of what the network sees at a place, to be carried out in pieces."""
        theta, batch = self._anchors.theta(place), self._batch(place.batch)
        return Inspector(frame, self._evaluator, theta, self._data, batch)

    def scan(self, place: Place, axes: tuple[int, ...], points: int, spacing: float) -> Scan:
        """The landscape around a place along one or two axes of its subspace."""
        theta = self._anchors.theta(place)
        loss_slice = self._subspace_evaluator(place).slice(theta, axes)
        return Scan(loss_slice, (points,) * len(axes), spacing)

    def _subspace_evaluator(self, place: Place) -> SubspaceEvaluator:
        # Directions and batch stay while one walks, and with them all first-layer terms.
        key = (self._directions_key(place.subspace, place.anchor), place.batch)
        if self._subspace is None or self._subspace[0] != key:
            batch = self._batch(place.batch)
            rows = self._directions(place.subspace, place.anchor)
            self._subspace = None  # let go of the old terms before making the new
            evaluator = self._evaluator.subspace(rows, batch.inputs, batch.targets)
            self._subspace = (key, evaluator)
        return self._subspace[1]

    def _batch(self, choice: BatchChoice) -> Batch:
        return self._data.train_batch(BatchAddress(choice.seed, choice.number, choice.size))

    def _initial(self, seed: int) -> Tensor:
        return build(self._options.network, seed).initial()

    def _directions_key(self, subspace: Subspace, anchor: Anchor) -> object:
        # Only filter-normalised directions depend on where they begin.
        return (subspace, anchor.number if subspace.kind == "filter" else None)

    def _directions(self, subspace: Subspace, anchor: Anchor) -> Tensor:
        key = self._directions_key(subspace, anchor)
        if self._known_directions is None or self._known_directions[0] != key:
            here = self._anchors.vector(anchor) if subspace.kind == "filter" else None
            rows = directions(
                subspace.kind,
                subspace.seed,
                subspace.first,
                subspace.count,
                self._network.layout.size,
                parameters=here,
                layout=self._network.layout,
            )
            self._known_directions = (key, rows)
        return self._known_directions[1]

    def _descended(self, theta: Tensor, choice: BatchChoice, steps: int) -> Tensor:
        batch = self._batch(choice)
        for _ in range(steps):
            _, gradient = self._evaluator.gradient(theta, batch.inputs, batch.targets)
            theta = theta - SGD_LEARNING_RATE * gradient
        return theta
