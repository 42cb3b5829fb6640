"""The outline: coast, borders and island, each arc drawn once and shared by every polygon that touches it.

Two polygons with a common border therefore have the very same vertices along it: no gap, no overlap. The names are
the nodes: P and R are where the border with Karvelia reaches the sea, Q is on the coast between two provinces, S and T
are where provincial borders meet the national one, and M is where all three provinces meet.
"""


import numpy as np

from .lines import blob, cells_inside, chain, curve

P, Q, R = (-14.6, 16.4), (-12.2, 3.6), (13.4, -17.4)
S, T, M = (1.8, 16.6), (18.3, -9.4), (1.2, -0.8)

COAST_NORTH_ABROAD = curve([(-12.6, 23.0), (-13.9, 19.4), P], 0.2, 2)
COAST_CALVOREN = curve([P, (-17.2, 13.2), (-16.6, 10.4), (-12.4, 8.9), (-11.3, 6.3), Q], 0.3, 3)
COAST_LEKA = curve([Q, (-15.8, 2.2), (-19.2, -0.6), (-18.4, -4.6), (-14.2, -6.9), (-12.7, -9.6), (-14.1, -12.6),
                    (-10.4, -15.4), (-4.0, -15.1), (1.2, -16.9), (7.4, -15.6), R], 0.3, 5)
COAST_SOUTH_ABROAD = curve([R, (17.2, -18.6), (20.2, -23.0)], 0.2, 7)
BORDER_NORTH = curve([P, (-10.4, 17.3), (-4.3, 15.4), S], 0.25, 8)
BORDER_EAST = curve([S, (7.2, 17.3), (13.4, 15.6), (17.8, 11.6), (19.6, 6.2), (18.6, 0.4), (20.1, -4.6), T], 0.25, 9)
BORDER_SOUTH = curve([T, (17.1, -12.6), (14.4, -14.6), R], 0.2, 10)
ARM_WEST = curve([Q, (-8.0, 3.4), (-3.4, 0.4), M], 0.35, 12)
ARM_NORTH = curve([M, (2.4, 4.6), (0.6, 10.2), S], 0.35, 13)
ARM_EAST = curve([M, (4.9, -4.4), (10.4, -8.1), (14.6, -7.6), T], 0.35, 14)
ISLAND = blob(-20.4, 7.0, 1.5, 2.3, -25.0, 4)

# Code: names by language; "en" holds the name the people use themselves, in Latin letters.
PROVINCES: dict[str, dict[str, str]] = {
    "CAL": {"en": "Çalvören", "ur": "چالوورن", "zh_CN": "恰尔沃伦", "pt_BR": "Çalvören",
            "ar": "تشالفورن", "ru": "Чалвёрен"},
    "LEK": {"en": "Żółta Łęka", "ur": "ژووتا وینکا", "zh_CN": "茹乌塔文卡", "pt_BR": "Żółta Łęka",
            "ar": "جوفتا فينكا", "ru": "Жулта-Ленка"},
    "NDU": {"en": "Ñandú Alto", "ur": "نیاندو آلتو", "zh_CN": "上尼扬杜", "pt_BR": "Nhandu Alto",
            "ar": "نياندو ألتو", "ru": "Ньянду-Альто"},
}
COUNTRY = {"en": "Verdania", "ur": "ورڈانیہ", "zh_CN": "维尔达尼亚", "pt_BR": "Verdânia", "fr": "Verdanie",
           "es": "Verdania", "ar": "فردانيا", "ru": "Вердания"}
NEIGHBOUR = {"en": "Karvelia", "ur": "کارویلیا", "zh_CN": "卡尔韦利亚", "pt_BR": "Carvélia", "fr": "Carvélie",
             "ar": "كارفيليا", "ru": "Карвелия"}


def provinces() -> dict[str, list[np.ndarray]]:
    """Rings of each province by code; Çalvören has two, the second is its island."""
    return {
        "CAL": [chain(COAST_CALVOREN, ARM_WEST, ARM_NORTH, BORDER_NORTH[::-1]), ISLAND],
        "LEK": [chain(COAST_LEKA, BORDER_SOUTH[::-1], ARM_EAST[::-1], ARM_WEST[::-1])],
        "NDU": [chain(ARM_NORTH, BORDER_EAST, ARM_EAST[::-1])],
    }


def neighbour() -> np.ndarray:
    """Ring of the part of Karvelia around Verdania; it runs 3 km beyond the frame on the land side."""
    corners = np.array([(20.2, -23.0), (28.0, -23.0), (28.0, 23.0), (-12.6, 23.0)])
    return chain(COAST_NORTH_ABROAD, BORDER_NORTH, BORDER_EAST, BORDER_SOUTH, COAST_SOUTH_ABROAD, corners)


def coast() -> np.ndarray:
    """The whole mainland coast, both countries', as one line from north to south (n, 2)."""
    return np.vstack([COAST_NORTH_ABROAD, COAST_CALVOREN, COAST_LEKA, COAST_SOUTH_ABROAD])


def masks() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boolean (rows, columns): Verdania, all land (Karvelia's too), the island."""
    island = cells_inside(ISLAND)
    country = cells_inside(*[ring for rings in provinces().values() for ring in rings])
    return country, country | cells_inside(neighbour()), island
