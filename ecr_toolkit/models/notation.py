"""The notation of formulas: plain text with ``_{…}`` for what stands below the line and ``^{…}`` for what stands above.

``NPP · F_{pre}`` and ``10^{3}`` are such texts. Brackets of other kinds are part of the text; braces do not nest.
"""

from typing import NamedTuple

NORMAL, SUB, SUP = "normal", "sub", "sup"
_OPENING = {"_": SUB, "^": SUP}


class Piece(NamedTuple):
    """A stretch of text and its place: NORMAL, SUB or SUP."""

    text: str
    place: str


def pieces(formula: str) -> tuple[Piece, ...]:
    """The pieces of a formula, left to right; none is empty. Raises ValueError, which names the formula and the place
    (counted from 1), where braces do not match, are nested, are empty or follow neither ``_`` nor ``^``."""
    found: list[Piece] = []
    start = place = 0  # of the normal text; of the character read
    while place < len(formula):
        letter = formula[place]
        if letter in _OPENING and formula[place + 1:place + 2] == "{":
            end = formula.find("}", place)
            inside = formula[place + 2:end]
            if end < 0 or not inside or "{" in inside:
                raise _fault(formula, place)
            found += [Piece(formula[start:place], NORMAL), Piece(inside, _OPENING[letter])]
            start = place = end + 1
        elif letter in "{}_^":
            raise _fault(formula, place)
        else:
            place += 1
    return tuple(piece for piece in (*found, Piece(formula[start:], NORMAL)) if piece.text)


def _fault(formula: str, place: int) -> ValueError:
    return ValueError(f"formula {formula!r}: braces do not match at character {place + 1}")
