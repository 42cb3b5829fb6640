"""Jinja2 for documents: sandboxed, escaping everything, speaking the document's language whatever the interface's."""

import gettext
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from ..languages.formats import Formats
from .cells import QT, Cells

TEMPLATES = Path(__file__).resolve().parents[2] / "guidelines" / "templates"


class Numbering:
    """Numbers of figures and tables, counted where they stand."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, kind: str) -> int:
        self._last[kind] = self._last.get(kind, 0) + 1
        return self._last[kind]


def make_environment(messages: gettext.NullTranslations, formats: Formats, target: str,
                     data_language: str) -> SandboxedEnvironment:
    """An environment for one language and one target (``html`` or ``qt``).

    Filters show values as tables do; ``t`` translates a marked text that comes as data.
    """
    def translate(text: str) -> str:
        return messages.gettext(text) if text else ""

    environment = SandboxedEnvironment(
        loader=FileSystemLoader(str(TEMPLATES)), autoescape=True, undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"])
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(messages, newstyle=False)
    data = Formats(data_language)
    cells = Cells(formats, translate, target, data_language)
    environment.globals.update(t=translate, cells=cells, formats=formats, qt=target == QT, numbering=Numbering(),
                               data_tag=data.tag, data_dir="rtl" if data.rtl else "ltr")
    environment.filters.update(
        area=lambda value: cells.number(formats.area(value), "km²"),
        percent=lambda value: cells.number(formats.percent(value)),
        count=lambda value: cells.number(formats.number(value)),
        day=lambda value: cells.name(formats.date(value)),
        measure=lambda value, unit="": cells.number(formats.significant(value), unit),
        ltr=cells.ltr, data=cells.data, name=cells.name, words=cells.words,
        sentence=_sentence,
    )
    return environment


def _sentence(text: str) -> str:
    """A text with its first letter large, for titles made of terms."""
    return text[:1].upper() + text[1:]
