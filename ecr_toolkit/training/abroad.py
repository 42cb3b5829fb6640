"""Karvelia's redline: one polygon goes on from Verdania's across the border, one ends at the border where Verdania has
none."""

from .lines import between, chain, curve
from .outline import BORDER_EAST, BORDER_SOUTH
from .writing import Feature


def redline() -> list[Feature]:
    """Features with ``country`` and ``name``; along the border they have its vertices."""
    east = between(BORDER_EAST, (19.3, 3.6), (18.9, -2.0))
    south = between(BORDER_SOUTH, (17.6, -12.0), (15.4, -14.0))
    shapes = [("Karvelian Steppe", east, [(22.6, -1.6), (22.8, 3.2)]),
              ("Southern Wood", south, [(17.6, -15.8), (19.6, -13.4)])]
    return [Feature([chain(border, curve([tuple(border[-1]), *way, tuple(border[0])], 0.1, 131))],
                    {"country": "KRV", "name": name}) for name, border, way in shapes]
