"""Models run over rasters: factors once a window, all models that share inputs in one pass."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..feedback import Feedback
from ..models.class_tables import Tables
from ..models.declaration import ANY, Factor, Values
from ..models.variables import VARIABLES
from ..raster.blocks import Blocks
from ..raster.files import UNKNOWN
from ..raster.grid import AnyGrid, Window, latitudes, spatial_reference
from ..raster.stream import Output, stream
from .plan import Plan, Way

LATITUDE = "latitude"
INSIDE, OUTSIDE = 1, 0


@dataclass(frozen=True)
class Place:
    """Where models run: the rasters of the variables, the grid, and the country's class tables."""

    paths: Mapping[str, Path]
    grid: AnyGrid
    tables: Tables

    @property
    def cell_m(self) -> float:
        """Side of a cell, m (of a geographic grid along the meridian)."""
        reference = spatial_reference(self.grid.crs)
        return abs(self.grid.geotransform[5]) * (111_320.0 if reference.IsGeographic() else reference.GetLinearUnits())


def factors_of(read: Blocks, window: Window, ways: Sequence[Way], place: Place) -> Values:
    """The blocks, and the factors got in these ways."""
    values: dict[str, np.ndarray] = {
        name: block[np.newaxis] if block.ndim == 2 and name in VARIABLES and VARIABLES[name].bands == ANY else block
        for name, block in read.items()}
    for way in ways:
        if LATITUDE in way.option.optional:
            values[LATITUDE] = latitudes(place.grid, window)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            values[way.factor.id] = np.asarray(way.option.compute(values, {**way.settings, "tables": place.tables}))
    return values


def ways_of(plans: Sequence[Plan]) -> list[Way]:
    """The factors of several plans, each once."""
    return list({way.factor.id: way for one in plans for way in one.ways}.values())


def run(plans: Sequence[Plan], scales: Mapping[str, Mapping[str, Any]], outputs: Mapping[str, Output], place: Place,
        feedback: Feedback, extra: Optional[Mapping[str, Mapping[str, Any]]] = None,
        check_inputs: bool = False) -> Counter:
    """Compute models and publish ``outputs`` (model id → value; ``<id>.domain`` → 1 inside, 0 outside, 255 unknown).

    ``scales``: model id → scale id → numbers, from ``scales.measure``; ``extra``: further settings of models. Counts,
    by id of factor (and variable, with ``check_inputs``), the cells beyond the plausible range; by (model, variable)
    those beyond what a formula was fitted to. Raises Cancelled; then nothing is published.
    """
    near = [one for one in plans if one.model.halo is None]
    wide = [one for one in plans if one.model.halo is not None]
    groups = ([near] if near else []) + [[one] for one in wide]
    outside: Counter = Counter()
    for number, group in enumerate(groups):
        outside.update(_pass(group, scales, outputs, place, extra or {}, check_inputs,
                             feedback.part(number / len(groups), (number + 1) / len(groups))))
    return outside


def _pass(plans: Sequence[Plan], scales, outputs, place: Place, extra, check_inputs: bool,
          feedback: Feedback) -> Counter:
    settings = {one.model.id: {**one.settings, **extra.get(one.model.id, {}), "tables": place.tables,
                               "cell_m": place.cell_m, "scales": scales.get(one.model.id, {})} for one in plans}
    names = {name for one in plans for name in one.inputs}
    paths = {name: path for name, path in place.paths.items() if name in names}
    own = {name: output for name, output in outputs.items() if name.split(".")[0] in settings}
    halo = max((one.model.halo(place.cell_m) for one in plans if one.model.halo), default=0)
    found: list[Counter] = []  # appended to by threads; sums of whole numbers do not depend on the order
    ways = ways_of(plans)

    def computed(read: Blocks, window: Window) -> Blocks:
        values = factors_of(read, window, ways, place)
        if not halo:
            found.append(_outside(values, ways, paths if check_inputs else ()) + _unfitted(values, plans))
        made: Blocks = {}
        for one in plans:
            made.update(_values_of(one, values, settings[one.model.id]))
        return made

    stream(paths, computed, own, place.grid, feedback, halo=halo)
    return sum(found, Counter())


def _values_of(one: Plan, values: Values, settings: Mapping[str, Any]) -> Blocks:
    """The value of a model, NaN outside its domain, and the domain."""
    name = one.model.id
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        value = one.model.compute(values, settings).astype(np.float32, copy=False)
        if one.model.domain is None:
            return {name: value}
        inside = one.model.domain(values, settings)
    unknown = np.isnan(inside) | (np.isnan(value) & (inside == INSIDE))
    domain = np.where(unknown, UNKNOWN, inside).astype(np.uint8)
    return {name: np.where(inside == INSIDE, value, np.float32(np.nan)), f"{name}.domain": domain}


def _outside(values: Values, ways: Sequence[Way], variables) -> Counter:
    """Cells beyond the plausible range of factors and variables."""
    counts: Counter = Counter()
    ranges = [(way.factor.id, way.factor.minimum, way.factor.maximum) for way in ways]
    ranges += [(name, VARIABLES[name].minimum, VARIABLES[name].maximum) for name in variables if name in VARIABLES]
    for name, low, high in ranges:
        if np.ndim(values[name]) > 1:
            cells = np.count_nonzero(values[name] < low) + np.count_nonzero(values[name] > high)
            if cells:
                counts[name] = int(cells)
    return counts


def _unfitted(values: Values, plans: Sequence[Plan]) -> Counter:
    """Cells beyond the range that a formula was fitted to, by (model, variable)."""
    return Counter({(one.model.id, name): int(np.count_nonzero(values[name] < low) + np.count_nonzero(
        values[name] > high)) for one in plans for name, (low, high) in one.model.fitted.items() if name in values})


def range_of(name: str, ways: Sequence[Way]) -> tuple[float, float, str, str, str]:
    """(minimum, maximum, unit, title, likely unit error) of a factor or variable."""
    factor: Factor
    for way in ways:
        factor = way.factor
        if factor.id == name:
            return factor.minimum, factor.maximum, factor.unit, factor.title, factor.likely
    variable = VARIABLES[name]
    return variable.minimum, variable.maximum, variable.unit, variable.title, ""
