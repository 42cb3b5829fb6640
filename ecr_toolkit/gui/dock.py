"""The dock: widgets only. What they show and do is the presenter's business."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis, QgsProject, QgsSettings
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QLocale, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QStackedWidget, QWidget

from ..errors import ToolkitError, unwritable
from ..in_qgis import open_pilot
from ..languages.messages import _, interface
from .begun_notes import BegunNotes
from .details import details_of
from .faults import Fault, faults_of
from .fonts import font_style
from .history import remember
from .interface_language import chosen_language, keep_language
from .key_numbers.html import as_html as numbers_as_html
from .key_numbers.steps import key_numbers
from .pilot_page import PilotPage
from .presenter import Presenter, StepRow
from .qml import save_styles
from .recent import Recent
from .results import Results
from .runner import Runner
from .start.draft import Draft
from .start.new_pilot_page import NewPilotPage
from .start.start_page import StartPage

TITLE = "ECR Toolkit"


class Dock(QgsDockWidget):
    """Three pages: the start, a new pilot, the pilot that is open. ``iface`` is QGIS's. ``language_changed`` when the
    user has chosen another language for the toolkit."""

    language_changed = pyqtSignal()

    def __init__(self, iface: Any, parent: Optional[QWidget] = None) -> None:
        super().__init__(TITLE, parent)
        self.setObjectName("EcrToolkitDock")  # QGIS restores its place by this name
        self._iface = iface
        self._faults: list[Fault] = []
        self._begun_notes = BegunNotes(QgsSettings())
        self.results = Results(QgsProject.instance(), iface.mapCanvas())
        self.presenter = Presenter(self, Runner(), self.results, Recent(QgsSettings()),
                                   lambda folder: open_pilot(folder, whole=False))
        self._build()
        self.presenter.start()
        self.pages.setCurrentWidget(self.start_page)

    def _build(self, draft: Optional[Draft] = None) -> None:
        """All widgets, in the interface's language; QGIS itself knows no Urdu, so the direction is set here."""
        self.setLayoutDirection(QLocale(interface.language).textDirection())
        self.setStyleSheet(font_style(interface.language))
        self.start_page = StartPage()
        self.new_page = NewPilotPage(draft)
        self.pilot_page = PilotPage(self._iface.mapCanvas(), QgsProject.instance(), self.results)
        self.pages = QStackedWidget()
        for page in (self.start_page, self.new_page, self.pilot_page):
            self.pages.addWidget(page)
        old = self.widget()
        self.setWidget(self.pages)
        if old is not None:
            old.deleteLater()
        self._connect_start()
        self._connect_pilot()

    def _connect_start(self) -> None:
        start, new = self.start_page, self.new_page
        start.open_asked.connect(self.choose_folder)
        start.folder_chosen.connect(self.open_pilot)
        start.new_asked.connect(lambda: self.pages.setCurrentWidget(self.new_page))
        start.back_asked.connect(lambda: self.pages.setCurrentWidget(self.pilot_page))
        start.language_chosen.connect(self.use_language)
        start.failed.connect(self._tell)
        new.back_asked.connect(self.show_start)
        new.created.connect(self.open_pilot)
        new.failed.connect(self._tell)

    def _connect_pilot(self) -> None:
        page = self.pilot_page
        page.start_button.clicked.connect(self.show_start)
        page.run_button.clicked.connect(self._run_step)
        page.run_all_button.clicked.connect(lambda: self._run(""))
        page.back_button.clicked.connect(self.presenter.take_back)
        page.cancel_button.clicked.connect(self.presenter.cancel)
        page.results_button.clicked.connect(self.presenter.show_results)
        page.save_styles_action.triggered.connect(lambda: self._save_styles())
        page.step_list.chosen.connect(lambda _id: self._show_step())
        page.step_list.itemActivated.connect(lambda _item: self._run_step())
        steps = page.step_page
        steps.edited.connect(self.presenter.edit)
        steps.details.anchorClicked.connect(lambda link: self._show_setting(link.path()))
        steps.refused.connect(lambda _name, sentence: self.show_line(sentence))
        steps.undo_asked.connect(self.presenter.undo_edit)
        steps.ticked.connect(lambda item, done: self.presenter.tick(self.current_step, item, done))
        steps.noted.connect(lambda text: self.presenter.add_note(self.current_step, text))
        steps.note_begun.connect(self._keep_note)
        steps.note_taken_back.connect(lambda: self.presenter.take_note_back(self.current_step))
        for panel in steps.all_panels():
            panel.changed.connect(self.presenter.look_again)
            panel.failed.connect(self._tell)
            panel.did.connect(self.presenter.did)
            panel.undone.connect(self.presenter.undone)
        page.curve.edited.connect(self.presenter.edit)

    # What the user does

    @property
    def current_step(self) -> str:
        """Id of the step whose page is shown."""
        return self.pilot_page.step_list.current_id()

    def free_pilot(self) -> Any:
        """The open pilot, None while a run writes its files."""
        return None if self.presenter.running else self.presenter.pilot

    def show_start(self) -> None:
        """Back to the first page; the pilot stays open and its run goes on."""
        self.start_page.show_back(self.presenter.pilot is not None)
        self.pages.setCurrentWidget(self.start_page)

    def show_step(self, step_id: str) -> None:
        """Go to the page of a step."""
        self.pilot_page.step_list.choose(step_id)
        self.pages.setCurrentWidget(self.pilot_page)
        self.setUserVisible(True)

    def _show_setting(self, field: str) -> None:
        """Go to the entry of a form that a field of the recipe can be changed in."""
        step, name = self.presenter.setting(field)
        if step:
            self.show_step(step)
            self.pilot_page.step_page.show_setting(name)

    def _keep_note(self, text: str) -> None:
        if self.presenter.folder is not None:
            self._begun_notes.keep(self.presenter.folder, self.current_step, text)

    def choose_folder(self) -> None:
        """Ask for a pilot's folder and open it."""
        start = "" if self.presenter.pilot is None else str(self.presenter.pilot.folder.parent)
        folder = QFileDialog.getExistingDirectory(self, _("Folder of the pilot"), start)
        if folder:
            self.open_pilot(Path(folder))

    def open_pilot(self, folder: Path) -> None:
        """Open a pilot and show it; while another one runs nothing happens."""
        self.presenter.open(folder)
        if self.presenter.folder == Path(folder):
            self.pages.setCurrentWidget(self.pilot_page)

    def use_language(self, language: str) -> None:
        """Show the toolkit in another language ("": QGIS's) from now on; a run that goes on is not disturbed."""
        keep_language(QgsSettings(), language)
        interface.use(chosen_language(QgsSettings()))
        step, page = self.current_step, self.pages.currentIndex()
        self.pilot_page.step_page.show_panels("", None)
        self._build(self.new_page.draft)
        self.presenter.start()
        self.pilot_page.step_list.choose(step)
        self.pages.setCurrentIndex(page)
        self.start_page.show_back(self.presenter.pilot is not None)
        if self.presenter.pilot is not None and not self.presenter.running:
            self.results.retitle(self.presenter.pilot)
        self.language_changed.emit()

    def close_down(self) -> None:
        """Before the dock is deleted."""
        self.pilot_page.step_page.show_panels("", None)
        self.presenter.close()

    def _save_styles(self) -> None:
        try:
            written = save_styles(self.presenter.pilot)
        except ToolkitError as error:
            self._tell(error)
        except OSError as error:
            self._tell(unwritable(error))
        else:
            self.show_line(_("Styles written: {count}.").format(count=len(written)))

    def _run_step(self) -> None:
        if self.pilot_page.run_button.isEnabled() and self.current_step:
            self._run(self.current_step)

    def _run(self, step_id: str) -> None:
        """Run a step and what it needs, "" for all, and note it in the Processing history."""
        self.presenter.run(step_id or None)
        if self.presenter.running and self.presenter.folder is not None:
            remember(step_id, self.presenter.folder)

    def _tell(self, error: BaseException) -> None:
        self.show_faults(faults_of(error))

    # What the presenter asks for

    def show_recent(self, folders: Sequence[Path]) -> None:
        self.start_page.show_recent(folders)

    def show_pilot(self, name: str, folder: Optional[Path]) -> None:
        self.pilot_page.show_pilot(name, folder)

    def show_steps(self, rows: list[StepRow]) -> None:
        self.pilot_page.step_list.show_rows(rows)
        self._show_step()

    def show_running(self, running: bool) -> None:
        self.pilot_page.show_running(running, self.presenter.pilot is not None)

    def show_progress(self, share: float, left: str) -> None:
        self.pilot_page.show_progress(share, left)

    def show_line(self, text: str) -> None:
        self.pilot_page.show_line(text)

    def show_back(self, what: str) -> None:
        self.pilot_page.show_back(what)

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """In the details, and in the message bar, where they are seen with the dock closed: the bar has room for one
        sentence, its button tells the remedy and the other faults."""
        self._faults = list(faults)
        self.start_page.show_faults(faults)
        self._show_step()
        if faults:
            sentence = html.escape(faults[0][0])  # the bar reads HTML; what its button shows is plain
            more = "\n".join([faults[0][1], *(" ".join(fault) for fault in faults[1:])])
            self._iface.messageBar().pushMessage(TITLE, sentence, more, Qgis.MessageLevel.Critical)

    def _show_step(self) -> None:
        """The page of the chosen step: text, panels, form, checks and notes. While a run writes the files of the pilot
        nothing of it is held open."""
        presenter, page = self.presenter, self.pilot_page.step_page
        row = self.pilot_page.step_list.current()
        step_id = "" if row is None else row.id
        pilot = self.free_pilot()
        numbers = numbers_as_html(key_numbers(step_id, pilot)) if pilot is not None else ""
        advice = presenter.advice(step_id)
        absent = [] if presenter.pilot is None else presenter.pilot.recipe.absent
        faults = [*self._faults, *(fault for fault in absent if fault not in self._faults)]
        page.show_words(details_of(row, numbers, faults),
                        [] if row is None else [row.purpose, *map(_, advice.principle)])
        page.show_panels(step_id, pilot)
        page.show_form(presenter.groups(step_id), presenter.folder, presenter.can_undo())
        page.show_checks(advice.checks, advice.mistakes, presenter.ticked(step_id))
        begun = self._begun_notes.of(presenter.folder, step_id) if presenter.folder is not None else ""
        page.show_notes((presenter.folder, step_id), presenter.notes(step_id), begun)
        page.enable_work(pilot is not None)
