"""Coverage tables T1 to T7 of a pilot: for what is protected, and once more with the redline (methods.md §6.1)."""

from collections.abc import Sequence
from typing import Any

from osgeo import ogr

from ..feedback import Feedback
from ..models.catalogue import of_kind
from ..models.declaration import FUNCTION, SENSITIVITY
from ..models.land_cover import NAMES
from ..pilot.pilot import Pilot
from ..pilot.tables import read_table, write_table
from ..planning.coverage import Service, Subject, class_columns, coverage, service_columns
from ..planning.estate import Estate
from ..planning.places import place_columns, place_coverage
from ..planning.species import habitat_sums, species_columns, species_coverage, summary, summary_columns
from ..preparation.species import HABITAT
from ..raster.files import open_published
from .assessment import is_chosen, is_graded, prepared
from .estate import land_km2, places_of

ECOSYSTEM, LAND_COVER = "ecosystem", "land_cover"
PLACES = ("units", "ecoregions", "ecosystems", "sites")
CLASSES, SERVICES, SPECIES, SPECIES_SUMMARY = "classes", "services", "species", "species_summary"
# Tables of the two stages; the first two of the gaps step keep the names they are known by
PROTECTED = {CLASSES: "gaps", SERVICES: "services_protected", SPECIES: "gap_species",
             SPECIES_SUMMARY: "gap_species_summary", **{name: f"gap_{name}" for name in PLACES}}
WITH_REDLINE = {name: f"coverage_{name}" for name in PROTECTED}


def subjects(pilot: Pilot) -> list[Subject]:
    """Every class raster there is: of each model, the integrated ones, land cover."""
    found = [Subject(kind, name, pilot.classes(kind, name)) for kind in (FUNCTION, SENSITIVITY)
             for name, model in of_kind(kind).items() if is_chosen(pilot, model)]
    found += [Subject(theme, "integrated", path) for theme, path in (
        ("importance", pilot.importance), ("sensitivity", pilot.sensitivity), ("level", pilot.protection_level))]
    found.append(Subject(ECOSYSTEM, LAND_COVER, pilot.input("land_cover"), tuple(NAMES)))
    return [subject for subject in found if subject.path.exists()]


def services(pilot: Pilot) -> list[Service]:
    """The functions that have values."""
    return [Service(name, pilot.value(FUNCTION, name), model.unit) for name, model in of_kind(FUNCTION).items()
            if is_graded(model) and is_chosen(pilot, model) and pilot.value(FUNCTION, name).exists()]


Places = dict[str, dict[str, ogr.Geometry]]


def load_all_places(pilot: Pilot) -> Places:
    """The places of every kind that the recipe names, units first."""
    found = {kind: places_of(pilot, kind) for kind in PLACES[1:]}
    return {"units": {unit.code: unit.geometry for unit in pilot.units},
            **{kind: places for kind, places in found.items() if places}}


def publish_coverage(pilot: Pilot, estate: Estate, places: Places, names: dict[str, str],
                     feedback: Feedback) -> dict[str, list[dict]]:
    """Write every table there are data for, under ``names``; gives their rows by the tables' keys. Raises Cancelled."""
    units = [(unit.code, unit.geometry) for unit in pilot.units]
    found: dict[str, list[dict]] = {}
    found[CLASSES], found[SERVICES] = coverage(units, estate, pilot.code, pilot.grid, subjects(pilot), services(pilot),
                                               feedback.part(0, 0.5))
    write_table(pilot.table(names[CLASSES]), class_columns(estate), found[CLASSES])
    write_table(pilot.table(names[SERVICES]), service_columns(estate), found[SERVICES])
    for number, (kind, outlines) in enumerate(places.items()):
        target = pilot.recipe["planning"]["area_target"] if kind in ("ecoregions", "ecosystems") else 0
        found[kind] = place_coverage(outlines, estate, land_km2(pilot), target,
                                     feedback.part(0.5 + 0.1 * number, 0.6 + 0.1 * number))
        write_table(pilot.table(names[kind]), place_columns(estate), found[kind])
    if HABITAT in prepared(pilot):
        found.update(_species(pilot, estate, names, feedback.part(0.9, 1)))
    return found


def _species(pilot: Pilot, estate: Estate, names: dict[str, str], feedback: Feedback) -> dict[str, list[dict]]:
    planning = pilot.recipe["planning"]
    sums = habitat_sums(pilot.input(HABITAT), estate.parts, pilot.grid, feedback)
    rows = species_coverage(listed_species(pilot), sums, estate, planning["species_target"],
                            planning["fixed_species_target"])
    groups = summary(rows, estate.sets)
    write_table(pilot.table(names[SPECIES]), species_columns(estate), rows)
    write_table(pilot.table(names[SPECIES_SUMMARY]), summary_columns(estate), groups)
    return {SPECIES: rows, SPECIES_SUMMARY: groups}


def listed_species(pilot: Pilot) -> list[dict[str, Any]]:
    """The species of the habitat stack, in the order of its bands: the table of the recipe's own species, else bands
    without a name."""
    path = pilot.table("species")
    rows = read_table(path) if path.is_file() and pilot.recipe["species"]["source"] else []
    bands = open_published(pilot.input(HABITAT)).RasterCount
    if len(rows) == bands:
        return list(rows)
    return [{"name": str(band), "taxon": "", "red_list": "", "national_class": ""} for band in range(1, bands + 1)]


def table_names(names: dict[str, str], found: dict[str, list[dict]]) -> list[str]:
    """The files of the tables that were written."""
    return [f"tables/{names[key]}.csv" for key in found]


def natural_classes(rows: Sequence[dict], country: str, land: float) -> list[dict]:
    """Rows of natural land-cover classes of the country, as places: they stand for ecosystem types where no layer of
    them was given."""
    return [{**row, "place": row["class"], "national_percent": round(100 * row["area_km2"] / land, 4)} for row in rows
            if row["unit"] == country and row["theme"] == ECOSYSTEM and row["class"] in NATURAL and row["area_km2"]]


NATURAL = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16)  # IGBP: all but cropland, built-up land and mosaics
