"""The register: codes, names and attributes of every redline polygon (methods.md §5.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..languages.messages import N_
from ..models.declaration import FUNCTION, SENSITIVITY, Model
from ..pilot.boxes import Boxes
from ..pilot.layers import Feature, polygons
from ..raster.grid import Grid
from ..raster.zones import Zone
from .codes import codes_of
from .contents import Contents, Layers, composition, contents_of
from .naming import Places, Translate, names_of
from .patches import Patch

BIODIVERSITY_TYPE = "12"
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
    "carbon_t": float, "hab_spp_n": int, "forced_km2": float, "core_km2": float, "src_date": str, "version": str,
    "author": str, "checked_by": str, "status": str,
}
NOT_ASSESSED, NOT_STATED, NONE_FOUND = N_("not assessed"), N_("not stated"), N_("none found")
CONTROL_CORE = N_("Core zone: no human activities but patrols, research and restoration.")
CONTROL_GENERAL = N_("General zone: no development; only the activities of the list of limited activities.")
DRAFT = "draft"


@dataclass(frozen=True)
class KnownCodes:
    """Codes given before: polygons that a patch may have its code from (``ecr_code``), and every code ever given."""

    earlier: Sequence[Feature] = ()
    used: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Book:
    """What a register is filled from, besides the patches: ``units`` (code, name) by unit index; protected areas; the
    layers of the grid; named places; core areas in km² by patch; conflict fields by patch; provenance (src_date,
    version, author, checked_by, status); the codes given before."""

    country: str
    units: Sequence[tuple[str, str]]
    areas: Sequence[Feature]
    layers: Layers
    grid: Grid
    places: Places
    core_km2: Sequence[float]
    conflicts: Sequence[Mapping[str, str]]
    provenance: Mapping[str, str]
    codes: KnownCodes = KnownCodes()


def fill(patches: Sequence[Patch], book: Book, text: Translate, land_names: Mapping[int, str]) -> list[dict[str, Any]]:
    """One row of the register (FIELDS) a patch, in the order of the patches (by unit, then decreasing area).

    ``text``: translation into the register's language; ``land_names``: names of land-cover classes. Patches that
    were drawn before keep their codes. What is not assessed or not stated says so.
    """
    rows, places = [], []
    boxes = Boxes(area.geometry for area in book.areas)
    for number, patch in enumerate(patches):
        found = contents_of(Zone.of(patch.polygon, book.grid), book.layers, book.grid)
        type_code = dominant_type(found.extreme_km2)
        unit_code, unit_name = book.units[patch.unit]
        near = [book.areas[index] for index in boxes.near(patch.polygon)]
        inside = [area for area in near if _overlaps(area, patch)]
        cover = composition(found.cover, land_names) or text(NOT_ASSESSED)
        rows.append({
            "adm_code": unit_code, "adm_name": unit_name, "elem_code": "", "type_code": type_code,
            "type_name": text(TYPE_NAMES[type_code]), "main_func": _main_function(found, text), "eco_type": cover,
            "human_act": composition(found.human, land_names), "eco_problem": _problems(found, patch, text),
            "control": " ".join(text(rule) for rule, km2 in (
                (CONTROL_CORE, book.core_km2[number]),
                (CONTROL_GENERAL, patch.area_km2 - book.core_km2[number])) if km2 > 0),
            "pa_name": "; ".join(area.values["name"] for area in inside),
            "pa_level": "; ".join(sorted({area.values["iucn_category"] for area in inside} - {""})),
            "pa_target": text(NOT_STATED) if inside else "", "patch_no": str(number + 1), "area_km2": patch.area_km2,
            "land_cat": cover, **book.conflicts[number], "bnd_type_share": _line_shares(patch),
            "lvl_func": found.importance, "lvl_sens": found.sensitivity,
            "n_ext": sum(km2 > 0 for model, km2 in found.extreme_km2.items() if model.kind == FUNCTION),
            "carbon_t": found.carbon_t, "hab_spp_n": found.threatened, "forced_km2": round(patch.forced_km2, 4),
            "core_km2": book.core_km2[number], **book.provenance,
        })
        places.append(book.places.name_of(patch.polygon) or (
            max(inside, key=lambda area: area.values["area_km2"]).values["name"] if inside else unit_name))
    codes = codes_of([f"{book.country}-{row['adm_code']}-{row['type_code']}" for row in rows],
                     [patch.polygon for patch in patches], book.codes.earlier, book.codes.used)
    names = names_of(places, [row["type_name"] for row in rows], codes, text)
    return [{"ecr_code": code, "ecr_name": name, **row} for code, name, row in zip(codes, names, rows)]


def dominant_type(extreme_km2: Mapping[Model, float]) -> str:
    """Type code of the function with most extremely important area, else of the sensitivity; a patch that is in
    only because it is a protected area maintains biodiversity."""
    for wanted in (True, False):
        of_kind = {model: km2 for model, km2 in extreme_km2.items() if (model.kind == FUNCTION) == wanted and km2 > 0}
        if of_kind:
            return min(of_kind, key=lambda model: (-of_kind[model], model.type_code)).type_code
    return BIODIVERSITY_TYPE


def _overlaps(area: Feature, patch: Patch) -> bool:
    """Whether a protected area shares more than a line with the patch (1 ha)."""
    return polygons(area.geometry.Intersection(patch.polygon)).GetArea() > 1e4


def _main_function(found: Contents, text: Translate) -> str:
    functions = {model: km2 for model, km2 in found.extreme_km2.items() if model.kind == FUNCTION and km2 > 0}
    return text(max(functions, key=functions.get).title) if functions else text(NONE_FOUND)


def _problems(found: Contents, patch: Patch, text: Translate) -> str:
    """The sensitivities that are extreme somewhere in the patch with their share, largest first."""
    assessed = {model: km2 for model, km2 in found.extreme_km2.items() if model.kind == SENSITIVITY}
    shares = {text(model.title): 100 * km2 / patch.area_km2 for model, km2 in assessed.items() if km2 > 0}
    if not assessed:
        return text(NOT_ASSESSED)
    return composition(shares, {}) or text(NONE_FOUND)


def _line_shares(patch: Patch) -> str:
    whole = sum(patch.line_km.values())
    return "; ".join(f"{code}: {100 * km / whole:.0f} %" for code, km in sorted(patch.line_km.items())) if whole else ""
