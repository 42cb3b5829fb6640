"""A key number, and how values become its text."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...documents.wording import NOT_ASSESSED
from ...languages.formats import Formats
from ...languages.messages import _
from ..wording import ltr


@dataclass(frozen=True)
class KeyNumber:
    """Texts in the interface's language; ``value`` has its unit, ``detail`` says more or is empty."""

    label: str
    value: str
    detail: str = ""


class Writer:
    """Makes key numbers of values: labels are marked texts; None is not assessed."""

    def __init__(self, language: str) -> None:
        self.formats = Formats(language)

    def share(self, label: str, percent: object, detail: str = "", missing: str = NOT_ASSESSED) -> KeyNumber:
        return KeyNumber(_(label), self.percent(percent) if isinstance(percent, float) else _(missing), detail)

    def area(self, label: str, km2: object, detail: str = "") -> KeyNumber:
        return KeyNumber(_(label), self.km2(km2) if isinstance(km2, float) else _(NOT_ASSESSED), detail)

    def count(self, label: str, number: float, detail: str = "") -> KeyNumber:
        return KeyNumber(_(label), self.ltr(self.formats.number(number)), detail)

    def percent(self, percent: float) -> str:
        return self.ltr(self.formats.percent(percent))

    def km2(self, km2: float) -> str:
        return self.ltr(f"{self.formats.area(km2)}\u00a0km²")

    def named(self, name: str, value: str) -> str:
        """A name and its value, as in “open: 4”."""
        return f"{name}{self.formats.colon}{value}"

    def listed(self, texts: Iterable[str]) -> str:
        return self.formats.enumeration(texts)

    def ltr(self, text: str) -> str:
        """A number stays left-to-right inside a right-to-left text."""
        return ltr(text, self.formats)
