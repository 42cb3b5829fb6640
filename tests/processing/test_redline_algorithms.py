"""Delivery, approval and comparison of a pilot's redline through Processing."""

import shutil

import pytest
from osgeo import ogr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

from ecr_toolkit.pilot.layers import read_layer
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table


@pytest.fixture
def pilot(walked_folder, tmp_path):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


def run(registry, name, pilot, **parameters):
    algorithm = registry.algorithmById(f"ecr:{name}")
    results, good = algorithm.create().run({"PILOT": str(pilot.folder), **parameters}, QgsProcessingContext(),
                                           QgsProcessingFeedback(), catchExceptions=False)
    assert good
    return results


@pytest.mark.parametrize("name", ["deliver", "approve", "compareversions"])
def test_everything_has_help(registry, name):
    algorithm = registry.algorithmById(f"ecr:{name}")
    assert algorithm.shortHelpString() and algorithm.groupId() == "redline"
    assert all(one.help() for one in algorithm.parameterDefinitions()
               if not one.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def test_a_delivery_has_the_register_and_stakes_in_the_system_asked_for(registry, pilot):
    results = run(registry, "deliver", pilot, CRS="EPSG:4326", ORGANISATION="Ministry <of> Nature", EMAIL="a@b.org")
    folder = pilot.folder / "deliverables"
    assert results["DELIVERABLES"] == str(folder)
    for name in ("redline.gpkg", "redline.kml", "stakes.csv", "shapefile/ecr.shp"):
        assert (folder / name).is_file() and (folder / f"{name}.xml").is_file(), name
    register = read_table(pilot.table("register"))
    delivered = read_layer(folder / "redline.gpkg", "ecr")
    assert sorted(one.values["ecr_code"] for one in delivered) == sorted(row["ecr_code"] for row in register)
    assert {str(one.values["area_km2"]) for one in delivered} == {row["area_km2"] for row in register}
    stakes = read_table(folder / "stakes.csv")
    assert len(stakes) > 100 and len({row["number"] for row in stakes}) == len(stakes)
    assert all(row["longitude"].endswith("W") and row["latitude"].endswith("N") for row in stakes)
    assert "Ministry &lt;of&gt; Nature" in (folder / "redline.gpkg.xml").read_text(encoding="utf-8")


def test_an_approved_line_is_kept_and_compared(registry, pilot):
    first = run(registry, "approve", pilot, APPROVED_BY="Council", REASON="first line")["VERSION"]
    working = ogr.Open(str(pilot.geopackage), 1)
    layer = working.GetLayerByName("ecr")
    row = layer.GetNextFeature()
    code, before = row["ecr_code"], row.GetGeometryRef().GetArea() / 1e6
    row.SetGeometry(ogr.ForceToMultiPolygon(row.GetGeometryRef().Buffer(-200)))
    layer.SetFeature(row)
    after = row.GetGeometryRef().GetArea() / 1e6
    del row, layer, working
    from ecr_toolkit.feedback import Feedback
    from ecr_toolkit.steps.approval import compare_versions

    counted = compare_versions(pilot, first, "", Feedback())  # through Processing the line would be drawn anew
    assert counted["fail"] >= 3, "the polygon, its unit and the country have lost area without a reason"
    change, = (row for row in read_table(pilot.table("version_changes")) if row["code"] == code)
    assert float(change["lost_km2"]) - float(change["gained_km2"]) == pytest.approx(before - after, abs=2e-4)
    checks = read_table(pilot.table("version_checks"))
    assert {row["check"] for row in checks} == {"area", "nature", "function"}
    assert all(row["result"] == "not_assessed" and row["reason"] for row in checks if row["check"] != "area")
    again = run(registry, "compareversions", pilot, FIRST=first, SECOND="")
    assert again["FAILED"] == 0, "drawn anew the line is the approved one"


def test_faults_are_sentences(registry, pilot):
    with pytest.raises(QgsProcessingException, match="9999.1"):
        run(registry, "compareversions", pilot, FIRST="9999.1", SECOND="")
    with pytest.raises(QgsProcessingException, match="EPSG:0"):
        run(registry, "deliver", pilot, CRS="EPSG:0", ORGANISATION="x")
