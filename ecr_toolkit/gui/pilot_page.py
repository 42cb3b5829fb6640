"""The page of a pilot that is open: the list of its steps, what runs, and the page of the chosen step."""

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..languages.formats import Formats
from ..languages.messages import _, interface
from .coverage.panel import CoveragePanel
from .curve.panel import CurvePanel
from .findings import FindingsPanel
from .forms.makers import in_tip
from .labels import bold_label, plain_label
from .preview.panel import PreviewPanel
from .review.panel import ReviewPanel
from .step_list import StepList
from .step_page import StepPage
from .versions.panel import VersionsPanel
from .wording import isolated


class PilotPage(QWidget):
    """Widgets from top to bottom, which is also the order of the Tab key. ``canvas`` may be None (tests)."""

    def __init__(self, canvas: Any, project: Any, results: Any, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.start_button = QToolButton()
        self.start_button.setText(_("Start"))
        self.start_button.setToolTip(_("Back to the first page: other pilots, new pilot, language"))
        self.name_label = bold_label()
        self.back_button = QToolButton()
        self.back_button.setText("↷" if Formats(interface.language).rtl else "↶")
        self.back_button.setAccessibleName(_("Take back"))
        self.step_list = StepList()
        self.run_button = _button(_("Run step"), _("Run the chosen step and the steps it needs"))
        self.run_all_button = _button(_("Run all"), _("Run every step that is out of date"))
        self.cancel_button = _button(_("Cancel"), _("Stop the run; finished steps are kept"))
        self.progress_bar = QProgressBar()
        self.progress_bar.setAccessibleName(_("Progress"))
        self.line_label = plain_label()
        self.results_button = _button(_("Show results"), _("Add the results to the map as a group of layers"))
        self.more_button = QToolButton()
        self.more_button.setText("⋮")
        self.more_button.setToolTip(_("More"))
        self.more_button.setAccessibleName(_("More"))
        self.more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more_button)
        self.save_styles_action = menu.addAction(_("Save the styles as QML files"))
        self.more_button.setMenu(menu)
        self.curve = CurvePanel(results)
        self.step_page = StepPage(
            {"prepare": FindingsPanel(), "gaps": CoveragePanel(), "thresholds": self.curve},
            {"coordination": [(_("Review"), ReviewPanel(canvas)), (_("Versions"), VersionsPanel(canvas, project))],
             "documents": [(_("Pages"), PreviewPanel())]})
        self.step_page.setMinimumHeight(160)
        self.run_row = _row((self.run_button, 1), (self.run_all_button, 1))
        self.progress_row = _row((self.cancel_button, 0), (self.progress_bar, 1))
        self.results_row = _row((self.results_button, 1), (self.more_button, 0))
        lower = QWidget()
        layout = QVBoxLayout(lower)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.run_row)
        layout.addWidget(self.progress_row)
        layout.addWidget(self.line_label)
        layout.addWidget(self.step_page, 1)
        layout.addWidget(self.results_row)
        self.step_page.currentChanged.connect(lambda _tab: self._make_room())
        self._sizes: list[int] = []  # of list and page while one of them makes room
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.step_list)
        self.splitter.addWidget(lower)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(6, 6, 6, 6)
        page.addWidget(_row((self.start_button, 0), (self.name_label, 1), (self.back_button, 0)))
        page.addWidget(self.splitter, 1)

    def show_pilot(self, name: str, folder: Optional[Path]) -> None:
        """Its name, or that none is open."""
        self.name_label.setText(name or _("No pilot is open."))
        self.name_label.setToolTip("" if folder is None else isolated(folder))

    def show_running(self, running: bool, there: bool) -> None:
        """``there``: a pilot is open."""
        for button in (self.run_button, self.run_all_button, self.results_button, self.more_button):
            button.setEnabled(there and not running)
        self.progress_row.setVisible(running)
        self.show_progress(0.0, "")

    def show_back(self, what: str) -> None:
        """What was done last and can be taken back, "" for nothing."""
        self.back_button.setEnabled(bool(what))
        tip = _("Take back: {what}").format(what=what) if what else _("There is nothing to take back.")
        self.back_button.setToolTip(in_tip(tip))
        self.back_button.setAccessibleDescription(what)

    def event(self, event: Any) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.matches(QKeySequence.StandardKey.Undo):
            event.accept()  # in the dock the keys of undo are the dock's, whatever QGIS uses them for
            return True
        return super().event(event)

    def keyPressEvent(self, event: Any) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.back_button.click()
        else:
            super().keyPressEvent(event)

    def show_progress(self, share: float, left: str) -> None:
        """How far the run is (0-1) and how long it will still take, in words."""
        percent = round(100 * share)
        self.progress_bar.setValue(percent)
        self.progress_bar.setFormat(f"{percent}% · {left}" if left else f"{percent}%")

    def _make_room(self) -> None:
        """On a small screen a panel of its own needs the height: of the list stay two lines, and what runs steps and
        shows results is back on the other tabs."""
        room = self.step_page.wants_room()
        self.run_row.setVisible(not room)
        self.results_row.setVisible(not room)
        self.step_list.show_few(room)
        if room and not self._sizes:
            self._sizes = self.splitter.sizes()
            self.splitter.setSizes([0, sum(self._sizes)])  # the list takes its two rows all the same
        elif not room and self._sizes:
            self.splitter.setSizes(self._sizes)
            self._sizes = []

    def show_line(self, text: str) -> None:
        """What is being done just now."""
        self.line_label.setText(text)
        self.line_label.setVisible(bool(text))


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    return button


def _row(*parts: Any) -> QWidget:
    """Widgets side by side, each with its stretch."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget, stretch in parts:
        layout.addWidget(widget, stretch)
    return row
