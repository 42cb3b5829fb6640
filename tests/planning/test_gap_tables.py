"""Gap tables: each sums to its whole, and the whole is the area of the polygons."""

from collections import defaultdict

import numpy as np
import pytest
from osgeo import ogr

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import read_layer, union
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.planning.coverage import Service, coverage
from ecr_toolkit.planning.estate import Estate
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid


def sums(rows, column):
    total = defaultdict(float)
    for row in rows:
        total[(row["unit"], row["theme"], row["subject"])] += float(row[column])
    return total


def test_classes_add_up_to_the_area_of_each_unit_and_of_the_country(walked):
    rows = read_table(walked.table("gaps"))
    expected = {unit.code: unit.area_km2 for unit in walked.units}
    expected["TRN"] = sum(expected.values())
    for key, km2 in sums(rows, "area_km2").items():
        assert km2 == pytest.approx(expected[key[0]], abs=0.001), key


def test_protected_area_is_the_same_in_every_subject_and_is_that_of_the_polygons(walked):
    rows = read_table(walked.table("gaps"))
    inside = union([area.geometry for area in read_layer(walked.geopackage, "protected_areas")]).GetArea() / 1e6
    whole = {key: km2 for key, km2 in sums(rows, "protected_km2").items() if key[0] == "TRN"}
    assert len(whole) >= 8
    assert all(km2 == pytest.approx(inside, abs=0.002) for km2 in whole.values())


def test_protected_areas_and_other_measures_are_what_is_protected(walked):
    for row in read_table(walked.table("gaps")):
        assert float(row["pa_km2"]) + float(row["oecm_km2"]) == pytest.approx(float(row["protected_km2"]), abs=2e-4)


def test_the_country_is_the_sum_of_its_units(walked):
    rows = read_table(walked.table("gaps"))
    parts, whole = defaultdict(float), {}
    for row in rows:
        key = (row["theme"], row["subject"], row["class"])
        if row["unit"] == "TRN":
            whole[key] = float(row["area_km2"])
        else:
            parts[key] += float(row["area_km2"])
    assert parts.keys() == whole.keys()
    assert all(parts[key] == pytest.approx(whole[key], abs=1e-3) for key in whole)


def test_share_of_a_service_counts_missing_cells_nowhere(tmp_path):
    grid = Grid("EPSG:6933", 1.0, 0.0, 1.0, 4, 1)
    files.write(tmp_path / "v.tif", grid, np.array([[1.0, 3.0, np.nan, 4.0]], np.float32), "continuous")
    whole = ogr.CreateGeometryFromWkt("POLYGON((0 0,4 0,4 1,0 1,0 0))")
    inside = ogr.CreateGeometryFromWkt("POLYGON((0.5 0,3 0,3 1,0.5 1,0.5 0))")
    estate = Estate(inside, ogr.Geometry(ogr.wkbMultiPolygon))
    _classes, (row,) = coverage([("A", whole)], estate, "ALL", grid, [], [Service("water", tmp_path / "v.tif", "mm")],
                                Feedback())
    assert row["total"] == 8 and row["protected_percent"] == pytest.approx(100 * 3.5 / 8)
    assert row["protected_efficiency"] == pytest.approx(0.7) and row["oecm_percent"] == 0
