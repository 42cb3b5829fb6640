"""Small changes of texts that several pages make; free of Qt."""

from ..languages.formats import Formats

_LONG = 80  # letters that a line of the dock takes


def capital(text: str) -> str:
    """Titles of models and meanings of fields stand in sentences; here they begin a line."""
    return text[:1].upper() + text[1:]


def isolated(text: object) -> str:
    """A path or number that stays left-to-right inside a right-to-left text."""
    return f"\u2066{text}\u2069"


def ltr(text: str, formats: Formats) -> str:
    """A text from left to right, also in a language that runs the other way; marks only where they are needed."""
    return isolated(text) if formats.rtl else text


def short(text: str) -> str:
    """The first line of a text, cut where it is long."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= _LONG else line[:_LONG - 1].rstrip() + "…"
