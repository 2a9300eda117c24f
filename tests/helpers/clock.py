"""A clock for tests of what takes time."""


class Clock:
    """A time that stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now
