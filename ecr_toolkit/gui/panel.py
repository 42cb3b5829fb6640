"""Panel: a part of a step's page that looks at the pilot's files and writes decisions into them."""

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget


class Panel(QWidget):
    """``changed``: files of the pilot were written, so that states and results have to be looked at anew;
    ``failed(error)``: what the user asked for could not be done, to be told like the faults of a run; ``did(done)``:
    something that can be taken back (gui/back.py); ``undone(key)``: it was taken back here."""

    changed = pyqtSignal()
    failed = pyqtSignal(object)
    did = pyqtSignal(object)
    undone = pyqtSignal(object)

    def show_pilot(self, pilot: Any) -> None:
        """Show a pilot as its files stand now; None: no pilot, or a run writes them just now."""
        raise NotImplementedError
