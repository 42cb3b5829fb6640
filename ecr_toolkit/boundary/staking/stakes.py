"""Stakes: one at every turning point, junction and interval of the redline, numbered by polygon (methods.md §5.9)."""

from collections.abc import Sequence
from typing import Optional

import numpy as np
from osgeo import ogr, osr

from ...feedback import Feedback
from ...pilot.layers import Feature
from ...raster.grid import WGS84, spatial_reference
from .ground import UNKNOWN_GROUND, Ground
from .network import network_of
from .placing import Placed, Rules, latitudes_of

PHYSICAL, VIRTUAL = "physical", "virtual"
STANDARD = Rules()
SEPARATOR = "; "
# The record of a stake; accuracy, photo, date and type of ground are left for the survey
FIELDS: dict[str, type] = {
    "number": str, "codes": str, "kind": str, "role": str, "x_m": float, "y_m": float, "h_m": float, "crs": str,
    "longitude": str, "latitude": str, "accuracy_m": float, "photo": str, "date": str, "ground": str,
    "previous": str, "next": str,
}


def stakes_of(polygons: Sequence[Feature], crs: str, ground: Ground = UNKNOWN_GROUND, rules: Rules = STANDARD,
              feedback: Optional[Feedback] = None) -> list[Feature]:
    """Stakes of redline polygons with an ``ecr_code``, points in ``crs`` (equal-area, metres), by number.

    A stake that several polygons share stands once, is numbered by the one with the smallest code and names them all,
    that one first. Numbers run clockwise from the northernmost point of the largest shell, then along its holes and
    further parts; ``previous`` and ``next`` are the neighbours on that ring. Coordinates are filled by
    ``coordinates.located``.
    """
    feedback = feedback or Feedback()
    ordered = sorted(polygons, key=lambda feature: feature.values["ecr_code"])
    to_degrees = osr.CoordinateTransformation(spatial_reference(crs), spatial_reference(WGS84))
    network = network_of([feature.geometry for feature in ordered], latitudes_of(to_degrees))
    feedback.check()
    placed = Placed(network, rules, ground)
    feedback.check()
    return _records(placed, network.rings, [feature.values["ecr_code"] for feature in ordered], ground)


def _records(placed: Placed, rings, codes: Sequence[str], ground: Ground) -> list[Feature]:
    numbers: dict[int, str] = {}
    neighbours: dict[int, tuple[int, int]] = {}
    owners: dict[int, list[str]] = {}
    serials = dict.fromkeys(codes, 0)
    for ring in rings:
        code, around = codes[ring.owner], placed.around(ring)
        for index, place in enumerate(around):
            if place not in numbers:
                serials[code] += 1
                numbers[place] = f"{code}-J{serials[code]:04d}"
                neighbours[place] = (around[index - 1], around[(index + 1) % len(around)])
            if code not in owners.setdefault(place, []):
                owners[place].append(code)
    order = list(numbers)
    points = np.array([[placed.places[place].x, placed.places[place].y] for place in order]).reshape(-1, 2)
    unreachable = ground.unreachable(points) if ground.unreachable else np.zeros(len(order), bool)
    elevation = ground.elevation(points) if ground.elevation else np.full(len(order), np.nan)
    return [Feature(_point(place_point), {
        "number": numbers[place], "codes": SEPARATOR.join(owners[place]), "kind": placed.places[place].kind,
        "role": VIRTUAL if virtual else PHYSICAL, "h_m": None if np.isnan(height) else round(float(height), 2),
        "previous": _neighbour(place, neighbours[place][0], numbers),
        "next": _neighbour(place, neighbours[place][1], numbers),
    }) for place, place_point, virtual, height in zip(order, points, unreachable, elevation)]


def _neighbour(place: int, other: int, numbers) -> str:
    """A stake that is alone on its ring has no neighbour."""
    return "" if other == place else numbers[other]


def _point(place: np.ndarray) -> ogr.Geometry:
    point = ogr.Geometry(ogr.wkbPoint)
    point.AddPoint_2D(float(place[0]), float(place[1]))
    return point
