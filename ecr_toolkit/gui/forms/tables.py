"""Objects and lists of the recipe as rows that can be added and removed."""

from collections.abc import Sequence
from typing import Any, Callable

from qgis.PyQt.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from ...languages.messages import _
from .editor import Editor
from .entry import CHOICE, FILE, PARAGRAPH, SEVERAL, Entry

_WIDE = (FILE, PARAGRAPH, SEVERAL)  # kinds of cells that take a line of their own
_EMPTY: tuple = ("", None, [])


class RowsEditor(Editor):
    """Rows of cells, each with a button that removes it, and one below that adds a row. A row with an empty cell is not
    written yet. ``make``: what makes the widget of a cell; ``stacked``: cells stand below each other."""

    def __init__(self, cells: Sequence[Entry], make: Callable[[Entry], Editor], read: Callable[[list], Any],
                 show: Callable[[Any], Sequence[Sequence[Any]]], stacked: bool = False) -> None:
        self._cells, self._make = cells, make
        self._stacked = stacked or any(cell.kind in _WIDE for cell in cells)
        self._rows: list[tuple[QWidget, list[Editor]]] = []
        self._holder = QWidget()
        self.add_button = QPushButton(_("Add a row"))
        super().__init__([self._holder, self.add_button], lambda: read(self._filled()),
                         lambda value: self.draw(show(value)), QVBoxLayout)
        self._lines = QVBoxLayout(self._holder)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.inner = [self.add_button]
        self.setFocusProxy(self.add_button)
        self.add_button.clicked.connect(self._add)

    def _filled(self) -> list[list[Any]]:
        return [row for row in self.cells() if all(value not in _EMPTY for value in row)]

    def cells(self) -> list[list[Any]]:
        """What stands in each row, finished or not. ValueError with a sentence for what cannot be read."""
        return [[editor.value() for editor in editors] for _row, editors in self._rows]

    def draw(self, rows: Sequence[Sequence[Any]]) -> None:
        """Show other rows."""
        while self._rows:
            self._drop(self._rows[-1][0])
        for values in rows:
            self._append(values)

    def _add(self) -> None:
        taken = [editors[0].value() for _row, editors in self._rows]
        first = self._cells[0]
        free = next((id for id in first.choices if id not in taken), first.value) if first.kind == CHOICE else ""
        self._append([free, *(cell.value for cell in self._cells[1:])])
        self._rows[-1][1][0].setFocus()

    def _append(self, values: Sequence[Any]) -> None:
        row, remove = QWidget(), QToolButton()
        remove.setText("✕")
        remove.setToolTip(_("Remove the row"))
        remove.setAccessibleName(_("Remove the row"))
        remove.clicked.connect(lambda: (self._drop(row), self.tell()))
        editors = [self._make(cell) for cell in self._cells]
        lines: QBoxLayout = QVBoxLayout(row)
        lines.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        lines.addLayout(top)
        for place, (editor, value) in enumerate(zip(editors, values)):
            editor.show_value(value)
            editor.changed.connect(self.tell)
            editor.told.connect(self.told.emit)
            if place and self._stacked:
                lines.addWidget(editor)
            else:
                top.addWidget(editor, 1)
        top.addWidget(remove)
        self._lines.addWidget(row)
        self._rows.append((row, editors))

    def _drop(self, row: QWidget) -> None:
        self._rows = [one for one in self._rows if one[0] is not row]
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()


def table(entry: Entry, make: Callable[[Entry], Editor]) -> RowsEditor:
    """An object: a row for what stands before each colon, and behind it."""
    return RowsEditor(entry.cells, make, _object, lambda values: list(values.items()))


def rows(entry: Entry, make: Callable[[Entry], Editor]) -> RowsEditor:
    """A list: a row for each of its members."""
    return RowsEditor(entry.cells, make, lambda found: [row[0] for row in found],
                      lambda values: [[value] for value in values])


def _object(found: list) -> dict[Any, Any]:
    names = [row[0] for row in found]
    twice = sorted({str(name) for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(_("These stand in two rows: {names}.").format(names=", ".join(twice)))
    return {name: value for name, value in found}
