"""Worked examples of methods.md §11, by number, for every formula there is. Tolerance 1e-4 as §11 asks."""

import numpy as np
import pytest

from ecr_toolkit.models import climate, soil, terrain, wind
from ecr_toolkit.models import coastal_erosion as shore
from ecr_toolkit.models import coastal_vulnerability as coast
from ecr_toolkit.models import flood_regulation as flood
from ecr_toolkit.models import habitat_quality as habitat
from ecr_toolkit.models import sand_fixation as rweq
from ecr_toolkit.models.biodiversity import rarity_weighted_richness
from ecr_toolkit.models.biodiversity_npp import biodiversity_index
from ecr_toolkit.models.carbon import co2_tonnes
from ecr_toolkit.models.class_tables import Tables
from ecr_toolkit.models.climate import npp_miami
from ecr_toolkit.models.factors import cover, erodibility, erosivity, evapotranspiration, practice
from ecr_toolkit.models.factors.dryness import dryness
from ecr_toolkit.models.factors.wind_force import force_of_series
from ecr_toolkit.models.sand_fixation_npp import sand_index
from ecr_toolkit.models.scores import cover_score, falling, geometric_mean, rising, sensitivity_classes
from ecr_toolkit.models.seasons import MONTH_DAYS, months_of_days
from ecr_toolkit.models.soil_conservation import soil_conserved
from ecr_toolkit.models.soil_conservation_npp import soil_index
from ecr_toolkit.models.vegetation import vegetation_cover
from ecr_toolkit.models.water_conservation import water_conserved
from ecr_toolkit.models.water_conservation_npp import water_index

MONTHS = np.array([10, 15, 30, 40, 60, 110, 210, 180, 90, 30, 15, 10], np.float64).reshape(12, 1)
UNIFORM = np.full((12, 1), 50.0)


def near(value, expected, rel=1e-4):
    assert np.asarray(value, np.float64) == pytest.approx(expected, rel=rel)


def wind_erosion(x, z, cap=False):
    """S_L: what is saved where vegetation lets nothing pass."""
    return rweq.wind_erosion_saved(x, np.zeros_like(x), 0.0, z, cap)


def cells(*values):
    return np.array(values, np.float64)


def test_e1_water_balance():
    near(water_conserved(cells(1200), cells(700), cells(0.0267)), [467.96])
    near(evapotranspiration.et_zhang(cells(1200, 1200), cells(1000, 1000), cells(2, 0.5)), [827.59, 649.68])


def test_e1_volume_of_a_cell():
    """1 mm on 1 km² is 1,000 m³ (pitfall 1)."""
    near(467.96 * 0.0625 * 1e3, 29248, rel=1e-3)


def test_e1_no_rain_means_no_evapotranspiration_and_a_deficit_is_no_service():
    near(evapotranspiration.et_zhang(cells(0), cells(1000), cells(0.5)), [0])
    near(water_conserved(cells(100), cells(300), cells(0.1)), [0])


def test_e1_fu_and_hargreaves():
    omega = evapotranspiration.omega_fu(15, cells(150), cells(1200))
    near(omega, [3.125])
    near(evapotranspiration.et_fu(cells(1200), cells(1000), omega), [814.89])
    near(30 * climate.et0_hargreaves(38, 25, cells(12), 60), [159.95])
    near(climate.et0_hargreaves(38, 25, cells(0.5), 60), [0])


def test_e1_fu_holds_in_deserts():
    """x = PET/P of a thousand: the formula as printed cancels to nothing; evapotranspiration is all of the rain."""
    near(evapotranspiration.et_fu(cells(2, 0), cells(2000, 2000), cells(5.0, 5.0)), [2, 0], rel=1e-3)


def test_e1_runoff_is_a_percentage_in_the_table():
    assert Tables().look_up(cells(2), "runoff", "alpha_percent") / 100 == pytest.approx(0.0267)


def test_e2_erodibility():
    epic = erodibility.k_epic(cells(40), cells(40), cells(20), cells(1.5))
    near(epic, [0.26044])
    near(erodibility.k_si(epic), [0.034300])
    near(erodibility.k_si(epic, chinese=True), [0.015869], rel=2e-4)


def test_e2_organic_carbon_is_not_organic_matter():
    """Pitfall 5: 1.5 % of carbon is 2.586 % of matter; taking one for the other changes K."""
    carbon = erodibility.k_epic(cells(40), cells(40), cells(20), cells(1.5))
    matter = erodibility.k_epic(cells(40), cells(40), cells(20), cells(1.5 * soil.CARBON_TO_MATTER))
    assert abs(matter / carbon - 1)[0] > 0.02


def test_soil_without_fines_and_texture_that_does_not_sum_to_100():
    assert erodibility.k_epic(cells(100), cells(0), cells(0), cells(0.5)) == 0
    near(np.concatenate(soil.texture_of_100(cells(400), cells(400), cells(200))), [40, 40, 20])
    near(np.concatenate(soil.texture_of_100(cells(41), cells(40), cells(20))), [41, 40, 20])


def test_other_forms_of_erodibility_lie_in_the_plausible_range():
    for value in (erodibility.k_nomograph(cells(40), cells(40), cells(20), cells(2.6), cells(8), 2, 3),
                  erodibility.k_diameter(cells(40), cells(40), cells(20))):
        assert 0.01 < value[0] < 0.06


def test_e3_annual_erosivity_is_continuous_at_850_mm():
    near(erosivity.erosivity_annual(cells(800, 600)), [2279.9, 1434.7])
    near(erosivity.erosivity_annual(cells(850, 850.0001)), [2513.7, 2517.5])


def test_e3_modified_fournier_index():
    near(erosivity.fournier_index(MONTHS), [130.44])
    near(erosivity.erosivity_fournier(MONTHS), [7418.2])
    near(erosivity.erosivity_fournier(UNIFORM), [1016.4])


def test_e3_fournier_is_continuous_at_55_which_the_typo_0_07397_is_not():
    """Pitfall 4."""
    for f in (54.9999, 55.0001):
        months = np.full((12, 1), f)  # uniform months: F is the rain of a month
        near(erosivity.erosivity_fournier(months), [1212.0 if f < 55 else 1204.2])


def test_e3_wischmeier_is_an_old_metric_unit():
    near(erosivity.erosivity_wischmeier_raw(UNIFORM), [146.65])
    near(erosivity.OLD_METRIC_TO_SI * erosivity.erosivity_wischmeier_raw(UNIFORM), [1438.2])


def test_e3_daily_rain():
    days = np.array([[25.0], [60.0], [30.0], [9.0]])
    near(erosivity.erosivity_daily(days, np.array([True, True, False, True]), 10.0, 1), [674.65])


def test_e3_zhang_2002():
    beta, alpha = erosivity.zhang_constants(cells(30), cells(600))
    near([beta[0], alpha[0]], [1.4819, 1.2771])
    near(sum(alpha * rain**beta for rain in (25, 60, 30)), [898.93])


def test_seasons_of_the_southern_hemisphere_move_the_warm_months():
    """Pitfall 23: the same rain in January is cold rain in the north, warm rain in the south."""
    month = months_of_days(365)
    rain = np.where(month == 1, 20.0, 0.0).reshape(365, 1)
    north = erosivity.erosivity_daily(rain, np.isin(month, [5, 6, 7, 8, 9]), 10, 1)
    south = erosivity.erosivity_daily(rain, np.isin(month, [11, 12, 1, 2, 3]), 10, 1)
    near(south / north, [0.3937 / 0.3101])


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


def test_e4_desmet_govers():
    exponent = terrain.slope_length_exponent(cells(8, 8))
    turn = abs(np.sin(np.radians(45))) + abs(np.cos(np.radians(45)))
    near(terrain.slope_length_of_area(cells(0, 2700), 30.0, exponent, turn), [0.97624, 3.1182])


def test_steepness_breaks_are_degrees_not_percent():
    """Pitfall 6: 5.14° is 9 %; the RUSLE form turns there."""
    near(np.tan(np.radians(5.1428)), 0.09)
    below, above = terrain.steepness_rusle(cells(5.14, 5.15))
    sine = np.sin(np.radians([5.14, 5.15]))
    near([below, above], [10.8 * sine[0] + 0.03, 16.8 * sine[1] - 0.5])


def test_e5_soil_conserved():
    near(soil_conserved(2279.9, 0.034300, 12.495, 0.004), 973.24)
    near(soil_conserved(2279.9, 0.034300, 12.495, 0.004) * 6.25, 6082.8)
    near(soil_conserved(2279.9, 0.034300, 12.495, 0.5, 0.5), 977.15 * 0.75)


def test_e5_cover_factor_of_dry_cropland_and_vegetation_cover():
    near(cover.cover_factor(np.array([12], np.uint8), np.array([0.3], np.float32), Tables()), [0.53211])
    near(cover.cover_cai(cells(40)), [0.10033])
    near(vegetation_cover(cells(0.35), 0.08, 0.82), [0.36486])
    near(cover.cover_ndvi(cells(-0.1, 0.5)), [1, np.exp(-2)])


def test_table_1_2_lower_bounds_are_inclusive():
    shares = np.array([0.0999, 0.10, 0.30, 0.50, 0.70, 0.90], np.float32)
    forest = cover.cover_factor(np.full(6, 5, np.uint8), shares, Tables())
    near(forest, [0.10, 0.08, 0.06, 0.02, 0.004, 0.001])


def test_contour_farming_by_percent_of_slope():
    slopes = np.degrees(np.arctan(np.array([1, 2.1, 9, 13, 17, 21, 30]) / 100))
    near(practice.contour_factor(slopes), [0.60, 0.50, 0.60, 0.70, 0.80, 0.90, 0.95])


def test_e6_wind_erosion_of_a_month():
    u10 = cells(3, 4, 5, 6, 8, 9)
    near(wind.TO_2_M * u10, [2.3838, 3.1784, 3.9730, 4.7676, 6.3568, 7.1514])
    force = 30 * wind.erosive_wind(wind.TO_2_M * u10).mean()
    near(force, 224.01)
    density = rweq.air_density(rweq.air_mass(cells(1000)), cells(15))
    near(density, [1.0863])
    wetness = rweq.soil_wetness(cells(120), cells(20), 4 / 30)
    near(wetness, [0.97778])
    weather = rweq.weather_factor(force, density, wetness, 1)
    near(weather, [24.279])
    fraction = soil.erodible_fraction(cells(60), cells(25), cells(15), cells(1), cells(2))
    crust = soil.soil_crust(cells(15), cells(1))
    near(np.concatenate([fraction, crust]), [0.48770, 0.39904])
    potential = weather * fraction * crust * np.cos(np.radians(3))
    kept = rweq.vegetation_factor(0.1151, 15)
    near([kept, potential[0] * kept, potential[0]], [0.17791, 0.83947, 4.7186])
    near(wind_erosion(potential * kept, 50), [0.32355])
    near(wind_erosion(potential, 50), [5.0938])
    near(1000 * (wind_erosion(potential, 50) - wind_erosion(potential * kept, 50)), [4770.2])


def test_e6_vegetation_cover_is_a_percentage():
    """Pitfall 7: passed as a fraction, C would be 0.98288."""
    near(rweq.vegetation_factor(0.1151, 0.15), 0.98288)


def test_e6_the_loss_has_a_maximum_and_x_can_be_held_there():
    near(rweq.highest_x(50), 61.73, rel=2e-4)
    near(wind_erosion(np.array([rweq.highest_x(50), 500.0], np.float32), 50, cap=True), [60.858, 60.858])
    assert wind_erosion(cells(500), 50)[0] < 60


def test_e6_months_are_not_to_be_summed_before():
    """Pitfall 7: the loss of the sum of twelve months is not the sum of their losses."""
    monthly = np.full(12, 20.0)
    assert wind_erosion(cells(monthly.sum()), 50)[0] < wind_erosion(monthly, 50).sum() / 3


@pytest.mark.parametrize(("mean", "integral"), [(2, 0.018854), (3, 1.4146), (4, 11.117), (5, 40.135)])
def test_e6_rayleigh(mean, integral):
    near(wind.rayleigh_integral(mean), integral)
    near(wind.erosive_wind_of_mean(np.array([mean], np.float32)), [integral])


def test_the_rayleigh_table_is_the_closed_form():
    speeds = np.linspace(1.5, 20, 997).astype(np.float32)
    near(wind.erosive_wind_of_mean(speeds), [wind.rayleigh_integral(float(speed)) for speed in speeds])


def test_smith_carson_is_held_where_it_falls():
    near(rweq.roughness_smith_carson(cells(18)), [0.0938], rel=2e-3)
    assert rweq.roughness_smith_carson(cells(100)) == rweq.roughness_smith_carson(cells(18))


def test_wind_series_counts_days_of_each_month():
    month = months_of_days(365)
    series = np.where(month == 7, 9.0, 3.0).astype(np.float32).reshape(365, 1)
    force = force_of_series(series, month)
    near(force[6], [31 * wind.erosive_wind(wind.TO_2_M * cells(9.0))[0]])
    assert force[0] == 0


def test_e7_climatic_erosivity():
    temperature = cells(2, 5, 10, 16, 22, 27, 29, 27, 23, 16, 9, 4).reshape(12, 1)
    humidity = cells(.5, .45, .4, .35, .3, .35, .5, .55, .45, .4, .45, .5).reshape(12, 1)
    rain = cells(20, 25, 30, 25, 15, 20, 60, 50, 20, 8, 6, 12).reshape(12, 1)
    near(wind.climatic_erosivity(np.full((12, 1), 3.0), temperature, humidity, rain), [79.076])


def test_e7_humidity_is_a_fraction():
    """Pitfall 8: as percent, evaporation would be negative everywhere, and no month would add anything."""
    none = wind.climatic_erosivity(np.full((12, 1), 3.0), np.full((12, 1), 20.0), np.full((12, 1), 50.0), UNIFORM)
    assert none == 0


def test_e7_the_four_indices_and_miami():
    near(water_index(450, 9 / 13, 0.62, 0.35), 125.55)
    near(soil_index(450, 0.03, 0.35), 283.73)
    near(biodiversity_index(450, 0.62, 0.7, 0.4), 117.18)
    near(sand_index(450, 0.03, 0.4, 8), 5.4531)
    near(npp_miami(cells(15), cells(800)), [587.24])


def test_e7_respiration_and_carbon_dioxide():
    """Pitfall 10: grams of carbon, of dry matter and of CO2 are three things."""
    near(climate.soil_respiration(15, 60), 21.227)
    near(co2_tonnes(100, 6.25e4), 22.917)
    near(npp_miami(cells(15), cells(800), carbon_share=1) * 0.475, npp_miami(cells(15), cells(800)))


def test_seepage_of_textures():
    near(soil.seepage(cells(1, 4, 12), None, Tables()), [1, 9 / 13, 3 / 13])
    near(soil.seepage(cells(12, 12), cells(61, 55), Tables()), [1 / 13, 3 / 13])


@pytest.mark.parametrize(("sand", "silt", "clay", "code"), [
    (92, 5, 3, 1), (82, 12, 6, 2), (65, 25, 10, 3), (40, 40, 20, 4), (20, 65, 15, 5), (5, 90, 5, 6), (60, 15, 25, 7),
    (32, 34, 34, 8), (10, 56, 34, 9), (52, 6, 42, 10), (5, 48, 47, 11), (20, 20, 60, 12)])
def test_usda_classes(sand, silt, clay, code):
    assert soil.usda_class(cells(sand), cells(silt), cells(clay)).tolist() == [code]


def test_every_texture_that_sums_to_100_has_a_class():
    sand, clay = np.meshgrid(np.arange(0, 101), np.arange(0, 101))
    inside = sand + clay <= 100
    found = soil.usda_class(sand[inside] * 1.0, 100.0 - sand[inside] - clay[inside], clay[inside] * 1.0)
    assert set(np.unique(found)) == set(range(1, 13))


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


def test_e9_windy_days():
    days = wind.windy_days(np.full((12, 1), 4.0), 6.0)
    near(days, [62.354])
    near(days / MONTH_DAYS.sum(), [0.17083])
    assert rising(days, 10, 30, high_inclusive=True).tolist() == [5]
    assert rising(cells(10, 20, 30), 10, 30, high_inclusive=True).tolist() == [1, 3, 5]  # the break is not used twice


def test_e9_coastal_erosion():
    score = shore.coastal_score(cells(5), cells(3), cells(3), cells(3))
    near(score, [3.2])
    assert sensitivity_classes(score, [2.0, 3.5]).tolist() == [3]
    kinds = cells(shore.BEDROCK, shore.SANDY, shore.MUDDY)
    assert shore.rate_score(kinds, cells(3, 3, 3), (0.5, 2.0), (1.0, 10.0)).tolist() == [1, 5, 3]


def test_dryness_without_rain_or_without_warmth():
    warm, cold = np.full((12, 1), 20.0), np.full((12, 1), 5.0)
    assert dryness(warm, np.zeros((12, 1))).tolist() == [999.0]
    assert dryness(cold, np.zeros((12, 1))).tolist() == [0.0]


def test_scores_follow_the_inequalities_that_are_printed():
    assert rising(cells(981, 980.9, 5884, 5884.1), 981, 5884, low_inclusive=False).tolist() == [3, 1, 3, 5]
    assert rising(cells(50, 50.1, 300, 300.1), 50, 300).tolist() == [1, 3, 3, 5]
    assert rising(cells(1.5, 16.0), 1.5, 16.0, high_inclusive=True).tolist() == [1, 5]
    assert cover_score(cells(0.2, 0.21, 0.59, 0.6), (0.2, 0.6)).tolist() == [5, 3, 3, 1]
    assert falling(cells(1, 1.1, 5), 1, 5).tolist() == [5, 3, 1]


def test_e12_curve_numbers():
    near(flood.runoff_of_storm(cells(100, 100), cells(70, 90)), [32.711, 72.631])
    near(1 - flood.runoff_of_storm(cells(100), cells(70)) / 100, [0.67289])
    assert flood.runoff_of_storm(cells(5), cells(40)) == 0


def test_e12_lakes():
    near(flood.lake_volume(cells(100)), [17297])


def test_e12_coastal_habitats():
    near([coast.habitat_rank(np.array(ranks, np.float64)) for ranks in ([1], [1, 4], [4])], [1.8, 1.7586, 4.05])
    near(coast.exposure([cells(4), cells(3), cells(1.7586), cells(4), cells(3)]), [3.0249])


def test_e12_habitat_quality():
    near(habitat.quality(1.0, cells(0.08), 0.05), [0.23595])
    near(habitat.decay(cells(500), 2000, habitat.EXPONENTIAL), [0.47355])
    near(habitat.decay(cells(500, 2001), 2000, habitat.LINEAR), [0.75, 0])


def test_e13_rarity_weighted_richness():
    shares = np.array([[[1.0, 1.0]], [[0.0, 1.0]]])
    near(rarity_weighted_richness(shares, [1, 1], [2, 1], [1, 1])[0], [0.5, 1.5])


def test_thornthwaite_at_the_equator():
    """25 °C all year on the equator: I = 12·5^1.514 = 137.2…, 16·(250/I)^a a month of 30 days of 12 hours."""
    index = 12 * 5**1.514
    exponent = 6.75e-7 * index**3 - 7.71e-5 * index**2 + 1.792e-2 * index + 0.49239
    standard = 16 * (250 / index) ** exponent
    months = climate.pet_thornthwaite(np.full((12, 1), 25.0), np.zeros(1))[:, 0]
    near(months, standard * MONTH_DAYS / 30)


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
