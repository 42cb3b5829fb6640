"""The checks of nature and function from the rasters of two lines (methods.md §9.2, §9.3), and what was turned over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Optional

from ...feedback import Feedback
from ...pilot.layers import Feature
from ...raster import files
from ...raster.align import is_on
from ...raster.grid import Grid
from .conversions import converted, smallest_patch_ha, transitions
from .function import Values, function_check
from .limits import LIMITS, Limits
from .measures import cover_km2, function_totals, units_of, zones_of
from .nature import NO_FIRST, NO_SECOND, Cover, nature_check
from .results import refused
from .sources import CLIMATE, CONSTANT, LAND, METHOD, signature
from .state import LAND_COVER, LEVEL, State


@dataclass(frozen=True, eq=False)
class Line:
    """A line to compare: a version, or the working line (``number`` empty), on its day, with the state of the land."""

    number: str
    day: date
    redline: Sequence[Feature]
    state: State


@dataclass(frozen=True, eq=False)
class Observations:
    """Two lines, both seen inside the earlier one. ``covers``: land cover of each, None where it was not kept."""

    before: Line
    after: Line
    grid: Grid
    covers: tuple[Optional[Cover], Optional[Cover]]

    @classmethod
    def of(cls, before: Line, after: Line, grid: Grid, feedback: Feedback) -> "Observations":
        """``grid``: the pilot's; what lies on another one is not measured. Raises Cancelled."""
        covers = [_cover(line, before.redline, grid, part) for line, part in (
            (before, feedback.part(0, 0.5)), (after, feedback.part(0.5, 1)))]
        return cls(before, after, grid, (covers[0], covers[1]))

    def nature(self, country: str, limits: Limits = LIMITS) -> list[dict]:
        """Rows (CHECK_COLUMNS) of the second check."""
        return nature_check(units_of(self.before.redline), *self.covers, country, limits)

    def function(self, country: str, feedback: Feedback, limits: Limits = LIMITS) -> list[dict]:
        """Rows (CHECK_COLUMNS) of the third check, function by function, because each is made of other inputs. Raises
        Cancelled."""
        polygons = units_of(self.before.redline)
        found = [_values(line, self.before.redline, self.grid, part) for line, part in (
            (self.before, feedback.part(0, 0.5)), (self.after, feedback.part(0.5, 1)))]
        names = sorted({*found[0], *found[1]})
        if not names:
            return function_check(polygons, None, None, country, limits)
        return [row for name in names
                for row in function_check(polygons, found[0].get(name), found[1].get(name), country, limits)]

    def conversions(self) -> Optional[tuple[list[dict[str, Any]], list[Feature]]]:
        """(rows of the matrix of transitions, patches of natural land that was turned over) inside the earlier line;
        None where the land covers cannot be compared."""
        if refused(*self.covers, NO_FIRST, NO_SECOND):
            return None
        zones = zones_of(self.before.redline)
        first, second = (files.read(line.state.rasters[LAND_COVER]) for line in (self.before, self.after))
        return (transitions(zones, first, second, self.grid),
                converted(zones, first, second, self.grid, smallest_patch_ha(self.grid.cell)))

    def levels(self) -> Optional[tuple[Path, Path]]:
        """The rasters of the ecological level of both lines; None where one is missing or on another grid."""
        first, second = (line.state.rasters.get(LEVEL) for line in (self.before, self.after))
        if first is None or second is None or not (_lies_on(first, self.grid) and _lies_on(second, self.grid)):
            return None
        return first, second


def _lies_on(path: Path, grid: Grid) -> bool:
    return is_on(files.open_published(path), grid)


def _grid_name(path: Path, grid: Grid, line: Line) -> str:
    """Empty for a raster on the grid; else a name that no other line has."""
    return "" if _lies_on(path, grid) else f"grid of {line.number}"


def _cover(line: Line, redline: Sequence[Feature], grid: Grid, feedback: Feedback) -> Optional[Cover]:
    path = line.state.rasters.get(LAND_COVER)
    if path is None:
        return None
    made = next((row for row in line.state.sources if row["subject"] == LAND_COVER), {"source": "", "sha256": ""})
    name = _grid_name(path, grid, line)
    km2: Mapping = {} if name else cover_km2(redline, path, grid, feedback)
    return Cover(line.day.year, made["source"], km2, made["sha256"], name)


def _values(line: Line, redline: Sequence[Feature], grid: Grid, feedback: Feedback) -> dict[str, Values]:
    """Function → its values inside the line."""
    named = {name: _grid_name(path, grid, line) for name, path in line.state.functions.items()}
    on_grid = {name: path for name, path in line.state.functions.items() if not named[name]}
    totals = function_totals(redline, on_grid, grid, feedback) if on_grid else {}
    return {name: Values(line.day.year, _made(line, name, CLIMATE), {name: totals.get(name, {})},
                         _made(line, name, CONSTANT), _made(line, name, METHOD), _made(line, name, LAND), other_grid)
            for name, other_grid in named.items()}


def _made(line: Line, function: str, role: str) -> str:
    return signature(line.state.sources, function, role)
