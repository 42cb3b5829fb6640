"""A new pilot: its recipe is valid, its folder whole or absent, and the first step runs on it."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from osgeo import ogr

from ecr_toolkit import steps
from ecr_toolkit.errors import RecipeError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.messages import LANGUAGES
from ecr_toolkit.models.catalogue import known
from ecr_toolkit.pilot import new_pilot
from ecr_toolkit.pilot.forecast import SIZES
from ecr_toolkit.pilot.layers import Feature, read_layer
from ecr_toolkit.pilot.new_pilot import Start, create, ready_pilot, recipe_of
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.recipe import validated

LAOS = Start("LAO", {"en": "Laos"}, ["en"], 5000)
PILOTS = Path(__file__).resolve().parents[2] / "pilots"


def square(west, south, side=1.0):
    return ogr.CreateGeometryFromWkt(f"POLYGON(({west} {south},{west + side} {south},{west + side} {south + side},"
                                     f"{west} {south + side},{west} {south}))")


def recipe(folder):
    return json.loads((folder / "pilot.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("code", "units"), [("LAO", 17), ("CHE", 26), ("FJI", 5)])
def test_the_first_step_runs_on_a_new_pilot(code, units, tmp_path, world_map):
    folder = create(tmp_path / "pilote d'essai é", Start(code, {"en": code}, ["en", "fr"], 5000))
    pilot = Pilot.open(folder, world_map=world_map)
    steps.run(pilot, Feedback(), only="set_up")
    made = read_layer(pilot.geopackage, "units")
    assert len(made) == len(pilot.units) >= units
    assert steps.states(pilot)["set_up"].state == steps.State.FRESH
    assert pilot.grid.cols * pilot.grid.rows < 100_000, "a country across 180° is not as wide as the world"


@given(some.booleans(), some.booleans(), some.sampled_from(SIZES),
       some.lists(some.sampled_from(list(LANGUAGES)), min_size=1, unique=True))
def test_every_recipe_is_valid(starter, coast, cell_m, languages):
    start = Start("XYZ", {"en": "Ñandú"}, languages, cell_m, starter=starter, coast=coast)
    checked = validated(recipe_of(start), Path("nowhere"), known())
    assert checked["grid"]["cell_m"] == cell_m and checked["languages"] == languages
    assert ("coastal_erosion" in checked["objectives"]["sensitivities"]) == coast
    assert bool(checked["sources"]) == starter
    assert checked["boundary"]["min_patch_km2"] >= 4 * cell_m**2 / 1e6


def test_a_clip_leaves_islands_out(tmp_path, world_map):
    chosen = Start("ECU", {"en": "Ecuador"}, ["en"], 10_000, clip=(-81.1, -5.1, -75.1, 1.5))
    with_islands = Pilot.open(create(tmp_path / "all", Start("ECU", {"en": "Ecuador"}, ["en"], 10_000)),
                              world_map=world_map)
    pilot = Pilot.open(create(tmp_path / "some", chosen), world_map=world_map)
    assert pilot.grid.cols < with_islands.grid.cols / 2 and len(pilot.units) == len(with_islands.units) - 1


def test_a_pilot_that_ships_is_followed_in_what_was_not_chosen(tmp_path, world_map):
    ready = ready_pilot(PILOTS, "PAK")
    start = Start("PAK", {"en": "Pakistan"}, ["ur", "en"], 10_000, coast=True, ready=ready)
    folder = create(tmp_path / "pk", start)
    made, shipped = recipe(folder), recipe(ready)
    assert made["grid"] == {**shipped["grid"], "cell_m": 10_000} and made["languages"] == ["ur", "en"]
    for section in ("country", "units", "objectives", "sources", "protected_areas", "planning", "disclaimer"):
        assert made[section] == shipped[section], section
    assert (folder / "protected_areas.csv").read_bytes() == (ready / "protected_areas.csv").read_bytes()
    assert len(Pilot.open(folder, world_map=world_map).units) > 3


def test_data_of_ones_own_take_nothing_from_the_starter_data(tmp_path):
    start = Start("PAK", {"en": "Pakistan"}, ["en"], 500, starter=False, ready=ready_pilot(PILOTS, "PAK"))
    made = recipe(create(tmp_path / "pk", start))
    assert made["sources"] == {} and "biodiversity_npp" in made["objectives"]["functions"]


def test_a_pilot_whose_data_do_not_ship_is_not_ready(tmp_path):
    assert ready_pilot(PILOTS, "LAO") is None and ready_pilot(PILOTS, "XXX") is None
    assert ready_pilot(tmp_path / "missing", "PAK") is None


def test_units_of_ones_own_are_in_the_folder(tmp_path):
    units = [Feature(square(10, 50), {"code": "B", "name": "Ñandú"}),
             Feature(square(11, 50), {"code": "A", "name": "Łęka"})]
    folder = create(tmp_path / "own", Start("XYZ", {"en": "Land"}, ["en"], 5000, units=units))
    pilot = Pilot.open(folder)
    steps.run(pilot, Feedback(), only="set_up")
    assert [(unit.code, unit.name()) for unit in pilot.units] == [("A", "Łęka"), ("B", "Ñandú")]
    assert "world map" not in recipe(folder)["disclaimer"]


def test_a_country_that_is_not_on_the_map_is_told_by_the_first_step(tmp_path, world_map):
    pilot = Pilot.open(create(tmp_path / "no", Start("XQZ", {"en": "Nowhere"}, ["en"], 5000)), world_map=world_map)
    with pytest.raises(ToolkitError, match="XQZ"):
        steps.run(pilot, Feedback(), only="set_up")


def test_an_empty_folder_is_taken_and_a_full_one_is_not(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    create(empty, LAOS)
    assert [path.name for path in tmp_path.iterdir()] == ["empty"], "nothing temporary is left"
    before = (empty / "pilot.json").read_bytes()
    with pytest.raises(ToolkitError, match="not empty") as fault:
        create(empty, Start("CHE", {"en": "Switzerland"}, ["en"], 5000))
    assert fault.value.remedy and (empty / "pilot.json").read_bytes() == before


def test_a_file_or_a_folder_that_may_not_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ToolkitError, match="is a file"):
        create(tmp_path / "file", LAOS)
    with pytest.raises(ToolkitError, match="may not be written"):
        create(tmp_path / "file" / "below", LAOS)
    monkeypatch.setattr(new_pilot.os, "access", lambda path, mode: False)
    with pytest.raises(ToolkitError, match="may not be written"):
        create(tmp_path / "deep" / "down", LAOS)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_folders_above_are_made(tmp_path):
    assert (create(tmp_path / "a" / "b" / "c", LAOS) / "pilot.json").is_file()


def test_nothing_is_left_when_it_fails(tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    for start, error in ((Start("LAO", {"en": "Laos"}, ["xx"], 5000), RecipeError),
                         (Start("lao", {"en": "Laos"}, ["en"], 5000), RecipeError),
                         (Start("LAO", {"en": "Laos"}, ["en"], 5), RecipeError)):
        with pytest.raises(error):
            create(empty, start)

    def full(*_paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ToolkitError, match="No space"):
        create(empty, Start("PAK", {"en": "Pakistan"}, ["en"], 5000, ready=ready_pilot(PILOTS, "PAK")))
    assert list(tmp_path.iterdir()) == [empty] and not list(empty.iterdir())
