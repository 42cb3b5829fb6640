"""Suitability and the table of spaces of a whole pilot: areas that add up and agree with the other tables."""

import json
import shutil

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, read_layer, union, write_layers
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.raster.zones import Zone
from ecr_toolkit.steps.spaces import publish_spaces
from ecr_toolkit.steps.suitability import check_suitability, files_of, publish_suitability


@pytest.fixture
def pilot_with(walked_folder, tmp_path):
    """pilot_with(**suitability): a copy of the walked pilot with this section in its recipe."""
    folder = shutil.copytree(walked_folder, tmp_path / "pilot")

    def opened(**suitability):
        recipe = json.loads((folder / "pilot.json").read_text(encoding="utf-8"))
        recipe["suitability"] = suitability
        (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
        return Pilot.open(folder)

    opened.folder = folder
    return opened


def rows_of(pilot, table, unit=None):
    return [row for row in read_table(pilot.table(table)) if unit is None or row["unit"] == unit]


def number(row, column="area_km2"):
    return float(row[column])


def without(pilot, variable):
    """As if this input had not been prepared."""
    rows = [row for row in pilot.ledger.of("prepare") if row.file != f"inputs/{variable}.tif"]
    pilot.ledger.record("prepare", rows)


class Heard(Feedback):
    def __init__(self):
        self.texts = []

    def say(self, text):
        self.texts.append(text)


def test_spaces_add_up_and_the_redline_is_that_of_the_units(pilot_with):
    pilot = pilot_with()
    farmland = files.read(pilot.input("land_cover")) == 12
    everything = np.ones(pilot.grid.shape, bool)
    outputs = publish_spaces(pilot, {"C1": farmland, "small patch": everything & ~farmland}, Feedback())
    assert outputs == ["spaces.tif", "tables/spaces.csv", "tables/space_reasons.csv"], "suitability was not asked for"
    assert all((pilot.folder / name).exists() for name in outputs)
    assert not list(pilot.folder.glob(".s*.part")), "nothing is left"
    redline = {row["code"]: number(row, "ecr_km2") for row in read_table(pilot.table("units"))}
    areas = {unit.code: unit.area_km2 for unit in pilot.units}
    areas[pilot.code] = sum(areas.values())
    for unit, area in areas.items():
        rows = rows_of(pilot, "spaces", unit)
        assert [row["space"] for row in rows] == ["1", "2", "3", "4", "5", "6", "255"]
        assert number(rows[0]) == redline[unit], "to the last figure"
        assert sum(map(number, rows)) == pytest.approx(area, abs=1e-6)
        reasons = rows_of(pilot, "space_reasons", unit)
        assert [row["reason"] for row in reasons] == ["C1", "small patch", "other"]
        assert sum(map(number, reasons)) == pytest.approx(number(rows[1]), abs=1e-6)
        assert number(reasons[2]) == pytest.approx(0, abs=1e-3) and number(reasons[1]) > 0
    level, = (row for row in rows_of(pilot, "coverage_classes", pilot.code)
              if row["theme"] == "level" and row["class"] == "5")
    assert number(rows_of(pilot, "spaces", pilot.code)[1]) == pytest.approx(
        number(level) - number(level, "redline_km2"), abs=2e-3), "as much as the coverage table leaves out"


def test_the_raster_follows_the_order(pilot_with):
    pilot = pilot_with()
    publish_spaces(pilot, {}, Feedback())
    spaces, level = files.read(pilot.folder / "spaces.tif"), files.read(pilot.protection_level)
    cover = files.read(pilot.input("land_cover"))
    redline = union([one.geometry for one in read_layer(pilot.geopackage, "ecr")])
    inside = Zone.of(redline, pilot.grid).spread(pilot.grid) >= 0.5
    expected = np.select([inside, (files.read(pilot.input("units")) == 0) | (level == 255), level == 5, level == 3,
                          np.isin(cover, [12, 14]), np.isnan(cover), cover == 13], [1, 255, 2, 3, 4, 255, 5], 6)
    assert (spaces == expected).all()
    assert {1, 2, 3, 255} <= set(np.unique(spaces))


def layer_of(folder, name, features, crs):
    """A layer of polygons with one whole number each."""
    path = folder / name
    dataset = gdal.GetDriverByName("GPKG").Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)
    layer = dataset.CreateLayer("given", reference, ogr.wkbPolygon)
    field = next(iter(features[0][1]))
    layer.CreateField(ogr.FieldDefn(field, ogr.OFTInteger))
    for geometry, values in features:
        row = ogr.Feature(layer.GetLayerDefn())
        row.SetGeometry(geometry)
        row.SetField(field, values[field])
        layer.CreateFeature(row)
    return path


def half_of(pilot):
    """The western half of the grid."""
    left, bottom, right, top = pilot.grid.bounds
    middle = pilot.grid.left + pilot.grid.cell * (pilot.grid.cols // 2)
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({left} {bottom},{middle} {bottom},{middle} {top},{left} {top},{left} {bottom}))")


def travel_time(pilot, folder, minutes):
    files.write(folder / "travel_time.tif", pilot.grid, np.full(pilot.grid.shape, minutes, np.float32), "continuous")


def test_suitability_with_everything_that_a_recipe_can_name(pilot_with):
    folder, plain = pilot_with.folder, pilot_with(assess=True)
    before = publish_suitability(plain, Feedback())
    farms, towns = (files.read(before.classes[name]) for name in ("agriculture", "urban"))
    west = half_of(plain)
    layer_of(folder, "irrigation.gpkg", [(west, {"class": 5})], plain.crs)
    layer_of(folder, "hazards.gpkg", [(west, {"down": 9})], plain.crs)
    travel_time(plain, folder, 30)
    given = {"irrigation": "irrigation.gpkg", "hazards": "hazards.gpkg", "travel_time": "travel_time.tif",
             "water_modulus": {unit.code: 60 for unit in plain.units}}
    pilot = pilot_with(assess=True, **given)
    assert {path.name for path in files_of(pilot)} == {"irrigation.gpkg", "hazards.gpkg", "travel_time.tif"}
    check_suitability(pilot)
    found = publish_suitability(pilot, Feedback())
    watered, crowded = (files.read(found.classes[name]) for name in ("agriculture", "urban"))
    col = pilot.grid.cols // 2
    known = farms != 255
    assert (watered[:, :col][known[:, :col]] >= farms[:, :col][known[:, :col]]).all(), "more water"
    assert (watered[:, :col] > farms[:, :col]).any() and (watered[:, col:] == farms[:, col:]).all()
    assert (crowded[:, :col][crowded[:, :col] != 255] <= 2).all(), "hazard to the lowest, near a city: 2"
    east = towns[:, col:]
    closed = (files.read(pilot.protection_level) == 5)[:, col:]
    assert (crowded[:, col:][closed] == 1).all()
    used = {(row["subject"], row["part"]): row["status"] for row in rows_of(pilot, "suitability_inputs")}
    assert [part for part, status in used.items() if status != "used"] == [("agriculture", "pollution")]
    assert (east != 255).any() and (crowded[:, col:][(east >= 3) & (east != 255)] >= 3).all()


def test_tables_of_suitability_add_up_and_say_what_is_missing(pilot_with):
    pilot = pilot_with(assess=True, water_modulus={"CAL": 60})
    outputs = publish_spaces(pilot, {}, Feedback())
    assert outputs == [
        "suitability/agriculture_class.tif", "suitability/urban_class.tif", "suitability/comfort.tif",
        "tables/suitability.csv", "tables/suitability_inputs.csv", "tables/suitability_conflicts.csv",
        "spaces.tif", "tables/spaces.csv", "tables/space_reasons.csv"]
    land = sum(unit.area_km2 for unit in pilot.units)
    for subject in ("agriculture", "urban"):
        rows = [row for row in rows_of(pilot, "suitability", pilot.code) if row["subject"] == subject]
        assert [row["class"] for row in rows] == ["5", "4", "3", "2", "1", "255"]
        assert sum(map(number, rows)) == pytest.approx(land, abs=1e-6)
        classes = files.read(pilot.folder / "suitability" / f"{subject}_class.tif")
        assert (classes[files.read(pilot.protection_level) == 5] == 1).all()
        assert set(np.unique(classes)) <= {1, 2, 3, 4, 5, 255}
    parts = {(row["subject"], row["part"]): row for row in rows_of(pilot, "suitability_inputs")}
    for key in (("agriculture", "irrigated"), ("urban", "hazards"), ("urban", "travel_time")):
        assert parts[key]["status"] == "not assessed" and parts[key]["note"] and not parts[key]["known_percent"]
    water = parts["urban", "water_modulus"]
    share = 100 * pilot.units[0].area_km2 / land
    assert water["status"] == "used" and number(water, "known_percent") == pytest.approx(share, abs=1e-3)
    assert water["note"], "the other units rest on land alone"
    covers = {row["class"]: number(row) for row in rows_of(pilot, "land_cover", pilot.code)}
    conflicts = {row["subject"]: row for row in rows_of(pilot, "suitability_conflicts", pilot.code)}
    assert number(conflicts["agriculture"], "land_km2") == pytest.approx(covers["12"] + covers["14"], abs=2e-3)
    assert number(conflicts["urban"], "land_km2") == pytest.approx(covers["13"], abs=2e-3)
    assert 0 < number(conflicts["agriculture"], "extreme_km2") <= number(conflicts["agriculture"], "unsuitable_km2")


def test_suitable_land_near_towns_is_development_space(pilot_with):
    """Where the level leaves anything: with every level general and no rain known, towns and land cover decide."""
    pilot = pilot_with(assess=True, built_up_km=1.0)
    without(pilot, "precipitation")
    inside = files.read(pilot.input("units")) > 0
    files.write(pilot.protection_level, pilot.grid, np.where(inside, 1, 255).astype(np.uint8), "class")
    write_layers(pilot.geopackage, pilot.crs, {"ecr": (ogr.wkbMultiPolygon, {"adm_code": str, "area_km2": float}, [])})
    publish_spaces(pilot, {}, Feedback())
    spaces, cover = files.read(pilot.folder / "spaces.tif"), files.read(pilot.input("land_cover"))
    towns = files.read(pilot.folder / "suitability" / "urban_class.tif")
    rows, cols = np.nonzero(cover == 13)
    down, right = np.mgrid[:pilot.grid.rows, :pilot.grid.cols]
    squared = np.min([(down - row) ** 2 + (right - col) ** 2 for row, col in zip(rows, cols)], axis=0)
    close = squared * pilot.grid.cell**2 <= 1000.0**2
    expected = np.select([~inside, np.isin(cover, [12, 14]), np.isnan(cover),
                          (cover == 13) | (np.isin(towns, [5, 4]) & close)], [255, 4, 255, 5], 6)
    assert (spaces == expected).all()
    assert ((spaces == 5) & (cover != 13)).any() and (spaces == 6).any()
    country = {row["space"]: number(row) for row in rows_of(pilot, "spaces", pilot.code)}
    assert country["1"] == 0 and country["5"] > 0 and country["6"] > 0


def test_a_polygon_of_the_redline_counts_with_its_own_area(pilot_with):
    """A triangle that follows no cell: its area is its row, what is left of its cells goes to other spaces."""
    pilot = pilot_with()
    unit = pilot.units[0]
    centre = unit.geometry.PointOnSurface()
    x, y = centre.GetX(), centre.GetY()
    triangle = ogr.CreateGeometryFromWkt(
        f"POLYGON(({x} {y},{x + 611} {y + 97},{x + 203} {y + 523},{x} {y}))").Intersection(unit.geometry)
    area = round(triangle.GetArea() / 1e6, 4)
    write_layers(pilot.geopackage, pilot.crs, {"ecr": (
        ogr.wkbMultiPolygon, {"adm_code": str, "area_km2": float},
        [Feature(triangle, {"adm_code": unit.code, "area_km2": area})])})
    publish_spaces(pilot, {}, Feedback())
    rows = rows_of(pilot, "spaces", unit.code)
    assert number(rows[0]) == area and sum(map(number, rows)) == pytest.approx(unit.area_km2, abs=1e-6)
    cells = (files.read(pilot.folder / "spaces.tif") == 1).sum() * pilot.grid.cell_km2
    assert cells != pytest.approx(area, abs=1e-3), "cells would say something else"


def test_without_a_level_nothing_is_said(pilot_with):
    pilot, heard = pilot_with(), Heard()
    pilot.protection_level.unlink()
    assert publish_spaces(pilot, {}, heard) == []
    assert "protection level" in heard.texts[0]


def test_without_slope_suitability_is_not_assessed(pilot_with):
    pilot, heard = pilot_with(assess=True), Heard()
    without(pilot, "slope")
    shutil.rmtree(pilot.folder / "suitability", ignore_errors=True)
    found = publish_suitability(pilot, heard)
    assert not found.classes and not (pilot.folder / "suitability" / "urban_class.tif").exists()
    assert len(heard.texts) == 2 and all("slope" in text for text in heard.texts)
    areas = rows_of(pilot, "suitability", pilot.code)
    assert {row["class"] for row in areas} == {"255"} and {row["percent"] for row in areas} == {"100.0"}
    row = rows_of(pilot, "suitability_conflicts", pilot.code)[0]
    assert row["unsuitable_km2"] == "" and row["not_assessed_km2"] == row["land_km2"]


def test_a_pilot_without_land_cover_still_has_spaces(pilot_with):
    pilot = pilot_with(assess=True)
    without(pilot, "land_cover")
    publish_spaces(pilot, {}, Feedback())
    spaces = files.read(pilot.folder / "spaces.tif")
    assert not ({5, 6} & set(np.unique(spaces))), "what may be cropland is not assessed"
    assert not rows_of(pilot, "suitability_conflicts")


def test_faults_of_the_recipe_are_told(pilot_with):
    with pytest.raises(InputError, match="suitability.water_modulus.XYZ.*CAL"):
        check_suitability(pilot_with(assess=True, water_modulus={"XYZ": 3}))
    pilot = pilot_with()
    layer_of(pilot.folder, "hazards.gpkg", [(half_of(pilot), {"down": 0})], pilot.crs)
    with pytest.raises(InputError, match="“down”.*hazards.gpkg.*from 1 to 9"):
        check_suitability(pilot_with(assess=True, hazards="hazards.gpkg"))
    idle = pilot_with(hazards="hazards.gpkg")
    check_suitability(idle)
    assert not files_of(idle), "what is not to be assessed is not read"
    (pilot.folder / "broken.tif").write_text("no raster", encoding="utf-8")
    with pytest.raises(InputError, match="broken.tif"):
        check_suitability(pilot_with(assess=True, travel_time="broken.tif"))


def test_travel_time_is_scaled_and_a_negative_one_is_unknown(pilot_with):
    pilot = pilot_with()
    minutes = np.full(pilot.grid.shape, 60, np.float32)
    minutes[:, :pilot.grid.cols // 2] = -9999
    files.write(pilot.folder / "travel_time.tif", pilot.grid, minutes, "continuous")
    pilot = pilot_with(assess=True, travel_time="travel_time.tif")
    classes = files.read(publish_suitability(pilot, Feedback()).classes["urban"])
    west = classes[:, :pilot.grid.cols // 2 - 1]
    assert set(np.unique(west)) <= {1, 255} and (classes[:, pilot.grid.cols // 2 + 1:] == 5).any()
