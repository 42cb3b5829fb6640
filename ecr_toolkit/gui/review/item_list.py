"""The list of items: which one is chosen outlives other items, filters and runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QWidget

from ...languages.messages import _
from .item_model import ItemModel
from .items import Item, Key

_LINES = 6  # that are seen at least


@dataclass(frozen=True)
class Kept:
    """The item that was chosen last, in which row, and how far the list was scrolled."""

    key: Key
    row: int
    scrolled: int


class ItemList(QListView):
    """``picked``: the user, or the panel, went to another item."""

    picked = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._kept: Optional[Kept] = None
        self._listing = False
        self.setAccessibleName(_("Mismatches and conflicts"))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        height = self.fontMetrics().height()
        self.setIconSize(QSize(height, height))
        self.setMinimumHeight(_LINES * height)
        self.items_model = ItemModel(self)
        self.setModel(self.items_model)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())

    def forget(self) -> None:
        """Another pilot: nothing is listed, nothing was chosen."""
        self.items_model.show_items([])
        self._kept = None

    def show_items(self, items: Sequence[Item], follow: bool) -> None:
        """List items. The one that was chosen last stays so; where it is listed no more, ``follow`` chooses the one
        that took its place."""
        self._keep()
        self._listing = True
        self.items_model.show_items(items)
        if self._kept is not None:
            place = self.items_model.place_of(self._kept.key)
            if place < 0 and follow:
                place = min(self._kept.row, len(items) - 1)
            if place >= 0:
                self.setCurrentIndex(self.items_model.index(place))
            self.doItemsLayout()
            self.verticalScrollBar().setValue(self._kept.scrolled)
        self._listing = False

    def current(self) -> Optional[Item]:
        """The chosen item."""
        index = self.currentIndex()
        return self.items_model.items[index.row()] if index.isValid() else None

    def choose(self, key: Key) -> None:
        """Choose an item, where it is listed."""
        place = self.items_model.place_of(key)
        if place >= 0:
            self.setCurrentIndex(self.items_model.index(place))

    def choose_next_open(self) -> None:
        """Choose the next item that is open, from the beginning again after the last."""
        items, row = self.items_model.items, self.currentIndex().row()
        order = [*range(row + 1, len(items)), *range(row + 1)]
        place = next((place for place in order if items[place].is_open), None)
        if place is not None:
            self.choose(items[place].key)

    def has_open(self) -> bool:
        """Whether an item that is listed is open."""
        return any(item.is_open for item in self.items_model.items)

    def _keep(self) -> None:
        """Remember what is chosen and seen: a run empties the list while it works."""
        item = self.current()
        if item is not None:
            self._kept = Kept(item.key, self.currentIndex().row(), self.verticalScrollBar().value())

    def _tell(self) -> None:
        if not self._listing:
            self.picked.emit()
