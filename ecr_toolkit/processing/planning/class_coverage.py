"""Coverage of classes: importance, sensitivity, land cover (methods.md §6.1, T2 to T4)."""

import tempfile
from pathlib import Path
from typing import Any

from osgeo import ogr

from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.tables import write_table
from ...planning.coverage import UNKNOWN, Subject, coverage
from ...planning.estate import WITHOUT_REDLINE, area_columns
from ...raster.align import CLASSES as CLASS_RULE
from ...raster.grid import Grid
from .estate_in import add_estate, estate_of
from .given import Given
from .layers_in import read_places
from .parameters import add, add_numbers, field, raster, table, vector
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid

CLASSES, ZONES, NAME, TABLE, KNOWN_KM2 = "CLASSES", "ZONES", "NAME_FIELD", "TABLE", "KNOWN_KM2"
ALL = "all"


class ClassCoverage(PlanningAlgorithm):
    """A raster of classes → km² of each class in every set, in zones and in all."""

    def name(self) -> str:
        return "classcoverage"

    def displayName(self) -> str:
        return _("Coverage of classes")

    def shortHelpString(self) -> str:
        return _("How much of every class of a raster lies in protected areas, other effective measures and the "
                 "redline. Cells that an outline cuts count by the share that lies inside, so the areas are those of "
                 "the outlines. The raster must lie in an equal-area system in metres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self, raster(CLASSES, _("Raster of classes"), _("Whole numbers from 0 to 254; 255 and cells without data "
                                                            "count as class 255, unknown.")))
        add_estate(self)
        add(self,
            vector(ZONES, _("Zones"), _("Polygons that do not overlap, such as administrative units. Empty: the whole "
                                        "raster."), True),
            field(NAME, _("Field of the names of the zones"),
                  _("Zones with the same name are one. Empty: the first field."), ZONES, True),
            table(TABLE, _("Coverage"), ("zone", "class", *area_columns(WITHOUT_REDLINE)),
                  _("The last rows, named “{name}”, are of all zones together.").format(name=ALL)))
        add_numbers(self, {KNOWN_KM2: _("Area of known class, km²")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        path = given.raster(CLASSES)
        grid = grid_of(path)
        estate = estate_of(given, grid.crs, feedback)
        zones = _zones(given, grid, feedback)
        numbers = [(str(number), zone) for number, zone in enumerate(zones.values(), 1)]
        with tempfile.TemporaryDirectory(prefix="ecr_") as folder:
            ready = on_grid({"": path}, grid, Path(folder), feedback.part(0, 0.2), CLASS_RULE)[""]
            rows, _services = coverage(numbers, estate, ALL, grid, [Subject("", "", ready, range(UNKNOWN))], (),
                                       feedback.part(0.2, 1))
        whole = {row["class"]: row for row in rows if row["unit"] == ALL}
        names = {ALL: ALL, **{number: name for (number, _zone), name in zip(numbers, zones)}}
        found = [{**row, "zone": names[row["unit"]]} for row in rows
                 if whole[row["class"]]["area_km2"] and (row["unit"] == ALL or given.has(ZONES))]
        write_table(given.output(TABLE), ("zone", "class", *area_columns(estate.sets)), found)
        return {TABLE: str(given.output(TABLE)),
                KNOWN_KM2: sum(row["area_km2"] for code, row in whole.items() if code != UNKNOWN)}


def _zones(given: Given, grid: Grid, feedback: Feedback) -> dict[str, ogr.Geometry]:
    """The zones by name, or the frame of the raster."""
    if given.has(ZONES):
        source = given.source(ZONES)
        return read_places(source, given.field(NAME) or source.fields().names()[0], grid.crs, feedback)
    left, bottom, right, top = grid.bounds
    return {ALL: ogr.CreateGeometryFromWkt(
        f"POLYGON(({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom}))")}
