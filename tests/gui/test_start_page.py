"""The first page: four ways to begin, recent pilots, the training country made in the background, the language."""

import json
import threading
from pathlib import Path

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.gui.start import start_page as start_pages
from ecr_toolkit.gui.start.folders import documents, free_folder, training_folder
from ecr_toolkit.gui.start.start_page import StartPage, country_of
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.pilot import Pilot


@pytest.fixture
def page(qgis_app, qtbot, tmp_path):
    page = StartPage()
    qtbot.addWidget(page)
    page.above = tmp_path / "documents é"
    page.resize(320, 640)
    page.show()
    return page


def named(folder, names):
    folder.mkdir()
    (folder / "pilot.json").write_text(json.dumps({"country": {"name": names}}), encoding="utf-8")
    return folder


def test_each_choice_is_told(page, qtbot):
    for button, signal in ((page.new_button, page.new_asked), (page.open_button, page.open_asked)):
        with qtbot.waitSignal(signal, timeout=1000):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(signal, timeout=1000):
            button.setFocus()
            QTest.keyClick(button, Qt.Key.Key_Space)
        assert button.accessibleDescription()


def test_the_way_back_is_there_only_with_an_open_pilot(page, qtbot):
    assert not page.back_button.isVisible()
    page.show_back(True)
    with qtbot.waitSignal(page.back_asked, timeout=1000):
        QTest.mouseClick(page.back_button, Qt.MouseButton.LeftButton)


def test_recent_pilots_are_chosen_by_mouse_or_enter(page, qtbot, tmp_path):
    assert page.recent_hint.isVisible() and not page.recent.isVisible()
    folders = [named(tmp_path / "a b", {"en": "<b>Ñandú</b>", "ur": "نیاندو"}), named(tmp_path / "c", {"en": "Other"})]
    page.show_recent(folders)
    assert not page.recent_hint.isVisible()
    assert page.recent.item(0).text().startswith("<b>Ñandú</b>\n") and str(folders[0]) in page.recent.item(0).text()
    with qtbot.waitSignal(page.folder_chosen, timeout=1000) as told:
        place = page.recent.visualItemRect(page.recent.item(0)).center()
        QTest.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [folders[0]]
    page.recent.setCurrentRow(0)
    QTest.keyClick(page.recent, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.folder_chosen, timeout=1000) as told:
        QTest.keyClick(page.recent, Qt.Key.Key_Return)
    assert told.args == [folders[1]]


def test_a_double_click_opens_once(page, qtbot, tmp_path):
    page.show_recent([named(tmp_path / "a", {"en": "A"})])
    told = []
    page.folder_chosen.connect(told.append)
    place = page.recent.visualItemRect(page.recent.item(0)).center()
    QTest.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(page.recent, Qt.Key.Key_A)
    assert told == [tmp_path / "a"]


def test_names_of_countries(tmp_path):
    both = named(tmp_path / "both", {"en": "Land", "ur": "ملک"})
    assert country_of(both) == "Land"
    interface.use("ur")
    assert country_of(both) == "ملک"
    broken = named(tmp_path / "broken", {"en": "x"})
    for text in ("{", "[]", '{"country": 1}', '{"country": {"name": {}}}', '{"country": {"name": "x"}}'):
        (broken / "pilot.json").write_text(text)
        assert country_of(broken) == "broken"
    assert country_of(tmp_path / "missing") == "missing"


def test_the_training_country_is_made_and_told(page, qtbot, tmp_path):
    with qtbot.waitSignal(page.folder_chosen, timeout=120_000) as told:
        QTest.mouseClick(page.training_button, Qt.MouseButton.LeftButton)
        assert page.busy.isVisible() and not page.training_button.isEnabled()
    folder = told.args[0]
    assert folder == page.above / "ECR training country" and Pilot.open(folder).code == "TRN"
    assert not page.busy.isVisible() and page.training_button.isEnabled()


def test_it_is_made_in_the_background_once_at_a_time_each_in_its_folder(page, qtbot, monkeypatch):
    go_on, made = threading.Event(), []

    def make(folder):
        made.append((folder, threading.current_thread() is threading.main_thread()))
        assert go_on.wait(20)
        folder.mkdir(parents=True)
        (folder / "pilot.json").write_text("{}")
        return folder

    monkeypatch.setattr(start_pages, "make", make)
    page.make_training()
    page.make_training()
    qtbot.waitUntil(lambda: bool(made), timeout=5000)
    with qtbot.waitSignal(page.folder_chosen, timeout=5000):
        go_on.set()
    with qtbot.waitSignal(page.folder_chosen, timeout=5000):
        page.make_training()
    first, second = made
    assert first[0].name == "ECR training country" and second[0].name == "ECR training country 2"
    assert not first[1] and not second[1]


def test_a_fault_is_told_and_it_can_be_tried_again(page, qtbot, monkeypatch):
    def make(folder):
        raise ToolkitError("The disk is full.")

    monkeypatch.setattr(start_pages, "make", make)
    with qtbot.waitSignal(page.failed, timeout=5000) as told:
        page.make_training()
    assert str(told.args[0]) == "The disk is full." and page.training_button.isEnabled()


def test_a_page_that_is_gone_hears_no_more(qgis_app, qtbot, monkeypatch, tmp_path):
    go_on = threading.Event()
    monkeypatch.setattr(start_pages, "make", lambda folder: go_on.wait(10) and folder)
    page = StartPage()
    page.above = tmp_path
    page.make_training()
    page.deleteLater()
    qtbot.wait(50)
    with qtbot.captureExceptions() as exceptions:
        go_on.set()
        qtbot.wait(300)
    assert not exceptions


def test_the_language_is_chosen(page, qtbot):
    assert page.language_box.itemData(0) == "" and page.language_box.findData("ur") > 0
    with qtbot.waitSignal(page.language_chosen, timeout=1000) as told:
        page.language_box.setFocus()
        QTest.keyClick(page.language_box, Qt.Key.Key_Down)
    assert told.args == ["en"]


def test_the_language_kept_is_shown(qgis_app, qtbot):
    QgsSettings().setValue("ecr_toolkit/language", "fr")
    try:
        page = StartPage()
        qtbot.addWidget(page)
        assert page.language_box.currentData() == "fr"
    finally:
        QgsSettings().remove("ecr_toolkit")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_is_as_narrow_as_a_dock(qgis_app, qtbot, language, tmp_path):
    interface.use(language)
    page = StartPage()
    qtbot.addWidget(page)
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft if language == "ur" else Qt.LayoutDirection.LeftToRight)
    page.show_recent([named(tmp_path / ("a very long name of a folder " * 5), {"en": "Long " * 40})])
    page.resize(320, 500)
    page.show()
    assert page.widget().width() <= page.viewport().width()


def test_folders(tmp_path):
    assert free_folder("Côte d'Ivoire", tmp_path) == tmp_path / "Côte d'Ivoire"
    assert free_folder("a/b:c?", tmp_path) == tmp_path / "a-b-c-"
    assert free_folder(" . ", tmp_path) == tmp_path / "ECR"
    (tmp_path / "X").mkdir()
    assert free_folder("X", tmp_path) == tmp_path / "X", "an empty one will do"
    (tmp_path / "X" / "file").write_text("")
    (tmp_path / "X 2").write_text("")
    assert free_folder("X", tmp_path) == tmp_path / "X 3"
    assert training_folder(tmp_path).parent == tmp_path and isinstance(documents(), Path)
