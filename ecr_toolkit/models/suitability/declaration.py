"""A suitability is a declaration of its parts and one pure function of blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

import numpy as np

from ...languages.messages import N_

RASTER, CLASSES, POLYGONS, NOT_READ = "raster", "classes", "polygons", "not read"
YEAR, MONTHS = 1, 12
PROVINCE, COUNTY = "province", "county"
SCALES = {PROVINCE: N_("province: water resources, time to a large city"),
          COUNTY: N_("county: target of water use, time to the county's centre")}
GRADES = {5: N_("suitable"), 4: N_("suitable"), 3: N_("generally suitable"), 2: N_("unsuitable"),
          1: N_("unsuitable"), 255: N_("not assessed")}

Values = Mapping[str, np.ndarray]
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One thing that a class rests on. ``kind``: RASTER of values, CLASSES, POLYGONS with classes in a field, or
    NOT_READ, for what the methods name and the toolkit has no layer of. ``bands``: how many a raster may have.
    ``without`` says what a reader must know where the part is missing; without a ``required`` part nothing is assessed.
    """

    id: str
    title: str
    unit: str
    without: str
    kind: str = RASTER
    required: bool = False
    bands: tuple[int, ...] = (1,)


@dataclass(frozen=True, eq=False)
class Suitability:
    """``compute(values, settings)`` gives classes (uint8, 5 best to 1, 255 unknown) from blocks of the parts by their
    ids; a part that is not among them is left out. ``smallest_ha``: smaller isolated patches of suitable land go down a
    class."""

    id: str
    title: str
    source: str
    compute: Callable[[Values, Settings], np.ndarray]
    parts: tuple[Part, ...]
    smallest_ha: float


SLOPE = Part("slope", N_("slope"), "°", N_("nothing can be said of the land"), required=True)
LAND_COVER = Part("land_cover", N_("land cover (IGBP class)"), "class", N_("water, snow and ice are not left out"),
                  CLASSES)
LEVEL = Part("level", N_("protection level"), "class", N_("extremely important land is not left out"), CLASSES)
