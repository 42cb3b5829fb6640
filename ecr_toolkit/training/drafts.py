"""Drafts that the provinces drew by themselves, for an exercise: they do not fit at the borders (methods.md §5.6).

Along borders they use the very vertices of the border, so that the size of each fault is known. The recipe does not
name them: who takes the exercise writes them into ``coordination.drafts``.
"""

from typing import NamedTuple, Optional

import numpy as np

from .lines import area_km2, beside, between, blob, chain, curve, length_km
from .outline import ARM_EAST, ARM_NORTH
from .writing import Feature

BEYOND, GAP, SELF_OVERLAP, MISMATCH = "beyond_border", "gap", "self_overlap", "mismatch"
GAP_KM = 0.25

# Çalvören draws 1 to 2 km into Ñandú Alto
BORDER_CROSSED = between(ARM_NORTH, (0.9, 9.2), (0.9, 13.2))
LINE_BEYOND = curve([tuple(BORDER_CROSSED[-1]), (2.3, 12.4), (2.6, 10.4), tuple(BORDER_CROSSED[0])], 0.1, 141)
# Çalvören reaches the border, Ñandú Alto stays away from it by a quarter of a kilometre
BORDER_MISSED = between(ARM_NORTH, (1.9, 1.6), (1.7, 6.9))
LINE_SHORT = beside(BORDER_MISSED, -GAP_KM)
# Żółta Łęka reaches the border, Ñandú Alto has nothing there
BORDER_ALONE = between(ARM_EAST, (4.0, -3.5), (7.5, -6.6))
# Two woods of Żółta Łęka with the same ends: the second begins within the first
WOODS = [curve([(-4.0, -10.0), middle, (-0.6, -6.2)], 0.0, 1)
         for middle in ((-4.6, -7.0), (-3.2, -7.6), (-2.2, -8.2), (-0.8, -9.4))]


class Fault(NamedTuple):
    """What is wrong in the draft of a unit, towards which neighbour, and how large: km², or km of border."""

    unit: str
    kind: str
    neighbour: str
    km2: Optional[float] = None
    km: Optional[float] = None


def drafts() -> dict[str, list[Feature]]:
    """Polygons with ``name`` by code of the province that drew them."""
    shapes = {
        "CAL": [("Karst of Çalvören", blob(-8.0, 12.2, 3.4, 2.2, 8.0, 142)),
                ("Alma Headwaters", _closed(LINE_BEYOND, [(-1.6, 9.8), (-1.4, 12.8)])),
                ("Silent Forest", _closed(BORDER_MISSED, [(-0.6, 6.2), (-0.8, 2.4)]))],
        "LEK": [("Southern Hills", _closed(BORDER_ALONE, [(6.4, -9.2), (3.2, -7.6)])),
                ("Białolas West", chain(WOODS[0], WOODS[2][::-1])),
                ("Białolas East", chain(WOODS[1], WOODS[3][::-1]))],
        "NDU": [("Ñandú Summits", _closed(LINE_SHORT, [(7.4, 7.4), (7.8, 2.6)])),
                ("Acıtuz", blob(15.6, 2.6, 2.0, 1.7, 10.0, 143))],
    }
    return {code: [Feature([ring], {"name": name}) for name, ring in named] for code, named in shapes.items()}


def faults() -> list[Fault]:
    """What the drafts have wrong; areas are those of the rings between the lines above."""
    short = chain(BORDER_MISSED, np.vstack([BORDER_MISSED[-1:], LINE_SHORT[-1:]]), LINE_SHORT[::-1],
                  np.vstack([LINE_SHORT[:1], BORDER_MISSED[:1]]))
    return [
        Fault("CAL", BEYOND, "NDU", km2=area_km2(chain(BORDER_CROSSED, LINE_BEYOND))),
        Fault("NDU", GAP, "CAL", km2=area_km2(short), km=length_km(BORDER_MISSED)),
        Fault("LEK", MISMATCH, "NDU", km=length_km(BORDER_ALONE)),
        Fault("LEK", SELF_OVERLAP, "LEK", km2=area_km2(chain(WOODS[1], WOODS[2][::-1]))),
    ]


def _closed(line: np.ndarray, way: list[tuple[float, float]]) -> np.ndarray:
    """A ring of a line and a curve from its end through ``way`` back to its start."""
    return chain(line, curve([tuple(line[-1]), *way, tuple(line[0])], 0.1, 144))
