"""The page that makes a new pilot: country, languages, data, grid, folder; all but the country is suggested."""

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ...errors import ToolkitError
from ...in_qgis import world_map
from ...languages.messages import _
from ...pilot.new_pilot import create
from ..faults import faults_of
from ..labels import bold_label, plain_label
from ..work import Worker
from .countries import Country, countries, under
from .country_choice import CountryChoice
from .data_choice import DataChoice
from .draft import Draft
from .folder_choice import FolderChoice
from .grid_choice import GridChoice
from .islands_choice import IslandsChoice
from .language_ticks import LanguageTicks
from .own_layer import OwnLayer, read_own
from .units_choice import UnitsChoice


class NewPilotPage(QScrollArea):
    """``created(folder)``: the pilot is there; ``back_asked``: to the first page; ``failed(error)``: it could not be
    made, which the page tells too."""

    created = pyqtSignal(object)
    back_asked = pyqtSignal()
    failed = pyqtSignal(object)

    def __init__(self, draft: Optional[Draft] = None, parent: Optional[QWidget] = None) -> None:
        """``draft``: what was chosen before the language was switched."""
        super().__init__(parent)
        self.draft = draft or Draft()
        self._worker = Worker()
        self.destroyed.connect(self._worker.forget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._build()
        self._connect()
        self._show_draft()

    def _build(self) -> None:
        """Widgets, from top to bottom, which is also the order of the Tab key."""
        self.back_button = QPushButton(_("Back"))
        self.country, self.units, self.islands = CountryChoice(), UnitsChoice(), IslandsChoice()
        self.languages, self.data, self.grid = LanguageTicks(), DataChoice(), GridChoice()
        self.folder = FolderChoice()
        self.fault = plain_label()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)  # how long it takes is not known
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(_("Progress"))
        self.create_button = QPushButton(_("Create"))
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(4, 4, 4, 4)
        for widget in (
                self.back_button, bold_label(_("Country")), self.country, self.units, self.islands,
                bold_label(_("Languages of the documents")), self.languages, bold_label(_("Data")), self.data,
                bold_label(_("Cell size")), self.grid, bold_label(_("Folder of the pilot")), self.folder,
                self.fault, self.busy, self.create_button):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(page)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back_asked.emit)
        self.country.chosen.connect(lambda country: self._describe(country, self.draft.own))
        self.units.layer.chosen.connect(self._read)
        self.units.layer.taken_back.connect(lambda: self._describe(self.draft.country, None))
        self.units.layer.failed.connect(self._fail)
        self.units.fields_chosen.connect(self._choose_fields)
        self.islands.chosen.connect(self._leave_far)
        self.languages.changed.connect(self._choose_languages)
        self.data.chosen.connect(self._use_starter)
        self.grid.chosen.connect(self._choose_size)
        self.create_button.clicked.connect(lambda _checked: self._create())

    # What the user does

    def showEvent(self, event: Any) -> None:
        """The world map is read when the page is first seen; a folder that was used meanwhile is not offered again."""
        super().showEvent(event)
        if not self.country.countries and not self._worker.busy:
            self._work(_("The world map is read…"), lambda: countries(world_map()), self.country.show_countries)
        self._suggest_folder()

    def _describe(self, country: Optional[Country], own: Optional[OwnLayer]) -> None:
        """Another country, or another layer; one does not rule out the other: the layer may lie in disputed land."""
        self.draft.choose(country, own)
        self.folder.forget()
        self._show_draft()

    def _read(self, given: Any) -> None:
        known = self.country.countries

        def read() -> tuple[OwnLayer, Optional[Country]]:
            own = read_own(given.path, given.layer)
            return own, under(known, own.outline)

        self._work(_("The layer is read…"), read,
                   lambda found: self._describe(found[1] or self.draft.country, found[0]))

    def _choose_fields(self, codes: str, names: str) -> None:
        self.draft.fields = (codes, names)

    def _leave_far(self, out: bool) -> None:
        self.draft.leave_far_islands(out)
        self.grid.show_draft(self.draft)

    def _choose_languages(self) -> None:
        self.draft.languages = self.languages.languages()
        self.grid.show_draft(self.draft)

    def _use_starter(self, starter: bool) -> None:
        self.draft.use_starter(starter)
        self.grid.show_draft(self.draft)

    def _choose_size(self, cell_m: int) -> None:
        self.draft.cell_m = cell_m
        self.grid.show_draft(self.draft)

    def _create(self) -> None:
        folder, draft = self.folder.folder(), self.draft
        if folder is None:
            self._fail(ToolkitError(_("The pilot has no folder."), _("Choose a folder that is empty, or a new one.")))
        else:
            self._work(_("The pilot is made…"), lambda: create(folder, draft.start()), self._created)

    def _created(self, folder: Any) -> None:
        self.folder.forget()
        self.created.emit(folder)

    # What is shown

    def _work(self, title: str, do: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do something in the background; meanwhile nothing can be changed."""
        def ended(given: Any) -> None:
            self._show_busy(False)
            done(given)

        self.fault.hide()
        self._show_busy(True)
        self._worker.do(title, lambda _feedback: do(), ended, self._fail)

    def _fail(self, error: BaseException) -> None:
        """What was shown before stays; the fault is told beside the button."""
        self._show_draft()
        self.fault.setText("\n".join(" ".join(fault).strip() for fault in faults_of(error)))
        self.fault.show()
        self.widget().layout().activate()
        self.ensureWidgetVisible(self.fault)
        self.failed.emit(error)

    def _show_busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        for widget in (self.country, self.units, self.islands, self.languages, self.data, self.grid, self.folder):
            widget.setEnabled(not busy)
        self.create_button.setEnabled(not busy and self.draft.country is not None)

    def _show_draft(self) -> None:
        draft = self.draft
        self.fault.hide()
        self.country.show_chosen(draft.country)
        self.units.show_own(draft.own, *draft.fields)
        self.islands.show_far(draft.far, draft.leave_out)
        self.languages.show_languages(draft.languages)
        self.grid.show_draft(draft)
        self._suggest_folder()
        self._show_busy(False)

    def _suggest_folder(self) -> None:
        country = self.draft.country
        self.folder.suggest("" if country is None else country.name)
