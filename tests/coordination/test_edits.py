"""Edit commands: only appended, undone by a mark, whole after a kill at any moment; and what they do to the line."""

import datetime
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.boundary.faces import cut_into_faces
from ecr_toolkit.boundary.rules import redline
from ecr_toolkit.coordination.edits import (
    ADD,
    REMOVE,
    Edit,
    active,
    append,
    apply_edits,
    edit_polygons,
    fingerprint,
    read_edits,
    record,
    standing_fingerprint,
    undo,
)
from ecr_toolkit.coordination.proposals.decisions import read_decisions, write_decisions
from ecr_toolkit.errors import InputError, ToolkitError
from ecr_toolkit.pilot.layers import polygons, union
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.shapes import rectangle
from ecr_toolkit.raster.grid import equal_area_crs

CRS = equal_area_crs(70, 30)
DAY = datetime.date(2026, 5, 4)
NOTHING = ogr.Geometry(ogr.wkbMultiPolygon)


def box(west, south, east, north):
    """A rectangle, km."""
    return rectangle(*(1000 * number for number in (west, south, east, north)))


def edit(outline=None, action=ADD, unit="A", **more):
    return Edit(action, unit, outline or box(0, 0, 1, 1), **{
        "reason": "strip along the river", "decided_by": "Ömer", "decided_on": "2026-05-04", **more})


# keeping


def test_what_is_recorded_comes_back_as_it_was(tmp_path):
    outline = ogr.CreateGeometryFromWkt("POLYGON((0.1234567 0,987.654321 3,1003 1000.1,0.1234567 0))")
    made = record(tmp_path, CRS, edit(outline, reason="=why\n not", proposal="A:B:1.00000N:2.00000E"))
    kept, = read_edits(tmp_path, CRS)
    assert kept.number == made.number == 1
    assert (kept.action, kept.unit, kept.reason, kept.decided_by, kept.decided_on, kept.proposal) == (
        ADD, "A", "=why not", "Ömer", "2026-05-04", "A:B:1.00000N:2.00000E")
    assert (kept.undone_by, kept.undone_on, kept.undone_reason) == ("", "", "")
    assert kept.geometry.GetGeometryRef(0).Equals(outline) and kept.area_km2 == round(outline.GetArea() / 1e6, 4)


def test_a_pilot_without_edits_has_none(tmp_path):
    assert read_edits(tmp_path, CRS) == [] and fingerprint(tmp_path) == "" and edit_polygons([], ["A"]) == []


def test_numbers_go_on_and_nothing_is_removed(tmp_path):
    assert [record(tmp_path, CRS, edit()).number for _ in range(3)] == [1, 2, 3]
    undo(tmp_path, CRS, 2, "Zoë", "wrong side", DAY)
    assert [one.number for one in append(tmp_path, CRS, [edit(), edit(action=REMOVE)])] == [4, 5]
    every = read_edits(tmp_path, CRS)
    assert [one.number for one in every] == [1, 2, 3, 4, 5]
    assert [one.number for one in active(every)] == [1, 3, 4, 5]
    assert (every[1].undone_by, every[1].undone_on, every[1].undone_reason) == ("Zoë", "2026-05-04", "wrong side")


def test_the_last_one_that_stands_is_undone_by_default(tmp_path):
    append(tmp_path, CRS, [edit(), edit()])
    assert [undo(tmp_path, CRS, 0, "Zoë", "no", DAY).number for _ in range(2)] == [2, 1]
    with pytest.raises(InputError):
        undo(tmp_path, CRS, 0, "Zoë", "no", DAY)


def test_a_change_is_seen_by_the_fingerprint_and_a_look_is_not(tmp_path):
    record(tmp_path, CRS, edit())
    before = fingerprint(tmp_path)
    path = tmp_path / "decisions" / "edits.gpkg"
    os.utime(path)
    with path.open("r+b") as file:  # as programs do that note in the header that they have looked
        file.seek(92)
        file.write(b"\0\0\0\7")
    assert fingerprint(tmp_path) == before
    undo(tmp_path, CRS, 1, "Zoë", "no", DAY)
    assert fingerprint(tmp_path) != before


def test_what_is_done_and_undone_leaves_the_line_as_it_was(tmp_path):
    assert standing_fingerprint(tmp_path, CRS) == ""
    record(tmp_path, CRS, edit())
    before = standing_fingerprint(tmp_path, CRS)
    record(tmp_path, CRS, edit())
    assert before and standing_fingerprint(tmp_path, CRS) != before
    undo(tmp_path, CRS, 2, "Zoë", "no", DAY)
    assert standing_fingerprint(tmp_path, CRS) == before
    undo(tmp_path, CRS, 1, "Zoë", "no", DAY)
    assert standing_fingerprint(tmp_path, CRS) == ""


def test_edits_follow_when_the_system_of_the_pilot_changes(tmp_path):
    record(tmp_path, CRS, edit(box(100, 100, 101, 101)))
    other = equal_area_crs(71, 30)
    moved, = read_edits(tmp_path, other)
    assert moved.area_km2 == pytest.approx(1, abs=1e-3) and abs(moved.geometry.Centroid().GetX() - 100_500) > 90_000
    record(tmp_path, other, edit())
    assert read_edits(tmp_path, CRS)[0].geometry.SymDifference(box(100, 100, 101, 101)).GetArea() < 20  # millimetres


@pytest.mark.parametrize("faulty", [
    {"decided_by": " "}, {"reason": ""}, {"action": "swap"}, {"unit": ""}, {"outline": NOTHING},
    {"outline": ogr.CreateGeometryFromWkt("LINESTRING(0 0,1 1)")}], ids=str)
def test_what_is_not_whole_is_refused_and_nothing_is_written(tmp_path, faulty):
    outline = faulty.pop("outline", None)
    broken = edit(**faulty) if outline is None else Edit(ADD, "A", outline, "why", "who", "2026-05-04")
    with pytest.raises(InputError):
        record(tmp_path, CRS, broken)
    with pytest.raises(InputError):
        append(tmp_path, CRS, [edit(), broken])
    assert read_edits(tmp_path, CRS) == []


def test_one_that_carries_out_a_proposal_needs_no_reason(tmp_path):
    assert record(tmp_path, CRS, edit(reason="", proposal="p")).reason == ""


@pytest.mark.parametrize(("number", "who", "reason"), [(7, "Zoë", "no"), (1, "", "no"), (1, "Zoë", " ")])
def test_undoing_needs_a_command_that_stands_and_a_signature(tmp_path, number, who, reason):
    record(tmp_path, CRS, edit())
    with pytest.raises(InputError):
        undo(tmp_path, CRS, number, who, reason, DAY)
    undo(tmp_path, CRS, 1, "Zoë", "no", DAY)
    with pytest.raises(InputError):
        undo(tmp_path, CRS, 1, "Zoë", "again", DAY)


def test_while_another_program_works_nothing_is_written(tmp_path):
    record(tmp_path, CRS, edit())
    with locked(tmp_path):
        with pytest.raises(ToolkitError):
            record(tmp_path, CRS, edit())
        with pytest.raises(ToolkitError):
            undo(tmp_path, CRS, 1, "Zoë", "no", DAY)
    assert len(active(read_edits(tmp_path, CRS))) == 1


@pytest.mark.skipif(os.name == "nt", reason="folders that may not be written are another thing there")
def test_a_file_that_is_none_is_told_by_name(tmp_path):
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "edits.gpkg").write_bytes(b"not a GeoPackage")
    with pytest.raises(InputError, match="edits.gpkg"):
        record(tmp_path, CRS, edit())
    assert (tmp_path / "decisions" / "edits.gpkg").read_bytes() == b"not a GeoPackage"


# kills

LOOP = """
import datetime, sys
from pathlib import Path
from ecr_toolkit.coordination.edits import ADD, Edit, record, undo
from ecr_toolkit.pilot.shapes import rectangle
folder, crs = Path(sys.argv[1]), sys.argv[2]
while True:
    made = record(folder, crs, Edit(ADD, "A", rectangle(0, 0, 1000, 1000), "why", "who", "2026-05-04"))
    print("recorded", made.number, flush=True)
    if made.number % 3 == 0:
        undo(folder, crs, made.number, "who", "why", datetime.date(2026, 5, 4))
        print("undone", made.number, flush=True)
"""
# Accepts a proposal as steps/proposals.py does, and is killed before or after the n-th renaming of a file
ACCEPTING = """
import os, signal, sys
from pathlib import Path
from ecr_toolkit.coordination.edits import ADD, Edit, append, read_edits
from ecr_toolkit.pilot.shapes import rectangle
from ecr_toolkit.coordination.proposals.decisions import Decision, read_decisions, write_decisions
from ecr_toolkit.pilot.lock import locked
folder, crs, last, after = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "after"
rename, count = os.replace, 0
def replace(*paths):
    global count
    count += 1
    if count == last and not after:
        os.kill(os.getpid(), signal.SIGKILL)
    rename(*paths)
    if count == last:
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
with locked(folder):
    before = read_decisions(folder, read_edits(folder, crs))
    made, = append(folder, crs, [Edit(ADD, "B", rectangle(0, 0, 9, 9), "", "who", "2026-05-04", "second")])
    write_decisions(folder, [*before, Decision("second", "extend", "accept", "", "who", "2026-05-04", "2")])
"""


def started(code, *arguments):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, env=environment,
                            text=True)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_killed_at_any_moment_nothing_that_was_recorded_is_lost(tmp_path):
    chance, recorded, undone = random.Random(7), 0, set()
    for _round in range(12):
        process = started(LOOP, str(tmp_path), CRS)
        first = process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.5))
        process.send_signal(signal.SIGKILL)
        lines = (first + process.communicate()[0]).splitlines()
        told = [line.split() for line in lines if len(line.split()) == 2]
        recorded = max([recorded, *(int(number) for word, number in told if word == "recorded")])
        undone |= {int(number) for word, number in told if word == "undone"}
        kept = read_edits(tmp_path, CRS)
        numbers = [one.number for one in kept]
        assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= recorded
        marked = {one.number for one in kept if one.undone_by}
        assert undone <= marked and all(number % 3 == 0 for number in marked)
        assert all(one.area_km2 == 1 and one.decided_by == "who" for one in kept)
    assert recorded >= 12


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("renaming", [1, 2])
def test_killed_while_accepting_edit_and_decision_agree(tmp_path, renaming, moment):
    append(tmp_path, CRS, [edit(proposal="first")])
    write_decisions(tmp_path, read_decisions(tmp_path, read_edits(tmp_path, CRS)))
    process = started(ACCEPTING, str(tmp_path), CRS, str(renaming), moment)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    edits = read_edits(tmp_path, CRS)
    decisions = read_decisions(tmp_path, edits)
    wanted = ["first"] if (renaming, moment) == (1, "before") else ["first", "second"]
    assert [one.proposal for one in edits] == [one.id for one in decisions] == wanted
    assert [one.edit for one in decisions] == [str(one.number) for one in edits]
    append(tmp_path, CRS, [edit(proposal="third")])  # and the next run can go on
    write_decisions(tmp_path, read_decisions(tmp_path, read_edits(tmp_path, CRS)))
    assert [one.id for one in read_decisions(tmp_path, [])] == [*wanted, "third"]


# what they do: A in the west, B in the east of x = 0, 10 km each

UNITS = [box(-10, 0, 0, 10), box(0, 0, 10, 10)]
DRAWN = union([box(-3, 4, 0, 6)])


def after(*edits, forced=NOTHING, drawn=DRAWN):
    """Faces after the edits, and km² gained and lost."""
    commands = edit_polygons(edits, ["A", "B"])
    faces = cut_into_faces(UNITS, forced, [drawn, drawn, *(polygon for _unit, _action, polygon in commands)])
    return faces, apply_edits(faces, commands)


def area(faces, unit=None):
    return sum(face.polygon.GetArea() for face in faces if face.redline and unit in (None, face.unit)) / 1e6


def test_what_is_added_counts_in_its_unit_only():
    faces, (gained, lost) = after(edit(box(-1, 4, 1, 6), unit="B"))
    assert gained == pytest.approx(2, abs=1e-3) and lost == 0
    assert area(faces, 0) == pytest.approx(6) and area(faces, 1) == pytest.approx(2, abs=1e-3)


def test_an_extension_that_ends_at_the_border_leaves_no_sliver_there():
    thirds = rectangle(0, 4000 + 1 / 3, 1000 / 3, 6000 - 1 / 3)
    slanted = ogr.CreateGeometryFromWkt("POLYGON((-10000 0,-0.1 0,0.1 10000,-10000 10000,-10000 0))")
    units = [slanted, polygons(box(-10, 0, 10, 10).Difference(slanted))]
    ours = polygons(box(-3, 4, 0, 6).Intersection(slanted))
    outline = polygons(thirds.Intersection(units[1]))
    commands = edit_polygons([edit(outline, unit="B")], ["A", "B"])
    faces = cut_into_faces(units, NOTHING, [ours, ours, *(polygon for _unit, _action, polygon in commands)])
    apply_edits(faces, commands)
    merged = redline(faces)
    assert merged.GetGeometryCount() == 1 and merged.GetGeometryRef(0).GetGeometryCount() == 1, "one piece, no hole"


def test_what_is_removed_goes_but_not_what_is_forced_in():
    forced = box(-1, 4, 0, 5)
    faces, (gained, lost) = after(edit(box(-1, 3, 1, 7), REMOVE), forced=forced)
    assert lost == pytest.approx(1, abs=1e-3) and gained == 0
    assert area(faces) == pytest.approx(5, abs=1e-3)
    assert polygons(redline(faces).Intersection(forced)).GetArea() == pytest.approx(1e6)


def test_later_commands_win_and_undone_ones_do_not_count():
    add, remove = edit(box(2, 2, 4, 4), unit="B"), edit(box(3, 2, 5, 4), REMOVE, "B")
    assert area(after(add, remove)[0], 1) == pytest.approx(2, abs=1e-3)
    assert area(after(remove, add)[0], 1) == pytest.approx(4, abs=1e-3)
    undone = Edit(ADD, "B", add.geometry, "why", "who", "2026-05-04", undone_by="who")
    assert area(after(undone, remove)[0], 1) == 0
    assert after(add, remove)[1] == (pytest.approx(2, abs=1e-3), 0)


def test_edits_of_a_unit_that_is_no_more_are_left_out():
    assert edit_polygons([edit(unit="X")], ["A", "B"]) == []
    assert after(edit(unit="X"))[1] == (0, 0)


BOXES = st.tuples(st.integers(-10, 8), st.integers(0, 8), st.integers(1, 6), st.integers(1, 6), st.sampled_from("AB"),
                  st.sampled_from([ADD, REMOVE]))


@settings(max_examples=40)
@given(st.lists(BOXES, min_size=1, max_size=5), st.booleans())
def test_edits_do_what_unions_and_differences_do(drawn, with_forced):
    """Against the polygons themselves, put together and taken away in the order of the commands."""
    forced = union([box(-4, 1, 3, 2)]) if with_forced else NOTHING
    edits = [edit(box(west, south, west + width, south + height), action, unit)
             for west, south, width, height, unit, action in drawn]
    expected = []
    for code, land in zip("AB", UNITS):
        own = union([polygons(DRAWN.Intersection(land))])
        for one in edits:
            if one.unit == code:
                part = polygons(one.geometry.Intersection(land))
                own = union([own, part]) if one.action == ADD else polygons(own.Difference(part))
        expected.append(union([own, polygons(forced.Intersection(land))]))
    faces, (gained, lost) = after(*edits, forced=forced)
    for unit, own in enumerate(expected):
        assert area(faces, unit) == pytest.approx(own.GetArea() / 1e6, abs=2e-3)
    before = union([DRAWN, forced]).GetArea() / 1e6
    assert before + gained - lost == pytest.approx(area(faces), abs=1e-6)
