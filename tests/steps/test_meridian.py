"""Fiji lies on both sides of the 180° meridian: one grid, no seam."""

import json

import numpy as np
import pytest

from ecr_toolkit import steps
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.raster.align import CONTINUOUS, align, memory_dataset
from ecr_toolkit.raster.grid import WGS84

pytestmark = pytest.mark.starter
STARTER = ("precipitation", "temperature", "elevation", "land_cover", "ndvi_max", "ndvi_min")


@pytest.fixture(scope="module")
def fiji(starter, world_map, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fiji")
    recipe = {"format": 1, "country": {"code": "FJI", "name": {"en": "Fiji"}}, "grid": {"cell_m": 5000},
              "sources": {name: "starter" for name in STARTER}}
    (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
    pilot = Pilot.open(folder, starter, world_map)
    steps.run(pilot, Feedback(), only="gaps")
    return pilot


def test_the_grid_is_no_wider_than_the_islands(fiji):
    west, _south, east, _north = fiji.geographic_bounds()
    assert west < 177.5 and 181 < east < 184
    assert fiji.grid.cols * fiji.grid.cell < 1_000_000


def test_inputs_have_no_seam(fiji):
    rows = {row["variable"]: row for row in read_table(fiji.folder / "inputs" / "inputs.csv")}
    assert float(rows["precipitation"]["missing_percent"]) == 0
    assert 1500 < float(rows["precipitation"]["mean"]) < 3500
    assert 22 < float(rows["temperature"]["mean"]) < 27


def test_areas_are_those_of_the_islands(fiji):
    total = sum(unit.area_km2 for unit in fiji.units)
    assert total == pytest.approx(18_270, rel=0.02)  # land area of Fiji, km²
    gaps = [row for row in read_table(fiji.table("gaps")) if row["unit"] == "FJI" and row["theme"] == "level"]
    assert sum(float(row["area_km2"]) for row in gaps) == pytest.approx(total, abs=0.01)


def test_a_global_raster_of_a_ministry_has_no_seam_either(fiji, tmp_path):
    """A global raster from −180 to 180 whose value is the longitude's cosine: smooth across the meridian."""
    longitudes = -180 + (np.arange(3600) + 0.5) * 0.1
    globe = np.tile(np.cos(np.radians(longitudes)), (600, 1)).astype(np.float32)
    source = memory_dataset(globe, (-180.0, 0.1, 0.0, 10.0, 0.0, -0.1), WGS84)
    align(source, fiji.grid, CONTINUOUS, tmp_path / "globe.tif", Feedback())
    values = files.read(tmp_path / "globe.tif")
    assert not np.isnan(values).any()
    assert values.max() < -0.99 and np.abs(np.diff(values, axis=1)).max() < 0.01
