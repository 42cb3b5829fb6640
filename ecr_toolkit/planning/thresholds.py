"""Thresholds: what each way to set them takes in, holds, meets in conflicts and costs (methods.md §7.1).

Two of the ways have exact answers. The knee of a cumulative curve, where y − x is largest, lies where a cell's value is
the mean of all: above it each cell adds more to y than to x. In the same way the slope of benefit over cost is 1 where
value per cost is Σ value / Σ cost.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

import numpy as np

from ..assessment.classes import MUST_SHARE
from ..feedback import Feedback
from ..languages.messages import N_
from ..raster.blocks import Blocks, blocks
from ..raster.coverage import Edges
from ..raster.grading import EXTREME
from ..raster.grid import Grid, Window
from ..raster.quantiles import quantiles_of

CUMULATIVE, KNEE, AREA_BUDGET, COST_EFFICIENCY, NATURAL_BREAKS = (
    "cumulative", "knee", "area_budget", "cost_efficiency", "natural_breaks")
METHODS = {
    CUMULATIVE: N_("cumulative share"), KNEE: N_("knee of each curve"), AREA_BUDGET: N_("budget of area"),
    COST_EFFICIENCY: N_("value for money"), NATURAL_BREAKS: N_("natural breaks, for comparison only"),
}
COMPARED_ONLY = (NATURAL_BREAKS,)
PRIORITY = "priority"
_BINS, _GROUPS = 256, 3


@dataclass(frozen=True, eq=False)
class Alternative:
    """One way to set the thresholds. ``limits``: function (or PRIORITY) → lower limit by number of the zone, (zones +
    1,), row 0 for cells of no zone or the country as a whole. ``per_cost``: limits are of value per cost."""

    method: str
    share: Optional[float]
    limits: Mapping[str, np.ndarray]
    per_cost: bool = False


@dataclass(frozen=True, eq=False)
class Ground:
    """The rasters of a country on one grid: values of ``functions``; ``ruled`` classes that a rule gives, in at any
    threshold; what ``must_include``; ``zones`` of grading; conflict ``objects`` (0: none); ``protected`` edges."""

    units: Path
    functions: Mapping[str, Path]
    ruled: Mapping[str, Path] = field(default_factory=dict)
    must_include: Optional[Path] = None
    zones: Optional[Path] = None
    priority: Optional[Path] = None
    cost: Optional[Path] = None
    objects: Optional[Path] = None
    protected: Optional[Edges] = None

    @property
    def inputs(self) -> dict[str, Path]:
        optional = {"must_include": self.must_include, "zones": self.zones, "priority": self.priority,
                    "cost": self.cost, "objects": self.objects}
        return {"units": self.units, **self.functions, **{f"{name}.class": path for name, path in self.ruled.items()},
                **{name: path for name, path in optional.items() if path is not None}}

    def taken(self, alternative: Alternative, read: Blocks, window: Window) -> np.ndarray:
        """Boolean: the cells that an alternative takes in, of the country's."""
        inside = read["units"] > 0
        chosen = np.zeros(inside.shape, bool)
        for name in self.ruled:
            chosen |= read[f"{name}.class"] == EXTREME
        if self.must_include is not None:
            chosen |= read["must_include"] >= MUST_SHARE
        place = read["zones"] if self.zones is not None else 0
        for name, limits in alternative.limits.items():
            values = read["priority" if name == PRIORITY else name]
            if alternative.per_cost:
                values = _per_cost(values, read["cost"])
            chosen |= (values >= limits[place]) & ((values > 0) | (name == PRIORITY))
        if PRIORITY in alternative.limits and self.protected is not None:
            chosen |= self.protected.coverage(window) >= 0.5
        return chosen & inside


def _per_cost(values: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Value per cost, float32; where nothing costs anything, any value is worth it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, values / cost, np.where(np.isnan(values), np.nan, 0)).astype(np.float32)


@dataclass
class Taken:
    """What an alternative takes in: ``held``: function → sum of its values; ``objects``: conflict objects touched."""

    cells: int = 0
    conflict_cells: int = 0
    objects: set = field(default_factory=set)
    _held: dict = field(default_factory=dict)
    _cost: list = field(default_factory=list)

    def add(self, cells: int, conflict_cells: int, objects: np.ndarray, held: Mapping[str, list],
            cost: Sequence[float]) -> None:
        self.cells += cells
        self.conflict_cells += conflict_cells
        self.objects.update(objects.tolist())
        for name, rows in held.items():
            self._held.setdefault(name, []).extend(rows)
        self._cost.extend(cost)

    def held(self, name: str) -> float:
        return math.fsum(self._held.get(name, ()))

    @property
    def cost(self) -> float:
        """Sum of the cost per km² of its cells."""
        return math.fsum(self._cost)


def compare(alternatives: Sequence[Alternative], ground: Ground, grid: Grid,
            feedback: Feedback) -> tuple[list[Taken], Taken]:
    """What each alternative takes in, and what there is in all, in one pass. Raises Cancelled."""
    def count(read: Blocks, window: Window) -> list[tuple]:
        inside = read["units"] > 0
        return [_counted(mask, read, ground) for mask in (
            *(ground.taken(one, read, window) for one in alternatives), inside)]

    found = [Taken() for _ in range(len(alternatives) + 1)]
    for _window, counted in blocks(ground.inputs, count, grid, feedback):
        for taken, figures in zip(found, counted):
            taken.add(*figures)
    return found[:-1], found[-1]


def _counted(mask: np.ndarray, read: Blocks, ground: Ground) -> tuple:
    held = {name: np.where(mask & (read[name] > 0), read[name], 0).sum(axis=1, dtype=np.float64).tolist()
            for name in ground.functions}
    cost = (np.where(mask, np.nan_to_num(read["cost"]), 0).sum(axis=1, dtype=np.float64).tolist()
            if ground.cost is not None else ())
    if ground.objects is None:
        return int(np.count_nonzero(mask)), 0, np.zeros(0, np.int64), held, cost
    touched = read["objects"][mask]
    touched = touched[touched > 0]
    return int(np.count_nonzero(mask)), touched.size, np.unique(touched), held, cost


def everywhere(limit: float, zones: int) -> np.ndarray:
    """One limit for the country and all its zones."""
    return np.full(zones + 1, limit, np.float64)


def ratios(ground: Ground, grid: Grid, feedback: Feedback) -> dict[str, float]:
    """Σ value / Σ cost of every function, over the cells of the country where both are known and the cost is not 0."""
    sums: dict[str, list[list[float]]] = {name: [[], []] for name in ground.functions}

    def count(read: Blocks, _window: Window) -> dict[str, tuple[list, list]]:
        found = {}
        for name in ground.functions:
            known = (read["units"] > 0) & ~np.isnan(read[name]) & (read["cost"] > 0)
            found[name] = tuple(np.where(known, np.maximum(layer, 0), 0).sum(axis=1, dtype=np.float64).tolist()
                                for layer in (read[name], read["cost"]))
        return found

    inputs = {name: path for name, path in ground.inputs.items() if name in ("units", "cost", *ground.functions)}
    for _window, found in blocks(inputs, count, grid, feedback):
        for name, (values, costs) in found.items():
            sums[name][0].extend(values)
            sums[name][1].extend(costs)
    return {name: math.fsum(values) / math.fsum(costs) if math.fsum(costs) else math.inf
            for name, (values, costs) in sums.items()}


def budget_limit(ground: Ground, share: float, grid: Grid, feedback: Feedback) -> float:
    """The priority from which cells outside protected areas fill a budget: with the protected cells they make
    ``share`` (0-1) of the country; ties are all in. Infinite when the protected cells fill it already."""
    if ground.priority is None:
        raise ValueError("a budget of area needs priorities")

    def protected(window: Window, shape: tuple) -> np.ndarray:
        return np.zeros(shape, bool) if ground.protected is None else ground.protected.coverage(window) >= 0.5

    def open_cells(read: Blocks, window: Window) -> np.ndarray:
        """The priority of the cells that can be chosen, NaN elsewhere."""
        return np.where((read["units"] > 0) & ~protected(window, read["units"].shape), read["priority"], np.nan)

    def count(read: Blocks, window: Window) -> tuple[int, int, int]:
        inside = read["units"] > 0
        return (np.count_nonzero(inside), np.count_nonzero(inside & protected(window, inside.shape)),
                np.count_nonzero(~np.isnan(open_cells(read, window))))

    inputs = {"units": ground.units, "priority": ground.priority}
    passed = blocks(inputs, count, grid, feedback.part(0, 0.4))
    cells, taken, free = np.sum([found for _window, found in passed], axis=0).tolist()
    wanted = int(share * cells) - taken
    if wanted <= 0 or not free:
        return math.inf
    rank = (free - min(wanted, free)) / (free - 1) if free > 1 else 0.0
    return quantiles_of(inputs, open_cells, [rank], grid, feedback.part(0.4, 1))[0]


def natural_limit(path: Path, grid: Grid, limits: tuple[float, float], feedback: Feedback) -> float:
    """The lower limit of the highest of three natural groups (Jenks), on ``_BINS`` equal parts of the range: for
    comparison only, it depends on the area it is made for."""
    low, high = limits
    if not high > low:
        return math.inf
    counts = np.zeros(_BINS, np.int64)

    def count(read: Blocks, _window: Window) -> np.ndarray:
        values = read["values"][~np.isnan(read["values"])]
        place = ((values.astype(np.float64) - low) * (_BINS / (high - low))).astype(np.int64)
        return np.bincount(np.clip(place, 0, _BINS - 1), minlength=_BINS)

    for _window, found in blocks({"values": path}, count, grid, feedback):
        counts += found
    return low + natural_groups(counts)[-1] * (high - low) / _BINS


def natural_groups(counts: np.ndarray, groups: int = _GROUPS) -> list[int]:
    """First bins of the groups that have the least sum of squared deviations from their means (Fisher 1958), of
    values counted in equal bins, (bins,)."""
    middle = np.arange(len(counts), dtype=np.float64)
    number, total, square = (np.concatenate([[0.0], np.cumsum(counts * middle**power)]) for power in (0, 1, 2))

    def spread(first: np.ndarray, end: int) -> np.ndarray:
        """Squared deviations within bins first … end − 1."""
        cells, values = number[end] - number[first], total[end] - total[first]
        return square[end] - square[first] - np.divide(values**2, cells, out=np.zeros(len(cells)), where=cells > 0)

    best = np.array([spread(np.zeros(1, np.int64), end)[0] for end in range(len(counts) + 1)])
    starts = []
    for group in range(1, groups):
        reached = np.full(len(counts) + 1, np.inf)
        start = np.zeros(len(counts) + 1, np.int64)
        for end in range(group + 1, len(counts) + 1):
            first = np.arange(group, end)
            sums = best[first] + spread(first, end)
            start[end] = first[np.argmin(sums)]
            reached[end] = sums.min()
        best = reached
        starts.append(start)
    found, end = [], len(counts)
    for start in reversed(starts):
        end = int(start[end])
        found.append(end)
    return [0, *reversed(found)]
