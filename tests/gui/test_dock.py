"""The dock's widgets: texts, order, direction, width. QGIS's interface is pytest-qgis's stand-in."""

import threading
from types import SimpleNamespace

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QListWidget, QProgressBar, QPushButton, QTextBrowser, QToolButton

from ecr_toolkit.errors import RecipeError
from ecr_toolkit.gui import dock as docks
from ecr_toolkit.gui.presenter import STATE_TEXTS
from ecr_toolkit.gui.state_icons import state_icon
from ecr_toolkit.languages.messages import LANGUAGES, interface


class Bar:
    def __init__(self):
        self.messages = []

    def pushMessage(self, title, text, more, level):
        self.messages.append((text, more))


@pytest.fixture
def bar():
    return Bar()


@pytest.fixture
def make_dock(qgis_iface, qtbot, bar):
    """Builds docks in the interface's language, shown, with no recent pilots."""
    def make():
        QgsSettings().remove("ecr_toolkit")
        dock = docks.Dock(SimpleNamespace(messageBar=lambda: bar, mapCanvas=lambda: None))
        qtbot.addWidget(dock)
        dock.show()
        made.append(dock)
        return dock
    made = []
    yield make
    for dock in made:
        dock.close_down()
    QgsSettings().remove("ecr_toolkit")


@pytest.fixture
def dock(make_dock, walk):
    return make_dock()


@pytest.fixture
def opened(dock, folder, qtbot):
    """The dock with the small pilot open and its states known."""
    dock.open_pilot(folder)
    qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=10_000)
    return dock


def texts(dock):
    return [dock.pilot_page.step_list.item(row).text() for row in range(dock.pilot_page.step_list.count())]


def test_the_first_page_is_the_start_and_a_pilot_that_opens_takes_its_place(dock, folder, qtbot):
    assert dock.pages.currentWidget() is dock.start_page
    dock.start_page.new_button.click()
    assert dock.pages.currentWidget() is dock.new_page
    dock.new_page.back_button.click()
    assert dock.pages.currentWidget() is dock.start_page
    for button in (dock.pilot_page.run_button, dock.pilot_page.run_all_button, dock.pilot_page.results_button):
        assert not button.isEnabled()
    dock.start_page.folder_chosen.emit(folder)
    qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=10_000)
    assert dock.pages.currentWidget() is dock.pilot_page
    dock.pilot_page.start_button.click()
    assert dock.pages.currentWidget() is dock.start_page and dock.start_page.back_button.isVisible()
    dock.start_page.back_button.click()
    assert dock.pages.currentWidget() is dock.pilot_page and dock.presenter.folder == folder


def test_a_pilot_is_shown_by_name_with_every_step_and_its_state(opened):
    assert opened.pilot_page.name_label.text() == "Testland"
    assert texts(opened) == ["1. Survey · Not run", "2. Draw · Not run", "3. Documents · Not run"]
    assert opened.pilot_page.run_button.isEnabled() and not opened.pilot_page.cancel_button.isVisible()


def test_the_walked_training_country_has_only_its_documents_left(make_dock, walked, qtbot):
    dock = make_dock()
    dock.open_pilot(walked.folder)
    assert dock.pilot_page.step_list.current().state_text == "Checking"
    qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=30_000)
    assert [text.split(" · ")[1] for text in texts(dock)] == ["Up to date"] * 8 + ["Not run"]


def test_running_all_updates_every_row(opened, qtbot):
    opened.pilot_page.run_all_button.click()
    assert opened.pilot_page.cancel_button.isVisible() and opened.pilot_page.progress_bar.isVisible()
    assert not opened.pilot_page.run_button.isEnabled()
    qtbot.waitUntil(lambda: not opened.presenter.busy, timeout=10_000)
    assert texts(opened) == ["1. Survey · Up to date", "2. Draw · Up to date", "3. Documents · Up to date"]
    assert not opened.pilot_page.progress_bar.isVisible() and opened.pilot_page.line_label.text() == "Done."


def test_enter_runs_the_chosen_step(opened, walk, qtbot):
    opened.pilot_page.step_list.setCurrentRow(1)
    QTest.keyClick(opened.pilot_page.step_list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(walk.ran) == 2 and not opened.presenter.busy, timeout=10_000)
    assert [step for step, _main in walk.ran] == ["survey", "draw"]


def test_the_reason_of_a_state_is_in_tooltip_details_and_for_screen_readers(opened, walk, qtbot):
    walk.found["draw"] = SimpleNamespace(state="stale", reason="An input has changed: <dem>.tif.")
    opened.presenter.advanced(walk.states(None), "")
    opened.pilot_page.step_list.setCurrentRow(1)
    item = opened.pilot_page.step_list.item(1)
    assert "&lt;dem&gt;.tif" in item.toolTip()
    assert "An input has changed: <dem>.tif." in opened.pilot_page.step_page.details.toPlainText()
    assert "Out of date. An input has changed" in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_faults_stand_in_the_details_and_in_the_message_bar(dock, bar):
    dock.show_faults(RecipeError([("First <b>fault</b>.", "Mend it."), ("Second fault.", "Mend it too.")]).faults)
    shown = dock.pilot_page.step_page.details.toPlainText()
    assert "First <b>fault</b>." in shown and "Second fault." in shown and "Mend it too." in shown
    assert bar.messages == [("First &lt;b&gt;fault&lt;/b&gt;.", "Mend it.\nSecond fault. Mend it too.")]


def test_a_folder_without_recipe_is_told(dock, bar, tmp_path):
    dock.open_pilot(tmp_path)
    assert "pilot.json" in bar.messages[0][0] and "pilot.json" in dock.pilot_page.step_page.details.toPlainText()


def test_pilots_that_were_opened_stand_on_the_first_page(opened, folder, qtbot):
    opened.show_start()
    assert opened.start_page.recent.count() == 1 and "Testland" in opened.start_page.recent.item(0).text()


def test_another_language_is_there_at_once_and_the_work_goes_on(opened, walk, qtbot):
    told = []
    opened.language_changed.connect(lambda: told.append(interface.language))
    begun, go_on = threading.Event(), threading.Event()
    walk.during["draw"] = lambda _feedback: (begun.set(), go_on.wait(10))
    opened.show_step("draw")
    opened.pilot_page.run_button.click()
    qtbot.waitUntil(begun.is_set, timeout=10_000)
    opened.use_language("ur")
    assert told == ["ur"] and opened.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert opened.pilot_page.name_label.text() == "آزمائش" and opened.current_step == "draw"
    assert opened.presenter.running and opened.pilot_page.cancel_button.isVisible()
    assert not opened.pilot_page.run_button.isEnabled()
    go_on.set()
    qtbot.waitUntil(lambda: not opened.presenter.busy, timeout=10_000)
    assert opened.pilot_page.step_list.current().state == "fresh"
    assert not opened.pilot_page.cancel_button.isVisible() and opened.pilot_page.run_button.isEnabled()
    opened.use_language("en")
    assert opened.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert texts(opened)[0] == "1. Survey · Up to date"


def test_closing_the_chooser_without_a_choice_changes_nothing(opened, monkeypatch):
    monkeypatch.setattr(docks.QFileDialog, "getExistingDirectory", lambda *details: "")
    before = opened.presenter.pilot
    opened.choose_folder()
    assert opened.presenter.pilot is before


def test_the_direction_follows_the_language_of_the_toolkit(make_dock, walk):
    for language, direction in (("ur", Qt.LayoutDirection.RightToLeft), ("en", Qt.LayoutDirection.LeftToRight)):
        interface.use(language)
        dock = make_dock()
        assert dock.layoutDirection() == dock.pilot_page.step_list.layoutDirection() == direction


def test_it_fits_with_texts_half_as_long_again(make_dock, monkeypatch):
    """Room for languages to come: translation_notes.md §5 reckons with a third."""
    monkeypatch.setattr(interface, "messages", SimpleNamespace(gettext=lambda text: text + "n" * (len(text) // 2)))
    assert make_dock().minimumSizeHint().width() <= 320


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_narrow_dock_on_a_small_screen_in_every_language(make_dock, language):
    interface.use(language)
    dock = make_dock()
    dock.show_running(True)
    for page in (dock.start_page, dock.new_page, dock.pilot_page):
        assert page.minimumSizeHint().width() <= 320 and page.minimumSizeHint().height() <= 530
    assert dock.minimumSizeHint().width() <= 320
    assert dock.minimumSizeHint().height() <= 560  # 768 less title, menus, tool bars and status bar


def test_every_control_has_a_name_for_screen_readers(dock):
    for kind in (QComboBox, QListWidget, QProgressBar, QPushButton, QTextBrowser, QToolButton):
        for widget in dock.widget().findChildren(kind):
            assert widget.accessibleName() or getattr(widget, "text", str)() or not widget.isVisibleTo(dock), widget


def test_the_tab_key_goes_from_top_to_bottom(opened):
    page = opened.pilot_page
    order = [page.start_button]
    while order[-1].nextInFocusChain() is not page.start_button:
        order.append(order[-1].nextInFocusChain())
    controls = [page.start_button, page.step_list, page.run_button, page.run_all_button, page.cancel_button,
                page.step_page.details, page.results_button]
    assert [widget for widget in order if widget in controls] == controls


def test_every_state_has_a_picture_of_its_own(qgis_app):
    pictures = {state_icon(state).pixmap(32, 32).toImage().text() or
                bytes(state_icon(state).pixmap(32, 32).toImage().bits().asarray(4 * 32 * 32)) for state in STATE_TEXTS}
    assert len(pictures) == len(STATE_TEXTS)
