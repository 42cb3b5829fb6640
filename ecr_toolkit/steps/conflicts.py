"""Conflicts: objects in the candidate area, rules and decisions, layers and tables (methods.md §4.5, §5.6)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from osgeo import ogr

from ..boundary.conflicts import decisions, layers
from ..boundary.conflicts.assembly import FAMILIES, conflicts_of
from ..boundary.conflicts.inside import register_texts
from ..boundary.conflicts.model import Conflicts
from ..boundary.conflicts.rules import Sizes
from ..boundary.conflicts.tables import FIELDS, SUMMARY_COLUMNS, gone_rows, rows_of, summary
from ..boundary.conflicts.zones import Zones
from ..feedback import Feedback
from ..languages.messages import catalogue
from ..pilot.layers import Feature, read_layer, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..raster import files
from .candidates import FORCED_AREA, RASTER
from .estate import AREAS

LAYER, LINES, TABLE, SUMMARY = "conflicts", "conflict_lines", "conflicts", "conflict_summary"
OUTPUTS = (f"{GEOPACKAGE}#{LAYER}", f"{GEOPACKAGE}#{LINES}", f"tables/{TABLE}.csv", f"tables/{SUMMARY}.csv")


def files_of(pilot: Pilot) -> list[Path]:
    """Every file that conflicts read beside what steps published; decisions also where there are none yet."""
    return [*_layers(pilot).values(), pilot.folder / decisions.FILE]


def conflict_objects(pilot: Pilot, feedback: Feedback) -> Conflicts:
    """The conflict objects of the candidate area, with the decisions on them. Raises InputError, Cancelled."""
    chosen = pilot.recipe["conflicts"]
    decided = decisions.load(pilot.folder)
    sizes = Sizes(chosen["farmland_ha"], chosen["built_up_ha"], chosen["plantation_ha"])
    found = layers.read(_layers(pilot), chosen["fields"], pilot.crs, sizes, feedback.part(0, 0.3))
    reasons = files.read(pilot.folder / RASTER)
    zones = Zones.of(read_layer(pilot.geopackage, AREAS), pilot.recipe["boundary"]["core_categories"],
                     layers.traditional_land(found))
    path = pilot.input("land_cover")
    classes = {family: chosen[name] for family, name in FAMILIES.items()}
    return conflicts_of(files.read(path) if path.exists() else None, classes, found, list(chosen["layers"]), zones,
                        reasons > 0, (reasons & FORCED_AREA) > 0, pilot.grid, sizes, decided, feedback.part(0.3, 1))


def _layers(pilot: Pilot) -> dict[str, Path]:
    return {code: pilot.folder / name for code, name in sorted(pilot.recipe["conflicts"]["layers"].items())}


def conflict_register(pilot: Pilot, objects: Conflicts, outlines: Sequence[ogr.Geometry]) -> list[dict[str, str]]:
    """``in_conflict`` and ``conflict_code`` of the register for redline polygons in grid CRS: which objects lie in
    each, in the pilot's first language."""
    text = catalogue(pilot.recipe["languages"][0]).gettext
    return [{field: text(value) if value else "" for field, value in register_texts(objects, outline).items()}
            for outline in outlines]


def publish_conflicts(pilot: Pilot, objects: Conflicts, redline_by_code: Mapping[str, ogr.Geometry]) -> list[str]:
    """Layers of polygons and of lines, table and sums of the conflicts, with what of them lies in the redline (polygons
    by their ``ecr_code``); gives what was published."""
    rows = rows_of(objects, redline_by_code)
    features = [Feature(one.geometry, row) for one, row in zip(objects.objects, rows)]
    areas, lines = ([feature for feature in features if feature.geometry.GetDimension() == dimension]
                    for dimension in (2, 1))
    write_layers(pilot.geopackage, pilot.crs, {LAYER: (ogr.wkbMultiPolygon, FIELDS, areas),
                                               LINES: (ogr.wkbMultiLineString, FIELDS, lines)})
    write_table(pilot.table(TABLE), tuple(FIELDS), [*rows, *gone_rows(objects)])
    write_table(pilot.table(SUMMARY), SUMMARY_COLUMNS, summary(objects, rows))
    return list(OUTPUTS)
