"""Coordination between neighbours through Processing: rates, decisions, edits by hand, undoing."""

import shutil

import pytest
from osgeo import ogr
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsVectorLayer,
)

from ecr_toolkit.coordination.edits import read_edits
from ecr_toolkit.coordination.proposals.decisions import CHOICES
from ecr_toolkit.coordination.proposals.making import KINDS
from ecr_toolkit.pilot.layers import to_crs
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.processing.redline.neighbours import ALGORITHMS
from ecr_toolkit.raster.grid import WGS84

BY_NAME = {algorithm().name(): algorithm for algorithm in ALGORITHMS}
ACCEPT, REJECT, NOTED = range(3)
EXTEND = 1 + KINDS.index("extend")


@pytest.fixture
def pilot(walked_folder, tmp_path, qgis_app):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


def run(name, pilot, **parameters):
    algorithm = BY_NAME[name]().create()
    results, good = algorithm.run({"PILOT": str(pilot.folder), **parameters}, QgsProcessingContext(),
                                  QgsProcessingFeedback(), catchExceptions=False)
    assert good
    return results


def signed(reason="agreed at the table"):
    return {"DECIDED_BY": "Council", "REASON": reason, "DRAW": False}


def proposals(pilot):
    return read_table(pilot.table("proposals"))


def polygon_in(pilot, code):
    """A square of 2 km in the middle of a unit, as a layer in degrees; and the unit's own outline."""
    unit = next(one.geometry for one in pilot.units if one.code == code)
    middle = unit.PointOnSurface()
    square = middle.Buffer(1000, 1)
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "drawn", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(to_crs(square, pilot.crs, WGS84).ExportToWkt()))
    layer.dataProvider().addFeatures([feature])
    return layer, square


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_everything_has_help(qgis_app, name):
    algorithm = BY_NAME[name]().create()
    assert algorithm.shortHelpString() and algorithm.displayName() and algorithm.groupId() == "redline"
    assert algorithm.parameterDefinitions() and algorithm.outputDefinitions()
    assert all(one.help() for one in algorithm.parameterDefinitions()
               if not one.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def test_choices_are_those_of_the_decisions(qgis_app):
    algorithm = BY_NAME["decideproposal"]().create()
    assert len(algorithm.parameterDefinition("DECISION").options()) == len(CHOICES) and CHOICES[ACCEPT] == "accept"
    assert len(algorithm.parameterDefinition("KIND").options()) == 1 + len(KINDS) and CHOICES[NOTED] == "note"


def test_neighbours_gives_rates_and_tables(pilot):
    results = run("neighbours", pilot)
    rates = read_table(pilot.table("edge_match"))
    assert results["PAIRS"] == sum(row["edge_match_percent"] != "" for row in rates) > 0
    assert 0 <= results["REACHED"] <= results["PAIRS"]
    assert results["COUNT"] == results["OPEN"] == len(proposals(pilot)) > 0
    assert all(results[name] == str(pilot.table(name.lower())) for name in ("EDGE_MATCH", "PROPOSALS", "BASINS"))


def test_a_proposal_is_accepted_and_undone(pilot):
    first = next(row for row in proposals(pilot) if row["kind"] == "extend")
    assert run("decideproposal", pilot, PROPOSAL=f" {first['id']} ", **signed(""))["DECIDED"] == 1
    edit, = read_edits(pilot.folder, pilot.crs)
    assert (edit.proposal, edit.action, edit.unit, edit.decided_by) == (first["id"], "add", first["acts_on"], "Council")
    assert run("undoedit", pilot, NUMBER=0, **signed("a mistake"))["EDIT"] == 1
    edit, = read_edits(pilot.folder, pilot.crs)
    assert (edit.undone_by, edit.undone_reason) == ("Council", "a mistake")


def test_all_open_ones_of_a_pair_and_kind_are_decided_and_show_when_drawn_anew(pilot):
    rows = proposals(pilot)
    unit, neighbour = rows[-1]["unit"], rows[-1]["neighbour"]
    wanted = [row["id"] for row in rows if {row["unit"], row["neighbour"]} == {unit, neighbour}
              and row["kind"] == "extend"]
    results = run("decideproposal", pilot, PAIR=f"{neighbour} {unit}", KIND=EXTEND, DECISION=REJECT,
                  **{**signed("not agreed"), "DRAW": True})
    assert results["DECIDED"] == len(wanted)
    assert {row["id"] for row in proposals(pilot) if row["status"] == "rejected"} == set(wanted)


def test_a_drawn_polygon_becomes_an_edit_in_the_pilots_system(pilot):
    layer, square = polygon_in(pilot, "CAL")
    results = run("editredline", pilot, POLYGONS=layer, ACTION=1, UNIT="CAL", **signed())
    edit, = read_edits(pilot.folder, pilot.crs)
    assert (results["EDIT"], edit.action, edit.unit, edit.proposal) == (1, "remove", "CAL", "")
    assert results["AREA_KM2"] == pytest.approx(square.GetArea() / 1e6, rel=1e-4)
    assert edit.geometry.SymDifference(ogr.ForceToMultiPolygon(square)).GetArea() < 100


def test_faults_are_sentences_and_nothing_is_recorded(pilot):
    layer, _square = polygon_in(pilot, "CAL")
    for match, name, parameters in (
            ("A:B:1.00000N:2.00000E", "decideproposal", {"PROPOSAL": "A:B:1.00000N:2.00000E"}),
            ("which proposals", "decideproposal", {}),
            ("two codes: CAL", "decideproposal", {"PAIR": "CAL"}),
            ("XYZ", "editredline", {"POLYGONS": layer, "UNIT": "XYZ"}),
            ("LEK", "editredline", {"POLYGONS": layer, "UNIT": "LEK"}),
            ("no edit 7", "undoedit", {"NUMBER": 7}),
            ("said why", "editredline", {"POLYGONS": layer, "UNIT": "CAL", **signed("")})):
        with pytest.raises(QgsProcessingException, match=match):
            run(name, pilot, **{**signed(), **parameters})
    assert read_edits(pilot.folder, pilot.crs) == []
