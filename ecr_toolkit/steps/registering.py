"""The register of a pilot's redline, in its first language (methods.md §5.7)."""

from collections.abc import Mapping, Sequence
from typing import Optional

import numpy as np

from ..boundary.contents import Layers
from ..boundary.naming import Places
from ..boundary.patches import Patch
from ..boundary.register import DRAFT, Book, fill
from ..feedback import Feedback
from ..languages.messages import N_, catalogue
from ..models.catalogue import models
from ..models.declaration import FUNCTION, SENSITIVITY
from ..models.land_cover import NAMES
from ..pilot.layers import open_layer, read_layer
from ..pilot.pilot import Pilot
from ..preparation.species import HABITAT
from ..raster import files
from .approval import all_versions
from .assessment import is_chosen, prepared
from .code_book import known_codes
from .coverage import listed_species
from .estate import AREAS

CARBON_STOCK, THREATENED = "carbon_stock", ("CR", "EN", "VU")
_NEAR_CELLS = 4  # a named feature gives its name to polygons so near
_FIRST, _AFTER = N_("first draft"), N_("draft after {version}")


def register(pilot: Pilot, patches: Sequence[Patch], core_km2: Sequence[float],
             conflicts: Sequence[Mapping[str, str]]) -> list[dict]:
    """A row a patch, in their order. ``conflicts``: the fields in_conflict and conflict_code of each."""
    chosen, language = pilot.recipe["boundary"], pilot.recipe["languages"][0]
    text = catalogue(language).gettext
    kept = all_versions(pilot, Feedback())
    number = kept[-1].version.number if kept else ""
    names = open_layer(pilot.folder / chosen["names"], pilot.crs) if chosen["names"] else []
    provenance = {"src_date": chosen["source_date"], "author": chosen["author"], "checked_by": chosen["checked_by"],
                  "version": text(_AFTER).format(version=number) if number else text(_FIRST), "status": DRAFT}
    units = [(unit.code, unit.name(language)) for unit in pilot.units]
    book = Book(pilot.code, units, read_layer(pilot.geopackage, AREAS), _layers(pilot), pilot.grid,
                Places(names, _NEAR_CELLS * pilot.grid.cell), core_km2, conflicts, provenance,
                known_codes(pilot, kept))
    return fill(patches, book, text, {code: text(name) for code, name in NAMES.items()})


def _layers(pilot: Pilot) -> Layers:
    def optional(path) -> Optional[np.ndarray]:
        return files.read(path) if path.exists() else None

    classes = {model: files.read(pilot.classes(model.kind, model.id)) for model in models()
               if is_chosen(pilot, model) and (model.bit or model.kind == SENSITIVITY)
               and pilot.classes(model.kind, model.id).exists()}
    cover = optional(pilot.input("land_cover"))
    cover = None if cover is None else np.where(np.isnan(cover), 255, cover).astype(np.uint8)
    habitats = pilot.input(HABITAT) if HABITAT in prepared(pilot) else None
    threatened = [] if habitats is None else [
        band for band, one in enumerate(listed_species(pilot)) if one["red_list"] in THREATENED]
    return Layers(classes, optional(pilot.importance), optional(pilot.sensitivity), cover,
                  optional(pilot.value(FUNCTION, CARBON_STOCK)), habitats, threatened)
