"""What the dock uses of qgis.core: settings, tasks, the log, and a project whose layers never open."""

import enum
import tempfile
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, QObject, QSettings, pyqtSignal

from .maps import (  # noqa: F401
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapSettings,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsWkbTypes,
    Silent,
)
from .missing import enums
from .missing import missing as __getattr__  # noqa: F401  (PEP 562: names that are not here)
from .tasks import QgsTask, TaskManager  # noqa: F401

_HOME = tempfile.TemporaryDirectory(prefix="ecr_qt6_")  # goes with the process


class Qgis:
    """Enums and version."""

    QGIS_VERSION = "4 (stand-in)"

    class MessageLevel(enum.IntEnum):
        Info, Warning, Critical, Success, NoLevel = range(5)


class QgsApplication:
    """The application; Qt's own is made by pytest-qt."""

    _tasks = None

    @staticmethod
    def instance() -> QCoreApplication:
        return QCoreApplication.instance()

    @classmethod
    def taskManager(cls) -> TaskManager:
        cls._tasks = cls._tasks or TaskManager()
        return cls._tasks

    @staticmethod
    def processingRegistry() -> "QgsProcessingRegistry":
        return QgsProcessingRegistry()

    @staticmethod
    def pkgDataPath() -> str:
        return "/usr/share/qgis"  # the world map, where QGIS is installed

    @staticmethod
    def messageLog() -> "QgsMessageLog":
        return _LOG


class QgsProcessingRegistry:
    """Without providers: no algorithm is known."""

    def algorithmById(self, _id: str) -> None:
        return None


class QgsSettings(QSettings):
    """The user's settings, in a file that goes with the process."""

    def __init__(self) -> None:
        super().__init__(str(Path(_HOME.name) / "settings.ini"), QSettings.Format.IniFormat)


class QgsMessageLog(QObject):
    """The log; it tells what is written into it and keeps nothing."""

    messageReceived = pyqtSignal(str, str, Qgis.MessageLevel)

    @staticmethod
    def logMessage(message: str, tag: str, level: Qgis.MessageLevel) -> None:
        _LOG.messageReceived.emit(message, tag, level)


_LOG = QgsMessageLog()


QgsMapLayerType = enums("QgsMapLayerType", LayerType=("VectorLayer", "RasterLayer")).LayerType


class QgsMapLayer(Silent):
    """A layer that could not be opened, as all of them are without QGIS's data providers."""

    LayerType = QgsMapLayerType

    def isValid(self) -> bool:
        return False


class QgsRasterLayer(QgsMapLayer):
    LayerOptions = Silent


class QgsVectorLayer(QgsMapLayer):
    LayerOptions = Silent


class _Tree:
    def findGroups(self, recursive: bool = False) -> list:
        return []


class QgsMapThemeCollection:
    def mapThemes(self) -> list:
        return []


class QgsCsException(Exception):
    """A projection that does not reach a place."""


class QgsProject(QObject):
    """A project without layers."""

    layersWillBeRemoved = pyqtSignal(list)
    _one = None

    @classmethod
    def instance(cls) -> "QgsProject":
        cls._one = cls._one or cls()
        return cls._one

    def mapLayers(self) -> dict:
        return {}

    def removeMapLayers(self, ids: list) -> None:
        assert not ids, "there is no layer to remove"

    def layerTreeRoot(self) -> _Tree:
        return _Tree()

    def mapThemeCollection(self) -> "QgsMapThemeCollection":
        return QgsMapThemeCollection()

    def mapLayer(self, id: str) -> None:
        return None

    def transformContext(self) -> Silent:
        return Silent()

    def clear(self) -> None:
        pass


class QgsMimeDataUtils:
    """No drag of QGIS's browser ever arrives here; files of the desktop do."""

    @staticmethod
    def isUriList(mime) -> bool:
        return False
