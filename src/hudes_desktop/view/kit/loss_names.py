"""What the two losses and the two bests are called, wherever the window says them."""

from hudes_desktop.words import text


def all_digits(count: int | None) -> str:
    """The loss on the whole validation set, the score; count: of its digits, where it is known."""
    return text("loss.all.short") if count is None else text("loss.all", count=count)


def all_digits_told(count: int | None) -> str:
    """A sentence or two about it."""
    return text("loss.all.long", all=all_digits(count))


def these_digits(count: int | None) -> str:
    """The loss on the batch, the ground that one walks on; count: of its digits."""
    return text("loss.batch.short") if count is None else text("loss.batch", count=count)


def these_digits_told(count: int | None) -> str:
    """A sentence or two about it."""
    return text("loss.batch.long", these=these_digits(count))


def best(sgd_steps: int) -> str:
    """The best loss of places that so many steps of SGD have led to; 0: by hand."""
    return text("best.with_sgd", count=sgd_steps) if sgd_steps else text("best.by_hand")


def with_sgd(sgd_steps: int) -> str:
    """What is said beside a loss that so many steps of SGD are part of; "" for none."""
    return text("with_sgd", count=sgd_steps) if sgd_steps else ""
