"""The size of the cells, and what it asks of the machine."""

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...languages.messages import _
from ...pilot.forecast import sizes_on_offer
from ..boxes import Box
from ..labels import plain_label
from .draft import Draft, sentence_of, size_text


class GridChoice(QWidget):
    """``chosen(cell_m)`` when the user chooses a size."""

    chosen = pyqtSignal(int)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.box = Box(_("Cell size"))
        self.box.activated.connect(lambda _row: self.chosen.emit(self.box.currentData()))
        self.sentence = plain_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        layout.addWidget(self.sentence)

    def show_draft(self, draft: Draft) -> None:
        """The sizes for a country, the recommended one marked, and what the chosen one costs."""
        self.box.clear()
        for size in sizes_on_offer(draft.extent, draft.starter) if draft.extent is not None else ():
            text = _("{size} (recommended)") if size == draft.recommended_m else "{size}"
            self.box.addItem(text.format(size=size_text(size)), size)
        self.box.setCurrentIndex(self.box.findData(draft.cell_m))
        self.box.setEnabled(draft.extent is not None)
        found = draft.forecast()
        self.sentence.setText(_("Choose a country first.") if found is None else sentence_of(found))
