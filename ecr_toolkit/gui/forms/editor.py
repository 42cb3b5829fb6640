"""The base of a form's widgets: each shows a value, tells what it shows and when the user has changed it."""

from collections.abc import Sequence
from typing import Any, Callable

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_UNREAD = object()


class Editor(QWidget):
    """A widget for one entry. ``changed`` comes when the user has finished a change; ``told(sentence)`` while one is
    typed that cannot be, or a file is copied ("" when that is over)."""

    changed = pyqtSignal()
    told = pyqtSignal(str)

    def __init__(self, inner: Sequence[QWidget], read: Callable[[], Any], show: Callable[[Any], None],
                 layout: Callable[[QWidget], QBoxLayout] = QHBoxLayout) -> None:
        super().__init__()
        self._read, self._show = read, show
        self._given: Any = None
        self._seen = self._last = _UNREAD  # what the widget gave for the value it was given, and when it last told
        self._showing = False
        self.inner = list(inner)
        self.box = layout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        for widget in inner:
            self.box.addWidget(widget)
        self.setFocusProxy(self.inner[0])

    def value(self) -> Any:
        """What is shown; as it was given while nobody has changed it, so that no form of writing is lost. ValueError
        with a sentence for what cannot be read."""
        read = self._read()
        return self._given if read == self._seen else read

    def show_value(self, value: Any) -> None:
        """Show a value without telling of a change."""
        self._showing = True
        self._show(value)
        self._showing = False
        self._given = value
        try:
            self._seen = self._read()
        except ValueError:
            self._seen = _UNREAD
        self._last = self._seen

    def tell(self, *_signal: Any) -> None:
        """The user has finished a change; what was told before, or is as it was given, is not told again."""
        if self._showing:
            return
        try:
            read = self._read()
        except ValueError:
            read = _UNREAD
        if read is not _UNREAD and read == self._last:
            self.told.emit("")
            return
        self._last = read
        self.changed.emit()
