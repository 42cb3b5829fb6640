"""Names that never stand twice, zones that add up, segments by type, and checks that name what fails."""

import pytest
from osgeo import ogr

from ecr_toolkit.boundary.borders import boundary_segments, stretches
from ecr_toolkit.boundary.faces import cut_into_faces, edges_of
from ecr_toolkit.boundary.following import ADMINISTRATIVE, LEGAL, RASTER, kinds_of
from ecr_toolkit.boundary.naming import Places, names_of
from ecr_toolkit.boundary.patches import Patch, patches_of
from ecr_toolkit.boundary.quality import Published, quality
from ecr_toolkit.boundary.rules import redline
from ecr_toolkit.boundary.zoning import CORE, GENERAL, zones_of
from ecr_toolkit.pilot.layers import Feature

NOWHERE = ogr.Geometry(ogr.wkbMultiPolygon)


def box(left, bottom, right, top):
    return ogr.CreateGeometryFromWkt(
        f"MULTIPOLYGON((({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom})))")


def plain(text):
    return text


def test_a_polygon_is_called_after_what_it_holds_most_of():
    features = [Feature(box(0, 0, 10, 10), {"name": "Plain"}), Feature(box(0, 0, 40, 40), {"name": "Mountain"}),
                Feature(ogr.CreateGeometryFromWkt("POINT(95 50)"), {"name": "Spring"}),
                Feature(ogr.CreateGeometryFromWkt("LINESTRING(200 0,200 90)"), {"name": "River"}),
                Feature(box(300, 0, 310, 10), {"name": None})]
    places = Places(features, 20)
    assert places.name_of(box(0, 0, 50, 50)) == "Mountain"
    assert places.name_of(box(90, 40, 100, 60)) == "Spring"
    assert places.name_of(box(190, 0, 250, 90)) == "River"
    assert places.name_of(box(70, 40, 80, 60)) == "Spring", "near enough"
    assert places.name_of(box(300, 0, 310, 10)) is None and places.name_of(box(500, 500, 510, 510)) is None


def test_two_polygons_of_one_place_and_function_are_told_apart_by_their_codes():
    names = names_of(["Lake", "Lake", "Lake", "Hill"], ["water", "water", "soil", "soil"],
                     ["A-0002", "A-0001", "A-0003", "A-0004"], plain)
    assert names == [f"{place}: {function}, Ecological Conservation Redline" for place, function in (
        ("Lake 2", "water"), ("Lake 1", "water"), ("Lake", "soil"), ("Hill", "soil"))]


def test_zones_of_a_patch_add_up_and_share_their_line():
    patches = [Patch(box(0, 0, 1000, 1000), 0), Patch(box(2000, 0, 3000, 1000), 0), Patch(box(4000, 0, 5000, 10), 0)]
    core = box(500, -500, 2500, 2000)
    parts = zones_of(patches, core)
    assert [(part.patch, part.zone, part.area_km2) for part in parts] == [
        (0, CORE, 0.5), (0, GENERAL, 0.5), (1, CORE, 0.5), (1, GENERAL, 0.5), (2, GENERAL, 0.01)]
    assert [part.zone for part in zones_of(patches, NOWHERE)] == [GENERAL] * 3


@pytest.fixture
def drawn():
    """Two units, a forced area across their border and a candidate in the first."""
    units = [box(0, 0, 5000, 5000), box(5000, 0, 9000, 5000)]
    faces = cut_into_faces(units, box(4000, 1000, 6000, 2000), [box(1000, 1000, 2000, 3000), NOWHERE])
    edges = edges_of(faces)
    kinds = kinds_of(edges, faces, {})
    return faces, edges, kinds, *patches_of(faces, 2, edges, kinds)


def test_segments_are_the_whole_boundary_by_type(drawn):
    faces, edges, kinds, patches, owner = drawn
    segments = boundary_segments(edges, owner, kinds)
    by_kind = {kind: sum(one.line.Length() for one in segments if one.kind == kind)
               for kind in (LEGAL, ADMINISTRATIVE, RASTER)}
    assert by_kind == {LEGAL: 6000 - 0, ADMINISTRATIVE: 1000, RASTER: 6000}
    assert [(patch.unit, patch.line_km) for patch in patches] == [
        (0, {RASTER: 6.0}), (0, {LEGAL: 3.0, ADMINISTRATIVE: 1.0}), (1, {LEGAL: 3.0, ADMINISTRATIVE: 1.0})]
    shared, = (one for one in segments if one.kind == ADMINISTRATIVE)
    assert {shared.first, shared.second} == {1, 2}


def checked(drawn, rows=None, taken_out=NOWHERE, log=0.0, forced=None, target=0.9, cover=None):
    faces, edges, _kinds, patches, _owner = drawn
    rows = rows or [{"ecr_code": f"X-{number}", "ecr_name": f"name {number}", "status": "draft"}
                    for number in range(len(patches))]
    forced = forced or [Feature(box(4000, 1000, 6000, 2000), {"name": "Park"})]
    made = Published(patches, rows, forced, taken_out, stretches(faces, edges), log, cover)
    return {row["check"]: row for row in quality(made, 1.5, target)}


def test_checks_pass_and_tell(drawn):
    rows = checked(drawn, cover={"land": (3.0, 40.0), "water": (1.0, 5.0)})
    assert {name for name, row in rows.items() if row["passed"] == 0} == set()
    assert [rows[name]["value"] for name in ("Q8", "Q8_land", "Q8_water")] == [
        pytest.approx(100 * 4 / 45, abs=1e-4), 7.5, 20.0]
    assert rows["Q3"]["passed"] is None and rows["Q3"]["value"] == 0, "small ones hold a forced area"
    assert rows["Q9"]["value"] == 100 and redline(drawn[0]).GetArea() / 1e6 == 4


def test_what_fails_is_named(drawn):
    twice = [{"ecr_code": code, "ecr_name": name, "status": status} for code, name, status in (
        ("X-1", "a", "draft"), ("X-1", "b", ""), ("X-3", "b", "draft"))]
    assert (checked(drawn, twice)["Q5"]["passed"], checked(drawn, twice)["Q5"]["features"]) == (0, "X-1; X-3")
    assert checked(drawn, taken_out=box(1500, 1500, 1600, 1600))["Q7"]["features"] == "X-0"
    lost = checked(drawn, forced=[Feature(box(4000, 1000, 6000, 2050), {"name": "Wider park"})])["Q4"]
    assert (lost["passed"], lost["features"]) == (0, "Wider park") and 95 < lost["value"] < 96
    assert checked(drawn, log=0.5)["Q10"]["passed"] == 0
    assert checked(drawn, target=1.1)["Q9"]["passed"] == 0
    assert checked(drawn)["Q8"]["passed"] is None and checked(drawn)["Q8"]["value"] is None
