"""The recipe of the training country."""

from collections.abc import Sequence
from typing import Any

from . import conflicts, frame, landmarks, outline, suitability, voice

CODE = "TRN"
RASTERS = ("precipitation", "temperature", "elevation", "land_cover", "ndvi_max", "ndvi_min", "soil_erodibility",
           "carbonate_share", "sand", "silt", "clay", "organic_carbon", "wind_speed", "relative_humidity", "cost")


def recipe(languages: Sequence[str]) -> dict[str, Any]:
    """The content of pilot.json."""
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
        "sources": {name: f"data/{name}.tif" for name in RASTERS},
        "species": {"source": "data/species.gpkg"},
        "protected_areas": {"source": "data/protected_areas.gpkg", "further": ["data/listed_areas.gpkg"],
                            "categories": "categories.csv"},
        "planning": {"ecoregions": "data/ecoregions.gpkg", "ecoregion_field": "ECO_NAME", "sites": "data/sites.gpkg",
                     "sea": "data/sea.gpkg", "neighbours": "data/neighbour_areas.gpkg",
                     "distances_km": [2, 0.5, 5, 10], "smallest_patch_km2": 0.1, "species_target": "fixed",
                     "most_units": 10000},
        "thresholds": {"grading_unit": "unit"},
        "conflicts": {"farmland": [12, 14], "built_up": [13], "layers": dict(conflicts.LAYERS)},
        "boundary": {"min_patch_km2": 1.0, "min_hole_km2": 1.0, "lines": dict(landmarks.LINES),
                     "names": "data/names.gpkg", "author": "Ayşe Ñandúti", "checked_by": "Zofia Łęcka"},
        "suitability": {"assess": True, "irrigation": "data/irrigation.gpkg", "hazards": "data/hazards.gpkg",
                        "travel_time": "data/travel_time.tif", "water_modulus": dict(suitability.WATER_MODULUS)},
        "corridors": {"offer": True, "core_km2": 5, "stepping_stone_km2": 0.5, "width_m": 500,
                      "roads": "data/roads.gpkg", "settlements": "data/towns.gpkg"},
        "coordination": {"counties": "data/counties.gpkg", "basins": "data/basins.gpkg",
                         "neighbours": "data/neighbour_redline.gpkg"},
        "delivery": {"organisation": "Verdanian Institute of Nature", "email": "redline@verdania.example",
                     "licence": "CC BY 4.0"},
        "documents": dict(voice.VOICE),
    }
