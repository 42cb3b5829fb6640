"""Panel: a part of a step's page that looks at the pilot's files and writes decisions into them."""

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget


class Panel(QWidget):
    """``changed``: files of the pilot were written, so that states and results have to be looked at anew;
    ``failed(error)``: what the user asked for could not be done, to be told like the faults of a run."""

    changed = pyqtSignal()
    failed = pyqtSignal(object)

    def show_pilot(self, pilot: Any) -> None:
        """Show a pilot as its files stand now; None: no pilot, or a run writes them just now."""
        raise NotImplementedError
