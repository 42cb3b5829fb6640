"""Species: the habitat of each on the grid, and what must be included for the most threatened (methods.md §1.4.2).

The habitat of a species (AOH, Brooks et al. 2019) is the share of a cell that its range covers, where land cover is
one of its habitats and the elevation lies within its limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import N_, _
from ..models.biodiversity import THREAT_WEIGHTS
from ..models.class_tables import codes_of
from ..models.variables import VARIABLES
from ..pilot.layers import open_layer, union
from ..pilot.pilot import Pilot
from ..pilot.tables import read_table, write_table
from ..raster.coverage import Edges
from ..raster.stream import Output, stream
from .sources import Origin

HABITAT, MUST_INCLUDE = "species_habitat", "must_include"
FIELDS = ("name", "red_list", "elev_min", "elev_max", "habitats")
COLUMNS = ("band", "name", "taxon", "red_list", "weight", "range_km2", "habitat_km2", "must_include")
_MOST_THREATENED = ("CR", "EN")
_NO_LIMIT = 9e9


@dataclass(frozen=True, eq=False)
class Species:
    """A species: its range in grid CRS, Red List category, limits of elevation (m), and IGBP classes it lives in."""

    name: str
    taxon: str
    category: str
    lowest: float
    highest: float
    habitats: tuple[int, ...]
    range: ogr.Geometry

    @property
    def weight(self) -> float:
        """Weight of its category; a species without one counts as of least concern."""
        return THREAT_WEIGHTS.get(self.category, 1.0)


def load(pilot: Pilot) -> list[Species]:
    """The species of the recipe that occur in the country; InputError tells what is wrong with the layer."""
    source = pilot.recipe["species"]["source"]
    if not source:
        return []
    frame = union([unit.geometry for unit in pilot.units]).Buffer(2 * pilot.grid.cell)
    found = []
    for feature in open_layer(pilot.folder / source, pilot.crs):
        values = {key.lower(): value for key, value in feature.values.items()}
        lacking = [name for name in FIELDS if name not in values]
        if lacking:
            raise InputError([(_("The layer of species {file} lacks the fields: {names}.").format(
                file=Path(source).name, names=", ".join(lacking)),
                _("Add them; empty limits of elevation and empty habitats mean that all are suitable."))])
        inside = feature.geometry.Intersection(frame)
        if not inside.IsEmpty():
            found.append(_species(values, inside, source))
    return sorted(found, key=lambda one: one.name)


def _species(values: dict[str, Any], inside: ogr.Geometry, source: str) -> Species:
    def limit(name: str, without: float) -> float:
        return without if values[name] in (None, "") else float(values[name])

    try:
        listed = str(values["habitats"] or "").replace(";", ",").split(",")
        habitats = tuple(int(code) for code in listed if code.strip())
        return Species(str(values["name"] or ""), str(values.get("taxon") or ""), str(values["red_list"] or "").upper(),
                       limit("elev_min", -_NO_LIMIT), limit("elev_max", _NO_LIMIT), habitats, inside)
    except ValueError as fault:
        raise InputError([(_("The layer of species {file} has a value that is no number: {value}.").format(
            file=Path(source).name, value=fault),
            _("Habitats are IGBP classes with commas between them, limits of elevation are metres."))]) from fault


def derive(pilot: Pilot, wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    """Publish the habitats, a band a species, and what must be included; says where they come from."""
    species = load(pilot)
    made = {}
    if species and HABITAT in wanted:
        totals = _habitats(pilot, species, feedback.part(0, 0.7))
        made[HABITAT] = Origin("derived", N_("ranges of species"), remark=N_("range, habitat and elevation"),
                               detail=pilot.recipe["species"]["source"])
    else:
        totals = [0.0] * len(species)
    most = [one.category in _MOST_THREATENED and 0 < km2 < pilot.recipe["species"]["must_include_km2"]
            for one, km2 in zip(species, totals)]
    if made or pilot.recipe["species"]["sites"]:
        _must_include(pilot, [number for number, include in enumerate(most) if include], feedback.part(0.7, 1))
        made[MUST_INCLUDE] = Origin("derived", N_("ranges of species and sites"),
                                    remark=N_("habitat of the most threatened species, and sites given"))
    write_table(pilot.table("species"), COLUMNS, [
        {"band": number, "name": one.name, "taxon": one.taxon, "red_list": one.category, "weight": one.weight,
         "range_km2": round(one.range.GetArea() / 1e6, 4), "habitat_km2": round(km2, 4), "must_include": int(include)}
        for number, (one, km2, include) in enumerate(zip(species, totals, most), 1)])
    return made


def _habitats(pilot: Pilot, species: Sequence[Species], feedback: Feedback) -> list[float]:
    """Stream the habitats; gives the km² of each."""
    edges = [Edges.of(one.range, pilot.grid) for one in species]
    suitable = [np.isin(np.arange(256), one.habitats) if one.habitats else np.arange(256) < 255 for one in species]
    sums: list[np.ndarray] = []
    inputs = {name: pilot.input(name) for name in ("land_cover", "elevation", "units")}

    def made(read, window):
        codes, height = codes_of(read["land_cover"]), read["elevation"]
        inside = read["units"] > 0
        unknown = (codes == 255) | np.isnan(height)
        habitat = np.empty((len(species), *codes.shape), np.float32)
        for band, one, edge, classes in zip(habitat, species, edges, suitable):
            lives = classes[codes] & (height >= one.lowest) & (height <= one.highest)
            band[...] = np.where(lives, edge.coverage(window), 0)
        habitat[:, unknown | ~inside] = np.nan
        sums.append(np.nansum(habitat, axis=(1, 2), dtype=np.float64))
        return {HABITAT: habitat}

    variable = VARIABLES[HABITAT]
    stream(inputs, made, {HABITAT: Output(pilot.input(HABITAT), "continuous", variable.title, variable.unit,
                                          bands=len(species))}, pilot.grid, feedback)
    return (np.sum(sums, axis=0) * pilot.grid.cell_km2).tolist()


def _must_include(pilot: Pilot, bands: Sequence[int], feedback: Feedback) -> None:
    """The larger of the sites' share and of the habitats of the most threatened species."""
    sites = pilot.recipe["species"]["sites"]
    edge = None
    if sites:
        edge = Edges.of(union([one.geometry for one in open_layer(pilot.folder / sites, pilot.crs)]), pilot.grid)
    inputs = {"units": pilot.input("units")}
    if bands:
        inputs[HABITAT] = pilot.input(HABITAT)

    def made(read, window):
        share = np.zeros(read["units"].shape, np.float32) if edge is None else edge.coverage(window)
        for band in bands:
            share = np.fmax(share, read[HABITAT][band] if read[HABITAT].ndim == 3 else read[HABITAT])
        return {MUST_INCLUDE: np.where(read["units"] > 0, share, np.nan).astype(np.float32)}

    variable = VARIABLES[MUST_INCLUDE]
    stream(inputs, made, {MUST_INCLUDE: Output(pilot.input(MUST_INCLUDE), "continuous", variable.title,
                                               variable.unit)}, pilot.grid, feedback)


def weights_of(pilot: Pilot) -> list[float]:
    """Weights of the bands of the species stack; none when it does not come from the recipe's species."""
    path = pilot.table("species")
    if not path.is_file() or not pilot.recipe["species"]["source"]:
        return []
    return [float(row["weight"]) for row in read_table(path)]
