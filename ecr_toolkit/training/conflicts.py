"""Objects that conflict with conservation, a layer for every code of the decision rules (methods.md §4.5).

C1 and C2 are farmland in the land cover; the hamlet Moczary, one built-up cell of it, is C4. All layers have the fields
``name``, ``kind`` and ``status``. Every object lies in the candidate area, at least in part. Where the rule asks for
it, one lies inside a protected area that must be in, and one outside; one plantation lies across its outline.
"""

import numpy as np

from .lines import blob
from .protected_areas import QALTEPE
from .writing import Feature

LAYERS = {"C3": "data/industry.gpkg", "C4": "data/villages.gpkg", "C5": "data/mines.gpkg", "C6": "data/roads.gpkg",
          "C7": "data/plantations.gpkg", "C8": "data/reservoirs.gpkg", "C9": "data/plans.gpkg",
          "C10": "data/indigenous_land.gpkg"}


def _object(ring: np.ndarray, name: str, kind: str, status: str) -> Feature:
    return Feature([ring], {"name": name, "kind": kind, "status": status})


def industry() -> list[Feature]:
    """C3: an industrial park in the woods of the lowlands, 47 ha."""
    return [_object(blob(-8.4, -4.5, 0.5, 0.3, 70.0, 1), "Park Żabiec", "industrial park", "operating")]


def villages() -> list[Feature]:
    """C4: three villages below 10 ha, one a province; Refugio Ñandú lies in the core of the national park."""
    return [
        _object(blob(-3.0, -5.4, 0.15, 0.15, 0.0, 1), "Wólka Biała", "village", "existing"),
        _object(blob(3.4, 9.0, 0.15, 0.12, 0.0, 1), "Refugio Ñandú", "village", "existing"),
        _object(blob(-7.2, 11.0, 0.16, 0.14, 0.0, 1), "Yeniköy", "village", "existing"),
    ]


def mines() -> list[Feature]:
    """C5: three valid rights: copper outside of protected areas, zinc inside the national park, and gas."""
    return [
        _object(blob(4.3, 0.6, 0.85, 0.55, 40.0, 27), "Añoral Copper", "copper", "valid"),
        _object(blob(18.0, -2.6, 0.7, 0.5, 20.0, 1), "Qal Gas", "gas", "valid"),
        _object(blob(6.6, 9.2, 0.6, 0.4, 30.0, 1), "Cumbre Zinc", "zinc", "valid"),
    ]


def plantations() -> list[Feature]:
    """C7: eucalyptus above 100 ha, an orchard below, and timber above 100 ha across the edge of the national park."""
    return [
        _object(blob(2.6, -9.7, 1.0, 0.7, 20.0, 1), "Eukaliptus Łęka", "timber", "existing"),
        _object(blob(-3.0, 5.9, 0.4, 0.3, 0.0, 1), "Çal Orchard", "orchard", "existing"),
        _object(blob(7.0, 2.9, 0.9, 0.7, 20.0, 1), "Pinar del Paso", "timber", "existing"),
    ]


def reservoirs() -> list[Feature]:
    """C8: a reservoir on the upper Alma, and below it the land of its dam and power station."""
    return [
        _object(blob(2.1, 12.15, 0.42, 0.2, 135.0, 1), "Embalse Alma", "reservoir", "operating"),
        _object(blob(1.6, 12.62, 0.12, 0.1, 0.0, 1), "Presa Alma", "operating area", "operating"),
    ]


def plans() -> list[Feature]:
    """C9: a solar park on the dry plateau, approved and not built."""
    return [_object(blob(15.2, 8.9, 0.9, 0.6, 0.0, 1), "Qaltepe Solar", "solar park", "approved, not built")]


def indigenous_land() -> list[Feature]:
    """C10: the territory that the register of protected areas lists too, and land with fields in the woods."""
    return [
        _object(QALTEPE, "Qaltepe", "indigenous territory", "titled"),
        _object(blob(-0.6, -2.3, 1.5, 1.1, 0.0, 1), "Ziemia Łęczan", "customary land", "claimed"),
    ]
