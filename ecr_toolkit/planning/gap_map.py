"""The gap map: where what matters most is not protected, and which gaps come first (methods.md §6.4).

A gap is a cell of the highest class of any function or sensitivity, not in a protected area or OECM, whose ecoregion
falls short of the target or where a species lives that is a gap itself. Where neither ecoregions nor species were given
every unprotected cell of the highest class is a gap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.normalise import normalised
from ..raster.blocks import blocks
from ..raster.coverage import Edges
from ..raster.grading import EXTREME
from ..raster.grid import Grid
from ..raster.stream import Output, stream

OUTSIDE, PROTECTED, REPRESENTED, GAP = 0, 1, 2, 3
CODES = {
    PROTECTED: N_("highest class, protected"),
    REPRESENTED: N_("highest class, not protected, its ecoregion and species reach their targets"),
    GAP: N_("gap: highest class, not protected"),
}


@dataclass(frozen=True)
class Weights:
    """Weights of the priority: of each function, of rarity, of the ecoregion's shortfall (default: all alike)."""

    functions: float = 1.0
    rarity: float = 1.0
    representation: float = 1.0


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the map is made of, on one grid. ``classes``: class rasters whose class 5 matters; ``functions``: id →
    raster of values; ``units``: raster, above 0 in the country; ``protected``: polygons; ``ecoregions``: raster of
    numbers from 1, and ``coverage`` the protected share (0-1) of each, in order; ``species``: stack of habitats with
    ``gap_bands``, those of gap species (from 0)."""

    units: Path
    protected: ogr.Geometry
    classes: Sequence[Path]
    functions: Mapping[str, Path] = field(default_factory=dict)
    ecoregions: Optional[Path] = None
    coverage: Sequence[float] = ()
    species: Optional[Path] = None
    gap_bands: Sequence[int] = ()
    target: float = 0.3
    weights: Weights = Weights()


def rarity(block: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """Rarity-weighted richness: Σ over species of the share of their habitat that lies in the cell.

    ``block``: habitats, (species, rows, cols), NaN where unknown; ``totals``: sum of each over all cells, (species,).
    """
    with np.errstate(divide="ignore"):
        parts = np.where(totals > 0, 1 / totals, 0.0)
    return np.einsum("src,s->rc", np.nan_to_num(block).astype(np.float64), parts)


def publish(evidence: Evidence, gap: Output, priority: Output, grid: Grid, feedback: Feedback) -> dict[int, int]:
    """Publish the gap map (class raster of CODES) and the priority (continuous, every cell
    of the country where any function is known); gives the
    number of cells of each code. Raises Cancelled."""
    totals = _totals(evidence, grid, feedback.part(0, 0.3))
    limits, most = _limits(evidence, totals, grid, feedback.part(0.3, 0.6))
    edges = Edges.of(evidence.protected, grid)
    short = np.concatenate([[0.0], [max(0.0, 1 - share / evidence.target) for share in evidence.coverage]])
    weights = evidence.weights
    counted: dict[int, int] = dict.fromkeys((OUTSIDE, PROTECTED, REPRESENTED, GAP), 0)

    def made(read, window):
        inside = read["units"] > 0
        highest = np.logical_or.reduce([read[f"class {number}"] == EXTREME for number in range(len(evidence.classes))]
                                       or [np.zeros(inside.shape, bool)]) & inside
        protected = edges.coverage(window) >= 0.5
        shortfall = short[read["ecoregions"]] if "ecoregions" in read else np.zeros(inside.shape)
        missing = _missing_somewhere(read, shortfall, evidence)
        codes = np.full(inside.shape, OUTSIDE, np.uint8)
        codes[highest] = np.where(protected, PROTECTED, np.where(missing, GAP, REPRESENTED))[highest]
        score = weights.representation * shortfall
        known = np.full(inside.shape, not evidence.functions)
        for name in evidence.functions:  # one function that is missing must not blot out the others
            score = score + weights.functions * np.nan_to_num(normalised(read[name], limits[name]))
            known |= ~np.isnan(read[name])
        if "species" in read and most > 0:
            score = score + weights.rarity * rarity(_bands(read["species"]), totals) / most
        codes[~inside] = 255
        return {"gap": codes, "priority": np.where(inside & known, score, np.nan).astype(np.float32)}

    stream(_inputs(evidence), made, {"gap": gap, "priority": priority}, grid, feedback.part(0.6, 0.9))
    for _window, found in blocks({"gap": gap.path}, lambda read, _window: np.bincount(
            read["gap"].ravel(), minlength=256), grid, feedback.part(0.9, 1)):
        for code in counted:
            counted[code] += int(found[code])
    return counted


def _missing_somewhere(read, shortfall: np.ndarray, evidence: Evidence) -> np.ndarray:
    """Where an ecoregion or a species falls short; everywhere when neither is known."""
    if "ecoregions" not in read and "species" not in read:
        return np.ones(shortfall.shape, bool)
    missing = shortfall > 0
    if "species" in read and len(evidence.gap_bands):
        missing = missing | (np.nan_to_num(_bands(read["species"])[list(evidence.gap_bands)]) > 0).any(axis=0)
    return missing


def _inputs(evidence: Evidence) -> dict[str, Path]:
    inputs = {"units": evidence.units, **evidence.functions}
    inputs.update({f"class {number}": path for number, path in enumerate(evidence.classes)})
    if evidence.ecoregions is not None:
        inputs["ecoregions"] = evidence.ecoregions
    if evidence.species is not None:
        inputs["species"] = evidence.species
    return inputs


def _bands(block: np.ndarray) -> np.ndarray:
    return block if block.ndim == 3 else block[np.newaxis]


def _totals(evidence: Evidence, grid: Grid, feedback: Feedback) -> np.ndarray:
    """Sum of the habitat of every species, in cells."""
    if evidence.species is None:
        return np.zeros(0)
    passed = blocks({"species": evidence.species}, lambda read, _window: np.nansum(
        _bands(read["species"]), axis=(1, 2), dtype=np.float64), grid, feedback, narrow=True)
    return np.sum([found for _window, found in passed], axis=0)


def _limits(evidence: Evidence, totals: np.ndarray, grid: Grid,
            feedback: Feedback) -> tuple[dict[str, tuple[float, float]], float]:
    """Minimum and maximum of every function in the country, and the highest rarity (methods.md §0.5)."""
    inputs = {name: path for name, path in _inputs(evidence).items()
              if name in evidence.functions or name in ("units", "species")}

    def extremes(read, _window):
        inside = read["units"] > 0
        found = {name: (float(np.nanmin(values[inside], initial=np.inf)), float(np.nanmax(values[inside],
                                                                                        initial=-np.inf)))
                 for name, values in read.items() if name in evidence.functions}
        top = float(rarity(_bands(read["species"]), totals).max()) if "species" in read else 0.0
        return found, top

    lowest, highest, most = {}, {}, 0.0
    for _window, (found, top) in blocks(inputs, extremes, grid, feedback, narrow=True):
        most = max(most, top)
        for name, (low, high) in found.items():
            lowest[name] = min(low, lowest.get(name, np.inf))
            highest[name] = max(high, highest.get(name, -np.inf))
    return {name: (lowest[name], highest[name]) for name in lowest}, most
