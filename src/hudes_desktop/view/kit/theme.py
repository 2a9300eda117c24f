"""Colours and fonts, and the style sheet with them."""

from dataclasses import dataclass, replace
from functools import cache
from string import Template

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication

from hudes_desktop.store.paths import asset_text, assets_dir
from hudes_desktop.view.kit.choices import TEXT_PX, THEMES

HEADLINE = 2.3  # the two large numbers, beside the body text
PAGE_TITLE = 1.5  # of help and the like, beside the body text


@dataclass(frozen=True)
class Theme:
    """Colours by what they mean, as #rrggbb, and the size of the body text in pixels.

    surface: of a patch on which marks stand as they do on the landscape. alarm: behind a line about
    something that went wrong. veil: over the window, behind a page, as #aarrggbb. pane: of a card
    through which the landscape is seen, the same way. groups: of meanings in the help, in the order
    of inputs.help.GROUPS. headline: the size of the headline's numbers, beside the body text.
    """

    background: str
    card: str
    raised: str
    border: str
    text: str
    dim_text: str
    train: str
    validation: str
    good: str
    bad: str
    marker: str
    level_line: str
    trail: str
    masked: str
    frame: str
    surface: str
    alarm: str
    veil: str
    pane: str
    groups: tuple[str, ...]
    text_px: int = 13
    headline: float = HEADLINE

    @cache  # noqa: B019 - themes are few and live as long as the program
    def gl(self, name: str) -> tuple[float, float, float]:
        """The colour called `name` as red, green and blue in 0..1, for a shader."""
        colour = QColor(getattr(self, name))
        return colour.redF(), colour.greenF(), colour.blueF()

    @property
    def unit(self) -> float:
        """What lengths in pixels are multiplied by, so that marks grow with the text."""
        return self.text_px / 13

    def font(self, factor: float = 1.0, bold: bool = False) -> QFont:
        """The body font, `factor` times as large."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        font.setPixelSize(max(1, round(self.text_px * factor)))
        font.setBold(bold)
        return font


DARK = Theme(
    background="#0b0e13",
    card="#12171e",
    raised="#1b222c",
    border="#232c37",
    text="#dde3ea",
    dim_text="#8a95a3",
    train="#58a6ff",
    validation="#ff9e57",
    good="#3ddc97",
    bad="#ff6b5e",
    marker="#ff4d3d",
    level_line="#ffffff",
    trail="#ff6a52",
    masked="#5b6470",
    frame="#56616e",
    surface="#2f6b8e",
    alarm="#4a1f1d",
    veil="#d805080c",
    pane="#dc0b0e13",
    groups=("#ff7a6b", "#58a6ff", "#b794f6", "#f2b04a", "#3ddc97", "#e58ac9", "#8a95a3"),
)


LIGHT = Theme(
    background="#f6f7f9",
    card="#ffffff",
    raised="#eceff3",
    border="#d3d9e0",
    text="#1a212a",
    dim_text="#5a6572",
    train="#0b62c4",
    validation="#b85300",
    good="#0a7d4d",
    bad="#a3140f",
    marker="#e0301e",
    level_line="#ffffff",
    trail="#d8402c",
    masked="#9aa3ad",
    frame="#8a95a1",
    surface="#2f6b8e",
    alarm="#fde7e4",
    veil="#c8dfe4ea",
    pane="#e0ffffff",
    groups=("#d8402c", "#0b62c4", "#7440c9", "#a86300", "#0a7d4d", "#b03a8c", "#5a6572"),
)


def faded(colour: QColor, alpha: float) -> QColor:
    """The colour with another opacity, 0..1."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def mixed(ground: QColor, colour: QColor, share: float) -> QColor:
    """`share` (0 … 1) of a colour over a ground."""
    pairs = zip(ground.getRgb()[:3], colour.getRgb()[:3], strict=True)
    return QColor(*(round(g + ((c or 0) - (g or 0)) * share) for g, c in pairs))


def resolve(choice: str) -> Theme:
    """The theme of that name in THEMES; "system" follows the desktop, and is dark if it is mute."""
    if choice not in THEMES:
        raise ValueError(f"unknown theme {choice!r}; known: {', '.join(THEMES)}")
    hints = QGuiApplication.styleHints()
    scheme = hints.colorScheme() if hints is not None else Qt.ColorScheme.Unknown
    light = choice == "light" or (choice == "system" and scheme == Qt.ColorScheme.Light)
    return LIGHT if light else DARK


def with_text_px(theme: Theme, px: int) -> Theme:
    """The theme with body text of `px` pixels. Raises ValueError outside TEXT_PX."""
    if not TEXT_PX[0] <= px <= TEXT_PX[1]:
        raise ValueError(f"text must have {TEXT_PX[0]} to {TEXT_PX[1]} pixels, not {px}")
    return replace(theme, text_px=px)


def chosen(choice: str, px: int) -> Theme:
    """The theme of that name, as resolve, with body text of `px` pixels."""
    return with_text_px(resolve(choice), px)


def style_sheet(theme: Theme) -> str:
    """The style sheet of every widget of ours: assets/style.qss with the colours and sizes of
    `theme`. Raises EnvironmentFault where that file is missing."""
    px = theme.text_px
    return _template().substitute(
        vars(theme),
        text_size=f"{px}px",
        title_size=f"{px - 1}px",
        headline_size=f"{round(px * theme.headline)}px",
        page_title_size=f"{round(px * PAGE_TITLE)}px",
        large_size=f"{round(px * 1.15)}px",
        small_size=f"{max(10, round(px * 0.9))}px",
        check_size=f"{max(12, px)}px",
        icons=(assets_dir() / "icons").as_posix(),
    )


@cache
def _template() -> Template:
    return Template(asset_text("style.qss"))


def apply(application: QApplication, theme: Theme = DARK) -> None:
    """Give the whole application the palette of `theme` (dialogs and tool tips included)."""
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, theme.background),
        (role.Base, theme.card),
        (role.AlternateBase, theme.raised),
        (role.Button, theme.raised),
        (role.ToolTipBase, theme.raised),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.dim_text),
        (role.Highlight, theme.train),
        (role.HighlightedText, theme.background),
    ):
        palette.setColor(which, QColor(colour))
    application.setPalette(palette)
