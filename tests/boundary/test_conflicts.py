"""Conflict objects: every code with every branch, splits at protected areas, decisions that stay, sums that add up."""

import os
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from osgeo import ogr

from ecr_toolkit.boundary.conflicts import decisions, layers
from ecr_toolkit.boundary.conflicts.activities import TEXTS, allowed_activities
from ecr_toolkit.boundary.conflicts.assembly import conflicts_of
from ecr_toolkit.boundary.conflicts.deciding import decide, take_decisions
from ecr_toolkit.boundary.conflicts.deduction import Deduction
from ecr_toolkit.boundary.conflicts.inside import amounts_in, register_texts
from ecr_toolkit.boundary.conflicts.model import Decision
from ecr_toolkit.boundary.conflicts.pieces import merged
from ecr_toolkit.boundary.conflicts.rules import (
    BUILT_UP,
    CONSENT,
    CORE,
    FARMLAND,
    LINE,
    MINE,
    OPERATING_AREA,
    OUTSIDE,
    PLAN,
    PLANTATION,
    PROTECTED,
    RESERVOIR,
    TRADITIONAL,
    ZONES,
    Sizes,
    allowed,
    flag_of,
    rule_of,
)
from ecr_toolkit.boundary.conflicts.tables import FIELDS, GONE, gone_rows, rows_of, summary
from ecr_toolkit.boundary.conflicts.zones import Zones
from ecr_toolkit.boundary.holding import Holds
from ecr_toolkit.errors import InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.messages import _
from ecr_toolkit.pilot.boxes import Pieces
from ecr_toolkit.pilot.layers import Feature, union, write_layers
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.polygonised import polygonised
from ecr_toolkit.raster.zones import Zone
from ecr_toolkit.steps.deduction import cells_by_code

CRS = "+proj=laea +lat_0=10 +lon_0=20 +datum=WGS84 +units=m +no_defs"
GRID = Grid(CRS, 100.0, 0.0, 4000.0, 40, 40)  # cells of a hectare
CROP, TOWN, TREES, FOREST = 12, 13, 17, 4
CLASSES = {FARMLAND: [CROP], BUILT_UP: [TOWN], PLANTATION: [TREES]}
DAY = date(2026, 11, 21)


def box(left, bottom, right, top):
    """A polygon in hectometres: columns from the west, rows from the south."""
    left, bottom, right, top = (100 * value for value in (left, bottom, right, top))
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom}))")


def line(*points):
    return ogr.CreateGeometryFromWkt("LINESTRING(" + ",".join(f"{100 * x} {100 * y}" for x, y in points) + ")")


def taken_out(found):
    """Whether polygons hold what the rules and decisions take out."""
    deduction = Deduction.of(found, GRID)
    return Holds(union([polygonised(deduction.cells, GRID), *deduction.outlines.values()]))


def cells(left, bottom, right, top):
    """The slices of the cells of a box."""
    return slice(40 - top, 40 - bottom), slice(left, right)


def cover_of(*patches, grid=GRID):
    cover = np.full(grid.shape, FOREST, np.float32)
    for code, *sides in patches:
        cover[cells(*sides)] = code
    return cover


def area(outline, treatment="forced", category="IV"):
    return Feature(outline, {"treatment": treatment, "iucn_category": category})


@pytest.fixture
def conflicts(tmp_path):
    """conflicts(cover, {code: [(outline, values)]}, areas, candidates, decisions): what the objects are."""
    def make(cover=None, given=None, areas=(), candidates=None, decided=(), fields=None, grid=GRID,
             classes=CLASSES):
        paths = {}
        for code, features in (given or {}).items():
            paths[code] = tmp_path / f"{code}.gpkg"
            names = {name: str for _outline, values in features for name in values}
            write_layers(paths[code], CRS, {code: (ogr.wkbUnknown, names, [
                Feature(outline, values) for outline, values in features])})
        found = layers.read(paths, fields or {}, CRS, Sizes(), Feedback())
        zones = Zones.of(list(areas), ["Ia", "Ib", "II"], layers.traditional_land(found))
        whole = np.ones(grid.shape, bool) if candidates is None else candidates
        forced = zone_cells([one.geometry for one in areas if one.values["treatment"] == "forced"], grid)
        return conflicts_of(cover, classes, found, list(paths), zones, whole | forced, forced, grid, Sizes(),
                            list(decided), Feedback())

    return make


def zone_cells(outlines, grid):
    held = np.zeros(grid.shape, bool)
    for outline in outlines:
        held |= Zone.of(outline, grid).spread(grid) >= 0.5
    return held


def facts(found):
    """(code, zone, decision, ha or km) of every object."""
    return [(one.code, one.zone, one.decision, one.area_ha if one.length_km is None else one.length_km)
            for one in found.objects]


def decision_on(one, decision, reason="surveyed", who="Office", day="2026-01-02"):
    return Decision(one.id, one.code, *one.place, decision, reason, who, day)


# Rules

@pytest.mark.parametrize(("given", "code", "by_zone"), [
    ({"family": FARMLAND, "large": True}, "C1", "deduct keep exit exit"),
    ({"family": FARMLAND, "large": False}, "C2", "keep keep keep keep"),
    ({"family": BUILT_UP, "large": True}, "C3", "deduct keep exit exit"),
    ({"family": BUILT_UP, "large": False, "kind": "Industrial park"}, "C3", "deduct keep exit exit"),
    ({"family": BUILT_UP, "large": False}, "C4", "keep keep keep keep"),
    ({"family": MINE, "kind": "copper", "status": "valid"}, "C5", "deduct keep exit exit"),
    ({"family": MINE, "kind": "Natural GAS", "status": "Valid"}, "C5", "keep keep keep keep"),
    ({"family": MINE, "kind": "uranium/vanadium", "status": "granted"}, "C5", "keep keep keep keep"),
    ({"family": MINE, "kind": "oil", "status": "expired"}, "C5", "deduct keep exit exit"),
    ({"family": MINE, "kind": "oil", "status": ""}, "C5", "deduct keep exit exit"),
    ({"family": MINE, "kind": "soil", "status": "valid"}, "C5", "deduct keep exit exit"),  # the word, not its letters
    ({"family": LINE}, "C6", "keep keep keep keep"),
    ({"family": PLANTATION, "large": True}, "C7", "deduct keep keep keep"),
    ({"family": PLANTATION, "large": False}, "C7", "keep keep keep keep"),
    ({"family": RESERVOIR}, "C8", "keep keep keep keep"),
    ({"family": OPERATING_AREA}, "C8", "deduct keep exit exit"),
    ({"family": PLAN}, "C9", "keep keep keep keep"),
    ({"family": TRADITIONAL}, "C10", "keep keep keep keep"),
])
def test_rules(given, code, by_zone):
    assert (OUTSIDE, CONSENT, PROTECTED, CORE) == tuple(ZONES)
    rules = [rule_of(zone=zone, **given) for zone in ZONES]
    assert [rule.decision for rule in rules] == by_zone.split()
    assert {rule.code for rule in rules} == {code} and all(rule.sentence for rule in rules)


def test_a_village_in_the_core_may_relocate_and_what_concerns_indigenous_land_is_flagged():
    assert "Relocate voluntarily" in rule_of(BUILT_UP, CORE).sentence
    assert "Relocate" not in rule_of(BUILT_UP, PROTECTED).sentence
    assert {zone for zone in ZONES if flag_of(FARMLAND, zone)} == {CONSENT}
    assert {flag_of(TRADITIONAL, zone) for zone in ZONES} == {"FPIC"}


def test_what_people_may_decide():
    assert allowed(FARMLAND, OUTSIDE) == allowed(PLAN, CONSENT) == ("keep", "exit", "deduct")
    assert allowed(FARMLAND, PROTECTED) == allowed(MINE, CORE) == allowed(LINE, OUTSIDE) == ("keep", "exit")
    assert {allowed(TRADITIONAL, zone) for zone in ZONES} == {("keep",)}


@pytest.mark.parametrize(("family", "limit"), [(FARMLAND, 20), (BUILT_UP, 10), (PLANTATION, 100)])
def test_the_limit_itself_is_large(family, limit):
    assert Sizes().is_large(family, limit) and not Sizes().is_large(family, limit - 1e-6)
    assert not Sizes(500, 500, 500).is_large(family, limit)


# Objects of the land cover

def test_farmland_settlements_and_plantations_by_what_hangs_together(conflicts):
    found = conflicts(cover_of((CROP, 0, 0, 5, 4), (CROP, 10, 0, 19, 2), (CROP, 19, 2, 20, 3), (TOWN, 0, 10, 5, 12),
                               (TOWN, 10, 10, 13, 13), (TREES, 20, 20, 30, 30), (TREES, 32, 20, 40, 30)))
    assert facts(found) == [
        ("C1", OUTSIDE, "deduct", 20.0), ("C2", OUTSIDE, "keep", 19.0),  # 18 cells and one at their corner
        ("C3", OUTSIDE, "deduct", 10.0), ("C4", OUTSIDE, "keep", 9.0),
        ("C7", OUTSIDE, "deduct", 100.0), ("C7", OUTSIDE, "keep", 80.0)]
    assert all(one.geometry.GetArea() == pytest.approx(1e4 * one.area_ha) and one.geometry.IsValid()
               for one in found.objects)
    assert {one.source for one in found.objects} == {"land cover"}
    assert found.assessed == ["C1", "C2", "C3", "C4", "C7"]


def test_the_whole_decides_the_code_and_only_the_candidate_part_counts(conflicts):
    candidates = np.zeros(GRID.shape, bool)
    candidates[cells(0, 0, 2, 40)] = True
    found = conflicts(cover_of((CROP, 0, 0, 20, 2), (CROP, 0, 10, 3, 12), (CROP, 30, 30, 40, 40)),
                      candidates=candidates)
    assert facts(found) == [("C1", OUTSIDE, "deduct", 4.0), ("C2", OUTSIDE, "keep", 4.0)]
    deduction = Deduction.of(found, GRID)
    # the whole of the large field, and the one that is no candidate at all: the line must not close over them
    assert int(deduction.masks["C1"].sum()) == 40 + 100 and "C2" not in deduction.masks


def test_a_field_partly_in_protected_areas_is_split_and_they_stay_whole(conflicts):
    areas = [area(box(5, 0, 10, 10)), area(box(10, 0, 20, 10), category="II"),
             area(box(20, 0, 40, 10), "by_level", "V")]
    found = conflicts(cover_of((CROP, 0, 0, 30, 2)), areas=areas)
    assert facts(found) == [("C1", OUTSIDE, "deduct", 30.0), ("C1", CORE, "exit", 20.0),
                            ("C1", PROTECTED, "exit", 10.0)]
    assert [(one.in_protected, one.in_core) for one in found.objects] == [(False, False), (True, True), (True, False)]
    assert len({one.id[:22] for one in found.objects}) == 1, "one object, its parts named by their zone"
    mask = Deduction.of(found, GRID).masks["C1"]
    assert mask.sum() == 30 and not mask[:, 5:20].any()


def test_towns_and_plantations_at_protected_areas(conflicts):
    areas = [area(box(0, 0, 20, 40), category="Ia")]
    found = conflicts(cover_of((TOWN, 18, 0, 22, 5), (TREES, 15, 10, 25, 20), (TOWN, 2, 30, 4, 31)), areas=areas)
    assert facts(found) == [("C3", OUTSIDE, "deduct", 10.0), ("C3", CORE, "exit", 10.0), ("C4", CORE, "keep", 2.0),
                            ("C7", OUTSIDE, "deduct", 50.0), ("C7", CORE, "keep", 50.0)]
    village = found.objects[2]
    assert village.rule.sentence.startswith("Relocate voluntarily")


def test_a_core_category_that_is_not_in_as_a_whole_is_no_core(conflicts):
    found = conflicts(cover_of((CROP, 0, 0, 20, 2)), areas=[area(box(0, 0, 40, 40), "check", "II")])
    assert facts(found) == [("C1", OUTSIDE, "deduct", 40.0)]


def test_farmland_on_indigenous_land_is_not_taken_out_without_a_decision(conflicts):
    land = {"C10": [(box(0, 0, 10, 40), {"name": "Ñ"})]}
    cover = cover_of((CROP, 5, 0, 15, 4))
    found = conflicts(cover, land)
    assert facts(found) == [("C1", OUTSIDE, "deduct", 20.0), ("C1", CONSENT, "keep", 20.0),
                            ("C10", OUTSIDE, "keep", 400.0)]
    assert [one.flag for one in found.objects] == ["", "FPIC", "FPIC"]
    assert int(Deduction.of(found, GRID).masks["C1"].sum()) == 20
    decided = conflicts(cover, land, decided=[decision_on(found.objects[1], "deduct", "the community agreed")])
    assert int(Deduction.of(decided, GRID).masks["C1"].sum()) == 40


@given(arrays(bool, (12, 12)), arrays(bool, (12, 12)), arrays(bool, (12, 12)))
def test_objects_against_counting_by_hand(mask, candidates, forced):
    ndimage = pytest.importorskip("scipy.ndimage")
    grid = Grid(CRS, 250.0, 0.0, 3000.0, 12, 12)
    cover = np.where(mask, np.float32(CROP), np.float32(FOREST))
    empty = ogr.Geometry(ogr.wkbMultiPolygon)
    found = conflicts_of(cover, CLASSES, [], [], Zones(empty, empty, empty), candidates | forced, forced, grid, Sizes(),
                         [], Feedback())
    labels, count = ndimage.label(mask, np.ones((3, 3)))
    expected, taken = [], np.zeros(mask.shape, bool)
    for number in range(1, count + 1):
        own = labels == number
        code = "C1" if own.sum() * 6.25 >= 20 else "C2"
        for zone, where in ((OUTSIDE, ~forced), (PROTECTED, forced)):
            size = (own & where & (candidates | forced)).sum() * 6.25
            if size:
                rule = {("C1", OUTSIDE): "deduct", ("C1", PROTECTED): "exit"}.get((code, zone), "keep")
                expected.append((code, zone, rule, size))
        taken |= own & ~forced if code == "C1" else False
    assert sorted(facts(found)) == sorted(expected)
    assert np.array_equal(Deduction.of(found, grid).cells, taken)
    assert len({one.id for one in found.objects}) == len(found.objects)
    assert sum(one.geometry.GetArea() for one in found.objects) == pytest.approx(
        (mask & (candidates | forced)).sum() * 62500)


def test_no_cells_one_cell_and_nothing_but_cells(conflicts):
    assert facts(conflicts(cover_of())) == []
    assert facts(conflicts(cover_of((TOWN, 39, 39, 40, 40)))) == [("C4", OUTSIDE, "keep", 1.0)]
    everything = conflicts(cover_of((CROP, 0, 0, 40, 40)))
    assert facts(everything) == [("C1", OUTSIDE, "deduct", 1600.0)]
    assert Deduction.of(everything, GRID).cells.all()
    assert facts(conflicts(cover_of((CROP, 0, 0, 40, 40)), candidates=np.zeros(GRID.shape, bool))) == []


def test_a_class_that_two_families_name_belongs_to_the_first(conflicts):
    found = conflicts(cover_of((CROP, 0, 0, 10, 10)), classes={FARMLAND: [CROP], PLANTATION: [CROP, TREES]})
    assert facts(found) == [("C1", OUTSIDE, "deduct", 100.0)]


def test_unknown_land_cover_is_told_and_no_data_is_not_zero(conflicts):
    cover = cover_of((CROP, 0, 0, 5, 4))
    cover[0] = np.nan
    found = conflicts(cover)
    assert found.unknown_ha == 40.0
    rows = {(row["code"], row["decision"]): row for row in summary(found, rows_of(found, {}))}
    assert rows[("", "not assessed")]["area_km2"] == 0.4
    assert "objects" not in rows[("C6", "not assessed")] and rows[("C3", "")]["objects"] == 0
    nothing = conflicts(None)
    assert nothing.assessed == [] and register_texts(nothing, box(0, 0, 9, 9)) == {
        "in_conflict": "not assessed", "conflict_code": "not assessed"}
    assert not Deduction.of(nothing, GRID).cells.any() and not taken_out(nothing)(box(0, 0, 9, 9))


# Objects of layers

def test_mines_reservoirs_and_plans(conflicts):
    found = conflicts(None, {
        "C5": [(box(0, 0, 4, 2), {"name": "Cu", "kind": "copper", "status": "valid"}),
               (box(8, 0, 12, 2), {"name": "Gas", "kind": "gas", "status": "valid"})],
        "C8": [(box(20, 20, 30, 30), {"name": "Lake", "kind": "reservoir", "status": None}),
               (box(30, 24, 31, 26), {"name": "Dam", "kind": "Operating_area", "status": ""})],
        "C9": [(box(0, 30, 2, 32), {"name": "Resort"}), (line((5, 35), (15, 35)), {"name": "Motorway"})],
    }, areas=[area(box(2, 0, 10, 10))])
    assert [(one.name, *fact) for one, fact in zip(found.objects, facts(found))] == [
        ("Cu", "C5", OUTSIDE, "deduct", 4.0), ("Cu", "C5", PROTECTED, "exit", 4.0),
        ("Gas", "C5", OUTSIDE, "keep", 4.0), ("Gas", "C5", PROTECTED, "keep", 4.0),
        ("Dam", "C8", OUTSIDE, "deduct", 2.0), ("Lake", "C8", OUTSIDE, "keep", 100.0),
        ("Resort", "C9", OUTSIDE, "keep", 4.0), ("Motorway", "C9", OUTSIDE, "keep", 1.0)]
    deduction = Deduction.of(found, GRID)
    assert {code: outline.GetArea() / 1e4 for code, outline in deduction.outlines.items()} == {"C5": 4.0, "C8": 2.0}
    assert not deduction.cells.any() and found.objects[0].source == "C5.gpkg"


def test_lines_are_measured_split_and_never_cut(conflicts):
    candidates = np.ones(GRID.shape, bool)
    candidates[cells(0, 0, 5, 40)] = False
    found = conflicts(None, {"C6": [(line((0, 5.5), (40, 5.5)), {"name": "N2"})]}, areas=[area(box(10, 0, 20, 40))],
                      candidates=candidates)
    assert facts(found) == [("C6", OUTSIDE, "keep", 2.5), ("C6", PROTECTED, "keep", 1.0)]
    assert all(one.area_ha is None for one in found.objects)
    assert amounts_in(found, box(30, 0, 40, 40)) == {0: 1.0}
    with pytest.raises(InputError, match="never cuts"):
        raise InputError(decisions.faults_of(found.objects[0].id, "deduct", "x", "y"))


def test_parcels_that_touch_are_one_block_and_parts_of_a_feature_are_objects_of_their_own(conflicts):
    scattered = ogr.Geometry(ogr.wkbMultiPolygon)
    for left in (0, 10, 20):
        scattered.AddGeometry(box(left, 30, left + 4, 32))  # 3 × 8 ha
    found = conflicts(None, {"C1": [(box(0, 0, 4, 3), {}), (box(4, 0, 8, 3), {}), (scattered, {})],
                             "C3": [(box(0, 10, 3, 13), {"kind": "industrial park"}),
                                    (box(10, 10, 13, 13), {"kind": ""})],
                             "C7": [(box(20, 0, 30, 10), {})]})
    assert facts(found) == [("C1", OUTSIDE, "deduct", 12.0)] * 2 + [("C2", OUTSIDE, "keep", 8.0)] * 3 + [
        ("C3", OUTSIDE, "deduct", 9.0), ("C4", OUTSIDE, "keep", 9.0), ("C7", OUTSIDE, "deduct", 100.0)]
    assert {"C1", "C3", "C7"} == set(found.assessed)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 3), st.integers(1, 3)), max_size=12))
def test_blocks_against_the_union_grown_a_little(boxes):
    outlines = [box(x, y, x + width, y + height) for x, y, width, height in boxes]
    blocks = Pieces(outlines).blocks()
    assert sorted(index for block in blocks for index in block) == list(range(len(boxes)))
    grown = Pieces.of(union([outline.Buffer(1) for outline in outlines])).geometries  # 1 m over 100 m: corners join
    for block in blocks:
        holding, = (one for one in grown if one.Intersects(outlines[block[0]]))
        assert [index for index, outline in enumerate(outlines) if holding.Intersects(outline)] == block
    assert merged(outlines).GetArea() == pytest.approx(union(outlines).GetArea()) and merged(outlines).IsValid()


def test_a_layer_cut_by_candidates_and_zones_keeps_its_exact_area(conflicts):
    slanted = ogr.CreateGeometryFromWkt("POLYGON((130 120,2170 480,1990 2310,310 1890,130 120),"
                                        "(800 800,800 1200,1200 1200,800 800))")
    candidates = np.zeros(GRID.shape, bool)
    candidates[::3, 1::2] = True
    found = conflicts(None, {"C5": [(slanted, {"kind": "tin"})]}, areas=[area(box(7.3, 2.2, 14.1, 30))],
                      candidates=candidates)
    forced = zone_cells([box(7.3, 2.2, 14.1, 30)], GRID)
    expected = (Zone.of(slanted, GRID).spread(GRID) * (candidates | forced)).sum()
    assert sum(one.area_ha for one in found.objects) == pytest.approx(expected, abs=1e-3)
    assert Deduction.of(found, GRID).outlines["C5"].GetArea() == pytest.approx(
        slanted.Difference(box(7.3, 2.2, 14.1, 30)).GetArea(), rel=1e-9)


def test_what_lies_beyond_the_candidates_is_no_object_but_the_line_does_not_close_over_it(conflicts):
    candidates = np.ones(GRID.shape, bool)
    candidates[cells(0, 0, 10, 10)] = False
    found = conflicts(None, {"C5": [(box(2, 2, 4, 4), {"kind": "tin"}),
                                    (box(5, 5, 7, 7), {"kind": "oil", "status": "valid"}),
                                    (box(60, 60, 61, 61), {"kind": "tin"})]}, candidates=candidates)
    assert found.objects == []
    assert taken_out(found)(box(1, 1, 8, 8)) and not taken_out(found)(box(5, 5, 8, 8))


def test_fields_are_called_as_the_recipe_says_or_by_their_plain_names(conflicts):
    features = [(box(0, 0, 2, 2), {"MINERAL": "gas", "Right": "valid", "name": "A"})]
    assert facts(conflicts(None, {"C5": features}, fields={"kind": "mineral", "status": "right"}))[0][2] == "keep"
    assert facts(conflicts(None, {"C5": features}))[0][2] == "deduct", "an unknown right is none"


def test_points_and_lines_where_areas_are_needed_are_told(conflicts):
    with pytest.raises(InputError, match="C4.gpkg.*buffer"):
        conflicts(None, {"C4": [(ogr.CreateGeometryFromWkt("POINT(500 500)"), {"name": "Hamlet"})]})
    with pytest.raises(InputError, match="C5.gpkg"):
        conflicts(None, {"C5": [(line((0, 0), (1, 1)), {"name": "Vein"})]})


# Identity and decisions

def test_ids_do_not_depend_on_order_other_objects_candidates_or_the_frame(conflicts):
    fields = [(CROP, 3, 3, 9, 7), (CROP, 20, 20, 22, 22)]
    mines = [(box(30, 30, 32, 32), {"kind": "tin"}), (box(34, 30, 36, 32), {"kind": "tin"})]
    one = {x.id for x in conflicts(cover_of(*fields), {"C5": mines}).objects}
    assert len(one) == 4
    candidates = np.zeros(GRID.shape, bool)
    candidates[cells(8, 3, 40, 40)] = True
    other = conflicts(cover_of((TOWN, 0, 0, 2, 2), *fields[::-1], (CROP, 12, 3, 14, 5)), {"C5": mines[::-1]},
                      candidates=candidates)
    assert one < {x.id for x in other.objects}
    wider = Grid(CRS, 100.0, -500.0, 4300.0, 48, 46)
    cover = np.full(wider.shape, FOREST, np.float32)
    cover[3:43, 5:45] = cover_of(*fields)
    assert {x.id for x in conflicts(cover, {"C5": mines}, grid=wider).objects} == one


def test_an_id_tells_family_place_and_zone(conflicts):
    one, = conflicts(cover_of((CROP, 10, 10, 11, 11)), areas=[area(box(0, 0, 40, 40))]).objects
    assert one.id == f"F-{one.place[1]:08.5f}N-{one.place[0]:09.5f}E-P"
    assert one.place == pytest.approx((20.0096, 10.0095), abs=1e-4)  # 1050 m east and north of 20° E, 10° N


def test_equal_objects_of_a_layer_are_told_apart(conflicts):
    found = conflicts(None, {"C5": [(box(0, 0, 2, 2), {"name": name, "kind": "tin"}) for name in "BA"]})
    assert [one.name for one in found.objects] == ["A", "B"]
    assert found.objects[1].id == found.objects[0].id + "~2"


def test_a_decision_stays_with_its_object_when_the_neighbourhood_changes(conflicts):
    before = conflicts(cover_of((CROP, 10, 10, 14, 14), (CROP, 20, 20, 30, 30)))
    village = next(one for one in before.objects if one.code == "C2")
    decided = decision_on(village, "deduct")
    after = conflicts(cover_of((CROP, 0, 0, 2, 2), (CROP, 10, 10, 18, 14), (CROP, 22, 20, 30, 30), (TOWN, 5, 5, 6, 6)),
                      decided=[decided])
    same, = (one for one in after.objects if one.id == village.id)
    assert same.decided == decided and same.status == "decided" and same.code == "C1", "it has grown to 32 ha"
    assert [one.status for one in after.objects if one is not same] == ["open"] * 3 and not after.gone
    assert Deduction.of(after, GRID).masks["C1"][cells(10, 10, 18, 14)].all()
    again = conflicts(cover_of((CROP, 10, 10, 18, 14)), decided=[decided])
    assert [one.id for one in again.objects] == [village.id], "and keeps its id from run to run"


def test_a_decision_overrules_the_rule_in_both_ways(conflicts):
    cover = cover_of((CROP, 0, 0, 10, 10), (CROP, 20, 0, 22, 2), (CROP, 30, 0, 40, 10))
    large, _second, small = conflicts(cover).objects
    found = conflicts(cover, decided=[decision_on(large, "keep"), decision_on(small, "deduct")])
    masks = Deduction.of(found, GRID).masks
    assert not masks["C1"][cells(0, 0, 10, 10)].any() and masks["C1"].sum() == 100
    assert masks["C2"].sum() == 4 and masks["C2"][cells(20, 0, 22, 2)].all()


def test_a_decision_whose_object_is_gone_is_listed_and_not_lost(conflicts):
    village, = conflicts(cover_of((TOWN, 10, 10, 12, 12))).objects
    decided = decision_on(village, "exit")
    found = conflicts(cover_of((CROP, 10, 10, 12, 12)), decided=[decided])
    assert found.gone == [decided] and found.objects[0].status == "open", "another family is another object"
    row, = gone_rows(found)
    assert row["status"] == GONE == "object no longer there" and row["reason"] == "surveyed" and "area_ha" not in row
    assert set(row) <= set(FIELDS)


def test_of_two_objects_that_grew_together_the_latest_decision_stands(conflicts):
    west, east = conflicts(cover_of((CROP, 0, 0, 3, 3), (CROP, 10, 0, 13, 3))).objects
    early, late = decision_on(west, "keep", day="2026-01-01"), decision_on(east, "deduct", day="2026-02-01")
    found = conflicts(cover_of((CROP, 0, 0, 13, 3)), decided=[early, late])
    assert [one.decided for one in found.objects] == [late] and found.gone == [early]
    parts = conflicts(cover_of((CROP, 0, 0, 3, 3), (CROP, 10, 0, 13, 3)), decided=[late])
    assert [one.decision for one in parts.objects] == ["keep", "deduct"], "and when they part again it is where it was"


def test_a_decision_outside_does_not_hold_in_a_new_protected_area(conflicts):
    field, = conflicts(cover_of((CROP, 0, 0, 10, 10))).objects
    decided = decision_on(field, "deduct")
    found = conflicts(cover_of((CROP, 0, 0, 10, 10)), areas=[area(box(0, 0, 40, 40))], decided=[decided])
    assert facts(found) == [("C1", PROTECTED, "exit", 100.0)] and found.gone == [decided]


def test_decisions_on_objects_of_layers_find_them_by_place(conflicts):
    given = {"C5": [(box(0, 0, 4, 4), {"kind": "tin"})], "C6": [(line((0, 20.5), (40, 20.5)), {})]}
    mine, road = conflicts(None, given).objects
    decided = [decision_on(mine, "keep"), decision_on(road, "exit")]
    moved = {"C5": [(box(1, 0, 5.5, 4), {"kind": "tin"}), (box(10, 0, 14, 4), {"kind": "tin"})],
             "C6": [(line((0, 20.8), (40, 20.8)), {}), (line((0, 22), (40, 22)), {})]}
    found = conflicts(None, moved, decided=decided)
    assert {one.id: one.decision for one in found.objects if one.decided} == {mine.id: "keep", road.id: "exit"}
    assert not found.gone and len(found.objects) == 4
    assert Deduction.of(found, GRID).outlines["C5"].GetArea() == 16e4


# What the line leaves out

def test_cells_and_outlines_are_taken_out_and_more_than_a_square_metre_counts(conflicts):
    found = conflicts(cover_of((CROP, 0, 0, 5, 4)), {"C5": [(box(20, 20, 22, 22), {"kind": "tin"})]})
    holds = taken_out(found)
    assert holds(box(4.99, 0, 10, 1)) and not holds(box(5, 0, 10, 1))
    assert holds(box(21.99, 20, 30, 21)) and not holds(box(22, 20, 30, 22))
    assert not holds(box(4.9999, 0, 10, 1)) and not holds(box(21.9999, 20, 30, 21)), "1 m² of a line that moved"
    assert holds.area_m2(box(0, 0, 40, 40)) == pytest.approx(20e4 + 4e4)
    deduction = Deduction.of(found, GRID)
    assert sorted(deduction.masks) == ["C1", "C3", "C7"] and list(deduction.outlines) == ["C5"]


def test_of_an_outline_the_cells_of_which_it_covers_half_are_taken_out(conflicts):
    found = conflicts(cover_of((CROP, 0, 0, 5, 4)), {"C5": [(box(4.5, 0, 10, 1), {"kind": "tin"}),
                                                           (box(4.51, 9, 10, 10), {"kind": "tin"})]})
    by_code = cells_by_code(Deduction.of(found, GRID))
    expected = np.zeros(GRID.shape, bool)
    expected[cells(4, 0, 10, 1)] = expected[cells(5, 9, 10, 10)] = True
    assert np.array_equal(by_code["C5"], expected)
    assert by_code["C1"].sum() == 20 and (by_code["C1"] & by_code["C5"]).sum() == 1


# Inside the line

def test_register_texts_name_codes_numbers_and_size(conflicts):
    found = conflicts(cover_of((CROP, 0, 0, 5, 4), (CROP, 10, 0, 12, 2), (CROP, 14, 0, 16, 2)),
                      {"C6": [(line((10, 30), (40, 30)), {})], "C10": [(box(0, 25, 10, 40), {})]})
    assert register_texts(found, box(8, 0, 15, 40)) == {
        "in_conflict": "C2: 2 (6.0 ha); C6: 1 (0.5 km); C10: 1 (30.0 ha)", "conflict_code": "C2; C6; C10"}
    assert register_texts(found, box(30, 0, 35, 5)) == {"in_conflict": "none", "conflict_code": ""}


@given(arrays(np.float32, (10, 10), elements=st.sampled_from([CROP, TOWN, TREES, FOREST])),
       st.lists(st.tuples(*[st.floats(0, 9), st.floats(0, 9), st.floats(0.5, 6), st.floats(0.5, 6)]), max_size=3),
       st.floats(1, 9))
def test_the_table_adds_up_whatever_the_line(cover, mines, cut):
    grid = Grid(CRS, 100.0, 0.0, 1000.0, 10, 10)
    found = [layers.Raw(MINE, ogr.ForceToMultiPolygon(box(x, y, x + width, y + height)), "m", "", "tin", "")
             for x, y, width, height in mines]
    empty = ogr.Geometry(ogr.wkbMultiPolygon)
    park = ogr.ForceToMultiPolygon(box(0, 0, 10, 5))
    forced = zone_cells([park], grid)
    objects = conflicts_of(cover, CLASSES, found, ["C5"], Zones(empty, park, empty), np.ones(grid.shape, bool), forced,
                           grid, Sizes(1, 1, 1), [], Feedback())
    rows = rows_of(objects, {"W": box(0, 0, cut, 10), "E": box(cut, 0, 10, 10)})
    for row in rows:
        assert row["redline_ha"] == pytest.approx(row["area_ha"], abs=3e-4), "two polygons share the whole country"
    sums = summary(objects, rows)
    whole, = (row for row in sums if row["code"] == "all")
    for name in ("objects", "open", "area_km2", "redline_km2", "length_km", "redline_km"):
        assert sum(row.get(name, 0) for row in sums if row["code"] != "all") == pytest.approx(whole[name], abs=1e-9)
    assert whole["objects"] == len(rows)
    assert whole["area_km2"] == pytest.approx(sum(row["area_ha"] for row in rows) / 100, abs=1e-6)
    assert sum(row["area_ha"] for row in rows if row["code"] != "C5") == np.isin(cover, [CROP, TOWN, TREES]).sum()


# Deciding

@pytest.fixture
def listed(conflicts, tmp_path):
    """A pilot's folder with a published table: a field, a part of one in a park, a road, indigenous land."""
    found = conflicts(cover_of((CROP, 0, 0, 10, 10), (CROP, 20, 0, 30, 10)), {
        "C6": [(line((0, 30), (15, 30)), {"name": "=N1"})], "C10": [(box(0, 35, 5, 40), {"name": "Land"})]},
        areas=[area(box(18, 0, 40, 40))])
    folder = tmp_path / "pilot"
    write_table(folder / "tables" / "conflicts.csv", tuple(FIELDS), rows_of(found, {}))
    return SimpleNamespace(folder=folder, table=folder / "tables" / "conflicts.csv",
                           ids=[one.id for one in found.objects], decisions=folder / decisions.FILE)


def test_a_decision_is_recorded_with_who_why_and_when(listed):
    field, park, road, land = listed.ids
    decide(listed.folder, field, "keep", " = shared use, ü ", " The ministry ", DAY)
    decide(listed.folder, land, "keep", "agreed with the council", "The ministry", DAY)
    rows = read_table(listed.decisions)
    assert [row["id"] for row in rows] == sorted([field, land])
    assert rows[0]["decided_on"] == "2026-11-21" and rows[0]["code"] == "C1" and rows[0]["reason"] == "'= shared use, ü"
    first, _second = decisions.load(listed.folder)
    assert (first.reason, first.decided_by) == ("= shared use, ü", "The ministry")
    decide(listed.folder, field, "exit", "changed", "A", DAY)
    assert {one.id: one.decision for one in decisions.load(listed.folder)} == {field: "exit", land: "keep"}
    assert listed.decisions.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("number", "decision", "reason", "who", "told"), [
    (0, "keep", " ", "A", "has no reason"), (0, "keep", "b", "", "who decided"), (0, "remove", "b", "A", "not known"),
    (0, "", "b", "A", "not known"), (1, "deduct", "b", "A", "protected area"), (2, "deduct", "b", "A", "never cuts"),
    (3, "deduct", "b", "A", "informed consent"), (3, "exit", "b", "A", "informed consent")])
def test_decisions_that_cannot_stand_are_refused(listed, number, decision, reason, who, told):
    with pytest.raises(InputError, match=told) as fault:
        decide(listed.folder, listed.ids[number], decision, reason, who, DAY)
    assert listed.ids[number] in str(fault.value) and not listed.decisions.exists()


def test_an_unknown_object_and_a_pilot_without_a_list_are_told(listed, tmp_path):
    with pytest.raises(InputError, match="F-nowhere"):
        decide(listed.folder, "F-nowhere", "keep", "a", "b")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="not listed yet"):
        decide(tmp_path / "empty", "F-nowhere", "keep", "a", "b")


def test_an_edited_table_gives_only_what_differs(listed):
    rows = read_table(listed.table)
    assert take_decisions(listed, rows, DAY) == [] and not listed.decisions.exists()
    rows[0].update(decision=" EXIT ", reason="moved", decided_by="Office")
    rows[2].update(reason="confirmed", decided_by="Office")  # the rule itself, but somebody stands for it
    rows[3].update(decision="")
    assert take_decisions(listed, rows, DAY) == sorted([listed.ids[0], listed.ids[2]])
    stored = listed.decisions.read_bytes()
    rows[0]["decision"] = "exit"
    assert take_decisions(listed, rows, date(2030, 1, 1)) == [] and listed.decisions.read_bytes() == stored
    assert [one.decision for one in decisions.load(listed.folder)] == ["exit", "keep"]
    untouched = read_table(listed.table)  # a copy from before
    assert take_decisions(listed, untouched, DAY) == [] and listed.decisions.read_bytes() == stored
    with pytest.raises(InputError, match="has no reason"):
        take_decisions(listed, [{**untouched[0], "status": "decided"}], DAY)


def test_all_wrong_rows_are_told_and_nothing_is_recorded(listed):
    decide(listed.folder, listed.ids[0], "keep", "a", "b", DAY)
    before = listed.decisions.read_bytes()
    rows = read_table(listed.table)
    rows[0].update(decision="exit", reason="good", decided_by="Office")
    rows[1].update(decision="deduct", reason="x", decided_by="Office")
    rows[2].update(decision="exit")
    rows += [{"id": "M-1", "decision": "keep"}, {**rows[0]}]
    with pytest.raises(InputError) as fault:
        take_decisions(listed, rows, DAY)
    told = "\n".join(sentence for sentence, remedy in fault.value.faults if remedy)
    for part in (listed.ids[1], f"The decision on {listed.ids[2]} has no reason", "who decided", "Row 5", "M-1",
                 f"two decisions on {listed.ids[0]}"):
        assert part in told
    assert len(fault.value.faults) == 5 and listed.decisions.read_bytes() == before


def test_objects_that_are_gone_say_nothing_in_an_edited_table(listed):
    rows = read_table(listed.table)
    rows.append({**rows[0], "id": "F-00.00000N-000.00000E", "decision": "keep", "status": GONE})
    write_table(listed.table, tuple(FIELDS), rows)
    assert take_decisions(listed, read_table(listed.table), DAY) == []
    with pytest.raises(InputError, match="no conflict object"):
        decide(listed.folder, "F-00.00000N-000.00000E", "keep", "a", "b")


def test_killed_while_writing_the_decisions_before_stay(listed, monkeypatch):
    decide(listed.folder, listed.ids[0], "keep", "a", "b", DAY)
    before = listed.decisions.read_bytes()

    def killed(_source, _target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(os, "replace", killed)
        decide(listed.folder, listed.ids[0], "exit", "c", "d", DAY)
    assert listed.decisions.read_bytes() == before
    assert [path.name for path in listed.decisions.parent.iterdir()] == ["conflicts.csv"]


def test_a_run_is_not_disturbed(listed):
    with locked(listed.folder), pytest.raises(ToolkitError, match="Another run"):
        decide(listed.folder, listed.ids[0], "keep", "a", "b")
    assert not listed.decisions.exists()


def test_a_list_of_decisions_edited_by_hand_is_checked(listed):
    write_table(listed.decisions, decisions.COLUMNS, [
        {"id": listed.ids[3], "decision": "deduct", "longitude": "x", "latitude": 1.0, "reason": "a",
         "decided_by": "b"},
        {"id": listed.ids[0], "decision": "keep", "longitude": 20.0, "latitude": 100.0}])
    with pytest.raises(InputError) as fault:
        decisions.load(listed.folder)
    assert len(fault.value.faults) == 5, "never deductible, two places, no reason, no name"
    assert all("decisions/conflicts.csv" in sentence for sentence, _remedy in fault.value.faults)


def test_the_checklist_of_activities_is_in_the_catalogue_and_says_what_it_rests_on():
    rows = allowed_activities()
    assert [row["text"] for row in rows] == list(TEXTS)
    assert [row["code"] for row in rows] == [f"A{number}" for number in range(1, 9)]
    assert all(row["basis"] and _(row["text"]) for row in rows)
