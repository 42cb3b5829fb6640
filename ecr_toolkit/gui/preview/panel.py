"""The panel: choose a document and a language, turn its pages, open its files in other programs."""

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...languages.formats import Formats
from ...languages.messages import LANGUAGES, _, interface
from ..boxes import Box
from ..labels import plain_label
from ..panel import Panel
from .page_view import PageView
from .renderer import Renderer
from .written import FORMATS, Written, written


class PreviewPanel(Panel):
    """The documents of a pilot as they were last written."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._written: list[Written] = []
        self._shown: Optional[tuple] = None  # the file in the view, with its time and size
        self._places: dict[Path, float] = {}  # where in a file the user was
        self.sentence = plain_label()
        self.documents, self.languages = Box(_("Document")), Box(_("Languages"))
        self.view = PageView()
        self.number = plain_label()
        self.number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons = {suffix: QPushButton(_("Open {format}").format(format=suffix.upper())) for suffix in FORMATS}
        self.folder_button = QPushButton(_("Open folder"))
        self._renderer = Renderer(self)
        self._build()
        self._connect()
        self.show_pilot(None)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.sentence, self.documents, self.languages):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.number)
        grid = QGridLayout()
        for place, button in enumerate((*self.buttons.values(), self.folder_button)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, place // 2, place % 2)
        layout.addLayout(grid)

    def _connect(self) -> None:
        self.documents.activated.connect(lambda _place: self._list_languages())
        self.languages.activated.connect(lambda _place: self._show_chosen())
        self.view.wanted.connect(self._renderer.draw)
        self.view.page_changed.connect(lambda _number: self._show_number())
        self._renderer.opened.connect(self._opened)
        self._renderer.drawn.connect(self.view.take)
        self._renderer.failed.connect(self._cannot_show)
        for suffix, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, suffix=suffix: _open(self._chosen().files[suffix]))
        self.folder_button.clicked.connect(lambda: _open(self._chosen().folder))

    def show_pilot(self, pilot: Any) -> None:
        found = [] if pilot is None else written(pilot)
        if found != self._written or not found:
            self._written = found
            titles = {one.document: _(one.title) for one in found}
            self.documents.show_choices((title, document) for document, title in titles.items())
            self._list_languages()
        else:
            self._show_chosen()

    def _list_languages(self) -> None:
        own = [one for one in self._written if one.document == self.documents.currentData()]
        self.languages.show_choices((LANGUAGES[one.language], one.language) for one in own)
        self._show_chosen()

    def _chosen(self) -> Optional[Written]:
        pair = (self.documents.currentData(), self.languages.currentData())
        return next((one for one in self._written if (one.document, one.language) == pair), None)

    def _show_chosen(self) -> None:
        """The chosen document, opened anew where it was written again."""
        chosen = self._chosen()
        files = chosen.files if chosen else {}
        for widget in (self.documents, self.languages, self.folder_button):
            widget.setVisible(chosen is not None)
        for suffix, button in self.buttons.items():
            button.setVisible(chosen is not None)
            button.setEnabled(suffix in files)
        shown = _stamp(files.get("pdf"))
        if shown == self._shown and shown is not None:
            return
        if self._shown is not None and self.view.count:
            self._places[self._shown[0]] = self.view.place
        self._shown = shown
        self.view.show_pages(0, 1.0)
        self._tell("" if shown else _("No document is written yet. Run this step first.") if chosen is None else
                   _("The pages of this file cannot be shown here: {file}.").format(file=f"{chosen.document}.pdf"))
        self._renderer.open(shown[0] if shown else None)

    def _opened(self, count: int, ratio: float) -> None:
        self.view.show_pages(count, ratio, self._places.get(self._shown[0], 0.0))
        self._show_number()

    def _cannot_show(self, error: Exception) -> None:
        self.view.show_pages(0, 1.0)
        self._tell(str(error))

    def _tell(self, sentence: str) -> None:
        """A sentence in place of the pages; none: the pages."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.view.setVisible(not sentence)
        self.number.setVisible(not sentence)
        self._show_number()

    def _show_number(self) -> None:
        numbers = Formats(interface.language)
        self.number.setText(f"{numbers.number(self.view.page)} / {numbers.number(self.view.count)}"
                            if self.view.count else "")


def _stamp(path: Optional[Path]) -> Optional[tuple]:
    """(file, time, size) of a file; None without one."""
    if path is None:
        return None
    state = path.stat()
    return path, state.st_mtime_ns, state.st_size


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
