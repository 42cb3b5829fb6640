"""Voice: what the country itself says in its documents, in the language nearest to that of the document."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ..languages.formats import Formats

_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Said:
    """A text of the country. ``tag``, ``dir``: language and direction as HTML names them; ``own``: whether it is in the
    document's language."""

    text: str
    tag: str
    dir: str
    own: bool

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs; empty lines part them."""
        return [" ".join(part.split()) for part in _BLANK_LINE.split(self.text) if part.strip()]


@dataclass(frozen=True)
class Signatory:
    """Who signs: a name and, after its first comma, an office."""

    name: str
    office: str


@dataclass(frozen=True)
class Voice:
    """``ministry``: who publishes; ``legal_basis``: on which laws the redline rests; None where the recipe has none."""

    ministry: Optional[Said]
    legal_basis: Optional[Said]
    foreword: Optional[Said]
    signatories: Sequence[Signatory]


def voice_of(recipe: Mapping[str, Any], language: str) -> Voice:
    """The country's voice in a document in ``language``."""
    given, first = recipe["documents"], recipe["languages"][0]
    signatories = [entry.partition(",") for entry in given["signatories"]]
    return Voice(*(said(given[name], language, first) for name in ("ministry", "legal_basis", "foreword")),
                 [Signatory(name.strip(), office.strip()) for name, _comma, office in signatories])


def said(texts: Mapping[str, str], language: str, first: str) -> Optional[Said]:
    """The text in a language, else in the pilot's first, else in English, else in any; None where all are empty."""
    order = [*dict.fromkeys((language, first, "en", *sorted(texts)))]
    found = next((name for name in order if texts.get(name, "").strip()), None)
    if found is None:
        return None
    formats = Formats(found)
    return Said(texts[found].strip(), formats.tag, "rtl" if formats.rtl else "ltr", found == language)
