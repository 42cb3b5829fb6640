"""Cells: a value of a table as the text a reader sees, escaped, with its direction kept.

In a browser direction is isolated by <bdi>; Qt's rich text does not know it, there control characters do the same.
"""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any, Callable, Optional

from markupsafe import Markup, escape

from ..languages.formats import Formats
from ..languages.messages import N_
from ..models.notation import SUB, SUP, pieces
from . import tables, widths
from .tables import Column, Table

HTML, QT = "html", "qt"
NONE = N_("none")
_BREAKS = re.compile(r"(?<=[._])(?=[a-z])")  # in names of fields and files, never in a number
_TAGS = re.compile("<[^>]+>")
_PLACES = {SUB: Markup("<sub>{}</sub>"), SUP: Markup("<sup>{}</sup>")}
_PART = Column("")
_ISOLATE_LTR, _ISOLATE, _END = "\u2066", "\u2068", "\u2069"


class Cells:
    """Shows values in one language for one target, ``html`` or ``qt``. ``data_language``: that of the recipe;
    ``places``: names of the data in the document's language."""

    def __init__(self, formats: Formats, translate: Callable[[str], str], target: str, data_language: str,
                 places: Optional[Mapping[str, str]] = None) -> None:
        self._formats, self._translate, self._target, self._places = formats, translate, target, places or {}
        self._data_tag = data_language.replace("_", "-")

    def ltr(self, text: Any) -> Markup:
        """Codes, numbers, units, dates: from left to right whatever surrounds them."""
        if self._target == QT:
            text = _BREAKS.sub(widths.BREAK, str(text))
        if not self._formats.rtl:
            return escape(text)
        if self._target == QT:
            return escape(f"{_ISOLATE_LTR}{text}{_END}")
        return Markup('<bdi dir="ltr">{}</bdi>').format(text)

    def data(self, text: Any) -> Markup:
        """The country's own text, in the language of its recipe; a name that the country has translated, in the
        document's."""
        if text in self._places:
            return self.name(text)
        if self._target == QT:
            return escape(f"{_ISOLATE}{text}{_END}" if self._formats.rtl else text)
        return Markup('<bdi lang="{}">{}</bdi>').format(self._data_tag, text)

    def name(self, text: Any) -> Markup:
        """A name in the document's language, where the country gives it in that language."""
        text = self._places.get(text, text)
        if not self._formats.rtl:
            return escape(text)
        if self._target == QT:
            return escape(f"{_ISOLATE}{text}{_END}")
        return Markup("<bdi>{}</bdi>").format(text)

    def show(self, column: Column, value: Any) -> Markup:
        """The value of a cell; a pair or triple brings its own kind and unit; None says what is missing."""
        kind, unit = column.kind, ""
        if isinstance(value, tuple):
            kind, value, unit = (*value, "")[:3]
        if value is None:
            return escape(self._translate(column.missing))
        return _SHOWN[kind](self, value, unit)

    def part(self, part: Any) -> Markup:
        """A part of a field of the register: what it is, and its share in whole per cent."""
        shown = self.show(_PART, part.value if isinstance(part.value, tuple) else (part.kind, part.value))
        if part.share is None:
            return shown
        return Markup("{} {}").format(shown, self.number(self._formats.percent(part.share, 0)))

    def is_number(self, column: Column, value: Any) -> bool:
        """Whether the cell is set like a number, at the right edge."""
        return (value[0] if isinstance(value, tuple) else column.kind) in tables.NUMBERS and value is not None

    def widths(self, table: Table) -> list[int]:
        """Per cent of the page that each column of a table should get, in Qt, where cells have no tags but those of
        formulas."""
        columns = []
        for index, column in enumerate(table.columns):
            shown = [unescape(_TAGS.sub("", self.show(column, row[index]))) for row in table.shown]
            if table.total and shown:
                shown[-1] = widths.bold(shown[-1])
            head = f"{self._translate(column.title)} {column.unit}"
            columns.append([widths.bold(head), *shown])
        return widths.shares(columns)

    def formula(self, text: str) -> Markup:
        """A formula in the notation of models/notation.py, from left to right in every language."""
        typeset = Markup("").join(_PLACES.get(piece.place, Markup("{}")).format(piece.text) for piece in pieces(text))
        if not self._formats.rtl:
            return typeset
        if self._target == QT:
            return Markup("{}{}{}").format(_ISOLATE_LTR, typeset, _END)
        return Markup('<bdi dir="ltr">{}</bdi>').format(typeset)

    def span(self, limits: Sequence[float]) -> Markup:
        """From one number to another."""
        low, high = (self._formats.significant(limit, 6) for limit in limits)
        return self.ltr(f"{low}\u00a0–\u00a0{high}")

    def number(self, text: str, unit: str = "") -> Markup:
        return self.ltr(f"{text}\u00a0{unit}" if unit else text)

    def plain(self, value: Any) -> Markup:
        """A value of the recipe: number, text, list, or nothing."""
        if value in ("", [], {}):
            return self.words(NONE)
        if isinstance(value, (int, float)):
            return self.number(self._formats.significant(value, 6))
        if isinstance(value, dict):
            return self.ltr("; ".join(f"{name}: {item}" for name, item in value.items()))
        if isinstance(value, (list, tuple)):
            items = [self._formats.significant(item, 6) if isinstance(item, (int, float)) else str(item)
                     for item in value]
            return self.ltr("; ".join(items))
        return self.ltr(value)

    def words(self, text: str) -> Markup:
        """A marked text translated; one that has no translation (a source, a licence) keeps its own direction."""
        translated = self._translate(text)
        return self.ltr(text) if translated == text and text.isascii() else escape(translated)

    def titles(self, texts: Sequence[str]) -> Markup:
        return escape(self._formats.enumeration(self._translate(text) for text in texts))


_SHOWN: dict[str, Callable[[Cells, Any, str], Markup]] = {
    tables.WORDS: lambda cells, value, unit: cells.words(value),
    tables.NAME: lambda cells, value, unit: cells.name(value),
    tables.DATA: lambda cells, value, unit: cells.data(value),
    tables.CODE: lambda cells, value, unit: cells.ltr(value),
    tables.AREA: lambda cells, value, unit: cells.number(cells._formats.area(value), unit),
    tables.LENGTH: lambda cells, value, unit: cells.number(cells._formats.number(value, 1), unit),
    tables.PERCENT: lambda cells, value, unit: cells.number(cells._formats.percent(value)),
    tables.COUNT: lambda cells, value, unit: cells.number(cells._formats.number(value)),
    tables.MEASURE: lambda cells, value, unit: cells.number(cells._formats.significant(value), unit),
    tables.PLAIN: lambda cells, value, unit: cells.plain(value),
    tables.LIST: lambda cells, value, unit: cells.titles(value),
    tables.FORMULA: lambda cells, value, unit: cells.formula(value),
    tables.SPAN: lambda cells, value, unit: cells.span(value),
}
