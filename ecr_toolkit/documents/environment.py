"""Jinja2 for documents: sandboxed, escaping everything, speaking the document's language whatever the interface's."""

import gettext
from collections.abc import Mapping
from typing import Any, Callable, Optional

from jinja2 import StrictUndefined, pass_context

from ..languages.formats import Formats
from .cells import QT, Cells
from .numbering import Numbering
from .overrides.bounds import LIMITS, NO_LIMITS, Bounded, Meter
from .overrides.loading import Templates
from .overrides.reading import NONE, Overrides
from .overrides.sandbox import Sandbox

_SCREEN_DPI = 96
_GETTEXT = ("_", "gettext", "ngettext", "pgettext", "npgettext")  # the last two came with Jinja2 3.1


def make_environment(messages: gettext.NullTranslations, formats: Formats, target: str, data_language: str,
                     overrides: Overrides = NONE, places: Optional[Mapping[str, str]] = None) -> Bounded:
    """An environment for one rendering in one language for one target (``html`` or ``qt``).

    Filters show values as tables do; ``t`` translates a marked text that comes as data; ``places``: names of the data
    in the document's language. Templates of the pilot run in a sandbox of their own, beside the toolkit's, and with
    them the rendering is limited.
    """
    def translate(text: str) -> str:
        return messages.gettext(text) if text else ""

    cells, data = Cells(formats, translate, target, data_language, places), Formats(data_language)
    filters = _filters(cells, formats)
    loader, meter = Templates(overrides), Meter(LIMITS if overrides.texts else NO_LIMITS)
    options = {"loader": loader, "autoescape": True, "undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    own = Bounded(meter, **options)
    own.filters.update({name: _late(made) for name, made in filters.items()})
    sandbox = Sandbox(meter, filters, **options)
    loader.serve(own, sandbox)
    shared = {"t": translate, "cells": cells, "formats": formats, "qt": target == QT, "numbering": Numbering(),
              "pixels": pixels, "data_tag": data.tag, "data_dir": "rtl" if data.rtl else "ltr"}
    for environment in (own, sandbox):
        environment.policies["ext.i18n.trimmed"] = True
        environment.install_gettext_translations(messages, newstyle=False)
        environment.globals.update(shared)
    sandbox.allow(translate, pixels, *(sandbox.globals[name] for name in _GETTEXT if name in sandbox.globals))
    return own


def _filters(cells: Cells, formats: Formats) -> dict[str, Callable[..., Any]]:
    return {
        "area": lambda value: cells.number(formats.area(value), "km²"),
        "percent": lambda value: cells.number(formats.percent(value)),
        "count": lambda value: cells.number(formats.number(value)),
        "day": lambda value: cells.name(formats.date(value)),
        "measure": lambda value, unit="": cells.number(formats.significant(value), unit),
        "ltr": cells.ltr, "data": cells.data, "name": cells.name, "words": cells.words, "formula": cells.formula,
        "sentence": _sentence,
    }


def _late(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that Jinja2 does not apply while it compiles: a compiled template serves all languages."""
    @pass_context
    def run(_context: Any, *args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return run


def pixels(millimetres: float) -> int:
    """A length for Qt, whose pixels are those of the screen it believes in."""
    return round(millimetres / 25.4 * _SCREEN_DPI)


def _sentence(text: str) -> str:
    """A text with its first letter large, for titles made of terms."""
    return text[:1].upper() + text[1:]
