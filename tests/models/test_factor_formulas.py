"""The formulas of every way to get a factor give what its code computes, whatever the country's parameters."""

import numpy as np
import pytest
from formula_cases import DAYS, OPTIONS, SEEDS, TABLES, blocks, check, of_table, texture, varied
from formula_reader import Reader

from ecr_toolkit.models import terrain
from ecr_toolkit.models.declaration import settings_of
from ecr_toolkit.models.factors.cover import cover_factor


def run_option(factor_id, option_id, seed, extra=lambda values: {}, sign="", needs=(), skip=(), chosen=None, **fixed):
    factor, option = OPTIONS[factor_id, option_id]
    random = np.random.default_rng(seed)
    values = {**blocks((*option.needs, *needs), random), **fixed}
    check(option, option.compute, values, varied(factor.own, option, random, chosen or {}), extra(values),
          sign or option.symbols[0].sign, skip)


def with_class(code):
    return {"land_cover": np.full((1, 1), code)}


@SEEDS
@pytest.mark.parametrize("code, sign", [(2, "ET"), (12, "ET"), (17, "ET_{w}")])
def test_evapotranspiration_of_zhang(seed, code, sign):
    run_option("evapotranspiration", "zhang", seed, lambda values: {"w": of_table(values, "zhang", "w")}, sign,
               **with_class(code))


@SEEDS
@pytest.mark.parametrize("code, sign", [(2, "ET"), (12, "ET"), (13, "ET_{n}")])
def test_evapotranspiration_of_fu(seed, code, sign):
    run_option("evapotranspiration", "fu", seed, lambda values: {"K_{c}": of_table(values, "crop_coefficient", "kc")},
               sign, **with_class(code))


@SEEDS
@pytest.mark.parametrize("option", ["annual", "fournier", "wischmeier"])
def test_erosivity_of_months(option, seed):
    rain = np.random.default_rng(seed).uniform(0, 20 + 20 * seed, (12, 1, 1))
    run_option("erosivity", option, seed, precipitation=rain)


@pytest.mark.parametrize("rain", [54.9, 55.0, 55.1, 849.0, 850.0, 851.0])
@pytest.mark.parametrize("option", ["annual", "fournier"])
def test_erosivity_where_its_branches_meet(option, rain):
    """All the rain of the year in one month: then F is P."""
    run_option("erosivity", option, 0, precipitation=np.array([rain, *[0.0] * 11]).reshape(12, 1, 1))


MONTH_OF_DAY = np.repeat(np.arange(1, 13), DAYS)


@SEEDS
@pytest.mark.parametrize("latitude", [0.0, 10.0, -30.0])
def test_erosivity_of_days(seed, latitude):
    run_option("erosivity", "daily", seed, lambda values: {"n": 1, "m_{j}": MONTH_OF_DAY, "φ": latitude,
                                                           "M": [5, 6, 7, 8, 9]}, latitude=np.full((1, 1), latitude))


@SEEDS
def test_erosivity_of_days_by_zhang(seed):
    def extra(values):
        erosive = values["daily_precipitation"][values["daily_precipitation"] >= 12]
        return {"n": 1, "P_{d12}": erosive.mean(), "P_{y12}": erosive.sum()}

    run_option("erosivity", "zhang2002", seed, extra)


@pytest.mark.parametrize("rain", [9.9, 10.0, 12.0])
def test_a_day_at_the_limit_is_erosive(rain):
    days = {"daily_precipitation": np.full((365, 1, 1), rain)}
    signs = {"n": 1, "m_{j}": MONTH_OF_DAY, "φ": 45.0, "M": [5, 6, 7, 8, 9], "P_{d12}": 12.0, "P_{y12}": 12.0 * 365}
    run_option("erosivity", "daily", 0, lambda values: signs, chosen={"erosive_mm": 10.0}, **days)
    run_option("erosivity", "zhang2002", 0, lambda values: signs, **days)


def soil(seed):
    parts = np.random.default_rng(seed).dirichlet([2, 2, 2]) * 100
    return {name: np.full((1, 1), part) for name, part in zip(("sand", "silt", "clay"), parts)}


@SEEDS
@pytest.mark.parametrize("option", ["epic", "nomograph", "diameter"])
def test_erodibility(option, seed):
    run_option("erodibility", option, seed, **soil(seed))


@SEEDS
def test_erodibility_with_the_chinese_correction(seed):
    run_option("erodibility", "epic", seed, sign="K_{cor}", chosen={"chinese_correction": True}, **soil(seed))


@SEEDS
def test_erodibility_of_texture_classes(seed):
    def extra(values):
        code = int(values["soil_texture"][0, 0])
        return {sign: float(TABLES.column("texture", name)[code]) for sign, name in
                (("sa", "sand"), ("si", "silt"), ("cl", "clay"))}

    run_option("erodibility", "class", seed, extra)


@pytest.mark.parametrize("slope", [0.3, 0.58, 1.2, 2.1, 2.5, 4.0, 5.13, 5.145, 7.0, 10.19, 10.2, 20.0, 28.81, 40.0])
@pytest.mark.parametrize("steepness, s", [("guide", "S"), ("rusle", "S_{R}")])
@pytest.mark.parametrize("exponent, m", [("rusle", "m"), ("simple", "m_{5}")])
@pytest.mark.parametrize("way", ["slope", "raster"])
def test_slope_length_and_steepness(way, slope, steepness, s, exponent, m):
    factor, option = OPTIONS["length_and_steepness", "slope"]
    settings = settings_of(factor.own, {"steepness_form": steepness, "exponent_form": exponent})
    reader = Reader(OPTIONS["length_and_steepness", way][1].formulas, {"θ": slope, "λ": 100.0})
    chosen = {"S": reader.value(s), "m": reader.value(m)}
    code = float(option.compute({"slope": np.full((1, 1), slope)}, settings)[0, 0])
    assert reader.value("LS", chosen) == pytest.approx(code, rel=1e-5)


@pytest.mark.parametrize("area", [0.0, 900.0, 2700.0, 90000.0])
@pytest.mark.parametrize("direction", [0.0, 45.0])
def test_slope_length_of_flow(area, direction):
    reader = Reader(OPTIONS["length_and_steepness", "raster"][1].formulas,
                    {"θ": 8.0, "A": area, "D": 30.0, "α": direction})
    exponent = terrain.slope_length_exponent(np.array([8.0]))
    free = terrain.slope_length_of_area(area, 30.0, exponent, abs(np.sin(np.radians(direction))) + np.cos(
        np.radians(direction)))
    code = np.minimum(free, (terrain.LONGEST_SLOPE_M / 22.13) ** exponent)
    assert reader.value("L_{DG}") == pytest.approx(float(code[0]), rel=1e-6)


@SEEDS
def test_cover_of_cropland(seed):
    _factor, option = OPTIONS["cover", "class"]
    cover = np.random.default_rng(seed).uniform(0.001, 1, (1, 1))
    code = cover_factor(np.full((1, 1), 12, np.uint8), cover, TABLES)[0, 0]
    assert Reader(option.formulas, {"FVC": cover[0, 0]}).value("C_{crop}") == pytest.approx(float(code), rel=1e-5)


@SEEDS
@pytest.mark.parametrize("option", ["cai", "ndvi"])
def test_cover(option, seed):
    run_option("cover", option, seed)


@pytest.mark.parametrize("cover", [0.0, 0.0005, 0.783, 0.79])
def test_cover_of_cai_at_its_limits(cover):
    run_option("cover", "cai", 0, vegetation_cover=np.full((1, 1), cover))


@pytest.mark.parametrize("lowest", [-0.2, -0.1, -0.095])
def test_cover_of_bare_ground(lowest):
    run_option("cover", "ndvi", 0, ndvi_max=np.full((1, 1), 0.1), ndvi_min=np.full((1, 1), lowest))


@pytest.mark.parametrize("percent", [0, 1, 2.1, 5, 8.1, 12.1, 18, 22, 25.1, 60])
def test_practice_of_contours(percent):
    slope = np.full((1, 1), np.degrees(np.arctan(percent / 100)))
    run_option("practice", "contour", 0, slope=slope, **with_class(12))


@SEEDS
@pytest.mark.parametrize("month", [0, 1])
def test_wind_force_of_a_series(seed, month):
    factor, option = OPTIONS["wind_force", "series"]
    values = blocks(("wind_series",), np.random.default_rng(seed))
    code = option.compute(values, settings_of(factor.own, {}))[month, 0, 0]
    inside = values["wind_series"][MONTH_OF_DAY == month + 1, 0, 0]
    known = {"u_{10,n}": inside, "N_{m}": len(inside), "N_{d,m}": DAYS[month]}
    assert Reader(option.formulas, known).value("W_{f,m}") == pytest.approx(float(code), rel=1e-5)


@pytest.mark.parametrize("mean", [2.0, 4.0, 7.0])
def test_wind_force_of_a_mean(mean):
    factor, option = OPTIONS["wind_force", "rayleigh"]
    code = option.compute({"wind_speed": np.full((12, 1, 1), mean)}, settings_of(factor.own, {}))[0, 0, 0]
    known = {"u_{10,m}": mean, "N_{d,m}": 31}
    assert Reader(option.formulas, known).value("W_{f,m}") == pytest.approx(float(code), rel=1e-3)


@SEEDS
@pytest.mark.parametrize("option", ["warmth", "aridity"])
def test_dryness(option, seed):
    run_option("dryness", option, seed, lambda values: {"d_{m}": DAYS})


@pytest.mark.parametrize("temperature, rain", [(5.0, 20.0), (20.0, 0.0), (10.0, 3.0)])
def test_dryness_without_warmth_and_without_rain(temperature, rain):
    months = {"temperature": np.full((12, 1, 1), temperature), "precipitation": np.full((12, 1, 1), rain)}
    run_option("dryness", "warmth", 0, lambda values: {"d_{m}": DAYS}, **months)


def test_dryness_of_aridity_without_rain():
    run_option("dryness", "aridity", 0, precipitation=np.zeros((12, 1, 1)))


@SEEDS
def test_windy_days(seed):
    run_option("wind_days", "rayleigh", seed, lambda values: {"d_{m}": DAYS})


@SEEDS
@pytest.mark.parametrize("option, extra", [("texture", texture("erosion_score")), ("erodibility", None)])
def test_soil_score_of_erosion(option, extra, seed):
    run_option("erosion_soil", option, seed, (lambda values: extra(values, {})) if extra else (lambda values: {}),
               needs=("coarse_fragments",) if option == "texture" else (), sign="K_{s}")


@SEEDS
@pytest.mark.parametrize("option", ["measured", "conductivity"])
@pytest.mark.parametrize("depth", [0.5, 3.0, 6.0])
def test_groundwater(option, depth, seed):
    run_option("groundwater", option, seed, groundwater_depth=np.full((1, 1), depth))


@pytest.mark.parametrize("option, variable, breaks", [
    ("measured", "groundwater_salinity", [5.0, 25.0]), ("conductivity", "soil_conductivity", [2.0, 8.0])])
@pytest.mark.parametrize("place", [0, 1])
def test_groundwater_at_its_breaks(option, variable, breaks, place):
    fixed = {variable: np.full((1, 1), breaks[place]), "groundwater_depth": np.full((1, 1), [1.0, 5.0][place])}
    chosen = {"salinity_breaks": [5.0, 25.0], "conductivity_breaks": [2.0, 8.0], "depth_breaks": [1.0, 5.0]}
    run_option("groundwater", option, 0, chosen=chosen, **fixed)
