"""A plugin of pytest: the fixtures of pytest-qgis, and tests of tests/gui that need QGIS itself left out."""

import gc
from types import SimpleNamespace

import pytest
from qgis.missing import NeedsQgisError

# What looks at layers, the loaded plugin or the log of a real QGIS. Tests that call a class without stand-in skip.
FILES = {f"test_{name}.py" for name in ("results", "plugin", "form_drops", "layer_metadata", "locator", "map_themes",
                                       "qml_styles", "review_panel", "versions_panel", "history",
                                       "new_pilot_page")}
TESTS = {"test_a_dragged_share_is_seen_on_the_map_in_one_layer", "test_the_box_is_taken_from_the_map",
         "test_from_the_first_page_to_results_on_the_map"}
OWN = "qt6"  # in tests/qt6 nothing may be skipped


def pytest_addoption(parser):
    for setting in ("qgis_gui_enabled", "qgis_disable_exit"):
        parser.addini(setting, "Known to pytest-qgis, which is not here.")


def pytest_ignore_collect(collection_path):
    return True if collection_path.name in FILES else None


def pytest_collection_modifyitems(config, items):
    left_out = [item for item in items if item.originalname in TESTS]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    try:
        return (yield)
    except NeedsQgisError as fault:
        if item.path.parent.name == OWN:
            raise
        pytest.skip(f"needs QGIS itself: {fault}")


@pytest.fixture(autouse=True)
def widgets_die_on_the_main_thread():
    """Python clears cycles on whichever thread it is just then, and Qt dies when that is a worker's."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture(scope="session")
def qgis_app(qapp):
    return qapp


@pytest.fixture
def qgis_iface(qgis_app):
    return SimpleNamespace(mainWindow=lambda: None, mapCanvas=lambda: None)
