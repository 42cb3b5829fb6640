"""Steps, polygons and units in QGIS's locator: type “ecr” and a part of a title, a code or a name."""

import json
from collections.abc import Sequence
from typing import Any, Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeedback,
    QgsLocatorContext,
    QgsLocatorFilter,
    QgsLocatorResult,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtGui import QIcon

from ..in_qgis import ICON
from ..languages.messages import _
from .places import matches, places_of

STEP, PLACE = "step", "place"
_SHORTEST = 3  # without the prefix every plugin is asked for every letter


class EcrLocatorFilter(QgsLocatorFilter):
    """``rows()`` gives the steps (id, number, title, state_text) and ``pilot()`` the open pilot, None while a run
    writes its files; ``show_step(id)`` opens a page; ``canvas`` is zoomed. All four are used on the main thread."""

    def __init__(self, rows: Callable[[], Sequence[Any]], pilot: Callable[[], Any], show_step: Callable[[str], None],
                 canvas: Any) -> None:
        super().__init__()
        self._parts = rows, pilot, show_step, canvas
        self._rows: Sequence[Any] = ()
        self._file: Any = None
        self._icon = QIcon(str(ICON))

    def clone(self) -> QgsLocatorFilter:
        return EcrLocatorFilter(*self._parts)

    def name(self) -> str:
        return "ecr_toolkit"

    def displayName(self) -> str:
        return _("ECR Toolkit: steps, polygons and units")

    def prefix(self) -> str:
        return "ecr"

    def prepare(self, string: str, context: QgsLocatorContext) -> list[str]:
        """On the main thread: take from the dock what the search needs. The search runs in another one."""
        rows, pilot, _show_step, _canvas = self._parts
        self._rows, found = list(rows()), pilot()
        self._file = None if found is None else found.geopackage
        return []

    def fetchResults(self, string: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        wanted = string.strip()
        if not context.usingPrefix and len(wanted) < _SHORTEST:
            return
        for row in self._rows:
            if matches(wanted, row.title):
                self._tell(_("Steps"), f"{row.number}. {row.title}", row.state_text, (STEP, row.id))
        if wanted and self._file is not None:
            for place in places_of(self._file, wanted, feedback.isCanceled):
                self._tell(_(place.title), place.name or place.code, place.code, (PLACE, (place.crs, place.bounds)))

    def triggerResult(self, result: QgsLocatorResult) -> None:
        _rows, _pilot, show_step, canvas = self._parts
        kind, found = json.loads(result.userData)
        if kind == STEP:
            show_step(found)
        else:
            zoom(canvas, *found)

    def _tell(self, group: str, title: str, description: str, found: Any) -> None:
        result = QgsLocatorResult(self, title, json.dumps(found))  # Python's own things do not survive the threads
        result.group, result.description, result.icon = group, description, self._icon
        self.resultFetched.emit(result)


def zoom(canvas: Any, crs: str, bounds: Sequence[float]) -> None:
    """Show a rectangle (left, bottom, right, top) of a system (WKT) on the map."""
    moved = QgsCoordinateTransform(QgsCoordinateReferenceSystem.fromWkt(crs), canvas.mapSettings().destinationCrs(),
                                   QgsProject.instance())
    canvas.zoomToFeatureExtent(moved.transformBoundingBox(QgsRectangle(*bounds)))
