"""The page of the documents: what was written is shown page by page, and opened in other programs."""

import gc
import threading

import numpy as np
import pytest
from osgeo import gdal
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QPageSize, QPainter, QPdfWriter, QWheelEvent
from qgis.PyQt.QtTest import QTest

from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.gui.preview import panel as panels
from ecr_toolkit.gui.preview.pages import Pages
from ecr_toolkit.gui.preview.panel import PreviewPanel
from ecr_toolkit.gui.preview.renderer import Renderer
from ecr_toolkit.gui.preview.written import written
from ecr_toolkit.languages.messages import interface

COLOURS = ("#ff0000", "#00ff00", "#0000ff", "#ff00ff", "#ffff00")


def write_pdf(path, pages):
    """Each page in a colour of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        painter.fillRect(0, 0, writer.width(), writer.height(), QColor(COLOURS[number]))
    painter.end()


@pytest.fixture
def documents(pilot, qgis_app):
    """A guideline of five pages in English and of two in Urdu, with HTML, and a brief of one page in English."""
    write_pdf(pilot.document("en", "technical_guideline.pdf"), 5)
    write_pdf(pilot.document("ur", "technical_guideline.pdf"), 2)
    write_pdf(pilot.document("en", "policy_brief.pdf"), 1)
    pilot.document("en", "technical_guideline.html").write_text("<p>text</p>", encoding="utf-8")
    return pilot


@pytest.fixture
def panel(qtbot, qgis_app):
    panel = PreviewPanel()
    qtbot.addWidget(panel)
    panel.resize(320, 640)
    panel.show()
    return panel


def shown(panel, qtbot, pilot, count):
    panel.show_pilot(pilot)
    drawn(panel, qtbot, count)


def drawn(panel, qtbot, count):
    """Wait until the pages seen have their pictures."""
    qtbot.waitUntil(lambda: panel.view.count == count and all(
        number in panel.view._pictures for number in panel.view._seen()), timeout=20_000)


def colour(panel):
    """What is seen in the middle of the view's upper part."""
    return panel.view.viewport().grab().toImage().pixelColor(panel.view.viewport().width() // 2, 60).name()


def test_what_was_written_is_told_in_order_with_the_own_language_first(documents):
    assert [(one.document, one.language, sorted(one.files)) for one in written(documents)] == [
        ("technical_guideline", "en", ["html", "pdf"]), ("technical_guideline", "ur", ["pdf"]),
        ("policy_brief", "en", ["pdf"])]
    interface.use("ur")
    assert [one.language for one in written(documents)] == ["ur", "en", "en"]


def test_pages_are_pictures_of_their_width_and_the_file_is_closed(documents):
    path = documents.document("en", "technical_guideline.pdf")
    pages = Pages(path)
    path.unlink()
    assert pages.count == 5 and pages.ratio == pytest.approx(297 / 210, abs=0.01)
    for number, wanted in enumerate(COLOURS, 1):
        picture = pages.picture(number, 300)
        assert picture.dtype == np.uint8 and abs(picture.shape[1] - 300) <= 1
        assert tuple(picture[200, 150]) == QColor(wanted).getRgb()[:3]
    pages.close()


@pytest.mark.parametrize("content", (b"", b"no PDF", b"%PDF-1.4 cut off"))
def test_what_is_no_pdf_is_told(tmp_path, content):
    (tmp_path / "report.pdf").write_bytes(content)
    with pytest.raises(ToolkitError, match="report.pdf"):
        Pages(tmp_path / "report.pdf")


def test_nothing_written_is_told(panel, pilot):
    panel.show_pilot(pilot)
    assert "Run this step" in panel.sentence.text() and panel.sentence.isVisible()
    assert not panel.view.isVisible() and not panel.folder_button.isVisible()


def test_keys_turn_the_pages(panel, qtbot, documents):
    shown(panel, qtbot, documents, 5)
    assert panel.number.text() == "1 / 5" and colour(panel) == COLOURS[0]
    panel.view.setFocus()
    for key, page in ((Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageDown, 3), (Qt.Key.Key_PageUp, 2), (Qt.Key.Key_End, 5),
                      (Qt.Key.Key_Home, 1), (Qt.Key.Key_PageUp, 1)):
        QTest.keyClick(panel.view, key)
        drawn(panel, qtbot, 5)
        if page < 5:  # the last page does not reach the top
            assert panel.number.text() == f"{page} / 5" and colour(panel) == COLOURS[page - 1]
    QTest.keyClick(panel.view, Qt.Key.Key_End)
    bar = panel.view.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_the_wheel_zooms_with_ctrl_and_the_page_stays(panel, qtbot, documents):
    shown(panel, qtbot, documents, 5)
    panel.view.go_to(3)

    def turn(steps):
        panel.view.wheelEvent(QWheelEvent(
            QPointF(50, 50), QPointF(50, 50), QPoint(0, 0), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False))

    assert panel.view.horizontalScrollBar().maximum() == 0
    turn(1)
    assert panel.view.horizontalScrollBar().maximum() > 0 and panel.view.place == pytest.approx(2, abs=0.05)
    drawn(panel, qtbot, 5)
    turn(-1)
    turn(-1)
    assert panel.view.horizontalScrollBar().maximum() == 0 and panel.view.place == pytest.approx(2, abs=0.05)


def test_pages_are_as_wide_as_the_dock(panel, qtbot, documents):
    shown(panel, qtbot, documents, 5)
    panel.view.go_to(2)
    drawn(panel, qtbot, 5)
    panel.resize(480, 640)
    qtbot.waitUntil(lambda: panel.view._pictures[2][0] == panel.view.viewport().width())
    assert panel.view.place == pytest.approx(1, abs=0.1) and panel.view.viewport().width() > 400


def test_languages_of_a_document_and_the_place_in_it(panel, qtbot, documents):
    shown(panel, qtbot, documents, 5)
    assert [panel.documents.itemText(place) for place in range(2)] == ["National technical guideline", "Policy brief"]
    panel.view.go_to(4)
    panel.languages.setCurrentIndex(1)
    panel.languages.activated.emit(1)
    drawn(panel, qtbot, 2)
    panel.documents.setCurrentIndex(1)
    panel.documents.activated.emit(1)
    drawn(panel, qtbot, 1)
    assert panel.languages.count() == 1
    panel.documents.setCurrentIndex(0)
    panel.documents.activated.emit(0)
    drawn(panel, qtbot, 5)
    assert panel.view.page == 4


def test_the_place_is_kept_until_the_file_is_written_anew(panel, qtbot, documents):
    shown(panel, qtbot, documents, 5)
    panel.view.go_to(3)
    drawn(panel, qtbot, 5)
    picture = panel.view._pictures[3]
    panel.show_pilot(documents)
    assert panel.view.page == 3 and panel.view._pictures[3] is picture
    panel.show_pilot(None)
    assert panel.view.count == 0
    write_pdf(documents.document("en", "technical_guideline.pdf"), 4)
    shown(panel, qtbot, documents, 4)
    assert panel.view.page == 3


def test_a_file_that_cannot_be_shown_is_told_and_can_be_opened(panel, qtbot, documents):
    documents.document("en", "technical_guideline.pdf").write_bytes(b"no PDF")
    panel.show_pilot(documents)
    qtbot.waitUntil(lambda: "technical_guideline.pdf" in panel.sentence.text())
    assert not panel.view.isVisible() and panel.buttons["pdf"].isEnabled()
    documents.document("en", "technical_guideline.pdf").unlink()
    panel.show_pilot(documents)
    assert not panel.buttons["pdf"].isEnabled() and panel.buttons["html"].isEnabled()


def test_buttons_open_what_is_there(panel, qtbot, documents, monkeypatch):
    opened = []
    monkeypatch.setattr(panels.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    shown(panel, qtbot, documents, 5)
    assert not panel.buttons["docx"].isEnabled()
    for button in (panel.buttons["pdf"], panel.buttons["html"], panel.buttons["docx"], panel.folder_button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    folder = documents.folder / "documents" / "en"
    assert opened == [str(folder / "technical_guideline.pdf"), str(folder / "technical_guideline.html"), str(folder)]


def test_from_right_to_left(qtbot, documents):
    interface.use("ur")
    panel = PreviewPanel()
    qtbot.addWidget(panel)
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.resize(320, 640)
    panel.show()
    shown(panel, qtbot, documents, 2)
    assert panel.minimumSizeHint().width() <= 320 and colour(panel) == COLOURS[0]
    panel.view.zoom(2)
    drawn(panel, qtbot, 2)
    assert panel.view.viewport().grab().toImage().pixelColor(5, 200).name() == COLOURS[0]


def test_answers_arrive_on_the_main_thread(qtbot, documents):
    renderer, threads = Renderer(), []
    renderer.opened.connect(lambda *_of: threads.append(threading.current_thread()))
    renderer.drawn.connect(lambda *_of: threads.append(threading.current_thread()))
    renderer.open(documents.document("en", "technical_guideline.pdf"))
    renderer.draw(1, 200)
    qtbot.waitUntil(lambda: len(threads) == 2, timeout=20_000)
    assert set(threads) == {threading.main_thread()}


def test_what_is_deleted_while_it_draws_says_nothing(qtbot, documents):
    """Two hundred times, because only some moments are dangerous: QGIS died when the thread told a deleted object."""
    heard = []
    for time in range(200):
        parent = QObject()
        renderer = Renderer(parent)
        renderer.failed.connect(heard.append)
        renderer.open(documents.document("en", "policy_brief.pdf"))
        renderer.draw(1, 50)
        QTest.qWait(time % 7)
        sip.delete(parent)
    QTest.qWait(200)
    assert heard == []


def test_a_panel_that_is_deleted_gives_the_memory_back(qtbot, documents):
    before = set(gdal.ReadDir("/vsimem/") or ())
    panel = PreviewPanel()
    panel.show()
    shown(panel, qtbot, documents, 5)
    own = set(gdal.ReadDir("/vsimem/")) - before
    assert len(own) == 1
    sip.delete(panel)
    del panel
    qtbot.waitUntil(lambda: gc.collect() >= 0 and not own & set(gdal.ReadDir("/vsimem/") or ()))
