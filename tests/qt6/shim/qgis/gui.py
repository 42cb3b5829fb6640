"""The widgets of QGIS that the dock is made of, as plain widgets of Qt that know the same calls."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDockWidget, QGroupBox

from .maps import QgsMapCanvas, QgsMapTool, QgsMapToolEmitPoint, QgsMapToolPan, QgsRubberBand  # noqa: F401
from .missing import missing as __getattr__  # noqa: F401  (PEP 562: names that are not here)


class QgsDockWidget(QDockWidget):
    """A dock with a button of its own in the tool bar."""

    def setUserVisible(self, visible: bool) -> None:
        self.setVisible(visible)

    def setToggleVisibilityAction(self, action) -> None:
        action.toggled.connect(self.setVisible)


class QgsCollapsibleGroupBox(QGroupBox):
    """A group that folds."""

    collapsedStateChanged = pyqtSignal(bool)

    def __init__(self, title: str = "", parent=None) -> None:
        super().__init__(title, parent)
        self._collapsed = False

    def isCollapsed(self) -> bool:
        return self._collapsed

    def setCollapsed(self, collapsed: bool) -> None:
        self._collapsed = collapsed
        self.setMaximumHeight(self.fontMetrics().height() * 2 if collapsed else 16777215)
        self.collapsedStateChanged.emit(collapsed)
