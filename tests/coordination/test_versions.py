"""Versions: immutable, numbered by year, whole or not there; changes that add up (methods.md §5.6, §9.6)."""

import datetime
import os
import random
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr

from ecr_toolkit.coordination.versions import archive
from ecr_toolkit.coordination.versions.archive import approve, load, versions
from ecr_toolkit.coordination.versions.changes import (
    AREAS,
    CHANGE_COLUMNS,
    area_by_reason,
    change_set,
    compare,
    piece_features,
    totals,
)
from ecr_toolkit.coordination.versions.triggers import PROCESS, REASONS, REASONS_OF_LOSS, TRIGGERS
from ecr_toolkit.errors import Cancelled, InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, read_layer
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster.grid import equal_area_crs, spatial_reference

CRS = equal_area_crs(70, 30)


def box(west, south, width, height=None):
    """A rectangle, km."""
    west, south, east, north = (1000 * number for number in (west, south, west + width, south + (height or width)))
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")


def polygon(code, outline, unit="A", **values):
    return Feature(outline, {"ecr_code": code, "adm_code": unit, "type_code": "11", "lvl_func": 5, "lvl_sens": 1,
                             "area_km2": round(outline.GetArea() / 1e6, 4), "status": "draft", **values})


UNITS = [Feature(box(0, 0, 50), {"code": "A", "name": "Ánimas"}), Feature(box(50, 0, 50), {"code": "B", "name": "ب"})]
LINE = [polygon("X-A-11-0001", box(0, 0, 3), ecr_name="آبی ذخیرہ"), polygon("X-B-11-0001", box(60, 0, 2), "B")]


def keep(folder, day="2026-03-07", redline=LINE, who="Ministry", reason="first approval", changes=()):
    return approve(folder, redline, UNITS, CRS, who, reason, datetime.date.fromisoformat(day), changes)


def test_an_approved_version_comes_back_as_it_was(tmp_path):
    number = keep(tmp_path, who="=Ministère de l’environnement", reason="+ première\n approbation")
    kept = load(tmp_path, number)
    assert number == kept.version.number == "2026.1" and kept.version.day == "2026-03-07"
    assert kept.version.approved_by == "=Ministère de l’environnement"
    assert kept.version.reason == "+ première approbation"
    assert (kept.version.area_km2, kept.version.polygons) == (3 * 3 + 2 * 2, 2)
    assert spatial_reference(kept.version.crs).IsSame(spatial_reference(CRS))
    assert [feature.values["ecr_name"] for feature in kept.redline] == ["آبی ذخیرہ", None]
    assert [feature.geometry.GetArea() for feature in kept.redline] == [9e6, 4e6]
    assert [feature.values["name"] for feature in kept.units] == ["Ánimas", "ب"]
    assert {(feature.values["status"], feature.values["version"]) for feature in kept.redline} == {("approved", number)}
    assert LINE[0].values["status"] == "draft"  # what was handed over is not touched


def test_numbers_count_from_one_in_each_year(tmp_path):
    days = ["2025-12-30", "2025-12-31", *["2026-01-01"] * 10, "2027-05-05"]
    numbers = [keep(tmp_path, day) for day in days]
    assert numbers == ["2025.1", "2025.2", *[f"2026.{count}" for count in range(1, 11)], "2027.1"]
    assert [version.number for version in versions(tmp_path)] == numbers
    listed = read_table(tmp_path / "versions" / "versions.csv")
    assert [row["number"] for row in listed] == numbers and listed[0]["area_km2"] == "13.0"
    assert {len(row["sha256"]) for row in listed} == {64}


def test_versions_follow_each_other_in_time(tmp_path):
    keep(tmp_path, "2026-03-07")
    with pytest.raises(ToolkitError, match="before the last version"):
        keep(tmp_path, "2026-03-06")
    assert len(versions(tmp_path)) == 1


def test_no_approval_touches_an_earlier_version(tmp_path):
    keep(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "versions" / "2026.1").iterdir()}
    keep(tmp_path, redline=LINE[:1])
    load(tmp_path, "2026.1")
    assert {path: path.read_bytes() for path in (tmp_path / "versions" / "2026.1").iterdir()} == before
    assert not [path for path in before if path.stat().st_mode & 0o222]
    assert len(load(tmp_path, "2026.2").redline) == 1


@pytest.mark.parametrize("where", ["write_lines", "write_table", "_sign"])
def test_an_approval_that_dies_in_the_middle_leaves_no_version(tmp_path, monkeypatch, where):
    keep(tmp_path)

    def dies(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, where, dies)
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path, changes=[{"code": "X"}])
    assert [version.number for version in versions(tmp_path)] == ["2026.1"]
    assert not list((tmp_path / "versions").glob(".*part*"))
    monkeypatch.undo()
    assert keep(tmp_path) == "2026.2"


@pytest.mark.skipif(os.name == "nt", reason="there is no fork on Windows")
@pytest.mark.parametrize("where", ["_sign", "_write_list"])
def test_a_killed_approval_is_either_whole_or_not_there(tmp_path, monkeypatch, where):
    """A process that ends without any cleaning up, before the folder is signed and after it was published."""
    keep(tmp_path)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(archive, where, lambda *_arguments: os._exit(9))
        keep(tmp_path)
        os._exit(0)
    assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == 9
    published = where == "_write_list"
    assert bool(list((tmp_path / "versions").glob(".*part*"))) is not published
    assert [version.number for version in versions(tmp_path)] == ["2026.1", "2026.2"][:1 + published]
    assert keep(tmp_path) == ("2026.3" if published else "2026.2")
    assert not list((tmp_path / "versions").glob(".*part*"))
    listed = [row["number"] for row in read_table(tmp_path / "versions" / "versions.csv")]
    assert listed == [version.number for version in versions(tmp_path)]
    assert all(load(tmp_path, number) for number in listed)


def test_a_lost_list_loses_nothing(tmp_path):
    keep(tmp_path)
    (tmp_path / "versions" / "versions.csv").unlink()
    assert load(tmp_path, "2026.1") and keep(tmp_path) == "2026.2"
    assert len(read_table(tmp_path / "versions" / "versions.csv")) == 2


def test_a_missing_version_is_told_and_its_number_is_not_given_again(tmp_path):
    keep(tmp_path)
    keep(tmp_path)
    shutil.rmtree(tmp_path / "versions" / "2026.2")
    for act in (lambda: versions(tmp_path), lambda: keep(tmp_path)):
        with pytest.raises(ToolkitError, match="2026.2") as caught:
            act()
        assert "copy" in caught.value.remedy


def spoil_geometry(folder):
    dataset = gdal.OpenEx(str(folder / "redline.gpkg"), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = dataset.GetLayerByName("ecr")
    row = layer.GetNextFeature()
    row.SetGeometry(ogr.ForceToMultiPolygon(box(0, 0, 2.9)))
    layer.SetFeature(row)


def spoil_attribute(folder):
    dataset = gdal.OpenEx(str(folder / "redline.gpkg"), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = dataset.GetLayerByName("ecr")
    row = layer.GetNextFeature()
    row.SetField("type_code", "12")
    layer.SetFeature(row)


def spoil_unit(folder):
    dataset = gdal.OpenEx(str(folder / "redline.gpkg"), gdal.OF_VECTOR | gdal.OF_UPDATE)
    dataset.GetLayerByName("units").DeleteFeature(1)


def spoil_file(folder):
    (folder / "redline.gpkg").write_bytes(b"spoiled")


def delete_file(folder):
    (folder / "redline.gpkg").unlink()


def spoil_signature(folder):
    text = (folder / "version.csv").read_text(encoding="utf-8-sig")
    (folder / "version.csv").write_text(text.replace("Ministry", "Somebody"), encoding="utf-8-sig")


def cut_signature(folder):
    (folder / "version.csv").write_text("", encoding="utf-8-sig")


def spoil_changes(folder):
    text = (folder / "changes.csv").read_text(encoding="utf-8-sig")
    (folder / "changes.csv").write_text(text.replace("project", "correction"), encoding="utf-8-sig")


def delete_changes(folder):
    (folder / "changes.csv").unlink()


@pytest.mark.parametrize("spoil", [spoil_geometry, spoil_attribute, spoil_unit, spoil_file, delete_file,
                                   spoil_signature, cut_signature, spoil_changes, delete_changes])
def test_a_version_that_was_changed_is_not_opened(tmp_path, spoil):
    keep(tmp_path, changes=[{"code": "X-A-11-0001", "reason": "project"}])
    place = tmp_path / "versions" / "2026.1"
    assert load(tmp_path, "2026.1").changes[0]["reason"] == "project"
    for path in place.iterdir():
        path.chmod(0o644)
    spoil(place)
    with pytest.raises(ToolkitError, match="changed after it was approved") as caught:
        load(tmp_path, "2026.1")
    assert "copy" in caught.value.remedy


def test_a_version_signed_again_after_a_change_is_told_by_the_list(tmp_path):
    keep(tmp_path)
    other = tmp_path / "other"
    keep(other, redline=LINE[:1])
    shutil.rmtree(tmp_path / "versions" / "2026.1")
    shutil.copytree(other / "versions" / "2026.1", tmp_path / "versions" / "2026.1")
    with pytest.raises(ToolkitError, match="changed after"):
        load(tmp_path, "2026.1")
    keep(tmp_path)  # a later approval does not make it good
    with pytest.raises(ToolkitError, match="changed after"):
        load(tmp_path, "2026.1")


def test_looking_at_a_version_does_not_change_it(tmp_path):
    keep(tmp_path)
    path = tmp_path / "versions" / "2026.1" / "redline.gpkg"
    path.chmod(0o644)
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    dataset.ExecuteSQL("PRAGMA journal_mode = WAL")  # as QGIS does
    del dataset
    assert load(tmp_path, "2026.1")


@pytest.mark.parametrize("number", ["2026.2", "../secret", "2026.01", ""])
def test_a_version_that_is_not_there_is_told_with_those_that_are(tmp_path, number):
    keep(tmp_path)
    with pytest.raises(ToolkitError, match="no version") as caught:
        load(tmp_path, number)
    assert "2026.1" in caught.value.remedy


def test_what_cannot_be_approved_is_told_at_once(tmp_path):
    crossed = ogr.CreateGeometryFromWkt("POLYGON((0 0,1000 1000,1000 0,0 1000,0 0))")
    with pytest.raises(InputError) as caught:
        keep(tmp_path, redline=[polygon("Ñ-1", box(0, 0, 1)), polygon("Ñ-1", crossed), polygon("", box(5, 5, 1))],
             who=" ")
    assert len(caught.value.faults) == 4 and "Ñ-1" in str(caught.value)
    with pytest.raises(InputError, match="no redline"):
        keep(tmp_path, redline=[])
    assert not (tmp_path / "versions").exists() and versions(tmp_path) == []


def test_two_approvals_at_once_are_refused(tmp_path):
    keep(tmp_path)
    with locked(tmp_path / "versions"), pytest.raises(ToolkitError, match="Another run"):
        keep(tmp_path)
    assert keep(tmp_path) == "2026.2"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "versions").write_text("a file", encoding="utf-8")
    with pytest.raises(ToolkitError, match="cannot be written"):
        keep(tmp_path)


def test_the_redline_of_a_pilot_is_kept_with_its_whole_register(walked, tmp_path):
    redline = read_layer(walked.geopackage, "ecr")
    units = [Feature(unit.geometry, {"code": unit.code, "name": unit.name()}) for unit in walked.units]
    number = approve(tmp_path, redline, units, walked.crs, "Ministry", "first", datetime.date(2026, 1, 1))
    kept = load(tmp_path, number)
    for given_, found in zip(redline, kept.redline):
        assert found.values == {**given_.values, "status": "approved", "version": number}
        assert found.geometry.ExportToWkb() == given_.geometry.ExportToWkb()
    comparison = compare(kept.redline, redline, Feedback())
    assert {row["change"] for row in change_set(comparison, {}, "", "")} == {"kept"} and not comparison.pieces


# Changes -------------------------------------------------------------------------------------------------------------

def rows_of(before, after, reasons=None):
    found = change_set(compare(before, after, Feedback()), reasons or {}, "Ministry", "2026-03-07")
    return {row["code"]: row for row in found}


def test_each_kind_of_change():
    before = [polygon("kept", box(0, 0, 2)), polygon("enlarged", box(10, 0, 2)), polygon("reduced", box(20, 0, 2)),
              polygon("moved", box(30, 0, 2)), polygon("retired", box(40, 0, 2))]
    after = [polygon("kept", box(0, 0, 2)), polygon("enlarged", box(10, 0, 3, 2)), polygon("reduced", box(20, 0, 1, 2)),
             polygon("moved", box(31, 0, 2)), polygon("new", box(0, 40, 1))]
    found = rows_of(before, after, {"reduced": "project"})
    assert {code: row["change"] for code, row in found.items()} == {code: code for code in found}
    assert (found["moved"]["gained_km2"], found["moved"]["lost_km2"]) == (2, 2)
    assert (found["reduced"]["before_km2"], found["reduced"]["after_km2"], found["reduced"]["lost_km2"]) == (4, 2, 2)
    assert (found["reduced"]["reason"], found["reduced"]["who"], found["reduced"]["day"]) == (
        "project", "Ministry", "2026-03-07")
    assert found["kept"]["who"] == "" and tuple(found["kept"]) == CHANGE_COLUMNS


def test_split_merged_and_recoded_polygons_are_told_with_their_relatives():
    before = [polygon("whole", box(0, 0, 4, 2)), polygon("a", box(10, 0, 2)), polygon("b", box(12, 0, 3, 2)),
              polygon("old", box(20, 0, 2)), polygon("parent", box(30, 0, 4, 2)), polygon("eater", box(40, 0, 2)),
              polygon("eaten", box(42, 0, 1, 2))]
    after = [polygon("west", box(0, 0, 2)), polygon("east", box(2, 0, 2)), polygon("ab", box(10, 0, 5, 2)),
             polygon("fresh", box(20, 0, 2)), polygon("parent", box(30, 0, 2)), polygon("child", box(32, 0, 2)),
             polygon("eater", box(40, 0, 3, 2))]
    found = {code: (row["change"], row["related"]) for code, row in rows_of(before, after).items()}
    assert found == {
        "whole": ("split", "east; west"), "west": ("split", "whole"), "east": ("split", "whole"),
        "a": ("merged", "ab"), "b": ("merged", "ab"), "ab": ("merged", "a; b"),
        "old": ("recoded", "fresh"), "fresh": ("recoded", "old"),
        "parent": ("split", "child"), "child": ("split", "parent"),
        "eater": ("merged", "eaten"), "eaten": ("merged", "eater")}


def test_noise_of_digitising_is_kept_and_its_area_told():
    row = rows_of([polygon("x", box(0, 0, 3))], [polygon("x", box(0, 0, 3.001, 3))])["x"]
    assert (row["change"], row["gained_km2"]) == ("kept", 0.003)  # below 0.01 km²


def test_a_piece_that_changes_hands_stays_in_the_redline():
    comparison = compare([polygon("a", box(0, 0, 4, 2)), polygon("b", box(4, 0, 2))],
                         [polygon("a", box(0, 0, 3, 2)), polygon("b", box(3, 0, 3, 2))], Feedback())
    a, b = (comparison.areas[("A", code)] for code in "ab")
    assert (a.lost, a.given, a.to_outside) == (2, 2, 0) and (b.gained, b.received, b.from_outside) == (2, 2, 0)
    assert [(piece.values["code"], piece.values["change"], piece.values["other"], piece.values["area_km2"])
            for piece in piece_features(comparison)] == [("a", "lost", "b", 2), ("b", "gained", "a", 2)]


def test_a_polygon_that_changes_its_unit_is_counted_in_both():
    comparison = compare([polygon("a", box(0, 0, 2))], [polygon("a", box(0, 0, 2), "B")], Feedback())
    assert [(row["unit"], row["before_km2"], row["after_km2"]) for row in totals(comparison, "X")] == [
        ("A", 4, 0), ("B", 0, 4), ("X", 4, 4)]


def test_empty_lines_can_be_compared():
    assert rows_of([], []) == {}
    assert rows_of([], [polygon("a", box(0, 0, 1))])["a"]["change"] == "new"
    assert rows_of([polygon("a", box(0, 0, 1))], [])["a"]["change"] == "retired"
    assert [row["unit"] for row in totals(compare([], [], Feedback()), "X")] == ["X"]


def test_areas_by_reason_add_up_and_an_unknown_reason_is_refused():
    before = [polygon("a", box(0, 0, 2)), polygon("b", box(10, 0, 2)), polygon("c", box(20, 0, 2))]
    after = [polygon("a", box(0, 0, 1)), polygon("b", box(10, 0, 1)), polygon("c", box(20, 0, 3))]
    rows = list(rows_of(before, after, {"a": "project", "b": "project"}).values())
    assert area_by_reason(rows) == [{"reason": "project", "polygons": 2, "gained_km2": 0, "lost_km2": 6},
                                    {"reason": "", "polygons": 1, "gained_km2": 5, "lost_km2": 0}]
    with pytest.raises(ToolkitError, match="because"):
        rows_of(before, after, {"a": "because"})


def test_a_comparison_can_be_cancelled():
    class Stop(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        compare(LINE, LINE, Stop())


def tiles(seed):
    """A row of rectangles that touch but do not overlap, codes dealt at random, some left out; odd lengths, so that no
    area is a whole number of 100 m²."""
    dice = random.Random(seed)
    west, line = 0.0, []
    codes = dice.sample(["á", "b", "ج", "丁", "e", "f"], 6)
    for code in codes:
        width = dice.uniform(0.005, 3)
        if dice.random() < 0.7:
            line.append(polygon(code, box(west, dice.uniform(0, 1), width, dice.uniform(0.005, 2)),
                                dice.choice("AB")))
        west += width
    return line


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_gained_less_lost_is_always_the_difference_of_areas(first, second):
    before, after = tiles(first), tiles(second)
    comparison = compare(before, after, Feedback())
    rows = change_set(comparison, {}, "Ministry", "2026-03-07")
    sums = totals(comparison, "X")
    for row in [*rows, *sums]:
        assert round(row["gained_km2"] - row["lost_km2"], 4) == round(row["after_km2"] - row["before_km2"], 4)
        assert all(row[name] >= 0 for name in AREAS)
        assert row["received_km2"] <= row["gained_km2"] and row["given_km2"] <= row["lost_km2"]
    for name in AREAS:
        assert sums[-1][name] == round(sum(row[name] for row in rows), 4)
        assert sums[-1][name] == round(sum(row[name] for row in sums[:-1]), 4)
    for line, name in ((before, "before_km2"), (after, "after_km2")):
        assert sums[-1][name] == pytest.approx(sum(item.values["area_km2"] for item in line), abs=1e-9)
    # no polygon overlaps another of its line, so what is given is what is received
    assert sums[-1]["received_km2"] == pytest.approx(sums[-1]["given_km2"], abs=1e-3)
    listed = sum(item.values["area_km2"] * (1 if item.values["change"] == "gained" else -1)
                 for item in piece_features(comparison))
    assert listed == pytest.approx(sums[-1]["gained_km2"] - sums[-1]["lost_km2"], abs=5e-3)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_other_way_round_gains_are_losses(first, second):
    there = compare(tiles(first), tiles(second), Feedback())
    back = compare(tiles(second), tiles(first), Feedback())
    for key, areas in there.areas.items():
        assert back.areas[key].gained == pytest.approx(areas.lost, abs=3e-4)
        assert back.areas[key].received == pytest.approx(areas.given, abs=3e-4)


def test_triggers_are_told_whole():
    """The five of §9.6, and the four reasons of a loss of §9.1."""
    assert len(TRIGGERS) == 5 and len({trigger.id for trigger in TRIGGERS}) == 5 and len(PROCESS) == 6
    assert all(trigger.text and trigger.agree and trigger.needs for trigger in TRIGGERS)
    assert {trigger.id for trigger in TRIGGERS} <= {*REASONS}
    assert len(REASONS_OF_LOSS) == 4 and {*REASONS_OF_LOSS} <= {*REASONS}
