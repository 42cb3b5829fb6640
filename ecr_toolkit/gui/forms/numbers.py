"""Numbers: single ones and pairs."""

from collections.abc import Sequence
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QLocale, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QValidator
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from ...languages.messages import _
from .editor import Editor
from .entry import Entry

_LIMIT, _WHOLE_LIMIT = 1e15, 2_000_000_000
_WIDTH = 8  # letters that a box for a number shows at least
_PLAIN = QLocale.c()  # numbers as pilot.json and the tables write them, whatever the interface's language


class _Quiet:
    """What boxes for numbers share: a number is taken when it is finished, the wheel scrolls the page and changes
    none, and one out of range is told and not cut."""

    def prepare(self, entry: Entry) -> None:
        self.entry = entry
        self.setLocale(_PLAIN)
        self.setSuffix(f" {entry.unit}" if entry.unit else "")
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().textEdited.connect(lambda _text: self.typed.emit(fault_of(self.entry, self.number_typed())))

    def number_typed(self) -> Optional[float]:
        """The number as it stands in the box now; None for what is none yet."""
        text = self.text()
        suffix = self.suffix()
        text = text[:-len(suffix)] if suffix and text.endswith(suffix) else text
        try:
            return float(text.replace(",", ".").replace("\u2212", "-"))
        except ValueError:
            return None

    def wheelEvent(self, event: Any) -> None:
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        size = QAbstractSpinBox.minimumSizeHint(self)
        wide = self.fontMetrics().averageCharWidth() * (_WIDTH + len(self.suffix()) + 4)
        return QSize(min(size.width(), wide), size.height())


class NumberBox(_Quiet, QDoubleSpinBox):
    """A number with a point or a comma."""

    typed = pyqtSignal(str)

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setDecimals(10)
        self.setRange(-_LIMIT, _LIMIT)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.prepare(entry)

    def textFromValue(self, value: float) -> str:
        return f"{value:.10g}"

    def valueFromText(self, _text: str) -> float:
        number = self.number_typed()
        return self.value() if number is None else number

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        good = self.number_typed() is not None
        return (QValidator.State.Acceptable if good else QValidator.State.Intermediate), text, place

    def stepBy(self, steps: int) -> None:
        super().stepBy(steps)
        self.setValue(min(max(self.value(), self.entry.minimum), self.entry.maximum))


class WholeBox(_Quiet, QSpinBox):
    """A whole number."""

    typed = pyqtSignal(str)

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setRange(-_WHOLE_LIMIT, _WHOLE_LIMIT)
        self.prepare(entry)

    def stepBy(self, steps: int) -> None:
        self.setValue(int(min(max(self.value() + steps, self.entry.minimum), self.entry.maximum)))


def fault_of(entry: Entry, number: Optional[float]) -> str:
    """What is wrong with a number; "" for nothing, and for what is not finished."""
    if number is None or entry.minimum <= number <= entry.maximum:
        return ""
    return _("It must lie between {minimum} and {maximum}.").format(minimum=f"{entry.minimum:g}",
                                                                    maximum=f"{entry.maximum:g}")


def _checked(entry: Entry, number: float) -> float:
    fault = fault_of(entry, number)
    if fault:
        raise ValueError(fault)
    return number


def number(entry: Entry) -> Editor:
    box = NumberBox(entry)
    return _watched([box], lambda: _checked(entry, box.value()), lambda value: box.setValue(float(value or 0)))


def whole(entry: Entry) -> Editor:
    box = WholeBox(entry)
    return _watched([box], lambda: _checked(entry, box.value()), lambda value: box.setValue(int(value or 0)))


def pair(entry: Entry) -> Editor:
    boxes = [NumberBox(entry), NumberBox(entry)]

    def show(values: Sequence[float]) -> None:
        for box, value in zip(boxes, values):
            box.setValue(float(value))

    return _watched(boxes, lambda: [_checked(entry, box.value()) for box in boxes], show)


def _watched(boxes: Sequence[Any], read: Callable[[], Any], show: Callable[[Any], None]) -> Editor:
    editor = Editor(boxes, read, show)
    for box in boxes:
        box.valueChanged.connect(editor.tell)
        box.typed.connect(editor.told.emit)
    return editor
