"""Tables keyed by class are applied to shares of classes where the legend is finer than the grid (methods.md §0.4)."""

import numpy as np
import pytest
from osgeo import gdal

from ecr_toolkit.models.class_tables import Tables
from ecr_toolkit.models.land_cover import over_classes
from ecr_toolkit.models.soil_conservation import MODEL as SOIL
from ecr_toolkit.models.water_conservation import MODEL as WATER
from ecr_toolkit.raster import files


def test_the_mean_of_the_table_is_weighted_by_shares():
    """Half forest (C 0.02 at 60 % cover), half dry cropland: not the value of the modal class."""
    shares = np.zeros((17, 1, 1), np.float32)
    shares[5], shares[12] = 0.5, 0.5
    blocks = {"land_cover": np.array([[5.0]]), "land_cover_shares": shares}
    alpha = Tables().column("runoff", "alpha_percent")
    mean = over_classes(blocks, lambda land: alpha[land])
    assert mean[0, 0] == pytest.approx((2.29 + 46.96) / 2)
    del blocks["land_cover_shares"]
    assert over_classes(blocks, lambda land: alpha[land])[0, 0] == pytest.approx(2.29)


@pytest.mark.parametrize("model", [WATER, SOIL], ids=lambda model: model.id)
@pytest.mark.parametrize("code", range(17))
def test_a_cell_of_one_class_is_that_class(evaluate, model, code):
    random = np.random.default_rng(code)
    blocks = {name: np.full((12, 1, 1) if name == "precipitation" else (1, 1), value, np.float32) for name, value in {
        "precipitation": random.uniform(10, 200), "potential_evapotranspiration": 900, "vegetation_cover": 0.4,
        "soil_erodibility": 0.03, "slope_length_and_steepness": 2.0, "land_cover": code}.items()}
    shares = np.zeros((17, 1, 1), np.float32)
    shares[code] = 1
    modal = evaluate(model, blocks)
    assert np.array_equal(evaluate(model, {**blocks, "land_cover_shares": shares}), modal)


def test_shares_of_a_fine_legend_add_up_to_one(bench):
    stored, like = bench.stored("land_cover")
    left, cell, _skew, top, _turn, _down = like.GetGeoTransform()
    fine = stored.repeat(4, 0).repeat(4, 1)
    fine[::4, ::4] = 13  # a sixteenth of every cell is built up
    name = bench.write("fine.tif", fine, like, gdal.GDT_Byte, 255, transform=(left, cell / 4, 0, top, 0, -cell / 4))

    def change(recipe):
        recipe["sources"]["land_cover"] = name
        recipe["objectives"] = {"functions": ["soil_conservation"], "sensitivities": []}

    bench.edit(change)
    inputs = bench.prepare()
    assert "land_cover_shares" in inputs.origins
    shares, modal = files.read(bench.pilot.input("land_cover_shares")), files.read(bench.pilot.input("land_cover"))
    known = ~np.isnan(modal)
    assert np.allclose(shares.sum(axis=0)[known], 1, atol=1e-5)
    assert np.allclose(shares[13][known & (modal != 13)], 1 / 16, atol=1e-5)
    assert inputs.measured["land_cover_shares"].facts.missing_share == pytest.approx(0, abs=1e-9)


def test_a_legend_as_coarse_as_the_grid_has_no_shares(bench):
    bench.edit(lambda recipe: recipe.update(objectives={"functions": ["soil_conservation"], "sensitivities": []}))
    assert "land_cover_shares" not in bench.prepare().origins
