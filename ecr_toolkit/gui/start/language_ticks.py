"""The languages of the documents, to tick."""

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QGridLayout, QWidget

from ...languages.messages import LANGUAGES, _

_COLUMNS = 2


class LanguageTicks(QWidget):
    """``changed`` when the user ticks one or takes a tick away; the last tick stays."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Languages of the documents"))
        self._order: list[str] = []
        self.boxes: dict[str, QCheckBox] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for place, (language, name) in enumerate(LANGUAGES.items()):
            box = QCheckBox(name)
            box.toggled.connect(lambda on, language=language: self._tick(language, on))
            layout.addWidget(box, place // _COLUMNS, place % _COLUMNS)
            self.boxes[language] = box

    def languages(self) -> list[str]:
        """Those ticked: the suggested ones first, in their order, because the first is the main one."""
        return list(self._order)

    def show_languages(self, languages: Sequence[str]) -> None:
        """Show ticks without telling of a change."""
        self._order = list(languages)
        for language, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(language in languages)
            box.blockSignals(False)

    def _tick(self, language: str, on: bool) -> None:
        order = [*self._order, language] if on else [kept for kept in self._order if kept != language]
        self.show_languages(order or self._order)
        self.changed.emit()
