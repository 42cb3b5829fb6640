"""What must always hold: ranges, monotonicity, and a missing factor gives a missing result."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_toolkit.assessment.plan import plan
from ecr_toolkit.boundary.register import TYPE_NAMES
from ecr_toolkit.models import climate, soil, terrain, wind
from ecr_toolkit.models import sand_fixation as rweq
from ecr_toolkit.models.catalogue import factors, models
from ecr_toolkit.models.class_tables import Tables
from ecr_toolkit.models.factors import cover, erodibility, erosivity, evapotranspiration, practice
from ecr_toolkit.models.factors.dryness import NO_RAIN, dryness
from ecr_toolkit.models.flood_regulation import runoff_of_storm
from ecr_toolkit.models.habitat_quality import quality, spread
from ecr_toolkit.models.variables import VARIABLES

amount = st.one_of(st.just(0.0), st.floats(0.001, 5000))  # mm; gauges tell no less
percent = st.floats(0, 100)
more = st.floats(0.01, 100)


def one(*values):
    return [np.array([value], np.float64) for value in values]


@given(amount, amount, st.floats(0.1, 2))
def test_evapotranspiration_exceeds_neither_rain_nor_is_negative(rain, pet, w):
    actual = float(evapotranspiration.et_zhang(*one(rain, pet, w))[0])
    assert -1e-9 <= actual <= rain * (1 + 1e-9)


@given(st.floats(0.1, 5000), st.floats(0.1, 3000), st.floats(1.25, 5))
def test_fu_exceeds_neither_rain_nor_demand(rain, pet, omega):
    actual = float(evapotranspiration.et_fu(*one(rain, pet, omega))[0])
    assert -1e-6 * rain <= actual <= min(rain, pet) * (1 + 1e-6)


@given(st.floats(0, 6000), more)
def test_erosivity_grows_with_rain(rain, added):
    values = erosivity.erosivity_annual(np.array([rain, rain + added]))
    assert values[1] >= values[0] >= 0


@given(st.lists(st.floats(0, 500), min_size=12, max_size=12))
def test_fournier_lies_between_a_twelfth_of_the_rain_and_the_wettest_month(months):
    index = float(erosivity.fournier_index(np.array(months).reshape(12, 1))[0])
    assert sum(months) / 12 * (1 - 1e-6) - 1e-9 <= index <= max(months) * (1 + 1e-6) + 1e-9


@given(st.floats(0, 100), st.floats(0, 1), st.floats(0, 20))
def test_erodibility_is_plausible_for_any_soil(sand, share, carbon):
    silt = (100 - sand) * share
    k = float(erodibility.k_si(erodibility.k_epic(*one(sand, silt, 100 - sand - silt, carbon)))[0])
    assert 0 <= k <= 0.09


@given(st.floats(0, 89), st.floats(0.01, 1))
def test_steepness_never_falls_by_more_than_the_printed_joints(slope, added):
    """The guide's branches meet to 0.004 at 5.14° and to 0.06 at 10.20°; otherwise steeper is never less."""
    values = terrain.steepness(np.array([slope, min(90, slope + added)]))
    assert values[1] >= values[0] - 0.06 and 0.03 <= values[0] <= 9.5988


@given(st.floats(0, 1e6), st.floats(0, 1e5), st.floats(5, 500), st.floats(0.1, 45))
def test_slope_length_grows_with_what_flows_in(area, added, cell, slope):
    exponent = terrain.slope_length_exponent(np.array([slope, slope]))
    low, high = terrain.slope_length_of_area(np.array([area, area + added]), cell, exponent, 1.0)
    assert high >= low * (1 - 1e-9) > 0


@given(st.integers(0, 16), st.floats(0, 1, width=32))
def test_cover_factor_is_a_share(land_cover, share):
    found = cover.cover_factor(np.array([land_cover], np.uint8), np.array([share], np.float32), Tables())
    assert 0 <= float(found[0]) <= 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_other_cover_factors_fall_with_vegetation(low, added):
    more_cover = min(1, low + added)
    for factor in (lambda share: cover.cover_cai(np.array([100 * share])),
                   lambda ndvi: cover.cover_ndvi(np.array([min(ndvi, 0.99)]))):
        little, much = float(factor(low)[0]), float(factor(more_cover)[0])
        assert 0 <= much <= little + 1e-9 <= 1 + 1e-8


@given(st.floats(0, 80))
def test_contour_farming_keeps_some_soil(slope):
    assert 0.5 <= float(practice.contour_factor(np.array([slope]))[0]) <= 0.95


@given(st.floats(0, 150), more)
def test_daily_erosivity_grows_with_rain(rain, added):
    low, high = (float(erosivity.erosivity_daily(np.array([[one_day]]), np.array([True]), 10, 1)[0])
                 for one_day in (rain, rain + added))
    assert 0 <= low <= high


@given(st.floats(0.1, 25), st.floats(0.01, 5))
def test_windy_days_grow_with_wind_up_to_a_year(mean, added):
    few, many = (float(wind.windy_days(np.full((12, 1), speed), 6.0)[0]) for speed in (mean, mean + added))
    assert 0 <= few <= many <= 365


@given(st.floats(0.1, 15), st.floats(0.01, 5), st.floats(-10, 40), st.floats(0, 0.99), st.floats(0, 400))
def test_climatic_erosivity_grows_with_wind(speed, added, warmth, moist, rain):
    low, high = (float(wind.climatic_erosivity(*(np.full((12, 1), value)
                                                 for value in (one_speed, warmth, moist, rain)))[0])
                 for one_speed in (speed, speed + added))
    assert 0 <= low <= high


@pytest.mark.parametrize("column", ["erosion_score", "desertification_score", "salinization_score"])
def test_textures_score_1_3_or_5(column):
    scores = Tables().column("texture", column)
    assert set(scores[1:13].tolist()) <= {1.0, 3.0, 5.0} and np.isnan(scores[0]) and np.isnan(scores[13:]).all()


@given(percent, percent, percent, st.floats(0, 60), percent)
def test_soil_of_the_wind_is_a_share(sand, silt, clay, matter, lime):
    assert 0 <= float(soil.erodible_fraction(*one(sand, silt, clay, matter, lime))[0]) <= 1
    assert 0 < float(soil.soil_crust(*one(clay, matter))[0]) <= 1


@given(st.floats(0, 1000), percent, st.floats(0, 100), st.sampled_from([0.1535, 0.0921, 0.0438]))
def test_vegetation_never_adds_to_wind_erosion_when_x_is_held(x, low, added, a):
    none, little, much = (float(rweq.wind_erosion_saved(np.array([x]), kept, kept**float(rweq.EXPONENT), 50, True)[0])
                          for kept in (1.0, rweq.vegetation_factor(a, low), rweq.vegetation_factor(a, low + added)))
    slack = 1e-5 * (1 + much)
    assert abs(none) <= slack and -slack <= little <= much + slack


@given(st.floats(0, 30), st.floats(0.01, 5))
def test_wind_force_grows_with_wind(mean, added):
    low, high = wind.erosive_wind_of_mean(np.array([mean, mean + added], np.float32))
    assert 0 <= low <= high * (1 + 1e-5)


@given(st.floats(0, 200), st.floats(0, 400), st.floats(0, 1))
def test_wetness_is_a_share(evaporation, water, share):
    assert 0 <= float(rweq.soil_wetness(*one(evaporation, water, share))[0]) <= 1


@given(st.lists(st.floats(-40, 40), min_size=12, max_size=12), st.lists(st.floats(0, 500), min_size=12, max_size=12))
def test_dryness_is_not_negative(warmth, rain):
    assert float(dryness(*(np.array(values).reshape(12, 1) for values in (warmth, rain)))[0]) >= 0
    assert float(dryness(np.full((12, 1), 20.0), np.zeros((12, 1)))[0]) == NO_RAIN


@given(st.floats(0.1, 500), st.floats(1, 100))
def test_runoff_never_exceeds_the_storm(storm, number):
    assert 0 <= float(runoff_of_storm(*one(storm, number))[0]) <= storm * (1 + 1e-9)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_habitat_quality_falls_with_degradation(suitability, low, added):
    better, worse = quality(suitability, np.array([low, low + added]), 0.05)
    assert 0 <= worse <= better <= suitability


def test_a_threat_all_around_counts_one_and_a_far_one_nothing():
    whole = spread(np.ones((41, 41)), 1000, "linear", 100)
    assert whole[20, 20] == pytest.approx(1) and whole.max() <= 1
    point = np.zeros((41, 41))
    point[0, 0] = 1
    assert spread(point, 1000, "linear", 100)[11, 0] == pytest.approx(0, abs=1e-12)


@given(st.floats(-30, 45), st.floats(0, 800))
def test_respiration_is_not_negative(warmth, rain):
    assert float(climate.soil_respiration(*one(warmth, rain))[0]) >= 0


# every model, with every variable it can use

BANDS = 3


def plausible(variable, shape=(2, 3)):
    wanted = VARIABLES[variable]
    low, high = max(wanted.minimum, 0), min(wanted.maximum, 500)
    special = {"land_cover": 12.0, "precipitation": 5.0, "daily_precipitation": 5.0, "coast_distance": 100.0}
    value = special.get(variable, 2.0) if wanted.unit == "class" or variable in special else low + 0.3 * (high - low)
    bands = wanted.bands or (365 if variable in ("daily_precipitation", "wind_series") else BANDS)
    return np.full((bands, *shape) if wanted.bands != 1 else shape, value, np.float32)


def scales_of(model):
    found = {}
    for scale in model.scales:
        found[scale.id] = ([1.0] * BANDS, [10.0] * BANDS) if scale.id == "species_habitat" else \
            [0.1, 0.2, 0.3, 0.4] if scale.fifths else (0, 12000)
    return found


CASES = [(model, "automatic") for model in models()] + [
    (model, f"{factor.id}={option.id}") for model in models() for factor in model.factors for option in factor.options]


@pytest.mark.parametrize(("model", "method"), CASES, ids=lambda value: getattr(value, "id", value))
def test_a_missing_factor_gives_a_missing_result(evaluate, model, method):
    """With every way to get every factor."""
    chosen = {} if method == "automatic" else {method.split("=")[0]: {"method": method.split("=")[1]}}
    first = plan(model, set(VARIABLES), chosen)
    needed = {*model.inputs, *(name for way in first.ways for name in way.option.needs)}
    scales = scales_of(model)
    whole = evaluate(model, {name: plausible(name) for name in needed}, chosen, scales)
    assert whole.shape == (2, 3) and not np.isnan(whole).any()
    if model.halo is not None:
        return
    for name in needed:
        values = {other: plausible(other) for other in needed}
        values[name][..., 1, 2] = np.nan
        found = evaluate(model, values, chosen, scales)
        if name == "habitat_ranks":  # without a habitat the shore is bare, not unknown
            assert not np.isnan(found).any()
            continue
        assert np.isnan(found[1, 2]), f"{model.id} invents a value where {name} is missing"
        assert np.isnan(found).sum() == 1


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_declarations_are_whole(model):
    named = [*model.inputs, *model.optional, *(name for factor in model.factors for option in factor.options
                                               for name in option.needs)]
    assert all(name in VARIABLES for name in named)
    assert model.title and model.source and model.unit and model.output
    assert model.type_code in TYPE_NAMES, "the register has no name for it"
    assert all(factors()[factor.id] is factor for factor in model.factors), "two factors share an id"
    for parameter in [*model.parameters, *(one for factor in model.factors for one in factor.parameters)]:
        if parameter.choices:
            assert parameter.default in parameter.choices
            continue
        values = parameter.default if isinstance(parameter.default, list) else [parameter.default]
        assert all(parameter.minimum <= value <= parameter.maximum for value in values)


@pytest.mark.parametrize("variable", VARIABLES.values(), ids=lambda variable: variable.id)
def test_every_variable_says_where_to_get_it(variable):
    assert variable.where and variable.minimum < variable.maximum
