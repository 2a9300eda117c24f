"""The command palette: type a few letters, press Enter, and the command is carried out."""

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from hudes_desktop.view.commands.menus import Commands, plain_text
from hudes_desktop.view.commands.palette_list import EntryDelegate, EntryModel
from hudes_desktop.view.commands.palette_search import Entry, found
from hudes_desktop.view.kit.command import menu_title
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label

_WIDTH = 680  # pixels, where there is room
_ROWS = 11
_MARGIN = 24  # pixels that stay free around it
_ITSELF = "palette"


class Palette(QFrame):
    """Lies over the top of a window while it is open; needs no mouse.

    It lists the commands that are enabled when it opens. Enter carries out the chosen one, Esc and
    a click elsewhere close it. `toggle` is the handler of the command "palette".
    """

    def __init__(self, window: QWidget, commands: Commands, theme: Theme = DARK) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName("Commands")
        self._commands = commands
        self._entries: list[Entry] = []
        self._before: QWidget | None = None
        self._line = _Line(self)
        self._line.setPlaceholderText("What shall be done?")
        self._line.setAccessibleName("Find a command")
        self._line.textChanged.connect(self._search)
        self._line.moved.connect(self._move)
        self._line.accepted.connect(self._accept)
        self._line.left.connect(self.leave)
        self._model = EntryModel(self)
        self._list = QListView()
        self._list.setAccessibleName("Commands found")
        self._list.setModel(self._model)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the line
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)
        self._delegate = EntryDelegate(theme, self)
        self._list.setItemDelegate(self._delegate)
        self._list.clicked.connect(self._carry_out)
        self._nothing = label("There is no such command.", "nothing")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(4)
        for part in (self._line, self._list, self._nothing):
            column.addWidget(part)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._theme = theme
        self._delegate.set_theme(theme)
        self._line.setFont(theme.font(1.15))
        self.setStyleSheet(_style_sheet(theme))
        if self.isVisible():
            self._place()

    def toggle(self) -> None:
        """Open it, or close it."""
        if self.isVisible():
            self.leave()
            return
        window = self.parentWidget()
        assert window is not None
        self._before = window.focusWidget() or window
        actions = self._commands.actions()
        self._entries = [self._entry(each) for each in actions if self._listed(each)]
        self._line.opener = self._commands.action(_ITSELF).shortcut()
        self._line.clear()
        self._search("")
        self._place()
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close it and give the keyboard back to who had it."""
        if self.isVisible():
            had_focus = self._line.hasFocus()
            self.hide()
            if self._before is not None and had_focus:
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def shown(self) -> list[str]:
        """The texts of the commands found, best first."""
        return [self._model.entry(row).text for row in range(self._model.rowCount())]

    def _listed(self, action: QAction) -> bool:
        return action.isEnabled() and action.isVisible() and action.objectName() != _ITSELF

    def _entry(self, action: QAction) -> Entry:
        command = self._commands.command_of(action)
        return Entry(
            command.name,
            " › ".join(menu_title(menu) for menu in _path(command.menu)),
            plain_text(action),
            self._commands.hint(command.name),
            action.isChecked() if action.isCheckable() else None,
        )

    def _search(self, query: str) -> None:
        self._model.set_rows(found(query, self._entries))
        empty = self._model.rowCount() == 0
        self._nothing.setVisible(empty)
        self._list.setVisible(not empty)
        if not empty:
            self._choose(0)
        if self.isVisible():
            self._place()

    def _choose(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row, 0))

    def _move(self, by: int) -> None:
        """Up and down: after the last comes the first; a page stops at the ends."""
        count = self._model.rowCount()
        if count == 0:
            return
        row = self._list.currentIndex().row() + by
        self._choose(row % count if abs(by) == 1 else max(0, min(row, count - 1)))

    def _accept(self) -> None:
        self._carry_out(self._list.currentIndex())

    def _carry_out(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        name = self._model.entry(index.row()).name
        # First away: what the command shows or asks shall have the keyboard.
        self.leave()
        self._commands.action(name).trigger()

    def _place(self) -> None:
        """Centred at the top of the window, as wide as the widest row and as tall as its rows."""
        window = self.parentWidget()
        assert window is not None
        room = window.width() - 2 * _MARGIN
        self._delegate.stacked = False
        needed = self._needed_width()
        if needed > room:
            self._delegate.stacked = True
            needed = self._needed_width()
        width = min(max(_WIDTH, needed), room)
        line = self._line.sizeHint().height()
        row = self._delegate.row_height()
        top = max(_MARGIN, window.height() // 10)
        fitting = max(3, (window.height() - top - _MARGIN - line) // row)
        rows = min(self._model.rowCount(), _ROWS, fitting)
        self._list.setFixedHeight(max(1, rows) * row)
        below = rows * row if rows else self._nothing.sizeHint().height()
        self.setGeometry((window.width() - width) // 2, top, width, line + below + 12)

    def _needed_width(self) -> int:
        scroll_bar = 16
        return (
            max((self._delegate.width_for(each) for each in self._entries), default=0) + scroll_bar
        )

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab moves in the list, and never the focus."""
        return False

    # What the line doesn't take would go on to the window, and move the ball.

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None:
            event.accept()

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is not None:
            event.accept()


class _Line(QLineEdit):
    """Where one types; the keys that move in the list are its own."""

    moved = pyqtSignal(int)
    accepted = pyqtSignal()
    left = pyqtSignal()
    opener = QKeySequence()
    """What opened the palette closes it; a line would take Ctrl+K for "delete the rest"."""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        rows: dict[int, int] = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_PageUp: 1 - _ROWS,
            Qt.Key.Key_PageDown: _ROWS - 1,
        }
        key = event.key()
        if key in rows:
            self.moved.emit(rows[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape or QKeySequence(event.keyCombination()) == self.opener:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        # Its own context menu takes the keyboard only for a while.
        if event is None or event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _style_sheet(theme: Theme) -> str:
    px = theme.text_px
    return f"""
    QFrame#palette {{
        background: {theme.card}; border: 1px solid {theme.frame}; border-radius: 8px;
    }}
    QLineEdit {{
        background: transparent; color: {theme.text}; border: none;
        border-bottom: 1px solid {theme.border}; padding: {px // 2 + 4}px {px}px;
        font-size: {round(px * 1.15)}px; selection-background-color: {theme.train};
    }}
    QListView {{ background: transparent; border: none; outline: none; }}
    QLabel#nothing {{ color: {theme.dim_text}; padding: {px // 2}px {px}px; font-size: {px}px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{
        background: {theme.border}; border-radius: 4px; min-height: 24px; margin: 1px;
    }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: none; }}
    """


def _path(menu: str) -> list[str]:
    """A menu's id, after those of the menus that it is in."""
    parts = menu.split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
