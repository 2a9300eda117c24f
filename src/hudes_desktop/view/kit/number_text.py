"""How numbers are written: losses, steps and slopes, each as short as it can be."""

from math import floor, log10

from hudes_desktop.view.kit.ticks import decimals_for, multiples, nice_interval

_LONGEST_PLAIN = 1e5  # larger losses are written with a power of ten


def ticks(low: float, high: float, parts: float) -> list[tuple[float, str]]:
    """About `parts` round losses between low and high, and how each is written."""
    every = nice_interval(high - low, max(parts, 1.0))
    decimals = decimals_for(every)
    return [(value, loss_label(value, decimals)) for value in multiples(low, high, every)]


def loss_label(loss: float, decimals: int) -> str:
    """A loss with so many decimals; with a power of ten where that would be too long."""
    if abs(loss) < _LONGEST_PLAIN:
        return signed(loss, decimals, plus=False)
    exponent = floor(log10(abs(loss)))
    return f"{loss / 10.0**exponent:.4g}e{exponent}".replace("-", "−")


def signed(value: float, decimals: int, plus: bool = True) -> str:
    """With a true minus sign; a plus before positive numbers if wanted; zero has none."""
    text = f"{abs(value):.{decimals}f}"
    if not text.strip("0."):
        return text
    return ("−" if value < 0 else "+" if plus else "") + text


def steps_text(steps: float, plus: bool = True) -> str:
    """A number of steps: whole numbers without decimals, others with as few as tell them apart."""
    if abs(steps) >= _LONGEST_PLAIN:
        return f"{steps:+.2g}".replace("-", "−")
    decimals = 2 if abs(steps) < 1 else 1 if abs(steps) < 1000 else 0
    text = signed(steps, decimals, plus)
    return text.rstrip("0").rstrip(".") if "." in text else text


def slope_text(slope: float, figures: int = 3, plain_below: float = 1000) -> str:
    """A slope in nats per step. Three figures are never wider than "−0.00012" or "−1.2e−5".

    plain_below: from this size on it is written with a power of ten, as tiny ones are.
    """
    size = abs(slope)
    if size == 0.0:
        return "0"
    if not 10.0 ** -(figures + 1) <= size < plain_below:
        return f"{slope:+.1e}".replace("e-0", "e-").replace("e+0", "e").replace("-", "−")
    return signed(slope, min(max(figures - 1 - floor(log10(size)), 0), figures + 2))
