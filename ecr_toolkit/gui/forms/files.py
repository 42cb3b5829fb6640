"""A file of the pilot: typed, chosen, or dropped; one from elsewhere is copied into the folder in the background."""

from pathlib import Path
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QLineEdit, QToolButton, QWidget

from ...errors import Cancelled
from ...feedback import Feedback
from ...languages.formats import Formats
from ...languages.messages import _, interface
from ..work import Worker
from .dropped import Dropped, can_take, dropped_of
from .editor import Editor
from .entry import Entry
from .taking import take_in


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
            _accept(event)

    def dragMoveEvent(self, event: Any) -> None:
        _accept(event)

    def dropEvent(self, event: Any) -> None:
        _accept(event)
        try:
            self.dropped.emit(dropped_of(event.mimeData()))
        except (ValueError, RuntimeError) as fault:
            self.refused.emit(str(fault))


def _accept(event: Any) -> None:
    """As a copy: who drags would take a layer out of QGIS's tree, or a file off the disk, that was moved."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class FileEditor(Editor):
    """The path of a file in the pilot's folder. ``taken(dropped)``: a file was chosen or dropped and lies there now;
    ``keep_layer``: the recipe can name the layer of a raster. While a file is copied, the button stops it."""

    taken = pyqtSignal(object)

    def __init__(self, entry: Entry, folder: Path, keep_layer: bool = False) -> None:
        empty, hint = next(iter(entry.choices.items()), ("", _("Drop a layer or a file here")))
        self.line, self.button = DropLine(hint), QToolButton()
        super().__init__([self.line, self.button], lambda: self.line.text().strip() or empty, self._begin)
        self._empty = empty
        self._folder, self._keep_layer = folder, keep_layer
        self._worker = Worker()
        self.destroyed.connect(self._worker.forget)
        self.button.clicked.connect(self._choose_or_stop)
        self.line.dropped.connect(self.take)
        self.line.refused.connect(self.told.emit)
        self.line.editingFinished.connect(self.tell)
        self._show_busy()

    def _begin(self, path: str) -> None:
        self.line.setText("" if path in (self._empty, None) else path)
        self.line.setCursorPosition(0)

    def _choose_or_stop(self) -> None:
        if self._worker.busy:
            self._worker.cancel()
            return
        path = QFileDialog.getOpenFileName(self, _("Choose a file"), str(self._folder))[0]
        if path:
            self.take(Dropped(Path(path)))

    def take(self, dropped: Dropped) -> None:
        """Bring a file into the pilot's folder, in the background, and name it."""
        def copy(feedback: Feedback) -> Dropped:
            return take_in(dropped, self._folder, feedback, self._keep_layer)

        self._worker.do(_("Copying a file"), copy, self._took, self._not_taken, self._tell_progress)
        self.told.emit(_("Copying a file"))
        self._show_busy()

    def _tell_progress(self, percent: float) -> None:
        self.told.emit(" · ".join((_("Copying a file"), Formats(interface.language).percent(percent, 0))))

    def _took(self, taken: Dropped) -> None:
        self._show_busy()
        self.told.emit("")
        self.line.setText(taken.path.as_posix())
        self.taken.emit(taken)
        self.tell()

    def _not_taken(self, error: BaseException) -> None:
        self._show_busy()
        reason = getattr(error, "strerror", None) or str(error)
        self.told.emit("" if isinstance(error, Cancelled) else
                       _("The file was not copied: {reason}.").format(reason=reason))

    def _show_busy(self) -> None:
        busy = self._worker.busy
        self.line.setEnabled(not busy)
        self.button.setText("✕" if busy else "…")
        self.button.setToolTip(
            _("Cancel") if busy else _("Choose a file; one from elsewhere is copied into the pilot's folder"))
