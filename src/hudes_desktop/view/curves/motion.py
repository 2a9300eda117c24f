"""Scales of the curves, and how long what was moved glows."""

from collections.abc import Iterable

from hudes_desktop.view.landscape.model.glide import Glide, span_of

GLOW_SECONDS = 0.25
_SHRINK_BEYOND = 0.1  # of the span: smaller changes inside the range are not followed
_FOOT, _HEAD = 0.08, 0.12  # of the span: kept free below and above the curves


def fit_losses(scale: Glide, spans: Iterable[tuple[float, float]], first: bool) -> None:
    """Aim a scale of losses at what holds every span, with room above and below.

    first: follow whatever the scale was before.
    """
    found = list(spans)
    if not found:
        return
    low, high = min(s[0] for s in found), max(s[1] for s in found)
    span = span_of(low, high)
    if first:
        scale.forget()
    scale.follow(low - _FOOT * span, low + (1.0 + _HEAD) * span, _SHRINK_BEYOND)
