"""Figures: which maps the report shows, what is on each, and the words around it. Plain data; maps.py draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..boundary.register import TYPE_NAMES
from ..languages.messages import N_
from ..models.declaration import Model
from ..pilot.pilot import Pilot
from ..planning.gap_map import CODES
from ..raster import files
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
    raster: Optional[Path] = None
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
    return [*found, candidates(pilot), by_type(c)] + ([mismatches()] if c.rows("mismatches") else [])


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


def mismatches() -> Figure:
    return Figure("mismatches", N_("Mismatches at the borders of units"),
                  N_("Map of the redline and of the stretches of border where it does not meet its neighbour."),
                  overlays=("redline", "mismatches"))


