"""The plugin as QGIS loads it: through qgis.utils, from the folder with metadata.txt."""

import sys
from pathlib import Path

import pytest
import qgis.utils
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtGui import QIcon

from ecr_toolkit.gui.interface_language import KEY, chosen_language, keep_language
from ecr_toolkit.in_qgis import ICON, world_map

ROOT = Path(__file__).resolve().parents[2]
# Not its own name: under pytest that is the inner package already
NAME = "ecr_toolkit_under_test"


@pytest.fixture
def loaded(tmp_path, qgis_iface, monkeypatch):
    """The plugin, loaded and started by QGIS's own functions."""
    (tmp_path / NAME).symlink_to(ROOT, target_is_directory=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(qgis.utils, "plugin_paths", [str(tmp_path)])
    monkeypatch.setattr(qgis.utils, "iface", qgis_iface)
    qgis.utils.updateAvailablePlugins()
    assert qgis.utils.loadPlugin(NAME)
    yield NAME
    if NAME in qgis.utils.active_plugins:
        qgis.utils.unloadPlugin(NAME)
    for module in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[module]


def provider():
    return QgsApplication.processingRegistry().providerById("ecr")


def test_it_starts_with_dock_action_and_provider_and_unloads_without_a_trace(loaded):
    assert qgis.utils.startPlugin(loaded)
    started = qgis.utils.plugins[loaded]
    assert provider() is not None
    assert started.dock.windowTitle() == "ECR Toolkit" and started.dock.isHidden()
    assert started.action.isCheckable() and not started.action.isChecked()
    assert qgis.utils.unloadPlugin(loaded)
    assert provider() is None
    assert (started.dock, started.action, started.provider) == (None, None, None)


def test_the_button_opens_and_closes_the_dock(loaded, qgis_iface):
    qgis_iface.mainWindow().show()
    qgis.utils.startPlugin(loaded)
    started = qgis.utils.plugins[loaded]
    started.action.trigger()
    assert not started.dock.isHidden()
    started.action.trigger()
    assert started.dock.isHidden()


def test_processing_alone_needs_no_interface(loaded, monkeypatch):
    monkeypatch.setattr(qgis.utils, "iface", None)
    assert qgis.utils.startProcessingPlugin(loaded)
    assert provider() is not None
    assert qgis.utils.unloadPlugin(loaded)
    assert provider() is None


@pytest.mark.parametrize("override, chosen, expected", [(True, "pt_BR", "pt_BR"), (True, "", "en"),
                                                        (False, "pt_BR", QLocale.system().name())])
def test_the_language_is_that_of_qgis(qgis_app, override, chosen, expected):
    settings = QgsSettings()
    before = {key: settings.value(key) for key in ("locale/overrideFlag", "locale/userLocale", KEY)}
    settings.setValue("locale/overrideFlag", override)
    settings.setValue("locale/userLocale", chosen)
    try:
        assert chosen_language(settings) == expected
        keep_language(settings, "ur")
        assert chosen_language(settings) == "ur", "the user's choice goes before that of QGIS"
        keep_language(settings, "")
        assert chosen_language(settings) == expected
    finally:
        for key, value in before.items():
            settings.remove(key) if value is None else settings.setValue(key, value)


def test_the_icon_can_be_drawn(qgis_app):
    assert not QIcon(str(ICON)).pixmap(24, 24).isNull()


def test_the_world_map_of_qgis_is_found(qgis_app):
    assert world_map().is_file()
