"""The gap map: rarity of worked example E13, codes against plain numpy, what keeps cells out of the redline."""

import numpy as np
import pytest
from osgeo import ogr

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.planning.gap_map import GAP, OUTSIDE, PROTECTED, REPRESENTED, Evidence, publish, rarity
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.stream import Output


def test_rarity_e13():
    """Species 1 in cells 1 and 2, species 2 in cell 2."""
    habitats = np.array([[[1.0, 1.0]], [[0.0, 1.0]]])
    assert rarity(habitats, habitats.sum(axis=(1, 2))).tolist() == [[0.5, 1.5]]


@pytest.fixture
def ground(tmp_path):
    grid = Grid("EPSG:6933", 1000.0, 0.0, 3000.0, 4, 3)
    units = np.ones((3, 4), np.uint16)
    units[2, 3] = 0
    classes = np.array([[5, 5, 3, 1], [5, 1, 5, 5], [255, 5, 0, 255]], np.uint8)
    value = np.arange(12, dtype=np.float32).reshape(3, 4)
    value[2, 0] = np.nan
    zones = np.array([[1, 1, 2, 2], [1, 1, 2, 2], [1, 1, 2, 0]], np.uint16)
    species = np.zeros((2, 3, 4), np.float32)
    species[0, 1, 2], species[1, 0] = 1, 0.5
    for name, array, kind in (("units", units, "zone"), ("classes", classes, "class"), ("value", value, "continuous"),
                              ("zones", zones, "zone"), ("species", species, "continuous")):
        files.write(tmp_path / f"{name}.tif", grid, array, kind)
    return grid, tmp_path


def run(ground, **given):
    grid, folder = ground
    protected = ogr.CreateGeometryFromWkt("POLYGON((0 2000,1000 2000,1000 3000,0 3000,0 2000))")
    evidence = Evidence(folder / "units.tif", protected, [folder / "classes.tif"], {"f": folder / "value.tif"}, **given)
    counted = publish(evidence, Output(folder / "gap.tif", "class"),
                      Output(folder / "priority.tif", "continuous"), grid, Feedback())
    return files.read(folder / "gap.tif"), files.read(folder / "priority.tif"), counted


def test_without_places_and_species_every_unprotected_cell_of_the_highest_class_is_a_gap(ground):
    gap, priority, counted = run(ground)
    assert gap.tolist() == [[PROTECTED, GAP, OUTSIDE, OUTSIDE], [GAP, OUTSIDE, GAP, GAP], [OUTSIDE, GAP, OUTSIDE, 255]]
    assert counted == {OUTSIDE: 5, PROTECTED: 1, REPRESENTED: 0, GAP: 5}
    assert np.isnan(priority[2, 0]), "its one function is not known"
    assert np.isnan(priority[2, 3]) and priority[0, 0] == 0 and priority[2, 2] == 1.0, "highest value in the country"


def test_a_gap_needs_an_ecoregion_or_a_species_that_falls_short(ground):
    _grid, folder = ground
    gap, priority, _counted = run(ground, ecoregions=folder / "zones.tif", coverage=[0.5, 0.1],
                                  species=folder / "species.tif", gap_bands=[0])
    assert gap[0, 1] == REPRESENTED and gap[1, 0] == REPRESENTED, "the first ecoregion has its share"
    assert gap[1, 2] == GAP and gap[1, 3] == GAP
    # value 7 of 0..10, the shortfall of the second ecoregion, no rare species
    assert priority[1, 3] == pytest.approx(0.7 + (1 - 0.1 / 0.3), rel=1e-6)
    assert priority[1, 2] == pytest.approx(0.6 + (1 - 0.1 / 0.3) + 1.0, rel=1e-6), "the rarest cell has rarity 1"
    gap, _priority, _counted = run(ground, ecoregions=folder / "zones.tif", coverage=[0.5, 0.5],
                                   species=folder / "species.tif", gap_bands=[0])
    assert gap[1, 2] == GAP and gap[1, 3] == REPRESENTED, "only the gap species is left"


def test_what_is_extreme_and_stays_out_adds_up(walked):
    rows = read_table(walked.table("capture"))
    assert len(rows) >= 8
    for row in rows:
        figures = {key: float(row[key]) for key in row if key.endswith("_km2")}
        assert figures["captured_km2"] + figures["conflict_km2"] + figures["small_km2"] + figures[
            "other_km2"] == pytest.approx(figures["extreme_km2"], abs=1e-3), row["subject"]
        assert min(figures.values()) >= 0
    assert sum(float(row["conflict_km2"]) for row in rows) > 1 and sum(float(row["small_km2"]) for row in rows) > 0.1
