"""What a person can choose of how things look, known without loading Qt."""

THEMES = {"system": "As the system", "dark": "Dark", "light": "Light"}
"""Names of themes, and what stands in the menu."""

MOTION = {"system": "As the system", "on": "On", "off": "Off"}
"""Whether motion is reduced, and what stands in the menu."""

TEXT_PX = (12, 40)
"""The smallest and the largest body text, in pixels: at the desk, and at a fair."""

DEFAULT_TEXT_PX = 13
"""The usual one."""

COLOUR_MAPS = ("viridis", "cividis", "batlow", "mako")
"""By van der Walt and Smith; Nuñez, Anderton and Renslow; Crameri; and Waskom."""
