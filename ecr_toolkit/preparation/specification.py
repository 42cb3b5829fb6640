"""How a recipe says where a variable comes from: a file, or files, with what the files themselves do not say."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..pilot.recipe_shape import STARTER

DEGREES, PERCENT = "", "percent"


@dataclass(frozen=True)
class Specification:
    """Files of the pilot and how to read them. Values are ``scale · stored + offset``, after the file's own scale.

    ``layer``: the variable of a NetCDF file. ``bands``: which bands, in the order wanted (1 = first). ``nodata`` and
    ``crs``: where the file does not say, or says wrong. ``unit``: ``percent`` for a slope in percent. ``value``, ``x``
    and ``y``: columns of a table of points; a cell takes the mean of its ``neighbours`` weighted by the inverse square
    of their distance, and nothing where no point lies ``within_km``. ``buffer_m``: half the width of lines of a
    vector layer.
    """

    files: tuple[str, ...]
    layer: str = ""
    bands: tuple[int, ...] = ()
    scale: float = 1.0
    offset: float = 0.0
    nodata: Optional[float] = None
    crs: str = ""
    unit: str = DEGREES
    value: str = ""
    x: str = "lon"
    y: str = "lat"
    neighbours: int = 12
    within_km: float = 250.0
    buffer_m: float = 0.0

    @classmethod
    def of(cls, source: Any) -> Optional["Specification"]:
        """From a recipe's ``sources`` entry; None for starter data and constants."""
        if isinstance(source, str):
            return None if source == STARTER else cls((source,))
        if not isinstance(source, Mapping) or "constant" in source:
            return None
        named = source.get("files") or [source["file"]]
        return cls(tuple(named), source.get("layer", ""), tuple(int(band) for band in source.get("bands", ())),
                   source.get("scale", 1.0), source.get("offset", 0.0), source.get("nodata"), source.get("crs", ""),
                   source.get("unit", DEGREES), source.get("value", ""), source.get("x", "lon"), source.get("y", "lat"),
                   int(source.get("neighbours", 12)), float(source.get("within_km", 250)),
                   float(source.get("buffer_m", 0)))

    @property
    def is_points(self) -> bool:
        """Whether it is a table of points with values to interpolate."""
        return bool(self.value)

    def paths(self, folder: Path) -> list[Path]:
        """The files in the pilot's folder, patterns such as ``dem_*.tif`` followed, in the order of their names."""
        found: list[Path] = []
        for name in self.files:
            pattern = name.replace("\\", "/")
            found.extend(sorted(folder.glob(pattern)) if "*" in pattern or "?" in pattern else [folder / pattern])
        return found

    @property
    def text(self) -> str:
        """What inputs.csv and the documents show of it."""
        parts = [", ".join(self.files)]
        parts += [f"{name} {value}" for name, value, usual in (
            ("layer", self.layer, ""), ("scale", self.scale, 1.0), ("offset", self.offset, 0.0),
            ("nodata", self.nodata, None), ("crs", self.crs, ""), ("unit", self.unit, ""),
            ("value", self.value, ""), ("buffer_m", self.buffer_m, 0.0)) if value != usual]
        return "; ".join(parts)
