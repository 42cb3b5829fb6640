"""Two ways of looking at two lines on the map: a line to swipe, and a second map beside."""

from collections.abc import Sequence
from typing import Any, Optional

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from ...languages.messages import _
from .beside import Beside
from .comparison import AFTER, BEFORE, Found
from .on_map import COLOURS, LinesOnMap
from .swipe import Swipe

_SHARES = 1000  # steps of the slider


class Looks(QWidget):
    """A button for each way, one way at a time; without any the lines leave the map. Hidden: nothing to look at."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._canvas, self._on_map = canvas, LinesOnMap(project)
        self._what: tuple = ()  # pilot, what was found, titles of both lines
        self.swipe: Optional[Swipe] = None
        self.swipe_button, self.beside_button = _toggle(_("Swipe")), _toggle(_("Side by side"))
        self.swipe_button.setToolTip(_("Drag the line on the map, or use the arrow keys."))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as the map, which is never mirrored
        self.slider.setRange(0, _SHARES)
        self.slider.setPageStep(_SHARES // 10)
        self.slider.setAccessibleName(_("Swipe"))
        self.beside = Beside()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        for button in (self.swipe_button, self.beside_button):
            row.addWidget(button, 1)
        layout.addLayout(row)
        layout.addWidget(self.slider)
        layout.addWidget(self.beside, 1)
        self.swipe_button.toggled.connect(lambda on: self._look(self.swipe_button, on))
        self.beside_button.toggled.connect(lambda on: self._look(self.beside_button, on))
        self.slider.valueChanged.connect(lambda value: self.swipe and self.swipe.move(value / _SHARES))
        project.layersWillBeRemoved.connect(self._layers_go)
        self._show_state()

    def offer(self, pilot: Any, found: Found, titles: Sequence[str]) -> None:
        """Two lines that can be looked at, of a pilot; ``titles`` as in the boxes."""
        self._what = pilot, found, titles
        self.show()

    def end(self) -> None:
        """Stop looking; the lines leave the map."""
        self._leave()
        self._on_map.remove()
        for button in (self.swipe_button, self.beside_button):
            _set_silently(button, False)
        self._show_state()

    def _look(self, button: QPushButton, on: bool) -> None:
        self._leave()
        if on:
            pilot, found, titles = self._what
            _set_silently(self.beside_button if button is self.swipe_button else self.swipe_button, False)
            if not self._on_map.there():
                self._on_map.add(pilot, found.lines, titles)
            if button is self.swipe_button:
                self._begin_swipe(titles)
            else:
                self.beside.tie(self._canvas, self._later_layers)
        else:
            self._on_map.remove()
        self._show_state()

    def _begin_swipe(self, titles: Sequence[str]) -> None:
        self.swipe = Swipe(self._canvas, self._later_layers, titles, (COLOURS[BEFORE], COLOURS[AFTER]))
        self.swipe.moved.connect(lambda share: self.slider.setValue(round(_SHARES * share)))
        self.slider.setValue(round(_SHARES * self.swipe.share))

    def _later_layers(self) -> list:
        return self._on_map.later(self._canvas.layers())

    def _leave(self) -> None:
        """End the swipe and the second map; the lines stay on the map."""
        swipe, self.swipe = self.swipe, None
        if swipe is not None:
            swipe.end()
        self.beside.untie()

    def _layers_go(self, ids: list[str]) -> None:
        """Somebody else takes the lines off the map: a new project, or the pilot's group is made anew."""
        if self._on_map.forget(ids):
            self._leave()
            QTimer.singleShot(0, self.end)  # not inside the project's own signal

    def _show_state(self) -> None:
        """Only a second map takes more room than it must."""
        beside = self.beside_button.isChecked()
        self.slider.setVisible(self.swipe is not None)
        self.beside.setVisible(beside)
        self.setSizePolicy(QSizePolicy.Policy.Ignored,
                           QSizePolicy.Policy.Expanding if beside else QSizePolicy.Policy.Fixed)

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.end()


def _toggle(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return button


def _set_silently(button: QPushButton, on: bool) -> None:
    button.blockSignals(True)
    button.setChecked(on)
    button.blockSignals(False)
