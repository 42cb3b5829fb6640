"""Soil erodibility K, t ha h ha⁻¹ MJ⁻¹ mm⁻¹ (methods.md §1.2.3)."""

import numpy as np

from ...languages.messages import N_
from ..arithmetic import power
from ..declaration import DESIGN, INTERMEDIATE, VERIFIED, Factor, Option, Parameter, Symbol
from ..soil import CARBON_TO_MATTER, MATTER, texture_of_100

US_TO_SI = 0.1317


def k_epic(sand, silt, clay, organic_carbon) -> np.ndarray:
    """K of the EPIC model in US units; texture and organic CARBON (not matter) in percent, Sharpley & Williams 1990."""
    coarse = 0.2 + 0.3 * np.exp(-0.0256 * sand * (1 - silt / 100))
    fines = clay + silt
    fine = np.where(fines > 0, power(np.maximum(silt, 0) / np.where(fines > 0, fines, 1), 0.3), 0)
    carbon = np.maximum(organic_carbon, 0)
    humus = 1 - 0.25 * carbon / (carbon + np.exp(3.72 - 2.95 * carbon))
    rest = 1 - sand / 100
    sandy = 1 - 0.7 * rest / (rest + np.exp(-5.51 + 22.9 * rest))
    return coarse * np.where(np.isnan(fines), np.nan, fine) * humus * sandy


def k_si(epic: np.ndarray, chinese: bool = False) -> np.ndarray:
    """EPIC's K in SI units; with the correction fitted to Chinese soils (Zhang Keli 2008) on demand, below 0 → 0."""
    return US_TO_SI * (np.maximum(0, -0.01383 + 0.51575 * epic) if chinese else epic)


def k_nomograph(sand, silt, clay, organic_matter, very_fine_sand, structure, permeability) -> np.ndarray:
    """K (SI) of Wischmeier's nomograph; percent, structure code 1-4, permeability code 1-6; matter at most 4 %."""
    product = (silt + very_fine_sand) * (100 - clay)
    matter = np.minimum(organic_matter, 4)
    return US_TO_SI * (2.1e-4 * power(product, 1.14) * (12 - matter) + 3.25 * (structure - 2)
                       + 2.5 * (permeability - 3)) / 100


def k_diameter(sand, silt, clay) -> np.ndarray:
    """K (SI) of the geometric mean diameter of particles, Renard et al. 1997: without the prefix 7.594 of US units."""
    logarithm = 0.01 * (sand * np.log(1.025) + silt * np.log(0.026) + clay * np.log(0.001)) / np.log(10)
    return 0.0034 + 0.0405 * np.exp(-0.5 * ((logarithm + 1.659) / 0.7101) ** 2)


def _epic(values, settings):
    texture = texture_of_100(values["sand"], values["silt"], values["clay"])
    return k_si(k_epic(*texture, values["organic_carbon"]), settings["chinese_correction"])


def _of_class(values, settings):
    sand, silt, clay = (settings["tables"].look_up(values["soil_texture"], "texture", name)
                        for name in ("sand", "silt", "clay"))
    return k_si(k_epic(sand, silt, clay, values["organic_carbon"]), settings["chinese_correction"])


def _nomograph(values, settings):
    sand, silt, clay = texture_of_100(values["sand"], values["silt"], values["clay"])
    fine_sand = settings["very_fine_sand_share"] * sand
    return np.maximum(0, k_nomograph(sand, silt, clay, CARBON_TO_MATTER * values["organic_carbon"], fine_sand,
                                     settings["soil_structure"], settings["soil_permeability"]))


_UNIT = "t ha h ha⁻¹ MJ⁻¹ mm⁻¹"
_EPIC = (
    "K = 0.1317 · K_{EPIC}", "K_{cor} = 0.1317 · max(0, −0.01383 + 0.51575 · K_{EPIC})",
    "K_{EPIC} = k_{1} · k_{2} · k_{3} · k_{4}", "k_{1} = 0.2 + 0.3 · exp[−0.0256 · sa · (1 − si / 100)]",
    "k_{2} = [si / (cl + si)]^{0.3}", "k_{3} = 1 − 0.25 · SOC / [SOC + exp(3.72 − 2.95 · SOC)]",
    "k_{4} = 1 − 0.7 · SN / [SN + exp(−5.51 + 22.9 · SN)]", "SN = 1 − sa / 100")
_EPIC_SYMBOLS = (
    Symbol("K", "erodibility"), Symbol("K_{cor}", "chinese_correction", unit=_UNIT),
    Symbol("K_{EPIC}", meaning=N_("erodibility in US units"), unit="0.1317 " + _UNIT),
    Symbol("k_{1}, k_{2}", meaning=INTERMEDIATE), Symbol("k_{3}, k_{4}", meaning=INTERMEDIATE),
    Symbol("SN", meaning=INTERMEDIATE), Symbol("SOC", "organic_carbon"))
_TEXTURE = (Symbol("sa", "sand"), Symbol("si", "silt"), Symbol("cl", "clay"))
_TEXTURE_OF_CLASS = tuple(Symbol(sign, meaning=title, unit="%")
                          for sign, title in (("sa", N_("sand")), ("si", N_("silt")), ("cl", N_("clay"))))

FACTOR = Factor(
    "erodibility", N_("soil erodibility"), _UNIT, 0, 0.09,
    (
        Option("raster", N_("map of erodibility"), ("soil_erodibility",),
               lambda values, settings: values["soil_erodibility"], N_("given as an input"), VERIFIED),
        Option("epic", N_("texture and organic carbon, EPIC"), ("sand", "silt", "clay", "organic_carbon"), _epic,
               N_("EPIC, Sharpley and Williams 1990, times 0.1317"), VERIFIED,
               formulas=_EPIC, symbols=(*_EPIC_SYMBOLS, *_TEXTURE)),
        Option("nomograph", N_("texture and organic matter, Wischmeier's nomograph"),
               ("sand", "silt", "clay", "organic_carbon"), _nomograph, N_("nomograph of Wischmeier and Smith 1978"),
               VERIFIED,
               formulas=("K = max(0, 0.1317 · [2.1 · 10^{−4} · M^{1.14} · (12 − min(4, OM)) + 3.25 · (s − 2) "
                         "+ 2.5 · (p − 3)] / 100)", "M = (si + v · sa) · (100 − cl)", "OM = 1.724 · SOC"),
               symbols=(Symbol("K", "erodibility"), Symbol("M", meaning=INTERMEDIATE), *_TEXTURE,
                        Symbol("v", "very_fine_sand_share"), MATTER, Symbol("SOC", "organic_carbon"),
                        Symbol("s", "soil_structure"), Symbol("p", "soil_permeability"))),
        Option("class", N_("texture class and organic carbon, EPIC"), ("soil_texture", "organic_carbon"), _of_class,
               N_("EPIC with the mid-point of the texture class, times 0.1317"), DESIGN,
               note=N_("erodibility from texture classes: within a class all soils have one texture"),
               formulas=_EPIC, symbols=(*_EPIC_SYMBOLS, *_TEXTURE_OF_CLASS)),
        Option("diameter", N_("texture alone, mean diameter of particles"), ("sand", "silt", "clay"),
               lambda values, settings: k_diameter(*texture_of_100(values["sand"], values["silt"], values["clay"])),
               N_("Renard and others 1997"), VERIFIED,
               note=N_("erodibility from texture alone: organic carbon does not enter"),
               formulas=("K = 0.0034 + 0.0405 · exp(−0.5 · [(log_{10} D_{g} + 1.659) / 0.7101]^{2})",
                         "D_{g} = exp[0.01 · (sa · ln 1.025 + si · ln 0.026 + cl · ln 0.001)]"),
               symbols=(Symbol("K", "erodibility"),
                        Symbol("D_{g}", meaning=N_("mean diameter of particles"), unit="mm"), *_TEXTURE)),
    ),
    (
        Parameter("chinese_correction", N_("correction fitted to Chinese soils (Zhang Keli 2008)"), "", False, 0, 1,
                  DESIGN),
        Parameter("very_fine_sand_share", N_("share of very fine sand in the sand (nomograph)"), "1", 0.2, 0, 1,
                  DESIGN),
        Parameter("soil_structure", N_("structure code 1-4 (nomograph)"), "1", 2, 1, 4, DESIGN),
        Parameter("soil_permeability", N_("permeability code 1-6 (nomograph)"), "1", 3, 1, 6, DESIGN),
    ),
    N_("erodibility in US units (times 0.1317 is SI), or texture in g/kg instead of percent"),
)
