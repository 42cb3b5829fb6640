"""The list of the nine steps, a line each: icon, title, state; the reason in the tooltip."""

import html
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from ..languages.messages import _
from .presenter import StepRow
from .state_icons import state_icon

_ID = Qt.ItemDataRole.UserRole
_FEW, _LEAST = 2, 4  # rows
_UNLIMITED = 16777215  # Qt's own word for no maximum


class StepList(QListWidget):
    """Shows rows and tells which one is chosen; arrow keys choose, Enter or a double click runs it."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Steps"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        size = self.fontMetrics().height()
        self.setIconSize(QSize(size, size))
        self.show_few(False)
        self._icons: dict[str, QIcon] = {}
        self._rows: list[StepRow] = []
        self.currentRowChanged.connect(lambda _row: self.chosen.emit(self.current_id()))

    def sizeHint(self) -> QSize:
        """High enough for all rows."""
        rows = max(self.count(), 1)
        return QSize(super().sizeHint().width(), rows * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth())

    def show_few(self, few: bool) -> None:
        """Two rows only, with the chosen one among them, or as many as there is room for."""
        height = _FEW * max(self.sizeHintForRow(0), 1) + 2 * self.frameWidth()
        self.setMinimumHeight(height if few else _LEAST * max(self.sizeHintForRow(0), 1))
        self.setMaximumHeight(height if few else _UNLIMITED)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def show_rows(self, rows: list[StepRow]) -> None:
        """Draw the rows; the chosen step stays chosen, and a row that did not change is left alone."""
        while self.count() < len(rows):
            self.addItem(QListWidgetItem())
        for index, row in enumerate(rows):
            if index >= len(self._rows) or self._rows[index] != row:
                self._draw(self.item(index), row)
        self._rows = list(rows)
        if self.currentRow() < 0 and rows:
            self.setCurrentRow(0)

    def current_id(self) -> str:
        """Id of the chosen step, "" when there is none."""
        item = self.currentItem()
        return "" if item is None else item.data(_ID)

    def choose(self, step_id: str) -> None:
        """Choose a step; one that is not there changes nothing."""
        for index, row in enumerate(self._rows):
            if row.id == step_id:
                self.setCurrentRow(index)

    def current(self) -> Optional[StepRow]:
        """The chosen row."""
        return next((row for row in self._rows if row.id == self.current_id()), None)

    def _draw(self, item: QListWidgetItem, row: StepRow) -> None:
        if row.state not in self._icons:
            self._icons[row.state] = state_icon(row.state)
        item.setData(_ID, row.id)
        item.setIcon(self._icons[row.state])
        item.setText(f"{row.number}. {row.title} · {row.state_text}")
        lines = (row.purpose, row.reason)
        item.setToolTip("".join(f"<p>{html.escape(line)}</p>" for line in lines if line))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.number}. {row.title}: {row.state_text}. {row.reason}")
