"""Pakistan on real data: the check values of starter_data.md, and tables that agree with the layer."""

import json
from pathlib import Path

import numpy as np
import pytest

from ecr_toolkit.pilot.layers import read_layer
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grading import cumulative_breaks

pytestmark = pytest.mark.starter


def inputs(pilot):
    return {row["variable"]: row for row in read_table(pilot.folder / "inputs" / "inputs.csv")}


def test_climate_means(pakistan):
    rows = inputs(pakistan)
    assert float(rows["precipitation"]["mean"]) == pytest.approx(261, abs=2)
    assert float(rows["temperature"]["mean"]) == pytest.approx(20.8, abs=0.3)
    assert float(rows["elevation"]["mean"]) == pytest.approx(997, rel=0.01)
    assert float(rows["ndvi_max"]["mean"]) == pytest.approx(0.33, abs=0.01)
    assert float(rows["ndvi_min"]["mean"]) == pytest.approx(0.09, abs=0.01)
    assert float(rows["net_primary_productivity"]["mean"]) / 0.475 == pytest.approx(445, rel=0.02)


def test_area_of_the_country(pakistan):
    whole = float(read_table(pakistan.table("units"))[-1]["area_km2"])
    assert whole == pytest.approx(873_017, rel=0.005)
    cells = np.sum(files.read(pakistan.input("units")) > 0) * pakistan.grid.cell_km2
    assert cells == pytest.approx(whole, rel=0.005)


def test_land_cover_shares(pakistan):
    """starter_data.md gives percent of cells of 0.05°, where a northern cell counts as much as a larger southern one;
    grassland, mostly northern, is 12 % of the area."""
    shares = {row["class"]: float(row["percent"]) for row in read_table(pakistan.table("land_cover"))
              if row["unit"] == "PAK"}
    for code, percent, within in (("16", 48, 1), ("12", 22, 1), ("7", 13, 1), ("10", 13, 1.5), ("9", 2.5, 0.2),
                                  ("15", 1.1, 0.4), ("13", 0.5, 0.2)):
        assert shares[code] == pytest.approx(percent, abs=within), code
    assert sum(shares.values()) == pytest.approx(100, abs=0.01)


def test_the_assumption_is_said(pakistan):
    row = inputs(pakistan)["soil_erodibility"]
    assert row["status"] == "assumption" and "No soil map" in row["detail"]


def test_what_is_not_assessed(pakistan):
    rows = {row["subject"]: row["missing"] for row in read_table(pakistan.table("not_assessed_sensitivity"))}
    assert set(rows) == {"desertification", "rocky_desertification", "salinization", "coastal_erosion"}
    rows = {row["subject"]: row["missing"] for row in read_table(pakistan.table("not_assessed_function"))}
    assert set(rows) == {"sand_fixation", "coastal_stabilisation"} and "sand" in rows["sand_fixation"].split()


def test_importance_is_graded_exactly(pakistan):
    table = {row["function"]: row for row in read_table(pakistan.table("grading"))}
    assert set(table) == {"water_conservation", "soil_conservation", "biodiversity_npp", "carbon"}
    for name, row in table.items():
        values = files.read(pakistan.value("function", name))
        breaks = cumulative_breaks(values[files.read(pakistan.input("units")) > 0])
        assert (float(row["extreme_break"]), float(row["important_break"])) == (breaks.extreme, breaks.important)
        assert 50 <= float(row["extreme_value_percent"]) < 51 and 80 <= float(row["important_value_percent"]) < 81


def test_totals_agree_within_a_hundredth_of_a_percent(pakistan):
    rows = read_table(pakistan.table("units"))
    layer = sum(feature.values["area_km2"] for feature in read_layer(pakistan.geopackage, "ecr"))
    assert layer == pytest.approx(float(rows[-1]["ecr_km2"]), rel=1e-4)
    assert sum(float(row["ecr_km2"]) for row in rows[:-1]) == pytest.approx(float(rows[-1]["ecr_km2"]), rel=1e-4)
    assert len(rows) == 8 and not [
        row["check"] for row in read_table(pakistan.table("quality")) if row["passed"] == "0"]


def test_a_national_draft_has_no_seams(pakistan):
    """One line drawn over all borders: only slivers under a hectare were taken off a side (rule B8)."""
    rates = [row["edge_match_percent"] for row in read_table(pakistan.table("edge_match"))]
    assert "" in rates and all(float(rate) > 99.5 for rate in rates if rate)
    assert sum(float(row["length_km"]) for row in read_table(pakistan.table("mismatches"))) < 1


def test_protected_areas_are_marked_indicative(pakistan):
    rows = read_table(pakistan.table("protected_areas"))
    assert len(rows) == 79 and {row["indicative"] for row in rows} == {"1"}
    left_out = [row["name"] for row in rows if row["reason"]]
    assert all(float(row["area_km2"]) == 0 for row in rows if row["reason"]), left_out
    layer = read_layer(pakistan.geopackage, "protected_areas")
    assert {feature.values["indicative"] for feature in layer} == {1}


def test_the_shipped_recipes_are_valid_json_with_their_tables():
    for name in ("pakistan", "brazil"):
        folder = Path(__file__).resolve().parents[2] / "pilots" / name
        recipe = json.loads((folder / "pilot.json").read_text(encoding="utf-8"))
        assert (folder / recipe["units"]["names"]).exists()
        assert (folder / recipe["protected_areas"]["source"]).exists()
