"""Protected areas: eight at home and one abroad, with every oddity that real lists have.

The Silent Forest overlaps the national park, which lies in two provinces; the fens reach into the sea; Acıtuz crosses
the national border; Heron Spring is 0.6 km²; the community forest's ring crosses itself (a bow-tie); the Indigenous
territory has no year, and its designation, not its category, decides the treatment. Reported areas are those of the
polygons to 0.1 km², except the landscape's, whose list says 15 % more than its polygon holds.
"""


import numpy as np

from .lines import area_km2, blob
from .writing import Feature

QALTEPE = blob(11.2, 11.8, 2.3, 1.5, -20.0, 47)
# The ring goes up the long side, down across itself, and back: a large and a small lobe of opposite turn.
BOW_TIE = np.array([(-5.6, -7.6), (-5.9, -4.4), (-3.0, -4.1), (0.3, -6.9), (0.6, -5.5), (-2.2, -7.9), (-5.6, -7.6)])
OVERSTATED = 1.15

_RULE = "design default, international crosswalk of the method specification, section 5.2"

# First match wins; an empty cell matches anything.
TREATMENTS: list[dict[str, str]] = [
    {"designation": "Indigenous Territory", "iucn_category": "", "kind": "", "treatment": "listed", "source": _RULE},
    {"designation": "", "iucn_category": "", "kind": "oecm", "treatment": "listed", "source": _RULE},
] + [
    {"designation": "", "iucn_category": category, "kind": "", "treatment": treatment, "source": _RULE}
    for category, treatment in [("Ia", "forced"), ("Ib", "forced"), ("II", "forced"), ("III", "forced"),
                                ("IV", "forced"), ("V", "by_level"), ("VI", "by_level"), ("Not Reported", "by_level")]
]


def lobes() -> list[np.ndarray]:
    """The bow-tie taken apart at its crossing: the two simple rings it really covers."""
    (a, b), (c, d) = BOW_TIE[2:4], BOW_TIE[4:6]
    along, across = b - a, d - c
    share = ((c - a)[0] * across[1] - (c - a)[1] * across[0]) / (along[0] * across[1] - along[1] * across[0])
    crossing = a + share * along
    large = np.vstack([BOW_TIE[:3], crossing, BOW_TIE[5:]])
    return [large, np.vstack([crossing, BOW_TIE[3:5], crossing])]


def _feature(ring: np.ndarray, name: str, designation: str, category: str, year, reported: float) -> Feature:
    return Feature([ring], {"name": name, "designation": designation, "iucn_category": category, "year": year,
                            "area_km2": round(reported, 1)})


def protected_areas() -> list[Feature]:
    """Verdania's eight protected areas."""
    karst = blob(-8.2, 12.4, 4.4, 2.7, 8.0, 43)
    areas = [
        (blob(5.0, 6.6, 5.4, 4.6, 70.0, 41), "Ñandú Summits", "National Park", "II", 1974),
        (blob(0.6, 3.2, 2.4, 2.1, 20.0, 42), "Silent Forest", "Strict Nature Reserve", "Ia", 1991),
        (blob(-12.4, -14.0, 3.4, 1.9, -30.0, 44), "Fens of Łęka", "Wildlife Sanctuary", "IV", 1986),
        (blob(17.2, 3.0, 3.7, 2.3, 10.0, 45), "Acıtuz", "Managed Resource Reserve", "VI", 2009),
        (blob(-3.2, 6.9, 0.437, 0.437, 0.0, 46, 0.0), "Heron Spring", "Wildlife Sanctuary", "IV", 2018),
        (QALTEPE, "Qaltepe", "Indigenous Territory", "Not Reported", None),
    ]
    features = [_feature(*area, area_km2(area[0])) for area in areas]
    listed = OVERSTATED * area_km2(karst)
    covered = sum(area_km2(lobe) for lobe in lobes())
    features.append(_feature(karst, "Karst of Çalvören", "Protected Landscape", "V", 2003, listed))
    features.append(_feature(BOW_TIE, "Białolas", "Community Forest", "Not Reported", 2015, covered))
    return features


def foreign() -> list[Feature]:
    """Karvelia's reserve, across the border from Acıtuz."""
    ring = blob(23.6, 2.8, 2.3, 2.9, 0.0, 48)
    return [_feature(ring, "Karvelian Steppe", "Nature Reserve", "Ib", 1998, area_km2(ring))]
