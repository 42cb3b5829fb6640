"""Flood regulation: what soils, marshes and lakes hold back of a storm (methods.md §1.7)."""

import numpy as np

from ..languages.messages import N_
from .class_tables import codes_of
from .declaration import DESIGN, FUNCTION, INTERMEDIATE, VERIFIED, Model, Parameter, Symbol
from .land_cover import Group, group_of

_LETTERS = ("A", "B", "C", "D")


def runoff_of_storm(storm_mm, curve_number):
    """Q (mm) of a storm: S = 25400/CN − 254, Q = (P − 0.2 S)²/(P + 0.8 S), 0 where P ≤ 0.2 S."""
    store = 25400 / curve_number - 254
    over = np.maximum(0, storm_mm - 0.2 * store)
    return np.where(storm_mm > 0, over**2 / np.where(storm_mm > 0, storm_mm + 0.8 * store, 1), 0 * store)


def lake_volume(area_km2, exchanges: float = 1.0):
    """Storage of a lake (10⁴ m³) of its area: e^6.636 · A^0.678 · T."""
    return np.exp(6.636) * area_km2**0.678 * exchanges


def compute(values, settings):
    codes, storm = codes_of(values["land_cover"]), values["design_storm"]
    if "curve_number" in values:
        number = values["curve_number"]
    else:
        table = np.stack([settings["tables"].column("curve_number", letter) for letter in _LETTERS])
        group = np.nan_to_num(values["hydrologic_soil_group"], nan=0).astype(np.int64) \
            if "hydrologic_soil_group" in values else np.full(codes.shape, int(settings["soil_group"]))
        number = np.where((group >= 1) & (group <= 4), table[np.clip(group, 1, 4) - 1, codes], np.nan)
    held = np.maximum(0, storm - runoff_of_storm(storm, number))
    groups = group_of(codes)
    held = np.where(groups == Group.WETLAND, 1000 * settings["marsh_depth_m"], held)
    if "lake_area" in values:
        lake = values["lake_area"]
        held = np.where(lake > 0, lake_volume(np.maximum(lake, 1e-6), settings["exchanges"]) * 10 / np.maximum(
            lake, 1e-6), held)  # 10⁴ m³ / km² = 10 mm
    else:
        held = np.where(groups == Group.WATER, 0, held)
    return np.where(np.isnan(storm) | (codes == 255), np.nan, held).astype(np.float32)


MODEL = Model(
    id="flood_regulation", kind=FUNCTION, title=N_("flood regulation"), output=N_("water held back"), unit="mm",
    type_code="15", bit=64,
    inputs=("land_cover", "design_storm"),
    substitutes={"curve_number": N_("curve numbers from a table by land cover"),
                 "hydrologic_soil_group": N_("one hydrologic soil group for the whole country"),
                 "lake_area": N_("lakes hold nothing back: their areas were not given")},
    parameters=(
        Parameter("soil_group", N_("hydrologic soil group where no map is given (1 = A … 4 = D)"), "1", 2, 1, 4,
                  DESIGN),
        Parameter("marsh_depth_m", N_("water that a marsh holds"), "m", 0.3, 0, 3, VERIFIED),
        Parameter("exchanges", N_("times a year a lake exchanges its water"), "1", 1.0, 0.1, 20, VERIFIED),
    ),
    source=N_("Curve numbers for land; 0.3 m for marshes; lakes by a power of their area"),
    caution=N_("Of one design storm, not of a year. Reservoirs are not in it."),
    formulas=("F_{1} = P − Q", "Q = (P − 0.2 · S)^{2} / (P + 0.8 · S), P > 0.2 · S", "Q = 0, P ≤ 0.2 · S",
              "S = 25400 / CN − 254", "F_{2} = 1000 · h", "F_{3} = 10 · C_{l} / A, A > 0",
              "C_{l} = exp(6.636) · A^{0.678} · T"),
    symbols=(
        Symbol("F_{1}, F_{2}, F_{3}", meaning=N_("water held back by land, by marshes and by lakes"), unit="mm"),
        Symbol("P", "design_storm"), Symbol("Q", meaning=N_("storm runoff"), unit="mm"),
        Symbol("S", meaning=INTERMEDIATE, unit="mm"), Symbol("CN", "curve_number"), Symbol("h", "marsh_depth_m"),
        Symbol("C_{l}", meaning=INTERMEDIATE, unit="10⁴ m³"), Symbol("A", "lake_area"), Symbol("T", "exchanges"),
    ),
    compute=compute,
)
