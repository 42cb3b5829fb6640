"""Formats: how a language writes numbers, shares and dates, and in which direction it runs.

Digits are Latin in every language, because tables and maps are compared across languages. Signs of the shipped and
planned languages stand here, so that no release of Qt changes a published number; other languages take Qt's.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cmp_to_key
from typing import Callable, Optional, TypeVar

from qgis.PyQt.QtCore import QCollator, QLocale, Qt

Thing = TypeVar("Thing")
_NARROW, _WIDE = "\u202f", "\u00a0"  # no-break spaces
MINUS = "\u2212"


@dataclass(frozen=True)
class Signs:
    """Decimal sign, sign between groups of three, what stands before “%”."""

    decimal: str
    group: str
    percent: str = ""


_POINT = Signs(".", ",")
_SIGNS = {
    "en": _POINT, "zh_CN": _POINT, "ur": _POINT, "ar": _POINT, "pt_BR": Signs(",", "."),
    "fr": Signs(",", _NARROW, _WIDE), "es": Signs(",", ".", _WIDE), "ru": Signs(",", _WIDE, _WIDE),
}
# Prose dates; {month} is the name of the month in the case that follows a day
_DATES = {
    "zh_CN": "{year}年{number}月{day}日", "pt_BR": "{day} de {month} de {year}", "es": "{day} de {month} de {year}",
    "ru": "{day} {month} {year} г.",
}
_COMMAS = {"zh_CN": "、", "ar": "، ", "ur": "، "}
_COLONS = {"zh_CN": "：", "fr": _WIDE + ": "}  # between a label and what it labels
_DATE = "{day} {month} {year}"


class Formats:
    """Numbers, shares and dates of one language. ``rtl``: whether it runs from right to left."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = QLocale(language)
        self.rtl = self._locale.textDirection() == Qt.LayoutDirection.RightToLeft
        self._signs = _SIGNS.get(language) or Signs(str(self._locale.decimalPoint()),
                                                    str(self._locale.groupSeparator()))

    @property
    def tag(self) -> str:
        """Language tag for HTML: zh_CN is zh-CN."""
        return self.language.replace("_", "-")

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with grouped thousands and so many decimals; a true minus sign; no negative zero."""
        text = f"{abs(value):,.{decimals}f}"
        negative = value < 0 and any(digit in "123456789" for digit in text)
        swapped = "".join({",": self._signs.group, ".": self._signs.decimal}.get(sign, sign) for sign in text)
        return MINUS + swapped if negative else swapped

    def significant(self, value: float, digits: int = 3) -> str:
        """A measured value to so many significant digits, whole numbers in full, no zeros at its end."""
        if value != value or value in (float("inf"), float("-inf")):
            return str(value)
        exponent = math.floor(math.log10(abs(value))) if value else 0
        decimals = min(max(0, digits - 1 - exponent), 8)
        rounded = round(value, decimals)
        text = f"{rounded:.{decimals}f}".rstrip("0") if decimals else ""
        return self.number(rounded, len(text.partition(".")[2]))

    def percent(self, value: float, decimals: int = 1) -> str:
        """A share given in per cent, 30.5 → “30.5%”."""
        return f"{self.number(value, decimals)}{self._signs.percent}%"

    def area(self, km2: float) -> str:
        """An area in km², without the unit: one decimal everywhere."""
        return self.number(km2, 1)

    @property
    def colon(self) -> str:
        """What stands between a label and its value, with its spaces."""
        return _COLONS.get(self.language, ": ")

    @property
    def after_number(self) -> str:
        """What stands between “Table 3” and its title."""
        return " " if self.language == "zh_CN" else ". "

    def enumeration(self, texts: Iterable[str]) -> str:
        """Texts one after the other, with the language's comma between them."""
        return _COMMAS.get(self.language, ", ").join(texts)

    def alphabetical(self, things: Iterable[Thing], text: Callable[[Thing], str]) -> list[Thing]:
        """Things in the order in which the language's dictionaries have their texts."""
        collator = QCollator(self._locale)
        collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        return sorted(things, key=cmp_to_key(lambda one, other: collator.compare(text(one), text(other))))

    def date(self, day: date) -> str:
        """A date for prose: 7 March 2026, 2026年3月7日."""
        number = "1er" if self.language == "fr" and day.day == 1 else str(day.day)
        return _DATES.get(self.language, _DATE).format(
            year=day.year, number=day.month, day=number, month=self._locale.monthName(day.month))


def parsed_date(text: str) -> Optional[date]:
    """The day of an ISO date or time, ``2026-03-07T10:00:00Z``; None when there is none."""
    try:
        return date(*(int(part) for part in text[:10].split("-")))
    except (TypeError, ValueError):
        return None
