"""Spaces: the order of methods.md §4.4 against a slow oracle, areas that add up, carrying scale (E13)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.suitability.agriculture import AGRICULTURE
from ecr_toolkit.models.suitability.urban import URBAN
from ecr_toolkit.pilot.layers import Feature
from ecr_toolkit.planning.carrying import LAND, WATER, agricultural_scale, urban_scale
from ecr_toolkit.planning.shares import added_up, percent, shared_out
from ecr_toolkit.planning.spaces import (
    LandUse,
    Place,
    beyond_redline,
    near,
    reason_rows,
    reasons_of,
    space_rows,
)
from ecr_toolkit.planning.suitability.graded_polygons import GradedPolygons
from ecr_toolkit.planning.suitability.ground import Ground, known_percent, publish_classes
from ecr_toolkit.planning.suitability.tables import LandInUse, class_rows, conflict_rows, input_rows
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid, Window
from ecr_toolkit.raster.stream import Output, stream

USE = LandUse((12, 14), (13,))


def box(left, bottom, right, top):
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom}))")


def slow_space(level, cover, agriculture, urban, near):
    """Rows 2 to 6 of the table, one cell at a time, as they are written."""
    if level == 255:
        return 255
    if level == 5:
        return 2
    if level == 3:
        return 3
    if cover in (12, 14) or agriculture in (5, 4):
        return 4
    if cover == 255:
        return 255  # it may be cropland
    if cover == 13 or (urban in (5, 4) and near):
        return 5
    return 6


def test_the_first_that_holds_decides_in_every_case():
    cases = np.array(np.meshgrid([5, 3, 1, 0, 255], [12, 13, 14, 1, 0, 255], [5, 4, 3, 1, 255], [5, 4, 3, 1, 255],
                                 [0, 1])).reshape(5, 1, -1).astype(np.uint8)
    level, cover, agriculture, urban, near = cases
    found = beyond_redline(level, cover, agriculture, urban, near.astype(bool), USE)
    assert found.dtype == np.uint8 and found.shape == level.shape and found.size == 1500
    assert found.ravel().tolist() == [slow_space(*case) for case in cases.reshape(5, -1).T.tolist()]
    assert set(found.ravel().tolist()) == {2, 3, 4, 5, 6, 255}


def test_the_first_reason_counts_and_what_has_none_is_other():
    beyond = np.array([[2, 2, 2, 2, 3, 255]], np.uint8)
    farmland, small = np.array([[1, 1, 0, 0, 1, 1]], bool), np.array([[0, 1, 1, 0, 1, 1]], bool)
    assert reasons_of(beyond, [farmland, small]).tolist() == [[1, 1, 2, 3, 0, 0]]
    assert reasons_of(beyond, []).tolist() == [[1, 1, 1, 1, 0, 0]], "all other"


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=7), st.floats(-3e-4, 50))
def test_classes_always_add_up_to_their_place(areas, more):
    whole = round(max(0.0, sum(areas) + more), 4)
    found = shared_out(dict(enumerate(areas)), whole, 255)
    assert min(found.values()) >= 0
    assert sum(found.values()) == pytest.approx(whole, abs=1e-9 * max(1.0, whole) + 1e-9)


def test_places_add_up():
    assert added_up([{1: 0.1, 255: 0.2}, {1: 0.2, 255: 0.0}]) == {1: 0.3, 255: 0.2}
    assert percent(1, 3) == 33.3333 and percent(0.0, 0.0) is None


def test_rows_of_spaces_and_reasons_agree():
    places = [Place("A", 100.0, 40.0, {2: 10.00004, 3: 20.0, 4: 5.0, 5: 1.0, 6: 20.0}, {1: 4.0, 2: 6.00004}),
              Place("B", 50.0, 0.0, {2: 0.0, 3: 0.0, 4: 49.9999, 5: 0.0001, 6: 0.0002}, {1: 0.0, 2: 0.0})]
    rows = space_rows(places, "TRN")
    for unit, whole in (("A", 100.0), ("B", 50.0), ("TRN", 150.0)):
        own = [row for row in rows if row["unit"] == unit]
        assert [row["space"] for row in own] == [1, 2, 3, 4, 5, 6, 255]
        assert sum(row["area_km2"] for row in own) == pytest.approx(whole, abs=1e-9)
        assert sum(row["percent"] for row in own) == pytest.approx(100, abs=1e-3)
    assert rows[0]["area_km2"] == 40.0 and rows[6]["area_km2"] == pytest.approx(4.0)
    reasons = reason_rows(places, "TRN", ["C1"])
    assert [(row["unit"], row["reason"], row["area_km2"]) for row in reasons] == [
        ("A", "C1", 4.0), ("A", "other", 6.0), ("B", "C1", 0.0), ("B", "other", 0.0), ("TRN", "C1", 4.0),
        ("TRN", "other", 6.0)]
    assert reasons[2]["percent"] is None


@given(st.integers(1, 12), st.integers(1, 12), st.floats(0, 0.3), st.floats(0, 9), st.integers(0, 2**32 - 1))
def test_near_is_exact(rows, cols, share, reach, seed):
    mask = np.random.default_rng(seed).random((rows, cols)) < share
    down, right = np.mgrid[:rows, :cols]
    expected = np.zeros(mask.shape, bool)
    for row, col in np.argwhere(mask):
        expected |= (down - row) ** 2 + (right - col) ** 2 <= reach * reach
    assert (near(mask, reach) == expected).all()


def test_a_cell_just_within_reach_is_near():
    mask = np.zeros((50, 50), bool)
    mask[0, 0] = True
    found = near(mask, 20.0)
    assert found[12, 16] and found[0, 20] and found[20, 0] and not found[13, 16] and not found[0, 21]


def test_near_is_the_same_for_any_window(tmp_path):
    grid = Grid("EPSG:6933", 250.0, 0.0, 0.0, 23, 41)
    mask = np.random.default_rng(3).random(grid.shape) < 0.01
    files.write(tmp_path / "mask.tif", grid, mask.astype(np.uint8), "class")
    for window_rows in (3, 41):
        output = Output(tmp_path / f"near_{window_rows}.tif", "class")
        stream({"mask": tmp_path / "mask.tif"}, lambda read, _window: {"near": near(read["mask"] == 1, 4.5).astype(
            np.uint8)}, {"near": output}, grid, Feedback(), halo=4, window_rows=window_rows)
        assert (files.read(output.path) == near(mask, 4.5)).all()


def test_carrying_e13():
    scale = agricultural_scale(120_000, 5e8, 6000)
    assert round(scale.most_ha) == 83_333 and scale.limit == WATER
    fed = agricultural_scale(120_000, 5e8, 6000, 20_000)
    assert round(fed.most_ha) == 103_333
    assert agricultural_scale(120_000, 5e8, 6000, 90_000).most_ha == 120_000, "land is the limit"
    towns = urban_scale(3000, 5e7, 100, 0.01)
    assert towns.most_ha == 3000 and towns.limit == LAND and urban_scale(9000, 5e7, 100, 0.01).most_ha == 5000


def test_status_by_load():
    scale = agricultural_scale(1000, 1e9, 1000)
    assert [scale.status(present) for present in (0, 800, 801, 1000, 1001)] == [
        "surplus", "surplus", "critical", "critical", "overloaded"]
    assert scale.load(250) == 0.25
    nothing = urban_scale(0, 1e6, 100, 0.01)
    assert nothing.load(0) == 0 and nothing.load(1) is None
    assert nothing.status(0) == "surplus" and nothing.status(1) == "overloaded"


GRID = Grid("EPSG:6933", 1000.0, 0.0, 4000.0, 4, 4)


def polygon(geometry, value):
    return Feature(geometry, {"Class": value})


def test_the_highest_polygon_that_covers_half_a_cell_counts():
    graded = GradedPolygons.of([polygon(box(0, 0, 2500, 4000), 4), polygon(box(0, 2000, 1400, 4000), "5"),
                                polygon(box(3500, 0, 4000, 4000), 4.0)], "class", 4, 5, "irrigation.gpkg", GRID)
    assert graded.cells(Window(0, 0, 4, 4)).tolist() == [[5, 4, 4, 4], [5, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 4]]
    assert graded.cells(Window(3, 1, 1, 2)).tolist() == [[4, 4]]
    two_halves = GradedPolygons.of([polygon(box(0, 0, 300, 1000), 4), polygon(box(300, 0, 600, 1000), 5)], "class", 4,
                                   5, "irrigation.gpkg", GRID)
    assert two_halves.cells(Window(3, 0, 1, 1)).tolist() == [[4]], "together they have at least class 4"
    nothing = GradedPolygons.of([], "class", 4, 5, "irrigation.gpkg", GRID)
    assert not nothing.cells(Window(0, 0, 4, 4)).any()


@pytest.mark.parametrize("value", [3, 6, None, "many", 4.5])
def test_a_class_that_is_none_is_told(value):
    with pytest.raises(InputError, match="irrigation.gpkg.*from 4 to 5"):
        GradedPolygons.of([polygon(box(0, 0, 1, 1), value)], "class", 4, 5, "irrigation.gpkg", GRID)


def test_a_layer_without_the_field_or_without_areas_is_told():
    with pytest.raises(InputError, match="irrigation.gpkg.*“down”"):
        GradedPolygons.of([polygon(box(0, 0, 1, 1), 4)], "down", 1, 9, "irrigation.gpkg", GRID)
    line = ogr.CreateGeometryFromWkt("LINESTRING(0 0, 1 1)")
    with pytest.raises(InputError, match="faults.gpkg holds lines"):
        GradedPolygons.of([polygon(line, 4)], "class", 1, 9, "faults.gpkg", GRID)


@pytest.fixture
def ground(tmp_path):
    """Twelve cells of 1 km² in two units; slope, rain, land cover, level and the unit of each cell."""
    grid = Grid("EPSG:6933", 1000.0, 0.0, 3000.0, 4, 3)
    arrays = {
        "slope": (np.array([[1, 1, 1, 30], [1, 30, 1, 1], [1, 30, np.nan, 1]], np.float32), "continuous"),
        "precipitation": (np.full((12, 3, 4), 110, np.float32), "continuous"),
        "land_cover": (np.array([[12, 12, 13, 12], [12, 14, 13, 1], [12, 13, 12, 0]], np.float32), "continuous"),
        "level": (np.array([[5, 1, 1, 1], [1, 5, 5, 3], [1, 1, 1, 1]], np.uint8), "class"),
        "units": (np.array([[1, 1, 2, 2]] * 3, np.uint16), "zone"),
    }
    for name, (array, kind) in arrays.items():
        files.write(tmp_path / f"{name}.tif", grid, array, kind)
    rasters = {name: tmp_path / f"{name}.tif" for name in arrays if name != "units"}
    units = {"A": box(0, 0, 2000, 3000), "B": box(2000, 0, 4000, 3000)}
    return grid, tmp_path, rasters, units


def publish(ground, subject, smallest_ha=0.0, **more):
    grid, folder, rasters, _units = ground
    path = folder / f"{subject.id}.tif"
    publish_classes(subject, Ground(rasters, **more), {"scale": "province"}, smallest_ha, Output(path, "class"), grid,
                    Feedback())
    return path


def test_classes_of_a_ground(ground):
    grid, folder, _rasters, _units = ground
    path = publish(ground, AGRICULTURE)
    assert files.read(path).tolist() == [[1, 5, 5, 1], [5, 1, 1, 5], [5, 1, 255, 1]], "level 5, steep land and water: 1"
    moduli = np.array([np.nan, 60, np.nan], np.float32)
    path = publish(ground, URBAN, units=folder / "units.tif", moduli=moduli)
    assert files.read(path).tolist() == [[1, 5, 5, 1], [5, 1, 1, 5], [5, 1, 255, 1]]
    path = publish(ground, URBAN, units=folder / "units.tif", moduli=np.array([np.nan, 3, 60], np.float32))
    assert files.read(path).tolist() == [[1, 3, 5, 1], [3, 1, 1, 5], [3, 1, 255, 1]], "little water in the first unit"
    hazards = GradedPolygons.of([Feature(box(0, 0, 4000, 1600), {"down": 2})], "down", 1, 9, "hazards.gpkg", grid)
    path = publish(ground, URBAN, polygons={"hazards": hazards})
    assert files.read(path).tolist() == [[1, 5, 5, 1], [3, 1, 1, 3], [3, 1, 255, 1]]


def test_isolated_cells_go_down_a_class_where_patches_must_be_larger(ground):
    _grid, folder, _rasters, _units = ground
    path = publish(ground, AGRICULTURE, smallest_ha=500.0)  # the whole is one patch of 5 km², corners too
    assert files.read(path).tolist() == [[1, 5, 5, 1], [5, 1, 1, 5], [5, 1, 255, 1]]
    path = publish(ground, AGRICULTURE, smallest_ha=501.0)
    assert files.read(path).tolist() == [[1, 4, 4, 1], [4, 1, 1, 4], [4, 1, 255, 1]]
    assert not list(folder.glob(".*")), "nothing is left"


def test_what_a_subject_lacks(ground):
    _grid, _folder, rasters, _units = ground
    assert not Ground(rasters).lacks(AGRICULTURE)
    assert [part.id for part in Ground({}).lacks(AGRICULTURE)] == ["slope", "precipitation"]
    assert [part.id for part in Ground({"precipitation": rasters["precipitation"]}).lacks(URBAN)] == ["slope"]


def test_tables_of_suitability(ground):
    grid, folder, rasters, units = ground
    farms = publish(ground, AGRICULTURE)
    rows = class_rows({AGRICULTURE: farms, URBAN: None}, units, "TRN", grid, Feedback())
    areas = {(row["subject"], row["unit"], row["class"]): row["area_km2"] for row in rows}
    assert [areas["agriculture", "A", code] for code in (5, 4, 3, 2, 1, 255)] == [3, 0, 0, 0, 3, 0]
    assert [areas["agriculture", "TRN", code] for code in (5, 1, 255)] == [5, 6, 1]
    assert {key: km2 for key, km2 in areas.items() if key[0] == "urban"} == {
        ("urban", "A", 255): 6, ("urban", "B", 255): 6, ("urban", "TRN", 255): 12}, "not assessed, not zero"
    rows = conflict_rows([LandInUse(AGRICULTURE, farms, (12, 14), "cropland"), LandInUse(URBAN, None, (13,), "built")],
                         rasters["land_cover"], rasters["level"], units, "TRN", folder, grid, Feedback())
    of_country = {row["subject"]: row for row in rows if row["unit"] == "TRN"}
    # cropland: 7 cells; unsuitable (0, 0) and (1, 1) of level 5 and (0, 3) steep; (2, 2) unknown
    assert of_country["agriculture"] == {
        "unit": "TRN", "subject": "agriculture", "title": "cropland", "land_km2": 7, "unsuitable_km2": 3,
        "unsuitable_percent": 42.8571, "extreme_km2": 2, "not_assessed_km2": 1}
    assert of_country["urban"]["land_km2"] == 3 == of_country["urban"]["not_assessed_km2"]
    assert "unsuitable_km2" not in of_country["urban"]
    known = known_percent(rasters, folder / "units.tif", grid, Feedback())
    assert known["slope"] == pytest.approx(100 * 11 / 12, abs=1e-4) and known["precipitation"] == 100
    rows = {row["part"]: row for row in input_rows(AGRICULTURE, set(rasters), known, {})}
    assert rows["slope"]["status"] == "used" and not rows["slope"]["note"]
    assert rows["silt"]["status"] == "not assessed" and rows["silt"]["note"] and rows["silt"]["known_percent"] is None
    assert rows["pollution"]["status"] == "not assessed"
