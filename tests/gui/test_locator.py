"""The locator: steps, polygons and units found by title, code or name; the search runs in a thread of QGIS."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLocator,
    QgsLocatorContext,
    QgsLocatorResult,
    QgsRectangle,
)

from ecr_toolkit.gui.locator import EcrLocatorFilter
from ecr_toolkit.gui.places import MOST, matches, places_of
from ecr_toolkit.pilot.layers import Feature, read_layer, write_layers

ROWS = [SimpleNamespace(id="gaps", number=5, title="Gaps", state_text="Up to date"),
        SimpleNamespace(id="thresholds", number=6, title="Thresholds", state_text="Not run")]


class Canvas:
    """Remembers what it is asked to show."""

    def __init__(self):
        self.shown = []

    def mapSettings(self):
        return SimpleNamespace(destinationCrs=lambda: QgsCoordinateReferenceSystem("EPSG:4326"))

    def zoomToFeatureExtent(self, extent):
        self.shown.append(extent)


@pytest.fixture
def search(qgis_app, qtbot, walked):
    """Ask QGIS's locator; gives copies of the results."""
    desk = SimpleNamespace(canvas=Canvas(), pages=[], pilot=walked)
    locator = QgsLocator()
    locator.registerFilter(EcrLocatorFilter(lambda: ROWS, lambda: desk.pilot, desk.pages.append, desk.canvas))

    def ask(text):
        found = []
        locator.foundResult.connect(lambda result: found.append(QgsLocatorResult(result)))
        with qtbot.waitSignal(locator.finished, timeout=20_000):
            locator.fetchResults(text, QgsLocatorContext())
        locator.foundResult.disconnect()
        return found

    ask.desk = desk
    yield ask
    locator.cancel()


def test_a_step_is_found_by_a_part_of_its_title_and_opened(search):
    found = search("ecr thresh")
    assert [one.displayString for one in found] == ["6. Thresholds"] and found[0].description == "Not run"
    found[0].filter.triggerResult(found[0])
    assert search.desk.pages == ["thresholds"]


def test_a_polygon_is_found_by_its_code_and_shown_on_the_map(search, walked):
    polygon = read_layer(walked.geopackage, "ecr")[3]
    found = search(f"ecr {polygon.values['ecr_code'].lower()}")
    assert [(one.displayString, one.description) for one in found] == [
        (polygon.values["ecr_name"], polygon.values["ecr_code"])]
    found[0].filter.triggerResult(found[0])
    shown = search.desk.canvas.shown[0]
    assert QgsRectangle(-40.5, 29.5, -39.5, 30.5).contains(shown) and 0 < shown.width() < 0.5


def test_a_unit_is_found_without_accents_and_without_the_prefix(search, walked):
    for unit in read_layer(walked.geopackage, "units"):
        name = unit.values["name"]
        assert (name, "Administrative units") in [(one.displayString, one.group) for one in search(name.upper())]


def test_short_texts_without_the_prefix_find_nothing(search):
    assert search("ga") == [] and len(search("gap")) == 1


def test_with_the_prefix_alone_all_steps_are_offered(search):
    assert [one.displayString for one in search("ecr ")] == ["5. Gaps", "6. Thresholds"]


def test_while_a_run_writes_only_steps_are_found(search, walked):
    search.desk.pilot = None
    assert search("ecr TRN") == [] and len(search("ecr gap")) == 1


def test_a_pilot_without_results_finds_no_place(pilot):
    assert list(places_of(pilot.geopackage, "a", lambda: False)) == []


def test_bounds_are_those_of_the_outline(walked):
    for feature in read_layer(walked.geopackage, "ecr"):
        place, = places_of(walked.geopackage, feature.values["ecr_code"], lambda: False)
        left, right, bottom, top = feature.geometry.GetEnvelope()
        assert place.bounds == (left, bottom, right, top)


def test_many_places_are_cut_and_a_search_can_be_stopped(with_results, walked):
    outline = read_layer(walked.geopackage, "units")[0].geometry
    write_layers(with_results.geopackage, walked.crs, {"units": (6, {"code": str, "name": str}, [
        Feature(outline, {"code": f"U{number}", "name": None}) for number in range(3 * MOST)])})
    assert len(list(places_of(with_results.geopackage, "u", lambda: False))) == MOST
    assert list(places_of(with_results.geopackage, "u", lambda: True)) == []


@given(st.text(), st.text(), st.text())
def test_every_part_of_a_text_finds_it(before, wanted, after):
    assert matches("", before)
    if wanted.isascii() and before.isascii() and after.isascii():
        assert matches(wanted.swapcase(), before + wanted + after)


def test_case_and_accents_do_not_matter():
    assert matches("isla cal", "Isla Çal") and matches("ÑANDU", "Cordillera Ñandú") and not matches("x", "abc", "")
