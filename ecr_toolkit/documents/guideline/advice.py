"""Advice of the guideline on a step, for those who work in QGIS: read from the guideline's own templates, so that the
dock and the document never say different things."""

import re
from dataclasses import dataclass
from functools import cache

from ..overrides.reading import TEMPLATES

_PART = re.compile(r'<h3>\{\{ _\("(?P<title>[^"]+)"\) \}\}</h3>(?P<body>.*?)(?=<h3>|\Z)', re.DOTALL)
_TEXT = re.compile(r"\{% trans %\}(.*?)\{% endtrans %\}", re.DOTALL)
PRINCIPLE, CHECKS, MISTAKES = "Principle", "What to check", "Common mistakes"


@dataclass(frozen=True)
class Advice:
    """Marked texts: what the step rests on, what to look at after it ran, what often goes wrong."""

    principle: tuple[str, ...]
    checks: tuple[str, ...]
    mistakes: tuple[str, ...]


NO_ADVICE = Advice((), (), ())


@cache
def advice_on(step: str) -> Advice:
    """The advice on a step of the walk, none where the guideline has no chapter of its name; texts that quote numbers
    of a pilot are left out."""
    path = TEMPLATES / "technical_guideline" / f"{step}.html"
    chapter = path.read_text(encoding="utf-8") if path.is_file() else ""
    parts = {found["title"]: found["body"] for found in _PART.finditer(chapter)}
    return Advice(*(tuple(" ".join(text.split()) for text in _TEXT.findall(parts.get(title, "")))
                    for title in (PRINCIPLE, CHECKS, MISTAKES)))
