"""Choosing a country: on the map of the world, or in the list of names, which is searched by typing."""

from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget

from ...languages.formats import Formats
from ...languages.messages import _, interface
from ..boxes import Box
from .countries import Country
from .world_canvas import WorldCanvas


class CountryChoice(QWidget):
    """``chosen(country)`` when the user chooses one."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.countries: Sequence[Country] = ()
        self.canvas = WorldCanvas()
        self.canvas.clicked.connect(self._choose)
        self.box = Box(_("Country"))
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.lineEdit().setPlaceholderText(_("Type the name of a country"))
        self.box.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.box.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.box.activated.connect(lambda row: self._choose(self.box.itemData(row)))
        self.box.lineEdit().editingFinished.connect(self._settle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._shown: Optional[Country] = None

    def show_countries(self, countries: Sequence[Country]) -> None:
        """Offer countries, by their names in the interface's language."""
        self.countries = countries
        self.canvas.show_countries(countries)
        named = {country.code: country.name_in(interface.language) for country in countries}
        self.box.clear()
        for country in Formats(interface.language).alphabetical(countries, lambda country: named[country.code]):
            self.box.addItem(named[country.code], country)
        self.show_chosen(self._shown)

    def show_chosen(self, country: Optional[Country]) -> None:
        """Show a country as the chosen one, None for none."""
        moved = country is not self._shown
        self._shown = country
        rows = [row for row in range(self.box.count()) if self.box.itemData(row) is country]
        self.box.setCurrentIndex(rows[0] if rows and country is not None else -1)
        self.canvas.show_chosen(country, go_there=moved)

    def _choose(self, country: Country) -> None:
        if country is not self._shown:
            self.chosen.emit(country)

    def _settle(self) -> None:
        """A name typed in full is chosen; anything else makes room for the name of the chosen country."""
        row = self.box.findText(self.box.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        if row >= 0:
            self._choose(self.box.itemData(row))
        else:
            self.show_chosen(self._shown)
