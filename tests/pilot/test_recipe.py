"""The recipe: each fault is a sentence with a remedy, all faults are told at once, nothing is written."""

import json
import os

import pytest

from ecr_toolkit.errors import RecipeError
from ecr_toolkit.pilot.pilot import Pilot

GOOD = {"format": 1, "country": {"code": "TRN", "name": {"en": "Training"}}}


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "pilot"
    inside.mkdir()
    (inside / "rain.tif").write_bytes(b"x")
    (tmp_path / "outside.tif").write_bytes(b"x")
    return inside


def faults_of(folder, recipe):
    text = recipe if isinstance(recipe, str) else json.dumps(recipe)
    (folder / "pilot.json").write_text(text, encoding="utf-8")
    before = sorted(path.name for path in folder.rglob("*"))
    with pytest.raises(RecipeError) as caught:
        Pilot.open(folder)
    assert sorted(path.name for path in folder.rglob("*")) == before, "something was written"
    assert all(sentence and remedy for sentence, remedy in caught.value.faults)
    return caught.value


@pytest.mark.parametrize(("change", "named"), [
    ({"laguages": ["en"]}, "laguages"),
    ({"grid": {"cel_m": 250}}, "grid.cel_m"),
    ({"grid": {"cell_m": "250"}}, "grid.cell_m"),
    ({"grid": {"cell_m": True}}, "grid.cell_m"),
    ({"grid": {"cell_m": 1}}, "grid.cell_m"),
    ({"grid": {"centre": [12.5]}}, "grid.centre"),
    ({"grid": []}, "grid"),
    ({"languages": ["xx"]}, "xx"),
    ({"languages": []}, "languages"),
    ({"objectives": {"functions": ["flying"]}}, "flying"),
    ({"country": {"code": "pak", "name": {"en": "Pakistan"}}}, "pak"),
    ({"country": {"code": "PAK", "name": {}}}, "country.name"),
    ({"sources": {"rainfall": "starter"}}, "sources.rainfall"),
    ({"sources": {"precipitation": "missing.tif"}}, "missing.tif"),
    ({"sources": {"precipitation": "../outside.tif"}}, "../outside.tif"),
    ({"sources": {"precipitation": "/etc/passwd"}}, "/etc/passwd"),
    ({"sources": {"precipitation": "C:\\data\\rain.tif"}}, "C:\\data\\rain.tif"),
    ({"sources": {"precipitation": "/vsicurl/x.tif"}}, "/vsicurl/x.tif"),
    ({"sources": {"soil_erodibility": {"constant": 3, "reason": "x"}}}, "sources.soil_erodibility.constant"),
    ({"sources": {"soil_erodibility": {"constant": 0.03}}}, "sources.soil_erodibility.reason"),
    ({"parameters": {"water_conservation": {"w": 1}}}, "parameters.water_conservation.w"),
    ({"parameters": {"soil_erosion": {"relief_breaks": [1, 99999]}}}, "parameters.soil_erosion.relief_breaks"),
    ({"thresholds": {"extreme_share": 0.8, "important_share": 0.5}}, "extreme_share"),
    ({"thresholds": {"grading_unit": "moon"}}, "moon"),
    ({"protected_areas": {"source": "no.csv"}}, "no.csv"),
    ({"units": {"source": "../units.gpkg"}}, "../units.gpkg"),
    ({"format": 2}, "format"),
])
def test_each_fault_names_the_field_or_file(folder, change, named):
    assert named in str(faults_of(folder, {**GOOD, **change}))


def test_several_faults_are_told_at_once(folder):
    error = faults_of(folder, {**GOOD, "grid": {"cell_m": "x", "cels": 1}, "nonsense": 1})
    assert len(error.faults) == 3
    error = faults_of(folder, {**GOOD, "oops": 1, "languages": ["tlh"], "sources": {"precipitation": "no.tif"}})
    assert len(error.faults) == 3


def test_a_near_miss_is_guessed(folder):
    assert "languages" in str(faults_of(folder, {**GOOD, "langages": ["en"]}))


def test_broken_json_names_the_line(folder):
    assert "3" in str(faults_of(folder, '{\n "format": 1,\n oops}'))


def test_no_recipe_at_all(tmp_path):
    with pytest.raises(RecipeError, match="pilot.json"):
        Pilot.open(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_that_leads_outside_is_refused(folder):
    (folder / "link.tif").symlink_to(folder.parent / "outside.tif")
    assert "link.tif" in str(faults_of(folder, {**GOOD, "sources": {"precipitation": "link.tif"}}))


def test_defaults_fill_what_is_left_out(folder):
    (folder / "pilot.json").write_text(json.dumps(GOOD), encoding="utf-8")
    recipe = Pilot.open(folder).recipe
    assert recipe["grid"]["cell_m"] == 250 and recipe["thresholds"]["extreme_share"] == 0.5
