"""The log of what was done, newest first; a click on a row goes back to where it ended."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hudes_desktop.descent.actions import Action, GoTo
from hudes_desktop.descent.change import Change
from hudes_desktop.descent.descent import Descent
from hudes_desktop.descent.history import Losses, LossHistory
from hudes_desktop.view.kit import loss_names
from hudes_desktop.view.kit.feed import Applied, Began
from hudes_desktop.view.kit.lettering import Writer
from hudes_desktop.view.kit.number_text import slope_text
from hudes_desktop.view.kit.slow_clock import SlowClock
from hudes_desktop.view.kit.status_values import DASH
from hudes_desktop.view.kit.theme import DARK, Theme, faded
from hudes_desktop.view.kit.widgets import label
from hudes_desktop.view.panels.action_rows import Log, Row, loss_change
from hudes_desktop.view.panels.spec import PanelContext, PanelSpec
from hudes_desktop.words import text

_PAD_PX = 6
_SHOWN_ROWS = 5  # by the smallest panel
_MOST_PX = 360  # with very large text shorter forms have to do
_WIDEST = "step ×10,000 on axes 1, 2, 3, 4"
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Of a model index: its Row."""
UNDOS_ROLE = ROW_ROLE + 1
"""Of a model index: undos from here to there, negative for redos, None where no way leads."""


class ActionLog(QFrame):
    """Every frame that changed the place, alone or merged with its like.

    losses: what the changes of the train loss are looked up in. way_requested: a row was clicked
    that lies so many undos away, or redos if negative.
    """

    way_requested = pyqtSignal(int)

    def __init__(self, losses: LossHistory, clock: SlowClock, theme: Theme = DARK) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(PANEL.title)
        self._clock = clock
        self.model = ActionModel(losses, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        # Keys belong to the window: undo and redo have theirs.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName("What was done, newest first")
        self.list.clicked.connect(self._go_back)
        self._title = label(text("log.title"), "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 6, 8)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self.list, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Other colours and another size of text."""
        self._delegate = ActionDelegate(theme, self)
        self.list.setItemDelegate(self._delegate)
        self.list.setStyleSheet(f"QListView {{ background: {theme.card}; }}")
        size = self._delegate.smallest()
        bar = self.list.verticalScrollBar()
        wide = size.width() + (0 if bar is None else bar.sizeHint().width()) + 4
        self.list.setMinimumSize(min(wide, _MOST_PX), _SHOWN_ROWS * size.height())

    def begin(self, losses: LossHistory, rows: Log | None = None) -> None:
        """The log of another descent. rows: what was done in it; None for nothing."""
        before, self.model = self.model, ActionModel(losses, self, rows)
        self.list.setModel(self.model)
        before.deleteLater()

    def add(self, actions: Sequence[Action], change: Change, descent: Descent) -> None:
        """One frame was applied to a descent; shown when the clock says so."""
        self.model.add(actions, change, descent)
        self._clock.touch(self._refresh)

    def touch(self) -> None:
        """Losses have arrived."""
        self._clock.touch(self._refresh)

    def _refresh(self) -> None:
        self.model.refresh()

    def _go_back(self, index: QModelIndex) -> None:
        if undos := index.data(UNDOS_ROLE):
            self.way_requested.emit(undos)


class ActionModel(QAbstractListModel):
    """The rows of the log, newest first; what came since the last `refresh` is not there yet."""

    def __init__(
        self, losses: LossHistory, parent: QWidget | None = None, log: Log | None = None
    ) -> None:
        """log: the rows; None for those of a descent that begins."""
        super().__init__(parent)
        self._losses = losses
        self._log = log or Log()
        self._rows = self._log.rows[::-1]

    def add(self, actions: Sequence[Action], change: Change, descent: Descent) -> None:
        """Take in one frame."""
        self._log.add(actions, change, descent)

    def refresh(self) -> None:
        """Show what came since the last time; whoever has scrolled stays where they are."""
        self.layoutAboutToBeChanged.emit()
        self._rows = self._log.rows[::-1]
        self.layoutChanged.emit()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == UNDOS_ROLE:
            return self._log.undos_to(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.what()
        if role == Qt.ItemDataRole.StatusTipRole:
            return self.loss_text(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return text(
                "log.row",
                what=row.what(),
                these=loss_names.these_digits(None),
                loss=self.loss_text(row) or DASH,
                way=self.way_text(row),
            )
        return None

    def loss_text(self, row: Row) -> str:
        """By how much the train loss changed; "" where it can't be compared."""
        change = loss_change(row, self._losses)
        return "" if change is None else f"{slope_text(change)} nats"

    def way_text(self, row: Row) -> str:
        """How one gets there from here."""
        undos = self._log.undos_to(row)
        if undos is None:
            return "left for another way"
        if undos == 0:
            return "you are here" if row is self._log.rows[-1] else "the same place"
        word = "undo" if undos > 0 else "redo"
        return f"{abs(undos):,} {word}{'s' if abs(undos) > 1 else ''} away"


class ActionDelegate(QStyledItemDelegate):
    """Paints a row in two lines: what was done; by how much the loss changed, and how far it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts = Writer(theme.font()), Writer(theme.font(0.88))

    def smallest(self) -> QSize:
        """Of a row whose text is not cut off."""
        what, below = self._fonts
        return QSize(
            round(what.width(_WIDEST)) + 2 * _PAD_PX, round(what.height + below.height) + _PAD_PX
        )

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return self.smallest()

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        row, model = index.data(ROW_ROLE), index.model()
        if painter is None or not isinstance(model, ActionModel) or not isinstance(row, Row):
            return
        undos = index.data(UNDOS_ROLE)
        theme = self._theme
        box = QRectF(option.rect).adjusted(0, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        here = index.row() == 0
        if here or (hovered and undos is not None):
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(box, 4.0, 4.0)
        if here:
            edge = QRectF(box.left(), box.top() + 4, 2, box.height() - 8)
            painter.fillRect(edge, QColor(theme.marker))
        # What can't be gone back to, and what was undone, is pale.
        reached = undos is not None and undos >= 0
        colour = QColor(theme.text if reached else theme.dim_text)
        if undos is None:
            colour = faded(colour, 0.6)
        what, below = self._fonts
        left, right, top = box.left() + _PAD_PX, box.right() - _PAD_PX, box.top() + 2
        what.write(painter, left, top, what.fitting(row.whats(), right - left), colour)
        dim = QColor(theme.dim_text)
        change = model.loss_text(row)
        signs = {"−": theme.good, "+": theme.bad}
        loss_colour = QColor(signs.get(change[:1], theme.dim_text)) if reached else dim
        top += what.height - 1
        below.write(painter, left, top, change, loss_colour)
        room = right - left - below.width(change) - 8
        way = below.fitting((model.way_text(row),), room)
        below.write(painter, right, top, way, dim, 1.0)
        painter.restore()


def _make(context: PanelContext) -> ActionLog:
    log = ActionLog(context.losses, context.clock)
    shown: list[Descent] = []
    # One may come back to a descent: what was chosen in its place could not be had.
    known: WeakKeyDictionary[Descent, Log] = WeakKeyDictionary()

    def began(event: Began) -> None:
        if shown != [event.descent]:  # else it goes on, on another device
            log.begin(event.descent.losses, known.setdefault(event.descent, Log()))
            shown[:] = [event.descent]

    def applied(event: Applied) -> None:
        if event.change.moved:
            log.add(event.actions, event.change, event.descent)

    def go_back(undos: int) -> None:
        context.do(GoTo(shown[0].timeline.place(undos)))

    log.way_requested.connect(go_back)
    context.subscribe(Began, began)
    context.subscribe(Applied, applied)
    context.subscribe(Losses, lambda _losses: log.touch())
    context.subscribe(Theme, log.set_theme)
    return log


PANEL = PanelSpec(
    "actions",
    "Log",
    "right",
    _make,
    "What you did, the last thing on top. Click one to go back there.",
    order=50,
)
