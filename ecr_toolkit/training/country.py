"""The training country as a pilot folder: data, drafts, recipe and the table of protected-area categories."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import ToolkitError
from ..languages.messages import _
from . import (
    abroad,
    basins,
    climate,
    conflicts,
    counties,
    drafts,
    hydrology,
    land_cover,
    landmarks,
    planning,
    protected_areas,
    soils,
    species,
    suitability,
    terrain,
    vectors,
)
from .recipe import CODE, recipe
from .voice import LOGO, write_logo
from .writing import fixed_writing, write_csv, write_json, write_layer, write_raster

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
    (data / "drafts").mkdir(parents=True, exist_ok=True)
    country = build()
    with fixed_writing():
        _write_rasters(data, country)
        _write_layers(data, country)
        _write_boundary_layers(data)
        _write_coordination(data, country)
        write_logo(folder / LOGO)
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
    write_raster(data / "travel_time.tif", suitability.travel_time(country.terrain), "min")


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


def _write_boundary_layers(data: Path) -> None:
    """Objects in conflict, lines and names for the boundary, and land for farms and towns, all in the grid's CRS."""
    for name, kind, features in (
        ("industry", "polygon", conflicts.industry()),
        ("villages", "polygon", conflicts.villages()),
        ("mines", "polygon", conflicts.mines()),
        ("plantations", "polygon", conflicts.plantations()),
        ("reservoirs", "polygon", conflicts.reservoirs()),
        ("plans", "polygon", conflicts.plans()),
        ("indigenous_land", "polygon", conflicts.indigenous_land()),
        ("ridges", "line", landmarks.ridges()),
        ("parcels", "polygon", landmarks.parcels()),
        ("names", "mixed", landmarks.names()),
        ("irrigation", "polygon", suitability.irrigation()),
        ("hazards", "polygon", suitability.hazards()),
    ):
        write_layer(data / f"{name}.gpkg", name, kind, features, False)


def _write_coordination(data: Path, country: Country) -> None:
    """Counties, Karvelia's redline and drafts in degrees, as the borders that they share; basins on the grid."""
    write_layer(data / "counties.gpkg", "counties", "polygon", counties.counties())
    write_layer(data / "neighbour_redline.gpkg", "neighbour_redline", "polygon", abroad.redline())
    write_layer(data / "basins.gpkg", "basins", "polygon", basins.basins(country.terrain), False)
    for code, features in drafts.drafts().items():
        write_layer(data / "drafts" / f"{code}.gpkg", "draft", "polygon", features)
