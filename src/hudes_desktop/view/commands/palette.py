"""The command palette: type a few letters, press Enter, and the command is carried out."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction, QColor, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QFrame, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from hudes_desktop.view.commands.menus import Commands, plain_text
from hudes_desktop.view.commands.palette_search import Entry, found
from hudes_desktop.view.kit.command import menu_title
from hudes_desktop.view.kit.theme import DARK, Theme
from hudes_desktop.view.kit.widgets import label

_WIDTH = 680  # pixels, where there is room
_ROWS = 11
_MARGIN = 24  # pixels that stay free around it
_SCROLL_BAR = 16
_ITSELF = "palette"
_MARK, _TEXT, _PLACE, _KEY = range(4)  # columns of the list
_NAME = Qt.ItemDataRole.UserRole


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
        self._list = QTreeWidget()
        self._list.setAccessibleName("Commands found")
        self._list.setColumnCount(4)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the line
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerItem)
        self._list.itemClicked.connect(self._carry_out)
        self._nothing = label("There is no such command.", "nothing")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(4)
        for part in (self._line, self._list, self._nothing):
            column.addWidget(part)
        self._theme = theme
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take colours and size of text from `theme`."""
        self._theme = theme
        if self.isVisible():
            self._search(self._line.text())

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
        return [item.text(_TEXT) for item in self._items()]

    def _items(self) -> list[QTreeWidgetItem]:
        items = map(self._list.topLevelItem, range(self._list.topLevelItemCount()))
        return [item for item in items if item is not None]

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
        self._list.clear()
        self._list.addTopLevelItems([self._item(entry) for entry in found(query, self._entries)])
        empty = self._list.topLevelItemCount() == 0
        self._nothing.setVisible(empty)
        self._list.setVisible(not empty)
        self._list.setCurrentItem(self._list.topLevelItem(0))
        if self.isVisible():
            self._place()

    def _item(self, entry: Entry) -> QTreeWidgetItem:
        """A row of the list."""
        item = QTreeWidgetItem(list(_columns(entry)))
        item.setData(_MARK, _NAME, entry.name)
        on = {True: ", on", False: ", off", None: ""}[entry.checked]
        spoken = f"{entry.text}, {entry.place}{on}{', ' + entry.key if entry.key else ''}"
        for column in range(4):
            item.setData(column, Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setForeground(_MARK, QColor(self._theme.good))
        for column in (_PLACE, _KEY):
            item.setForeground(column, QColor(self._theme.dim_text))
        item.setTextAlignment(_KEY, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _move(self, by: int) -> None:
        """Up and down: after the last comes the first; a page stops at the ends."""
        count = self._list.topLevelItemCount()
        if count == 0:
            return
        row = self._list.indexOfTopLevelItem(self._list.currentItem()) + by
        row = row % count if abs(by) == 1 else max(0, min(row, count - 1))
        self._list.setCurrentItem(self._list.topLevelItem(row))

    def _accept(self) -> None:
        if (item := self._list.currentItem()) is not None:
            self._carry_out(item)

    def _carry_out(self, item: QTreeWidgetItem) -> None:
        name = item.data(_MARK, _NAME)
        # First away: what the command shows or asks shall have the keyboard.
        self.leave()
        self._commands.action(name).trigger()

    def _place(self) -> None:
        """Centred at the top of the window, as wide as the widest row and as tall as its rows."""
        window = self.parentWidget()
        assert window is not None
        room = window.width() - 2 * _MARGIN
        width = min(max(_WIDTH, self._fit_columns(room)), room)
        line = self._line.sizeHint().height()
        row = max(self._list.sizeHintForRow(0), 1)
        top = max(_MARGIN, window.height() // 10)
        fitting = max(3, (window.height() - top - _MARGIN - line) // row)
        rows = min(self._list.topLevelItemCount(), _ROWS, fitting)
        self._list.setFixedHeight(max(1, rows) * row)
        below = rows * row if rows else self._nothing.sizeHint().height()
        self.setGeometry((window.width() - width) // 2, top, width, line + below + 12)

    def _fit_columns(self, room: int) -> int:
        """Give each column what its widest text needs, whatever is found; returns their sum.

        Where that is more than `room`, the places in the menus are left out, then the keys.
        """
        metrics, pad = QFontMetrics(self._theme.font()), round(1.2 * self._theme.text_px)
        widths = [
            max(map(metrics.horizontalAdvance, texts)) + pad
            for texts in zip(*map(_columns, self._entries), strict=True)
        ]
        for column, width in enumerate(widths):
            self._list.setColumnWidth(column, width)
        whole = sum(widths) + _SCROLL_BAR
        for column in (_PLACE, _KEY):
            self._list.setColumnHidden(column, whole > room)
            whole -= widths[column] if whole > room else 0
        return whole

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


def _columns(entry: Entry) -> tuple[str, str, str, str]:
    """What stands in the columns of the list; every entry keeps room for the mark."""
    return "✓" if entry.checked else "", entry.text, entry.place, entry.key


def _path(menu: str) -> list[str]:
    """A menu's id, after those of the menus that it is in."""
    parts = menu.split("/")
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
