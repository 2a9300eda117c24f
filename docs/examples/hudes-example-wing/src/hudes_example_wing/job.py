"""How the engine answers: on its own thread, where torch is."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from hudes_desktop.descent.place import Place
from hudes_desktop.engine.job_context import JobContext
from hudes_example_wing import Flatness, FlatnessRequest


def flatness(
    context: JobContext, request: FlatnessRequest
) -> Generator[Flatness | None, None, None]:
    """Each `yield` ends a piece: the engine then does what is more urgent, and comes back."""
    network, here = context.network, request.place
    batch = network.batch(here.batch)

    def loss(place: Place) -> float:
        context.count(1)  # of evaluations, for the request's owner
        evaluated = network.evaluator.evaluate(network.theta(place), batch.inputs, batch.targets)
        return evaluated.loss

    before, rises = loss(here), []
    for axis in range(len(here.coefficients)):
        for way in (-1.0, 1.0):
            there = list(here.coefficients)
            there[axis] += way * request.distance
            rises.append(loss(replace(here, coefficients=tuple(there))) - before)
            yield None
    rise = sum(rises) / len(rises)
    yield Flatness(rise, request.distance, descent=request.descent, owner=request.owner)
