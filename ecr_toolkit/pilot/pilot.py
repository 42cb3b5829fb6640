"""A pilot: its folder, recipe, units, grid and ledger in one hand. The only place that knows where things lie."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import osr

from ..atomic import sweep
from ..models.catalogue import known
from ..raster.grid import WGS84, Grid, equal_area_crs, spatial_reference
from ..starter.cache import StarterCache, cache_folder
from . import recipe as recipes
from .ledger import Hashes, Ledger
from .units import Unit, bounds, centre_of, load_units

GEOPACKAGE = "ecr.gpkg"


class Pilot:
    """A country's work. Open one with ``Pilot.open(folder)``."""

    def __init__(self, folder: Path, recipe: recipes.Recipe, starter: StarterCache,
                 world_map: Optional[Path]) -> None:
        self.folder = folder
        self.recipe = recipe
        self.starter = starter
        self.world_map = world_map
        self.ledger = Ledger(folder)
        self.hashes = Hashes()

    @classmethod
    def open(cls, folder: Path, starter: Optional[StarterCache] = None, world_map: Optional[Path] = None,
             whole: bool = True) -> "Pilot":
        """Open and validate the pilot in ``folder``; RecipeError tells every fault. Nothing is written. Not ``whole``:
        files that the recipe names may be absent; such a pilot can be looked at and mended, and not be run."""
        folder = Path(folder)
        recipe = recipes.load(folder, known(), whole)
        return cls(folder, recipe, starter or StarterCache(cache_folder()), world_map)

    def sweep(self) -> None:
        """Remove what a killed run left under temporary names."""
        sweep(self.folder)

    @property
    def code(self) -> str:
        """ISO 3166 code of the country."""
        return self.recipe["country"]["code"]

    def name(self, language: str = "en") -> str:
        """Name of the country in a language, English where the recipe has no other."""
        names: Mapping[str, str] = self.recipe["country"]["name"]
        return names.get(language) or names["en"]

    @cached_property
    def crs(self) -> str:
        """The equal-area system of the grid (PROJ text)."""
        centre = self.recipe["grid"]["centre"]
        if not centre:
            centre = [round(degrees, 1) for degrees in centre_of(self._units_in(WGS84))]
        return equal_area_crs(*centre)

    @cached_property
    def units(self) -> list[Unit]:
        """Units of the first level in the grid's system, sorted by code."""
        return self._units_in(self.crs)

    def _units_in(self, crs: str) -> list[Unit]:
        return load_units(self.recipe.values, self.folder, self.world_map, crs)

    @cached_property
    def grid(self) -> Grid:
        """The one grid: covers all units."""
        return Grid.around(bounds(self.units), self.crs, float(self.recipe["grid"]["cell_m"]))

    def geographic_bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north) of the grid in degrees, its edges followed so that nothing is cut.

        Across the 180° meridian longitudes go on beyond 180 or −180.
        """
        left, bottom, right, top = self.grid.bounds
        shares = np.linspace(0, 1, 33)
        edge = [(x, y) for share in shares for x, y in (
            (left + share * (right - left), bottom), (left + share * (right - left), top),
            (left, bottom + share * (top - bottom)), (right, bottom + share * (top - bottom)))]
        to_degrees = osr.CoordinateTransformation(spatial_reference(self.crs), spatial_reference(WGS84))
        points = np.array(to_degrees.TransformPoints(edge))[:, :2]
        middle = to_degrees.TransformPoint((left + right) / 2, (bottom + top) / 2)[0]
        longitudes = (points[:, 0] - middle + 180) % 360 - 180 + middle
        return (float(longitudes.min()), float(points[:, 1].min()), float(longitudes.max()),
                float(points[:, 1].max()))

    # where things lie

    @property
    def geopackage(self) -> Path:
        return self.folder / GEOPACKAGE

    def input(self, variable: str) -> Path:
        return self.folder / "inputs" / f"{variable}.tif"

    @property
    def checks(self) -> Path:
        """What the checks of the inputs found."""
        return self.folder / "inputs" / "checks.csv"

    def value(self, kind: str, model: str) -> Path:
        """Physical value of a model; ``kind`` is ``function`` or ``sensitivity``."""
        return self.folder / _FOLDERS[kind] / f"{model}.tif"

    def classes(self, kind: str, model: str) -> Path:
        """Classes 5/3/1 of a model."""
        return self.folder / _FOLDERS[kind] / f"{model}_class.tif"

    def domain(self, kind: str, model: str) -> Path:
        """Where a model applies: 1 inside, 0 outside, 255 unknown."""
        return self.folder / _FOLDERS[kind] / f"{model}_domain.tif"

    def check(self, model: str) -> Path:
        """Physical value of a model that only cross-checks another."""
        return self.folder / "functions" / "checks" / f"{model}.tif"

    @property
    def importance(self) -> Path:
        return self.folder / "functions" / "importance_class.tif"

    @property
    def sensitivity(self) -> Path:
        return self.folder / "sensitivity" / "sensitivity_class.tif"

    @property
    def protection_level(self) -> Path:
        return self.folder / "protection_level.tif"

    def table(self, name: str) -> Path:
        return self.folder / "tables" / f"{name}.csv"

    def document(self, language: str, name: str) -> Path:
        return self.folder / "documents" / language / name


_FOLDERS = {"function": "functions", "sensitivity": "sensitivity"}
