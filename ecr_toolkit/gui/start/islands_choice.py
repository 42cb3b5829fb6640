"""Whether far islands are left out; seen only where a country has them."""

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ...languages.formats import Formats
from ...languages.messages import _, interface
from ..labels import plain_label
from .far_islands import Far


class IslandsChoice(QWidget):
    """``chosen(out)`` when the user leaves them out, or takes them in again."""

    chosen = pyqtSignal(bool)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(_("Leave out far islands"))
        self.box.toggled.connect(self.chosen.emit)
        self.share = plain_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        layout.addWidget(self.share)

    def show_far(self, far: Far, out: bool) -> None:
        """Show them without telling of a change."""
        self.box.blockSignals(True)
        self.box.setChecked(out)
        self.box.blockSignals(False)
        self.share.setText(_("They hold {share} of the land.").format(
            share=Formats(interface.language).percent(100 * far.share, 2)))
        self.setVisible(bool(far.clip))
