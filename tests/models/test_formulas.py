"""Formulas of the declarations: all that should have some do, and their legends are whole."""

import re
from dataclasses import replace

import pytest
from formula_cases import MODELS, OPTIONS
from formula_reader import read, signs

from ecr_toolkit.models.declaration import Symbol
from ecr_toolkit.models.legend import of_model, of_option
from ecr_toolkit.models.notation import pieces

# Given as they are, or looked up in a table
WITHOUT = {("evapotranspiration", "raster"), ("erosivity", "raster"), ("erodibility", "raster"), ("cover", "raster"),
           ("practice", "none"), ("practice", "raster"), ("practice", "by_class"), ("practice", "by_class_2"),
           ("wind_days", "raster"), ("groundwater", "none")}
OWNERS = [*((name, model, of_model(model)) for name, model in MODELS.items()),
          *((".".join(name), option, of_option(factor, option)) for name, (factor, option) in OPTIONS.items())]
each_owner = pytest.mark.parametrize("owner, legend", [pytest.param(owner, legend, id=name)
                                                       for name, owner, legend in OWNERS])


def test_every_model_has_formulas():
    assert len(MODELS) == 19
    assert [name for name, model in MODELS.items() if not model.formulas] == []


def test_every_way_to_a_factor_has_formulas_but_maps_and_tables():
    assert {name for name, (_factor, option) in OPTIONS.items() if not option.formulas} == WITHOUT


@each_owner
def test_formulas_and_signs_are_in_the_notation(owner, legend):
    for text in (*owner.formulas, *(entry.sign for entry in legend)):
        assert pieces(text)
        assert not re.search(r"[-*×]", text), text  # − and · only


@each_owner
def test_the_legend_holds_every_sign_once_and_no_other(owner, legend):
    listed = [sign for entry in legend for sign in entry.sign.split(", ")]
    used = set().union(*(signs(read(formula)) for formula in owner.formulas))
    assert len(listed) == len(set(listed))
    assert set(listed) == used


@each_owner
def test_every_entry_says_what_it_is_and_its_unit(owner, legend):
    for entry in legend:
        assert entry.meaning and entry.unit, entry


@each_owner
def test_a_symbol_refers_or_says_not_both(owner, legend):
    for symbol in owner.symbols:
        assert bool(symbol.of) != bool(symbol.meaning), symbol


def test_a_symbol_of_what_is_not_declared_is_refused():
    foreign = replace(MODELS["carbon"], symbols=(Symbol("x", "wave_power"),))
    with pytest.raises(KeyError, match="wave_power"):
        of_model(foreign)
    factor, option = OPTIONS["dryness", "warmth"]
    with pytest.raises(KeyError, match="wind_speed"):
        of_option(factor, replace(option, symbols=(Symbol("u", "wind_speed"),)))
