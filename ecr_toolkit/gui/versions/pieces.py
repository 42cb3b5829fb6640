"""The list of the pieces that were gained and lost: any number of them, the largest first."""

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt

from ...coordination.versions.overlay import GAINED
from ...languages.formats import Formats
from ...languages.messages import _, interface
from .comparison import Changed


class PieceModel(QAbstractTableModel):
    """Change, area and unit of each piece."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.pieces: Sequence[Changed] = ()
        self._formats = Formats(interface.language)

    def show(self, pieces: Sequence[Changed]) -> None:
        self.beginResetModel()
        self.pieces = pieces
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.pieces)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (_("Change"), _("Area (km²)"), _("Unit"))[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        piece = self.pieces[index.row()]
        return (_("Gained") if piece.change == GAINED else _("Lost"),
                self._formats.significant(piece.area_km2), piece.unit)[index.column()]
