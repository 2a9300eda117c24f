"""Colours of curves that a colour-blind person tells apart, for dark and for light grounds."""

from PyQt6.QtGui import QColor

from hudes_desktop.view.kit.theme import Theme

# After Okabe and Ito, "Color Universal Design" (2008), in an order that keeps every three
# neighbours far apart; its black and dark blue can't be seen on a dark ground.
_ON_DARK = ("#56b4e9", "#e69f00", "#12b488", "#f0e442", "#d58ab5", "#e8763a")
_ON_LIGHT = ("#0072b2", "#b87800", "#00805d", "#8a7a00", "#a8457e", "#c04a00")
_DARK_BELOW = 0.5  # lightness of a card


def curve_colours(theme: Theme) -> tuple[str, ...]:
    """Six colours as #rrggbb; curve k takes number k modulo six."""
    return _ON_DARK if QColor(theme.card).lightnessF() < _DARK_BELOW else _ON_LIGHT
