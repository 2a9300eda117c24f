"""The one place that knows colours, fonts and the style sheet."""

from dataclasses import dataclass, replace
from functools import cache

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication

from hudes_desktop.store.paths import assets_dir
from hudes_desktop.view.kit.choices import TEXT_PX, THEMES

HEADLINE = 2.3  # the two large numbers, beside the body text
PAGE_TITLE = 1.5  # of help and the like, beside the body text


@dataclass(frozen=True)
class Theme:
    """Colours by what they mean, as #rrggbb, and the size of the body text in pixels.

    surface: of a patch on which marks stand as they do on the landscape. alarm: behind a line about
    something that went wrong. veil: over the window, behind a page, as #aarrggbb. groups: of
    meanings in the help, in the order of inputs.help.GROUPS.
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
    groups: tuple[str, ...]
    text_px: int = 13

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
    """The style sheet of every widget of ours."""
    return _own(theme) + _frames(theme) + _menus(theme)


def _own(theme: Theme) -> str:
    """Our own widgets, by their object names."""
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
    QFrame#banner {{
        background: {theme.alarm}; border: 1px solid {theme.bad}; border-radius: 6px;
    }}
    QFrame#notice {{
        background: {theme.raised}; border: 1px solid {theme.train}; border-radius: 6px;
    }}
    QWidget#help {{ background: {theme.veil}; }}
    QFrame#helpCard {{
        background: {theme.card}; border: 1px solid {theme.border}; border-radius: 10px;
    }}
    QLabel#helpTitle {{ font-size: {round(px * PAGE_TITLE)}px; font-weight: bold; }}
    QToolTip {{
        background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.border};
        padding: 3px 6px;
    }}
    QPushButton {{
        background: {theme.raised}; border: 1px solid {theme.border}; border-radius: 5px;
        padding: 4px 14px;
    }}
    QPushButton:hover, QPushButton:focus {{ border-color: {theme.train}; }}
    QPushButton:disabled {{ color: {theme.frame}; }}
    QLineEdit {{
        background: {theme.background}; border: 1px solid {theme.border}; border-radius: 5px;
        padding: 4px 8px; selection-background-color: {theme.train};
    }}
    QLineEdit:focus {{ border-color: {theme.train}; }}
    QListView {{
        background: {theme.card}; border: none; outline: none;
        selection-background-color: {theme.raised}; selection-color: {theme.text};
    }}
    """


def _frames(theme: Theme) -> str:
    """What lies between the panels: docks, their tabs, splitters and scroll bars."""
    small = max(10, round(theme.text_px * 0.9))
    icons = (assets_dir() / "icons").as_posix()
    return f"""
    QMainWindow::separator {{ background: transparent; width: 6px; height: 6px; }}
    QMainWindow::separator:hover, QSplitter::handle:hover {{ background: {theme.border}; }}
    QSplitter::handle {{ background: {theme.background}; }}
    QDockWidget {{
        color: {theme.dim_text}; font-size: {small}px; border: none;
        titlebar-close-icon: url("{icons}/dock-close.svg");
        titlebar-normal-icon: url("{icons}/dock-float.svg");
    }}
    QDockWidget::title {{
        background: {theme.background}; text-align: left; padding: 3px 0 3px 8px;
    }}
    QDockWidget::close-button, QDockWidget::float-button {{
        background: transparent; border: none; border-radius: 3px; padding: 1px;
    }}
    QDockWidget::close-button:hover, QDockWidget::float-button:hover {{
        background: {theme.border};
    }}
    QTabBar {{
        background: {theme.background}; border: none; font-size: {small}px; qproperty-drawBase: 0;
    }}
    QTabBar::tab {{
        background: transparent; color: {theme.dim_text};
        padding: 3px 5px; border: none; border-bottom: 2px solid transparent;
    }}
    QTabBar::tab:hover {{ color: {theme.text}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.train}; }}
    QTabBar QToolButton {{ background: {theme.raised}; border: 1px solid {theme.border}; }}
    QScrollArea, QScrollArea > QWidget > QWidget#qt_scrollarea_viewport {{
        background: transparent;
    }}
    QScrollBar {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ width: 8px; }}
    QScrollBar:horizontal {{ height: 8px; }}
    QScrollBar::handle {{ background: {theme.border}; border-radius: 3px; margin: 1px; }}
    QScrollBar::handle:vertical {{ min-height: 24px; }}
    QScrollBar::handle:horizontal {{ min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {theme.frame}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _menus(theme: Theme) -> str:
    icons = (assets_dir() / "icons").as_posix()
    side = max(12, theme.text_px)
    return f"""
    QMenuBar {{
        background: {theme.background}; border-bottom: 1px solid {theme.border};
        padding: 1px 4px;
    }}
    QMenuBar::item {{ background: transparent; padding: 4px 10px; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {theme.raised}; }}
    QMenu {{
        background: {theme.card}; border: 1px solid {theme.border}; padding: 4px;
    }}
    QMenu::item {{ padding: 4px 28px 4px 10px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {theme.raised}; }}
    QMenu::item:disabled {{ color: {theme.frame}; }}
    QMenu::icon {{ padding-left: 8px; }}
    QMenu::icon:checked {{
        background: {theme.raised}; border: 1px solid {theme.train}; border-radius: 4px;
    }}
    QMenu::indicator {{ width: {side}px; height: {side}px; padding-left: 6px; }}
    QMenu::indicator:checked {{ image: url("{icons}/check.svg"); }}
    QMenu::separator {{ height: 1px; background: {theme.border}; margin: 4px 8px; }}
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
