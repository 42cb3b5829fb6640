"""Polygons with a class in a field as classes of cells: irrigated land, hazards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from ...languages.messages import _
from ...pilot.layers import Feature, union
from ...raster.coverage import Edges
from ...raster.grid import Grid, Window


@dataclass(frozen=True)
class GradedPolygons:
    """``steps``: classes from the highest down, each with the edges of the polygons of that class and above."""

    steps: tuple[tuple[int, Edges], ...]

    @classmethod
    def of(cls, features: Sequence[Feature], field: str, lowest: int, highest: int, file: str,
           grid: Grid) -> "GradedPolygons":
        """From polygons in grid CRS with whole numbers from ``lowest`` to ``highest`` in ``field`` (upper or lower
        case); InputError names the layer ``file`` and what is wrong."""
        classes = [_class_of(feature, field, lowest, highest, file) for feature in features]
        if any(feature.geometry.GetDimension() < 2 for feature in features):
            raise InputError([(_("The layer {file} holds lines or points; areas are needed.").format(file=file),
                               _("Make areas of them first (Vector › Geoprocessing Tools › Buffer)."))])
        return cls(tuple(
            (value, Edges.of(union([one.geometry for one, other in zip(features, classes) if other >= value]), grid))
            for value in sorted(set(classes), reverse=True)))

    def cells(self, window: Window) -> np.ndarray:
        """The highest class of which polygons cover at least half of a cell (uint8); 0 where none does."""
        found = np.zeros((window.rows, window.cols), np.uint8)
        for value, edges in reversed(self.steps):
            found[edges.coverage(window) >= 0.5] = value
        return found


def _class_of(feature: Feature, field: str, lowest: int, highest: int, file: str) -> int:
    values = {name.lower(): value for name, value in feature.values.items()}
    if field.lower() not in values:
        raise InputError([(_("The layer {file} lacks the field “{field}”.").format(file=file, field=field),
                           _("Add it, with whole numbers from {low} to {high}.").format(low=lowest, high=highest))])
    number = _whole(values[field.lower()])
    if number is None or not lowest <= number <= highest:
        raise InputError([(_("The field “{field}” of the layer {file} has an unknown value: {value}.").format(
            field=field, file=file, value=values[field.lower()]),
            _("Write whole numbers from {low} to {high}.").format(low=lowest, high=highest))])
    return number


def _whole(value: Any):
    """A value as a whole number; None where it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None
