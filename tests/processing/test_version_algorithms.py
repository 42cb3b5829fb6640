"""Approval of a pilot's redline, its changes and comparison through Processing."""

import json
import shutil
from datetime import date

import pytest
from osgeo import ogr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

from ecr_toolkit.coordination.versions.archive import load
from ecr_toolkit.coordination.versions.triggers import REASONS
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.processing.redline.approve import Approve
from ecr_toolkit.processing.redline.compare_versions import CompareVersions
from ecr_toolkit.processing.redline.version_changes import VersionChanges
from ecr_toolkit.steps.supervision import compare_versions

ALGORITHMS = (Approve, CompareVersions, VersionChanges)


@pytest.fixture
def pilot(walked_folder, tmp_path):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


def run(algorithm, pilot, **parameters):
    results, good = algorithm().create().run({"PILOT": str(pilot.folder), **parameters}, QgsProcessingContext(),
                                             QgsProcessingFeedback(), catchExceptions=False)
    assert good
    return results


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_everything_has_help(qgis_app, algorithm):
    made = algorithm().create()
    assert made.shortHelpString() and made.groupId() == "redline" and made.name() in (
        "approve", "compareversions", "versionchanges")
    assert all(one.help() for one in made.parameterDefinitions()
               if not one.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def shrink(pilot):
    """The first polygon of the working line 200 m smaller all round; gives (code, km² lost)."""
    working = ogr.Open(str(pilot.geopackage), 1)
    layer = working.GetLayerByName("ecr")
    row = layer.GetNextFeature()
    code, before = row["ecr_code"], row.GetGeometryRef().GetArea() / 1e6
    row.SetGeometry(ogr.ForceToMultiPolygon(row.GetGeometryRef().Buffer(-200)))
    layer.SetFeature(row)
    return code, before - row.GetGeometryRef().GetArea() / 1e6


def test_an_approved_line_is_kept_and_compared(qgis_app, pilot):
    first = run(Approve, pilot, APPROVED_BY="Council", REASON="first line", PRODUCT="MCD12Q1 6.1")["VERSION"]
    assert first == f"{date.today().year}.1"
    assert {row["source"] for row in load(pilot.folder, first).state.sources
            if row["subject"] == "land_cover"} == {"MCD12Q1 6.1"}
    code, lost = shrink(pilot)
    # through Processing the line would be drawn anew
    counted = compare_versions(pilot, first, "", date.today(), Feedback())
    assert counted["fail"] >= 3, "the polygon, its unit and the country have lost area without a reason"
    change, = (row for row in read_table(pilot.table("version_changes")) if row["code"] == code)
    assert float(change["lost_km2"]) - float(change["gained_km2"]) == pytest.approx(lost, abs=2e-4)
    checks = read_table(pilot.table("version_checks"))
    assert {row["check"] for row in checks} == {"area", "nature", "function"}
    assert all(row["result"] == "not_assessed" and row["reason"] for row in checks if row["check"] != "area")

    again = run(CompareVersions, pilot, FIRST=first, SECOND="")
    rows = read_table(pilot.table("version_checks"))
    assert again["FAILED"] == again["WARNINGS"] == 0, "drawn anew the line is the approved one"
    assert again["PASSED"] == sum(row["check"] == "area" for row in rows)
    assert again["PASSED"] + again["NOT_ASSESSED"] == len(rows)
    assert again["VERSION_CHECKS"] == str(pilot.table("version_checks"))


def test_changes_are_written_and_explained(qgis_app, pilot):
    """The line is drawn anew with a larger smallest patch, by which polygons go; a reason for all is not enough while
    the national area is lower."""
    run(Approve, pilot, APPROVED_BY="Council", REASON="first line")
    assert run(VersionChanges, pilot)["CHANGED"] == 0
    recipe = pilot.folder / "pilot.json"
    values = json.loads(recipe.read_text(encoding="utf-8"))
    values["boundary"]["min_patch_km2"] = 9
    recipe.write_text(json.dumps(values), encoding="utf-8")
    found = run(VersionChanges, pilot)
    rows = read_table(pilot.table("open_changes"))
    assert found["TABLE"] == str(pilot.table("open_changes"))
    assert found["CHANGED"] == len(rows) >= found["UNEXPLAINED"] >= 1
    assert {row["change"] for row in rows} >= {"retired"}
    with pytest.raises(QgsProcessingException, match=next(row["code"] for row in rows if row["change"] == "retired")):
        run(Approve, pilot, APPROVED_BY="Council", REASON="second", REASONS=found["TABLE"])
    with pytest.raises(QgsProcessingException, match="national area"):
        run(Approve, pilot, APPROVED_BY="Council", REASON="second",
            REASON_FOR_ALL=1 + list(REASONS).index("correction"))


def test_faults_are_sentences(qgis_app, pilot, tmp_path):
    with pytest.raises(QgsProcessingException, match="9999.1"):
        run(CompareVersions, pilot, FIRST="9999.1", SECOND="")
    with pytest.raises(QgsProcessingException, match="No line was approved"):
        run(VersionChanges, pilot)
    with pytest.raises(QgsProcessingException, match="missing.csv"):
        run(Approve, pilot, APPROVED_BY="x", REASON="x", REASONS=str(tmp_path / "missing.csv"))
