"""Soft take-over: a fader acts only once it has met the present value, so nothing ever jumps."""

WITHIN = 3 / 128
"""As near as this (of the whole way) counts as met; Mixxx uses the same."""

KEEPS_FOR = 0.5
"""Seconds for which a fader that acts keeps acting, wherever the present value is: what it has
set may not have been carried out yet."""


class SoftTakeover:
    """Knows whether a control may act."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._set: float | None = None
        self._until = 0.0

    def acts(self, way: float, present: float | None, now: float) -> bool:
        """Whether the control, now at `way` (0 … 1), may set the value.

        present: the present value on the same scale; None for unknown: then it may not.
        """
        last, self._last = self._last, way
        if present is None:
            return False
        # A value beyond the control's range is met at the control's end.
        present = min(max(present, 0.0), 1.0)
        held = self._set is not None and (now < self._until or abs(present - self._set) <= WITHIN)
        met = abs(way - present) <= WITHIN
        passed = last is not None and (last - present) * (way - present) <= 0
        if not (held or met or passed):
            self._set = None
            return False
        self._set = way
        self._until = now + KEEPS_FOR
        return True
