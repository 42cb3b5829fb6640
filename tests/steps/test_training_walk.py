"""The walk over the training country: every step's outputs, tables that agree, nothing invented."""

import numpy as np
import pytest
from osgeo import gdal, ogr

from ecr_toolkit import steps
from ecr_toolkit.models.catalogue import of_kind
from ecr_toolkit.pilot.layers import polygons, read_layer, union
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.raster.coverage import rings
from ecr_toolkit.raster.grading import classify, cumulative_breaks


def test_every_step_but_the_documents_is_fresh(walked):
    found = steps.states(walked)
    assert [found[step.id].state for step in steps.STEPS] == ["fresh"] * 8 + ["not_run"]


def test_units_table_agrees_with_the_layer(walked):
    rows = read_table(walked.table("units"))
    assert [row["unit"] for row in rows] == ["Çalvören", "Żółta Łęka", "Ñandú Alto", "Verdania"]
    polygons = read_layer(walked.geopackage, "ecr")
    for row in rows[:-1]:
        own = sum(feature.values["area_km2"] for feature in polygons if feature.values["adm_code"] == row["code"])
        assert own == pytest.approx(float(row["ecr_km2"]), abs=1e-3)
        assert float(row["ecr_percent"]) == pytest.approx(100 * own / float(row["area_km2"]), abs=1e-3)
    for column in ("area_km2", "ecr_km2"):
        assert sum(float(row[column]) for row in rows[:-1]) == pytest.approx(float(rows[-1][column]), abs=1e-3)
    planar = sum(feature.geometry.GetArea() for feature in polygons) / 1e6
    assert planar == pytest.approx(float(rows[-1]["ecr_km2"]), rel=1e-6)


def test_areas_are_ellipsoidal(walked):
    from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsGeometry, QgsProject

    measure = QgsDistanceArea()
    crs = QgsCoordinateReferenceSystem.fromWkt(walked.grid.wkt)
    measure.setSourceCrs(crs, QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    for feature in read_layer(walked.geopackage, "ecr"):
        km2 = measure.measureArea(QgsGeometry.fromWkt(feature.geometry.ExportToWkt())) / 1e6
        assert feature.values["area_km2"] == pytest.approx(km2, rel=1e-4)


def test_grading_is_that_of_the_published_values(walked):
    """Each class raster, recomputed from the physical values of its unit."""
    units = files.read(walked.input("units"))
    for name in walked.recipe["objectives"]["functions"]:
        values, classes = files.read(walked.value("function", name)), files.read(walked.classes("function", name))
        for number in (1, 2, 3):
            inside = units == number
            breaks = cumulative_breaks(values[inside])
            expected = classify(values[inside], breaks.extreme, breaks.important)
            if of_kind("function")[name].domain is not None:
                expected = np.where(files.read(walked.domain("function", name))[inside] == 0, 0, expected)
            if name == "biodiversity":
                expected = np.where(files.read(walked.input("must_include"))[inside] >= 0.5, 5, expected)
            assert np.array_equal(classes[inside], expected), name
        assert (classes[units == 0] == 255).all()


def test_nodata_is_never_zero(walked):
    """The hole in the soils (1 % of land) stays a hole in soil conservation, and is counted in the tables."""
    missing = np.isnan(files.read(walked.input("soil_erodibility"))) & (files.read(walked.input("units")) > 0)
    assert 150 < missing.sum() < 250
    assert np.isnan(files.read(walked.value("function", "soil_conservation"))[missing]).all()
    assert (files.read(walked.classes("function", "soil_conservation"))[missing] == 255).all()
    row = next(row for row in read_table(walked.folder / "inputs" / "inputs.csv")
               if row["variable"] == "soil_erodibility")
    assert 0.9 < float(row["missing_percent"]) < 1.2


def test_what_has_no_data_is_not_assessed(walked):
    rows = {row["subject"]: row for row in read_table(walked.table("not_assessed_sensitivity"))}
    assert set(rows) == {"coastal_erosion"}
    assert rows["coastal_erosion"]["reason"] == "not assessed: no data"
    assert rows["coastal_erosion"]["missing"].split() == [
        "coast_type", "storm_surge", "wave_height", "shoreline_retreat", "coast_distance"]
    assert not walked.classes("sensitivity", "coastal_erosion").exists()
    assert walked.classes("sensitivity", "rocky_desertification").exists()


def test_quality_checks_pass_and_the_area_log_adds_up(walked):
    rows = {row["check"]: row for row in read_table(walked.table("quality"))}
    assert set(rows) == {*(f"Q{number}" for number in range(1, 11)), "Q8_land", "Q8_water"}
    assert {name for name, row in rows.items() if row["passed"] == "0"} == {"Q9"}, "each province was graded by itself"
    assert {name for name, row in rows.items() if not row["passed"]} == {"Q3", "Q8", "Q8_land", "Q8_water"}
    log = read_table(walked.table("area_log"))
    for before, after in zip(log, log[1:]):
        expected = float(before["area_km2"]) + float(after["gained_km2"]) - float(after["lost_km2"])
        assert float(after["area_km2"]) == pytest.approx(expected, abs=2e-3), after["rule"]
    assert float(log[-1]["area_km2"]) == pytest.approx(float(read_table(walked.table("units"))[-1]["ecr_km2"]),
                                                       abs=2e-3)


def test_the_register_is_whole(walked):
    rows = read_table(walked.table("register"))
    codes = [row["ecr_code"] for row in rows]
    assert len(set(codes)) == len(codes)
    for row in rows:
        assert row["ecr_code"] == f"TRN-{row['adm_code']}-{row['type_code']}-{row['ecr_code'][-4:]}"
        assert row["ecr_name"] and row["status"] == "draft" and row["in_conflict"] and row["version"] == "first draft"
        assert float(row["core_km2"]) <= float(row["forced_km2"]) + 1e-3
        shares = [int(part.split(": ")[1].split()[0]) for part in row["bnd_type_share"].split("; ")]
        assert 97 <= sum(shares) <= 103
    by_group = {}
    for row in rows:
        by_group.setdefault((row["adm_code"], row["type_code"]), []).append(float(row["area_km2"]))
    assert all(areas == sorted(areas, reverse=True) for areas in by_group.values()), "serials fall with area"


def test_strictly_protected_areas_are_inside(walked):
    redline = read_layer(walked.geopackage, "ecr")
    for area in read_layer(walked.geopackage, "protected_areas"):
        if area.values["treatment"] == "forced":
            inside = sum(feature.geometry.Intersection(area.geometry).GetArea() for feature in redline)
            assert inside == pytest.approx(area.geometry.GetArea(), rel=1e-6), area.values["name"]


def test_every_raster_lies_on_the_one_grid(walked):
    rasters = [path for path in walked.folder.rglob("*.tif") if "data" not in path.parts]
    assert len(rasters) > 25
    for path in rasters:
        dataset = gdal.Open(str(path))
        assert (dataset.RasterYSize, dataset.RasterXSize) == walked.grid.shape
        assert dataset.GetGeoTransform() == walked.grid.geotransform


def test_no_table_has_a_formula_or_half_a_row(walked):
    tables = [*walked.folder.glob("tables/*.csv"), walked.folder / "inputs" / "inputs.csv"]
    assert len(tables) >= 15
    for path in tables:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in read_table(path):
            assert all(value is not None for value in row.values())
            assert not any(value.startswith(("=", "+", "@")) for value in row.values())


def test_legal_lines_are_exact_and_lines_are_shared(walked):
    """Borders, coast and outlines of forced areas are not moved by a millimetre; neighbours have the same vertices."""
    redline, lines = (read_layer(walked.geopackage, name) for name in ("ecr", "boundary_lines"))
    country = union([unit.geometry for unit in walked.units])
    forced = union([area.geometry for area in read_layer(walked.geopackage, "protected_areas")
                    if area.values["treatment"] == "forced"])
    whole = union([one.geometry for one in redline])
    assert polygons(whole.Difference(country)).GetArea() < 1e-3 and polygons(forced.Difference(whole)).GetArea() < 1e-3
    for kind, legal in ((4, union_of_lines([unit.geometry for unit in walked.units])), (2, None)):
        drawn = [one.geometry for one in lines if one.values["bnd_type"] == kind]
        if legal is None:
            legal = union_of_lines([area.geometry for area in read_layer(walked.geopackage, "protected_areas")])
        assert drawn and all(line.Difference(legal.Buffer(1e-3)).Length() < 1e-2 for line in drawn)
    assert sum(one.values["length_km"] for one in lines) == pytest.approx(
        sum(one.geometry.Length() for one in lines) / 1000, abs=0.01)
    shared = [one for one in lines if one.values["beyond"]]
    vertices = {one.values["ecr_code"]: {point for ring, _hole in rings(one.geometry) for point in map(tuple, ring)}
                for one in redline}
    assert shared
    for one in shared:
        points = {point[:2] for point in one.geometry.GetPoints()}
        assert points <= vertices[one.values["ecr_code"]] and points <= vertices[one.values["beyond"]]


def test_zones_and_stakes_belong_to_the_redline(walked):
    redline = {one.values["ecr_code"]: one for one in read_layer(walked.geopackage, "ecr")}
    zones: dict = {}
    for part in read_layer(walked.geopackage, "ecr_parts"):
        zones.setdefault(part.values["ecr_code"], []).append(part)
    assert set(zones) == set(redline)
    for code, parts in zones.items():
        assert sum(part.values["area_km2"] for part in parts) == pytest.approx(
            redline[code].values["area_km2"], abs=2e-4)
        assert sum(part.values["area_km2"] for part in parts if part.values["zone"] == "core") == pytest.approx(
            redline[code].values["core_km2"], abs=1e-9)
    stakes = read_layer(walked.geopackage, "stakes")
    assert len({one.values["number"] for one in stakes}) == len(stakes) > 300
    for one in stakes[::25]:
        code = one.values["codes"].split("; ")[0]
        assert redline[code].geometry.Boundary().Distance(one.geometry) < 1e-6
        assert one.values["crs"].startswith("EPSG:326") and one.values["longitude"].endswith("W")


def union_of_lines(outlines):
    collected = ogr.Geometry(ogr.wkbMultiLineString)
    for outline in outlines:
        for points, _hole in rings(outline):
            line = ogr.Geometry(ogr.wkbLineString)
            for x, y in points:
                line.AddPoint_2D(x, y)
            collected.AddGeometry(line)
    return collected
