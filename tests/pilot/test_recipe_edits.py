"""Edits of a recipe: written whole, checked before, taken back one by one."""

import json

import pytest

from ecr_toolkit.errors import RecipeError, ToolkitError
from ecr_toolkit.pilot import recipe_edits
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.recipe_edits import DEFAULT, can_undo, edit, undo

RECIPE = {"format": 1, "thresholds": {"reason": "ہاں"}, "country": {"code": "TST", "name": {"en": "Testland"}}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pilot.json").write_text(json.dumps(RECIPE), encoding="utf-8")
    return tmp_path


def now(folder):
    return json.loads((folder / "pilot.json").read_text(encoding="utf-8"))


def test_an_edit_changes_its_fields_only_and_keeps_the_order(folder):
    edit(folder, {"thresholds.extreme_share": 0.4, "parameters.soil_conservation_npp.robust": True})
    assert now(folder)["thresholds"] == {"reason": "ہاں", "extreme_share": 0.4}
    assert list(now(folder)) == [*RECIPE, "parameters"]


def test_edits_are_taken_back_one_by_one(folder):
    before = (folder / "pilot.json").read_bytes()
    assert not can_undo(folder) and not undo(folder)
    edit(folder, {"thresholds.extreme_share": 0.4})
    edit(folder, {"thresholds.extreme_share": 0.4})  # the same again is no edit
    edit(folder, {"thresholds.extreme_share": DEFAULT, "boundary.min_patch_km2": 2})
    assert "extreme_share" not in now(folder)["thresholds"]
    assert undo(folder) and now(folder)["thresholds"]["extreme_share"] == 0.4
    assert undo(folder) and (folder / "pilot.json").read_bytes() == before
    assert not undo(folder)


@pytest.mark.parametrize("changes", [{"thresholds.extreme_share": 7}, {"thresholds.no_such": 1},
                                     {"thresholds.extreme_share": 0.9}, {"planning.sea": "../out.gpkg"}])
def test_what_would_not_be_valid_is_not_written(folder, changes):
    before = (folder / "pilot.json").read_bytes()
    with pytest.raises(RecipeError):
        edit(folder, changes)
    assert (folder / "pilot.json").read_bytes() == before and not can_undo(folder)


def test_nothing_is_edited_while_a_run_works(folder):
    with locked(folder), pytest.raises(ToolkitError):
        edit(folder, {"thresholds.extreme_share": 0.4})


def test_only_so_many_are_kept(folder, monkeypatch):
    monkeypatch.setattr(recipe_edits, "_KEPT", 3)
    for number in range(1, 7):
        edit(folder, {"boundary.min_patch_km2": number})
    for number in (5, 4, 3):
        assert undo(folder) and now(folder)["boundary"]["min_patch_km2"] == number
    assert not undo(folder)
