"""Polygons of a class raster whose lines are shared: simplified once, without gaps or overlaps."""

from typing import Any

import numpy as np

from ...boundary.arcs.assembly import polygons_of
from ...boundary.arcs.simplifying import simplify
from ...boundary.arcs.smoothing import smooth
from ...boundary.arcs.tracing import trace
from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import Feature
from ...raster.files import open_raster, read_open
from ..planning.given import Given
from ..planning.layers_out import write_polygons
from ..planning.parameters import add, layer, number, raster
from ..planning.rasters_in import grid_of
from .line_algorithm import LineAlgorithm

CLASSES, TOLERANCE, ROUNDS, POLYGONS = "CLASSES", "TOLERANCE_CELLS", "ROUNDS", "POLYGONS"
FIELDS = {"value": int, "area_km2": float}


class SharedPolygons(LineAlgorithm):
    """Class raster → polygons that share every line; stateless."""

    def name(self) -> str:
        return "sharedpolygons"

    def displayName(self) -> str:
        return _("Polygons with shared lines from a class raster")

    def shortHelpString(self) -> str:
        return _("Turns the classes of a raster into polygons. Every line between two classes is traced and simplified "
                 "once and used by both, so that neighbours neither overlap nor leave gaps, whatever the tolerance. "
                 "Cells without data give no polygon. The raster must lie in an equal-area system in metres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            raster(CLASSES, _("Raster of classes"), _("Whole numbers in one band.")),
            number(TOLERANCE, _("Tolerance (cells)"), _("How far a line may move when it is simplified; 0 keeps the "
                                                        "edges of the cells."), 1, 0, 50),
            number(ROUNDS, _("Rounds of smoothing"), _("How often corners are cut after that; 0 for none."), 0, 0, 4,
                   whole=True),
            layer(POLYGONS, _("Polygons"), _("Fields: {columns}.").format(columns=", ".join(FIELDS))))

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        path = given.raster(CLASSES)
        grid = grid_of(path)
        dataset = open_raster(path)
        if dataset.RasterCount > 1:
            raise InputError([(_("The raster {file} has several bands.").format(file=path.name),
                               _("Choose a raster with one band of classes."))])
        labels, missing = _labels(read_open(dataset), dataset.GetRasterBand(1).GetNoDataValue())
        arcs = simplify(trace(labels, feedback=feedback.part(0, 0.3)), given.number(TOLERANCE), feedback.part(0.3, 0.8))
        rounds = given.whole(ROUNDS)
        found = polygons_of(smooth(arcs, rounds, feedback.part(0.8, 0.9)) if rounds else arcs, grid)
        return write_polygons(given, POLYGONS, FIELDS, [
            Feature(outline, {"value": int(value), "area_km2": outline.GetArea() / 1e6})
            for value, outline in sorted(found.items()) if value != missing], grid.crs)


def _labels(values: np.ndarray, nodata: Any) -> tuple[np.ndarray, int]:
    """Classes as whole numbers, and the number that stands for no data: one that no class has."""
    unknown = np.isnan(values) if values.dtype.kind == "f" else np.zeros(values.shape, bool)
    if nodata is not None and nodata == nodata:
        unknown = unknown | (values == nodata)
    labels = np.where(unknown, 0, values).astype(np.int32)
    missing = int(labels.min()) - 1
    labels[unknown] = missing
    return labels, missing
