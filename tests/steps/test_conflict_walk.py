"""Conflicts of the walked training country: layers and tables that agree, decisions that stay, nothing half-made."""

import json
import os
import shutil
from collections import defaultdict

import numpy as np
import pytest
from osgeo import ogr

from ecr_toolkit.boundary.conflicts.deciding import decide, take_decisions
from ecr_toolkit.boundary.conflicts.deduction import Deduction
from ecr_toolkit.errors import Cancelled, RecipeError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, layer_hash, read_layer, write_layers
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.steps.candidates import FORCED_AREA, RASTER
from ecr_toolkit.steps.conflicts import (
    OUTPUTS,
    conflict_objects,
    conflict_register,
    files_of,
    publish_conflicts,
)
from ecr_toolkit.steps.deduction import cells_by_code, publish_taken_out, taken_out


@pytest.fixture
def pilot(walked_folder, tmp_path):
    """A copy of the walked country with a mine over the largest redline polygon and the roads, and no other layers."""
    folder = shutil.copytree(walked_folder, tmp_path / "pilot")
    opened = Pilot.open(folder)
    redline = max(read_layer(opened.geopackage, "ecr"), key=lambda one: one.geometry.GetArea())
    inner = redline.geometry.PointOnSurface().Buffer(900)
    write_layers(folder / "data" / "own_mines.gpkg", opened.crs, {"mines": (
        ogr.wkbMultiPolygon, {"name": str, "mineral": str}, [Feature(inner, {"name": "Pit", "mineral": "tin"})])})
    return with_conflicts(folder, layers={"C5": "data/own_mines.gpkg", "C6": "data/roads.gpkg"},
                          fields={"kind": "mineral"})


def with_conflicts(folder, **values):
    path = folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe["conflicts"].update(values)
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return Pilot.open(folder)


def redraw_conflicts(pilot, feedback):
    """Publish the conflicts for the redline as it is drawn, with the decisions as they are now."""
    objects = conflict_objects(pilot, feedback)
    publish_conflicts(pilot, objects, {one.values["ecr_code"]: one.geometry
                                       for one in read_layer(pilot.geopackage, "ecr")})
    return objects


def published(pilot):
    """What every output holds."""
    found = {}
    for name in OUTPUTS:
        file, _mark, layer = name.partition("#")
        found[name] = layer_hash(pilot.folder / file, layer) if layer else (pilot.folder / file).read_bytes()
    return found


def test_layers_and_tables_agree_and_add_up(pilot):
    redraw_conflicts(pilot, Feedback())
    rows = read_table(pilot.table("conflicts"))
    areas, lines = (read_layer(pilot.geopackage, name) for name in ("conflicts", "conflict_lines"))
    assert {row["id"] for row in rows} == {one.values["id"] for one in [*areas, *lines]}
    assert len(rows) == len(areas) + len(lines) > 20
    for one in areas:
        assert one.geometry.IsValid() and one.geometry.GetArea() / 1e4 == pytest.approx(one.values["area_ha"], abs=1e-3)
    assert {one.values["code"] for one in lines} == {"C6"}
    assert sum(one.geometry.Length() / 1e3 for one in lines) == pytest.approx(
        sum(float(row["length_km"]) for row in rows if row["length_km"]), abs=1e-3)
    sums = read_table(pilot.table("conflict_summary"))
    whole, = (row for row in sums if row["code"] == "all")
    for column, share in (("area_km2", 0.01), ("redline_km2", 0.01), ("length_km", 1), ("redline_km", 1)):
        source = column.replace("km2", "ha") if share < 1 else column
        parts = [float(row[column]) for row in sums if row["code"] not in ("all", "") and row[column]]
        assert sum(parts) == pytest.approx(float(whole[column]), abs=1e-9)
        assert float(whole[column]) == pytest.approx(share * sum(float(row[source] or 0) for row in rows), abs=1e-6)
    told = {row["code"]: row for row in sums}
    assert told["C9"]["decision"] == told["C10"]["decision"] == "not assessed" and told["C9"]["area_km2"] == ""


def test_farmland_is_that_of_the_cells(pilot):
    redraw_conflicts(pilot, Feedback())
    reasons, cover = files.read(pilot.folder / RASTER), files.read(pilot.input("land_cover"))
    farmland = np.isin(cover, pilot.recipe["conflicts"]["farmland"])
    found = defaultdict(float)
    for row in read_table(pilot.table("conflicts")):
        if row["source"] == "land cover" and row["code"] in ("C1", "C2"):
            found[row["in_protected"]] += float(row["area_ha"])
    forced = (reasons & FORCED_AREA) > 0
    hectares = 100 * pilot.grid.cell_km2
    outside, inside = ((farmland & where).sum() * hectares for where in ((reasons > 0) & ~forced, forced))
    assert found["0"] + found["1"] == pytest.approx(outside + inside)
    assert inside < found["1"] < 1.1 * inside, "what of a cell lies in a protected area is inside"


def test_nothing_that_is_taken_out_lies_in_the_redline(walked):
    rows = [row for row in read_table(walked.table("conflicts")) if row["decision"] == "deduct"]
    assert {row["code"] for row in rows} == {"C1", "C3", "C5", "C7", "C8"}
    assert max(float(row["redline_ha"]) for row in rows) < 0.001


def test_a_cell_may_be_taken_out_for_several_conflicts(pilot):
    random = np.random.default_rng(1)
    expected = {code: random.random(pilot.grid.shape) < share for code, share in (
        ("C10", 0.5), ("C1", 0.3), ("C9", 0.01), ("C4", 0.0))}
    assert publish_taken_out(pilot, expected) == "taken_out.tif"
    found = taken_out(pilot)
    assert list(found) == ["C1", "C9", "C10"], "C4 takes nothing out"
    assert all(np.array_equal(cells, expected[code]) for code, cells in found.items())


def test_the_boundary_step_publishes_all_that_is_taken_out(walked):
    assert "taken_out.tif" in {row.file for row in walked.ledger.of("boundary")}
    expected = cells_by_code(Deduction.of(conflict_objects(walked, Feedback()), walked.grid))
    found = taken_out(walked)
    assert set(found) == {code for code, cells in expected.items() if cells.any()} >= {"C1", "C3", "C5", "C7", "C8"}
    assert all(np.array_equal(cells, expected[code]) for code, cells in found.items())


def test_nothing_of_a_protected_area_that_is_in_as_a_whole_is_taken_out(pilot):
    objects = conflict_objects(pilot, Feedback())
    deduction = Deduction.of(objects, pilot.grid)
    forced = [one.geometry for one in read_layer(pilot.geopackage, "protected_areas")
              if one.values["treatment"] == "forced"]
    locked = (files.read(pilot.folder / RASTER) & FORCED_AREA) > 0
    assert deduction.cells.any() and not (deduction.cells & locked).any()
    for outline in deduction.outlines.values():
        assert all(outline.Intersection(one).GetArea() < 1e-3 for one in forced)
    assert {one.decision for one in objects.objects if one.in_protected and one.code in ("C1", "C5")} <= {"exit"}
    assert all(one.in_protected for one in objects.objects if one.decision == "exit")


def test_the_register_tells_what_the_table_tells(pilot):
    objects = conflict_objects(pilot, Feedback())
    redline = {one.values["ecr_code"]: one.geometry for one in read_layer(pilot.geopackage, "ecr")}
    assert publish_conflicts(pilot, objects, redline) == list(OUTPUTS)
    rows = read_table(pilot.table("conflicts"))
    for code, polygon in redline.items():
        texts, = conflict_register(pilot, objects, [polygon])
        listed = {row["code"] for row in rows if code in row["ecr_codes"].split("; ")}
        assert set(texts["conflict_code"].split("; ")) - {""} <= listed
        assert (texts["in_conflict"] == "none") == (texts["conflict_code"] == "")
    assert any("C5: 1 (" in row["in_conflict"] for row in conflict_register(pilot, objects, list(redline.values())))


def test_the_same_twice_and_decisions_are_kept_over_a_run(pilot):
    redraw_conflicts(pilot, Feedback())
    first = published(pilot)
    redraw_conflicts(pilot, Feedback())
    assert published(pilot) == first
    rows = read_table(pilot.table("conflicts"))
    field = next(row for row in rows if row["code"] == "C1" and row["decision"] == "deduct")
    decide(pilot.folder, field["id"], "keep", "shared use", "The ministry")
    before = Deduction.of(conflict_objects(pilot, Feedback()), pilot.grid).masks["C1"]
    # the rest of the land cover changes: every other object has another number now
    cover = files.read(pilot.input("land_cover"))
    cover[np.isin(cover, [13])] = 12
    files.write(pilot.input("land_cover"), pilot.grid, cover, "continuous")
    redraw_conflicts(pilot, Feedback())
    same, = (row for row in read_table(pilot.table("conflicts")) if row["id"] == field["id"])
    assert (same["decision"], same["default_decision"], same["status"]) == ("keep", "deduct", "decided")
    assert (same["reason"], same["decided_by"]) == ("shared use", "The ministry")
    after = Deduction.of(conflict_objects(pilot, Feedback()), pilot.grid).masks["C1"]
    assert (before & ~after).sum() == 0, "only what was built-up before is taken out anew"
    summary = read_table(pilot.table("conflict_summary"))
    assert sum(int(row["open"] or 0) for row in summary if row["code"] != "all") == len(
        read_table(pilot.table("conflicts"))) - 1


def test_an_object_that_went_away_stays_in_the_table(pilot):
    redraw_conflicts(pilot, Feedback())
    mine = next(row for row in read_table(pilot.table("conflicts")) if row["code"] == "C5")
    decide(pilot.folder, mine["id"], "exit", "the right ends in 2030", "The ministry")
    gone = with_conflicts(pilot.folder, layers={"C6": "data/roads.gpkg"}, fields={})
    redraw_conflicts(gone, Feedback())
    row, = (row for row in read_table(gone.table("conflicts")) if row["id"] == mine["id"])
    assert row["status"] == "object no longer there" and row["reason"] == "the right ends in 2030"
    assert row["area_ha"] == ""
    assert mine["id"] not in {one.values["id"] for one in read_layer(gone.geopackage, "conflicts")}
    assert take_decisions(gone, read_table(gone.table("conflicts"))) == []


def test_a_layer_edited_in_place_is_taken(pilot):
    redraw_conflicts(pilot, Feedback())
    edited = [dict(one.values) for one in read_layer(pilot.geopackage, "conflict_lines")]
    edited[0].update(decision="exit", reason="by-pass planned", decided_by="Roads Agency")
    assert take_decisions(pilot, edited) == [edited[0]["id"]]
    objects = conflict_objects(pilot, Feedback())
    assert {one.id: one.decision for one in objects.objects}[edited[0]["id"]] == "exit"
    assert "C6" not in Deduction.of(objects, pilot.grid).outlines


def test_decisions_are_among_the_files_that_are_read(pilot):
    assert [path.relative_to(pilot.folder).as_posix() for path in files_of(pilot)] == [
        "data/own_mines.gpkg", "data/roads.gpkg", "decisions/conflicts.csv"]


def test_a_field_that_conflicts_do_not_have_is_told(pilot):
    with pytest.raises(RecipeError, match="conflicts.fields.nmae"):
        conflict_objects(with_conflicts(pilot.folder, fields={"nmae": "x"}), Feedback())


def test_without_land_cover_and_layers_nothing_is_assessed(pilot):
    pilot.input("land_cover").unlink()
    bare = with_conflicts(pilot.folder, layers={}, fields={})
    objects = redraw_conflicts(bare, Feedback())
    assert objects.objects == [] and read_table(bare.table("conflicts")) == []
    sums = read_table(bare.table("conflict_summary"))
    assert {row["decision"] for row in sums if row["code"] != "all"} == {"not assessed"}
    assert conflict_register(bare, objects, [bare.units[0].geometry])[0]["in_conflict"] == "not assessed"


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_killed_between_two_outputs_each_is_whole(pilot, monkeypatch, moment):
    """The disk fills before the layers, the table, the sums: what is there is the old or the new one, never half."""
    redraw_conflicts(pilot, Feedback())
    old = published(pilot)
    replace, left = os.replace, [moment]

    def full(source, target):
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        replace(source, target)

    changed = with_conflicts(pilot.folder, farmland=[12])
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(os, "replace", full)
        redraw_conflicts(changed, Feedback())
    halfway = published(changed)
    assert [halfway[name] != old[name] for name in OUTPUTS] == [moment > 1, False, moment > 2, False]
    assert not list(changed.folder.rglob(".*part*"))
    redraw_conflicts(changed, Feedback())
    new = published(changed)
    assert [new[name] != old[name] for name in OUTPUTS] == [True, False, True, True], "lines are as before"


def test_cancelled_nothing_is_published(pilot):
    class Stop(Feedback):
        def cancelled(self):
            return True

    before = pilot.geopackage.read_bytes()
    with pytest.raises(Cancelled):
        redraw_conflicts(pilot, Stop())
    assert pilot.geopackage.read_bytes() == before
