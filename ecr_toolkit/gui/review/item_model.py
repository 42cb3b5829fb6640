"""The list of items as Qt reads it: two lines and an icon an item, drawn for those that are seen only."""

import html
from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QIcon

from ...coordination.levels.signatures import VOID
from ...languages.formats import Formats
from ...languages.messages import _, interface
from ..state_icons import state_icon
from .items import KINDS, Item, Key
from .sides import stands

# An item's status and the shape that shows it
_ICONS = {"open": "not_run", "accepted": "fresh", "decided": "fresh", "rejected": "failed", "noted": "checking",
          VOID: "stale"}


class ItemModel(QAbstractListModel):
    """Shows items in the order in which they are given."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.items: list[Item] = []
        self._places: dict[Key, int] = {}
        self._icons: dict[str, QIcon] = {}
        self._formats = Formats(interface.language)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show other items; selections are lost."""
        self.beginResetModel()
        self.items = list(items)
        self._places = {item.key: place for place, item in enumerate(self.items)}
        self._formats = Formats(interface.language)
        self.endResetModel()

    def place_of(self, key: Optional[Key]) -> int:
        """The row of an item, -1 where it is not listed."""
        return -1 if key is None else self._places.get(key, -1)

    def rowCount(self, parent: Optional[QModelIndex] = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{item.title}\n{item.detail(self._formats)}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(item.status)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(KINDS[item.kind])}. {item.title}. {item.detail(self._formats)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = (item.title, item.detail(self._formats), stands(item, self._formats))
            return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
        return None

    def _icon(self, status: str) -> QIcon:
        if status not in self._icons:
            self._icons[status] = state_icon(_ICONS[status])
        return self._icons[status]
