"""The first page: what a newcomer can begin with, the pilots opened last, and the language of the toolkit."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...languages.messages import LANGUAGES, _, interface
from ...pilot.fields import FILE
from ...training.country import make
from ..boxes import Box
from ..faults import Fault
from ..interface_language import KEY
from ..labels import bold_label, plain_label
from ..wording import isolated
from ..work import Worker
from .folders import documents, training_folder

_FOLDER = Qt.ItemDataRole.UserRole
_ROWS = 2  # of recent pilots that are seen without scrolling, at least


class _Pilots(QListWidget):
    """The recent pilots: a click opens one, or Enter."""

    opened = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Recent pilots"))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setSpacing(2)
        self.setMinimumHeight(_ROWS * 2 * self.fontMetrics().lineSpacing())
        self.itemClicked.connect(self._open)

    def show_folders(self, folders: Sequence[Path]) -> None:
        self.clear()
        for folder in folders:
            name = country_of(folder)
            item = QListWidgetItem(f"{name}\n{isolated(folder)}")
            item.setData(_FOLDER, str(folder))
            item.setToolTip(isolated(folder))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {folder}")
            self.addItem(item)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._open(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(Path(item.data(_FOLDER)))


class StartPage(QScrollArea):
    """``new_asked`` and ``open_asked``: the user wants to make or to find a pilot; ``folder_chosen(folder)``: a pilot
    to open, a recent one or the training country just made; ``failed(error)``: it could not be made; ``back_asked``:
    to the pilot that is open; ``language_chosen(language)``: for the toolkit, "" for QGIS's own."""

    new_asked = pyqtSignal()
    open_asked = pyqtSignal()
    folder_chosen = pyqtSignal(object)
    failed = pyqtSignal(object)
    back_asked = pyqtSignal()
    language_chosen = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._worker = Worker()
        self.destroyed.connect(self._worker.forget)
        self.above = documents()  # where the training country's folder goes
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        self._layout = QVBoxLayout(page)
        self.back_button = QPushButton(_("Back to the pilot"))
        self.back_button.clicked.connect(self.back_asked.emit)
        self._layout.addWidget(self.back_button)
        self.fault = plain_label()
        self._layout.addWidget(self.fault)
        self.new_button = self._choice(_("New pilot"), _("Choose a country; all else is suggested."))
        self.new_button.clicked.connect(self.new_asked.emit)
        self.open_button = self._choice(_("Open a pilot"),
                                        _("Choose the folder of a pilot: the folder that holds pilot.json"))
        self.open_button.clicked.connect(self.open_asked.emit)
        self.training_button = self._choice(_("Training country"),
                                            _("Try every step on an invented country that has all data."))
        self.training_button.clicked.connect(self.make_training)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)  # how long it takes is not known
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(_("The training country is made…"))
        self._layout.addWidget(self.busy)
        self.recent_hint = plain_label(_("Pilots that you open will stand here."))
        self.recent = _Pilots()
        self.recent.opened.connect(self.folder_chosen.emit)
        self._layout.addWidget(bold_label(_("Recent pilots")))
        self._layout.addWidget(self.recent_hint)
        self._layout.addWidget(self.recent, 1)
        self._layout.addStretch()
        self._layout.addWidget(plain_label(_("Language of the toolkit")))
        self.language_box = _languages()
        self.language_box.activated.connect(
            lambda _row: self.language_chosen.emit(self.language_box.currentData()))
        self._layout.addWidget(self.language_box)
        self.setWidget(page)
        self._show_busy(False)
        self.show_back(False)
        self.show_recent([])
        self.show_faults([])

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Why a pilot could not be opened or made."""
        self.fault.setText("\n".join(" ".join(fault).strip() for fault in faults))
        self.fault.setVisible(bool(faults))

    def show_back(self, there: bool) -> None:
        """Whether there is an open pilot to go back to."""
        self.back_button.setVisible(there)

    def show_recent(self, folders: Sequence[Path]) -> None:
        """The pilots opened last, newest first: name of the country, and folder."""
        self.recent.show_folders(folders)
        self.recent.setVisible(bool(folders))
        self.recent_hint.setVisible(not folders)

    def make_training(self) -> None:
        """Make the training country in a folder of its own, in the background, then tell the folder."""
        if not self._worker.busy:
            folder = training_folder(self.above)
            self._show_busy(True)
            self._worker.do(_("The training country is made…"), lambda _feedback: make(folder),
                            self._made, self._not_made)

    def _made(self, folder: Path) -> None:
        self._show_busy(False)
        self.folder_chosen.emit(folder)

    def _not_made(self, error: BaseException) -> None:
        self._show_busy(False)
        self.failed.emit(error)

    def _show_busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        self.training_button.setEnabled(not busy)

    def _choice(self, title: str, line: str) -> QPushButton:
        """A large button, with a line beneath that explains it."""
        button = QPushButton(title)
        font = button.font()
        font.setBold(True)
        button.setFont(font)
        button.setMinimumHeight(int(2.2 * button.fontMetrics().height()))
        button.setAccessibleDescription(line)
        self._layout.addWidget(button)
        self._layout.addWidget(plain_label(line))
        self._layout.addSpacing(button.fontMetrics().height() // 2)
        return button


def country_of(folder: Path) -> str:
    """The name of a pilot's country in the interface's language; the folder's name where pilot.json tells none."""
    try:
        names = json.loads((folder / FILE).read_text(encoding="utf-8-sig"))["country"]["name"]
        return str(names.get(interface.language) or names["en"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return folder.name


def _languages() -> Box:
    """The languages of the toolkit by their own names; the chosen one is shown."""
    box = Box(_("Language of the toolkit"))
    box.show_choices([(_("As in QGIS"), ""), *((name, language) for language, name in LANGUAGES.items())])
    kept = QgsSettings().value(KEY, "")
    box.setCurrentIndex(max(0, box.findData(kept)))
    return box
