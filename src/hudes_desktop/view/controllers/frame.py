"""What stands where on the page of controllers: devices at the left, the chosen one beside them."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hudes_desktop.view.controllers.device import DevicePage
from hudes_desktop.view.controllers.devices import DeviceList
from hudes_desktop.view.kit.page_overlay import PageOverlay
from hudes_desktop.view.kit.theme import DARK, Theme, with_text_px
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.words import text

_WIDTH, _HEIGHT = 92, 62  # of the card, in text heights, where there is room
_LEAST_WIDTH, _LEAST_HEIGHT = 46, 34  # with less, the text gets smaller


class ControllersFrame(PageOverlay):
    """devices: the list at the left. page: all about the chosen one. Tab goes round."""

    def __init__(self, parent: QWidget, theme: Theme = DARK) -> None:
        super().__init__(parent, text("controllers.title"), theme)
        self.devices = DeviceList(theme)
        self.page = DevicePage(theme)
        title = label(text("controllers.title"), "helpTitle")
        self._close = QPushButton(text("controllers.close"))
        self._close.clicked.connect(self.hide)
        top = QHBoxLayout()
        for widget, stretch in (
            (title, 1),
            (label(f"●  {text('controllers.still')}", "still"), 0),
            (self._close, 0),
        ):
            top.addWidget(widget, stretch)
        middle = QHBoxLayout()
        middle.addWidget(self.devices)
        middle.addWidget(self.page, 1)
        column = QVBoxLayout(self.card)
        column.addLayout(top)
        column.addLayout(middle, 1)
        self._column, self._middle, self._top = column, middle, top

    def lay_out(self) -> None:
        room = self.room()
        fitting = int(min(room.width() / _LEAST_WIDTH, room.height() / _LEAST_HEIGHT))
        px = max(12, min(self.theme.text_px, fitting))
        theme = with_text_px(self.theme, px)
        width, height = min(room.width(), _WIDTH * px), min(room.height(), _HEIGHT * px)
        self.card.setStyleSheet(
            f"QLabel, QPushButton, QLineEdit, QMenu {{ font-size: {px}px; }}"
            f"QPushButton {{ padding: 4px {round(0.8 * px)}px; }}"
            f"QLabel#helpTitle {{ font-size: {round(1.4 * px)}px; font-weight: bold; }}"
            f"QLabel#still {{ color: {theme.good}; }}"
            f"QTableView {{ background: {theme.card}; border: none; outline: none; }}"
            f"QTableView::item {{ color: {theme.text}; padding: {px // 4}px {px}px; }}"
            f"QTableView::item:disabled {{ color: {theme.dim_text}; padding-top: {px}px; }}"
            f"QAbstractItemView::item:selected {{ background: {theme.raised}; }}"
            f"QAbstractItemView::item:focus {{ border-left: 3px solid {theme.train}; }}"
        )
        self._column.setContentsMargins(round(1.4 * px), px, round(1.4 * px), px)
        self._column.setSpacing(round(0.8 * px))
        self._middle.setSpacing(px)
        self._top.setSpacing(px)
        self.devices.set_theme(theme)
        self.devices.setFixedWidth(max(14 * px, round(width * 0.2)))
        self.page.set_theme(theme)
        self.card.setFixedSize(max(1, width), max(1, height))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round on the page, and never to what lies under it."""
        stops = [self.devices, *self.page.buttons, self.page.search, self.page.actions_list]
        stops += [*self.page.bar.buttons, self._close]
        there = [each for each in stops if each.isVisible() and each.isEnabled()]
        focus = self.focusWidget()
        at = there.index(focus) if focus in there else -1 if forward else 0
        there[(at + (1 if forward else -1)) % len(there)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True
