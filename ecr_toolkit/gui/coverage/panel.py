"""The panel of the gaps page: bars of coverage of a subject that the user chooses, in the order that they choose."""

import html
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...documents.context import Context
from ...errors import ToolkitError
from ...languages.formats import Formats
from ...languages.messages import _, interface
from ...steps.coverage import PROTECTED as BEFORE
from ...steps.coverage import WITH_REDLINE
from ..boxes import Box
from ..labels import plain_label
from ..panel import Panel
from .bars import ADDED, BOTH, BY_GAP, BY_NAME, OECM, PA, PROTECTED, REDLINE, TITLES, Bar, in_order
from .chart import CoverageChart
from .drawing import COLOURS
from .subjects import SUBJECTS, Subject
from .telling import lines_of

_TABLES = (*BEFORE.values(), *WITH_REDLINE.values(), "target3", "not_assessed_function", "not_assessed_sensitivity")
# Band → the sets of which one must be known for it to be drawn
_SHOWN_BY = {PA: {PA}, OECM: {PROTECTED}, ADDED: {REDLINE, BOTH}}


class CoveragePanel(Panel):
    """``picked(kind, id)``: a bar was chosen: the id of its subject, and its own."""

    picked = pyqtSignal(str, str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._pilot: Any = None
        self._shown: Any = None
        self._context: Optional[Context] = None
        self._bars: list[Bar] = []
        self.subject_box = Box(_("What the bars show"))
        self.subject_box.show_choices([(_(subject.title), subject.id) for subject in SUBJECTS])
        self.order_box = Box(_("Order of the bars"))
        self.order_box.show_choices([(_("By gap"), BY_GAP), (_("By name"), BY_NAME)])
        self.sentence = plain_label()
        self.legend = plain_label()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.chart = CoverageChart()
        self.details = plain_label()
        row = QHBoxLayout()
        row.addWidget(self.subject_box, 3)
        row.addWidget(self.order_box, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        for widget in (self.sentence, self.legend, self.chart, self.details):
            layout.addWidget(widget, 1 if widget is self.chart else 0)
        self.subject_box.currentIndexChanged.connect(lambda _index: self._refresh())
        self.order_box.currentIndexChanged.connect(lambda _index: self._draw())
        self.chart.moved.connect(self._show_details)
        self.chart.picked.connect(lambda id: self.picked.emit(self.subject_box.currentData(), id))
        self._show("")

    def show_pilot(self, pilot: Any) -> None:
        self._pilot = pilot
        self._refresh()

    def show_subject(self, subject: str) -> None:
        """Choose what the bars show."""
        self.subject_box.setCurrentIndex(max(0, self.subject_box.findData(subject)))

    def _refresh(self) -> None:
        """Read the tables again where they, the recipe or the language are others; draw where the subject is, too."""
        subject = SUBJECTS[self.subject_box.currentIndex()]
        state = None if self._pilot is None else (interface.language, _state_of(self._pilot))
        if (subject.id, state) == self._shown:
            return
        if self._shown is None or state != self._shown[1]:
            self._context = None
        self._shown, self._bars = (subject.id, state), []
        self._show("" if self._pilot is None else self._read(subject))

    def _read(self, subject: Subject) -> str:
        """Fill the bars; where there are none, gives the sentence that says why and what to do."""
        if not self._pilot.table(BEFORE["units"]).is_file():
            return _("This pilot has no results to show yet.") + " " + _("Run its steps first.")
        try:
            self._context = self._context or Context(self._pilot, interface.language)
            self._bars = subject.read(self._context)
        except ToolkitError as error:
            return f"{error.sentence} {error.remedy}"
        except (KeyError, TypeError, ValueError):  # a table that was cut short or edited by hand
            return _("A result is missing or was changed: {file}.").format(file="tables")
        return "" if self._bars else "\n".join(filter(None, (_(subject.nothing), _(subject.remedy))))

    def _show(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        for widget in (self.legend, self.chart, self.details):
            widget.setVisible(bool(self._bars))
        self.legend.setText(_legend(self._bars))
        self._draw()

    def _draw(self) -> None:
        self.chart.show_bars(in_order(self._bars, self.order_box.currentData(), Formats(interface.language)))

    def _show_details(self) -> None:
        bar = self.chart.current()
        self.details.setText("" if bar is None else "\n".join(lines_of(bar, Formats(interface.language))))


def _state_of(pilot: Any) -> tuple:
    """Of the files and fields that the bars are made of: it changes when they do."""
    tables = [path.stat() if path.is_file() else None for path in (pilot.table(name) for name in _TABLES)]
    return (pilot.folder, pilot.recipe.values,
            tuple(None if found is None else (found.st_mtime_ns, found.st_size) for found in tables))


def _legend(bars: list[Bar]) -> str:
    """The colours that there are, and the mark of the target."""
    known = {name for bar in bars for name in bar.shares}
    entries = [f'<span style="color:{COLOURS[band]}">■</span>&nbsp;{_unbroken(_(TITLES[band]))}'
               for band, shown_by in _SHOWN_BY.items() if known & shown_by]
    if any(bar.target is not None for bar in bars):
        entries.append("<b>┃</b>&nbsp;" + _unbroken(_("Target")))
    return " &nbsp; ".join(entries)


def _unbroken(text: str) -> str:
    return html.escape(text).replace(" ", "&nbsp;")
