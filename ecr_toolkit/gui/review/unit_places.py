"""The unit that each conflict object lies in, by its place and the raster of units."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...boundary.conflicts.identity import to_grid
from ...raster import files
from ...raster.grid import Frame
from .items import CONFLICT, Item, Key


def unit_of_conflicts(pilot: Any, items: Sequence[Item]) -> Mapping[Key, str]:
    """Key of each conflict object → code of its unit; those beyond all units are left out."""
    objects = [item for item in items if item.kind == CONFLICT]
    path = pilot.input("units")
    if not objects or not path.exists():
        return {}
    raster = files.open_published(path)
    frame, numbers = Frame.of(raster), files.read_open(raster)
    codes = ["", *(unit.code for unit in pilot.units)]
    places = [(float(item.row["longitude"]), float(item.row["latitude"])) for item in objects]
    points = np.array(to_grid(places, frame.wkt))
    left, _bottom, _right, top = frame.bounds
    row = ((top - points[:, 1]) // frame.cell).astype(int)
    col = ((points[:, 0] - left) // frame.cell).astype(int)
    inside = (row >= 0) & (row < frame.rows) & (col >= 0) & (col < frame.cols)
    found = np.where(inside, numbers[np.where(inside, row, 0), np.where(inside, col, 0)], 0).tolist()
    return {item.key: codes[number] for item, number in zip(objects, found) if 0 < number < len(codes)}
