"""The register: codes, names and attributes of every redline polygon (methods.md §5.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ..languages.messages import N_
from ..models.declaration import FUNCTION, Model
from ..pilot.layers import Feature, polygons
from ..raster import files
from ..raster.grid import Grid
from ..raster.zones import Zone
from .codes import codes_of
from .patches import Patch

BIODIVERSITY_TYPE, OTHER_TYPE = "12", "15"
TYPE_NAMES = {
    "11": N_("water conservation"), "12": N_("biodiversity maintenance"), "13": N_("soil conservation"),
    "14": N_("wind prevention and sand fixation"), "15": N_("other function"), "21": N_("soil erosion"),
    "22": N_("land desertification"), "23": N_("rocky desertification"), "24": N_("salinization"),
    "25": N_("other sensitivity"),
}
FIELDS: dict[str, type] = {
    "ecr_code": str, "ecr_name": str, "adm_code": str, "adm_name": str, "elem_code": str, "type_code": str,
    "type_name": str, "main_func": str, "eco_type": str, "human_act": str, "eco_problem": str, "control": str,
    "pa_name": str, "pa_level": str, "pa_target": str, "patch_no": str, "area_km2": float, "land_cat": str,
    "in_conflict": str, "conflict_code": str, "bnd_type_share": str, "lvl_func": int, "lvl_sens": int, "n_ext": int,
    "carbon_t": float, "hab_spp_n": int, "forced_km2": float, "src_date": str, "version": str, "author": str,
    "checked_by": str, "status": str,
}
NOT_ASSESSED = N_("not assessed")
NAME = N_("{place}: {function}, Ecological Conservation Redline")
DRAFT = "draft"
_HUMAN = (12, 13, 14)  # IGBP: cropland, built-up, mosaic


@dataclass(frozen=True)
class Layers:
    """What the register reads of the grid: classes of each model, integrated levels, land cover; 255 unknown.
    ``carbon``: tC/ha, NaN unknown; ``habitats``: the stack of species, and ``threatened`` its bands (from 0) of
    vulnerable, endangered and critically endangered ones. None where there are no data."""

    models: Mapping[Model, np.ndarray]
    importance: Optional[np.ndarray]
    sensitivity: Optional[np.ndarray]
    land_cover: Optional[np.ndarray]
    carbon: Optional[np.ndarray] = None
    habitats: Optional[Path] = None
    threatened: Sequence[int] = ()


@dataclass(frozen=True)
class Approved:
    """What was approved before: the polygons of the last line with their ``ecr_code``, and every code ever given."""

    last: Sequence[Feature] = ()
    codes: Sequence[str] = ()


NOTHING_APPROVED = Approved()


def fill(patches: Sequence[Patch], units, areas, layers: Layers, grid: Grid, country: str, text,
         land_names, approved: Approved = NOTHING_APPROVED) -> list[dict]:
    """One row of the register a patch, in the order of the patches (by unit, then decreasing area).

    ``units``: (code, name) by unit index; ``areas``: features of protected areas; ``text``: translation into the
    register's language; ``land_names``: names of land-cover classes; patches that were ``approved`` before keep their
    codes. What is not assessed yet says so.
    """
    rows, places = [], []
    for number, patch in enumerate(patches, 1):
        zone = Zone.of(patch.polygon, grid)
        extreme = {model: zone.area_by_class(classes, (5,), grid.cell_km2)[5]
                   for model, classes in layers.models.items()}
        type_code = dominant_type(extreme)
        unit_code, unit_name = units[patch.unit]
        inside = [area for area in areas if _overlaps(area, patch)]
        cover = _land_cover(zone, layers.land_cover, grid)
        rows.append({
            "adm_code": unit_code, "adm_name": unit_name, "elem_code": "", "type_code": type_code,
            "type_name": text(TYPE_NAMES[type_code]), "main_func": _main_function(extreme, text),
            "eco_type": _composition(cover, land_names), "human_act": _composition(
                {code: share for code, share in cover.items() if code in _HUMAN}, land_names),
            "eco_problem": text(NOT_ASSESSED), "control": text(NOT_ASSESSED),
            "pa_name": "; ".join(area.values["name"] for area in inside),
            "pa_level": "; ".join(sorted({area.values["iucn_category"] for area in inside} - {""})),
            "pa_target": text(NOT_ASSESSED) if inside else "", "patch_no": str(number), "area_km2": patch.area_km2,
            "land_cat": _composition(cover, land_names), "in_conflict": text(NOT_ASSESSED),
            "conflict_code": text(NOT_ASSESSED), "bnd_type_share": _line_shares(patch),
            "lvl_func": _highest(zone, layers.importance), "lvl_sens": _highest(zone, layers.sensitivity),
            "n_ext": sum(km2 > 0 for model, km2 in extreme.items() if model.kind == FUNCTION),
            "carbon_t": _carbon(zone, layers.carbon, grid), "hab_spp_n": _threatened(zone, layers),
            "forced_km2": round(patch.forced_km2, 4), "status": DRAFT,
        })
        places.append(inside)
    codes = codes_of([f"{country}-{row['adm_code']}-{row['type_code']}" for row in rows],
                     [patch.polygon for patch in patches], approved.last, approved.codes)
    for row, code, inside in zip(rows, codes, places):
        serial = int(code.rpartition("-")[2])
        row.update(ecr_code=code, ecr_name=_name(inside, row["adm_name"], serial, row["type_code"], text))
    return rows


def dominant_type(extreme_km2: Mapping[Model, float]) -> str:
    """Type code of the function with most extremely important area, else of the sensitivity; a patch that is in
    only because it is a protected area maintains biodiversity."""
    for wanted in (True, False):
        of_kind = {model: km2 for model, km2 in extreme_km2.items() if (model.kind == FUNCTION) == wanted and km2 > 0}
        if of_kind:
            return min(of_kind, key=lambda model: (-of_kind[model], model.type_code)).type_code
    return BIODIVERSITY_TYPE


def _overlaps(area, patch: Patch) -> bool:
    """Whether a protected area shares more than a line with the patch (1 ha)."""
    left, right, bottom, top = area.geometry.GetEnvelope()
    west, east, south, north = patch.polygon.GetEnvelope()
    if left > east or west > right or bottom > north or south > top:
        return False
    return polygons(area.geometry.Intersection(patch.polygon)).GetArea() > 1e4


def _name(inside, unit: str, serial: int, type_code: str, text) -> str:
    """Natural unit, dominant function, redline. The largest protected area names the place, else the unit does."""
    place = max(inside, key=lambda area: area.values["area_km2"]).values["name"] if inside else f"{unit} {serial}"
    return text(NAME).format(place=place, function=text(TYPE_NAMES[type_code]))


def _main_function(extreme: Mapping[Model, float], text) -> str:
    functions = {model: km2 for model, km2 in extreme.items() if model.kind == FUNCTION and km2 > 0}
    return text(max(functions, key=functions.get).title) if functions else ""


def _land_cover(zone: Zone, land_cover: Optional[np.ndarray], grid: Grid) -> dict[int, float]:
    """Share (percent) of each land-cover class in the zone."""
    if land_cover is None or not zone.shares.sum():
        return {}
    areas = zone.area_by_class(land_cover, range(18), grid.cell_km2)
    whole = zone.shares.sum() * grid.cell_km2
    return {code: 100 * km2 / whole for code, km2 in areas.items() if km2 > 0}


def _carbon(zone: Zone, carbon: Optional[np.ndarray], grid: Grid) -> Optional[float]:
    """Carbon stock of the cells of the zone where it is known, t; None where it is known nowhere."""
    if carbon is None:
        return None
    per_cell = zone.cut(carbon).astype(np.float64) * (100 * grid.cell_km2)  # 100 ha in a km²
    known = ~np.isnan(per_cell) & (zone.shares > 0)
    return round(float((per_cell[known] * zone.shares[known]).sum()), 1) if known.any() else None


def _threatened(zone: Zone, layers: Layers) -> Optional[int]:
    """How many threatened species have habitat in the zone; None where no species were given."""
    if layers.habitats is None:
        return None
    stack = files.read(layers.habitats, zone.window)
    stack = stack if stack.ndim == 3 else stack[np.newaxis]
    return sum(bool((np.nan_to_num(stack[band]) * zone.shares > 0).any()) for band in layers.threatened)


def _composition(shares: Mapping[int, float], names: Mapping[int, str]) -> str:
    largest = sorted(shares.items(), key=lambda pair: -pair[1])[:4]
    return "; ".join(f"{names.get(code, code)} {share:.0f} %" for code, share in largest if share >= 0.5)


def _line_shares(patch: Patch) -> str:
    whole = sum(patch.line_km.values())
    return "; ".join(f"{code}: {100 * km / whole:.0f} %" for code, km in sorted(patch.line_km.items())) if whole else ""


def _highest(zone: Zone, classes: Optional[np.ndarray]) -> Optional[int]:
    """The highest class that covers any part of the zone; none when unknown."""
    if classes is None:
        return None
    block = zone.cut(classes)[zone.shares > 0]
    known = block[(block > 0) & (block < 255)]
    return int(known.max()) if known.size else None
