"""Conflict objects through Processing: listed, decided one by one, taken from an edited table or layer."""

import shutil

import pytest
from osgeo import ogr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.processing.redline.conflict_decisions import (
    ALGORITHMS,
    DecideConflict,
    ListConflicts,
    TakeConflictDecisions,
)

KEEP, EXIT, DEDUCT = range(3)


@pytest.fixture
def pilot(walked_folder, tmp_path):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


@pytest.fixture
def run(registry, pilot):
    def go(algorithm, **parameters):
        results, good = algorithm().create().run({"PILOT": str(pilot.folder), **parameters}, QgsProcessingContext(),
                                                 QgsProcessingFeedback(), catchExceptions=False)
        assert good
        return results

    return go


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda algorithm: algorithm().name())
def test_everything_has_help(registry, algorithm):
    made = algorithm().create()
    assert made.shortHelpString() and made.displayName() and made.groupId() == "redline"
    assert all(one.help() for one in made.parameterDefinitions()
               if not one.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def test_objects_are_listed_and_counted(run, pilot):
    results = run(ListConflicts)
    rows = read_table(pilot.table("conflicts"))
    assert results["TABLE"] == str(pilot.table("conflicts")) and results["SUMMARY"].endswith("conflict_summary.csv")
    for name in ("keep", "exit", "deduct"):
        assert results[name.upper()] == sum(row["decision"] == name for row in rows) > 0
    assert results["OPEN"] == len(rows)


def test_an_object_is_decided_and_stands_as_decided(run, pilot):
    run(ListConflicts)
    field = next(row for row in read_table(pilot.table("conflicts")) if row["decision"] == "deduct")
    results = run(DecideConflict, OBJECT=field["id"], DECISION=KEEP, REASON="shared use", DECIDED_BY="Ministry")
    row, = read_table(pilot.folder / "decisions" / "conflicts.csv")
    assert results["DECISIONS"].endswith("conflicts.csv") and (row["id"], row["decision"]) == (field["id"], "keep")
    results = run(ListConflicts)
    assert results["OPEN"] == len(read_table(pilot.table("conflicts"))) - 1


def test_decisions_that_cannot_stand_are_sentences(run, pilot):
    run(ListConflicts)
    inside = next(row for row in read_table(pilot.table("conflicts")) if row["decision"] == "exit")
    with pytest.raises(QgsProcessingException, match="protected area"):
        run(DecideConflict, OBJECT=inside["id"], DECISION=DEDUCT, REASON="a", DECIDED_BY="b")
    with pytest.raises(QgsProcessingException, match="no conflict object"):
        run(DecideConflict, OBJECT="F-0", DECISION=EXIT, REASON="a", DECIDED_BY="b")
    assert not (pilot.folder / "decisions").exists()


@pytest.mark.parametrize("in_place", [False, True])
def test_an_edited_table_is_taken_also_where_it_is_the_published_one(run, pilot, in_place):
    run(ListConflicts)
    rows = read_table(pilot.table("conflicts"))
    chosen = [row for row in rows if row["decision"] == "deduct"][:2]
    for row in chosen:
        row.update(decision="keep", reason="=surveyed: ü", decided_by="Office")
    edited = pilot.table("conflicts") if in_place else pilot.folder / "edited.csv"
    write_table(edited, tuple(rows[0]), rows)
    assert run(TakeConflictDecisions, EDITED=str(edited))["TAKEN"] == 2
    stored = read_table(pilot.folder / "decisions" / "conflicts.csv")
    assert {row["id"] for row in stored} == {row["id"] for row in chosen}
    assert {row["reason"] for row in stored} == {"'=surveyed: ü"}
    assert run(TakeConflictDecisions, EDITED=str(pilot.table("conflicts")))["TAKEN"] == 0


def test_an_edited_layer_is_taken_whole_or_not_at_all(run, pilot):
    run(ListConflicts)
    dataset = ogr.Open(str(pilot.geopackage), 1)
    layer = dataset.GetLayerByName("conflicts")
    changed = []
    for row in layer:
        if row["decision"] == "deduct" and len(changed) < 2:
            row["decision"] = "exit"
            if changed:
                row["reason"], row["decided_by"] = "moved", "Office"
            layer.SetFeature(row)
            changed.append((row.GetFID(), row["id"]))
    del row, layer, dataset
    edited = pilot.folder / "edited.gpkg"
    shutil.copyfile(pilot.geopackage, edited)
    with pytest.raises(QgsProcessingException, match=f"{changed[0][1]} has no reason"):
        run(TakeConflictDecisions, EDITED=f"{edited}|layername=conflicts")
    assert not (pilot.folder / "decisions").exists()
    dataset = ogr.Open(str(edited), 1)
    layer = dataset.GetLayerByName("conflicts")
    row = layer.GetFeature(changed[0][0])
    row["reason"], row["decided_by"] = "moved", "Office"
    layer.SetFeature(row)
    del row, layer, dataset
    assert run(TakeConflictDecisions, EDITED=f"{edited}|layername=conflicts")["TAKEN"] == 2


def test_a_layer_without_the_fields_is_told(run, pilot):
    with pytest.raises(QgsProcessingException, match="decided_by"):
        run(TakeConflictDecisions, EDITED=str(pilot.folder / "data" / "roads.gpkg"))
