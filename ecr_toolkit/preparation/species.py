"""Species: the habitat of each on the grid, and what must be included for the most threatened (methods.md §1.4.2).

The habitat of a species (AOH, Brooks et al. 2019) is the share of a cell that its range covers, where land cover is
one of its habitats and the elevation lies within its limits.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.class_tables import codes_of
from ..models.variables import VARIABLES
from ..pilot.layers import open_layer, union
from ..pilot.pilot import Pilot
from ..pilot.tables import read_table, write_table
from ..raster.align import CONTINUOUS, align
from ..raster.coverage import Edges
from ..raster.files import open_raster
from ..raster.grid import Frame
from ..raster.stream import Output, stream
from .sources import Origin
from .species_lists import Species, load

HABITAT, MUST_INCLUDE = "species_habitat", "must_include"
COLUMNS = ("band", "name", "taxon", "red_list", "national_class", "weight", "rule", "range_km2", "habitat_km2",
           "must_include")
_MOST_THREATENED = ("CR", "EN")


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
         "national_class": one.national_class, "rule": one.rule,
         "range_km2": None if one.range is None else round(one.range.GetArea() / 1e6, 4),
         "habitat_km2": round(km2, 4), "must_include": int(include)}
        for number, (one, km2, include) in enumerate(zip(species, totals, most), 1)])
    return made


def _habitats(pilot: Pilot, species: Sequence[Species], feedback: Feedback) -> list[float]:
    """Stream the habitats; gives the km² of each."""
    with ExitStack() as stack:
        maps = _on_the_grid(pilot, species, stack, feedback.part(0, 0.5))
        return _streamed(pilot, species, maps, feedback.part(0.5, 1))


def _on_the_grid(pilot: Pilot, species: Sequence[Species], stack: ExitStack, feedback: Feedback) -> dict[str, Path]:
    """Maps of suitability as shares of suitable cells on the grid, by name of the input; gone when the stack ends."""
    found = {}
    for number, one in enumerate(species):
        if one.suitability is None:
            continue
        scratch = [pilot.folder / "inputs" / f".suitability_{number}_{part}.part.tif" for part in ("mask", "grid")]
        for path in scratch:
            path.parent.mkdir(parents=True, exist_ok=True)
            stack.callback(path.unlink, missing_ok=True)
        source = open_raster(one.suitability)
        stream({"value": one.suitability}, _mask_from(one.threshold),
               {"mask": Output(scratch[0], "continuous", statistics=False)}, Frame.of(source), feedback.part(0, 1))
        align(open_raster(scratch[0]), pilot.grid, CONTINUOUS, scratch[1], feedback.part(0, 1))
        found[_suitability(number)] = scratch[1]
    return found


def _suitability(number: int) -> str:
    return f"suitability {number}"


def _mask_from(threshold: float):
    def made(read, _window):
        value = read["value"]
        return {"mask": np.where(np.isnan(value), np.nan, value >= threshold).astype(np.float32)}
    return made


def _streamed(pilot: Pilot, species: Sequence[Species], maps: Mapping[str, Path], feedback: Feedback) -> list[float]:
    edges = [None if one.range is None else Edges.of(one.range, pilot.grid) for one in species]
    suitable = [np.isin(np.arange(256), one.habitats) if one.habitats else np.arange(256) < 255 for one in species]
    sums: list[np.ndarray] = []
    inputs = {**{name: pilot.input(name) for name in ("land_cover", "elevation", "units")}, **maps}

    def made(read, window):
        codes, height = codes_of(read["land_cover"]), read["elevation"]
        inside = read["units"] > 0
        unknown = (codes == 255) | np.isnan(height)
        habitat = np.empty((len(species), *codes.shape), np.float32)
        for number, (one, edge, classes) in enumerate(zip(species, edges, suitable)):
            lives = classes[codes] & (height >= one.lowest) & (height <= one.highest)
            share = np.nan_to_num(read[_suitability(number)]) if edge is None else edge.coverage(window)
            habitat[number] = np.where(lives, share, 0)
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
