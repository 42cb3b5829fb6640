"""Figures: which maps the report shows, what is on each, and the words around it. Plain data; maps.py draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..boundary.conflicts.rules import DECISIONS
from ..boundary.conflicts.tables import GONE
from ..boundary.register import TYPE_NAMES
from ..languages.messages import N_
from ..models.declaration import Model
from ..pilot.pilot import Pilot
from ..planning.corridors.network import CORES, STONES
from ..planning.gap_map import CODES
from ..planning.spaces import SPACES
from ..raster import files
from ..raster.files import UNKNOWN
from . import wording
from .context import Context
from .symbols import (
    CLASS_COLOURS,
    NO_DATA_COLOUR,
    OUTSIDE_COLOUR,
    REASONS,
    SELECTED_COLOUR,
    TYPE_COLOURS,
)


@dataclass(frozen=True)
class Patch:
    """An entry of a legend of colours: the values of the raster (or type codes) it stands for."""

    values: Sequence[Any]
    colour: str
    label: str


@dataclass(frozen=True)
class Figure:
    """A map. Captions and alternative texts are marked texts; ``subject`` stands after the caption and a colon;
    ``shares``: (label, per cent of the country), told in the alternative text; ``notes``: marked texts below."""

    id: str
    caption: str
    alt: str
    subject: str = ""
    raster: Optional[Path] = field(default=None, repr=False)  # templates may show what they are given
    patches: Sequence[Patch] = ()
    overlays: Sequence[str] = ()
    redline_types: bool = False
    shares: Sequence[tuple[str, float]] = ()
    notes: Sequence[str] = ()


def figures(pilot: Pilot, c: Context) -> list[Figure]:
    """All maps of the report, in its order."""
    found = [redline(c)]
    found += [_model(pilot, c, model, N_("Importance classes")) for model in c.functions]
    found += [_model(pilot, c, model, N_("Sensitivity classes")) for model in c.sensitivities]
    for theme, path in ((wording.IMPORTANCE, pilot.importance), (wording.SENSITIVITIES, pilot.sensitivity),
                        (wording.LEVEL, pilot.protection_level)):
        if path.exists():
            found.append(_classes(c, f"{theme}_integrated", N_("Integrated classes"), theme, "integrated",
                                  wording.INTEGRATED[theme], path))
    if any(not row["reason"] for row in c.protected_areas):
        found.append(protected(c, pilot))
    found += [gaps(pilot, c), *_scenarios(pilot, c)]
    found += [candidates(pilot), by_type(c)]
    return found + [figure for figure in (conflicts(c), spaces(c, pilot), corridors(c), mismatches(c)) if figure]


def redline(c: Context) -> Figure:
    shares = [(c.names[row["code"]], row["ecr_percent"]) for row in (*c.units, c.whole)]
    return Figure("redline", N_("The redline"), N_("Map of the redline. Share of each unit that lies inside"),
                  overlays=("redline",), shares=shares)


def _model(pilot: Pilot, c: Context, model: Model, caption: str) -> Figure:
    notes = [text for text in (model.source, model.caution) if text]
    return _classes(c, f"{model.kind}_{model.id}", caption, model.kind, model.id, model.title,
                    pilot.classes(model.kind, model.id), notes)


def _classes(c: Context, id: str, caption: str, theme: str, subject: str, title: str, path: Path,
             notes: Sequence[str] = ()) -> Figure:
    classes = c.classes(theme, subject, c.code)
    patches = [Patch((value,), CLASS_COLOURS[theme][value], name) for value, name in wording.CLASSES[theme].items()]
    for value, patch in ((0, Patch((0,), OUTSIDE_COLOUR, wording.OTHER_CLASSES[0])),
                         (255, Patch((), NO_DATA_COLOUR, wording.NO_DATA))):
        if value in classes and classes[value]["area_km2"] > 0:
            patches.append(patch)
    whole = c.whole["area_km2"]
    shares = [(name, 100 * classes[value]["area_km2"] / whole) for value, name in wording.CLASSES[theme].items()
              if value in classes]
    return Figure(id, caption, N_("Map of the classes. Share of the country in each class"), title, path, patches,
                  shares=shares, notes=notes)


def protected(c: Context, pilot: Pilot) -> Figure:
    treatments = {row["treatment"] for row in c.protected_areas if not row["reason"]}
    overlays = [name for name, there in (("protected_forced", "forced" in treatments),
                                         ("protected_other", treatments - {"forced"})) if there]
    notes = [N_("The outlines are indicative, not official.")] if c.recipe["protected_areas"]["indicative"] else []
    return Figure("protected", N_("Protected areas and the redline"),
                  N_("Map of the protected areas over the redline. Share of the country that is protected"),
                  overlays=("redline", *overlays), notes=notes,
                  shares=[(c.country, 100 * (c.protected_km2 or 0) / c.whole["area_km2"])])


def gaps(pilot: Pilot, c: Context) -> Figure:
    """Cells of the highest class: protected, represented elsewhere, gaps."""
    rows = {int(row["code"]): row for row in c.rows("gap_map")}
    patches = [Patch((code,), CLASS_COLOURS[wording.GAPS][code], title) for code, title in CODES.items()
               if rows[code]["cells"]]
    return Figure("gaps", N_("Gap map"), N_("Map of the highest class. Share of the country in each part"),
                  raster=pilot.folder / "gaps" / "gap.tif", patches=patches,
                  shares=[(CODES[code], rows[code]["area_percent"]) for code in CODES])


def _scenarios(pilot: Pilot, c: Context) -> list[Figure]:
    """The two selections that differ most in kind, with the redline over them."""
    rows = {row["scenario"]: row for row in c.rows("scenarios")}
    return [Figure(name, N_("Scenario"),
                   N_("Map of a selection of areas, with the redline over it. Share of the country"),
                   rows[name]["title"], pilot.folder / "scenarios" / f"{name}.tif",
                   [Patch((1,), SELECTED_COLOUR, N_("chosen by the selection"))], overlays=("redline",),
                   shares=[(c.country, 100 * rows[name]["area_km2"] / c.whole["area_km2"])])
            for name in ("minimum_cost", "best_area") if name in rows]


def candidates(pilot: Pilot) -> Figure:
    path = pilot.folder / "candidates.tif"
    there = set(np.unique(files.read(path)).tolist())
    patches = [Patch(values, colour, wording.BASES[reason]) for reason, values, colour in REASONS
               if there & set(values)]
    return Figure("candidates", N_("Candidate area by reason"),
                  N_("Map of the candidate area, coloured by why each place is a candidate."),
                  raster=path, patches=patches)


def by_type(c: Context) -> Figure:
    areas: Mapping[str, float] = _areas_by_type(c)
    patches = [Patch((code,), TYPE_COLOURS.get(code, "#969696"), TYPE_NAMES.get(code, code)) for code in areas]
    whole = sum(areas.values()) or 1.0
    return Figure("by_type", N_("Redline by type"),
                  N_("Map of the redline, coloured by type. Share of the redline of each type"), patches=patches,
                  redline_types=True, shares=[(TYPE_NAMES.get(code, code), 100 * km2 / whole)
                                              for code, km2 in areas.items()])


def _areas_by_type(c: Context) -> dict[str, float]:
    areas: dict[str, float] = {}
    for row in c.rows("register"):
        areas[row["type_code"]] = areas.get(row["type_code"], 0.0) + row["area_km2"]
    return dict(sorted(areas.items()))


def conflicts(c: Context) -> Optional[Figure]:
    """Conflict objects by their decision over the redline; none where there are no objects."""
    there = [row for row in c.rows("conflicts") if row["status"] != GONE]
    areas = [row for row in there if row["length_km"] is None]
    overlays = [f"conflicts_{decision}" for decision in DECISIONS if any(row["decision"] == decision for row in areas)]
    overlays += ["conflict_lines"] if len(areas) < len(there) else []
    if not overlays:
        return None
    counted = [(DECISIONS[decision], sum(row["decision"] == decision for row in there)) for decision in DECISIONS]
    return Figure("conflicts", N_("Conflicts in the candidate area"),
                  N_("Map of the objects in conflict over the redline. Share of the objects by decision"),
                  overlays=("redline", *overlays),
                  shares=[(title, 100 * number / len(there)) for title, number in counted])


def spaces(c: Context, pilot: Pilot) -> Optional[Figure]:
    """Spaces of the country; none where the protection level is not known."""
    rows = {int(row["space"]): row for row in c.rows("spaces") if row["unit"] == c.code and row["area_km2"]}
    patches = [Patch((space,) if space != UNKNOWN else (), CLASS_COLOURS[wording.SPACES].get(space, NO_DATA_COLOUR),
                     title) for space, title in SPACES.items() if space in rows]
    return Figure("spaces", N_("Spaces"), N_("Map of the spaces. Share of the country in each"),
                  raster=pilot.folder / "spaces.tif", patches=patches,
                  shares=[(SPACES[space], row["percent"]) for space, row in rows.items()]) if rows else None


def corridors(c: Context) -> Optional[Figure]:
    """Corridors with their paths and stepping stones; none where none were found."""
    sets = {row["set"]: row["nodes"] for row in c.rows("corridor_network") if row["nodes"]}
    found = c.rows("corridors")
    overlays = [*(["corridors"] if found else []),
                *(["stepping_stones"] if sets and sets[STONES] > sets[CORES] else []),
                *(["corridor_paths"] if found else [])]
    return Figure("corridors", N_("Corridors between the cores of the redline"),
                  N_("Map of the redline with the corridors between its cores, their paths and stepping stones."),
                  overlays=("redline", *overlays)) if overlays else None


def mismatches(c: Context) -> Optional[Figure]:
    if not c.rows("mismatches"):
        return None
    return Figure("mismatches", N_("Mismatches at the borders of units"),
                  N_("Map of the redline and of the stretches of border where it does not meet its neighbour."),
                  overlays=("redline", "mismatches"))


