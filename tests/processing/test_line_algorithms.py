"""Boundaries that follow lines, and stakes, on plain layers through Processing."""

import pytest
from osgeo import ogr
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ecr_toolkit.pilot.layers import Feature, read_layer, union, write_layers

CRS = "EPSG:6933"


def run(registry, name, **parameters):
    results, good = registry.algorithmById(f"ecr:{name}").create().run(
        parameters, QgsProcessingContext(), QgsProcessingFeedback(), catchExceptions=False)
    assert good
    return results


@pytest.fixture
def layers(tmp_path):
    """Two neighbouring polygons and a river 300 m north of both."""
    squares = [ogr.CreateGeometryFromWkt(f"MULTIPOLYGON((({x} 0,{x + 4000} 0,{x + 4000} 4000,{x} 4000,{x} 0)))")
               for x in (0, 4000)]
    write_layers(tmp_path / "polygons.gpkg", CRS, {"polygons": (ogr.wkbMultiPolygon, {"code": str}, [
        Feature(square, {"code": code}) for square, code in zip(squares, ("X-1", "X-2"))])})
    river = ogr.CreateGeometryFromWkt("MULTILINESTRING((-2000 4300,10000 4300))")
    write_layers(tmp_path / "river.gpkg", CRS, {"river": (ogr.wkbMultiLineString, {}, [Feature(river, {})])})
    return tmp_path


def test_a_boundary_follows_a_river_but_not_over_what_stays_out(registry, layers):
    given = {"POLYGONS": str(layers / "polygons.gpkg"), "NATURAL": str(layers / "river.gpkg"), "TOLERANCE_M": 500}
    results = run(registry, "followlines", **given, MOVED=str(layers / "moved.gpkg"),
                  SEGMENTS=str(layers / "segments.gpkg"))
    assert results["GAINED_KM2"] == pytest.approx(2.4, abs=0.3) and results["LOST_KM2"] == 0
    moved, = read_layer(layers / "moved.gpkg")
    assert moved.geometry.GetArea() / 1e6 == pytest.approx(32 + results["GAINED_KM2"], abs=1e-3)
    segments = read_layer(layers / "segments.gpkg")
    assert sum(one.geometry.Length() for one in segments) == pytest.approx(moved.geometry.Boundary().Length(), rel=1e-6)
    assert sum(one.values["length_km"] for one in segments if one.values["bnd_type"] == 1) > 7.9
    kept = ogr.CreateGeometryFromWkt("MULTIPOLYGON(((3000 4100,5000 4100,5000 4200,3000 4200,3000 4100)))")
    write_layers(layers / "out.gpkg", CRS, {"out": (ogr.wkbMultiPolygon, {}, [Feature(kept, {})])})
    again = run(registry, "followlines", **given, KEPT_OUT=str(layers / "out.gpkg"), MOVED=str(layers / "again.gpkg"))
    assert again["GAINED_KM2"] == 0


def test_stakes_of_neighbours_stand_once(registry, layers):
    results = run(registry, "placestakes", POLYGONS=str(layers / "polygons.gpkg"), CODE="code", TURN_DEGREES=30,
                  APART_M=1000, CRS="utm", STAKES=str(layers / "stakes.gpkg"))
    stakes = read_layer(layers / "stakes.gpkg")
    # corners and junctions, and three stakes between them on each of seven sides of 4 km
    assert results["COUNT"] == len(stakes) == 6 + 7 * 3
    assert sum("X-1" in one.values["codes"] and "X-2" in one.values["codes"] for one in stakes) == 5
    assert all(one.values["number"].startswith(("X-1-J", "X-2-J")) and one.values["longitude"] for one in stakes)
    line = union([one.geometry for one in read_layer(layers / "polygons.gpkg")]).Boundary().Union(
        ogr.CreateGeometryFromWkt("LINESTRING(4000 0,4000 4000)"))
    assert all(line.Distance(one.geometry) < 1e-6 for one in stakes)


@pytest.mark.parametrize("name", ["followlines", "placestakes"])
def test_everything_has_help(registry, name):
    algorithm = registry.algorithmById(f"ecr:{name}")
    assert algorithm.shortHelpString() and algorithm.groupId() == "redline"
    assert all(one.help() for one in algorithm.parameterDefinitions())
