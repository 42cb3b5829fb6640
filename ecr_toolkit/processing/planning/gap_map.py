"""The gap map: where what matters most is not protected, and which gaps come first (methods.md §6.4)."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from ...languages.messages import N_, _
from ...planning import gap_map
from ...raster import files
from ...raster.align import CLASSES as CLASS_RULE
from ...raster.blocks import blocks
from ...raster.coverage import Edges
from ...raster.grid import Grid
from ...raster.stream import Output
from ...raster.zones import Zone, labels
from .given import Given
from .layers_in import read_places, read_union
from .parameters import add, add_numbers, field, percent, raster_out, rasters, vector
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid, publish_known

CLASSES, FUNCTIONS, PROTECTED = "CLASSES", "FUNCTIONS", "PROTECTED"
ECOREGIONS, NAME, TARGET = "ECOREGIONS", "ECOREGION_FIELD", "TARGET"
GAP, PRIORITY, GAP_KM2, GAP_PERCENT = "GAP", "PRIORITY", "GAP_KM2", "GAP_PERCENT"


class GapMap(PlanningAlgorithm):
    """Class and value rasters, protected areas, ecoregions → gaps and their priority."""

    def name(self) -> str:
        return "gapmap"

    def displayName(self) -> str:
        return _("Gap map")

    def shortHelpString(self) -> str:
        return _("A gap is a cell of class 5 in any of the class rasters that is not protected and whose ecoregion "
                 "falls short of its target; without ecoregions every unprotected cell of class 5 is one. Codes: 0 not "
                 "of class 5, 1 protected, 2 not protected but its ecoregion reaches the target, 3 gap, 255 outside. "
                 "Priority adds up the values of the functions, each brought to 0 to 1, and the shortfall of the "
                 "ecoregion. The country is where any class raster has data. The first class raster gives the grid and "
                 "must lie in an equal-area system in metres; the others are brought to it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            rasters(CLASSES, _("Class rasters"), _("Rasters of classes in which 5 is what matters most, such as "
                                                   "importance and sensitivity.")),
            rasters(FUNCTIONS, _("Rasters of functions"), _("Values whose sum ranks the cells; empty: only ecoregions "
                                                            "rank them."), True),
            vector(PROTECTED, _("Protected areas"), _("Polygons of protected areas and other effective measures. A "
                                                      "cell is protected where they cover half of it or more.")),
            vector(ECOREGIONS, _("Ecoregions"), _("Polygons; what lies outside of the country does not count."), True),
            field(NAME, _("Field of the names of the ecoregions"),
                  _("Polygons with the same name are one ecoregion. Empty: the first field."), ECOREGIONS, True),
            percent(TARGET, _("Target (%)"), _("Share of every ecoregion that is to be protected."), 30, 1),
            raster_out(GAP, _("Gaps"), _("Codes from 0 to 3, and 255 outside.")),
            raster_out(PRIORITY, _("Priority"), _("The higher, the sooner; of every cell of the country.")))
        add_numbers(self, {GAP_KM2: _("Area of the gaps, km²"), GAP_PERCENT: _("Share of the country, %")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        classes, functions = given.rasters(CLASSES), given.rasters(FUNCTIONS)
        grid = grid_of(next(iter(classes.values())))
        protected = read_union(given.source(PROTECTED), grid.crs, feedback)
        gap, priority = given.raster_output(GAP), given.raster_output(PRIORITY)
        with tempfile.TemporaryDirectory(prefix="ecr_") as name:
            folder = Path(name)
            graded = on_grid(classes, grid, folder, feedback.part(0, 0.1), CLASS_RULE)
            valued = on_grid(functions, grid, folder, feedback.part(0.1, 0.2))
            country = publish_known(graded, grid, folder / "country.tif", feedback.part(0.2, 0.3))
            evidence = gap_map.Evidence(country, protected, list(graded.values()), valued, target=given.share(TARGET),
                                        **_ecoregions(given, country, protected, grid, folder, feedback))
            counted = gap_map.publish(evidence, Output(gap, "class", N_("gaps"), "class"),
                                      Output(priority, "continuous", N_("priority of conservation"), "1"), grid,
                                      feedback.part(0.4, 1))
        cells = sum(counted.values())
        return {GAP: str(gap), PRIORITY: str(priority), GAP_KM2: counted[gap_map.GAP] * grid.cell_km2,
                GAP_PERCENT: 100 * counted[gap_map.GAP] / cells if cells else 0.0}


def _ecoregions(given: Given, country: Path, protected: ogr.Geometry, grid: Grid, folder: Path,
                feedback: Feedback) -> dict[str, Any]:
    """The raster of ecoregions and the protected share of what of each lies in the country; {} without them."""
    if not given.has(ECOREGIONS):
        return {}
    source = given.source(ECOREGIONS)
    places = read_places(source, given.field(NAME) or source.fields().names()[0], grid.crs, feedback)
    path = folder / "ecoregions.tif"
    files.write(path, grid, labels([Zone.of(place, grid) for place in places.values()], grid), "zone")
    edges = Edges.of(protected, grid)

    def count(read, window):
        number = np.where(read["country"] > 0, read["ecoregions"], 0).ravel()
        return np.stack([np.bincount(number, weights, len(places) + 1)
                         for weights in (edges.coverage(window).ravel(), None)])

    sums = sum(found for _window, found in blocks({"country": country, "ecoregions": path}, count, grid,
                                                  feedback.part(0.3, 0.4)))
    covered, cells = sums[:, 1:]
    return {"ecoregions": path, "coverage": np.divide(covered, cells, out=np.zeros(len(cells)), where=cells > 0)}
