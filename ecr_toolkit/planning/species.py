"""Species: how much of the habitat of each is covered, its target, and how far it is reached (methods.md §6.2, T6)."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_
from ..raster.blocks import blocks
from ..raster.coverage import Edges
from ..raster.grid import Grid
from .estate import Estate, sums_of
from .places import mean_achievement

RODRIGUES, FIXED = "rodrigues", "fixed"
SMALL_KM2, LARGE_KM2, CAP_KM2 = 1000.0, 250_000.0, 1_000_000.0
COVERED, PARTIAL, GAP = "covered", "partial", "gap"
GAP_CLASSES = {COVERED: N_("target reached"), PARTIAL: N_("partly covered"), GAP: N_("gap")}
GAP_SHARE = 0.1  # of its target: a species that has less is a gap


def rodrigues_target(habitat_km2: float) -> float:
    """Share (0-1) of a habitat to be covered: all up to 1,000 km², a tenth from 250,000 km², log-linear between, and
    never more than 1,000,000 km² (Rodrigues et al. 2004)."""
    if habitat_km2 <= SMALL_KM2:
        return 1.0
    if habitat_km2 < LARGE_KM2:
        span = math.log10(LARGE_KM2) - math.log10(SMALL_KM2)
        return 1 - 0.9 * (math.log10(habitat_km2) - math.log10(SMALL_KM2)) / span
    return min(0.1, CAP_KM2 / habitat_km2)


def target_of(habitat_km2: float, rule: str, fixed: float) -> float:
    """The target of a species by the rule of the recipe."""
    return rodrigues_target(habitat_km2) if rule == RODRIGUES else fixed


def gap_class(share: float, target: float) -> str:
    """Covered, partial or gap (design default of methods.md §6.2)."""
    if share >= target:
        return COVERED
    return PARTIAL if share > GAP_SHARE * target else GAP


def habitat_sums(stack: Path, zones: Mapping[str, ogr.Geometry], grid: Grid,
                 feedback: Feedback) -> dict[str, np.ndarray]:
    """Zone → km² of the habitat of every band inside it, (bands,). The whole grid is the zone "". Raises Cancelled."""
    edges = {name: Edges.of(zone, grid) for name, zone in zones.items()}

    def count(read, window) -> dict[str, np.ndarray]:
        block = np.nan_to_num(read["habitat"]).reshape(-1, window.rows, window.cols).astype(np.float64)
        found = {"": block.sum(axis=2)}
        for name, zone in edges.items():
            # the window may be narrow: its columns are cut out of the rows that the polygon touches
            found[name] = np.einsum("brc,rc->br", block, zone.coverage(window))
        return found

    rows: dict[str, list[np.ndarray]] = {"": [], **{name: [] for name in zones}}
    for _window, found in blocks({"habitat": stack}, count, grid, feedback, narrow=True):
        for name, sums in found.items():
            rows[name].append(sums)
    return {name: np.array([math.fsum(band) for band in np.concatenate(parts, axis=1)]) * grid.cell_km2
            for name, parts in rows.items()}


def species_columns(estate: Estate) -> tuple[str, ...]:
    return ("name", "taxon", "red_list", "national_class", "habitat_km2", "target_percent",
            *(f"{name}_percent" for name in estate.sets), "gap_class", *(
                ("gap_class_with_redline",) if estate.redline is not None else ()))


def species_coverage(listed: Sequence[Mapping[str, Any]], sums: Mapping[str, np.ndarray], estate: Estate,
                     rule: str = RODRIGUES, fixed: float = 0.3) -> list[dict]:
    """A row a species with habitat in the country. ``listed``: name, taxon, red_list, national_class of each band;
    ``sums``: as ``habitat_sums`` gives for the parts of the estate."""
    rows = []
    for band, one in enumerate(listed):
        habitat = float(sums[""][band])
        if habitat <= 0:
            continue
        parts = {part: float(sums[part][band]) for part in estate.parts}
        shares = {name: min(1.0, km2 / habitat) for name, km2 in sums_of(parts, estate.sets).items()}
        target = target_of(habitat, rule, fixed)
        row = {"name": one["name"], "taxon": one["taxon"], "red_list": one["red_list"],
               "national_class": one.get("national_class", ""), "habitat_km2": round(habitat, 4),
               "target_percent": round(100 * target, 4),
               **{f"{name}_percent": round(100 * share, 4) for name, share in shares.items()},
               "gap_class": gap_class(shares["protected"], target)}
        if "either" in shares:
            row["gap_class_with_redline"] = gap_class(shares["either"], target)
        rows.append(row)
    return rows


SUMMARY_KEYS = ("group", "taxon", "category")
TAXON, NATIONAL, ALL = "red_list", "national_class", "all"


def summary_columns(estate: Estate) -> tuple[str, ...]:
    return (*SUMMARY_KEYS, "species", *(f"{name}_{what}" for name in estate.sets for what in (
        "mean_percent", "reached", "achievement")))


def summary(rows: Sequence[Mapping[str, Any]], sets: Sequence[str]) -> list[dict]:
    """Species by taxon and Red List category, by taxon and national protection class where given, and all together:
    how many, the mean share covered, how many reach their target, and mean min(1, c / t) (MTA)."""
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((TAXON, row["taxon"], row["red_list"]), []).append(row)
        if row["national_class"]:
            groups.setdefault((NATIONAL, row["taxon"], row["national_class"]), []).append(row)
        groups.setdefault((ALL, "", ""), []).append(row)
    order = (TAXON, NATIONAL, ALL)
    found = []
    for key in sorted(groups, key=lambda one: (order.index(one[0]), *one[1:])):
        members = groups[key]
        row = {**dict(zip(SUMMARY_KEYS, key)), "species": len(members)}
        for name in sets:
            shares = [one[f"{name}_percent"] for one in members]
            targets = [one["target_percent"] for one in members]
            row[f"{name}_mean_percent"] = round(sum(shares) / len(shares), 4)
            row[f"{name}_reached"] = sum(share >= target for share, target in zip(shares, targets))
            row[f"{name}_achievement"] = round(achievement(members, name) or 0.0, 4)
        found.append(row)
    return found


def achievement(rows: Sequence[Mapping[str, Any]], name: str) -> Optional[float]:
    """Mean of min(1, c / t) of a set over all species (methods.md §6.3, I5); None without species."""
    return mean_achievement([row[f"{name}_percent"] for row in rows], [row["target_percent"] for row in rows])
