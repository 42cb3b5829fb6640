"""Likely mistakes of unit: what a range of values looks like when a file is in another unit than the toolkit's."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..languages.messages import _
from ..models.declaration import Variable
from .finishing import Facts

TEXTURE = ("sand", "silt", "clay")


@dataclass(frozen=True)
class UnitError:
    """A likely mistake of unit: what it looks like and how to undo it."""

    looks_like: str
    repair: Mapping[str, float]


def likely_unit_error(variable: Variable, facts: Facts, whole_numbers: bool):
    """The most likely mistake of unit, or None. Judged by the mean of the country and the extremes."""
    extremes = facts.bands or [facts.year]
    mean = float(np.mean([one.mean for one in extremes]))
    low, high = min(one.minimum for one in extremes), max(one.maximum for one in extremes)
    for matches, error in _guesses(variable.id, mean, low, high, whole_numbers):
        if matches:
            return error
    return None


def _guesses(variable: str, mean: float, low: float, high: float, whole_numbers: bool):
    """(whether it looks like that, the mistake), the likeliest first."""
    if variable == "temperature":
        yield 200 < mean < 330, UnitError(_("kelvin"), {"offset": -273.15})
        yield 2000 < mean < 3300, UnitError(_("tenths of a kelvin"), {"scale": 0.1, "offset": -273.15})
        yield high > 60 and abs(mean) < 600, UnitError(_("tenths of a degree"), {"scale": 0.1})
    elif variable == "precipitation":
        yield 0 < high < 1, UnitError(_("metres"), {"scale": 1000})
        yield 0 < high < 60 and mean < 12, UnitError(_("millimetres a day"), {"scale": 30.4375})
        yield high > 3000 and mean > 1000, UnitError(_("hundredths of a millimetre"), {"scale": 0.01})
        yield high > 3000, UnitError(_("tenths of a millimetre"), {"scale": 0.1})
    elif variable == "elevation":
        yield high > 8850, UnitError(_("centimetres"), {"scale": 0.01})
        yield 0 < high < 9 and low >= -0.5, UnitError(_("kilometres"), {"scale": 1000})
    elif variable in ("ndvi_max", "ndvi_min"):
        yield high > 100, UnitError(_("stored whole numbers without their scale"), {"scale": 0.0001})
        yield high > 1.5, UnitError(_("percent"), {"scale": 0.01})
    elif variable in ("vegetation_cover",):
        yield high > 1.5, UnitError(_("percent"), {"scale": 0.01})
    elif variable in (*TEXTURE, "organic_carbon"):
        yield variable == "organic_carbon" and high > 60 and whole_numbers and high > 600, UnitError(
            _("decigrams a kilogram"), {"scale": 0.01})
        yield high > 100 or (variable == "organic_carbon" and high > 60), UnitError(
            _("grams a kilogram"), {"scale": 0.1})
        yield variable != "organic_carbon" and 0 < high <= 1, UnitError(_("shares of 1"), {"scale": 100})
    elif variable == "carbonate_share":
        yield 0 < high <= 1, UnitError(_("shares of 1"), {"scale": 100})
    elif variable == "soil_erodibility":
        yield high > 0.09 and high < 1, UnitError(_("US units"), {"scale": 0.1317})
    elif variable == "net_primary_productivity":
        yield 0 < high < 5, UnitError(_("kilograms of carbon"), {"scale": 1000})
        yield high > 5000, UnitError(_("stored whole numbers without their scale"), {"scale": 0.1})
