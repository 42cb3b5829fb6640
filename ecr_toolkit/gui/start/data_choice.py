"""Where the inputs come from: the starter data, or data that the user gives later."""

from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from ...errors import MissingStarterData
from ...languages.formats import Formats
from ...languages.messages import _, interface
from ...starter.cache import StarterCache, cache_folder, packages
from ...steps.prepare import STEP as PREPARE
from ..labels import plain_label


class DataChoice(QWidget):
    """``chosen(starter)`` when the user chooses."""

    chosen = pyqtSignal(bool)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.starter_button = QRadioButton(_("Starter data"))
        self.own_button = QRadioButton(_("Data of your own"))
        self.starter_sentence = plain_label(starter_sentence())
        self.starter_button.setChecked(True)
        self.starter_button.toggled.connect(self.chosen.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.starter_button, self.starter_sentence, self.own_button, plain_label(
                _("You give them later, in the settings of the step “{step}”.").format(step=_(PREPARE.title)))):
            layout.addWidget(widget)


def starter_sentence() -> str:
    """What the starter data are, and whether they are on this computer; where not, how they come there."""
    text = _("Global data with cells of about 5 km.")
    try:
        StarterCache(cache_folder()).files()
    except MissingStarterData as missing:
        return f"{text} {missing}"
    megabytes = Formats(interface.language).number(sum(row.bytes for row in packages()) / 1e6)
    return f"{text} " + _("They are on this computer ({size} MB).").format(size=megabytes)
