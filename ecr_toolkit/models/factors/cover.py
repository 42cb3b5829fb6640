"""Cover factor C of RUSLE, 0-1 (methods.md §1.2.5)."""

import numpy as np

from ...languages.messages import N_
from ..declaration import VERIFIED, Factor, Option, Symbol
from ..land_cover import Group, group_of, over_classes

_COLUMNS = ("below_10", "from_10", "from_30", "from_50", "from_70", "from_90")
_LIMITS = np.array([0.10, 0.30, 0.50, 0.70, 0.90], np.float32)  # lower bounds inclusive


def cover_factor(codes: np.ndarray, cover: np.ndarray, tables) -> np.ndarray:
    """C by IGBP class (uint8) and vegetation cover 0-1: Table 1.2; dry cropland 0.221 − 0.595 log10 c, 0-1."""
    column = np.zeros(cover.shape, np.int16)
    for limit in _LIMITS:
        column += cover >= limit
    table = np.stack([tables.column("cover_factor", name) for name in _COLUMNS])
    factor = table.ravel()[column * np.int16(256) + codes]
    crop = group_of(codes) == Group.CROP
    if crop.any():
        with np.errstate(divide="ignore"):
            cropland = np.clip(0.221 - 0.595 * np.log10(cover), 0, 1)
        factor = np.where(crop & np.isnan(factor), cropland, factor)
    return np.where(np.isnan(cover), np.float32(np.nan), factor)


def cover_cai(cover: np.ndarray) -> np.ndarray:
    """C = 0.6508 − 0.3436 log10 f of vegetation cover in PERCENT; 1 at 0 %, 0 above 78.3 % (Cai and others 2000)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = 0.6508 - 0.3436 * np.log10(cover)
    return np.where(np.isnan(cover), np.nan, np.select([cover <= 0, cover > 78.3], [1.0, 0.0], np.clip(middle, 0, 1)))


def cover_ndvi(ndvi: np.ndarray) -> np.ndarray:
    """C = exp(−2 NDVI / (1 − NDVI)), 1 where NDVI ≤ 0 (van der Knijff and others 2000)."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(ndvi <= 0, 1.0, np.exp(-2 * ndvi / (1 - ndvi)))


def _by_class(values, settings):
    cover = values["vegetation_cover"]
    return over_classes(values, lambda codes: cover_factor(codes, cover, settings["tables"]))


FACTOR = Factor(
    "cover", N_("cover factor"), "1", 0, 1,
    (
        Option("raster", N_("map of the cover factor"), ("cover_management",),
               lambda values, settings: values["cover_management"], N_("given as an input"), VERIFIED),
        Option("class", N_("land cover and vegetation cover, Table 1.2"), ("land_cover", "vegetation_cover"), _by_class,
               N_("cover factor by class and vegetation cover"), VERIFIED, ("land_cover_shares",),
               formulas=("C_{crop} = min(1, max(0, 0.221 − 0.595 · log_{10} FVC))",),
               symbols=(Symbol("C_{crop}", meaning=N_("cover factor of dry cropland")),
                        Symbol("FVC", "vegetation_cover"))),
        Option("cai", N_("vegetation cover alone, Cai and others 2000"), ("vegetation_cover",),
               lambda values, settings: cover_cai(100 * values["vegetation_cover"]), N_("Cai and others 2000"),
               VERIFIED,
               note=N_("cover factor from vegetation cover alone: land use does not enter"),
               formulas=("C = 1, f = 0", "C = min(1, 0.6508 − 0.3436 · log_{10} f), 0 < f ≤ 78.3", "C = 0, f > 78.3",
                         "f = 100 · FVC"),
               symbols=(Symbol("C", "cover"), Symbol("f", "vegetation_cover", unit="%"),
                        Symbol("FVC", "vegetation_cover"))),
        Option("ndvi", N_("NDVI alone, van der Knijff and others 2000"), ("ndvi_max", "ndvi_min"),
               lambda values, settings: cover_ndvi((values["ndvi_max"] + values["ndvi_min"]) / 2),
               N_("van der Knijff and others 2000"), VERIFIED,
               note=N_("cover factor from NDVI alone: land use does not enter"),
               formulas=("C = exp(−2 · NDVI / (1 − NDVI)), NDVI > 0", "C = 1, NDVI ≤ 0",
                         "NDVI = (NDVI_{max} + NDVI_{min}) / 2"),
               symbols=(Symbol("C", "cover"), Symbol("NDVI", meaning=N_("NDVI")), Symbol("NDVI_{max}", "ndvi_max"),
                        Symbol("NDVI_{min}", "ndvi_min"))),
    ),
    likely=N_("vegetation cover in percent instead of a share of 1"),
)
