"""The training country as a pilot folder: data, recipe and the table of protected-area categories."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ToolkitError
from ..languages.messages import _
from . import (
    climate,
    frame,
    hydrology,
    land_cover,
    outline,
    planning,
    protected_areas,
    soils,
    species,
    terrain,
    vectors,
)
from .writing import fixed_writing, write_csv, write_json, write_layer, write_raster

CODE = "TRN"
MONTHS = [f"month {month:02d}" for month in range(1, 13)]


class Country(NamedTuple):
    """Everything that is computed before anything is written."""

    terrain: terrain.Terrain
    climate: climate.Climate
    cover: land_cover.Cover
    soils: soils.Soils
    rivers: list


def build() -> Country:
    """Compute the country in memory; the same every time."""
    land = terrain.build()
    weather = climate.build(land)
    rivers = hydrology.river_paths(land.drainage, land.country)
    cover = land_cover.build(land, weather, rivers)
    return Country(land, weather, cover, soils.build(land, weather, cover.classes), rivers)


def make(folder: Path, languages: Sequence[str] = ("en", "ur", "zh_CN")) -> Path:
    """Write the pilot into ``folder`` (made if missing) and return it; files of an earlier run are replaced.

    Raises ToolkitError when the folder holds the recipe of another country: a pilot is somebody's work.
    """
    folder = Path(folder)
    recipe_path = folder / "pilot.json"
    if recipe_path.exists() and not _is_training(recipe_path):
        raise ToolkitError(_("The folder {folder} holds another country's pilot.").format(folder=folder),
                           _("Choose an empty folder for the training country."))
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    country = build()
    with fixed_writing():
        _write_rasters(data, country)
        _write_layers(data, country)
    write_csv(folder / "categories.csv", protected_areas.TREATMENTS)
    write_json(recipe_path, recipe(languages))
    return folder


def _is_training(recipe_path: Path) -> bool:
    try:
        return json.loads(recipe_path.read_text(encoding="utf-8"))["country"]["code"] == CODE
    except (ValueError, KeyError, TypeError):
        return False


def _write_rasters(data: Path, country: Country) -> None:
    weather, cover, soil = country.climate, country.cover, country.soils
    write_raster(data / "precipitation.tif", weather.precipitation, "mm/month", MONTHS)
    write_raster(data / "temperature.tif", weather.temperature, "°C", MONTHS)
    write_raster(data / "wind_speed.tif", weather.wind_speed, "m/s", MONTHS)
    write_raster(data / "relative_humidity.tif", weather.relative_humidity, "1", MONTHS)
    write_raster(data / "elevation.tif", country.terrain.elevation, "m")
    write_raster(data / "land_cover.tif", cover.classes, nodata=land_cover.NODATA)
    write_raster(data / "ndvi_max.tif", cover.ndvi_max, "1")
    write_raster(data / "ndvi_min.tif", cover.ndvi_min, "1")
    write_raster(data / "sand.tif", soil.sand, "%")
    write_raster(data / "silt.tif", soil.silt, "%")
    write_raster(data / "clay.tif", soil.clay, "%")
    write_raster(data / "organic_carbon.tif", soil.organic_carbon, "%")
    write_raster(data / "soil_erodibility.tif", soil.erodibility, "t ha h ha-1 MJ-1 mm-1")
    write_raster(data / "carbonate_share.tif", soil.carbonate_share, "%")
    write_raster(data / "cost.tif", planning.cost(cover), "1/km²")


def _write_layers(data: Path, country: Country) -> None:
    """Borders, areas and ranges in degrees, as such data usually come; surveyed lines and points in the grid's CRS."""
    write_layer(data / "units.gpkg", "units", "polygon", vectors.units())
    write_layer(data / "neighbour.gpkg", "neighbour", "polygon", vectors.neighbour())
    write_layer(data / "neighbour_areas.gpkg", "protected_areas", "polygon", protected_areas.foreign())
    write_layer(data / "listed_areas.gpkg", "polygons", "polygon", planning.listed_areas())
    write_layer(data / "listed_areas.gpkg", "points", "point", planning.listed_points(), add=True)
    write_layer(data / "ecoregions.gpkg", "ecoregions", "polygon", planning.ecoregions())
    write_layer(data / "sites.gpkg", "sites", "polygon", planning.sites())
    write_layer(data / "sea.gpkg", "sea", "polygon", planning.sea())
    write_layer(data / "protected_areas.gpkg", "protected_areas", "polygon", protected_areas.protected_areas())
    write_layer(data / "species.gpkg", "species", "polygon", species.species())
    write_layer(data / "rivers.gpkg", "rivers", "line", vectors.rivers(country.rivers, country.terrain), False)
    write_layer(data / "roads.gpkg", "roads", "line", vectors.roads(), False)
    write_layer(data / "towns.gpkg", "towns", "point", vectors.towns(), False)
    write_layer(data / "mines.gpkg", "mines", "polygon", vectors.mines(), False)


def recipe(languages: Sequence[str]) -> dict[str, Any]:
    """The content of pilot.json."""
    rasters = ["precipitation", "temperature", "elevation", "land_cover", "ndvi_max", "ndvi_min", "soil_erodibility",
               "carbonate_share", "sand", "silt", "clay", "organic_carbon", "wind_speed", "relative_humidity",
               "cost"]
    return {
        "format": 1,
        "country": {"code": CODE, "name": dict(outline.COUNTRY)},
        "languages": list(languages),
        "grid": {"cell_m": frame.CELL_M, "centre": [frame.LONGITUDE, frame.LATITUDE]},
        "units": {"source": "data/units.gpkg"},
        "objectives": {
            "functions": ["water_conservation", "soil_conservation", "sand_fixation", "biodiversity", "carbon"],
            "sensitivities": ["soil_erosion", "desertification", "rocky_desertification", "salinization",
                              "coastal_erosion"],
        },
        "sources": {name: f"data/{name}.tif" for name in rasters},
        "species": {"source": "data/species.gpkg"},
        "protected_areas": {"source": "data/protected_areas.gpkg", "further": ["data/listed_areas.gpkg"],
                            "categories": "categories.csv"},
        "planning": {"ecoregions": "data/ecoregions.gpkg", "ecoregion_field": "ECO_NAME", "sites": "data/sites.gpkg",
                     "sea": "data/sea.gpkg", "neighbours": "data/neighbour_areas.gpkg",
                     "distances_km": [2, 0.5, 5, 10], "smallest_patch_km2": 0.1, "species_target": "fixed",
                     "most_units": 10000},
        "thresholds": {"grading_unit": "unit"},
        "conflicts": {"farmland": [12, 14], "built_up": [13]},
        "boundary": {"min_patch_km2": 1.0, "min_hole_km2": 1.0},
    }
