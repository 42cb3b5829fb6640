"""One cell through the code of a model or factor, and the same cell through its formulas."""

import numpy as np
import pytest
from formula_reader import Reader

from ecr_toolkit.models.catalogue import factors, models
from ecr_toolkit.models.class_tables import Tables
from ecr_toolkit.models.declaration import settings_of
from ecr_toolkit.models.variables import VARIABLES

MODELS = {model.id: model for model in models()}
OPTIONS = {(factor.id, option.id): (factor, option) for factor in factors().values() for option in factor.options}
TABLES = Tables()
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
SEEDS = pytest.mark.parametrize("seed", range(8))


def blocks(names, random):
    """One cell of each variable, within its plausible range, or a narrower one in which all branches are met; series of
    a year."""
    ranges = {"precipitation": (0, 300), "temperature": (-20, 35), "monthly_evapotranspiration": (0, 200),
              "organic_carbon": (0.2, 2.5), "wind_speed": (0.5, 9), "elevation": (0, 5000), "lime": (0, 25),
              "potential_evapotranspiration": (200, 2000), "slope": (0, 45), "sand": (6, 60), "silt": (1, 20),
              "clay": (6, 39), "ndvi_max": (-0.1, 0.9), "ndvi_min": (-0.1, 0.9), "daily_precipitation": (0, 40),
              "relief": (0, 600), "coarse_fragments": (0, 70), "depth_to_bedrock": (0, 30), "curve_number": (30, 100),
              "groundwater_salinity": (0, 40), "groundwater_depth": (0, 8), "soil_conductivity": (0, 12),
              "design_storm": (1, 200), "storm_surge": (0, 5), "wave_height": (0, 2), "shoreline_retreat": (0, 15),
              "wind_series": (0, 15), "lake_area": (0.1, 500), "coast_distance": (0, 20000), "ridge_roughness": (0, 18)}
    found = {}
    for name in names:
        variable = VARIABLES[name]
        low, high = ranges.get(name, (variable.minimum, variable.maximum))
        shape = (variable.bands, 1, 1) if variable.bands > 1 else (365, 1, 1) if variable.bands == 0 else (1, 1)
        if name in ("land_cover", "soil_texture", "coast_type", "hydrologic_soil_group"):
            found[name] = random.integers(max(1, low), high + 1, shape).astype(np.float64)
        else:
            found[name] = random.uniform(low, high, shape)
    return found


def varied(parameters, owner, random, chosen):
    """Settings, with the numbers that the formulas have signs for moved: a number written out would not move along."""
    settings, moved = settings_of(parameters, chosen), {symbol.of for symbol in owner.symbols}
    for name, value in settings.items():
        if name in moved and name not in chosen:
            if isinstance(value, float):
                settings[name] = value * random.uniform(0.8, 1.2)
            elif isinstance(value, list) and isinstance(value[0], float):
                settings[name] = [one * random.uniform(0.8, 1.2) for one in value]
    return settings


def declared(symbols, values, parameters):
    """Sign → number or months, of what the symbols refer to; not what has another unit: that follows by a formula."""
    found = {}
    for symbol in symbols:
        names = symbol.sign.split(", ")
        if symbol.unit:
            continue
        if symbol.of in values:
            found[names[0]] = np.asarray(values[symbol.of]).reshape(-1) if np.ndim(values[symbol.of]) == 3 \
                else float(np.reshape(values[symbol.of], -1)[0])
        elif symbol.of in parameters and not isinstance(parameters[symbol.of], (str, bool)):
            number = parameters[symbol.of]
            found.update(zip(names, number) if len(names) == 2 else {names[0]: number}.items())
    return found


def given_of_scales(random, model, values):
    """Limits of each scale around the value of the cell."""
    found = {}
    for scale in model.scales:
        value = float(np.asarray(scale.value(values)).reshape(-1)[0])
        found[scale.id] = sorted([value - abs(value) * random.uniform(0, 1), value + abs(value) * random.uniform(0, 1)])
    return found


def check(owner, compute, values, settings, extra, result, skip=(), tolerance=1e-5):
    """``result`` by the formulas, from what the symbols refer to and ``extra`` signs, is what ``compute`` gives."""
    known = declared(owner.symbols, values, settings)
    known.pop(result, None)
    formula = Reader(owner.formulas, {**known, **extra}, skip).value(result)
    code = float(np.asarray(compute(values, {**settings, "tables": TABLES})).reshape(-1)[0])
    assert formula == pytest.approx(code, rel=tolerance, abs=1e-6), (owner.id, values)


def of_table(values, table, column):
    """The number of the cell's land cover."""
    return float(TABLES.column(table, column)[int(values["land_cover"][0, 0])])


def texture(column):
    """K_{s} of the cell's texture class."""
    return lambda values, _scales: {"K_{s}": float(TABLES.column("texture", column)[int(values["soil_texture"][0, 0])])}
