"""Corridors as algorithms: resistance, cost distance, the form of natural land, and the corridors of a pilot
(methods.md §8.1 to §8.4)."""

import math
import tempfile
from pathlib import Path
from typing import Any, Optional

import numpy as np
from qgis.core import QgsProcessingContext, QgsProcessingOutputFile

from ...errors import InputError, ToolkitError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.tables import read_table
from ...planning.corridors.cost_distance import cost_distance
from ...planning.corridors.pattern import BACKGROUND, NAMES, spatial_pattern
from ...planning.corridors.resistance import NETWORKS, by_class, resistance
from ...planning.corridors.touched import touched
from ...raster import files
from ...raster.align import CLASSES, CONTINUOUS
from ...raster.files import UNKNOWN
from ...raster.grid import Grid
from ...steps.corridors import publish_corridors
from .drawn_planning import DrawnPlanning
from .given import Given
from .layers_in import read
from .parameters import KINDS, add, add_numbers, choice, file, number, raster, raster_out, text_line, vector
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid

RASTER, LAND_COVER, SLOPE, RESISTANCE, SOURCES = "RASTER", "LAND_COVER", "SLOPE", "RESISTANCE", "SOURCES"
NETWORK, TABLE, SLOPE_WEIGHT, ROADS, SETTLEMENTS = "NETWORK", "TABLE", "SLOPE_WEIGHT", "ROADS", "SETTLEMENTS"
LIMIT, OUTPUT, FARTHEST, REACHED_KM2, NATURAL = "LIMIT", "OUTPUT", "FARTHEST", "REACHED_KM2", "NATURAL"
CORRIDORS_TABLE, NETWORK_TABLE, COUNT, AREA_KM2 = "CORRIDORS", "NETWORK_TABLE", "COUNT", "AREA_KM2"


class Resistance(PlanningAlgorithm):
    """Land cover, slope, roads and settlements → how hard each cell is to cross."""

    def name(self) -> str:
        return "resistance"

    def displayName(self) -> str:
        return _("Resistance to movement")

    def shortHelpString(self) -> str:
        return _("How hard each cell is to cross for animals, from 1 to 500, by its land cover and slope. Near roads "
                 "and settlements a cell is at least as hard to cross as they make it. Cells of unknown land cover are "
                 "barriers. The raster of land cover gives the grid and must lie in an equal-area system in metres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            raster(LAND_COVER, _("Land cover"), _("IGBP classes, or those of a table of your own.")),
            choice(NETWORK, _("Network"), _("Animals of the water cross water most easily, animals of the land "
                                            "forest."), [_(title) for title in NETWORKS.values()]),
            file(TABLE, _("Table of resistance"), _("CSV with the columns class and resistance (1 to 500), all IGBP "
                                                    "classes in it. Empty: the toolkit's table."), True, "csv"),
            raster(SLOPE, _("Slope"), _("Degrees. Empty: the land cover counts alone."), True),
            number(SLOPE_WEIGHT, _("Weight of slope"),
                   _("From 0 to 1, the rest is that of the land cover; in mountains at most 0.1."), 0.1, 0, 1),
            vector(ROADS, _("Roads"), _("Lines; they count up to 1 km away."), True, KINDS.TypeVectorAnyGeometry),
            vector(SETTLEMENTS, _("Settlements"), _("Polygons or points; they count up to 1 km away."), True,
                   KINDS.TypeVectorAnyGeometry),
            raster_out(OUTPUT, _("Resistance"), _("From 1 to 500.")))

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        grid = grid_of(given.raster(LAND_COVER))
        land_cover = _values(given.raster(LAND_COVER), grid, CLASSES, feedback.part(0, 0.3))
        slope = _values(given.raster(SLOPE), grid, CONTINUOUS, feedback.part(0.3, 0.6)) if given.has(SLOPE) else None
        table = by_class(given.path(TABLE), given.choice(NETWORK, tuple(NETWORKS)))
        found = resistance(land_cover, table, grid.cell, slope, given.number(SLOPE_WEIGHT),
                           _touched(given, ROADS, grid, feedback), _touched(given, SETTLEMENTS, grid, feedback))
        files.write(given.raster_output(OUTPUT), grid, found, "continuous", _("resistance"), "1")
        return {OUTPUT: str(given.raster_output(OUTPUT))}


class CostDistance(PlanningAlgorithm):
    """A raster of resistance and sources → the cost of the way from the nearest source."""

    def name(self) -> str:
        return "costdistance"

    def displayName(self) -> str:
        return _("Cost distance")

    def shortHelpString(self) -> str:
        return _("The least cost of the way from the nearest source to every cell, exactly, over eight neighbours: a "
                 "step costs the mean resistance of its two cells times its length in metres. Cells without data are "
                 "barriers. The raster must lie in an equal-area system in metres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            raster(RESISTANCE, _("Resistance"), _("Values above 0.")),
            vector(SOURCES, _("Sources"), _("Points, lines or polygons; every cell that they touch is a source."),
                   kind=KINDS.TypeVectorAnyGeometry),
            number(LIMIT, _("Largest cost"), _("Cells that cost more are left empty. Empty: no limit."), None, 0, 1e15,
                   optional=True),
            raster_out(OUTPUT, _("Cost distance"), _("Resistance times metres.")))
        add_numbers(self, {FARTHEST: _("Largest cost of a cell"), REACHED_KM2: _("Area that is reached, km²")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        path = given.raster(RESISTANCE)
        grid = grid_of(path)
        hardness = _values(path, grid, CONTINUOUS, feedback.part(0, 0.2))
        if (hardness <= 0).any():
            raise InputError([(_("The raster {file} has values of 0 or less.").format(file=path.name),
                               _("Resistance must be above 0; a cell that cannot be crossed has no data."))])
        sources = _touched(given, SOURCES, grid, feedback)
        if not (sources & np.isfinite(hardness)).any():
            raise InputError([(_("No source lies on a cell of the raster {file} that has data.").format(file=path.name),
                               _("See that both layers show the same place."))])
        limit = given.number(LIMIT) if given.has(LIMIT) else math.inf
        cost = cost_distance(hardness, sources, grid.cell, feedback.part(0.2, 1), limit)
        reached = np.isfinite(cost)
        files.write(given.raster_output(OUTPUT), grid, np.where(reached, cost, np.nan).astype(np.float32),
                    "continuous", _("cost distance"), "m")
        return {OUTPUT: str(given.raster_output(OUTPUT)), FARTHEST: float(cost[reached].max(initial=0.0)),
                REACHED_KM2: int(reached.sum()) * grid.cell_km2}


class SpatialPattern(PlanningAlgorithm):
    """A raster of natural land → core, islet, edge, perforation, bridge, loop, branch."""

    def name(self) -> str:
        return "spatialpattern"

    def displayName(self) -> str:
        return _("Spatial pattern of natural land")

    def shortHelpString(self) -> str:
        return _("The form of natural land by morphology (MSPA), with an edge of one cell: {classes}. Cores are "
                 "sources of corridors, bridges are corridors that exist, islets can be stepping stones. The raster "
                 "must lie in an equal-area system in metres.").format(
                     classes=", ".join(f"{code} {_(title)}" for code, title in NAMES.items()))

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            raster(RASTER, _("Raster of classes"), _("Whole numbers from 0 to 254, such as land cover.")),
            text_line(NATURAL, _("Classes that are natural"), _("Numbers with spaces between them."), "1"),
            raster_out(OUTPUT, _("Form"), _("Codes from 0 to 7, and 255 where the class is not known.")))
        add_numbers(self, {_area_name(code): _("Area of {name}, km²").format(name=_(title))
                           for code, title in NAMES.items()})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        path = given.raster(RASTER)
        grid = grid_of(path)
        classes = _values(path, grid, CLASSES, feedback)
        unknown = classes == UNKNOWN if classes.dtype == np.uint8 else np.isnan(classes)
        pattern = spatial_pattern(np.isin(classes, _classes(given.text(NATURAL))) & ~unknown)
        pattern[(pattern == BACKGROUND) & unknown] = UNKNOWN
        files.write(given.raster_output(OUTPUT), grid, pattern, "class", _("form of natural land"), "class")
        counted = np.bincount(pattern.ravel(), minlength=256) * grid.cell_km2
        return {OUTPUT: str(given.raster_output(OUTPUT)),
                **{_area_name(code): float(counted[code]) for code in NAMES}}


class Corridors(DrawnPlanning):
    """The corridors of a pilot, with its redline drawn first where it is out of date."""

    def name(self) -> str:
        return "corridors"

    def displayName(self) -> str:
        return _("Corridors between the cores of the redline")

    def shortHelpString(self) -> str:
        return _("Looks for corridors between the large polygons of a pilot's redline, by the part “corridors” of its "
                 "recipe, and for stepping stones between them. They are offered as layers of their own and are not "
                 "added to the redline.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputFile(CORRIDORS_TABLE, _("Corridors")))
        self.addOutput(QgsProcessingOutputFile(NETWORK_TABLE, _("Network of cores")))
        add_numbers(self, {COUNT: _("Number of corridors"), AREA_KM2: _("Area of the corridors, km²")})

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        if not publish_corridors(pilot, feedback):
            raise ToolkitError(_("The recipe of this pilot does not ask for corridors."),
                               _("Write “offer”: true under “corridors” in pilot.json."))
        rows = read_table(pilot.table("corridors"))
        return {CORRIDORS_TABLE: str(pilot.table("corridors")), NETWORK_TABLE: str(pilot.table("corridor_network")),
                COUNT: len(rows), AREA_KM2: sum(float(row["area_km2"]) for row in rows)}


def _values(path: Path, grid: Grid, rule: str, feedback: Feedback) -> np.ndarray:
    """A raster on the grid, whole."""
    with tempfile.TemporaryDirectory(prefix="ecr_") as folder:
        return files.read(on_grid({"": path}, grid, Path(folder), feedback, rule)[""])


def _touched(given: Given, name: str, grid: Grid, feedback: Feedback) -> Optional[np.ndarray]:
    """Cells that a layer touches; None where it was not given."""
    if not given.has(name):
        return None
    return touched([feature.geometry for feature in read(given.source(name), grid.crs, feedback)], grid)


def _classes(text: str) -> list[int]:
    try:
        return [int(one) for one in text.replace(",", " ").replace(";", " ").split()]
    except ValueError as fault:
        raise InputError([(_("The classes cannot be understood: {text}.").format(text=text),
                           _("Write whole numbers with spaces between them, for example 1 2 3."))]) from fault


def _area_name(code: int) -> str:
    return f"CLASS_{code}_KM2"


ALGORITHMS = (Resistance, CostDistance, SpatialPattern, Corridors)
