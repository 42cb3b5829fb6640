"""The pilot's protected areas and places: read, cleaned, published, and what is set aside put together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ..pilot.layers import Feature, open_layer, polygons, read_layer, union, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..planning.area_records import OECM, PA, read_records
from ..planning.connectivity.rows import BORDER_M
from ..planning.crosswalk import load_crosswalk
from ..planning.estate import Estate, area_columns, areas_of
from ..planning.flattening import flatten
from ..planning.places import load_places
from ..planning.protected_areas import SUMMARY_COLUMNS, ProtectedArea, Rules, area_row, clean, summary

AREA_FIELDS = {"name": str, "designation": str, "iucn_category": str, "year": str, "treatment": str,
               "reported_km2": float, "area_km2": float, "counted_km2": float, "indicative": int, "kind": str,
               "status": str, "evaluated": int, "id": str}
AREA_COLUMNS = (*AREA_FIELDS, "reason", "notes", "source")
AREAS, FLAT = "protected_areas", "protected_flat"
OUTPUTS = (f"{GEOPACKAGE}#{AREAS}", f"{GEOPACKAGE}#{FLAT}", "tables/protected_areas.csv",
           "tables/protected_cleaning.csv")


def files_of(pilot: Pilot) -> list[Path]:
    """Every file that protected areas and planning read."""
    areas, planning = pilot.recipe["protected_areas"], pilot.recipe["planning"]
    names = [areas["source"], areas["categories"], *areas["further"],
             *(planning[name] for name in ("ecoregions", "ecosystems", "sites", "sea", "neighbours"))]
    return [pilot.folder / name for name in names if name]


def country_of(pilot: Pilot) -> ogr.Geometry:
    """The union of all units."""
    return union([unit.geometry for unit in pilot.units])


def land_km2(pilot: Pilot) -> float:
    """Area of the country: the sum of its units'."""
    return sum(unit.area_km2 for unit in pilot.units)


def sea_of(pilot: Pilot, land: ogr.Geometry) -> Optional[ogr.Geometry]:
    """The country's sea without its land; None where the recipe names none."""
    name = pilot.recipe["planning"]["sea"]
    if not name:
        return None
    return polygons(union([one.geometry for one in open_layer(pilot.folder / name, pilot.crs)]).Difference(land))


def protected_areas(pilot: Pilot) -> list[ProtectedArea]:
    """All protected areas and OECMs of the recipe, cleaned and cut to the country; none when it names none."""
    chosen = pilot.recipe["protected_areas"]
    files = [name for name in (chosen["source"], *chosen["further"]) if name]
    if not files:
        return []
    land = country_of(pilot)
    fields = chosen["fields"]
    records = []
    for name in files:  # the fields that the recipe names are those of its first list
        records += read_records(pilot.folder / name, pilot.crs, fields if name == chosen["source"] else {})
    crosswalk = load_crosswalk(pilot.folder / chosen["categories"] if chosen["categories"] else None)
    rules = Rules(crosswalk, chosen["statuses"], chosen["drop_not_reported"])
    return clean(records, land, rules, sea_of(pilot, land))


def publish_areas(pilot: Pilot, areas: Sequence[ProtectedArea]) -> None:
    """Layers ``protected_areas``, each as it is, and ``protected_flat``, where each place counts for one area; tables
    of all areas and of what cleaning did."""
    chosen = pilot.recipe["protected_areas"]
    indicative = int(bool(chosen["indicative"]))
    counted = flatten(areas, chosen["priority"])
    rows = [{**area_row(area, flat), "indicative": indicative} for area, flat in zip(areas, counted)]
    whole = [Feature(area.geometry, row) for area, row in zip(areas, rows) if not area.geometry.IsEmpty()]
    flattened = [Feature(flat, row) for flat, row in zip(counted, rows) if not flat.IsEmpty()]
    write_layers(pilot.geopackage, pilot.crs, {AREAS: (ogr.wkbMultiPolygon, AREA_FIELDS, whole),
                                               FLAT: (ogr.wkbMultiPolygon, AREA_FIELDS, flattened)})
    write_table(pilot.table("protected_areas"), AREA_COLUMNS, rows)
    write_table(pilot.table("protected_cleaning"), SUMMARY_COLUMNS, summary(areas))


def publish_sea(pilot: Pilot, areas: Sequence[ProtectedArea]) -> list[str]:
    """``tables/sea.csv``: what of the country's sea is protected; gives what was published."""
    sea = sea_of(pilot, country_of(pilot))
    if sea is None:
        return []
    kinds = {kind: union([area.at_sea for area in areas if area.kind == kind and area.at_sea is not None])
             for kind in (PA, OECM)}
    estate = Estate(kinds[PA], polygons(kinds[OECM].Difference(kinds[PA])))
    parts = {name: part.GetArea() / 1e6 for name, part in estate.parts.items()}
    write_table(pilot.table("sea"), area_columns(estate.sets), [areas_of(sea.GetArea() / 1e6, parts, estate.sets)])
    return ["tables/sea.csv"]


def estate_of(pilot: Pilot, redline: Optional[ogr.Geometry] = None) -> Estate:
    """What is set aside, as the gaps step published it, with a redline where there is one."""
    flat = read_layer(pilot.geopackage, FLAT)
    pa, oecm = (union([area.geometry for area in flat if area.values["kind"] == kind]) for kind in (PA, OECM))
    return Estate(pa, oecm, redline)


def evaluated_percent(pilot: Pilot) -> Optional[float]:
    """Share of the protected area whose management was evaluated, per cent; None where no list tells of it."""
    flat = [area for area in read_layer(pilot.geopackage, FLAT) if area.values["kind"] == PA]
    if all(area.values["evaluated"] is None for area in flat):
        return None
    whole = sum(area.geometry.GetArea() for area in flat)
    return 100 * sum(area.geometry.GetArea() for area in flat if area.values["evaluated"]) / whole


def places_of(pilot: Pilot, kind: str) -> dict[str, ogr.Geometry]:
    """Places by name, cut to the land; ``kind``: ecoregions, ecosystems or sites. None where the recipe names none."""
    planning = pilot.recipe["planning"]
    if not planning[kind]:
        return {}
    path = pilot.folder / planning[kind]
    if path.suffix.lower() == ".csv":
        return _centres(pilot, path)
    field = {"ecoregions": planning["ecoregion_field"], "ecosystems": planning["ecosystem_field"]}.get(kind, "name")
    return load_places(path, field, country_of(pilot), pilot.crs)


def _centres(pilot: Pilot, path: Path) -> dict[str, ogr.Geometry]:
    """Sites of a table of centres and areas, as circles; those without an area are left out."""
    found: dict[str, list[ogr.Geometry]] = {}
    for area in clean(read_records(path, pilot.crs, {}), country_of(pilot), Rules()):
        if not area.reason:
            found.setdefault(area.name, []).append(area.geometry)
    return {name: union(outlines) for name, outlines in sorted(found.items())}


def beyond_the_border(pilot: Pilot) -> list[ogr.Geometry]:
    """Protected areas of the neighbours within 50 km of the country, without its own land."""
    name = pilot.recipe["planning"]["neighbours"]
    if not name:
        return []
    land = country_of(pilot)
    near = land.Buffer(BORDER_M)
    found = [polygons(one.geometry.Intersection(near).Difference(land))
             for one in open_layer(pilot.folder / name, pilot.crs)]
    return [geometry for geometry in found if not geometry.IsEmpty()]
