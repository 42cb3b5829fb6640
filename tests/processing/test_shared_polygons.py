"""Polygons with shared lines through Processing: whole areas, valid, no gap, no overlap."""

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ecr_toolkit.pilot.layers import read_layer, union
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid

GRID = Grid("EPSG:6933", 1000.0, 0.0, 60_000.0, 80, 60)


@pytest.mark.parametrize(("tolerance", "rounds"), [(0, 0), (1, 0), (2, 1)])
def test_neighbours_share_their_lines(registry, tmp_path, tolerance, rounds):
    random = np.random.default_rng(5)
    classes = np.repeat(np.repeat(random.integers(1, 5, (12, 16)), 5, axis=0), 5, axis=1).astype(np.uint8)
    classes[:7, :9] = 255
    files.write(tmp_path / "classes.tif", GRID, classes, "class")
    algorithm = registry.algorithmById("ecr:sharedpolygons")
    parameters = {"CLASSES": str(tmp_path / "classes.tif"), "TOLERANCE_CELLS": tolerance, "ROUNDS": rounds,
                  "POLYGONS": str(tmp_path / "out.gpkg")}
    _results, good = algorithm.create().run(parameters, QgsProcessingContext(), QgsProcessingFeedback(),
                                            catchExceptions=False)
    assert good
    found = {one.values["value"]: one for one in read_layer(tmp_path / "out.gpkg")}
    assert set(found) == {1, 2, 3, 4}
    assert all(one.geometry.IsValid() for one in found.values())
    whole = sum(one.geometry.GetArea() for one in found.values())
    assert union([one.geometry for one in found.values()]).GetArea() == pytest.approx(whole, rel=1e-9)
    if tolerance == 0:
        for value, one in found.items():
            assert one.values["area_km2"] == pytest.approx((classes == value).sum(), rel=1e-9)
    else:
        assert whole / 1e6 == pytest.approx((classes < 255).sum(), rel=0.02)
    assert all(ogr.GT_Flatten(one.geometry.GetGeometryType()) == ogr.wkbMultiPolygon for one in found.values())
