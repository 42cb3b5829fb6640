"""Plans: the first way that the data allow, one method for all models, and a word on every substitution."""

import pytest

from ecr_toolkit.assessment.plan import choose, plan
from ecr_toolkit.models import salinization, sand_fixation, soil_conservation, soil_erosion, water_conservation
from ecr_toolkit.models.factors import erodibility, erosivity, evapotranspiration

RAIN = {"precipitation"}


@pytest.mark.parametrize(("there", "expected"), [
    ({"rainfall_erosivity", "daily_precipitation", "precipitation"}, "raster"),
    ({"daily_precipitation", "precipitation"}, "daily"), (RAIN, "annual"), (set(), None)])
def test_erosivity_takes_the_first_way_of_the_methods(there, expected):
    found = choose(erosivity.FACTOR, there, "automatic")
    assert (found and found.id) == expected


def test_a_method_that_is_asked_for_is_taken_or_not_assessed_never_exchanged():
    assert choose(erosivity.FACTOR, RAIN, "fournier").id == "fournier"
    assert choose(erosivity.FACTOR, RAIN, "daily") is None
    one = plan(soil_conservation.MODEL, RAIN, {"erosivity": {"method": "daily"}})
    assert "daily_precipitation" in one.missing


def test_two_models_share_the_method_of_a_factor():
    """Methods are never mixed inside one country (methods.md §1.2.2)."""
    there = {"precipitation", "soil_erodibility", "slope", "cover_management", "relief", "vegetation_cover"}
    chosen = {"erosivity": {"method": "fournier"}}
    for model in (soil_conservation.MODEL, soil_erosion.MODEL):
        ways = {way.factor.id: way.option.id for way in plan(model, there, chosen).ways}
        assert ways["erosivity"] == "fournier"


def test_what_is_missing_is_named_by_the_way_with_the_fewest_inputs():
    assert plan(soil_conservation.MODEL, {"precipitation", "slope", "cover_management"}, {}).missing == (
        "soil_erodibility",)
    assert "sand" in plan(sand_fixation.MODEL, {"precipitation"}, {}).missing


def test_every_substitution_is_told_in_notes_and_metadata():
    there = {"precipitation", "land_cover", "vegetation_cover", "potential_evapotranspiration"}
    one = plan(water_conservation.MODEL, there, {})
    assert dict(one.notes)["land_cover_shares"] == "each cell counts as its most frequent class"
    assert one.metadata["METHOD_EVAPOTRANSPIRATION"] == "Zhang and others 2001"
    assert "NOTE_LAND_COVER_SHARES" in one.metadata
    better = plan(water_conservation.MODEL, there | {"actual_evapotranspiration", "land_cover_shares"}, {})
    assert better.notes == []


def test_salinization_without_groundwater_is_indicative_only():
    one = plan(salinization.MODEL, {"precipitation", "potential_evapotranspiration", "soil_texture"}, {})
    assert "indicative only" in dict(one.notes)["groundwater"]


def test_optional_inputs_of_an_option_are_read_where_they_are():
    there = {"actual_evapotranspiration", "precipitation", "land_cover", "vegetation_cover",
             "potential_evapotranspiration"}
    assert set(plan(water_conservation.MODEL, there, {}).inputs) == there
    assert evapotranspiration.FACTOR.options[0].id == "raster" and len(erodibility.FACTOR.options) == 5
