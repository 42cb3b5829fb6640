"""Connections: how well protected areas, OECMs and the redline hang together (methods.md §8.5, §8.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Optional

from osgeo import ogr

from ..feedback import Feedback
from ..pilot.layers import parts, read_layer
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..planning.area_records import PA
from ..planning.connectivity.dispersal import Dispersal
from ..planning.connectivity.distances import links
from ..planning.connectivity.indices import Connectivity, connectivity, cutoff_m, gain
from ..planning.connectivity.network import Network
from ..planning.connectivity.patches import Patches, patches_of
from ..planning.connectivity.rows import COLUMNS as INDEX_COLUMNS
from ..planning.connectivity.rows import NEGLIGIBLE, PATCH_COLUMNS, indices_row, patch_rows
from ..planning.estate import Estate
from .estate import AREAS, beyond_the_border, land_km2

Sets = Mapping[str, Connectivity]
COLUMNS = ("set", *INDEX_COLUMNS, "eca_gain_percent", "area_gain_percent", "well_placed")
_ORDER = ("pa", "protected", "either")
PATCH_TABLE = (*PATCH_COLUMNS[:2], "members", "median_km", *PATCH_COLUMNS[2:])


def dispersals_of(pilot: Pilot) -> list[Dispersal]:
    """The dispersal distances of the recipe, the quoted one first."""
    return [Dispersal(1000.0 * km) for km in pilot.recipe["planning"]["distances_km"]]


def publish_connectivity(pilot: Pilot, estate: Estate, feedback: Feedback) -> dict[str, Connectivity]:
    """Tables of the indices of every set and distance, and of the importance of every patch that is protected; gives
    the indices at the quoted distance by set. Raises Cancelled."""
    areas = read_layer(pilot.geopackage, AREAS)
    pa = [area.geometry for area in areas if area.values["kind"] == PA]
    sets = {"protected": [area.geometry for area in areas], "pa": pa}
    if estate.redline is not None:
        sets["either"] = [*sets["protected"], *parts(estate.redline)]
    rows, worth, quoted = [], [], {}
    abroad, before = beyond_the_border(pilot), {}
    for number, (name, geometries) in enumerate(sets.items()):
        part = feedback.part(number / len(sets), (number + 1) / len(sets))
        patches = _patches(pilot, geometries, abroad, part.part(0, 0.2))
        if patches is None:
            continue
        if name == "pa" and len(pa) == len(areas):  # no OECM: the same patches
            found = list(before.values())
        else:
            network = _network(patches, dispersals_of(pilot), part.part(0.2, 0.5))
            found = _connected(pilot, network, patches, dispersals_of(pilot), part.part(0.5, 0.6))
        for one in found:
            rows.append(_row(name, one, patches, before.get(one.dispersal) if name == "either" else None))
        if name == "protected":
            before = {one.dispersal: one for one in found}
            near = [replace(one, negligible=NEGLIGIBLE) for one in dispersals_of(pilot)]
            worth = _patch_rows(
                _connected(pilot, network, patches, near, part.part(0.6, 1), importance=True), patches,
                [area.values["name"] for area in areas])
        quoted[name] = found[0]
    write_table(pilot.table("connectivity"), COLUMNS, sorted(rows, key=lambda row: _ORDER.index(row["set"])))
    write_table(pilot.table("connectivity_patches"), PATCH_TABLE, worth)
    return quoted


def measure(pilot: Pilot, geometries: Sequence[ogr.Geometry], feedback: Feedback) -> Optional[Connectivity]:
    """The indices of some polygons at the quoted distance; None where there is no patch. Raises Cancelled."""
    patches = _patches(pilot, geometries, beyond_the_border(pilot), feedback.part(0, 0.3))
    if patches is None:
        return None
    quoted = dispersals_of(pilot)[:1]
    network = _network(patches, quoted, feedback.part(0.3, 0.8))
    return _connected(pilot, network, patches, quoted, feedback.part(0.8, 1))[0]


def _patches(pilot: Pilot, geometries: Sequence[ogr.Geometry], abroad: Sequence[ogr.Geometry],
             feedback: Feedback) -> Optional[Patches]:
    there = [geometry for geometry in geometries if not geometry.IsEmpty()]
    if not there:
        return None
    found = patches_of(there, feedback, pilot.recipe["planning"]["smallest_patch_km2"], abroad)
    return found if len(found.polygons) > found.transboundary else None


def _network(patches: Patches, dispersals: Sequence[Dispersal], feedback: Feedback) -> Network:
    measured = links(patches.polygons, cutoff_m(len(patches.polygons), dispersals), feedback)
    return Network.of(patches.areas_km2, measured, feedback, patches.transboundary)


def _connected(pilot: Pilot, network: Network, patches: Patches, dispersals: Sequence[Dispersal], feedback: Feedback,
               importance: bool = False) -> list[Connectivity]:
    return [connectivity(network, land_km2(pilot),
                         feedback.part(place / len(dispersals), (place + 1) / len(dispersals)),
                         dispersal, patches.single_km2, importance) for place, dispersal in enumerate(dispersals)]


def _row(name: str, one: Connectivity, patches: Patches, before: Optional[Connectivity]) -> dict:
    return {"set": name, **indices_row(one, patches), **(_gain_of(gain(before, one)) if before is not None else {})}


def _gain_of(added) -> dict:
    placed = added.well_placed
    return {"eca_gain_percent": None if added.eca_share is None else round(100 * added.eca_share, 4),
            "area_gain_percent": None if added.area_share is None else round(100 * added.area_share, 4),
            "well_placed": None if placed is None else int(placed)}


def _patch_rows(found: Sequence[Connectivity], patches: Patches, names: Sequence[str]) -> list[dict]:
    """The importance of every patch at every distance, the largest patch first."""
    named = ["; ".join(names[member] for member in members) for members in patches.members]
    return [{**row, "members": own, "median_km": one.dispersal.median_m / 1000}
            for one in found for own, row in zip(named, patch_rows(one, patches))]
