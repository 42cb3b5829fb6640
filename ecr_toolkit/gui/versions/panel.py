"""The panel: choose two lines, compare them, look at both on the map, go to what changed."""

import contextlib
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...errors import Cancelled, ToolkitError
from ...languages.messages import _
from ..boxes import Box
from ..labels import plain_label
from ..panel import Panel
from ..work import Worker
from .comparison import AFTER, BEFORE, Found, look
from .lines import WORKING, Line, lines_of, stamp
from .looks import Looks
from .on_map import COLOURS
from .pieces import PieceModel
from .summary import summary

_MARGIN = 1.6  # how much more than a piece is shown with it


class VersionsPanel(Panel):
    """Two lines of a pilot. What is found is kept until other lines are chosen or the pilot's files change."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._canvas, self._project = canvas, project
        self._pilot: Any = None
        self._stamp: Any = None
        self._lines: list[Line] = []
        self._found: Optional[Found] = None
        self._folder: Optional[tempfile.TemporaryDirectory] = None  # of what was found
        self._worker = Worker()
        self.destroyed.connect(self._worker.forget)
        self._build()
        self._connect()
        self.show_pilot(None)

    def _build(self) -> None:
        self.sentence = plain_label()
        self.first, self.second = Box(_("Earlier version")), Box(_("Later version"))
        self.compare_button, self.cancel_button = QPushButton(_("Compare")), QPushButton(_("Cancel"))
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Progress"))
        self.summary = plain_label()
        self.looks = Looks(self._canvas, self._project)
        self.pieces = PieceModel(self)
        self.table = QTableView()
        self.table.setModel(self.pieces)
        self.table.setAccessibleName(_("Change"))
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.table.setMinimumHeight(8 * self.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._choice = QWidget()
        form = QFormLayout(self._choice)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("Earlier version"), self.first)
        form.addRow(_("Later version"), self.second)
        layout.addWidget(self._choice)
        layout.addWidget(self.compare_button)
        row = QHBoxLayout()
        row.addWidget(self.cancel_button, 1)
        row.addWidget(self.progress, 1)
        layout.addLayout(row)
        layout.addWidget(self.sentence)
        layout.addWidget(self.summary)
        layout.addWidget(self.looks, 2)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)  # takes the room while there is no table

    def _connect(self) -> None:
        self.first.activated.connect(lambda _place: self._list_later())
        self.second.activated.connect(lambda _place: self._forget())
        self.compare_button.clicked.connect(self._compare)
        self.cancel_button.clicked.connect(self._worker.cancel)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._go_to(now.row()))
        self.table.clicked.connect(lambda index: self._go_to(index.row()))

    def show_pilot(self, pilot: Any) -> None:
        now = None if pilot is None else (pilot.folder, stamp(pilot))
        if now is not None and now == self._stamp:
            self._pilot = pilot
            return
        self._forget()
        self._pilot, self._stamp = pilot, now
        fault = ""
        try:
            self._lines = [] if pilot is None else lines_of(pilot)
        except ToolkitError as error:
            self._lines, fault = [], str(error)
        _fill(self.first, (line for line in self._lines if line.number != WORKING), COLOURS[BEFORE])
        self._list_later()
        self._choice.setVisible(self.second.count() > 0)
        self.compare_button.setVisible(self.second.count() > 0)
        self._tell(fault or ("" if self.second.count() else _(
            "There are not two lines to compare. Approve one with “{algorithm}” in the Processing toolbox.").format(
            algorithm=_("Approve the redline as a version"))))

    def _list_later(self) -> None:
        """The second line is one that came after the first."""
        self._forget()
        numbers = [line.number for line in self._lines]
        place = numbers.index(self.first.currentData()) if self.first.count() else len(numbers)
        _fill(self.second, self._lines[place + 1:], COLOURS[AFTER])

    def _tell(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    # Comparing

    def _compare(self) -> None:
        self._forget()
        self._tell("")
        self._folder = tempfile.TemporaryDirectory(prefix="ecr_toolkit_")
        what = self._pilot, self.first.currentData(), self.second.currentData(), date.today(), Path(self._folder.name)
        self._worker.do(_("Compare two versions of the redline"), lambda feedback: look(*what, feedback),
                        self._compared, self._not_compared, lambda percent: self.progress.setValue(round(percent)))
        self._show_state()

    def _not_compared(self, error: BaseException) -> None:
        self._forget()
        if isinstance(error, Cancelled):
            self._tell(error.sentence)
        else:
            self.failed.emit(error)

    def _compared(self, found: Found) -> None:
        self._found = found
        self.summary.setText(summary(found))
        self.pieces.show(found.changed)
        self.looks.offer(self._pilot, found, (self.first.currentText(), self.second.currentText()))
        self._show_state()

    def _forget(self) -> None:
        """Stop comparing and looking; close and remove the files."""
        self._worker.stop()
        self.looks.hide()
        self.looks.end()
        if self._folder is not None:
            with contextlib.suppress(OSError):  # a task that does not stop still has it; it goes when QGIS is closed
                self._folder.cleanup()
        self._found = self._folder = None
        self.pieces.show(())
        self._show_state()

    def _show_state(self) -> None:
        """What is seen while nothing was compared, while it is, and after."""
        running, there = self._worker.busy, self._found is not None
        self.compare_button.setEnabled(not running)
        self._choice.setEnabled(not running)
        for widget in (self.cancel_button, self.progress):
            widget.setVisible(running)
        self.progress.setValue(0)
        self.summary.setVisible(there)
        self.table.setVisible(there and bool(self.pieces.pieces))

    def _go_to(self, row: int) -> None:
        """Zoom to a piece, and flash it."""
        if not 0 <= row < len(self.pieces.pieces) or self._found is None:
            return
        outline = QgsGeometry()
        outline.fromWkb(self.pieces.pieces[row].outline)
        system = QgsCoordinateReferenceSystem.fromProj(self._found.crs)
        extent = QgsCoordinateTransform(system, self._canvas.mapSettings().destinationCrs(),
                                        self._project).transformBoundingBox(outline.boundingBox())
        extent.scale(_MARGIN)
        self._canvas.setExtent(extent)
        self._canvas.refresh()
        self._canvas.flashGeometries([outline], system)


def _fill(box: Box, lines: Iterable[Line], colour: str) -> None:
    """Lines with the colour that they have on the map."""
    picture = QPixmap(QSize(box.fontMetrics().ascent(), box.fontMetrics().ascent()))
    picture.fill(QColor(colour))
    box.show_choices(((line.title, line.number) for line in lines), QIcon(picture), last=True)
