"""Gaps: what of each class and service lies inside protected areas, and what does not (methods.md §6.1)."""

from collections.abc import Sequence
from pathlib import Path

from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.catalogue import of_kind
from ..models.declaration import FUNCTION, SENSITIVITY
from ..pilot.layers import Feature, union, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..planning.coverage import COLUMNS, SERVICE_COLUMNS, class_coverage, services_inside
from ..planning.protected_areas import ProtectedArea, flattened, load_categories, load_protected_areas
from ..raster.grading import highest_class
from ..raster.stream import Output, stream
from .assessment import is_chosen, is_graded
from .step import Step

AREA_FIELDS = {"name": str, "designation": str, "iucn_category": str, "year": str, "treatment": str,
               "reported_km2": float, "area_km2": float, "indicative": int}
AREA_COLUMNS = (*AREA_FIELDS, "reason", "source")


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    outputs = publish_level(pilot, feedback.part(0, 0.2))
    areas = protected_areas(pilot)
    publish_areas(pilot, areas)
    inside = flattened(areas)
    units = [(unit.code, unit.geometry) for unit in pilot.units]
    write_table(pilot.table("gaps"), COLUMNS, class_coverage(units, inside, pilot.code, pilot.grid, subjects(pilot),
                                                             feedback.part(0.3, 0.8)))
    write_table(pilot.table("services_protected"), SERVICE_COLUMNS, services_inside(
        country_of(pilot), inside, functions_of(pilot), pilot.grid, feedback.part(0.8, 1)))
    return [*outputs, f"{GEOPACKAGE}#protected_areas", "tables/protected_areas.csv", "tables/gaps.csv",
            "tables/services_protected.csv"]


def publish_level(pilot: Pilot, feedback: Feedback) -> list[str]:
    """Ecological protection level: the maximum of importance and sensitivity (methods.md §3.6)."""
    layers = {path.stem: path for path in (pilot.importance, pilot.sensitivity) if path.exists()}
    if not layers:
        return []
    output = Output(pilot.protection_level, "class", N_("protection level"), "class")
    stream(layers, lambda read, _window: {"level": highest_class(list(read.values()))}, {"level": output}, pilot.grid,
           feedback)
    return ["protection_level.tif"]


def protected_areas(pilot: Pilot) -> list[ProtectedArea]:
    """All protected areas of the pilot, clipped to the country; none when the recipe names none."""
    chosen = pilot.recipe["protected_areas"]
    if not chosen["source"]:
        return []
    categories = load_categories(pilot.folder / chosen["categories"]) if chosen["categories"] else []
    return load_protected_areas(pilot.folder / chosen["source"], categories, country_of(pilot), pilot.crs)


def country_of(pilot: Pilot) -> ogr.Geometry:
    """The union of all units."""
    return union([unit.geometry for unit in pilot.units])


def publish_areas(pilot: Pilot, areas: Sequence[ProtectedArea]) -> None:
    indicative = int(bool(pilot.recipe["protected_areas"]["indicative"]))
    rows = [{"name": area.name, "designation": area.designation, "iucn_category": area.iucn_category,
             "year": area.year, "treatment": area.treatment, "reported_km2": area.reported_km2,
             "area_km2": area.area_km2, "indicative": indicative, "reason": area.reason, "source": area.source}
            for area in areas]
    features = [Feature(area.geometry, row) for area, row in zip(areas, rows) if not area.geometry.IsEmpty()]
    write_layers(pilot.geopackage, pilot.crs,
                 {"protected_areas": (ogr.wkbMultiPolygon, AREA_FIELDS, features)})
    write_table(pilot.table("protected_areas"), AREA_COLUMNS, rows)


def subjects(pilot: Pilot) -> dict[tuple[str, str], Path]:
    """Every class raster there is, by theme and id; the integrated ones last."""
    found = {(kind, name): pilot.classes(kind, name) for kind in (FUNCTION, SENSITIVITY)
             for name, model in of_kind(kind).items() if is_chosen(pilot, model)}
    found[("importance", "integrated")] = pilot.importance
    found[("sensitivity", "integrated")] = pilot.sensitivity
    found[("level", "integrated")] = pilot.protection_level
    return {key: path for key, path in found.items() if path.exists()}


def functions_of(pilot: Pilot) -> dict[str, tuple[Path, str]]:
    """Rasters of physical values and their units of the functions there are."""
    return {name: (pilot.value(FUNCTION, name), model.unit) for name, model in of_kind(FUNCTION).items()
            if is_graded(model) and is_chosen(pilot, model) and pilot.value(FUNCTION, name).exists()}


def _files(pilot: Pilot) -> list[Path]:
    chosen = pilot.recipe["protected_areas"]
    return [pilot.folder / name for name in (chosen["source"], chosen["categories"]) if name]


def _check(pilot: Pilot) -> None:
    protected_areas(pilot)


STEP = Step(
    id="gaps", title=N_("Gaps"), run=run, files=_files, check=_check,
    needs=("set_up", "prepare", "functions", "sensitivity"),
    recipe=("protected_areas",), weight=2,
    purpose=N_("Compare what matters with what is protected already."),
)
