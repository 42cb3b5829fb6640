"""Units of the world map: joined by the names table, unique codes, areas of starter_data.md."""

import shutil
from pathlib import Path

import pytest

from ecr_toolkit.errors import InputError, ToolkitError
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.units import load_units
from ecr_toolkit.raster.grid import WGS84

ROOT = Path(__file__).resolve().parents[2]
CYLINDRICAL = "EPSG:6933"


def values(code, source="world_map", names=""):
    return {"country": {"code": code}, "units": {"source": source, "names": names}, "grid": {"clip": []}}


@pytest.mark.parametrize(("code", "km2"), [("PAK", 873_017), ("BRA", 8_472_342), ("LAO", 228_122)])
def test_areas_of_the_polygons(world_map, tmp_path, code, km2):
    """Areas in EPSG:6933 as starter_data.md gives them."""
    units = load_units(values(code), tmp_path, world_map, CYLINDRICAL)
    assert sum(unit.geometry.GetArea() for unit in units) / 1e6 == pytest.approx(km2, rel=1e-5)
    assert len({unit.code for unit in units}) == len(units)


def test_the_grid_of_pakistan_is_ellipsoidal(pakistan):
    """The sum of the units on the equal-area grid against QGIS's ellipsoidal measure of the same polygons."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsGeometry, QgsProject

    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem(WGS84), QgsProject.instance().transformContext())
    measure.setEllipsoid("EPSG:7030")
    geographic = load_units(pakistan.recipe.values, pakistan.folder, pakistan.world_map, WGS84)
    for unit, flat in zip(pakistan.units, geographic):
        ellipsoidal = measure.measureArea(QgsGeometry.fromWkt(flat.geometry.ExportToWkt())) / 1e6
        assert unit.area_km2 == pytest.approx(ellipsoidal, rel=1e-4)


def test_pakistan_joins_the_tribal_areas_and_names_are_there_in_three_languages(world_map):
    units = load_units(values("PAK", names="units.csv"), ROOT / "pilots" / "pakistan", world_map, WGS84)
    assert [unit.code for unit in units] == ["BA", "GB", "IS", "JK", "KP", "PB", "SD"]
    assert units[1].name("ur") == "گلگت بلتستان" and units[1].name("fr") == "Gilgit-Baltistan"


def test_brazils_states_keep_their_names(world_map):
    units = load_units(values("BRA", names="units.csv"), ROOT / "pilots" / "brazil", world_map, WGS84)
    assert len(units) == 27 and {"SP", "AM", "DF"} <= {unit.code for unit in units}


def test_an_unknown_country_is_told(world_map, tmp_path):
    with pytest.raises(ToolkitError, match="XXX"):
        load_units(values("XXX"), tmp_path, world_map, WGS84)


def test_a_missing_world_map_is_told(tmp_path):
    with pytest.raises(ToolkitError, match="world_map.gpkg"):
        load_units(values("PAK"), tmp_path, tmp_path / "no.gpkg", WGS84)


def test_a_layer_without_code_and_name_is_refused(training_folder, tmp_path):
    shutil.copyfile(training_folder / "data" / "rivers.gpkg", tmp_path / "units.gpkg")
    with pytest.raises(InputError, match="units.gpkg"):
        load_units(values("TRN", source="units.gpkg"), tmp_path, None, WGS84)


def test_names_are_not_ascii(training):
    assert {unit.name() for unit in training.units} == {"Çalvören", "Żółta Łęka", "Ñandú Alto"}
    assert Pilot.open(training.folder).grid == training.grid
