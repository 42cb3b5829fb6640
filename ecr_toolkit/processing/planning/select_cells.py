"""Selection of blocks of raster cells (methods.md §7.2)."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...feedback import Feedback
from ...languages.messages import N_, _
from ...planning.units import BlockUnits, block_sums, block_units, known_cost, unit_costs
from ...raster import files
from ...raster.coverage import Edges
from ...raster.files import open_raster
from ...raster.grid import Grid
from .given import Given
from .layers_in import read_union
from .parameters import add, add_numbers, number, percent, raster, raster_out, rasters, vector
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid, publish_known
from .selection import add_objective, add_solution, add_solving, add_targets, problem_of, solved, told

AMOUNTS, COST_RASTER, PROTECTED, MOST_UNITS = "AMOUNTS", "COST_RASTER", "PROTECTED", "MOST_UNITS"
BUDGET, SELECTED, BLOCK_CELLS, SELECTED_KM2 = "BUDGET", "SELECTED", "BLOCK_CELLS", "SELECTED_KM2"


class SelectCells(PlanningAlgorithm):
    """Rasters of amounts → a raster of what to select."""

    def name(self) -> str:
        return "selectcells"

    def displayName(self) -> str:
        return _("Select planning units (blocks of cells)")

    def shortHelpString(self) -> str:
        return _("Joins cells to square blocks and selects those that meet the targets of all features at least cost, "
                 "or give most within a budget. The log tells how the problem was solved and how far the selection can "
                 "be from the best one. The country is where any raster of amounts has data. The first raster gives "
                 "the grid and must lie in an equal-area system in metres; the others are brought to it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            rasters(AMOUNTS, _("Rasters of amounts"), _("Each band is a feature: its amount in a cell, zero or more; "
                                                        "cells without data hold none.")),
            raster(COST_RASTER, _("Raster of costs"), _("Costs for each km²; cells without data cost nothing. Empty: "
                                                        "the cost is the area in km²."), True),
            vector(PROTECTED, _("Protected areas"), _("Blocks that they cover by half or more are always selected."),
                   True),
            number(MOST_UNITS, _("Most planning units"), _("Blocks are made just as large as to be no more than so "
                                                           "many."), 100_000, 2, 1_000_000, True))
        add_targets(self)
        add_objective(self)
        add(self, percent(BUDGET, _("Budget (%)"), _("Share of the cost of the whole country, protected areas "
                                                     "included; counts for the two objectives within a budget."), 30))
        add_solving(self)
        add(self, raster_out(SELECTED, _("Selected cells"), _("1 selected, 0 not, 255 outside.")))
        add_solution(self)
        add_numbers(self, {BLOCK_CELLS: _("Side of a block, in cells"), SELECTED_KM2: _("Area selected, km²")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        layers = given.rasters(AMOUNTS)
        grid = grid_of(next(iter(layers.values())))
        edges = Edges.of(read_union(given.source(PROTECTED), grid.crs, feedback), grid)
        with tempfile.TemporaryDirectory(prefix="ecr_") as name:
            folder = Path(name)
            ready = on_grid(layers, grid, folder, feedback.part(0, 0.1))
            inputs = {"country": publish_known(ready, grid, folder / "country.tif", feedback.part(0.1, 0.2)), **{
                f"amount {title}": path for title, path in ready.items()}}
            if given.has(COST_RASTER):
                (folder / "cost").mkdir()
                inputs.update(on_grid({"cost": given.raster(COST_RASTER)}, grid, folder / "cost", feedback))
            units = block_units(inputs["country"], grid, given.whole(MOST_UNITS), feedback.part(0.2, 0.3))
            features, sums = _summed(layers, inputs, edges, units, grid, feedback.part(0.3, 0.45))
            inside = files.read(inputs["country"]) > 0
        *amounts, protected, cost = sums
        problem = problem_of(given, features, np.stack(amounts), given.share(BUDGET) * float(cost.sum()), cost=cost,
                             locked_in=protected >= 0.5 * units.land_cells)
        solution = solved(given, problem, feedback.part(0.45, 0.95))
        chosen = units.cells(solution.selected, grid) & inside
        path = given.raster_output(SELECTED)
        files.write(path, grid, np.where(inside, chosen, files.UNKNOWN).astype(np.uint8), "class", N_("selection"),
                    "class")
        return {SELECTED: str(path), BLOCK_CELLS: units.side,
                SELECTED_KM2: float(units.land_cells[solution.selected].sum()) * grid.cell_km2,
                **told(given, features, np.stack(amounts).sum(axis=1), problem, solution, feedback)}


def _summed(layers: Mapping[str, Path], inputs: Mapping[str, Path], edges: Edges, units: BlockUnits, grid: Grid,
            feedback: Feedback) -> tuple[list[str], list[np.ndarray]]:
    """Names of the features, and by unit (units,) their amounts, then protected cells, then the cost."""
    bands = {title: open_raster(path).RasterCount for title, path in layers.items()}
    features = [title if count == 1 else f"{title} {band}" for title, count in bands.items()
                for band in range(1, count + 1)]

    def counted(read, window) -> Iterator[tuple[int, np.ndarray]]:
        land = read["country"] > 0
        place = 0
        for title in layers:
            block = read[f"amount {title}"]
            for band in block if block.ndim == 3 else block[np.newaxis]:
                yield place, np.where(land, np.maximum(np.nan_to_num(band), 0), 0)
                place += 1
        yield place, edges.coverage(window) * land
        yield from enumerate(known_cost(read["cost"], land) if "cost" in read else (land, land), place + 1)

    sums = block_sums(inputs, counted, len(features) + 3, units.side, grid, feedback)
    *found, cost, known = (units.of_blocks(layer) for layer in sums)
    cost, unknown = unit_costs(cost, known, units.land_cells)
    if unknown:
        feedback.say(_("Planning units without a known cost, which count with the mean cost: {count}.").format(
            count=unknown))
    return features, [*found, cost * grid.cell_km2]
