"""Vector layers in place of rasters: shares are exact, distances metres, lines need a width."""

import json

import numpy as np
import pytest

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import open_layer, union
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.preparation.inputs import probe
from ecr_toolkit.raster import files
from ecr_toolkit.steps import STEPS, run_steps


@pytest.fixture
def with_sources(training):
    def change(**sources):
        path = training.folder / "pilot.json"
        recipe = json.loads(path.read_text(encoding="utf-8"))
        recipe["sources"].update(sources)
        recipe["objectives"] = {"functions": ["habitat_quality", "coastal_stabilisation"], "sensitivities": []}
        path.write_text(json.dumps(recipe), encoding="utf-8")
        return Pilot.open(training.folder)

    return change


def test_shares_and_distances(with_sources):
    pilot = with_sources(
        road_share={"file": "data/roads.gpkg", "buffer_m": 20}, mine_share="data/mines.gpkg",
        coastal_habitat="data/protected_areas.gpkg", coast_distance="data/roads.gpkg")
    probe(pilot)
    run_steps(STEPS[:3], pilot, Feedback())
    country = union([unit.geometry for unit in pilot.units])
    mines = union([one.geometry for one in open_layer(pilot.folder / "data" / "mines.gpkg", pilot.crs)])
    share = files.read(pilot.input("mine_share"))
    km2 = np.nansum(share.astype(float)) * pilot.grid.cell_km2
    assert km2 == pytest.approx(mines.Intersection(country).GetArea() / 1e6, rel=0.02)
    roads = union([one.geometry.Buffer(20) for one in open_layer(pilot.folder / "data" / "roads.gpkg", pilot.crs)])
    found = np.nansum(files.read(pilot.input("road_share")).astype(float)) * pilot.grid.cell_km2
    assert found == pytest.approx(roads.Intersection(country).GetArea() / 1e6, rel=0.02)
    distance = files.read(pilot.input("coast_distance"))
    assert np.nanmin(distance) == 0 and np.nanmax(distance) > 1000
    assert set(np.unique(files.read(pilot.classes("function", "coastal_stabilisation")))) <= {0, 1, 5, 255}
    rows = {row["variable"]: row for row in read_table(pilot.folder / "inputs" / "inputs.csv")}
    assert rows["mine_share"]["remark"] == "exact share of each cell that the layer covers"
    assert rows["road_share"]["detail"] == "data/roads.gpkg; buffer_m 20.0"


def test_lines_without_a_width_are_refused(with_sources):
    with pytest.raises(InputError, match="needs areas"):
        probe(with_sources(road_share="data/roads.gpkg"))
