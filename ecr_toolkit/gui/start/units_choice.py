"""A layer of one's own with the units, and which of its fields hold their names and codes."""

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...languages.messages import _
from ..boxes import Box
from ..labels import plain_label
from .layer_choice import LayerChoice
from .own_layer import NONE, OwnLayer


class UnitsChoice(QWidget):
    """``layer`` tells what file is chosen; ``fields_chosen(codes, names)`` when the user changes a guess."""

    fields_chosen = pyqtSignal(str, str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.layer = LayerChoice()
        self.names, self.codes = Box(_("Field with the names")), Box(_("Field with the codes"))
        self._fields = QWidget()
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        for box in (self.names, self.codes):
            fields.addWidget(plain_label(box.accessibleName()))
            fields.addWidget(box)
            box.activated.connect(
                lambda _row: self.fields_chosen.emit(self.codes.currentData(), self.names.currentData()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(plain_label(_("Borders and names are those of QGIS's world map and imply no opinion. A layer "
                                       "of your own may hold the official ones:")))
        layout.addWidget(self.layer)
        layout.addWidget(self._fields)

    def show_own(self, own: Optional[OwnLayer], code_field: str, name_field: str) -> None:
        """The layer that counts and its fields; None for the world map."""
        self.layer.show_name("" if own is None else own.title)
        self._fields.setVisible(own is not None)
        fields = () if own is None else own.fields
        for box, offered, chosen in ((self.codes, (NONE, *fields), code_field), (self.names, fields, name_field)):
            box.clear()
            for field in offered:
                box.addItem(field or _("made from the names"), field)
            box.setCurrentIndex(max(0, box.findData(chosen)))
