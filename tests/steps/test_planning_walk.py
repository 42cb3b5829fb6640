"""Planning within a whole pilot: tables that agree with each other, thresholds that decide, scenarios that hold."""

import json
import shutil

import numpy as np
import pytest

from ecr_toolkit import steps
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import read_layer, union
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.raster.zones import Zone
from ecr_toolkit.steps.candidates import FUNCTION_EXTREME


def number(row, column):
    return float(row[column])


def test_parts_of_every_table_add_up_and_agree(walked):
    land = sum(unit.area_km2 for unit in walked.units)
    whole = {row["code"]: row for row in read_table(walked.table("units"))}
    rows = read_table(walked.table("coverage_units"))
    assert sum(number(row, "redline_km2") for row in rows) == pytest.approx(number(whole["TRN"], "ecr_km2"), abs=1e-3)
    for row in rows:
        assert number(row, "redline_km2") == pytest.approx(number(whole[row["place"]], "ecr_km2"), abs=1e-3)
        assert number(row, "protected_km2") + number(row, "redline_only_km2") == pytest.approx(
            number(row, "either_km2"), abs=1e-3)
    overlap = {row["overlap"]: number(row, "area_km2") for row in read_table(walked.table("overlap"))}
    assert sum(overlap.values()) == pytest.approx(land, abs=1e-3)
    flat = read_layer(walked.geopackage, "protected_flat")
    assert sum(one.geometry.GetArea() for one in flat) / 1e6 == pytest.approx(
        overlap["both"] + overlap["only_protected"], abs=1e-3)
    assert sum(one.values["counted_km2"] for one in flat) == pytest.approx(
        union([one.geometry for one in flat]).GetArea() / 1e6, abs=1e-3)
    for table in ("coverage_ecoregions", "gap_ecoregions"):
        assert sum(number(row, "area_km2") for row in read_table(walked.table(table))) == pytest.approx(land, abs=1e-3)
    gaps = {(row["theme"], row["subject"], row["class"], row["unit"]): row for row in read_table(walked.table("gaps"))}
    for row in read_table(walked.table("coverage_classes")):
        before = gaps[row["theme"], row["subject"], row["class"], row["unit"]]
        assert row["area_km2"] == before["area_km2"]
        assert number(row, "protected_km2") == pytest.approx(number(before, "protected_km2"), abs=1e-3)


def test_the_redline_adds_nothing_to_what_is_reported(walked):
    before = {row["place"]: row for row in read_table(walked.table("gap_units"))}
    rows = {row["indicator"]: row for row in read_table(walked.table("target3"))}
    land = sum(unit.area_km2 for unit in walked.units)
    protected = sum(number(row, "protected_km2") for row in before.values())
    assert number(rows["I1_land"], "reported") == pytest.approx(100 * protected / land, abs=1e-3)
    assert number(rows["I1_land"], "potential") > number(rows["I1_land"], "reported") > number(rows["I1_land"], "pa")
    assert rows["I8"]["reason"] and not rows["I8"]["reported"]
    assert number(rows["I1_sea"], "reported") > 0


def test_scenarios_meet_what_can_be_met_and_keep_what_is_protected(walked):
    solved = {row["scenario"]: row for row in read_table(walked.table("scenarios"))}
    assert set(solved) == {"minimum_cost", "best_area", "least_shortfall"}
    for row in solved.values():
        assert number(row, "gap_percent") <= 1
    features = [row for row in read_table(walked.table("scenario_features")) if row["scenario"] == "minimum_cost"]
    missed = [row["feature"] for row in features if row["met"] == "0"]
    assert len(missed) == int(solved["minimum_cost"]["unreachable"]) and len(features) > 25
    for row in features:
        assert (number(row, "held_percent") >= number(row, "target_percent") - 1e-4) == (row["met"] == "1")
    inside = files.read(walked.input("units")) > 0
    for name, row in solved.items():
        cells = files.read(walked.folder / "scenarios" / f"{name}.tif")
        assert ((cells != 255) == inside).all()
        layer, = (one for one in read_layer(walked.geopackage, "scenarios") if one.values["scenario"] == name)
        assert layer.geometry.GetArea() / 1e6 == pytest.approx(number(row, "area_km2"), abs=1e-3)
        assert (cells == 1).sum() * walked.grid.cell_km2 == pytest.approx(number(row, "area_km2"), rel=0.02)
    budget = 0.3 * sum(unit.area_km2 for unit in walked.units)
    assert number(solved["best_area"], "area_km2") <= budget * 1.01
    rows = {row["scenario"]: row for row in read_table(walked.table("comparison"))}
    assert list(rows) == ["existing", "guide", "minimum_cost", "best_area", "least_shortfall"]
    assert number(rows["minimum_cost"], "ecoregions") == 1, "its targets are those of the indicator"
    assert number(rows["best_area"], "services_percent") > number(rows["existing"], "services_percent")


@pytest.fixture
def rethought(walked_folder, tmp_path):
    """rethought(**thresholds): a copy of the walked pilot with other thresholds, walked on to the thresholds."""
    def run(**thresholds):
        folder = shutil.copytree(walked_folder, tmp_path / "pilot")
        recipe = json.loads((folder / "pilot.json").read_text(encoding="utf-8"))
        recipe["thresholds"].update(thresholds)
        (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
        pilot = Pilot.open(folder)
        steps.run(pilot, Feedback(), only="thresholds")
        return pilot
    return run


@pytest.mark.parametrize("method", ["knee", "area_budget", "cost_efficiency"])
def test_the_chosen_way_makes_the_candidates(rethought, method):
    pilot = rethought(method=method)
    row, = (row for row in read_table(pilot.table("thresholds")) if row["chosen"] == "1")
    assert row["method"] == method
    taken = (files.read(pilot.folder / "candidates.tif") & FUNCTION_EXTREME) > 0
    assert np.count_nonzero(taken) == int(row["cells"])


def test_a_pilot_without_costs_species_and_places_says_so(training):
    path = training.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe["planning"] = {}
    recipe["protected_areas"] = {}
    recipe["species"] = {}
    recipe["objectives"]["functions"].remove("biodiversity")
    del recipe["sources"]["cost"]
    path.write_text(json.dumps(recipe), encoding="utf-8")
    pilot = Pilot.open(training.folder)
    steps.run(pilot, Feedback(), only="boundary")
    rows = {row["indicator"]: row for row in read_table(pilot.table("target3"))}
    for name in ("I1_sea", "I2", "I3a", "I5", "I7", "I8"):
        assert rows[name]["reason"] and not rows[name]["reported"], name
    assert number(rows["I6"], "reported") == 0 and number(rows["I7"], "potential") > 0
    assert number(rows["I1_land"], "reported") == 0 and number(rows["I1_land"], "potential") > 10
    thresholds = read_table(pilot.table("thresholds"))
    assert "cost_efficiency" not in {row["method"] for row in thresholds} and not thresholds[0]["cost"]
    assert not pilot.table("coverage_species").exists() and not pilot.table("gap_ecoregions").exists()
    assert read_table(pilot.table("scenarios"))[0]["cost_is_area"] == "1"
    assert read_table(pilot.table("comparison"))[0]["species"] == ""


def test_the_register_counts_threatened_species_in_every_polygon(walked):
    rows = read_table(walked.table("register"))
    stack = files.read(walked.input("species_habitat"))
    threatened = [band for band, row in zip(stack, read_table(walked.table("species"))) if row["red_list"] in (
        "CR", "EN", "VU")]
    redline = read_layer(walked.geopackage, "ecr")
    assert len(rows) == len(redline)
    for row, feature in zip(rows, redline):
        shares = Zone.of(feature.geometry, walked.grid).spread(walked.grid)
        assert int(row["hab_spp_n"]) == sum((np.nan_to_num(band) * shares > 0).any() for band in threatened)
    assert max(int(row["hab_spp_n"]) for row in rows) > 1
