"""Results on the map: the group, its styles, and files that are closed while steps run."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from qgis.core import (
    QgsFeatureSource,
    QgsLayerTreeModel,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsPalettedRasterRenderer,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor

from ecr_toolkit.documents.symbols import CLASS_COLOURS
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.gui.results import Results
from ecr_toolkit.gui.styles import CLASSES
from ecr_toolkit.languages.messages import LANGUAGES, catalogue, interface
from ecr_toolkit.pilot.pilot import Pilot


@pytest.fixture
def project(qgis_app):
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def results(project):
    return Results(project)


def titles(group):
    return [child.name() for child in group.children()]


def open_files(folder):
    """Files below the folder that this process holds open (Linux)."""
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except FileNotFoundError:
            continue  # the descriptor that listed the folder
        if target.startswith(str(folder)):
            found.add(target)
    return found


def test_results_come_as_one_group_with_subgroups_from_redline_to_sensitivity(results, project, with_results):
    assert results.show(with_results)
    root = project.layerTreeRoot()
    assert titles(root) == ["ECR Toolkit – Testland"]
    group = root.children()[0]
    assert titles(group) == ["Redline", "Protection level", "Function importance", "Ecological sensitivity"]
    assert titles(group.children()[0]) == ["Mismatches", "Ecological Conservation Redline", "Protected areas",
                                            "Administrative units"]
    assert titles(group.children()[2]) == ["Highest of all functions", "Water conservation"]


def test_only_redline_and_protection_level_are_drawn_at_first(results, project, with_results):
    results.show(with_results)
    shown = {node.name() for node in project.layerTreeRoot().findLayers() if node.isVisible()}
    assert shown == {"Mismatches", "Ecological Conservation Redline", "Protected areas", "Administrative units",
                     "Protection level"}


def test_outside_and_unknown_cells_are_transparent(results, project, with_results):
    results.show(with_results)
    layer = project.mapLayersByName("Water conservation")[0]
    cells = [layer.extent().yMaximum() - (row + 0.5) * layer.rasterUnitsPerPixelY() for row in range(5)]
    alphas = []
    for y in cells:
        extent = QgsRectangle(layer.extent().xMinimum(), y - 100, layer.extent().xMinimum() + 200, y + 100)
        block = layer.renderer().block(1, extent, 1, 1)
        alphas.append(QColor.fromRgba(block.color(0)).alpha() if not block.isNoData(0, 0) else 0)
    assert alphas == [0, 255, 255, 255, 0]  # rows hold 0, 1, 3, 5, 255


@pytest.mark.parametrize("style", [style for style, classes in CLASSES.items() if len(classes) == 3])
def test_classes_differ_in_lightness_so_that_every_kind_of_colour_vision_tells_them_apart(style):
    def luminance(name):
        """Relative luminance, WCAG 2.1."""
        def linear(value):
            return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        red, green, blue = (linear(part) for part in QColor(name).getRgbF()[:3])
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    high, medium, low = (luminance(colour) for colour in (CLASS_COLOURS[style][value] for value in CLASSES[style]))
    assert (medium + 0.05) / (high + 0.05) > 2 and (low + 0.05) / (medium + 0.05) > 1.6


def test_every_result_of_the_training_country_goes_on_the_map(results, project, walked):
    results.show(walked)
    sources = {layer.source().split("|layername=")[-1] for layer in project.mapLayers().values()}
    classes = {str(path) for path in walked.folder.rglob("*_class.tif")} | {
        str(walked.protection_level), str(walked.folder / "gaps" / "gap.tif"), str(walked.folder / "spaces.tif")}
    assert sources == classes | {
        "ecr", "ecr_parts", "units", "protected_areas", "mismatches", "proposals", "stakes", "boundary_lines",
        "conflicts", "conflict_lines", "corridors", "corridor_paths", "stepping_stones"}
    assert all(layer.isValid() and layer.crs().isValid() for layer in project.mapLayers().values())


def drawn(layers):
    """The set of colours of a small map of the layers on white."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(layers[0].extent())
    settings.setOutputSize(QSize(200, 200))
    settings.setFlag(QgsMapSettings.Flag.Antialiasing, False)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return {image.pixelColor(x, y).name() for x in range(0, 200) for y in range(0, 200)}


@pytest.mark.parametrize("title, colour", [("Mismatches", "#ff7f00"), ("Ecological Conservation Redline", "#d7191c"),
                                           ("Protected areas", "#1b7837"), ("Administrative units", "#6e6e6e"),
                                           ("Protection level", "#54278f"), ("Soil erosion", "#8c2d04")])
def test_each_layer_draws_in_its_colour(results, project, with_results, title, colour):
    results.show(with_results)
    layer = project.mapLayersByName(title)[0]
    assert colour in drawn([layer]) and layer.clone().isValid()


def test_the_layer_panel_can_draw_every_symbol(results, project, with_results):
    """The legend copies the symbols, which crashed QGIS 3.22 with a symbol whose layers Python still owned."""
    results.show(with_results)
    gc.collect()
    model = QgsLayerTreeModel(project.layerTreeRoot())
    legends = [[legend.data(Qt.ItemDataRole.DisplayRole) for legend in model.layerLegendNodes(node)]
               for node in project.layerTreeRoot().findLayers()]
    assert ["Extremely important", "Important", "Generally important"] in [legend[-3:] for legend in legends]


def test_showing_again_replaces_the_group(results, project, with_results):
    results.show(with_results)
    count = len(project.mapLayers())
    results.show(with_results)
    assert len(project.layerTreeRoot().children()) == 1 and len(project.mapLayers()) == count


def test_a_pilot_without_results_adds_no_group(results, project, pilot):
    assert not results.show(pilot)
    assert project.layerTreeRoot().children() == []


def test_showing_writes_nothing_beside_the_results(results, with_results):
    before = sorted(with_results.folder.rglob("*"))
    results.show(with_results)
    results.release(with_results)
    assert sorted(with_results.folder.rglob("*")) == before


def test_released_files_are_closed(results, project, with_results):
    results.show(with_results)
    layer = project.mapLayersByName("Ecological Conservation Redline")[0]
    assert len(list(layer.getFeatures())) == 1  # reading leaves a connection in QGIS's pool
    assert open_files(with_results.folder)
    results.release(with_results)
    assert project.mapLayers() == {} and open_files(with_results.folder) == set()


def test_after_a_run_the_group_is_back_as_the_user_had_it(results, project, with_results, publish):
    results.show(with_results)
    for name, visible in (("Water conservation", True), ("Protection level", False)):
        layer = project.mapLayersByName(name)[0]
        project.layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(visible)
    project.mapLayersByName("Protection level")[0].renderer().setOpacity(0.4)
    released = results.release(with_results)
    publish(with_results)
    results.restore(with_results, released)
    assert titles(project.layerTreeRoot()) == ["ECR Toolkit – Testland"]
    checked = {node.name(): node.itemVisibilityChecked() for node in project.layerTreeRoot().findLayers()}
    assert checked["Water conservation"] and not checked["Protection level"]
    assert project.mapLayersByName("Protection level")[0].renderer().opacity() == pytest.approx(0.4)


def test_a_layer_that_the_user_added_from_the_pilot_comes_back_to_its_place(results, project, with_results):
    mine = project.layerTreeRoot().addGroup("Mine")
    other = QgsVectorLayer("Point?crs=EPSG:4326", "other", "memory")
    raster = QgsRasterLayer(str(with_results.protection_level), "my level", "gdal")
    raster.setOpacity(0.3)
    project.addMapLayers([other, raster], False)
    mine.addLayer(other)
    mine.addLayer(raster)
    released = results.release(with_results)
    assert list(project.mapLayers().values()) == [other]
    results.restore(with_results, released)
    assert titles(project.layerTreeRoot()) == ["Mine"] and titles(mine) == ["other", "my level"]
    assert project.mapLayersByName("my level")[0].opacity() == pytest.approx(0.3)


def test_a_run_is_refused_while_a_layer_has_unsaved_edits(results, project, with_results):
    results.show(with_results)
    results.check(with_results)
    layer = project.mapLayersByName("Ecological Conservation Redline")[0]
    layer.startEditing()
    layer.deleteFeature(next(layer.getFeatures()).id())
    with pytest.raises(ToolkitError) as caught:
        results.check(with_results)
    assert "Ecological Conservation Redline" in caught.value.sentence and caught.value.remedy
    layer.rollBack()


# A saved project

def saved(project, path):
    """Save the project and leave it."""
    assert project.write(str(path))
    project.clear()


def test_a_project_that_moved_with_its_pilot_is_known_again(results, project, with_results, tmp_path):
    """Paths are relative: the folder that holds both goes elsewhere, as on another computer."""
    together = tmp_path / "together"
    shutil.copytree(with_results.folder, together / "pilot")
    results.show(Pilot.open(together / "pilot"))
    saved(project, together / "project.qgs")
    assert str(tmp_path) not in (together / "project.qgs").read_text(encoding="utf-8").replace(
        f'projectname="{together}', "")
    moved = together.rename(tmp_path / "elsewhere")
    before = sorted(moved.rglob("*"))
    assert project.read(str(moved / "project.qgs"))
    assert project.mapLayers() and all(layer.isValid() for layer in project.mapLayers().values())
    count, there = len(project.mapLayers()), Pilot.open(moved / "pilot")
    assert sorted(path for path in moved.rglob("*") if path.suffix == ".xml") == []
    released = results.release(there)
    assert project.mapLayers() == {} and before == sorted(
        path for path in moved.rglob("*") if not path.name.endswith(("-wal", "-shm")))
    results.restore(there, released)
    assert len(project.mapLayers()) == count and titles(project.layerTreeRoot()) == ["ECR Toolkit – Testland"]
    results.show(there)
    assert len(project.mapLayers()) == count and titles(project.layerTreeRoot()) == ["ECR Toolkit – Testland"]


def test_a_pilot_that_moved_away_from_its_project_takes_the_place_of_the_dead_layers(
        results, project, with_results, tmp_path):
    results.show(with_results)
    saved(project, tmp_path / "project.qgs")
    moved = Pilot.open(with_results.folder.rename(tmp_path / "moved"))
    project.read(str(tmp_path / "project.qgs"))
    assert not any(layer.isValid() for layer in project.mapLayers().values())
    results.show(moved)
    assert all(layer.isValid() for layer in project.mapLayers().values())
    assert titles(project.layerTreeRoot()) == ["ECR Toolkit – Testland"]


def test_two_copies_of_a_pilot_have_each_their_group(results, project, with_results, tmp_path):
    other = Pilot.open(Path(shutil.copytree(with_results.folder, tmp_path / "variant")))
    results.show(with_results)
    results.show(other)
    assert titles(project.layerTreeRoot()) == 2 * ["ECR Toolkit – Testland"]
    results.release(other)
    layers = project.mapLayers().values()
    assert layers and all(str(with_results.folder) in layer.source() for layer in layers)


# What the user does with the group stays

def test_a_group_that_the_user_moved_and_filled_stays_so_over_a_run(results, project, with_results, publish):
    results.show(with_results)
    root = project.layerTreeRoot()
    other = QgsVectorLayer("Point?crs=EPSG:4326", "other", "memory")
    project.addMapLayer(other, False)
    root.findGroup("Redline").insertLayer(0, other)
    mine = root.addGroup("Mine")
    group = root.children()[0]
    mine.addChildNode(group.clone())
    root.removeChildNode(group)
    released = results.release(with_results)
    publish(with_results)
    results.restore(with_results, released)
    assert titles(root) == ["Mine"] and titles(mine) == ["ECR Toolkit – Testland"]
    assert titles(mine.children()[0].children()[0]) == [
        "Mismatches", "Ecological Conservation Redline", "Protected areas", "Administrative units", "other"]


def test_showing_afresh_does_not_lose_a_layer_that_the_user_put_into_the_group(results, project, with_results):
    results.show(with_results)
    other = QgsVectorLayer("Point?crs=EPSG:4326", "other", "memory")
    project.addMapLayer(other, False)
    project.layerTreeRoot().findGroup("Redline").addLayer(other)
    results.show(with_results)
    assert project.mapLayersByName("other") == [other]
    assert sorted(titles(project.layerTreeRoot())) == ["ECR Toolkit – Testland", "other"]


# Another language

def legend(layer):
    return [one.label for one in layer.renderer().classes()]


def test_another_language_says_names_and_legends_anew_and_back(results, project, with_results):
    results.show(with_results)
    root = project.layerTreeRoot()
    level = project.mapLayersByName("Protection level")[0]
    names = {layer.id(): layer.name() for layer in project.mapLayers().values()}
    for language in LANGUAGES:
        interface.use(language)
        results.retitle(with_results)
        assert root.children()[0].name() == catalogue(language).gettext("ECR Toolkit – {pilot}").format(
            pilot=with_results.name(language))
        assert titles(root.children()[0])[0] == catalogue(language).gettext("Redline")
        assert legend(level)[0] == catalogue(language).gettext("Class 5: highest")
    interface.use("en")
    results.retitle(with_results)
    assert {layer.id(): layer.name() for layer in project.mapLayers().values()} == names


def test_another_language_leaves_what_the_user_named_and_coloured(results, project, with_results):
    results.show(with_results)
    level = project.mapLayersByName("Protection level")[0]
    classes = level.renderer().classes()
    classes[0].label, classes[1].color = "Mine", QColor("#123456")
    level.setRenderer(QgsPalettedRasterRenderer(level.dataProvider(), 1, classes))
    level.renderer().setOpacity(0.4)
    level.setName("My level")
    project.layerTreeRoot().findGroup("Redline").setName("My redline")
    interface.use("fr")
    results.retitle(with_results)
    assert level.name() == "My level" and level.renderer().opacity() == pytest.approx(0.4)
    assert legend(level)[:2] == ["Mine", catalogue("fr").gettext("Class 3: medium")]
    assert level.renderer().classes()[1].color == QColor("#123456")
    assert project.layerTreeRoot().findGroup("My redline") is not None


def test_a_language_chosen_during_a_run_holds_after_it(results, project, with_results):
    results.show(with_results)
    released = results.release(with_results)
    interface.use("fr")
    results.restore(with_results, released)
    results.retitle(with_results)
    layer = project.mapLayersByName(catalogue("fr").gettext("Protection level"))[0]
    assert legend(layer)[0] == catalogue("fr").gettext("Class 5: highest")


def test_the_legend_of_a_raster_begins_with_a_word_of_the_language(results, project, with_results):
    model = QgsLayerTreeModel(project.layerTreeRoot())
    results.show(with_results)
    for language in ("en", "ur"):
        interface.use(language)
        results.retitle(with_results)
        layer = next(layer for layer in project.mapLayers().values()
                     if layer.customProperty("ecr_toolkit/key") == "function:all")
        heading = model.layerLegendNodes(project.layerTreeRoot().findLayer(layer))[0].data(Qt.ItemDataRole.DisplayRole)
        word = catalogue(language).gettext("class")
        assert heading == word[:1].upper() + word[1:]


def test_layers_are_quick_to_draw(results, project, walked):
    """Each vector layer has a spatial index, and QGIS simplifies while it draws."""
    results.show(walked)
    for layer in project.mapLayers().values():
        if isinstance(layer, QgsVectorLayer):
            assert layer.hasSpatialIndex() == QgsFeatureSource.SpatialIndexPresence.SpatialIndexPresent
            assert layer.simplifyMethod().forceLocalOptimization()
            assert int(layer.simplifyMethod().simplifyHints()) & 1
        else:
            assert layer.renderer().type() == "paletted"  # needs no statistics
