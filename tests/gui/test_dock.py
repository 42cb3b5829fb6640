"""The dock's widgets: texts, order, direction, width. QGIS's interface is pytest-qgis's stand-in."""

from pathlib import Path
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
        return dock
    yield make
    QgsSettings().remove("ecr_toolkit")


@pytest.fixture
def dock(make_dock, walk):
    return make_dock()


@pytest.fixture
def opened(dock, folder, qtbot):
    """The dock with the small pilot open and its states known."""
    dock.presenter.open(folder)
    qtbot.waitUntil(lambda: not dock.presenter.running, timeout=10_000)
    return dock


def texts(dock):
    return [dock.step_list.item(row).text() for row in range(dock.step_list.count())]


def test_before_a_pilot_is_open_only_opening_is_offered(dock):
    assert dock.open_button.isEnabled()
    for button in (dock.run_button, dock.run_all_button, dock.results_button, dock.report_button):
        assert not button.isEnabled()
    assert not dock.cancel_button.isVisible()
    assert dock.name_label.text() == "No pilot is open."


def test_a_pilot_is_shown_by_name_with_every_step_and_its_state(opened):
    assert opened.name_label.text() == "Testland"
    assert texts(opened) == ["1. Survey\nNot run", "2. Draw\nNot run", "3. Documents\nNot run"]
    assert opened.run_button.isEnabled() and not opened.cancel_button.isVisible()


def test_the_walked_training_country_has_only_its_documents_left(make_dock, walked, qtbot):
    dock = make_dock()
    dock.presenter.open(walked.folder)
    assert dock.step_list.current().state_text == "Checking"
    qtbot.waitUntil(lambda: not dock.presenter.running, timeout=30_000)
    assert [text.split("\n")[1] for text in texts(dock)] == ["Up to date"] * 8 + ["Not run"]


def test_running_all_updates_every_row(opened, qtbot):
    opened.run_all_button.click()
    assert opened.cancel_button.isVisible() and opened.progress_bar.isVisible()
    assert not opened.run_button.isEnabled()
    qtbot.waitUntil(lambda: not opened.presenter.running, timeout=10_000)
    assert texts(opened) == ["1. Survey\nUp to date", "2. Draw\nUp to date", "3. Documents\nUp to date"]
    assert not opened.progress_bar.isVisible() and opened.line_label.text() == "Done."


def test_enter_runs_the_chosen_step(opened, walk, qtbot):
    opened.step_list.setCurrentRow(1)
    QTest.keyClick(opened.step_list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(walk.ran) == 2 and not opened.presenter.running, timeout=10_000)
    assert [step for step, _main in walk.ran] == ["survey", "draw"]


def test_the_reason_of_a_state_is_in_tooltip_details_and_for_screen_readers(opened, walk, qtbot):
    walk.found["draw"] = SimpleNamespace(state="stale", reason="An input has changed: <dem>.tif.")
    opened.presenter.advanced(walk.states(None), "")
    opened.step_list.setCurrentRow(1)
    item = opened.step_list.item(1)
    assert "&lt;dem&gt;.tif" in item.toolTip()
    assert "An input has changed: <dem>.tif." in opened.details.toPlainText()
    assert "Out of date. An input has changed" in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_faults_stand_in_the_details_and_in_the_message_bar(dock, bar):
    dock.show_faults(RecipeError([("First <b>fault</b>.", "Mend it."), ("Second fault.", "Mend it too.")]).faults)
    shown = dock.details.toPlainText()
    assert "First <b>fault</b>." in shown and "Second fault." in shown and "Mend it too." in shown
    assert bar.messages == [("First &lt;b&gt;fault&lt;/b&gt;.", "Mend it.\nSecond fault. Mend it too.")]


def test_a_folder_without_recipe_is_told(dock, bar, tmp_path):
    dock.presenter.open(tmp_path)
    assert "pilot.json" in bar.messages[0][0] and "pilot.json" in dock.details.toPlainText()


def test_recent_pilots_open_from_the_menu(opened, make_dock, folder):
    action = opened.recent_menu.actions()[0]
    assert str(folder).replace("&", "&&") in action.text()


def test_the_report_of_the_chosen_language_opens(opened, folder, monkeypatch):
    urls = []
    monkeypatch.setattr(docks.QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    for language in ("en", "ur"):
        report = folder / "documents" / language / "demarcation_report.html"
        report.parent.mkdir(parents=True)
        report.write_text("<html></html>", encoding="utf-8")
    opened.show_reports(opened.presenter.reports())
    opened.language_box.setCurrentIndex(opened.language_box.findText("اردو"))
    opened.report_button.click()
    assert [Path(url) for url in urls] == [folder / "documents" / "ur" / "demarcation_report.html"]


def test_closing_the_chooser_without_a_choice_changes_nothing(opened, monkeypatch):
    monkeypatch.setattr(docks.QFileDialog, "getExistingDirectory", lambda *details: "")
    before = opened.presenter.pilot
    opened.choose_folder()
    assert opened.presenter.pilot is before


def test_the_direction_follows_the_language_of_the_toolkit(make_dock, walk):
    for language, direction in (("ur", Qt.LayoutDirection.RightToLeft), ("en", Qt.LayoutDirection.LeftToRight)):
        interface.use(language)
        dock = make_dock()
        assert dock.layoutDirection() == dock.step_list.layoutDirection() == direction


def test_it_fits_with_texts_half_as_long_again(make_dock, monkeypatch):
    """Room for languages to come: translation_notes.md §5 reckons with a third."""
    monkeypatch.setattr(interface, "messages", SimpleNamespace(gettext=lambda text: text + "n" * (len(text) // 2)))
    assert make_dock().minimumSizeHint().width() <= 320


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_narrow_dock_on_a_small_screen_in_every_language(make_dock, language):
    interface.use(language)
    dock = make_dock()
    dock.show_running(True)
    assert dock.minimumSizeHint().width() <= 320
    assert dock.minimumSizeHint().height() <= 560  # 768 less title, menus, tool bars and status bar


def test_every_control_has_a_name_for_screen_readers(dock):
    for kind in (QComboBox, QListWidget, QProgressBar, QPushButton, QTextBrowser, QToolButton):
        for widget in dock.widget().findChildren(kind):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_the_tab_key_goes_from_top_to_bottom(opened):
    order = [opened.open_button]
    while order[-1].nextInFocusChain() is not opened.open_button:
        order.append(order[-1].nextInFocusChain())
    controls = [opened.open_button, opened.step_list, opened.run_button, opened.run_all_button, opened.cancel_button,
                opened.details, opened.results_button, opened.language_box, opened.report_button]
    assert [widget for widget in order if widget in controls] == controls


def test_every_state_has_a_picture_of_its_own(qgis_app):
    pictures = {state_icon(state).pixmap(32, 32).toImage().text() or
                bytes(state_icon(state).pixmap(32, 32).toImage().bits().asarray(4 * 32 * 32)) for state in STATE_TEXTS}
    assert len(pictures) == len(STATE_TEXTS)
