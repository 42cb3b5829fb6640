"""Capture: how much of what is extremely important or sensitive the redline takes in, and why the rest stays out
(methods.md §6.1)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..raster.blocks import Blocks, blocks
from ..raster.coverage import Edges
from ..raster.grading import EXTREME
from ..raster.grid import Grid, Window

COLUMNS = ("theme", "subject", "extreme_km2", "captured_km2", "captured_percent", "conflict_km2", "small_km2",
           "other_km2")


def capture(rows: Sequence[Mapping], classes: Mapping[tuple[str, str], Path], country: ogr.Geometry,
            redline: ogr.Geometry, small: ogr.Geometry, conflicts: np.ndarray, grid: Grid,
            feedback: Feedback) -> list[dict]:
    """Rows (COLUMNS) of every subject; what stays out adds up: conflict + small patch + other = extreme − captured.

    ``rows``: class 5 of the country in the coverage table, whose areas are taken over; ``classes``: (theme, subject) →
    class raster; ``small``: patches that were removed because they are small; ``conflicts``: boolean raster (rows,
    cols) of what was taken out. Raises Cancelled.
    """
    edges = [Edges.of(geometry, grid) for geometry in (country, redline, small)]
    names = {f"{theme} {subject}": (theme, subject) for theme, subject in classes}

    def count(read: Blocks, window: Window) -> dict[str, tuple[list, list]]:
        land, inside, removed = (one.coverage(window) for one in edges)
        taken_out = conflicts[window.row:window.row + window.rows, window.col:window.col + window.cols]
        outside = np.clip(land - inside, 0, 1)
        return {name: ((outside * (extreme & taken_out)).sum(axis=1).tolist(),
                       (np.minimum(outside, removed) * (extreme & ~taken_out)).sum(axis=1).tolist())
                for name, extreme in ((name, read[name] == EXTREME) for name in names)}

    sums = {name: [0.0, 0.0] for name in names}
    for _window, found in blocks({name: classes[key] for name, key in names.items()}, count, grid, feedback):
        for name, parts in found.items():
            for place, part in enumerate(parts):
                sums[name][place] += sum(part)
    by_key = {(row["theme"], row["subject"]): row for row in rows}
    return [_row(key, by_key[key], *(total * grid.cell_km2 for total in sums[name])) for name, key in names.items()]


def _row(key: tuple[str, str], row: Mapping, conflict: float, small: float) -> dict:
    extreme, captured = row["area_km2"], row["redline_km2"]
    rest = round(extreme - captured, 4)
    conflict = min(round(conflict, 4), rest)
    small = min(round(small, 4), round(rest - conflict, 4))
    return {"theme": key[0], "subject": key[1], "extreme_km2": extreme, "captured_km2": captured,
            "captured_percent": row["redline_percent"], "conflict_km2": conflict, "small_km2": small,
            "other_km2": round(rest - conflict - small, 4)}
