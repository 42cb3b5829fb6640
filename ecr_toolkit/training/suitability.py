"""What suitability for farms and towns needs: irrigated land, hazards, time to a city, water resources."""

import numpy as np

from . import frame
from .lines import blob, distance
from .terrain import Terrain
from .vectors import PLACES, roads
from .writing import Feature

# Total water resources of a province, 10⁴ m³/km²: much of the rain of the west runs off, almost none in the east
WATER_MODULUS = {"CAL": 54.0, "LEK": 31.0, "NDU": 4.2}
CITIES = ("capital", "town")
MINUTES_PER_KM_BY_ROAD, MINUTES_PER_KM_ON_FOOT = 2.0, 15.0


def irrigation() -> list[Feature]:
    """Irrigated land, ``class`` 5 with secure and 4 with partial supply."""
    return [
        Feature([blob(-9.0, 1.4, 2.2, 1.3, 10.0, 151)], {"name": "Vega de Portalma", "class": 5}),
        Feature([blob(13.2, 7.4, 1.5, 0.9, 60.0, 152)], {"name": "Qal Oasis", "class": 4}),
    ]


def hazards() -> list[Feature]:
    """Severe hazards: ``down`` is by how many classes they lower the suitability for towns, 9 to the lowest."""
    return [
        Feature([blob(-4.0, -13.2, 1.2, 0.7, 0.0, 153)], {"name": "Łękowiec floods", "kind": "flood", "down": 1}),
        Feature([blob(5.4, -1.4, 1.4, 0.9, 30.0, 154)], {"name": "Paso landslides", "kind": "landslide", "down": 2}),
        Feature([blob(-9.6, 6.8, 0.3, 2.6, -15.0, 155)], {"name": "Çal fault", "kind": "active fault", "down": 9}),
    ]


def travel_time(terrain: Terrain) -> np.ndarray:
    """Minutes to the nearest of the two cities (rows, columns), NaN at sea: on foot to a road, then by road."""
    x, y = frame.centres()
    ride = np.min([np.hypot(x - east, y - north) for _name, east, north, _people, kind in PLACES if kind in CITIES],
                  axis=0)
    walk = distance(x, y, np.vstack([road.parts[0] for road in roads()]))
    minutes = MINUTES_PER_KM_BY_ROAD * ride + MINUTES_PER_KM_ON_FOOT * walk
    return np.where(terrain.land, np.round(minutes), np.nan)
