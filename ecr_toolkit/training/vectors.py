"""Lines, points and borders: provinces, the neighbour, rivers, towns and roads, as features to write."""


import numpy as np

from . import frame, outline
from .hydrology import RiverPath
from .land_cover import TOWN_SHAPES
from .lines import curve, length_km
from .terrain import Terrain
from .writing import Feature

RIVER_NAMES = ["Alma", "Ñandura", "Wiślinka Mała", "Çalsu", "Tuzsu", "Seca", "Łęcza", "Orillo"]

PLACES = [
    ("Portalma", -10.3, 5.6, 41_000, "capital"), ("Łękowiec", -4.6, -13.7, 17_500, "town"),
    ("Çınardüz", -12.2, 13.6, 2_300, "village"), ("Añoral", 2.6, 1.6, 1_900, "village"),
    ("Qaltepe", 13.0, 8.6, 1_200, "village"), ("Żabiec", -15.2, -1.2, 2_800, "village"),
    ("Puerto Çal", -20.2, 6.4, 600, "village"),
]

ROADS = [
    ("N1", "national", [(-10.3, 5.6), (-9.6, 1.4), (-11.0, -4.0), (-8.6, -9.6), (-4.6, -13.7)]),
    ("N2", "national", [(-10.3, 5.6), (-4.6, 4.4), (0.4, 3.0), (2.6, 1.6), (5.2, -1.8), (8.6, -1.4), (11.0, 2.2),
                        (12.0, 5.6), (13.0, 8.6), (16.6, 9.8), (21.6, 10.4)]),
    ("N3", "national", [(-10.3, 5.6), (-9.7, 10.4), (-12.2, 13.6), (-12.8, 16.0), (-12.2, 19.6)]),
    ("R4", "regional", [(-4.6, -13.7), (1.4, -13.2), (7.6, -13.0), (12.6, -14.4), (17.0, -15.0), (22.0, -16.4)]),
    ("R5", "regional", [(-9.6, 1.4), (-13.0, 0.4), (-15.2, -1.2)]),
]


def units() -> list[Feature]:
    """The three provinces: code and name, the name in each of the training languages too."""
    return [Feature(rings, {"code": code, "name": outline.PROVINCES[code]["en"],
                            **{f"name_{language}": name for language, name in outline.PROVINCES[code].items()
                               if language != "en"}})
            for code, rings in outline.provinces().items()]


def neighbour() -> list[Feature]:
    """The part of Karvelia in and around the frame."""
    return [Feature([outline.neighbour()], {"code": "KRV", "name": outline.NEIGHBOUR["en"]})]


def smooth(line: np.ndarray, rounds: int = 2) -> np.ndarray:
    """Chaikin's corner cutting, the ends kept."""
    for _round in range(rounds):
        cut = np.empty((2 * (len(line) - 1), 2))
        cut[0::2] = 0.75 * line[:-1] + 0.25 * line[1:]
        cut[1::2] = 0.25 * line[:-1] + 0.75 * line[1:]
        line = np.vstack([line[:1], cut, line[-1:]])
    return line


def rivers(paths: list[RiverPath], terrain: Terrain) -> list[Feature]:
    """Rivers from source to mouth, longest first; a tributary ends on a vertex of the river it joins."""
    x, y = frame.centres()
    drawn: list[np.ndarray] = []
    features = []
    for number, path in enumerate(paths):
        rows, columns = np.array(path).T
        line = smooth(np.column_stack([x[rows, columns], y[rows, columns]]))
        end = path[-1]
        if terrain.lake[end]:
            mouth = "salt lake"
        elif not terrain.land[end]:
            mouth = "sea"
        elif any(end in earlier for earlier in paths[:number]):
            mouth = "river"
            others = np.vstack(drawn)
            line[-1] = others[np.argmin(((others - line[-1]) ** 2).sum(axis=1))]
        else:
            mouth = "abroad"
        drawn.append(line)
        name = RIVER_NAMES[number] if number < len(RIVER_NAMES) else None
        features.append(Feature([line], {"name": name, "mouth": mouth, "length_km": round(length_km(line), 2)}))
    return features


def towns() -> list[Feature]:
    """Two towns, whose built-up land is in the land cover, and five villages, which are smaller than a cell."""
    return [Feature([np.array([[x, y]])], {"name": name, "kind": kind, "population": population,
                                           "in_land_cover": int(name in TOWN_SHAPES)})
            for name, x, y, population, kind in PLACES]


def roads() -> list[Feature]:
    """Roads between the towns; N2 crosses the whole country over the pass, and three leave it."""
    return [Feature([curve(points, 0.15, 60 + k)], {"name": name, "kind": f"{kind} road", "status": "open"})
            for k, (name, kind, points) in enumerate(ROADS)]
