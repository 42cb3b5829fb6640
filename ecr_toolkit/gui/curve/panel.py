"""The page of the thresholds: the curve, what its line says, and the map that follows it."""

from typing import Any, Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..labels import plain_label
from ..panel import Panel
from .held import AREA, Held, held_of
from .share_curve import ShareCurve


class CurvePanel(Panel):
    """A share that is dragged is tried on the map; the one it is left at is for the recipe: ``edited(name, value)``.
    ``results``: has try_share (gui/results.py)."""

    edited = pyqtSignal(str, object)

    def __init__(self, results: Any, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._results, self._pilot = results, None
        self._held: Optional[Held] = None
        self.curve, self.sentence = ShareCurve(), plain_label()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.curve)
        layout.addWidget(self.sentence)
        self.curve.moved.connect(self._try)
        self.curve.chosen.connect(self._choose)

    def show_pilot(self, pilot: Any) -> None:
        self._pilot = pilot
        self._held = None if pilot is None else held_of(pilot)
        there = self._held is not None and bool(self._held.percents[AREA])
        self.curve.setVisible(there)
        self.sentence.setVisible(there)
        if there:
            self.curve.show_held(self._held, round(100 * pilot.recipe["thresholds"]["extreme_share"]))
            self.sentence.setText(self.curve.sentence())

    def _try(self, share: int) -> None:
        self.sentence.setText(self.curve.sentence())
        self._results.try_share(self._pilot, share - self._held.first)

    def _choose(self, share: int) -> None:
        self.edited.emit("thresholds.extreme_share", share / 100)
        self.show_pilot(self._pilot)  # where it was refused, the curve goes back to the share in force
