"""Checks: each rule finds its fault, says it with a remedy, and its repair mends it."""

import numpy as np
import pytest
from osgeo import gdal

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.steps import STEPS
from ecr_toolkit.steps.walk import run_steps

CHANGES = {  # variable: (how a mistake looks in the file, what the remedy names)
    "temperature": [(lambda v: v + 273.15, "kelvin"), (lambda v: v * 10, "tenths of a degree")],
    "precipitation": [(lambda v: v / 1000, "metres"), (lambda v: v / 30.4375, "millimetres a day"),
                      (lambda v: v * 100, "hundredths")],
    "elevation": [(lambda v: v * 100, "centimetres"), (lambda v: v / 1000, "kilometres")],
    "ndvi_max": [(lambda v: v * 10000, "without their scale"), (lambda v: v * 100, "percent")],
    "sand": [(lambda v: v * 10, "grams a kilogram"), (lambda v: v / 100, "shares of 1")],
    "carbonate_share": [(lambda v: v / 100, "shares of 1")],
    "soil_erodibility": [(lambda v: v / 0.1317, "US units")],
}
CASES = [(name, change, words) for name, changes in CHANGES.items() for change, words in changes]


def source_of(bench, name):
    return {name: f"data/{name}.tif"} if name != "temperature" else {
        "temperature": "data/temperature.tif", "elevation": "data/elevation.tif"}


def unit_errors(inputs):
    """What is found besides the hole that the soils of the training country have."""
    return [finding for finding in inputs.findings if finding.rule != "partial_cover"]


@pytest.mark.parametrize(("name", "change", "words"), CASES, ids=[f"{name} in {words}" for name, _c, words in CASES])
def test_a_mistake_of_unit_is_named_and_its_repair_mends_it(bench, name, change, words):
    stored, like = bench.stored(name)
    assert not unit_errors(bench.only(**source_of(bench, name)).prepare())
    wanted = files.read(bench.pilot.input(name))
    wrong = np.where(stored == -9999, -9999, change(stored)).astype(np.float32)
    file = bench.write("wrong.tif", wrong, like, nodata=-9999)
    findings = unit_errors(bench.only(**{**source_of(bench, name), name: file}).prepare())
    assert len(findings) == 1
    assert words in findings[0].remedy and findings[0].sentence
    bench.accept("unit")
    assert "unit" not in [row["rule"] for row in read_table(bench.pilot.checks)], "it cannot be accepted twice"
    assert not unit_errors(bench.prepare())
    mended = files.read(bench.pilot.input(name))
    assert np.nanmax(np.abs(mended - wanted)) <= 1e-3 * max(1, np.nanmax(np.abs(wanted)))


def rules(bench, **sources):
    return {finding.rule: finding for finding in bench.only(**sources).prepare().findings}


def test_nodata_that_the_file_does_not_say(bench):
    stored, like = bench.stored("soil_erodibility")  # with the hole inside the country
    name = bench.write("plain.tif", stored, like)
    with pytest.raises(InputError, match="-9999") as caught:
        bench.only(soil_erodibility=name).prepare()
    assert "no data" in caught.value.faults[0][0]
    bench.accept("nodata_undefined")
    bench.prepare()
    assert np.nanmin(files.read(bench.pilot.input("soil_erodibility"))) >= 0


def test_a_layer_of_another_country(bench):
    stored, like = bench.stored("elevation")
    left, cell, _skew, top, _turn, _down = like.GetGeoTransform()
    name = bench.write("away.tif", stored, like, nodata=-9999, transform=(left + 9e5, cell, 0, top, 0, -cell))
    with pytest.raises(InputError, match="anywhere in the country"):
        bench.only(elevation=name).prepare()


def test_half_a_country_is_said_with_its_share(bench):
    stored, like = bench.stored("elevation")
    name = bench.write("half.tif", stored[:, :90], like, nodata=-9999)
    finding = rules(bench, elevation=name)["partial_cover"]
    assert "%" in finding.sentence and finding.severity == "warning"


def test_one_value_everywhere(bench):
    stored, like = bench.stored("elevation")
    name = bench.write("flat.tif", np.where(stored == -9999, -9999, 7).astype(np.float32), like, nodata=-9999)
    assert "7" in rules(bench, elevation=name)["constant"].sentence


def test_stray_classes_are_listed_with_their_cells(bench):
    stored, like = bench.stored("land_cover")
    stray = stored.copy()
    stray[100:103, 60:65] = 44
    name = bench.write("stray.tif", stray, like, gdal.GDT_Byte, 255)
    assert "44: 15" in rules(bench, land_cover=name)["stray_classes"].sentence


def test_months_that_begin_in_july(bench):
    stored, like = bench.stored("temperature")
    name = bench.write("july.tif", np.roll(stored, -6, axis=0), like, nodata=-9999)
    assert "month_order" in rules(bench, temperature=name, elevation="data/elevation.tif")
    bench.accept("month_order")
    assert not bench.prepare().findings


def test_texture_that_does_not_add_up(bench):
    stored, like = bench.stored("clay")
    name = bench.write("clay2.tif", np.where(stored == -9999, -9999, stored / 2).astype(np.float32), like, nodata=-9999)
    assert "texture_sum" in rules(bench, sand="data/sand.tif", silt="data/silt.tif", clay=name)
    assert "texture_sum" not in rules(bench, sand="data/sand.tif", silt="data/silt.tif", clay="data/clay.tif")


def test_a_slope_in_percent(bench):
    stored, like = bench.stored("elevation")
    steep = np.where(stored == -9999, -9999, np.clip(stored / 20, 0, 85)).astype(np.float32)
    finding = rules(bench, slope=bench.write("steep.tif", steep, like, nodata=-9999))["slope_in_percent"]
    assert finding.repair == {"unit": "percent"}


def test_findings_reach_the_log_and_the_tables(training):
    lines = []

    class Listen(Feedback):
        def say(self, text):
            lines.append(text)

    dataset = gdal.Open(str(training.folder / "data" / "temperature.tif"), gdal.GA_Update)
    for number in range(1, 13):
        band = dataset.GetRasterBand(number)
        values = band.ReadAsArray()
        band.WriteArray(np.where(values == -9999, -9999, values + 273.15))
    del dataset
    run_steps(STEPS[:2], training, Listen())
    rows = read_table(training.folder / "inputs" / "checks.csv")
    soils = ("soil_erodibility", "sand", "silt", "clay", "organic_carbon")  # one hole in all maps of soils
    assert [(row["variable"], row["rule"]) for row in rows] == [
        ("temperature", "unit"), *((name, "partial_cover") for name in soils)]
    assert rows[0]["repair"] == '{"offset": -273.15}' and any("kelvin" in line for line in lines)
    row = next(row for row in read_table(training.folder / "inputs" / "inputs.csv") if row["variable"] == "temperature")
    assert row["findings"] == "unit"
