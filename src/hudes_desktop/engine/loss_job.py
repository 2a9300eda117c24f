"""Answers loss requests: two numbers on the train batch, two on the validation set."""

from collections.abc import Generator

from hudes_desktop.engine.job_context import JobContext
from hudes_desktop.engine.requests import LossRequest
from hudes_desktop.engine.results import Banner, Losses

_TOLD = "that batches are cut was said"
_NAN = float("nan")


def losses(context: JobContext, request: LossRequest) -> Generator[Losses | None, None, None]:
    """Every frame has its row: where the losses can't be computed, one without numbers.

    In pieces: the first surface of a newer place doesn't wait for all digits of an older one.
    """
    about = (request.descent, request.owner, request.place.anchor.total_sgd_steps)
    try:
        train, validation = yield from context.network.losses(request.place)
    except Exception:
        # Raised again below: the worker says what happened.
        yield Losses(request.frame, _NAN, _NAN, _NAN, _NAN, *about)
        raise
    samples = len(context.network.data.train_labels)
    if request.place.batch.size > samples and not context.memory.get(_TOLD):
        context.memory[_TOLD] = True
        size = request.place.batch.size
        context.deliver(Banner(f"batches of {size:,} are cut to all {samples:,} samples", False))
    yield Losses(
        request.frame,
        train.loss,
        train.accuracy,
        validation.loss,
        validation.accuracy,
        *about,
    )
    context.count(1)
