"""Widths of table columns for Qt, which would break words and numbers rather than share the page fairly."""

import unicodedata
from collections.abc import Sequence

_LONGEST_LINE = 40  # characters a cell's text is wished to have on one line, at most
BREAK = "\u200b"  # zero-width space: a long code may be broken here
_CHINESE = 8.0  # four Chinese characters, which may be broken anywhere, stay together
_PADDING = 3.0  # what a cell's edges take, in characters


def shares(columns: Sequence[Sequence[str]]) -> list[int]:
    """Per cent of the page for each column, from the texts of its cells (the head among them).

    Every column gets room for its longest word; what is left goes to columns by how long their texts are.
    """
    least = [max((_longest_word(text) for text in texts), default=1.0) + _PADDING for texts in columns]
    wished = [max([_wish(text) for text in texts] + [need]) for texts, need in zip(columns, least)]
    more = [wish - need for wish, need in zip(wished, least)]
    whole = max(sum(least) * 1.02, min(sum(wished), 130.0))
    left, spread = whole - sum(least), sum(more) or 1.0
    exact = [100 * (need + left * extra / spread) / whole for need, extra in zip(least, more)]
    return _rounded(exact)


def _rounded(exact: Sequence[float]) -> list[int]:
    """Whole numbers that add up to 100."""
    scale = 100 / sum(exact)
    found = [int(value * scale) for value in exact]
    for index in sorted(range(len(exact)), key=lambda index: found[index] - exact[index] * scale)[:100 - sum(found)]:
        found[index] += 1
    return found


def bold(text: str) -> str:
    """A text as long as this one is in bold type: words get a letter more for every six."""
    return " ".join(word + "m" * -(-len(word) // 6) for word in text.split(" "))


def _wish(text: str) -> float:
    """Room a text would like: a line of its own, and some more when it must be broken anyway."""
    length = _length(text)
    return length if length <= _LONGEST_LINE else _LONGEST_LINE + 0.3 * (length - _LONGEST_LINE)


def _length(text: str) -> float:
    """Length in small Latin letters; capitals and digits are wider, Chinese characters twice as wide."""
    return sum(1.9 if unicodedata.east_asian_width(sign) in "WF" else 1.3 if sign.isupper() else
               1.1 if sign.isdigit() else 1.0 for sign in text)


def _longest_word(text: str) -> float:
    """The longest part without a place to break; Chinese breaks anywhere."""
    longest = 0.0
    for word in text.replace("/", "/ ").replace(BREAK, " ").split(" "):
        wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in word)
        longest = max(longest, min(_length(word), _CHINESE) if wide else _length(word))
    return longest
