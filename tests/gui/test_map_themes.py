"""Map themes of the results: one a subject, those of users kept."""

import pytest
from qgis.core import QgsLayerTreeModel, QgsMapThemeCollection, QgsProject, QgsVectorLayer

from ecr_toolkit.gui.results import Results
from ecr_toolkit.languages.messages import LANGUAGES, catalogue, interface


@pytest.fixture
def project(qgis_app):
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def results(project):
    return Results(project)


@pytest.fixture
def themes(project):
    return project.mapThemeCollection()


def drawn(project):
    return {node.layer().name() for node in project.layerTreeRoot().findLayers() if node.isVisible()}


def apply(project, theme):
    model = QgsLayerTreeModel(project.layerTreeRoot())
    project.mapThemeCollection().applyTheme(theme, project.layerTreeRoot(), model)


def mine(project, name="My view"):
    """A theme that the user makes of what is drawn now."""
    root = project.layerTreeRoot()
    project.mapThemeCollection().insert(
        name, QgsMapThemeCollection.createThemeFromCurrentState(root, QgsLayerTreeModel(root)))


def test_each_subject_has_a_theme(results, themes, walked):
    results.show(walked)
    assert sorted(themes.mapThemes()) == [f"Verdania – {subject}" for subject in (
        "Conflicts with other uses", "Coordination", "Ecological sensitivity", "Function importance", "Gaps",
        "Redline")]


def test_a_subject_without_results_has_none(results, themes, with_results):
    results.show(with_results)
    assert sorted(themes.mapThemes()) == [f"Testland – {subject}" for subject in (
        "Coordination", "Ecological sensitivity", "Function importance", "Redline")]


def test_a_theme_shows_its_subject_and_the_base_map_even_when_the_group_was_switched_off(
        results, project, with_results):
    base = QgsVectorLayer("Point?crs=EPSG:4326", "base map", "memory")
    project.addMapLayer(base)
    results.show(with_results)
    project.layerTreeRoot().findGroup("ECR Toolkit – Testland").setItemVisibilityChecked(False)
    assert drawn(project) == {"base map"}
    apply(project, "Testland – Function importance")
    assert drawn(project) == {"base map", "Highest of all functions", "Administrative units"}


def test_showing_again_and_removing_leave_the_themes_of_users(results, project, themes, with_results, pilot):
    base = QgsVectorLayer("Point?crs=EPSG:4326", "base map", "memory")
    project.addMapLayer(base)
    mine(project)
    results.show(with_results)
    results.show(with_results)
    assert sorted(themes.mapThemes()) == ["My view", *(f"Testland – {subject}" for subject in (
        "Coordination", "Ecological sensitivity", "Function importance", "Redline"))]
    for path in (pilot.folder / name for name in ("ecr.gpkg", "protection_level.tif")):
        path.unlink()
    for path in [*pilot.folder.rglob("*_class.tif")]:
        path.unlink()
    assert not results.show(with_results)
    assert themes.mapThemes() == ["My view"] and project.layerTreeRoot().findGroups() == []


def test_a_users_theme_of_a_name_of_ours_is_not_replaced(results, project, themes, with_results):
    mine(project, "Testland – Redline")
    results.show(with_results)
    assert themes.mapThemeState("Testland – Redline").layerRecords() == []
    results.show(with_results)
    assert themes.mapThemeState("Testland – Redline").layerRecords() == []


def test_a_users_theme_has_its_results_back_after_a_run(results, project, themes, with_results, publish):
    results.show(with_results)
    level = project.mapLayersByName("Protection level")[0]
    project.layerTreeRoot().findLayer(level.id()).setItemVisibilityChecked(False)
    mine(project)
    seen = drawn(project)
    released = results.release(with_results)
    publish(with_results)
    results.restore(with_results, released)
    apply(project, "Testland – Function importance")
    assert drawn(project) != seen
    apply(project, "My view")
    assert drawn(project) == seen and "Ecological Conservation Redline" in seen


def test_in_another_language_themes_are_named_anew_and_those_of_users_still_work(
        results, project, themes, with_results):
    results.show(with_results)
    mine(project)
    seen = len(drawn(project))
    names = set(themes.mapThemes())
    for language in LANGUAGES:
        interface.use(language)
        results.retitle(with_results)
        assert "My view" in themes.mapThemes() and len(themes.mapThemes()) == len(names)
        assert f"{with_results.name(language)} – {catalogue(language).gettext('Redline')}" in themes.mapThemes()
        apply(project, next(name for name in themes.mapThemes() if name != "My view"))
        assert 0 < len(drawn(project)) < seen
        apply(project, "My view")
        assert len(drawn(project)) == seen
