"""Words: texts of the register, which is written in the country's first language, as marked texts again.

What the toolkit itself wrote (methods.md §5.7) can so be shown in the language of the document; what people wrote
stays as it is.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, Optional

from ...boundary.conflicts.inside import NONE
from ...boundary.register import NONE_FOUND, NOT_ASSESSED, NOT_STATED, TYPE_NAMES
from ...languages.messages import catalogue
from ...models.catalogue import models
from ...models.land_cover import NAMES
from ..tables import CODE, DATA, WORDS

_SHARE = re.compile(r"(.+) (\d+) %")
_CONFLICT = re.compile(r"(\d+) \(([\d.]+) (ha|km)\)")


class Part(NamedTuple):
    """A piece of a field: the kind of its value, the value, and its share in per cent or None."""

    kind: str
    value: object
    share: Optional[float] = None


class Conflict(NamedTuple):
    """Objects of one code in a polygon: how many, and how much of them is in it, in ``ha`` or ``km``."""

    code: str
    objects: int
    amount: float
    unit: str


@cache
def _marked(language: str) -> Mapping[str, str]:
    """Translated text → marked text, of all that the toolkit writes into a register; English as well, which stands
    for what a catalogue lacks."""
    text = catalogue(language).gettext
    texts = (*TYPE_NAMES.values(), *NAMES.values(), *(model.title for model in models()), NONE, NONE_FOUND,
             NOT_ASSESSED, NOT_STATED)
    return {**{one: one for one in texts}, **{text(one): one for one in texts}}


def said(text: str, language: str) -> Part:
    """A text of a register written in ``language``: marked where the toolkit wrote it, else the country's own."""
    known = _marked(language).get(text)
    return Part(WORDS, known) if known else Part(DATA, text)


def shares(text: str, language: str) -> list[Part]:
    """The parts of a composition such as ``cropland 5 %; savanna 3 %``."""
    return [_share(part, language) for part in text.split("; ")] if text else []


def _share(text: str, language: str) -> Part:
    found = _SHARE.fullmatch(text)
    return said(found[1], language)._replace(share=float(found[2])) if found else said(text, language)


def line_shares(text: str, titles: Mapping[int, str]) -> list[Part]:
    """The parts of a field such as ``1: 5 %; 6: 95 %``; a type that has no title stays a number."""
    parts = [part.rstrip(" %").split(": ") for part in text.split("; ")] if text else []
    return [Part(WORDS, titles[int(kind)], float(share)) if int(kind) in titles else Part(CODE, kind, float(share))
            for kind, share in parts]


def conflicts(text: str) -> list[Conflict]:
    """The objects of a field such as ``C2: 3 (12.5 ha); C6: 1 (4.2 km)``; none where the field says so in words."""
    return [Conflict(code, int(count), float(amount), unit)
            for code, rest in (part.split(": ", 1) for part in text.split("; ") if ": " in part)
            for count, amount, unit in _CONFLICT.findall(rest)]
