"""Support practice factor P of RUSLE, 0-1 (methods.md §1.2.5): 1 unless the country says otherwise."""

import numpy as np

from ...languages.messages import N_
from ..declaration import VERIFIED, Factor, Option, Symbol
from ..land_cover import Group, group_of, over_classes

_PERCENT, _FACTOR = (2, 8, 12, 16, 20, 25), (0.60, 0.50, 0.60, 0.70, 0.80, 0.90)
_STEEPEST = 0.95

_CONTOUR_FORMULAS = (
    f"P = {_FACTOR[0]:.2f}, s ≤ {_PERCENT[0]}",
    *(f"P = {factor:.2f}, {low} < s ≤ {high}" for low, high, factor in zip(_PERCENT, _PERCENT[1:], _FACTOR[1:])),
    f"P = {_STEEPEST}, s > {_PERCENT[-1]}", "s = 100 · tan θ")


def contour_factor(slope: np.ndarray) -> np.ndarray:
    """P of contour farming by slope (degrees): percent slopes of 2, 8, 12, 16, 20 and 25 are the limits."""
    percent = 100 * np.tan(np.radians(slope))
    return np.where(np.isnan(slope), np.nan, np.select([percent <= limit for limit in _PERCENT], _FACTOR, _STEEPEST))


def _none(values, settings):
    return np.float32(1)


def _contour(values, settings):
    contour = contour_factor(values["slope"])
    return over_classes(values, lambda codes: np.where(
        codes == 255, np.nan, np.where(group_of(codes) == Group.CROP, contour, 1.0)))


def _by_column(column: str):
    return lambda values, settings: over_classes(
        values, lambda codes: settings["tables"].column("practice_factor", column)[codes])


FACTOR = Factor(
    "practice", N_("support practice factor"), "1", 0, 1,
    (
        Option("none", N_("none (P = 1), as in the 2017 guide"), (), _none, N_("no support practice"), VERIFIED),
        Option("raster", N_("map of the support practice factor"), ("support_practice",),
               lambda values, settings: values["support_practice"], N_("given as an input"), VERIFIED),
        Option("by_class", N_("by land cover: cropland 0.47, grass 0.80, others 1"), ("land_cover",),
               _by_column("by_class"), N_("support practice by land cover"), VERIFIED, ("land_cover_shares",)),
        Option("by_class_2", N_("by land cover: cropland 0.15, water and ice 0, others 1"), ("land_cover",),
               _by_column("by_class_2"), N_("support practice by land cover"), VERIFIED, ("land_cover_shares",)),
        Option("contour", N_("contour farming on cropland, by slope"), ("land_cover", "slope"), _contour,
               N_("contour farming by slope"), VERIFIED, ("land_cover_shares",),
               formulas=_CONTOUR_FORMULAS,
               symbols=(Symbol("P", "practice"), Symbol("s", "slope", unit="%"), Symbol("θ", "slope"))),
    ),
)
