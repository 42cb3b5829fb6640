"""What the rasters of a version were made of: which inputs, in which role, known by their hashes (methods.md §9.2,
§9.3).

For a function to be compared, climate, soils and terrain and the method must be the same in both years, and land cover
or vegetation must have been observed anew.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Optional

SOURCE_COLUMNS = ("subject", "variable", "role", "sha256", "day", "source")
INPUT_COLUMNS = ("subject", "variable", "role", "first_source", "second_source", "same")
# Roles: of the climate, of the land that is observed anew, of what stays as it is, of the way of computing, of what can
# start an adjustment, of the program
CLIMATE, LAND, CONSTANT, METHOD, OCCASION, TOOLKIT = "climate", "land", "constant", "method", "occasion", "toolkit"
_CLIMATE = frozenset((
    "precipitation", "daily_precipitation", "rain_days", "temperature", "temperature_range", "vapour_pressure",
    "wind_speed", "wind_series", "relative_humidity", "snow_probability", "rainfall_erosivity",
    "monthly_evapotranspiration", "potential_evapotranspiration", "actual_evapotranspiration", "windy_days",
    "design_storm", "sea_level_rise", "wind_exposure", "wave_power", "wave_height", "storm_surge"))
_LAND = frozenset((
    "land_cover", "land_cover_shares", "ndvi_max", "ndvi_min", "vegetation_cover", "cover_management",
    "support_practice", "net_primary_productivity", "above_ground_biomass", "road_share", "mine_share", "curve_number",
    "coastal_habitat"))


def role_of(variable: str) -> str:
    """CLIMATE, LAND or CONSTANT."""
    return CLIMATE if variable in _CLIMATE else LAND if variable in _LAND else CONSTANT


def signature(sources: Sequence[Mapping[str, str]], subject: str, role: str) -> str:
    """One hash of everything that a subject was made of in a role; of nothing too, so that it is never empty."""
    found = sorted((row["variable"], row["sha256"]) for row in sources
                   if row["subject"] == subject and row["role"] == role)
    return hashlib.sha256(repr(found).encode("utf-8")).hexdigest()


def compared_inputs(first: Sequence[Mapping[str, str]], second: Sequence[Mapping[str, str]]) -> list[dict]:
    """A row (INPUT_COLUMNS) a source of either; ``same`` is 1 or 0, and 0 too where only one has it."""
    before, after = ({(row["subject"], row["variable"], row["role"]): row for row in rows} for rows in (first, second))
    return [dict(zip(INPUT_COLUMNS, (*key, *_compared(before.get(key), after.get(key)))))
            for key in sorted({*before, *after})]


def _compared(first: Optional[Mapping[str, str]], second: Optional[Mapping[str, str]]) -> tuple[str, str, int]:
    """(source, source, same): by content, or by what they are called where they have none of their own."""
    content = [None if row is None else row["sha256"] or row["source"] for row in (first, second)]
    return first["source"] if first else "", second["source"] if second else "", int(content[0] == content[1])
