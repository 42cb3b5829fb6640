"""What must always hold: ranges, monotonicity, and a missing factor gives a missing result."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_toolkit.models import climate, terrain
from ecr_toolkit.models.catalogue import models
from ecr_toolkit.models.variables import VARIABLES
from ecr_toolkit.models.vegetation import cover_factor

amount = st.one_of(st.just(0.0), st.floats(0.001, 5000))  # mm; gauges tell no less


@given(amount, amount, st.floats(0.1, 2))
def test_evapotranspiration_exceeds_neither_rain_nor_grows_beyond_supply(rain, pet, w):
    actual = float(climate.et_zhang(np.array([rain]), np.array([pet]), np.array([w]))[0])
    assert -1e-9 <= actual <= rain * (1 + 1e-9)


@given(st.floats(0, 6000), st.floats(0.01, 100))
def test_erosivity_grows_with_rain(rain, more):
    values = climate.erosivity_annual(np.array([rain, rain + more]))
    assert values[1] >= values[0] >= 0


@given(st.floats(0, 89), st.floats(0.01, 1))
def test_steepness_never_falls_by_more_than_the_printed_joints(slope, more):
    """The guide's branches meet to 0.004 at 5.14° and to 0.06 at 10.20°; otherwise steeper is never less."""
    values = terrain.steepness(np.array([slope, min(90, slope + more)]))
    assert values[1] >= values[0] - 0.06 and 0.03 <= values[0] <= 9.5988


@given(st.integers(0, 16), st.floats(0, 1))
def test_cover_factor_is_a_share(land_cover, cover):
    assert 0 <= float(cover_factor(np.array([float(land_cover)]), np.array([cover]))[0]) <= 1


def plausible(variable, shape=(2, 3)):
    wanted = VARIABLES[variable]
    low, high = max(wanted.minimum, 0), wanted.maximum
    value = 4.0 if wanted.unit == "class" else low + 0.3 * (high - low)
    return np.full((wanted.bands, *shape) if wanted.bands > 1 else shape, value, np.float32)


LIMITS = {"limits": {"precipitation": (0, 12000), "temperature": (-10, 40), "elevation": (0, 8000)}}


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_a_missing_factor_gives_a_missing_result(model):
    settings = {**model.settings({}), **LIMITS}
    whole = model.compute({name: plausible(name) for name in model.inputs}, settings)
    assert whole.shape == (2, 3) and whole.dtype == np.float32 and not np.isnan(whole).any()
    for name in model.inputs:
        blocks = {other: plausible(other) for other in model.inputs}
        blocks[name][..., 1, 2] = np.nan
        result = model.compute(blocks, settings)
        assert np.isnan(result[1, 2]), f"{model.id} invents a value where {name} is missing"
        assert np.isnan(result).sum() == 1


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_declarations_are_whole(model):
    assert all(name in VARIABLES for name in model.inputs)
    assert model.title and model.source and model.unit and model.output
    for parameter in model.parameters:
        values = parameter.default if isinstance(parameter.default, list) else [parameter.default]
        assert all(parameter.minimum <= value <= parameter.maximum for value in values)
