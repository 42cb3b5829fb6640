"""Soil: texture that sums to 100, its USDA class, and what wind finds of it (methods.md §1.2.3, §1.3.1, §1.8)."""

import numpy as np

from ..languages.messages import N_
from .class_tables import codes_of
from .declaration import INTERMEDIATE, Symbol

CARBON_TO_MATTER = 1.724  # organic matter is 1.724 times organic carbon
# Range of the soils that EF was fitted to: sand, silt, clay, sand/clay, organic matter, CaCO3
FIT = {"sand": (5.5, 93.6), "silt": (0.5, 69.5), "clay": (5.0, 39.3), "sand_to_clay": (1.2, 53.0),
       "matter": (0.18, 4.79), "lime": (0.0, 25.2)}

MATTER = Symbol("OM", meaning=N_("organic matter in soil"), unit="%")
SOIL_FORMULAS = (
    "EF = min(1, max(0, (29.09 + 0.31 · sa + 0.17 · si + 0.33 · q − 2.59 · OM − 0.95 · ca) / 100))",
    "q = min(53, max(1.2, sa / cl))", "OM = 1.724 · SOC", "SCF = 1 / (1 + 0.0066 · cl^{2} + 0.021 · OM^{2})")
SOIL_SYMBOLS = (
    Symbol("EF", meaning=N_("erodible fraction of the soil")), Symbol("sa", "sand"), Symbol("si", "silt"),
    Symbol("cl", "clay"), Symbol("q", meaning=INTERMEDIATE), MATTER, Symbol("SOC", "organic_carbon"),
    Symbol("ca", "lime"), Symbol("SCF", meaning=N_("soil crust factor")))


def texture_of_100(sand, silt, clay) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sand, silt and clay in percent, brought to 100 where their sum differs by more than 2."""
    total = sand + silt + clay
    off = (np.abs(total - 100) > 2) & (total > 0)
    factor = np.where(off, 100 / np.where(total > 0, total, 1), 1).astype(total.dtype)
    return sand * factor, silt * factor, clay * factor


def usda_class(sand, silt, clay) -> np.ndarray:
    """USDA texture class (uint8): 1 sand, 2 loamy sand, 3 sandy loam, 4 loam, 5 silt loam, 6 silt, 7 sandy clay loam,
    8 clay loam, 9 silty clay loam, 10 sandy clay, 11 silty clay, 12 clay; 255 where missing (methods.md §1.8)."""
    return np.select([
        np.isnan(sand) | np.isnan(silt) | np.isnan(clay),
        silt + 1.5 * clay < 15,
        silt + 2 * clay < 30,
        ((clay >= 7) & (clay < 20) & (sand > 52)) | ((clay < 7) & (silt < 50)),
        (clay >= 7) & (clay < 27) & (silt >= 28) & (silt < 50) & (sand <= 52),
        ((silt >= 50) & (clay >= 12) & (clay < 27)) | ((silt >= 50) & (silt < 80) & (clay < 12)),
        (silt >= 80) & (clay < 12),
        (clay >= 20) & (clay < 35) & (silt < 28) & (sand > 45),
        (clay >= 27) & (clay < 40) & (sand > 20) & (sand <= 45),
        (clay >= 27) & (clay < 40) & (sand <= 20),
        (clay >= 35) & (sand > 45),
        (clay >= 40) & (silt >= 40),
        (clay >= 40) & (sand <= 45) & (silt < 40),
    ], [255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 255).astype(np.uint8)


def seepage(usda: np.ndarray, clay, tables) -> np.ndarray:
    """F_sic, 1/13 … 1: texture classes from heavy clay to sand; clay above 60 % is heavy (methods.md §1.8)."""
    code = tables.look_up(usda, "texture", "seepage")
    if clay is not None:
        code = np.where((codes_of(usda) == 12) & (clay > 60), np.float32(1), code)
    return code / 13


def erodible_fraction(sand, silt, clay, matter, lime) -> np.ndarray:
    """EF 0-1; percent, inputs brought into the range of the fit (methods.md §1.3.1)."""
    sand, silt, clay, matter, lime = clamped(sand, silt, clay, matter, lime)
    to_clay = np.clip(sand / clay, *FIT["sand_to_clay"])
    return np.clip((29.09 + 0.31 * sand + 0.17 * silt + 0.33 * to_clay - 2.59 * matter - 0.95 * lime) / 100, 0, 1)


def clamped(sand, silt, clay, matter, lime) -> tuple[np.ndarray, ...]:
    """The five soil numbers within the range of the fit."""
    return tuple(np.clip(value, *FIT[name]) for name, value in
                 (("sand", sand), ("silt", silt), ("clay", clay), ("matter", matter), ("lime", lime)))


def soil_crust(clay, matter) -> np.ndarray:
    """SCF 0-1; percent (methods.md §1.3.1)."""
    return 1 / (1 + 0.0066 * clay * clay + 0.021 * matter * matter)
