"""Delivery of a pilot's redline through Processing; versions are in test_version_algorithms.py."""

import shutil

import pytest
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


@pytest.mark.parametrize("name", ["deliver"])
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


def test_faults_are_sentences(registry, pilot):
    with pytest.raises(QgsProcessingException, match="EPSG:0"):
        run(registry, "deliver", pilot, CRS="EPSG:0", ORGANISATION="x")
