"""A new pilot: the recipe a country can begin with, and its folder, which appears whole or not at all."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import ogr

from ..atomic import publishing
from ..errors import RecipeError, ToolkitError, unwritable
from ..languages.messages import _
from ..models.catalogue import known
from ..raster.grid import WGS84
from .fields import FILE
from .layers import Feature, write_layers
from .recipe import validated
from .recipe_shape import FORMAT, STARTER, WORLD_MAP

UNITS = "data/units.gpkg"
STARTER_VARIABLES = ("precipitation", "temperature", "elevation", "land_cover", "ndvi_max", "ndvi_min")
# What the pilots of this repository say where no soil map is at hand
_SOIL = {"constant": 0.03, "reason": (
    "No soil map is at hand. 0.03 is the middle of the usual range 0.01-0.05 (methods.md §1.2.1); with one value for "
    "all soils, soil conservation ranks rain, slope and cover only.")}
_WORLD_MAP_NOTE = ("The lines come from a general world map at 1:10 million. Boundaries and names shown do not imply "
                   "any opinion on the legal status of any territory.")
_STARTER_NOTE = "Land cover, vegetation, relief and climate come from global products of about 5 km."
_SMALLEST_CELLS = 4  # patches and holes of fewer cells than this are below what the raster shows


@dataclass(frozen=True)
class Start:
    """What a new pilot begins with. ``names``: of the country by language, at least in English; ``starter``: inputs
    from the starter data, else they are given later; ``coast``: whether it has one; ``clip``: west, south, east,
    north in degrees, empty for the whole country; ``units``: features in degrees with the values code and name, from
    a layer of the country, None for the world map; ``ready``: the folder of a pilot of this country that ships."""

    code: str
    names: Mapping[str, str]
    languages: Sequence[str]
    cell_m: float
    starter: bool = True
    coast: bool = False
    clip: Sequence[float] = ()
    units: Optional[Sequence[Feature]] = None
    ready: Optional[Path] = None


def objectives_of(starter: bool, coast: bool) -> dict[str, list[str]]:
    """The functions and sensitivities that fit the data and the country: with the starter data neither fixation of
    sand (no wind) nor species' habitats are assessed; what the coast gives only where there is one."""
    functions = ["water_conservation", "soil_conservation", *([] if starter else ["sand_fixation"]),
                 "biodiversity_npp", "carbon", *(["coastal_stabilisation"] if coast else [])]
    return {"functions": functions,
            "sensitivities": ["soil_erosion", "desertification", "rocky_desertification", "salinization",
                              *(["coastal_erosion"] if coast else [])]}


def recipe_of(start: Start) -> dict[str, Any]:
    """The content of pilot.json. A pilot that ships for the country is followed in all that was not chosen here."""
    smallest = max(1.0, _SMALLEST_CELLS * start.cell_m**2 / 1e6)
    ready = {} if start.ready is None else json.loads((start.ready / FILE).read_text(encoding="utf-8-sig"))
    recipe: dict[str, Any] = {
        "format": FORMAT,
        "country": {"code": start.code, "name": dict(start.names)},
        "languages": list(start.languages),
        "grid": {"cell_m": start.cell_m, **({"clip": list(start.clip)} if start.clip else {})},
        "units": {"source": WORLD_MAP if start.units is None else UNITS},
        "objectives": objectives_of(start.starter, start.coast),
        "sources": _sources() if start.starter else {},
        "boundary": {"min_patch_km2": smallest, "min_hole_km2": smallest},
        "disclaimer": _note(start),
    }
    own = {"languages", "boundary", *(() if start.starter else ("objectives", "sources", "preparation"))}
    kept = {name: value for name, value in ready.items() if name not in own}
    if ready:
        kept["grid"] = {**ready["grid"], **recipe["grid"]}
    return {**recipe, **kept}


def create(folder: Path, start: Start) -> Path:
    """Make the pilot's folder, which must be new or empty, and return it. RecipeError when the recipe would not be
    valid, ToolkitError when the folder cannot be used; nothing is left behind then."""
    folder = Path(folder)
    check_free(folder)
    try:
        with publishing(folder) as temporary:
            temporary.mkdir()
            _fill(temporary, start)
            if folder.exists():
                folder.rmdir()  # empty, as was seen above: Windows does not rename onto a folder
    except OSError as fault:
        raise unwritable(fault, folder) from fault
    return folder


def check_free(folder: Path) -> None:
    """ToolkitError when a new pilot cannot be made there: files are in it, or it may not be written."""
    remedy = _("Choose a folder that is empty, or a new one.")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise ToolkitError(_("The folder “{folder}” is not empty.").format(folder=folder), remedy)
    except OSError as fault:
        raise ToolkitError(_("The folder “{folder}” cannot be read.").format(folder=folder), remedy) from fault
    if folder.exists() and not folder.is_dir():
        raise ToolkitError(_("“{folder}” is a file.").format(folder=folder), remedy)
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise ToolkitError(_("The folder “{folder}” may not be written.").format(folder=above), remedy)


def ready_pilot(pilots: Path, code: str) -> Optional[Path]:
    """The folder below ``pilots`` whose recipe is of this country and has all its files; None when there is none."""
    for path in sorted(pilots.glob(f"*/{FILE}")):
        values = json.loads(path.read_text(encoding="utf-8-sig"))
        if values["country"]["code"] == code:
            try:
                validated(values, path.parent, known())
            except RecipeError:
                return None  # its data do not ship
            return path.parent
    return None


def _fill(folder: Path, start: Start) -> None:
    if start.ready is not None:
        for path in sorted(start.ready.iterdir()):
            if path.is_file() and path.name != FILE:
                shutil.copyfile(path, folder / path.name)
    if start.units is not None:
        names = sorted({name for unit in start.units for name in unit.values if name.startswith("name_")})
        fields = {"code": str, "name": str, **dict.fromkeys(names, str)}
        write_layers(folder / UNITS, WGS84, {"units": (ogr.wkbMultiPolygon, fields, start.units)})
    recipe = recipe_of(start)
    validated(recipe, folder, known())
    (folder / FILE).write_text(json.dumps(recipe, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _sources() -> dict[str, Any]:
    return {**dict.fromkeys(STARTER_VARIABLES, STARTER), "soil_erodibility": dict(_SOIL)}


def _note(start: Start) -> str:
    notes = [_WORLD_MAP_NOTE] if start.units is None else []
    return " ".join(notes + ([_STARTER_NOTE] if start.starter else []))
