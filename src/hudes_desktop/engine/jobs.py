"""The table of what the engine can be asked: one row for each kind of request."""

from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hudes_desktop.engine.requests import LandscapeRequest, LossRequest, Request
from hudes_desktop.engine.stored_direction import StoreDirection

if TYPE_CHECKING:
    from hudes_desktop.engine.job_context import JobContext

Lane = Literal["every", "latest", "idle"]

Handler = Callable[["JobContext", Any], Generator[object, None, None]]
"""handler(context, request): a generator; each `next()` is one piece of the work, between which
the engine does what is more urgent. What it yields, unless None, is delivered as a result."""


@dataclass(frozen=True)
class JobSpec:
    """One kind of request, and how it is answered.

    request: the type. lane: "every": each request is answered, those of one descent and owner in
        order; "latest": a newer request of the same key takes the place of an older one, also of
        one that is under way; "idle": in pieces when nothing else is to be done, owners in turn; a
        newer request of the same key takes the place of one that waits, and begins when the one
        under way is done.
    handler: the function, or where it is found ("package.module:function"): it is imported on the
        engine's thread, so that a table of jobs loads no torch.
    wing: the wing whose job it is, "" for our own. A wing's job that raises is switched off.
    key: tells apart requests of one type, descent and owner; without it they are of one key.
    """

    request: type[Request]
    lane: Lane
    handler: Handler | str
    wing: str = ""
    key: Callable[[Any], Hashable] = lambda _request: None


JOBS: tuple[JobSpec, ...] = (
    JobSpec(LossRequest, "every", "hudes_desktop.engine.loss_job:losses"),
    JobSpec(StoreDirection, "every", "hudes_desktop.engine.direction_job:store_direction"),
    JobSpec(LandscapeRequest, "latest", "hudes_desktop.engine.landscape_job:landscape"),
)
"""Our own; wings add theirs when an engine is made."""
