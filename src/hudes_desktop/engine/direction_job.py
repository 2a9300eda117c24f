"""Answers requests to store a direction."""

from collections.abc import Generator

from hudes_desktop.engine.job_context import JobContext
from hudes_desktop.engine.results import Banner
from hudes_desktop.engine.stored_direction import DirectionStored, StoreDirection
from hudes_desktop.errors import EnvironmentFault


def store_direction(
    context: JobContext, request: StoreDirection
) -> Generator[DirectionStored, None, None]:
    """Keep the vector, on the disk too if that is possible, and tell its digest."""
    digest = context.network.stored.put(request.vector)
    try:
        context.network.stored.save(digest)
    except EnvironmentFault as fault:
        context.deliver(Banner(str(fault)))
    yield DirectionStored(digest, descent=request.descent, owner=request.owner)
