"""Choices written into a recipe: only what was chosen changes, and nothing that would spoil the recipe is written."""

import json
from datetime import date

import pytest

from ecr_toolkit.errors import InputError, RecipeError, ToolkitError
from ecr_toolkit.pilot.choices import choose_thresholds
from ecr_toolkit.pilot.lock import locked

DAY = date(2026, 11, 21)


def values_of(pilot):
    return json.loads((pilot.folder / "pilot.json").read_text(encoding="utf-8"))


def test_only_the_thresholds_change_and_the_order_of_keys_stays(training):
    before = values_of(training)
    choose_thresholds(training.folder, "cumulative", 0.45, " The ministry ", "Consultation of 20 November: ü", DAY)
    after = values_of(training)
    assert after.pop("thresholds") == {
        **before.pop("thresholds", {}), "method": "cumulative", "extreme_share": 0.45, "chosen_by": "The ministry",
        "chosen_on": "2026-11-21", "reason": "Consultation of 20 November: ü"}
    assert json.dumps(after) == json.dumps(before), "keys and their order"
    text = (training.folder / "pilot.json").read_text(encoding="utf-8")
    assert text.endswith("}\n") and "ü" in text and '\n  "country"' in text
    assert type(training).open(training.folder).recipe["thresholds"]["extreme_share"] == 0.45


@pytest.mark.parametrize("method, share, field", [("area_budget", 0.25, "area_budget"), ("knee", 0.25, None),
                                                  ("cost_efficiency", 0.25, None), ("area_budget", None, None)])
def test_the_share_goes_where_the_method_reads_it(training, method, share, field):
    before = training.recipe["thresholds"]
    choose_thresholds(training.folder, method, share, "A", "B", DAY)
    after = type(training).open(training.folder).recipe["thresholds"]
    changed = {name for name in after if after[name] != before[name]}
    assert changed - {"method", "chosen_by", "chosen_on", "reason"} == ({field} if field else set())
    assert after["method"] == method and (field is None or after[field] == share)


def test_the_day_is_today(training):
    choose_thresholds(training.folder, "knee", None, "A", "B")
    assert values_of(training)["thresholds"]["chosen_on"] == date.today().isoformat()


@pytest.mark.parametrize("method, share, told", [
    ("natural_breaks", None, "thresholds.method"), ("area_budget", 1.5, "thresholds.area_budget"),
    ("cumulative", 0.9, "must be smaller than")])
def test_what_would_spoil_the_recipe_is_refused(training, method, share, told):
    before = (training.folder / "pilot.json").read_bytes()
    with pytest.raises(RecipeError, match=told):
        choose_thresholds(training.folder, method, share, "A", "B", DAY)
    assert (training.folder / "pilot.json").read_bytes() == before


def test_who_and_why_are_needed(training):
    with pytest.raises(InputError) as fault:
        choose_thresholds(training.folder, "knee", None, " ", "", DAY)
    assert len(fault.value.faults) == 2 and all(remedy for _sentence, remedy in fault.value.faults)


def test_a_run_is_not_disturbed(training):
    before = values_of(training)
    with locked(training.folder), pytest.raises(ToolkitError, match="Another run"):
        choose_thresholds(training.folder, "knee", None, "A", "B", DAY)
    assert values_of(training) == before
