"""Resistance, cost distance, form of natural land and corridors through Processing."""

import json
import shutil

import numpy as np
import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsVectorLayer,
)

from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.processing.planning.corridors import (
    ALGORITHMS,
    Corridors,
    CostDistance,
    Resistance,
    SpatialPattern,
)
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid

GRID = Grid("EPSG:6933", 1.0, 0.0, 3.0, 3, 3)


def run(algorithm, feedback=None, **parameters):
    results, good = algorithm().create().run(parameters, QgsProcessingContext(), feedback or QgsProcessingFeedback(),
                                             catchExceptions=False)
    assert good
    return results


def raster(path, array, kind="continuous", grid=GRID):
    files.write(path, grid, np.asarray(array, np.uint8 if kind == "class" else np.float32), kind)
    return str(path)


def points(*places, kind="Point"):
    made = QgsVectorLayer(f"{kind}?crs=EPSG:6933", "places", "memory")
    for place in places:
        row = QgsFeature()
        row.setGeometry(QgsGeometry.fromWkt(place))
        assert made.dataProvider().addFeature(row)
    return made


@pytest.fixture
def e13(qgis_app, tmp_path):
    return raster(tmp_path / "e13.tif", [[1, 1, 1], [100, 100, 1], [1, 1, 1]])


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda algorithm: algorithm().name())
def test_everything_has_help(qgis_app, algorithm):
    made = algorithm().create()
    assert made.shortHelpString() and made.displayName()[0].isupper()
    assert made.groupId() == "planning" and made.group() == "Planning"
    assert all(one.help() for one in made.parameterDefinitions()
               if not one.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def test_names():
    assert [algorithm().name() for algorithm in ALGORITHMS] == ["resistance", "costdistance", "spatialpattern",
                                                                "corridors"]


def test_the_worked_example_of_cost_distance(e13, tmp_path):
    results = run(CostDistance, RESISTANCE=e13, SOURCES=points("POINT (0.5 2.5)"), OUTPUT=str(tmp_path / "cost.tif"))
    cost = files.read(tmp_path / "cost.tif")
    assert [cost[2, 0], cost[1, 0], cost[2, 2]] == pytest.approx([4.8284, 50.5, 3.4142], abs=5e-5)
    assert results["FARTHEST"] == 51.5 and results["REACHED_KM2"] == pytest.approx(9e-6)
    near = run(CostDistance, RESISTANCE=e13, SOURCES=points("POINT (0.5 2.5)"), LIMIT=4,
               OUTPUT=str(tmp_path / "near.tif"))
    assert np.isnan(files.read(tmp_path / "near.tif")).sum() == 3
    assert near["FARTHEST"] == pytest.approx(3.8284, abs=5e-5)


def test_sources_can_be_lines_and_cells_without_data_are_barriers(qgis_app, tmp_path):
    wall = raster(tmp_path / "wall.tif", [[1, np.nan, 1]] * 3)
    run(CostDistance, RESISTANCE=wall, SOURCES=points("LINESTRING (0.5 0.5, 0.5 2.5)", kind="LineString"),
        OUTPUT=str(tmp_path / "cost.tif"))
    cost = files.read(tmp_path / "cost.tif")
    assert (cost[:, 0] == 0).all() and np.isnan(cost[:, 1:]).all()


def test_what_cannot_be_used_is_told(e13, tmp_path):
    zero = raster(tmp_path / "zero.tif", np.zeros((3, 3)))
    with pytest.raises(QgsProcessingException, match=r"zero\.tif has values of 0 or less"):
        run(CostDistance, RESISTANCE=zero, SOURCES=points("POINT (0.5 2.5)"), OUTPUT=str(tmp_path / "cost.tif"))
    with pytest.raises(QgsProcessingException, match=r"No source lies on a cell of the raster e13\.tif"):
        run(CostDistance, RESISTANCE=e13, SOURCES=points("POINT (50 50)"), OUTPUT=str(tmp_path / "cost.tif"))
    with pytest.raises(QgsProcessingException, match="The classes cannot be understood: forest"):
        run(SpatialPattern, RASTER=e13, NATURAL="forest", OUTPUT=str(tmp_path / "form.tif"))
    assert not (tmp_path / "cost.tif").exists()


def test_a_run_can_be_cancelled(e13, tmp_path):
    stopped = QgsProcessingFeedback()
    stopped.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run(CostDistance, stopped, RESISTANCE=e13, SOURCES=points("POINT (0.5 2.5)"), OUTPUT=str(tmp_path / "cost.tif"))


def test_resistance_of_both_networks_with_slope_and_roads(qgis_app, tmp_path):
    grid = Grid("EPSG:6933", 250.0, 0.0, 250.0, 12, 1)
    cover = raster(tmp_path / "cover.tif", [[1, 0, 13, 255, 12, 1, 1, 1, 1, 1, 1, 1]], "class", grid)
    slope = raster(tmp_path / "slope.tif", [[30] + [0] * 11], grid=grid)
    found = {}
    for number, network in enumerate(("land", "water")):
        run(Resistance, LAND_COVER=cover, NETWORK=number, SLOPE=slope, SLOPE_WEIGHT=0.5, OUTPUT=str(
            tmp_path / f"{network}.tif"))
        found[network] = files.read(tmp_path / f"{network}.tif")[0]
    assert found["land"][[0, 1, 2, 4]] == pytest.approx([250.5, 15.5, 250.5, 50.5]) and np.isnan(found["land"][3])
    assert found["water"][[0, 1]] == pytest.approx([500, 1])
    run(Resistance, LAND_COVER=cover, ROADS=points("POINT (2875 125)"), OUTPUT=str(tmp_path / "roads.tif"))
    assert files.read(tmp_path / "roads.tif")[0, 5:].tolist() == [1, 1, 1, 100, 100, 200, 500]


def test_a_table_of_ones_own_is_checked(qgis_app, tmp_path):
    cover = raster(tmp_path / "cover.tif", np.ones((3, 3)), "class")
    own = tmp_path / "own.csv"
    own.write_text("class,resistance\n0,1\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match=r"own\.csv lacks the land-cover classes: 1, 2"):
        run(Resistance, LAND_COVER=cover, TABLE=str(own), OUTPUT=str(tmp_path / "out.tif"))


def test_forms_of_natural_land_and_their_areas(qgis_app, tmp_path):
    grid = Grid("EPSG:6933", 1000.0, 0.0, 5000.0, 8, 5)
    classes = np.full((5, 8), 12)
    classes[:3, :3], classes[1, 3:5], classes[4, 7], classes[4, 0] = 5, 4, 4, 255
    results = run(SpatialPattern, RASTER=raster(tmp_path / "classes.tif", classes, "class", grid), NATURAL="4, 5",
                  OUTPUT=str(tmp_path / "form.tif"))
    assert files.read(tmp_path / "form.tif").tolist() == [
        [4, 4, 4, 0, 0, 0, 0, 0], [4, 1, 4, 7, 7, 0, 0, 0], [4, 4, 4, 0, 0, 0, 0, 0], [0] * 8,
        [255, 0, 0, 0, 0, 0, 0, 2]]
    assert [results[f"CLASS_{code}_KM2"] for code in range(8)] == [27, 1, 1, 0, 8, 0, 0, 2]


def test_corridors_of_a_pilot(registry, walked_folder, tmp_path):
    pilot = Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))
    recipe = json.loads((pilot.folder / "pilot.json").read_text(encoding="utf-8"))

    def ask(**fields):
        (pilot.folder / "pilot.json").write_text(json.dumps({**recipe, "corridors": fields}), encoding="utf-8")

    ask(offer=False)
    with pytest.raises(QgsProcessingException, match="does not ask for corridors"):
        run(Corridors, PILOT=str(pilot.folder))
    ask(offer=True, core_km2=3)
    results = run(Corridors, PILOT=str(pilot.folder))
    rows = read_table(pilot.table("corridors"))
    assert results["COUNT"] == len(rows) > 0 and results["CORRIDORS"] == str(pilot.table("corridors"))
    assert results["AREA_KM2"] == pytest.approx(sum(float(row["area_km2"]) for row in rows))
    assert results["NETWORK_TABLE"] == str(pilot.table("corridor_network"))
