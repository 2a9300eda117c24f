"""The one place that knows colours, fonts and the style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PyQt6.QtGui import QColor, QFont, QFontDatabase, QPalette, QVector3D
from PyQt6.QtWidgets import QApplication

HEADLINE = 2.3  # the two large numbers, beside the body text


@dataclass(frozen=True)
class Theme:
    """Colours by what they mean, as #rrggbb, and the size of the body text in pixels."""

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
    text_px: int = 13

    @cache  # noqa: B019 - themes are few and live as long as the program
    def gl(self, name: str) -> QVector3D:
        """The colour called `name` as red, green and blue in 0..1, for a shader."""
        colour = QColor(getattr(self, name))
        return QVector3D(colour.redF(), colour.greenF(), colour.blueF())

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
)


def style_sheet(theme: Theme) -> str:
    """The style sheet of every widget of ours."""
    px = theme.text_px
    return f"""
    QMainWindow, QWidget#central, QWidget#centre {{ background: {theme.background}; }}
    QWidget {{ color: {theme.text}; font-size: {px}px; }}
    QFrame#card {{
        background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px;
    }}
    QLabel {{ background: transparent; }}
    QLabel#title {{ color: {theme.dim_text}; font-size: {px - 1}px; }}
    QLabel#name, QLabel#caption, QLabel#hint {{ color: {theme.dim_text}; }}
    QLabel#number {{ font-size: {round(px * HEADLINE)}px; font-weight: bold; }}
    QLabel#accuracy {{
        font-size: {round(px * HEADLINE)}px; font-weight: bold; color: {theme.good};
    }}
    QSplitter::handle {{ background: {theme.background}; }}
    QSplitter::handle:hover {{ background: {theme.border}; }}
    QFrame#banner {{ background: #4a1f1d; border: 1px solid {theme.bad}; border-radius: 6px; }}
    QFrame#notice {{
        background: {theme.raised}; border: 1px solid {theme.train}; border-radius: 6px;
    }}
    QWidget#help {{ background: rgba(5, 8, 12, 215); }}
    QFrame#helpCard {{
        background: {theme.card}; border: 1px solid {theme.border}; border-radius: 10px;
    }}
    QLabel#helpTitle {{ font-size: {round(px * 1.5)}px; font-weight: bold; }}
    QLabel#key {{
        background: {theme.raised}; border: 1px solid {theme.border}; border-radius: 4px;
        padding: 2px 8px; font-weight: bold;
    }}
    QToolTip {{
        background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.border};
    }}
    """


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
