"""Rows of tables: the indices at one dispersal distance, and what every patch is worth."""

from collections.abc import Iterator
from typing import Any

from .indices import Connectivity
from .patches import Patches

BORDER_M = 50_000  # areas beyond the border carry connections as far as this (methods.md §8.5)
NEGLIGIBLE = 1e-3  # the worth of a patch leaves out paths that fewer of the animals take
_FIGURES = {
    "protected_percent": "protected", "connected_percent": "connected", "unconnected_percent": "unconnected",
    "relative_percent": "relative", "from_protected_percent": "from_protected",
    "from_transboundary_percent": "from_transboundary", "from_unprotected_percent": "from_unprotected",
    "within_percent": "within", "contiguous_percent": "contiguous", "eca_km2": "eca_km2",
    "eca_at_most_km2": "eca_at_most_km2", "pc": "probability_of_connectivity"}
COLUMNS = ("median_km", "patches", "dropped", "dropped_km2", *_FIGURES)
_PARTS = ("dpc", "intra", "flux", "connector")
PATCH_COLUMNS = ("patch", "area_km2", *(f"{part}_percent" for part in _PARTS))


def indices_row(one: Connectivity, patches: Patches) -> dict[str, Any]:
    """A row of COLUMNS; parts are in per cent of ProtConn, what has no value is None."""
    figures = {column: getattr(one, figure) for column, figure in _FIGURES.items()}
    return {"median_km": one.dispersal.median_m / 1000, "patches": one.patches, "dropped": patches.dropped,
            "dropped_km2": round(patches.dropped_km2, 4),
            **{column: None if value is None else round(value, 6) for column, value in figures.items()}}


def patch_rows(valued: Connectivity, patches: Patches) -> Iterator[dict[str, Any]]:
    """A row of PATCH_COLUMNS for every patch of the country, the largest first; none without importances."""
    if valued.importance is None:
        return
    for place in range(len(patches.members)):
        yield {"patch": place + 1, "area_km2": round(float(patches.areas_km2[place]), 4),
               **{f"{part}_percent": round(float(values[place]), 4) for part, values in zip(_PARTS, valued.importance)}}
