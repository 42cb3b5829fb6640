"""The folder of a new pilot: suggested until the user names one."""

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ...languages.messages import _
from .folders import documents, free_folder


class FolderChoice(QWidget):
    """A line with the path, and a button that asks for a folder."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.above = documents()  # where suggested folders lie
        self._own = False
        self.line = QLineEdit()
        self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # paths run so in every language
        self.line.setAccessibleName(_("Folder of the pilot"))
        self.line.textEdited.connect(self._edited)
        self.button = QToolButton()
        self.button.setText("…")
        self.button.setAccessibleName(_("Choose a folder"))
        self.button.setToolTip(_("Choose a folder"))
        self.button.clicked.connect(lambda _checked: self._ask())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)

    def folder(self) -> Optional[Path]:
        """The folder as the line has it, a relative one in the folder for documents; None when it is empty."""
        text = self.line.text().strip()
        return self.above / Path(text).expanduser() if text else None

    def suggest(self, name: str) -> None:
        """A free folder of this name ("" for none), unless the user has named one."""
        if not self._own:
            self.line.setText(str(free_folder(name, self.above)) if name else "")

    def forget(self) -> None:
        """What the user named no longer counts: it was for another country, or there is a pilot in it now."""
        self._own = False

    def _edited(self, text: str) -> None:
        self._own = bool(text.strip())

    def _ask(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the pilot"), str(self.above))
        if chosen:
            self.line.setText(chosen)
            self._own = True
