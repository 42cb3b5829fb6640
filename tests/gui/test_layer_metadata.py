"""Metadata of the result layers, in the interface's language."""

import json

import pytest
from qgis.core import QgsProject

from ecr_toolkit.gui import layer_metadata
from ecr_toolkit.gui.layer_list import entries
from ecr_toolkit.gui.result_layers import open_layer
from ecr_toolkit.gui.results import Results
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.pilot import Pilot


@pytest.fixture
def described(qgis_app):
    """Metadata by key of all results of a pilot."""
    def describe(pilot):
        layers = {entry: open_layer(entry) for entry in entries(pilot)}
        layers = {entry: layer for entry, layer in layers.items() if layer.isValid()}
        layer_metadata.describe(pilot, layers)
        return {entry.key: layer.metadata() for entry, layer in layers.items()}
    return describe


def test_a_model_tells_what_it_is_and_how_and_when_it_was_made(described, walked):
    found = described(walked)["function:water_conservation"]
    assert found.title() == "Water conservation – Verdania" and found.language() == "en"
    assert found.identifier() == "TRN/functions/water_conservation_class.tif"
    lines = found.abstract().split("\n")
    assert lines[0].startswith("Assess how much each place contributes")
    assert lines[1] == "Water conserved (mm/yr)" and lines[2].startswith("Water balance of the 2017 guide")
    assert "actual evapotranspiration: Zhang and others 2001" in lines
    row = next(row for row in walked.ledger.rows() if row.file == "functions/water_conservation_class.tif")
    assert len(found.history()) == 1 and found.history()[0].startswith("Functions – ")
    assert row.finished[:4] in found.history()[0] and row.version in found.history()[0]
    assert found.keywords()["ECR Toolkit"] == ["Function importance", "Verdania"]


def test_every_layer_has_title_purpose_extent_system_and_history(described, walked):
    for key, found in described(walked).items():
        assert found.title() and found.abstract() and found.history() and found.crs().isValid(), key
        place = found.extent().spatialExtents()[0]
        assert place.bounds.xMaximum() > place.bounds.xMinimum() and place.extentCrs == found.crs(), key


def test_a_layer_of_the_geopackage_is_told_by_the_step_that_made_it(described, walked):
    found = described(walked)
    assert found["ecr"].abstract() == "Turn candidates into clean polygons with codes and names."
    assert found["mismatches"].history()[0].startswith("Coordination – ")


def test_terms_and_contact_come_from_the_recipe(described, with_results):
    recipe = json.loads((with_results.folder / "pilot.json").read_text(encoding="utf-8"))
    recipe.update({"disclaimer": "Borders <b>", "delivery": {"licence": "CC BY 4.0", "email": "a@b.org"},
                   "languages": ["ur"], "documents": {"ministry": {"en": "Ministry", "ur": "وزارت"}}})
    (with_results.folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
    found = described(Pilot.open(with_results.folder))["ecr"]
    assert found.licenses() == ["CC BY 4.0"] and found.rights() == ["Borders <b>"]
    assert [(one.organization, one.email, one.role) for one in found.contacts()] == [
        ("Ministry", "a@b.org", "pointOfContact")]


def test_what_the_recipe_does_not_say_is_left_open(described, with_results):
    found = described(with_results)["ecr"]
    assert found.licenses() == [] and found.rights() == [] and found.contacts() == []
    assert found.history() == [] and found.abstract() == ""  # nothing in the ledger


def test_the_layers_on_the_map_carry_it_in_the_language_of_the_interface(walked, qgis_app):
    project = QgsProject.instance()
    results = Results(project)
    try:
        results.show(walked)
        layer = project.mapLayersByName("Water conservation")[0]
        english = layer.metadata()
        interface.use("ur")
        results.retitle(walked)
        urdu = layer.metadata()
        assert urdu.language() == "ur" and urdu.title() != english.title() and "ورڈانیہ" in urdu.title()
        assert urdu.abstract() != english.abstract() and urdu.identifier() == english.identifier()
    finally:
        project.clear()
