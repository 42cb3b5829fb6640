"""Proposals on two provinces drawn by hand: A in the west, B in the east of x = 0, 10 km each, cells of 250 m
(methods.md §5.6)."""

import datetime
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit import steps
from ecr_toolkit.coordination.edges import Mismatch, find_mismatches
from ecr_toolkit.coordination.edits import ADD, Edit, active, append, read_edits, undo
from ecr_toolkit.coordination.pieces import Pieces
from ecr_toolkit.coordination.proposals import reasons
from ecr_toolkit.coordination.proposals.across import strip_along
from ecr_toolkit.coordination.proposals.decisions import (
    ACCEPT,
    NOTED,
    OPEN,
    REJECT,
    Decision,
    named,
    read_decisions,
    standing,
    write_decisions,
)
from ecr_toolkit.coordination.proposals.ground import Ground
from ecr_toolkit.coordination.proposals.making import EXTEND, NOTE, TRIM, propose
from ecr_toolkit.coordination.proposals.places import Place, Places
from ecr_toolkit.coordination.proposals.rows import mismatch_features, proposal_rows
from ecr_toolkit.errors import Cancelled, InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import polygons, read_layer
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.shapes import rectangle
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster.grid import Grid, equal_area_crs
from ecr_toolkit.steps.proposals import decide, edit_redline, open_proposals

CRS = equal_area_crs(70, 30)
GRID = Grid(CRS, 250.0, -10_000.0, 10_000.0, 80, 40)  # x from −10 to 10 km, y from 0 to 10 km
DAY = datetime.date(2026, 5, 4)


def box(west, south, east, north):
    """A rectangle, km."""
    return rectangle(*(1000 * number for number in (west, south, east, north)))


def cells(value, *areas, start=None, kind=np.uint8):
    """A raster with ``value`` in some rectangles (km, on cell edges)."""
    made = np.zeros(GRID.shape, kind) if start is None else start.copy()
    for west, south, east, north in areas:
        made[int((10 - north) * 4):int((10 - south) * 4), int((west + 10) * 4):int((east + 10) * 4)] = value
    return made


GENERAL = cells(1, (-10, 0, 10, 10))
LAND = {"A": Pieces([box(-10, 0, 0, 10)]), "B": Pieces([box(0, 0, 10, 10)])}
LINE = Mismatch(ogr.CreateGeometryFromWkt("LINESTRING(0 4000,0 6000)"), "A", "B")
OURS = box(-3, 4, 0, 6)


def ground(level=GENERAL, candidate=None, redline=None, **more):
    """All of A's redline is a candidate unless it is said otherwise."""
    candidate = cells(True, (-3, 4, 0, 6), kind=bool) if candidate is None else candidate
    drawn = {code: Pieces([polygon]) for code, polygon in (redline or {"A": OURS}).items()}
    return Ground(GRID, level, candidate, LAND, drawn, **more)


def only(made, mismatch=LINE, within=1000):
    found, = propose([mismatch], made, within, Feedback())
    return found


# what is proposed


def test_important_land_next_to_the_stretch_carries_the_redline_on():
    level = cells(3, (0, 4.5, 0.5, 6), start=cells(5, (0.5, 4.5, 3, 5), start=GENERAL))
    made = only(ground(level))
    assert (made.kind, made.acts_on) == (EXTEND, "B")
    # 0.5 × 1.5 km of level 3, and 0.5 × 0.5 km of level 5 behind it, up to a kilometre from the stretch
    assert made.area_km2 == pytest.approx(0.75 + 0.25, abs=1e-4)
    assert made.across.shares == pytest.approx({5: 0, 3: 0.75, 1: 0.25}, abs=1e-6)
    assert made.across.level == 3 and made.across.unknown == pytest.approx(0, abs=1e-9)


def test_the_extension_ends_a_kilometre_from_the_stretch_also_round_its_ends():
    made = only(ground(cells(5, (0, 0, 10, 10), start=GENERAL)))
    assert made.area_km2 == pytest.approx(2 * 1 + np.pi / 2, rel=1e-3)  # the strip and two quarters of a circle
    assert made.geometry.Difference(box(0, 0, 10, 10)).GetArea() == 0, "it never crosses the border"


def test_land_that_does_not_hang_together_with_the_stretch_is_left():
    level = cells(5, (0, 4, 0.5, 5), (0.75, 4, 1, 5), (0.5, 5, 1, 5.5), start=GENERAL)
    made = only(ground(level))
    assert made.area_km2 == 0.5, "not the strip beyond the gap, nor what touches at a corner"


def test_redline_of_the_neighbour_is_not_proposed_again():
    level = cells(5, (0, 4, 1, 6), start=GENERAL)
    assert only(ground(level, redline={"A": OURS, "B": box(0.5, 4, 0.75, 7)})).area_km2 == 1.0


@pytest.mark.parametrize(("code", "reason"), [("C1", "farmland"), ("C2", "farmland"), ("C3", "built_up"),
                                              ("C4", "built_up"), ("C5", "conflict"), ("C7", "conflict")])
def test_what_a_conflict_took_out_is_not_proposed_and_the_note_says_so(code, reason):
    level = cells(5, (0, 0, 10, 10), start=GENERAL)
    made = only(ground(level, deducted={code: cells(True, (0, 3, 1, 7), kind=bool)}))
    assert (made.kind, made.why, made.geometry, made.acts_on) == (NOTE, reason, None, "")
    assert made.across.deducted == pytest.approx(1) and made.across.level == 5
    assert reasons.REASONS[made.why]


def test_land_behind_a_deducted_strip_is_not_reached_but_beside_it_is():
    level = cells(5, (0, 0, 10, 10), start=GENERAL)
    made = only(ground(level, deducted={"C1": cells(True, (0, 3, 0.5, 5), kind=bool)}))
    assert made.kind == EXTEND and made.across.deducted == pytest.approx(0.5)
    assert polygons(made.geometry.Intersection(box(0, 3, 0.5, 5))).GetArea() == 0


def test_generally_important_land_is_noted():
    made = only(ground())
    assert (made.kind, made.why, made.across.level) == (NOTE, reasons.LEVEL_1, 1)


def test_unknown_land_is_not_called_unimportant():
    made = only(ground(cells(255, (0, 0, 10, 10), start=GENERAL)))
    assert (made.kind, made.why, made.across.level) == (NOTE, reasons.UNKNOWN, None)
    assert made.across.unknown == pytest.approx(1) and sum(made.across.shares.values()) == 0


def test_a_neighbour_without_land_there_is_unknown():
    made = only(Ground(GRID, GENERAL, cells(True, (-3, 4, 0, 6), kind=bool), {**LAND, "B": Pieces()},
                       {"A": Pieces([OURS])}))
    assert (made.kind, made.why, made.across.level) == (NOTE, reasons.UNKNOWN, None)


def test_less_than_a_hectare_is_not_drawn():
    level = cells(3, (0, 4, 0.25, 4.25), start=GENERAL)
    sliver = only(ground(level, redline={"A": OURS, "B": box(0.02, 3.9, 0.5, 4.5)}))
    assert (sliver.kind, sliver.area_km2) == (NOTE, None)
    assert only(ground(level)).area_km2 == 0.0625


def test_smoothed_redline_is_trimmed_to_the_border():
    made = only(ground(candidate=cells(True, (-3, 4, -1, 6), kind=bool)))
    assert (made.kind, made.acts_on, made.why) == (TRIM, "A", "")
    assert made.area_km2 == pytest.approx(2.0, abs=1e-3)
    assert made.geometry.Difference(OURS).GetArea() < 1e-6


def test_extending_is_tried_before_trimming():
    level = cells(3, (0, 4, 1, 6), start=GENERAL)
    assert only(ground(level, candidate=cells(True, kind=bool))).kind == EXTEND


@pytest.mark.parametrize("kept", [
    {"candidate": cells(True, (-0.5, 4, -0.25, 4.25), kind=bool)},
    {"level": cells(5, (-0.5, 4, -0.25, 4.25), start=GENERAL)},
    {"forced": Pieces([box(-0.6, 5, -0.5, 5.1)])},
    {"added": {"A": Pieces([box(-0.6, 5, -0.5, 5.1)])}},
], ids=lambda kept: next(iter(kept)))
def test_redline_that_is_in_by_its_own_right_is_not_trimmed(kept):
    made = only(ground(**{"candidate": cells(True, kind=bool), **kept}))
    assert made.kind == NOTE


def test_what_another_unit_added_does_not_keep_ours():
    assert only(ground(candidate=cells(True, kind=bool), added={"B": Pieces([box(-1, 4, 0, 5)])})).kind == TRIM


def test_what_an_edit_removed_is_not_proposed_again():
    level = cells(5, (0, 0, 1, 10), start=GENERAL)
    made = only(ground(level, removed={"B": Pieces([box(0, 2, 2, 8)])}))
    assert (made.kind, made.why) == (NOTE, reasons.BY_HAND)


def test_protected_land_on_the_other_side_is_told():
    made = only(ground(protected=Pieces([box(0, 5, 5, 8)])))
    assert made.across.protected == pytest.approx(0.5)


def test_where_nothing_may_lie_between_there_is_nothing_to_draw():
    made = only(ground(cells(5, (0, 0, 10, 10), start=GENERAL)), within=0)
    assert (made.kind, made.why) == (NOTE, reasons.TOO_SMALL)


def test_every_mismatch_has_one_proposal_in_its_place():
    stretches = [LINE, Mismatch(ogr.CreateGeometryFromWkt("LINESTRING(0 8000,0 9000)"), "B", "A")]
    made = propose(stretches, ground(redline={"A": OURS, "B": box(0, 8, 2, 9)}), 500, Feedback())
    assert [one.mismatch for one in made] == stretches
    assert propose(stretches[:0], ground(), 1000, Feedback()) == []


def test_proposing_can_be_cancelled():
    class Stopped(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        propose([LINE], ground(), 1000, Stopped())


@given(st.lists(st.integers(-2, 2), min_size=2, max_size=8), st.integers(1, 40))
def test_the_strip_along_a_line_ends_where_the_line_ends(shifts, width):
    """A line northwards in steps of 100 m whose ends are straight."""
    easts = np.concatenate([[0, 0], np.cumsum(shifts), [sum(shifts)]])
    line = ogr.CreateGeometryFromWkt("LINESTRING(" + ",".join(f"{10 * x} {100 * y}" for y, x in enumerate(easts)) + ")")
    strip, top = strip_along(line, width), 100 * (len(easts) - 1)
    west, east, south, north = strip.GetEnvelope()
    assert (south, north) == pytest.approx((0, top), abs=1e-6)
    assert strip.GetArea() == pytest.approx(2 * width * line.Length(), rel=0.02)
    assert polygons(strip.Difference(line.Buffer(width + 0.001))).GetArea() == 0


def test_the_strip_along_a_ring_has_no_ends():
    ring = ogr.CreateGeometryFromWkt("LINESTRING(0 0,1000 0,1000 1000,0 1000,0 0)")
    assert strip_along(ring, 100).Equals(ring.Buffer(100))


# names and decisions


def mismatch(south, north, unit="A", neighbour="B"):
    return Mismatch(ogr.CreateGeometryFromWkt(f"LINESTRING(0 {1000 * south},0 {1000 * north})"), unit, neighbour)


def note(south, north, *pair):
    """A proposal that is a note, on the border from south to north (km)."""
    return only(ground(redline={"A": OURS, "B": box(0, 8, 2, 9)}), mismatch(south, north, *pair))


def names(proposals, decided=None):
    return named(proposals, decided or {}, Places(CRS), 250)


def decision(name, choice=NOTED, kind=NOTE, edit=""):
    return Decision(name, kind, choice, "because", "Office", "2026-01-02", edit)


def test_an_id_is_the_pair_and_the_middle_of_the_stretch():
    name, = names([note(0, 2)])
    assert name == "A:B:30.00902N:70.00000E"  # a kilometre north of the centre of the system
    place = Place.parse(name)
    assert (place.unit, place.neighbour, place.id) == ("A", "B", name)
    assert Places(CRS).point(place).GetY() == pytest.approx(1000, abs=1)
    assert Place("X-1", "Y:Z", -0.5, -70.25).id == "X-1:Y:Z:0.50000S:70.25000W"
    assert Place.parse("X:Y:0.50000S:70.25000W") == Place("X", "Y", -0.5, -70.25)
    assert Place.parse("something else") is None


def test_ids_do_not_depend_on_the_others():
    both = names([note(0, 2), note(4, 6)])
    assert names([note(4, 6), note(0, 2)]) == both[::-1] and names([note(4, 6)]) == both[1:]


def test_a_decision_is_carried_to_the_stretch_that_holds_its_place():
    name, = names([note(0, 2)])
    longer, other = note(-1, 2), note(4, 6)
    assert names([other, longer], {name: decision(name)})[1] == name
    assert names([other, longer])[1] != name


@pytest.mark.parametrize("moved", [(1.4, 3), (5, 6)])
def test_a_decision_is_not_carried_too_far(moved):
    name, = names([note(0, 2)])
    assert names([note(*moved)], {name: decision(name)}) == names([note(*moved)])


def test_of_two_parts_the_nearer_one_keeps_the_decision():
    name, = names([note(0, 2)])
    parts = [note(0, 0.9), note(1.05, 2)]
    assert names(parts, {name: decision(name)}) == [names(parts)[0], name]


def test_a_decision_on_another_kind_or_direction_is_not_carried():
    name, = names([note(0, 2)])
    assert names([note(0, 2.2)], {name: decision(name, kind=EXTEND)}) == names([note(0, 2.2)])
    assert names([note(0, 2.2, "B", "A")], {name: decision(name)}) == names([note(0, 2.2, "B", "A")])


def test_what_is_left_of_an_accepted_proposal_is_a_new_question():
    name, = names([note(0, 2)])
    assert names([note(0, 2.2)], {name: decision(name, ACCEPT, edit="1")}) == names([note(0, 2.2)])


def test_the_last_decision_stands_and_undoing_brings_back_the_one_before():
    edit = Edit(ADD, "B", box(0, 4, 1, 6), "", "Office", "2026-01-03", "p", number=1)
    told = [decision("p", REJECT, EXTEND), decision("p", ACCEPT, EXTEND, "1"), decision("q", NOTED, NOTE)]
    assert standing(told, [edit])["p"].decision == ACCEPT
    undone = Edit(ADD, "B", box(0, 4, 1, 6), "", "Office", "2026-01-03", "p", 1, "Office", "2026-01-04", "no")
    assert standing(told, [undone])["p"].decision == REJECT
    assert standing(told[1:], [undone]).keys() == {"q"}


def test_an_accepted_proposal_whose_row_was_never_written_is_read_from_its_edit(tmp_path):
    written = append(tmp_path, CRS, [Edit(ADD, "B", box(0, 4, 1, 6), "", "=Office", "2026-01-03", "p")])
    assert read_decisions(tmp_path, written) == [Decision("p", EXTEND, ACCEPT, "", "=Office", "2026-01-03", "1")]
    write_decisions(tmp_path, read_decisions(tmp_path, written))
    assert read_decisions(tmp_path, written) == [Decision("p", EXTEND, ACCEPT, "", "=Office", "2026-01-03", "1")]


def test_rows_tell_figures_status_and_what_is_there_no_more():
    extend = only(ground(cells(3, (0, 4, 1, 6), start=GENERAL)))
    ids = names([extend, note(0, 2)])
    edits = [Edit(ADD, "B", box(0, 8, 1, 9), "", "Office", "2026-01-03", "A:B:30.00000N:70.00000E", 3)]
    gone = decision("A:B:30.00000N:70.00000E", ACCEPT, EXTEND, "3")
    decided = {ids[1]: decision(ids[1]), gone.id: gone}
    first, second = (one.values for one in mismatch_features([extend, note(0, 2)], ids, decided, str.upper))
    assert (first["number"], first["status"], first["kind"], first["area_km2"], first["why"]) == (
        1, OPEN, EXTEND, extend.area_km2, "")
    assert (second["status"], second["why"]) == ("noted", reasons.LEVEL_1)
    assert second["why_text"] == reasons.REASONS[reasons.LEVEL_1].upper()
    for one in (first, second):
        assert sum(one[f"level_{level}_percent"] for level in (5, 3, 1)) + one["unknown_percent"] == pytest.approx(100)
    rows = proposal_rows([extend, note(0, 2)], ids, decided, edits)
    assert [(row["status"], row["present"], row["edit"]) for row, _polygon in rows] == [
        (OPEN, 1, None), ("noted", 1, None), ("accepted", 0, 3)]
    assert rows[2][0]["area_km2"] == 1 and rows[2][0]["acts_on"] == "B" and rows[2][1] is edits[0].geometry


def test_a_decision_on_another_kind_leaves_the_proposal_open():
    name, = names([note(0, 2)])
    (row, _polygon), = proposal_rows([note(0, 2)], [name], {name: decision(name, REJECT, EXTEND)}, [])
    assert row["status"] == OPEN


# the walked training country


@pytest.fixture
def pilot(walked_folder, tmp_path):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


def again(pilot):
    assert "coordination" in steps.run(pilot, Feedback(), only="coordination")
    return {row["id"]: row for row in read_table(pilot.table("proposals"))}


def test_the_training_country_has_a_proposal_for_every_mismatch(walked):
    rows, lines = read_table(walked.table("proposals")), read_layer(walked.geopackage, "mismatches")
    assert [row["id"] for row in rows] == [line.values["proposal"] for line in lines] and rows
    assert len({row["id"] for row in rows}) == len(rows)
    units = {unit.code: unit.geometry for unit in walked.units}
    for shape in read_layer(walked.geopackage, "proposals"):
        row, outline = shape.values, shape.geometry
        assert outline.IsValid() and outline.Difference(units[row["acts_on"]]).GetArea() < 1
        assert row["area_km2"] == pytest.approx(outline.GetArea() / 1e6, abs=1e-4)
        line = next(one.geometry for one in lines if one.values["proposal"] == row["id"])
        assert outline.Difference(line.Buffer(walked.recipe["coordination"]["mismatch_m"] + 1)).GetArea() < 1
        own = [one.geometry for one in read_layer(walked.geopackage, "ecr") if one.values["adm_code"] == row["acts_on"]]
        common = sum(polygons(outline.Intersection(one)).GetArea() for one in own)
        assert common == pytest.approx(0 if row["kind"] == EXTEND else outline.GetArea(), abs=1)


def test_decisions_show_after_the_next_run_and_undoing_opens_them_again(pilot):
    first, second = open_proposals(pilot, kind=EXTEND)[:2]
    made, = decide(pilot, [first], ACCEPT, "Council", "", DAY)
    decide(pilot, [second], REJECT, "Council", "not  agreed", DAY)
    rows = again(pilot)
    assert (rows[first]["status"], rows[first]["decided_by"], rows[first]["edit"]) == ("accepted", "Council", "1")
    assert (rows[second]["status"], rows[second]["reason"], rows[second]["decided_on"]) == (
        "rejected", "not agreed", "2026-05-04")
    undo(pilot.folder, pilot.crs, int(made.edit), "Council", "a mistake", DAY)
    rows = again(pilot)
    assert rows[first]["status"] == OPEN and rows[second]["status"] == "rejected"
    assert [row["undone_reason"] for row in read_table(pilot.table("edits"))] == ["a mistake"]
    decide(pilot, [first], ACCEPT, "Council", "after all", DAY)
    assert [edit.number for edit in active(read_edits(pilot.folder, pilot.crs))] == [2]


def test_what_cannot_be_decided_is_told_and_nothing_is_recorded(pilot):
    every = open_proposals(pilot)
    faulty = [("", "reason", ACCEPT), ("Council", "", REJECT), ("Council", " ", NOTED), ("Council", "x", "perhaps")]
    for who, reason, choice in faulty:
        with pytest.raises(InputError):
            decide(pilot, every[:1], choice, who, reason, DAY)
    with pytest.raises(InputError, match="A:B:1.00000N:2.00000E"):
        decide(pilot, [*every, "A:B:1.00000N:2.00000E"], REJECT, "Council", "x", DAY)
    assert not (pilot.folder / "decisions").exists()
    decide(pilot, every[:1], ACCEPT, "Council", "", DAY)
    with pytest.raises(InputError, match="edit 1"):
        decide(pilot, every[:1], REJECT, "Council", "x", DAY)
    with pytest.raises(InputError, match="XYZ"):
        edit_redline(pilot, box(0, 0, 1, 1), ADD, "XYZ", "Council", "x", DAY)
    with pytest.raises(InputError, match="CAL"):
        edit_redline(pilot, box(900, 900, 901, 901), ADD, "CAL", "Council", "x", DAY)
    assert len(read_edits(pilot.folder, pilot.crs)) == 1


def test_a_pair_or_a_kind_is_decided_at_once(pilot):
    rows = read_table(pilot.table("proposals"))
    pair = {rows[0]["unit"], rows[0]["neighbour"]}
    chosen = open_proposals(pilot, sorted(pair), EXTEND)
    assert chosen == [row["id"] for row in rows if {row["unit"], row["neighbour"]} == pair and row["kind"] == EXTEND]
    decide(pilot, [*chosen, chosen[0]], ACCEPT, "Council", "", DAY)
    assert [edit.proposal for edit in read_edits(pilot.folder, pilot.crs)] == chosen
    assert set(open_proposals(pilot)) == {row["id"] for row in rows}, "the table is that of the last run"
    assert {name for name, row in again(pilot).items() if row["status"] == "accepted"} >= set(chosen)


def test_accepted_extensions_settle_their_mismatches(pilot):
    borders = read_layer(pilot.geopackage, "borders")
    redline = {}
    for one in read_layer(pilot.geopackage, "ecr"):
        redline.setdefault(one.values["adm_code"], []).append(one.geometry)
    before = find_mismatches(borders, {code: Pieces(found) for code, found in redline.items()}, 1000)
    for shape in read_layer(pilot.geopackage, "proposals"):
        if shape.values["kind"] == EXTEND:
            redline.setdefault(shape.values["acts_on"], []).append(shape.geometry)
    after = find_mismatches(borders, {code: Pieces(found) for code, found in redline.items()}, 1000)
    assert sum(one.length_km for one in after) < 0.5 * sum(one.length_km for one in before)
