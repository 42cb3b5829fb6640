"""What QGIS loads: the dock with its button and menu entry, and the Processing provider."""

from typing import Any, Optional

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .gui.interface_language import chosen_language
from .in_qgis import ICON
from .languages.messages import interface
from .processing.provider import Provider

TITLE = "ECR Toolkit"


class EcrToolkitPlugin:
    """Made by ``classFactory``. ``iface`` is None under qgis_process, which calls initProcessing and nothing else."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self.provider: Optional[Provider] = None
        self.dock: Any = None
        self.locator: Any = None
        self.action: Optional[QAction] = None
        interface.use(chosen_language(QgsSettings()))

    def initProcessing(self) -> None:
        """Offer the algorithms."""
        self.provider = Provider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Offer the algorithms, the dock (hidden unless it was open last time), its button and menu entry."""
        from .gui.dock import Dock  # not at the top: qgis_process needs no widgets
        from .gui.locator import EcrLocatorFilter

        self.initProcessing()
        self.dock = Dock(self._iface, self._iface.mainWindow())
        self.dock.language_changed.connect(self.provider.refreshAlgorithms)
        self.action = QAction(QIcon(str(ICON)), TITLE, self._iface.mainWindow())
        self.action.setObjectName("EcrToolkitAction")
        self.action.setCheckable(True)
        self._iface.addToolBarIcon(self.action)
        self._iface.addPluginToMenu(TITLE, self.action)
        self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()
        self.dock.setToggleVisibilityAction(self.action)
        self.locator = EcrLocatorFilter(self.dock.presenter.rows, self.dock.free_pilot, self.dock.show_step,
                                        self._iface.mapCanvas())
        self._iface.registerLocatorFilter(self.locator)

    def unload(self) -> None:
        """Leave QGIS as it was before."""
        if self.action is not None:
            self._iface.removeToolBarIcon(self.action)
            self._iface.removePluginMenu(TITLE, self.action)
            self.action.deleteLater()
            self.action = None
        if self.locator is not None:
            self._iface.deregisterLocatorFilter(self.locator)
            self.locator = None
        if self.dock is not None:
            self.dock.close_down()
            self._iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
