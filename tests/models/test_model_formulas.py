"""The formulas of every model give what its code computes, whatever the country's parameters."""

import numpy as np
import pytest
from formula_cases import (
    DAYS,
    MODELS,
    SEEDS,
    TABLES,
    blocks,
    check,
    declared,
    given_of_scales,
    of_table,
    texture,
    varied,
)
from formula_reader import Reader

from ecr_toolkit.models.coastal_vulnerability import SCALES, rank_of
from ecr_toolkit.models.declaration import settings_of
from ecr_toolkit.models.habitat_quality import EXPONENTIAL, THREATS, quality, spread
from ecr_toolkit.models.sand_fixation import SMITH_CARSON, soil_factor, soil_wetness
from ecr_toolkit.models.variables import VARIABLES


def run_model(name, seed, extra=lambda values, scales: {}, optional=(), factor_values=None, chosen=None, skip=()):
    model, random = MODELS[name], np.random.default_rng(seed)
    values = blocks((*model.inputs, *optional), random)
    for factor, low, high in factor_values or ():
        values[factor] = random.uniform(low, high, (1, 1))
    settings = varied(model.parameters, model, random, chosen or {})
    scales = given_of_scales(random, model, values)
    check(model, model.compute, values, {**settings, "scales": scales}, extra(values, scales), model.symbols[0].sign,
          skip)


@SEEDS
def test_water_conservation(seed):
    def extra(values, _scales):
        """Built-up land and ice give nothing, nor does bare land with little cover; humid grassland runs off more."""
        percent, code = of_table(values, "runoff", "alpha_percent"), values["land_cover"][0, 0]
        if code == 10 and values["precipitation"].sum() > 800:
            percent = 9.37
        served = not np.isnan(percent) and not (code == 16 and values["vegetation_cover"] <= 0.05)
        return {"f": float(served), "α": np.nan_to_num(percent) / 100}

    run_model("water_conservation", seed, extra, factor_values=[("evapotranspiration", 0, 1500)])


@SEEDS
@pytest.mark.parametrize("name, normalised", [
    ("water_conservation_npp", {"F_{pre}": "annual_precipitation", "F_{slo}": "slope"}),
    ("soil_conservation_npp", {"F_{slo}": "slope"}),
    ("biodiversity_npp", {"F_{pre}": "annual_precipitation", "F_{tem}": "mean_temperature", "F_{alt}": "elevation"}),
])
def test_npp_indices(name, normalised, seed):
    model = MODELS[name]

    def extra(values, scales):
        """Each by itself: x_{min} and x_{max} are those of what is normalised."""
        found = {}
        for sign, scale in normalised.items():
            low, high = scales[scale]
            known = {**declared(model.symbols, values, {}), "x_{min}": low, "x_{max}": high}
            found[sign] = Reader(model.formulas, known).value(sign)
        if "soil_texture" in values:
            found["F_{sic}"] = float(TABLES.column("texture", "seepage")[int(values["soil_texture"][0, 0])]) / 13
        return found

    skip = [formula for formula in model.formulas if formula.split(" =")[0] in normalised]
    factor_values = [("erodibility", 0.005, 0.06)] if model.factors else None
    run_model(name, seed, extra, factor_values=factor_values, skip=skip)


@SEEDS
@pytest.mark.parametrize("name, variable, sign, of_choice, chosen", [
    ("soil_conservation_npp", "erodibility", "K", "K_{N}", {"erodibility_form": "minmax"}),
    ("biodiversity_npp", "net_primary_productivity", "NPP", "NPP_{N}", {"npp_minmax": True})])
def test_npp_indices_with_all_normalised(name, variable, sign, of_choice, chosen, seed):
    model, random = MODELS[name], np.random.default_rng(seed)
    values = {**blocks(model.inputs, random), "erodibility": random.uniform(0.005, 0.06, (1, 1))}
    scales = given_of_scales(random, model, values)
    others = {scale: (0.0, 0.0) for scale in scales}  # a constant: 0 when normalised
    code = model.compute(values, {**chosen, "scales": {**others, variable: scales[variable]}})
    known = {**declared(model.symbols, values, {}), **dict(zip(("x_{min}", "x_{max}"), scales[variable])),
             **{one: 0.0 for one in ("F_{slo}", "F_{pre}", "F_{tem}", "F_{alt}")}}
    skip = [one for one in model.formulas if one.split(" =")[0] in known]
    normal = Reader(model.formulas, known, skip).value(of_choice)
    formula = Reader(model.formulas, known, skip).value(model.symbols[0].sign, {sign: normal})
    assert normal > 0 and formula == pytest.approx(float(code[0, 0]), rel=1e-5)


@SEEDS
def test_sand_fixation_npp(seed):
    run_model("sand_fixation_npp", seed, lambda values, scales: {
        "d_{m}": DAYS, "C_{max}": scales["climatic_erosivity"][1] or 1.0}, factor_values=[("erodibility", 0.005, 0.06)])


@SEEDS
def test_soil_conservation(seed):
    run_model("soil_conservation", seed, factor_values=[
        ("erosivity", 20, 9000), ("erodibility", 0, 0.06), ("length_and_steepness", 0, 30), ("cover", 0, 1),
        ("practice", 0, 1)])


@SEEDS
@pytest.mark.parametrize("optional", [
    (), ("lime", "rain_days", "irrigation", "snow_probability")], ids=["inputs alone", "all that helps"])
def test_sand_fixation(seed, optional):
    model, random = MODELS["sand_fixation"], np.random.default_rng(seed)
    values = blocks((*model.inputs, *optional), random)
    values["vegetation_cover"] *= 0.3
    values["wind_force"] = random.uniform(0, 20000, (12, 1, 1)) * (random.random((12, 1, 1)) > 0.3)
    sandy = values["sand"] + 0.5 * values["silt"] > 85
    a = of_table(values, "wind_cover", "sandy_a" if sandy else "a")
    extra = {"N_{d,m}": DAYS, "f": float(not np.isnan(a)), "a": np.nan_to_num(a)}
    if not optional:
        extra.update({"I_{m}": np.zeros(12), "p_{m}": np.zeros(12), "ca": 0.0})
    skip = [one for one in model.formulas if optional and one.startswith("R_{d,m}")]
    settings = varied(model.parameters, model, random, {})
    check(model, model.compute, values, settings, extra, "SR", skip, 1e-4)


def test_sand_fixation_where_nothing_evaporates():
    reader = Reader(MODELS["sand_fixation"].formulas, {"ET_{p,m}": 0.0})
    assert reader.value("SW_{m}") == float(soil_wetness(np.float32(0), np.float32(5), np.float32(0.5))) == 1


@SEEDS
def test_roughness_of_ridges(seed):
    model = MODELS["sand_fixation"]
    values = blocks((*model.inputs, "ridge_roughness", "lime"), np.random.default_rng(seed))
    known = declared(model.symbols, values, {})
    reader = Reader(model.formulas, {sign: known[sign] for sign in ("K_{r}", "sa", "si", "cl", "SOC", "ca")})
    formula = reader.value("EF") * reader.value("SCF") * reader.value("K′_{SC}")
    assert formula == pytest.approx(float(soil_factor(values, {"roughness": SMITH_CARSON})[0, 0]), rel=1e-6)


@SEEDS
def test_biodiversity(seed):
    random = np.random.default_rng(seed)
    habitat, weights = random.random((3, 1, 4)), [3, 5, 1]
    model = MODELS["biodiversity"]
    settings = {"threat_weighted": True, "species_weights": weights,
                "scales": {"species_habitat": (habitat.max(axis=(1, 2)), habitat.sum(axis=(1, 2)))}}
    code = model.compute({"species_habitat": habitat}, settings)
    reader = Reader(model.formulas, {"w_{s}": np.array(weights), "r_{s,i}": habitat[:, 0]})
    assert [reader.value("RWR_{i}", {"i": cell}) for cell in range(4)] == pytest.approx(code[0], rel=1e-6)


@SEEDS
def test_carbon(seed):
    run_model("carbon", seed)


@SEEDS
@pytest.mark.parametrize("optional", [(), ("above_ground_biomass", "soil_carbon_stock")])
def test_carbon_stock(seed, optional):
    def extra(values, _scales):
        found = {"r": "below_ratio", "C_{dead}": "dead"}
        if not optional:
            found.update({"C_{above}": "above", "C_{soil}": "soil"})
        return {sign: of_table(values, "carbon_density", column) for sign, column in found.items()}

    run_model("carbon_stock", seed, extra, optional)


@pytest.mark.parametrize("habitat, transition, distance", [
    (0.5, 0.9, 0), (0.49, 0.5, 20_000), (0.49, 0.49, 10_000), (0, 0, 10_001)])
def test_coastal_stabilisation(habitat, transition, distance):
    model = MODELS["coastal_stabilisation"]
    values = {"coastal_habitat": np.full((1, 1), habitat), "coastal_transition": np.full((1, 1), transition),
              "coast_distance": np.full((1, 1), distance)}
    check(model, model.compute, values, settings_of(model.parameters, {}), {}, "S")


@pytest.mark.parametrize("sign, lake, land_cover", [("F_{1}", 0, 5), ("F_{2}", 0, 11), ("F_{3}", 80, 17)])
@SEEDS
def test_flood_regulation(seed, sign, lake, land_cover):
    model, random = MODELS["flood_regulation"], np.random.default_rng(seed)
    values = {**blocks(("design_storm", "curve_number"), random),
              "land_cover": np.full((1, 1), land_cover), "lake_area": np.full((1, 1), float(lake))}
    check(model, model.compute, values, varied(model.parameters, model, random, {}), {}, sign)


@SEEDS
def test_habitat_quality(seed):
    model, random = MODELS["habitat_quality"], np.random.default_rng(seed)
    cell, shape = 2000.0, (13, 13)
    distance = np.hypot(*np.mgrid[-6:7, -6:7]) * cell
    names = list(THREATS)
    held, felt = random.random((4, *shape)), random.random(4)
    weights = np.array([THREATS[name][0] for name in names])
    reach = np.array([THREATS[name][1] for name in names])
    near = {}
    for number, name in enumerate(names):
        other = "1 −" if THREATS[name][2] == EXPONENTIAL else "exp"
        skip = [one for one in model.formulas if one.startswith(f"i_{{r,y}} = {other}")]
        reader = Reader(model.formulas, {"d_{y}": distance.ravel(), "d_{r}": reach}, skip)
        near[name] = [reader.value("i_{r,y}", {"r": number, "y": place}) for place in range(distance.size)]
    known = {"H": 0.8, "S_{r}": felt, "w_{r}": weights, "t_{r,y}": held.reshape(4, -1),
             "i_{r,y}": np.array([near[name] for name in names]), "k": 0.05}
    skip = [one for one in model.formulas if one.startswith("i_{r,y} =")]
    code = sum(weight / weights.sum() * sensitivity * spread(threat, *THREATS[name][1:], cell)[6, 6]
               for weight, sensitivity, threat, name in zip(weights, felt, held, names))
    reader = Reader(model.formulas, known, skip)
    assert reader.value("D") == pytest.approx(code, rel=1e-6)
    assert reader.value("Q") == pytest.approx(quality(0.8, code, 0.05), rel=1e-6)


@SEEDS
def test_coastal_vulnerability(seed):
    model, random = MODELS["coastal_vulnerability"], np.random.default_rng(seed)
    values = blocks((*model.inputs, *model.optional), random)
    values["habitat_ranks"] = random.choice([1.0, 2.0, 4.0, 5.0], (3, 1, 1))
    scales = {scale.id: np.sort(random.uniform(VARIABLES[scale.id].minimum, VARIABLES[scale.id].maximum, 4))
              for scale in SCALES}
    known = {symbol.sign: float(rank_of(values[symbol.of], scales[symbol.of], symbol.of == "coastal_relief")[0, 0])
             for symbol in model.symbols if symbol.of in scales}
    check(model, model.compute, values, {"scales": scales}, {**known, "n": 7}, "ΔEI")


def soil_score(values, _scales):
    return {"K_{s}": values["erosion_soil"][0, 0]}


@SEEDS
@pytest.mark.parametrize("name, extra, optional, factor_values", [
    ("soil_erosion", soil_score, (), [("erosivity", 0, 9000), ("erosion_soil", 1, 5)]),
    ("desertification", texture("desertification_score"), (), [("dryness", 0, 25), ("wind_days", 0, 60)]),
    ("desertification", texture("desertification_score"), ("coarse_fragments", "depth_to_bedrock"),
     [("dryness", 0, 25), ("wind_days", 0, 60)]),
    ("rocky_desertification", None, (), None),
    ("salinization", texture("salinization_score"), (), [("groundwater", 1, 5)]),
    ("coastal_erosion", None, (), None),
])
def test_sensitivities(name, extra, optional, factor_values, seed):
    run_model(name, seed, extra or (lambda values, scales: {}), optional, factor_values)


@SEEDS
def test_salinization_without_groundwater(seed):
    model = MODELS["salinization"]
    values = {**blocks(model.inputs, np.random.default_rng(seed)), "groundwater": np.float32(np.nan)}
    check(model, model.compute, values, settings_of(model.parameters, {}),
          texture("salinization_score")(values, {}), "S_{0}")


@pytest.mark.parametrize("kind", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("retreat", [-3.0, 0.7, 1.5, 5.0, 12.0])
def test_retreat_of_each_type_of_coast(kind, retreat):
    model = MODELS["coastal_erosion"]
    values = {**blocks(model.inputs, np.random.default_rng(1)), "coast_type": np.full((1, 1), kind),
              "shoreline_retreat": np.full((1, 1), retreat)}
    check(model, model.compute, values, settings_of(model.parameters, {}), {}, "E")


@pytest.mark.parametrize("name", ["soil_erosion", "desertification", "rocky_desertification", "salinization",
                                  "coastal_erosion"])
def test_a_break_belongs_to_the_score_that_the_code_gives(name):
    """At the breaks themselves: there < and ≤ differ."""
    model = MODELS[name]
    settings = settings_of(model.parameters, {})
    for place in (0, 1):
        values = {**blocks((*model.inputs, *model.optional), np.random.default_rng(5)), "erosion_soil": np.ones((1, 1)),
                  "groundwater": np.ones((1, 1)), "coast_type": np.full((1, 1), 2.0 + place)}
        breaks = {"erosivity": "erosivity_breaks", "relief": "relief_breaks", "vegetation_cover": "cover_breaks",
                  "dryness": "dryness_breaks", "wind_days": "windy_days_breaks", "carbonate_share": "carbonate_breaks",
                  "slope": "slope_breaks", "storm_surge": "surge_breaks", "wave_height": "wave_breaks",
                  "shoreline_retreat": ("sandy_rate_breaks", "muddy_rate_breaks")[place]}
        for variable, parameter in breaks.items():
            if parameter in settings:
                values[variable] = np.full((1, 1), settings[parameter][place])
        if name == "desertification":
            values["coarse_fragments"] = np.full((1, 1), settings["gravel_percent"])
            values["depth_to_bedrock"] = np.full((1, 1), 10.0)
        if name == "salinization":
            values["precipitation"] = np.full((12, 1, 1), 10.0)
            values["potential_evapotranspiration"] = np.full((1, 1), 120.0 * settings["evaporation_breaks"][place])
        extra = soil_score(values, {}) if name == "soil_erosion" else {}
        if name == "salinization":
            extra = texture("salinization_score")(values, {})
        check(model, model.compute, values, settings, extra, model.symbols[0].sign)
