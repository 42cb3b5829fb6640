"""A file of the pilot: typed, chosen, or dropped; one from elsewhere is copied into the folder in the background."""

import sqlite3
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QLineEdit, QToolButton, QWidget

from ...languages.messages import _
from .dropped import Dropped, can_take, dropped_of
from .editor import Editor
from .entry import Entry
from .taking import take_in

_running: set[QgsTask] = set()  # a task that nobody holds ends before its time


class DropLine(QLineEdit):
    """A line for a file in the pilot's folder, on which a layer of the map or a file can be dropped."""

    dropped = pyqtSignal(object)
    refused = pyqtSignal(str)

    def __init__(self, hint: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setPlaceholderText(hint)

    def dragEnterEvent(self, event: Any) -> None:
        if can_take(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: Any) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        event.acceptProposedAction()
        try:
            self.dropped.emit(dropped_of(event.mimeData()))
        except (ValueError, RuntimeError) as fault:
            self.refused.emit(str(fault))


class FileEditor(Editor):
    """The path of a file in the pilot's folder. ``taken(dropped)``: a file was chosen or dropped and lies there now;
    ``keep_layer``: the recipe can name the layer of a raster."""

    taken = pyqtSignal(object)

    def __init__(self, entry: Entry, folder: Path, keep_layer: bool = False) -> None:
        empty, hint = next(iter(entry.choices.items()), ("", _("Drop a layer or a file here")))
        self.line, button = DropLine(hint), QToolButton()
        super().__init__([self.line, button], lambda: self.line.text().strip() or empty, self._begin)
        self._empty = empty
        self._folder, self._keep_layer = folder, keep_layer
        button.setText("…")
        button.setToolTip(_("Choose a file; one from elsewhere is copied into the pilot's folder"))
        button.clicked.connect(self._choose)
        self.line.dropped.connect(self.take)
        self.line.refused.connect(self.told.emit)
        self.line.editingFinished.connect(self.tell)

    def _begin(self, path: str) -> None:
        self.line.setText("" if path in (self._empty, None) else path)
        self.line.setCursorPosition(0)

    def _choose(self) -> None:
        path = QFileDialog.getOpenFileName(self, _("Choose a file"), str(self._folder))[0]
        if path:
            self.take(Dropped(Path(path)))

    def take(self, dropped: Dropped) -> None:
        """Bring a file into the pilot's folder and name it."""
        self.line.setEnabled(False)
        self.told.emit("")
        in_background(lambda: take_in(dropped, self._folder, self._keep_layer), self._took)

    def _took(self, taken: Optional[Dropped], fault: str) -> None:
        if sip.isdeleted(self):
            return
        self.line.setEnabled(True)
        if taken is None:
            self.told.emit(fault)
            return
        self.line.setText(taken.path.as_posix())
        self.taken.emit(taken)
        self.tell()


def in_background(work: Callable[[], Dropped], done: Callable[[Optional[Dropped], str], None]) -> None:
    """Do the work on another thread; ``done(result, fault)`` comes on this one."""
    def run(_task: QgsTask) -> tuple[Optional[Dropped], str]:
        try:
            return work(), ""
        except (OSError, RuntimeError, sqlite3.Error) as fault:
            return None, _("The file was not copied: {reason}.").format(
                reason=getattr(fault, "strerror", None) or str(fault))

    def finished(error: Any, result: Any = None) -> None:
        _running.discard(task)
        done(*(result or (None, _("The file was not copied: {reason}.").format(reason=error))))

    task = QgsTask.fromFunction(_("Copying a file"), run, on_finished=finished)
    _running.add(task)
    QgsApplication.taskManager().addTask(task)
