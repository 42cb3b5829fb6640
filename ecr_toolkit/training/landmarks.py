"""What the boundary can follow and be named after: ridges, parcels and geographic names; rivers and roads serve too."""

import numpy as np

from .lines import blob, curve
from .terrain import SALT_LAKE
from .writing import Feature

# Type of boundary (methods.md §5.5) by file
LINES = {"data/rivers.gpkg": 1, "data/ridges.gpkg": 1, "data/parcels.gpkg": 3, "data/roads.gpkg": 5}

RIDGES = [
    ("Çal Spur", [(-1.4, 15.2), (-0.75, 14.3), (-0.3, 13.4), (0.1, 12.9)]),
    ("Sierra del Sur", [(7.15, -6.9), (6.85, -8.2), (6.95, -9.4), (6.6, -10.8)]),
]
PARCEL_CORNER, PARCEL_EAST, PARCEL_NORTH = (-6.75, 5.5), (0.45, 0.03), (-0.04, 0.48)
PARCEL_COLUMNS, PARCEL_ROWS = 2, 4

# The Black Wood is two woods of one name
TWICE = "Czarny Bór"
PLACES = [
    ("Karst of Çal", "hills", blob(-7.8, 12.4, 4.8, 3.0, 8.0, 92)),
    ("Cordillera Ñandú", "mountains", blob(5.4, 6.0, 4.2, 11.0, 4.0, 93)),
    ("Łęka Plain", "plain", blob(-13.0, -3.4, 4.2, 5.2, 0.0, 94)),
    ("Acıtuz Desert", "plain", blob(16.4, 2.6, 3.2, 9.0, 0.0, 95)),
    ("Tuz Gölü", "lake", SALT_LAKE),
    (TWICE, "forest", blob(-5.9, -3.0, 1.3, 2.0, 0.0, 96)),
    (TWICE, "forest", blob(-5.4, 0.6, 1.3, 0.7, 0.0, 97)),
    ("Pico del Cóndor", "summit", np.array([(6.4, 6.8)])),
    ("Białolas", "forest", np.array([(-2.4, -6.2)])),
    ("Isla Çal", "island", np.array([(-20.4, 7.0)])),
]


def ridges() -> list[Feature]:
    """Two ridges, each along a stretch where the edge of the candidates has no line of its own."""
    return [Feature([curve(points, 0.06, 110 + k)], {"name": name}) for k, (name, points) in enumerate(RIDGES)]


def parcels() -> list[Feature]:
    """Fields in two columns at the edge of the woods; neighbours have the same corners."""
    corners = np.array([[np.add(PARCEL_CORNER, np.multiply(column, PARCEL_EAST)) + np.multiply(row, PARCEL_NORTH)
                         for column in range(PARCEL_COLUMNS + 1)] for row in range(PARCEL_ROWS + 1)])
    return [Feature([corners[[row, row, row + 1, row + 1, row], [column, column + 1, column + 1, column, column]]],
                    {"name": f"{row + 1}/{column + 1}", "use": "field"})
            for row in range(PARCEL_ROWS) for column in range(PARCEL_COLUMNS)]


def names() -> list[Feature]:
    """Geographic names, of polygons and of points; one of them stands for two woods of the same province."""
    return [Feature([shape], {"name": name, "kind": kind}) for name, kind, shape in PLACES]
