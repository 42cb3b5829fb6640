"""Planning as algorithms: worked examples through layers and rasters, help, faults, cancelling."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.planning.marxan import read_marxan
from ecr_toolkit.processing.planning import ALGORITHMS
from ecr_toolkit.processing.planning.equal_area import is_equal_area
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid

CRS = "EPSG:6933"
GRID = Grid(CRS, 1000.0, 0.0, 4000.0, 4, 4)
NAMES = [algorithm().name() for algorithm in ALGORITHMS]


class Feedback(QgsProcessingFeedback):
    """Keeps what is told; cancelled from the start where asked for."""

    def __init__(self, stop=False):
        super().__init__()
        self.said, self.warned = [], []
        if stop:
            self.cancel()

    def pushInfo(self, text):
        self.said.append(text)

    def pushWarning(self, text):
        self.warned.append(text)


@pytest.fixture
def run(registry, tmp_path):
    """run(id, **parameters): the results; layers by their ids, files below tmp_path by the names of the outputs."""
    def run(name, feedback=None, **parameters):
        algorithm = registry.algorithmById(f"ecr:{name}").create()
        for output in algorithm.destinationParameterDefinitions():
            suffix = {"fileDestination": ".csv", "rasterDestination": ".tif", "folderDestination": ""}.get(
                output.type())
            parameters.setdefault(output.name(), "memory:" if suffix is None else str(
                tmp_path / f"{output.name().lower()}{suffix}"))
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        run.context = context
        feedback = feedback or Feedback()
        good, reason = algorithm.checkParameterValues(parameters, context)
        assert good, reason
        results, good = algorithm.run(parameters, context, feedback, catchExceptions=False)
        assert good
        return results
    return run


def rows_of(run, layer):
    """Attributes by name of the features of a result, with their geometries."""
    found = QgsProcessingUtils.mapLayerFromString(layer, run.context)
    return [({field.name(): row[field.name()] for field in found.fields()}, row.geometry())
            for row in found.getFeatures()]


def box(left, bottom, right, top):
    return f"POLYGON(({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom}))"


def layer(*rows, fields="name:string", crs=CRS, kind="Polygon"):
    """A memory layer of (WKT, values of the fields …)."""
    made = QgsVectorLayer(f"{kind}?crs={crs}" + "".join(f"&field={field}" for field in fields.split(",")), "layer",
                          "memory")
    for wkt, *values in rows:
        row = QgsFeature(made.fields())
        row.setGeometry(QgsGeometry.fromWkt(wkt))
        row.setAttributes(values)
        assert made.dataProvider().addFeature(row)
    return made


def raster(path, array, kind="continuous", grid=GRID):
    files.write(path, grid, np.asarray(array, np.uint8 if kind == "class" else np.float32), kind)
    return str(path)


WEST = box(0, 0, 2000, 4000)  # half of the grid: 8 km²
ALL = box(0, 0, 4000, 4000)
SOUTH = box(0, 0, 4000, 2000)


# areas that are set aside

def test_areas_are_cleaned_flattened_and_what_is_left_out_is_told(run, tmp_path):
    areas = layer((box(0, 0, 2000, 2000), "Park", "National Park", "II", "Designated"),
                  (box(1000, 0, 3000, 2000), "Reserve", "Reserve", "V", "Designated"),
                  (box(0, 2000, 1000, 3000), "Plan", "Reserve", "II", "Proposed"),
                  (box(3000, 3000, 5000, 4000), "Border", "Reserve", "II", ""),
                  fields="NOM_UC:string,DESIG:string,IUCN_CAT:string,STATUS:string")
    listed = tmp_path / "points.csv"
    listed.write_text("name,lat,lon,area_km2\nPoint,0.02,0.02,1\nFar,5,5,1\nNoArea,0.02,0.02,\n", encoding="utf-8")
    results = run("cleanprotectedareas", AREAS=areas, AREAS_FILE=str(listed), LAND=layer((ALL, "land")),
                  FIELDS="name=NOM_UC")
    cleaned = {row["name"]: row for row, _outline in rows_of(run, results["CLEANED"])}
    assert set(cleaned) == {"Park", "Reserve", "Border", "Point"}
    assert cleaned["Park"]["area_km2"] == 4 and cleaned["Border"]["area_km2"] == 1
    assert cleaned["Park"]["counted_km2"] + cleaned["Reserve"]["counted_km2"] == pytest.approx(6)
    flat = rows_of(run, results["FLAT"])
    assert results["COUNTED"] == 4
    assert results["COUNTED_KM2"] == pytest.approx(sum(outline.area() for _row, outline in flat) / 1e6)
    left = {row["name"]: row for row in read_table(tmp_path / "dropped.csv")}
    assert "not designated" in left["Plan"]["reason"] and "outside" in left["Far"]["reason"]
    assert "no area" in left["NoArea"]["reason"] and "cut at" in left["Border"]["notes"]
    assert "circle" in left["Point"]["notes"] and "Park" not in left


def test_names_of_fields_that_cannot_be_understood_are_told(run):
    with pytest.raises(QgsProcessingException, match="cannot be understood: nome"):
        run("cleanprotectedareas", AREAS=layer((ALL, "A")), LAND=layer((ALL, "land")), FIELDS="nome=NOM_UC")
    with pytest.raises(QgsProcessingException, match="No protected areas were given"):
        run("cleanprotectedareas", LAND=layer((ALL, "land")))


def test_places_and_their_overlap_with_the_redline(run, tmp_path):
    results = run("placecoverage", PLACES=layer((box(0, 0, 4000, 2000), "S"), (box(0, 2000, 4000, 4000), "N")),
                  NAME_FIELD="name", PROTECTED=layer((box(0, 0, 1000, 4000), ""), (box(0, 0, 1000, 1000), "")),
                  OECM=layer((box(0, 0, 2000, 1000), "")), REDLINE=layer((SOUTH, "")), TARGET=30)
    rows = {row["place"]: row for row in read_table(tmp_path / "coverage.csv")}
    # of 8 km² in the south 2 protected and 1 of the OECM, which overlaps with 1 of them
    assert float(rows["S"]["protected_percent"]) == 37.5 and float(rows["N"]["protected_percent"]) == 25
    assert float(rows["S"]["oecm_km2"]) == 1 and float(rows["S"]["redline_percent"]) == 100
    assert (results["PLACES_COUNT"], results["TARGETS_MET"]) == (2, 1)
    assert results["PROTECTED_PERCENT"] == pytest.approx(100 * 5 / 16)
    overlap = {row["overlap"]: float(row["area_km2"]) for row in read_table(tmp_path / "overlap.csv")}
    assert overlap == {"both": 3, "only_protected": 2, "only_redline": 5, "neither": 6}


def test_only_selected_features_count_and_any_system_is_brought_to_an_equal_area_one(run, tmp_path):
    """Degrees at the equator: 0.1° squares of 12 309 ha (ellipsoid: 11.1319 km by 11.0574 km)."""
    places = layer((box(10, 0, 10.1, 0.1), "A"), (box(10.1, 0, 10.2, 0.1), "B"), crs="EPSG:4326")
    places.selectByIds([next(places.getFeatures()).id()])
    QgsProject.instance().addMapLayer(places)
    try:
        results = run("placecoverage", PLACES=QgsProcessingFeatureSourceDefinition(places.id(), True),
                      NAME_FIELD="name", PROTECTED=layer((box(10, 0, 10.05, 0.1), ""), crs="EPSG:4326"))
    finally:
        QgsProject.instance().removeMapLayer(places)
    (row,) = read_table(tmp_path / "coverage.csv")
    assert row["place"] == "A" and float(row["area_km2"]) == pytest.approx(123.09, abs=0.01)
    assert results["PROTECTED_PERCENT"] == pytest.approx(50, abs=0.01) and "OVERLAP" not in results


def test_a_layer_without_a_system_is_refused(run):
    with pytest.raises(QgsProcessingException, match="no coordinate reference system"):
        run("placecoverage", PLACES=layer((ALL, "A"), crs=""), NAME_FIELD="name", PROTECTED=layer((ALL, "")))


@pytest.mark.parametrize("crs, equal", [("EPSG:6933", True), ("EPSG:3035", True), ("ESRI:102033", True),
                                        ("EPSG:4326", False), ("EPSG:3857", False), ("ESRI:54009", False),
                                        ("+proj=laea +lat_0=30 +lon_0=69 +units=km +datum=WGS84", False)])
def test_systems_in_which_areas_may_be_measured(crs, equal):
    """Mollweide is equal-area on the sphere only, as PROJ computes it."""
    assert is_equal_area(crs) is equal


def test_classes_of_zones_and_of_all(run, tmp_path):
    classes = np.full((4, 4), 3)
    classes[:, 0], classes[0, 3] = 5, 255
    results = run("classcoverage", CLASSES=raster(tmp_path / "c.tif", classes, "class"), PROTECTED=layer((SOUTH, "")),
                  ZONES=layer((WEST, "west side"), (box(2000, 0, 4000, 4000), "east")), NAME_FIELD="name")
    rows = {(row["zone"], row["class"]): row for row in read_table(tmp_path / "table.csv")}
    assert float(rows[("west side", "5")]["area_km2"]) == 4 and float(rows[("west side", "5")]["pa_km2"]) == 2
    assert float(rows[("all", "3")]["area_km2"]) == 11 and float(rows[("all", "255")]["area_km2"]) == 1
    assert results["KNOWN_KM2"] == 15 and ("all", "1") not in rows


def test_without_zones_the_raster_is_one(run, tmp_path):
    run("classcoverage", CLASSES=raster(tmp_path / "c.tif", np.full((4, 4), 7), "class"), PROTECTED=layer((WEST, "")))
    (row,) = read_table(tmp_path / "table.csv")
    assert (row["zone"], row["class"], float(row["protected_percent"])) == ("all", "7", 50)


def test_services_and_their_efficiency(run, tmp_path):
    """The western half holds three quarters of the one and half of the other."""
    value = np.ones((4, 4))
    value[:, :2] = 3
    results = run("servicecoverage", VALUES=[raster(tmp_path / "water.tif", value),
                                             raster(tmp_path / "soil.tif", np.ones((4, 4)))],
                  LAND=layer((ALL, "")), PROTECTED=layer((WEST, "")))
    rows = {row["function"]: row for row in read_table(tmp_path / "table.csv")}
    assert float(rows["water"]["protected_percent"]) == 75 and float(rows["water"]["protected_efficiency"]) == 1.5
    assert (results["MEAN_PERCENT"], results["LEAST_PERCENT"]) == (62.5, 50)


def test_species_reach_their_targets_or_not(run, tmp_path):
    habitat = np.zeros((2, 4, 4))
    habitat[0, :, 0], habitat[1, :, 3] = 1, 1
    listed = tmp_path / "list.csv"
    listed.write_text("name,taxon,red_list\nFalco a,bird,EN\nBufo b,frog,VU\n", encoding="utf-8")
    parameters = {"HABITAT": raster(tmp_path / "h.tif", habitat), "LIST": str(listed),
                  "PROTECTED": layer((WEST, "")), "TARGET_RULE": 1, "FIXED_TARGET": 30}
    results = run("speciescoverage", **parameters)
    rows = {row["name"]: row for row in read_table(tmp_path / "species.csv")}
    assert rows["Falco a"]["gap_class"] == "covered" and rows["Bufo b"]["gap_class"] == "gap"
    assert (results["SPECIES_COUNT"], results["REACHED"], results["ACHIEVEMENT"]) == (2, 1, 0.5)
    assert len(read_table(tmp_path / "summary.csv")) == 3
    listed.write_text("name\nFalco a\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="1 rows, but the raster has 2 bands"):
        run("speciescoverage", **parameters)


# connectivity, curves, gaps

@pytest.fixture
def e10():
    """Squares of 100, 60 and 40 km² in a row, 5 and 8 km apart; d13 is longer than in E10, where no path takes it."""
    left, rows = 0.0, []
    for km2, gap in ((100, 5), (60, 8), (40, 0)):
        side = 1000 * km2**0.5
        rows.append((box(left, 0, left + side, side), ""))
        left += side + 1000 * gap
    return {"PROTECTED": layer(*rows), "LAND": layer((box(0, 0, 40_000, 25_000), ""))}


def test_connectivity_e10(run, e10, tmp_path):
    results = run("connectivity", **e10)
    assert results["PROTCONN"] == pytest.approx(17.231, abs=5e-4) and results["PROT"] == pytest.approx(20)
    assert results["ECA"] == pytest.approx(172.31, abs=0.005)
    rows = read_table(tmp_path / "indices.csv")
    assert [float(row["median_km"]) for row in rows] == [10, 1, 30, 100]
    assert float(rows[0]["from_protected_percent"]) == pytest.approx(71.550, abs=5e-4)
    patches = rows_of(run, results["PATCHES"])
    assert patches[0][0]["dpc_percent"] == pytest.approx(73.201, abs=5e-4)
    assert patches[2][0]["dpc_percent"] == pytest.approx(25.617, abs=5e-4)


def test_areas_abroad_carry_routes_and_far_ones_do_not(run, e10):
    alone = run("connectivity", **e10, PATCHES=None)
    assert "PATCHES" not in alone
    bridge = run("connectivity", **e10, ABROAD=layer((box(0, -3000, 40_000, -10), "")))
    far = run("connectivity", **e10, ABROAD=layer((box(0, -90_000, 40_000, -80_000), "")))
    assert bridge["ECA"] > alone["ECA"] + 1 and far["ECA"] == alone["ECA"] and bridge["PROT"] == alone["PROT"]


@pytest.mark.parametrize("text", ["", "ten", "10 0", "-5"])
def test_distances_must_be_kilometres(run, e10, text):
    with pytest.raises(QgsProcessingException, match="distances cannot be understood"):
        run("connectivity", **e10, DISTANCES=text or "x")


def test_cancelling_stops_connectivity(run, e10, tmp_path):
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run("connectivity", Feedback(stop=True), **e10)
    assert not (tmp_path / "indices.csv").exists()


def test_the_curve_bends_at_the_mean(run, tmp_path):
    """1 to 16: the mean is 8.5; 9 to 16, half of the cells, hold 100 of 136."""
    results = run("cumulativecurve", VALUE=raster(tmp_path / "v.tif", np.arange(1, 17).reshape(4, 4)))
    assert results["KNEE"] == 8.5
    assert results["KNEE_ALONG"] == 50 and results["KNEE_HELD"] == pytest.approx(100 * 100 / 136)
    # 16 + … + 12 = 70 ≥ 68; 16 + … + 8 = 108 < 108.8
    assert (results["BREAK_50"], results["BREAK_80"]) == (12, 7)
    assert results["ALONG_50"] == pytest.approx(100 * (4 + 10 / 12) / 16)
    rows = read_table(tmp_path / "table.csv")
    assert float(rows[-1]["held_percent"]) == 100 and len(rows) == 16


def test_with_costs_the_curve_bends_at_the_ratio_of_the_totals(run, tmp_path):
    cost = np.ones((4, 4))
    cost[0], cost[1, 0] = 4, 0  # a cell that costs nothing does not count
    results = run("cumulativecurve", VALUE=raster(tmp_path / "v.tif", np.full((4, 4), 2)),
                  COST=raster(tmp_path / "c.tif", cost))
    assert results["KNEE"] == pytest.approx(2 * 15 / 27)
    assert results["KNEE_ALONG"] == pytest.approx(100 * 11 / 27)
    assert results["KNEE_HELD"] == pytest.approx(100 * 11 / 15, abs=1e-4)


def test_a_raster_in_degrees_is_refused_with_a_remedy(run, tmp_path):
    path = raster(tmp_path / "v.tif", np.ones((4, 4)), grid=Grid("EPSG:4326", 0.1, 0, 1, 4, 4))
    with pytest.raises(QgsProcessingException, match=r"v\.tif does not lie in an equal-area system .* Reproject it"):
        run("cumulativecurve", VALUE=path)


def test_a_raster_without_values_is_told(run, tmp_path):
    with pytest.raises(QgsProcessingException, match="no value above zero"):
        run("cumulativecurve", VALUE=raster(tmp_path / "v.tif", np.zeros((4, 4))))


def test_gaps_lie_where_ecoregions_fall_short(run, tmp_path):
    classes = np.full((4, 4), 1)
    classes[:, 0] = classes[:, 3] = 5
    classes[0, 1] = 255
    # the western ecoregion has 4 of its 7 cells in the country protected, the eastern none
    results = run("gapmap", CLASSES=[raster(tmp_path / "c.tif", classes, "class")],
                  FUNCTIONS=[raster(tmp_path / "f.tif", np.arange(16).reshape(4, 4))],
                  PROTECTED=layer((box(0, 0, 2000, 2000), "")),
                  ECOREGIONS=layer((box(-9000, 0, 2000, 4000), "W"), (box(2000, 0, 4000, 4000), "E")),
                  ECOREGION_FIELD="name", TARGET=30)
    assert files.read(tmp_path / "gap.tif").tolist() == [[2, 255, 0, 3], [2, 0, 0, 3], [1, 0, 0, 3], [1, 0, 0, 3]]
    assert results["GAP_KM2"] == 4 and results["GAP_PERCENT"] == pytest.approx(100 * 4 / 15)
    priority = files.read(tmp_path / "priority.tif")
    assert priority[3, 3] == 2 and priority[0, 0] == 0 and np.isnan(priority[0, 1])
    alone = run("gapmap", CLASSES=[raster(tmp_path / "c.tif", classes, "class")], PROTECTED=layer((SOUTH, "")))
    assert alone["GAP_KM2"] == 4, "without ecoregions every unprotected cell of class 5"


# selection

E13_COST, E13_A, E13_B = (1, 2, 2, 4), (1, 0, 2, 3), (0, 3, 1, 2)


def e13(**locks):
    """Worked example E13 as four squares in a row; targets of 3 are half of the 6 that there are."""
    rows = [(box(1000 * place, 0, 1000 * place + 1000, 1000), cost, a, b, place == locks.get("inside", -1),
             "yes" if place == locks.get("outside", -1) else "no")
            for place, (cost, a, b) in enumerate(zip(E13_COST, E13_A, E13_B))]
    return {"UNITS": layer(*rows, fields="cost:double,A:double,B:integer,keep:integer,never:string"),
            "COST_FIELD": "cost", "FEATURE_FIELDS": ["A", "B"], "LOCK_IN_FIELD": "keep", "LOCK_OUT_FIELD": "never"}


def chosen(run, results):
    return [row["selected"] for row, _outline in rows_of(run, results["SELECTED"])]


def test_e13_cheapest(run, tmp_path):
    feedback = Feedback()
    results = run("selectunits", feedback, **e13(), TARGET=50, GAP=0)
    assert results["COST"] == results["OBJECTIVE_VALUE"] == 5 and results["GAP_PERCENT"] == 0
    assert (results["TARGETS_MET"], results["SELECTED_COUNT"]) == (2, 3) and results["BOUND"] == pytest.approx(5)
    assert chosen(run, results) == [1, 1, 1, 0]
    rows = {row["feature"]: row for row in read_table(tmp_path / "features.csv")}
    assert (float(rows["B"]["total"]), float(rows["B"]["held"]), rows["B"]["met"]) == (6, 4, "1")
    assert any("Solver: exact" in line for line in feedback.said)
    assert any("No selection is better by more than 0 %" in line for line in feedback.said)


def test_e13_most_within_a_budget(run):
    """Units 2 and 3 hold 6 of the 12: 2 of A and 4 of B, of 6 each."""
    results = run("selectunits", **e13(), OBJECTIVE=1, BUDGET=4)
    assert chosen(run, results) == [0, 1, 1, 0] and results["OBJECTIVE_VALUE"] == pytest.approx(1)
    with pytest.raises(QgsProcessingException, match="needs a budget"):
        run("selectunits", **e13(), OBJECTIVE=1)


def test_locks_and_targets_of_single_features(run, tmp_path):
    targets = tmp_path / "targets.csv"
    targets.write_text("feature,target_percent\nA,100\n", encoding="utf-8")
    feedback = Feedback()
    results = run("selectunits", feedback, **e13(inside=1, outside=3), TARGET=0, TARGETS=str(targets))
    assert chosen(run, results) == [1, 1, 1, 0] and results["TARGETS_MET"] == 1
    assert any("“A” is out of reach" in line for line in feedback.warned)
    targets.write_text("feature,target_percent\nC,10\nA,much\n", encoding="utf-8")
    with pytest.raises(QgsProcessingException) as fault:
        run("selectunits", **e13(), TARGETS=str(targets))
    assert "not there: C" in str(fault.value) and "no percentage: much" in str(fault.value)


def test_a_boundary_penalty_joins_what_is_selected(run):
    """Four squares of 1 km in a row, the feature in the first and last, or in the middle two for a little more."""
    rows = [(box(1000 * place, 0, 1000 * place + 1000, 1000), cost, 1)
            for place, cost in enumerate((1.0, 1.1, 1.1, 1.0))]
    parameters = {"UNITS": layer(*rows, fields="cost:double,A:double"), "COST_FIELD": "cost", "FEATURE_FIELDS": ["A"],
                  "TARGET": 50, "GAP": 0}
    assert chosen(run, run("selectunits", **parameters)) == [1, 0, 0, 1]
    results = run("selectunits", **parameters, PENALTY=1)
    assert sorted(chosen(run, results)) == [0, 0, 1, 1] and chosen(run, results)[1:3] != [0, 0]
    # two squares together have 6 km of boundary, at 30° (standard parallel) a little less or more elsewhere
    assert results["OBJECTIVE_VALUE"] - results["COST"] == pytest.approx(6, rel=0.2)


def test_without_costs_units_cost_their_area(run):
    parameters = e13()
    parameters.pop("COST_FIELD")
    results = run("selectunits", **parameters, TARGET=100)
    assert results["COST"] == pytest.approx(4, rel=1e-3)


def test_cells_are_selected_in_blocks(run, tmp_path):
    """Feature one lies in the west, feature two in the north; the north-western quarter has half of both."""
    one, two, cost = np.zeros((4, 4)), np.zeros((4, 4)), np.ones((4, 4))
    one[:, :2], two[:2] = 1, 1
    cost[2:] = 5
    parameters = {"AMOUNTS": [raster(tmp_path / "one.tif", one), raster(tmp_path / "two.tif", two)],
                  "COST_RASTER": raster(tmp_path / "cost.tif", cost), "MOST_UNITS": 4, "TARGET": 50, "GAP": 0}
    results = run("selectcells", **parameters)
    assert files.read(tmp_path / "selected.tif").tolist() == [[1, 1, 0, 0]] * 2 + [[0] * 4] * 2
    assert (results["BLOCK_CELLS"], results["COST"], results["SELECTED_KM2"]) == (2, 4, 4)
    held = run("selectcells", **parameters, PROTECTED=layer((box(2000, 0, 4000, 2000), "")))
    assert held["COST"] == 24 and files.read(tmp_path / "selected.tif")[3, 3] == 1


def test_cells_of_a_stack_are_features_and_cells_without_data_are_outside(run, tmp_path):
    stack = np.ones((2, 4, 4))
    stack[1] = 2
    stack[:, 0] = np.nan
    results = run("selectcells", AMOUNTS=[raster(tmp_path / "stack.tif", stack)], OBJECTIVE=1, BUDGET=25)
    assert (files.read(tmp_path / "selected.tif")[0] == 255).all()
    assert results["SELECTED_KM2"] == 3 and results["BLOCK_CELLS"] == 1
    assert [row["feature"] for row in read_table(tmp_path / "features.csv")] == ["stack 1", "stack 2"]


def test_what_is_exported_to_marxan_is_solved_to_the_same(run, tmp_path):
    run("marxanexport", **e13(inside=0), TARGET=50, FOLDER=str(tmp_path / "marxan"))
    project = read_marxan(tmp_path / "marxan")
    assert project.names == ("A", "B") and project.problem.targets.tolist() == [3, 3]
    assert project.problem.locked_in.tolist() == [True, False, False, False]
    assert len(project.problem.boundary.shared) == 3 and project.places[0].tolist() == [500, 500]
    results = run("marxansolve", FOLDER=str(tmp_path / "marxan"), GAP=0)
    assert results["COST"] == 5 and results["SCORE"] == 5 and results["TARGETS_MET"] == 2
    assert [(row["planning_unit"], row["solution"]) for row in read_table(tmp_path / "solution.csv")] == list(
        zip(map(str, project.unit_ids.tolist()), "1110"))


def test_ids_for_marxan_stand_once(run, tmp_path):
    with pytest.raises(QgsProcessingException, match="“B” are not whole numbers, each once"):
        run("marxanexport", **{**e13(), "UNITS": layer(
            (ALL, 1, 1, 1, 0, "no"), (ALL, 1, 1, 1, 0, "no"),
            fields="cost:double,A:double,B:integer,keep:integer,never:string")}, ID_FIELD="B")


def test_a_marxan_folder_with_faults_is_told_by_file(run, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"pu\.dat"):
        run("marxansolve", FOLDER=str(tmp_path))


# pilots

def test_thresholds_are_chosen_in_the_recipe(run, training):
    results = run("choosethresholds", PILOT=str(training.folder), METHOD=2, SHARE=0.4, CHOSEN_BY="A", REASON="B")
    chosen = json.loads((training.folder / "pilot.json").read_text(encoding="utf-8"))["thresholds"]
    assert results["FOLDER"] == str(training.folder)
    assert (chosen["method"], chosen["area_budget"], chosen["chosen_by"]) == ("area_budget", 0.4, "A")


def test_the_tables_of_a_pilot_are_given_with_their_numbers(run, walked_folder, tmp_path):
    folder = str(shutil.copytree(walked_folder, tmp_path / "walked"))
    results = run("target3", PILOT=folder)
    rows = {row["indicator"]: row for row in read_table(tmp_path / "walked" / "tables" / "target3.csv")}
    assert results["TABLE"].endswith("target3.csv")
    assert results["I1_LAND_REPORTED"] == float(rows["I1_land"]["reported"])
    assert results["I1_LAND_POTENTIAL"] > results["I1_LAND_REPORTED"] > 0
    compared = run("comparescenarios", PILOT=folder)
    rows = {row["scenario"]: row for row in read_table(tmp_path / "walked" / "tables" / "comparison.csv")}
    assert compared["GUIDE_AREA_PERCENT"] == float(rows["guide"]["area_percent"])
    assert compared["EXISTING_COVERED_PERCENT"] == pytest.approx(results["I1_LAND_REPORTED"])


# what may go wrong

def test_temporary_outputs_are_where_the_results_say(run, tmp_path):
    results = run("cumulativecurve", VALUE=raster(tmp_path / "v.tif", np.ones((4, 4))), TABLE="TEMPORARY_OUTPUT")
    assert read_table(Path(results["TABLE"]))


def test_fields_that_are_not_there_or_hold_texts_are_told(run):
    units = e13()
    with pytest.raises(QgsProcessingException, match="(?s)lacks the field “C”.*lacks the field “price”"):
        run("selectunits", **{**units, "FEATURE_FIELDS": ["A", "C"], "COST_FIELD": "price"})
    with pytest.raises(QgsProcessingException, match="“never” holds texts that are no numbers"):
        run("selectunits", **{**units, "FEATURE_FIELDS": ["never"]})
    with pytest.raises(QgsProcessingException, match="lacks the field “title”"):
        run("placecoverage", PLACES=layer((ALL, "A")), NAME_FIELD="title", PROTECTED=layer((ALL, "")))


def test_layers_without_features_are_told(run):
    with pytest.raises(QgsProcessingException, match="has no features"):
        run("placecoverage", PLACES=layer(), NAME_FIELD="name", PROTECTED=layer((ALL, "")))
    with pytest.raises(QgsProcessingException, match="has no features"):
        run("connectivity", PROTECTED=layer((ALL, "")), LAND=layer(crs="EPSG:4326"))


def test_rasters_that_are_no_files_are_told(run, tmp_path):
    path = raster(tmp_path / "v.tif", np.ones((4, 4)))
    virtual = QgsRasterLayer(f'?crs={CRS}&extent=0,0,4000,4000&width=4&height=4&formula="v@1"&v:uri={path}'
                             "&v:provider=gdal", "virtual", "virtualraster")
    assert virtual.isValid()
    with pytest.raises(QgsProcessingException, match="no file of a raster: virtual"):
        run("cumulativecurve", VALUE=virtual)
    with pytest.raises(QgsProcessingException, match="no file of a raster: virtual"):
        run("selectcells", AMOUNTS=[virtual])


def test_no_protected_areas_are_no_fault(run):
    results = run("connectivity", PROTECTED=layer(), LAND=layer((ALL, "")))
    assert (results["PROTCONN"], results["ECA"]) == (0, 0)


# all of them

@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_has_help_and_every_algorithm_its_place(registry, name):
    algorithm = registry.algorithmById(f"ecr:{name}")
    for definition in algorithm.parameterDefinitions():
        assert definition.help(), definition.name()
    assert algorithm.shortHelpString() and algorithm.displayName()
    assert algorithm.groupId() == "planning" and algorithm.group() == "Planning"
    assert name == name.lower() and type(algorithm.createInstance()) is type(algorithm)
    assert not algorithm.flags() & QgsProcessingAlgorithm.Flag.FlagNoThreading


@pytest.mark.parametrize("name", NAMES)
def test_every_number_that_can_be_told_is_declared(registry, name):
    algorithm = registry.algorithmById(f"ecr:{name}")
    outputs = [output.name() for output in algorithm.outputDefinitions()]
    assert len(outputs) == len(set(outputs))
    parameters = {definition.name() for definition in algorithm.parameterDefinitions()
                  if not definition.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden}
    numbers = {output.name() for output in algorithm.outputDefinitions() if output.type() == "outputNumber"}
    assert not parameters & numbers, "a number must not be taken for a parameter"
