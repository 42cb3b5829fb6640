"""The cumulative curve of a raster: how much the best cells hold, and where it bends (methods.md §7.1)."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.tables import write_table
from ...planning.curves import service_curve
from ...planning.thresholds import Ground, ratios
from ...raster.cumulative import Curve
from ...raster.grading import streamed_breaks, streamed_means
from ...raster.grid import Grid
from .given import Given
from .parameters import add, add_numbers, number, raster, table
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid, publish_known

VALUE, COST, POINTS, TABLE = "VALUE", "COST", "POINTS", "TABLE"
KNEE, KNEE_ALONG, KNEE_HELD = "KNEE", "KNEE_ALONG", "KNEE_HELD"
BREAK_50, BREAK_80, ALONG_50, ALONG_80 = "BREAK_50", "BREAK_80", "ALONG_50", "ALONG_80"
COLUMNS = ("value", "along_percent", "held_percent")


class CumulativeCurve(PlanningAlgorithm):
    """A raster of values → points of its curve, the knee, and where 50 % and 80 % are held."""

    def name(self) -> str:
        return "cumulativecurve"

    def displayName(self) -> str:
        return _("Cumulative curve and knee")

    def shortHelpString(self) -> str:
        return _("Sorts the cells of a raster from the highest value down and tells what share of the total so many "
                 "per cent of the area hold. With costs, cells are sorted by value for cost, and the curve runs along "
                 "the share of the cost. The knee is where the curve is farthest above the diagonal: at the mean "
                 "value, or at the ratio of both totals. Negative values count as zero. The raster must lie in an "
                 "equal-area system in metres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            raster(VALUE, _("Raster of values"), _("Values for each unit of area; cells without data do not count.")),
            raster(COST, _("Raster of costs"), _("Costs for each unit of area, above zero; cells where they are not do "
                                                 "not count."), True),
            number(POINTS, _("Points of the curve"), _("At most so many, evenly along the curve."), 200, 2, 65536,
                   True),
            table(TABLE, _("Curve"), COLUMNS, _("value is the lowest value (or value for cost) of the cells that are "
                                                "counted.")))
        add_numbers(self, {
            KNEE: _("Value at the knee"), KNEE_ALONG: _("Share of the area or cost at the knee, %"),
            KNEE_HELD: _("Share of the total held at the knee, %"),
            BREAK_50: _("Lowest value of the cells that hold 50 %"),
            BREAK_80: _("Lowest value of the cells that hold 80 %"),
            ALONG_50: _("Share of the area or cost that holds 50 %"),
            ALONG_80: _("Share of the area or cost that holds 80 %")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        paths = {name: path for name, path in ((VALUE, given.raster(VALUE)), (COST, given.raster(COST))) if path}
        grid = grid_of(paths[VALUE])
        with tempfile.TemporaryDirectory(prefix="ecr_") as folder:
            ready = on_grid(paths, grid, Path(folder), feedback.part(0, 0.3))
            curve = service_curve({name.lower(): path for name, path in ready.items()}, grid, feedback.part(0.3, 0.7))
            if not len(curve.value):
                raise InputError([(_("The raster {file} has no value above zero.").format(file=paths[VALUE].name),
                                   _("Choose a raster of values, or see that its cells are not all missing."))])
            at = _of_cost if COST in ready else _of_area
            numbers = at(ready, curve, grid, Path(folder), feedback.part(0.7, 1))
        thin = curve.thinned(given.whole(POINTS))
        write_table(given.output(TABLE), COLUMNS, [
            dict(zip(COLUMNS, (float(value), round(100 * along, 4), round(100 * held, 4))))
            for value, along, held in zip(thin.value, thin.along, thin.held)])
        bend = int(np.argmax(curve.held - curve.along))
        return {TABLE: str(given.output(TABLE)), **numbers, KNEE_ALONG: 100 * float(curve.along[bend]),
                KNEE_HELD: 100 * float(curve.held[bend]), ALONG_50: 100 * _along(curve, 0.5),
                ALONG_80: 100 * _along(curve, 0.8)}


def _of_area(ready: dict[str, Path], _curve_of_area: Curve, grid: Grid, _folder: Path,
             feedback: Feedback) -> dict[str, float]:
    """Exact limits by area: the mean, and the breaks of grading."""
    breaks = streamed_breaks(ready[VALUE], grid, feedback.part(0, 0.5), shares=(0.5, 0.8))[None]
    return {KNEE: streamed_means(ready[VALUE], grid, feedback.part(0.5, 1))[None], BREAK_50: breaks.extreme,
            BREAK_80: breaks.important}


def _of_cost(ready: dict[str, Path], curve: Curve, grid: Grid, folder: Path, feedback: Feedback) -> dict[str, float]:
    """Limits of value for cost: the ratio of both totals, exact, and the points of the curve that reach the shares."""
    country = publish_known(ready, grid, folder / "known.tif", feedback.part(0, 0.4))
    ground = Ground(country, {VALUE: ready[VALUE]}, cost=ready[COST])
    reached = [float(curve.value[min(int(np.searchsorted(curve.held, share)), len(curve.value) - 1)])
               for share in (0.5, 0.8)]
    return {KNEE: ratios(ground, grid, feedback.part(0.4, 1))[VALUE], BREAK_50: reached[0], BREAK_80: reached[1]}


def _along(curve: Curve, share: float) -> float:
    """How far along the curve a share of the total is held, linear between the points."""
    return float(np.interp(share, np.append(0, curve.held), np.append(0, curve.along)))
