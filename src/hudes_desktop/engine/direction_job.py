"""Answers requests to store a direction."""

from collections.abc import Generator

from hudes_desktop.engine.job_context import JobContext
from hudes_desktop.engine.stored_direction import DirectionStored, StoreDirection


def store_direction(
    context: JobContext, request: StoreDirection
) -> Generator[DirectionStored, None, None]:
    """Keep the vector, and tell its digest."""
    digest = context.store_direction(request.vector)
    yield DirectionStored(digest, descent=request.descent, owner=request.owner)
