"""What the checks of the inputs found, each with its remedy and, where the toolkit can do it, a button that repairs."""

from typing import Any, Optional

from qgis.PyQt.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..errors import ToolkitError
from ..languages.messages import _
from ..pilot.tables import read_table
from ..preparation.repairs import accept, take_back
from .back import RECIPE, Done
from .labels import bold_label, plain_label
from .panel import Panel


class FindingsPanel(Panel):
    """The rows of checks.csv. A repair is written into the recipe, where it can be taken back like every setting."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._pilot: Any = None
        self._shown: Any = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.buttons: dict[int, QPushButton] = {}

    def show_pilot(self, pilot: Any) -> None:
        self._pilot = pilot
        findings = read_table(pilot.checks) if pilot is not None and pilot.checks.is_file() else []
        if findings == self._shown:
            return
        self._shown, self.buttons = findings, {}
        while self._layout.count():
            old = self._layout.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        if findings:
            self._layout.addWidget(bold_label(_("Checks of the data")))
        for number, finding in enumerate(findings):
            sentence = f"{finding['sentence']} {finding['remedy']}"
            self._layout.addWidget(plain_label(sentence))
            if finding["repair"]:
                button = self.buttons[number] = QPushButton(_("Repair"))
                button.setToolTip(_("Write the repair into the recipe; it can be taken back in the settings"))
                button.setAccessibleDescription(sentence)
                button.clicked.connect(lambda _on=False, number=number: self._repair(number))
                self._layout.addWidget(button)

    def _repair(self, number: int) -> None:
        pilot, findings = self._pilot, self._shown
        try:
            accept(pilot, number)
        except ToolkitError as error:
            self.failed.emit(error)
        else:
            self.did.emit(Done(findings[number]["sentence"], lambda: take_back(pilot, findings), RECIPE))
            self.changed.emit()
