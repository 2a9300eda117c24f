"""What the handler of a job is given to work with, on the engine's thread."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hudes_desktop.engine.network_on_device import NetworkOnDevice
from hudes_desktop.engine.requests import Request
from hudes_desktop.engine.results import Evaluated


@dataclass(frozen=True, eq=False)
class JobContext:
    """For one request.

    network: what the engine evaluates. memory: kept from one request to the next of the same
        type, descent and owner.
    deliver: hands a result to the main thread; what the handler yields is delivered too.
    between_chunks: does what is more urgent, and is to be called every few milliseconds of a long
        piece; True when the answers are not wanted any more.
    cancelled: whether nobody wants the answers any more, or the engine is told to end.
    superseded: whether a newer request of the same key is waiting; in the idle lane it waits until
        this one is done.
    """

    network: NetworkOnDevice
    request: Request
    memory: dict[str, Any]
    deliver: Callable[[object], None]
    between_chunks: Callable[[], bool]
    cancelled: Callable[[], bool]
    superseded: Callable[[], bool]

    def count(self, evaluations: int) -> None:
        """Say that so many evaluations of a train batch were made for who asked."""
        request = self.request
        self.deliver(Evaluated(evaluations, descent=request.descent, owner=request.owner))
