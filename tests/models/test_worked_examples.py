"""Worked examples of methods.md §11, by number, for every formula there is. Tolerance 1e-4 as §11 asks."""

import numpy as np
import pytest

from ecr_toolkit.models import climate, terrain
from ecr_toolkit.models.biodiversity import biodiversity_index
from ecr_toolkit.models.climate import erosivity_annual, et_zhang, npp_miami
from ecr_toolkit.models.desertification import dryness
from ecr_toolkit.models.land_cover import look_up
from ecr_toolkit.models.scores import cover_score, geometric_mean, rising, sensitivity_classes
from ecr_toolkit.models.soil_conservation import soil_conserved
from ecr_toolkit.models.vegetation import cover_factor, vegetation_cover
from ecr_toolkit.models.water_conservation import water_conserved


def near(value, expected):
    assert np.asarray(value, np.float64) == pytest.approx(expected, rel=1e-4)


def cells(*values):
    return np.array(values, np.float64)


def test_e1_water_balance():
    near(water_conserved(cells(1200), cells(700), cells(0.0267)), [467.96])
    near(et_zhang(cells(1200, 1200), cells(1000, 1000), cells(2, 0.5)), [827.59, 649.68])


def test_e1_no_rain_means_no_evapotranspiration_and_a_deficit_is_no_service():
    near(et_zhang(cells(0), cells(1000), cells(0.5)), [0])
    near(water_conserved(cells(100), cells(300), cells(0.1)), [0])


def test_e1_runoff_is_a_percentage_in_the_table():
    assert look_up(cells(2), "runoff", "alpha_percent") / 100 == pytest.approx(0.0267)


def test_e3_annual_erosivity_is_continuous_at_850_mm():
    near(erosivity_annual(cells(800, 600)), [2279.9, 1434.7])
    near(erosivity_annual(cells(850, 850.0001)), [2513.7, 2517.5])


@pytest.mark.parametrize(("slope", "steepness", "exponent", "length", "both"), [
    (2, 0.40691, 0.33743, 1.6635, 0.67690), (8, 1.8381, 0.56841, 2.3568, 4.3320),
    (15, 4.7107, 0.64679, 2.6525, 12.495), (35, 9.5988, 0.72052, 2.9645, 28.456)])
def test_e4_length_and_steepness(slope, steepness, exponent, length, both):
    near(terrain.steepness(cells(slope)), [steepness])
    near(terrain.slope_length_exponent(cells(slope)), [exponent])
    near(terrain.slope_length(cells(slope), 100), [length])
    near(terrain.steepness(cells(slope)) * terrain.slope_length(cells(slope), 100), [both])


def test_e4_averaging_trap():
    near(terrain.steepness(cells(2, 35)).mean(), 5.0029)
    near(terrain.steepness(cells(18.5)), [5.9922])


def test_e5_soil_conserved():
    near(soil_conserved(2279.9, 0.034300, 12.495, 0.004), 973.24)


def test_e5_cover_factor_of_dry_cropland_and_vegetation_cover():
    near(cover_factor(cells(12), cells(0.3)), [0.53211])
    near(vegetation_cover(cells(0.35), 0.08, 0.82), [0.36486])


def test_table_1_2_lower_bounds_are_inclusive():
    forest = cover_factor(np.full(6, 5.0), cells(0.0999, 0.10, 0.30, 0.50, 0.70, 0.90))
    near(forest, [0.10, 0.08, 0.06, 0.02, 0.004, 0.001])


def test_e7_biodiversity_index_and_miami():
    near(biodiversity_index(450, 0.62, 0.7, 0.4), 117.18)
    near(npp_miami(cells(15), cells(800)), [587.24])


def test_e9_all_means_of_scores_and_their_classes():
    four = {(1, 1, 1, 1): 1.0, (3, 1, 1, 1): 1.3161, (5, 1, 1, 1): 1.4953, (3, 3, 1, 1): 1.7321, (5, 3, 1, 1): 1.9680,
            (5, 5, 1, 1): 2.2361, (3, 3, 3, 1): 2.2795, (5, 3, 3, 1): 2.5900, (5, 5, 3, 1): 2.9428,
            (3, 3, 3, 3): 3.0, (5, 5, 5, 1): 3.3437, (5, 3, 3, 3): 3.4087, (5, 5, 3, 3): 3.8730,
            (5, 5, 5, 3): 4.4006, (5, 5, 5, 5): 5.0}
    means = geometric_mean(list(np.array(list(four), np.float64).T))
    near(means, list(four.values()))
    expected = [1 if mean <= 2 else 3 if mean <= 4 else 5 for mean in four.values()]
    assert sensitivity_classes(means, [2.0, 4.0]).tolist() == expected
    three = geometric_mean([cells(5, 5, 3), cells(5, 3, 1), cells(3, 1, 1)])
    near(three, [4.2172, 2.4662, 1.4422])


def test_e9_dryness():
    """0.16 · 5200 / 180: ten warm months of 17.1 °C on average, in one month for the arithmetic."""
    temperature = np.full((12, 1), 0.0)
    temperature[6] = 5200 / 31
    rain = np.full((12, 1), 50.0)
    rain[6] = 180
    near(dryness(temperature, rain), [4.6222])
    assert rising(dryness(temperature, rain), 1.5, 16.0, high_inclusive=True).tolist() == [3]


def test_dryness_without_rain_or_without_warmth():
    warm, cold = np.full((12, 1), 20.0), np.full((12, 1), 5.0)
    assert dryness(warm, np.zeros((12, 1))).tolist() == [999.0]
    assert dryness(cold, np.zeros((12, 1))).tolist() == [0.0]


def test_scores_follow_the_inequalities_that_are_printed():
    assert rising(cells(981, 980.9, 5884, 5884.1), 981, 5884, low_inclusive=False).tolist() == [3, 1, 3, 5]
    assert rising(cells(50, 50.1, 300, 300.1), 50, 300).tolist() == [1, 3, 3, 5]
    assert rising(cells(1.5, 16.0), 1.5, 16.0, high_inclusive=True).tolist() == [1, 5]
    assert cover_score(cells(0.2, 0.21, 0.59, 0.6), (0.2, 0.6)).tolist() == [5, 3, 3, 1]


def test_thornthwaite_at_the_equator():
    """25 °C all year on the equator: I = 12·5^1.514 = 137.2…, 16·(250/I)^a a month of 30 days of 12 hours."""
    index = 12 * 5**1.514
    exponent = 6.75e-7 * index**3 - 7.71e-5 * index**2 + 1.792e-2 * index + 0.49239
    standard = 16 * (250 / index) ** exponent
    months = climate.pet_thornthwaite(np.full((12, 1), 25.0), np.zeros(1))[:, 0]
    near(months, standard * climate.MONTH_DAYS / 30)


def test_thornthwaite_is_zero_in_frost_and_follows_the_table_in_heat():
    temperature = np.array([[-5.0, 30.0]] * 12)
    months = climate.pet_thornthwaite(temperature, np.zeros(2))
    assert np.all(months[:, 0] == 0)
    near(months[3, 1], -415.85 + 32.24 * 30 - 0.43 * 900)


def test_day_length_is_twelve_hours_at_the_equator_and_long_in_the_northern_summer():
    hours = climate.day_length(np.array([0.0, 50.0, 80.0]))
    near(hours[:, 0], 12.0)
    assert 16 < hours[5, 1] < 16.6 and 7.5 < hours[11, 1] < 8.3
    assert hours[5, 2] == 24 and hours[11, 2] == 0


@pytest.mark.parametrize(("cell", "cells_wide"), [(10, 45), (25, 19), (30, 15), (50, 9), (90, 5), (100, 5), (250, 3)])
def test_relief_window_table_of_3_1(cell, cells_wide):
    assert terrain.relief_window(cell) == cells_wide
