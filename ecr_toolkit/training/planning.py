"""What planning needs: ecoregions, key sites, the sea, a list of areas with the newest field names of the World
Database, and the cost of conservation.
"""


import numpy as np

from . import frame, outline
from .land_cover import CROPS, MOSAIC, TOWN, Cover
from .lines import blob, chain, curve
from .vectors import PLACES
from .writing import Feature

_WEST, _EAST, _SOUTH, _NORTH = -30.0, 30.0, -25.0, 25.0
# The same vertices on both sides of every line between two ecoregions
_LOW_HIGH = curve([(-3.0, _NORTH), (-1.6, 9.0), (-3.4, -4.0), (1.0, -14.0), (2.0, _SOUTH)], 0.3, 81)
_HIGH_DRY = curve([(12.0, _NORTH), (13.0, 10.0), (10.6, 0.0), (13.4, -10.0), (14.0, _SOUTH)], 0.3, 82)

SITES = [
    ("Cliffs of Çal", blob(-14.8, 11.6, 1.5, 1.1, 20.0, 83)),
    ("Alma Headwaters", blob(4.2, 4.4, 1.8, 1.3, 0.0, 84)),
    ("Saltpans of Acıtuz", blob(16.6, 3.6, 2.2, 1.4, 15.0, 85)),
    ("Łęka Delta", blob(-11.4, -12.6, 2.6, 1.8, -25.0, 86)),
]


def ecoregions() -> list[Feature]:
    """Three ecoregions that cover the frame without gap or overlap: ``ECO_NAME`` as in the global map."""
    west = np.array([(2.0, _SOUTH), (_WEST, _SOUTH), (_WEST, _NORTH), (-3.0, _NORTH)])
    east = np.array([(14.0, _SOUTH), (_EAST, _SOUTH), (_EAST, _NORTH), (12.0, _NORTH)])
    names = ("Verdanian lowland forests", "Ñandú montane forests", "Karvelian dry steppe")
    rings = (chain(_LOW_HIGH, west), chain(_HIGH_DRY, _LOW_HIGH[::-1], _top()), chain(_HIGH_DRY, east))
    return [Feature([ring], {"ECO_NAME": name}) for name, ring in zip(names, rings)]


def _top() -> np.ndarray:
    """The northern edge of the middle ecoregion."""
    return np.array([_LOW_HIGH[0], _HIGH_DRY[0]])


def sites() -> list[Feature]:
    """Key sites: one inside a park, one partly, two with nothing."""
    return [Feature([ring], {"name": name, "site_type": "KBA"}) for name, ring in SITES]


def sea() -> list[Feature]:
    """The sea in the west of the frame, the island in it not left out."""
    corners = np.array([(20.2, -23.0), (_WEST, -23.0), (_WEST, 23.0), (-12.6, 23.0)])
    return [Feature([chain(outline.coast(), corners)], {"name": "Verdanian Sea"})]


def listed_areas() -> list[Feature]:
    """Areas with the field names of November 2025: an OECM that overlaps the karst, a park that is only proposed, a
    biosphere reserve, a reserve in the sea."""
    rows = [
        (blob(-10.4, 13.2, 2.6, 1.9, 10.0, 87), "Çalvören Water Forest", "Water protection forest", "Not Applicable",
         "OECM", "Established", 2021, "Terrestrial"),
        (blob(7.4, -11.6, 2.4, 1.6, 0.0, 88), "Southern Hills", "National Park", "II", "PA", "Proposed", 2024,
         "Terrestrial"),
        (blob(4.6, 6.2, 7.0, 6.0, 60.0, 89), "Ñandú", "UNESCO-MAB Biosphere Reserve", "Not Applicable", "PA",
         "Designated", 1982, "Terrestrial"),
        (blob(-21.6, -2.0, 1.8, 1.2, 0.0, 90), "Gulf of Seca", "Marine Reserve", "IV", "PA", "Designated", 2016,
         "Marine"),
    ]
    return [Feature([ring], _row(number, *values)) for number, (ring, *values) in enumerate(rows, 1)]


def listed_points() -> list[Feature]:
    """Areas of the same list of which only the centre is known; one has no area either."""
    return [
        Feature([np.array([(-7.2, -8.4)])], {**_row(5, "Moor of Żabiec", "Nature Reserve", "IV", "PA", "Designated",
                                                    2009, "Terrestrial"), "REP_AREA": 6.5}),
        Feature([np.array([(9.4, 12.8)])], {**_row(6, "Qal Grove", "Nature Reserve", "III", "PA", "Designated", 1998,
                                                   "Terrestrial"), "REP_AREA": 0.0}),
    ]


def _row(number: int, name: str, designation: str, category: str, kind: str, status: str, year: int,
         realm: str) -> dict:
    return {"SITE_ID": 900_000 + number, "NAME_ENG": name, "DESIG_ENG": designation, "IUCN_CAT": category,
            "SITE_TYPE": kind, "STATUS": status, "STATUS_YR": year, "REALM": realm, "REP_AREA": 0.0,
            "PRNT_ISO3": "TRN"}


def cost(cover: Cover) -> np.ndarray:
    """Cost per km² (rows, columns): the people who live near, and twice as much on farmland and four times in towns."""
    x, y = frame.centres()
    people = sum(count * np.exp(-np.hypot(x - east, y - north) / 4.0) for _name, east, north, count, _kind in PLACES)
    factor = np.ones(frame.SHAPE)
    factor[np.isin(cover.classes, (CROPS, MOSAIC))] = 2.0
    factor[cover.classes == TOWN] = 4.0
    return np.round((500.0 + people) * factor, 1)
