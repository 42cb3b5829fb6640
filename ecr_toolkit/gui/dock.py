"""The dock: widgets only. What they show and do is the presenter's business."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis, QgsProject, QgsSettings
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QLocale, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..in_qgis import open_pilot
from ..languages.messages import LANGUAGES, _, interface
from .checks import REPAIR, checks_as_html
from .faults import Fault, as_html
from .fonts import font_style
from .presenter import Presenter, StepRow
from .recent import Recent
from .results import Results
from .runner import Runner
from .step_list import StepList
from .step_page import StepPage, plain_label

TITLE = "ECR Toolkit"
_ISOLATED = "\u2066{}\u2069"  # a path stays left-to-right inside a right-to-left text


class Dock(QgsDockWidget):
    """The page of a pilot. ``iface`` is QGIS's."""

    def __init__(self, iface: Any, parent: Optional[QWidget] = None) -> None:
        super().__init__(TITLE, parent)
        self.setObjectName("EcrToolkitDock")  # QGIS restores its place by this name
        self.setLayoutDirection(QLocale(interface.language).textDirection())  # QGIS itself knows no Urdu
        self.setStyleSheet(font_style(interface.language))
        self._iface = iface
        self._faults: list[Fault] = []
        self._build()
        self.presenter = Presenter(self, Runner(), Results(QgsProject.instance(), iface.mapCanvas()),
                                   Recent(QgsSettings()), open_pilot)
        self._connect()
        self.presenter.start()

    # Widgets, from top to bottom, which is also the order of the Tab key

    def _build(self) -> None:
        self.open_button = QToolButton()
        self.open_button.setText(_("Open…"))
        self.open_button.setToolTip(_("Choose the folder of a pilot: the folder that holds pilot.json"))
        self.open_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.recent_menu = QMenu(self.open_button)
        self.open_button.setMenu(self.recent_menu)
        self.name_label = plain_label()
        font = self.name_label.font()
        font.setBold(True)
        self.name_label.setFont(font)
        self.step_list = StepList()
        self.run_button = _button(_("Run step"), _("Run the chosen step and the steps it needs"))
        self.run_all_button = _button(_("Run all"), _("Run every step that is out of date"))
        self.cancel_button = _button(_("Cancel"), _("Stop the run; finished steps are kept"))
        self.progress_bar = QProgressBar()
        self.progress_bar.setAccessibleName(_("Progress"))
        self.line_label = plain_label()
        self.page = StepPage()
        self.page.setMinimumHeight(140)
        self.details = self.page.details
        self.results_button = _button(_("Show results"), _("Add the results to the map as a group of layers"))
        self.language_box = QComboBox()
        self.language_box.setAccessibleName(_("Language of the report"))
        self.report_button = _button(_("Open report"), _("Open the report in the web browser"))
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(_row((self.open_button, 0), (self.name_label, 1)))
        self.step_list.setMinimumHeight(130)
        layout.addWidget(self.step_list, 3)
        layout.addLayout(_row((self.run_button, 1), (self.run_all_button, 1)))
        layout.addLayout(_row((self.cancel_button, 0), (self.progress_bar, 1)))
        layout.addWidget(self.line_label)
        layout.addWidget(self.page, 4)
        layout.addWidget(self.results_button)
        layout.addLayout(_row((self.language_box, 1), (self.report_button, 1)))
        self.setWidget(page)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.choose_folder)
        self.run_button.clicked.connect(self._run_step)
        self.run_all_button.clicked.connect(lambda: self.presenter.run())
        self.cancel_button.clicked.connect(self.presenter.cancel)
        self.results_button.clicked.connect(self.presenter.show_results)
        self.report_button.clicked.connect(self._open_report)
        self.details.anchorClicked.connect(self._follow)
        self.step_list.chosen.connect(lambda _id: self._show_details())
        self.step_list.itemActivated.connect(lambda _item: self._run_step())
        self.page.edited.connect(self.presenter.edit)
        self.page.refused.connect(lambda _name, sentence: self.show_line(sentence))
        self.page.undo_asked.connect(self.presenter.undo_edit)
        self.page.ticked.connect(lambda item, done: self.presenter.tick(self.step_list.current_id(), item, done))
        self.page.noted.connect(self._add_note)
        self.page.share_moved.connect(self._try_share)
        self.page.share_chosen.connect(lambda share: self.presenter.edit("thresholds.extreme_share", share / 100))

    def choose_folder(self) -> None:
        """Ask for a pilot's folder and open it."""
        start = "" if self.presenter.pilot is None else str(self.presenter.pilot.folder.parent)
        folder = QFileDialog.getExistingDirectory(self, _("Folder of the pilot"), start)
        if folder:
            self.presenter.open(Path(folder))

    def _run_step(self) -> None:
        if self.run_button.isEnabled() and self.step_list.current_id():
            self.presenter.run(self.step_list.current_id())

    def _open_report(self) -> None:
        path = self.presenter.reports().get(self.language_box.currentData())
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def close_down(self) -> None:
        """Before the dock is deleted."""
        self.presenter.close()

    # What the presenter asks for

    def show_recent(self, folders: Sequence[Path]) -> None:
        self.recent_menu.clear()
        for folder in folders:
            action = self.recent_menu.addAction(_ISOLATED.format(str(folder).replace("&", "&&")))
            action.triggered.connect(lambda _checked=False, folder=folder: self.presenter.open(folder))
        self.recent_menu.setEnabled(bool(folders))

    def show_pilot(self, name: str, folder: Optional[Path]) -> None:
        self.name_label.setText(name or _("No pilot is open."))
        self.name_label.setToolTip("" if folder is None else _ISOLATED.format(folder))

    def show_steps(self, rows: list[StepRow]) -> None:
        self.step_list.show_rows(rows)
        self._show_details()

    def show_running(self, running: bool) -> None:
        idle = self.presenter.pilot is not None and not running
        for button in (self.run_button, self.run_all_button, self.results_button):
            button.setEnabled(idle)
        self.open_button.setEnabled(not running)
        for widget in (self.cancel_button, self.progress_bar):
            widget.setVisible(running)
        self.progress_bar.setValue(0)

    def show_progress(self, share: float) -> None:
        self.progress_bar.setValue(round(100 * share))

    def show_line(self, text: str) -> None:
        self.line_label.setText(text)
        self.line_label.setVisible(bool(text))

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """In the details, and in the message bar, where they are seen with the dock closed: the bar has room for one
        sentence, its button tells the remedy and the other faults."""
        self._faults = list(faults)
        self._show_details()
        if faults:
            sentence = html.escape(faults[0][0])  # the bar reads HTML; what its button shows is plain
            more = "\n".join([faults[0][1], *(" ".join(fault) for fault in faults[1:])])
            self._iface.messageBar().pushMessage(TITLE, sentence, more, Qgis.MessageLevel.Critical)

    def show_reports(self, reports: dict[str, Path]) -> None:
        chosen = self.language_box.currentData()
        self.language_box.clear()
        for language in reports:
            self.language_box.addItem(LANGUAGES[language], language)
        self.language_box.setCurrentIndex(max(0, self.language_box.findData(chosen)))
        self.language_box.setEnabled(bool(reports))
        self.report_button.setEnabled(bool(reports))

    def _show_details(self) -> None:
        """The faults of the last action, then what the chosen step is for, why it is in its state, and what the checks
        of its inputs found."""
        row = self.step_list.current()
        text = as_html(self._faults)
        if row is not None:
            state = f"{row.state_text}: {row.reason}" if row.reason else row.state_text
            text += f"<p>{html.escape(row.purpose)}</p><p><i>{html.escape(state)}</i></p>"
            text += checks_as_html(self.presenter.checks()) if row.id == "prepare" else ""
        self.details.setHtml(text)
        self._show_page("" if row is None else row.id)

    def _show_page(self, step_id: str) -> None:
        """The form, the curve, the checks and the notes of the chosen step."""
        presenter = self.presenter
        self.page.show_form(presenter.groups(step_id), presenter.folder, presenter.can_undo())
        self.page.show_held(presenter.held(step_id), presenter.share())
        self.page.show_checks(presenter.checklist(step_id), presenter.ticked(step_id))
        self.page.show_notes(presenter.notes(step_id))
        for place in (1, 2):
            self.page.setTabEnabled(place, presenter.pilot is not None and not presenter.running)

    def _try_share(self, share: int) -> None:
        self.page.sentence.setText(self.page.curve.sentence())
        self.presenter.try_share(share)

    def _add_note(self, text: str) -> None:
        step_id = self.step_list.current_id()
        self.presenter.add_note(step_id, text)
        self.page.show_notes(self.presenter.notes(step_id))

    def _follow(self, link: QUrl) -> None:
        """A repair of the checks was accepted."""
        if link.scheme() == REPAIR:
            self.presenter.accept_repair(int(link.path()))


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    return button


def _row(*parts: Any) -> QHBoxLayout:
    """Widgets side by side, each with its stretch."""
    layout = QHBoxLayout()
    for widget, stretch in parts:
        layout.addWidget(widget, stretch)
    return layout
