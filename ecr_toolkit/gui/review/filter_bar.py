"""The bar above the list: open or all, which kind, which unit, and words to search."""

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QLineEdit, QWidget

from ...languages.messages import _
from ..boxes import Box
from ..wording import capital
from .filtering import Wanted
from .items import KINDS


class FilterBar(QWidget):
    """``changed`` when something else is wanted."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.open_box, self.kind_box, self.unit_box = (Box(name) for name in (_("Status"), _("Kind"), _("Unit")))
        self.open_box.show_choices([(_("Open"), True), (_("All"), False)])
        kinds = [(_(title), kind) for kind, title in KINDS.items()]
        self.kind_box.show_choices([(capital(_("all kinds")), ""), *kinds])
        self.words = QLineEdit()
        self.words.setAccessibleName(_("Search"))
        self.words.setPlaceholderText(_("Search"))
        self.words.setClearButtonEnabled(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for place, widget in enumerate((self.open_box, self.kind_box, self.unit_box, self.words)):
            layout.addWidget(widget, place // 2, place % 2)
            layout.setColumnStretch(place % 2, 1)
        for box in (self.open_box, self.kind_box, self.unit_box):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.words.textChanged.connect(lambda _text: self.changed.emit())
        self.show_units([])

    def wanted(self) -> Wanted:
        """What is chosen."""
        return Wanted(self.open_box.currentData(), self.kind_box.currentData(), self.unit_box.currentData() or "",
                      self.words.text())

    def show_units(self, units: Sequence[tuple[str, str]]) -> None:
        """The units (code, title) that can be chosen; the one that is chosen stays so. Tells of no change."""
        self.unit_box.show_choices([(capital(_("all units")), ""), *((title, code) for code, title in units)])
