"""Real data that may not ship: Laos with soil units, Brazil with soil profiles; skipped where they are not beside the
repository."""

import runpy
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from ecr_toolkit import steps
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.factors.erosivity import fournier_index
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "shared_pilots.py"), run_name="shared_pilots")
LAOS, TOPSOIL = SCRIPT["SHARED"] / "laos", SCRIPT["SHARED"] / "brazil_topsoil"


@pytest.mark.skipif(not LAOS.is_dir(), reason="the shared data of Laos are not beside the repository")
def test_the_modified_fournier_index_is_the_published_one():
    """Published as 12 Σp²/Σp of the raw months (mm a day)."""
    rain = np.load(LAOS / "data_input" / "climate" / "precipitation.npy").transpose(2, 0, 1)
    published = gdal.Open(str(LAOS / "published" / "fournier_index.tif")).ReadAsArray()
    known = published > 0
    assert known.sum() > 30_000
    assert np.allclose(12 * fournier_index(rain)[known], published[known], rtol=1e-5)


@pytest.fixture(scope="module")
def laos(tmp_path_factory, world_map, starter):
    if not LAOS.is_dir():
        pytest.skip("the shared data of Laos are not beside the repository")
    pilot = Pilot.open(SCRIPT["laos"](tmp_path_factory.mktemp("laos")), starter, world_map)
    for step in ("functions", "sensitivity"):
        steps.run(pilot, Feedback(), only=step)
    return pilot


def inputs(pilot):
    return {row["variable"]: row for row in read_table(pilot.folder / "inputs" / "inputs.csv")}


def test_laos_has_its_rain_and_warmth(laos):
    """1,917 mm and 23.2 °C (data/SOURCES.md)."""
    assert float(inputs(laos)["precipitation"]["mean"]) == pytest.approx(1917, rel=0.01)
    assert float(inputs(laos)["temperature"]["mean"]) == pytest.approx(23.2, abs=0.2)


def test_laos_scores_soils_by_their_hwsd_texture(laos):
    methods = {row["subject"]: row for name in ("function", "sensitivity")
               for row in read_table(laos.table(f"methods_{name}"))}
    assert methods["erodibility"]["method"] == "texture class and organic carbon, EPIC"
    assert methods["erosion_soil"]["method"] == "by soil texture, as in the guide"
    assert {row["subject"] for row in read_table(laos.table("not_assessed_sensitivity"))} == set()
    for kind, name in (("function", "soil_conservation"), ("sensitivity", "soil_erosion"),
                       ("sensitivity", "desertification"), ("sensitivity", "salinization")):
        assert set(np.unique(files.read(laos.classes(kind, name)))) <= {1, 3, 5, 255}
    texture = files.read(laos.input("soil_texture"))
    assert set(np.unique(texture[~np.isnan(texture)])) == {4, 7, 8, 12}


def test_soils_that_are_not_known_stay_unknown(laos):
    missing = np.isnan(files.read(laos.input("organic_carbon"))) & (files.read(laos.input("units")) > 0)
    assert (files.read(laos.classes("function", "soil_conservation"))[missing] == 255).all()


@pytest.mark.skipif(not TOPSOIL.is_dir(), reason="the shared soil profiles of Brazil are not beside the repository")
def test_brazil_with_soil_profiles(tmp_path, world_map, starter):
    pilot = Pilot.open(SCRIPT["brazil"](tmp_path / "brazil"), starter, world_map)
    steps.run(pilot, Feedback(), only="functions")
    sand = inputs(pilot)["sand"]
    assert "n = 1604" in sand["detail"] and "± 19.1 %" in sand["detail"] and "R² = 0.46" in sand["detail"]
    assert sand["remark"].startswith("interpolated from points")
    assert float(sand["missing_percent"]) == pytest.approx(28, abs=2), "no value farther than 250 km from a profile"
    total = sum(files.read(pilot.input(name)) for name in ("sand", "silt", "clay"))
    assert np.nanmax(np.abs(total - 100)) < 0.1, "the same weights for all three: they still sum to 100"
    methods = {row["subject"]: row for row in read_table(pilot.table("methods_function"))}
    assert methods["erodibility"]["method"] == "texture and organic carbon, EPIC"
    assert methods["erodibility"]["outside_range_cells"] == "0"
