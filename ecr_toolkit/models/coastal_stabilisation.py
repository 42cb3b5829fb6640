"""Coastal ecological stabilisation: a rule of what lies at the coast (methods.md §1.6)."""

import numpy as np

from ..languages.messages import N_
from .declaration import DESIGN, FUNCTION, RULE, Model, Parameter, Symbol


def coastal_class(habitat, transition, distance_m, far_m: float, share: float) -> np.ndarray:
    """5 where coastal habitats (mangrove, marsh, seagrass, coral, protected flats, dunes, coast forest) cover at least
    ``share`` of a cell, 3 where other flats, estuaries, rocky shores and small islands do, 1 within ``far_m`` of the
    coast, 0 farther inland."""
    near = np.where(distance_m <= far_m, 1, 0)
    found = np.select([habitat >= share, transition >= share], [5, 3], near)
    return np.where(np.isnan(habitat) | np.isnan(transition) | np.isnan(distance_m), np.nan, found)


def compute(values, settings):
    transition = values.get("coastal_transition", np.zeros_like(values["coastal_habitat"]))
    return coastal_class(values["coastal_habitat"], transition, values["coast_distance"], settings["far_m"],
                         settings["covered_share"]).astype(np.float32)


MODEL = Model(
    id="coastal_stabilisation", kind=FUNCTION, title=N_("coastal stabilisation"), output=N_("class by rule"), unit="1",
    type_code="15", bit=32, grading=RULE,
    inputs=("coastal_habitat", "coast_distance"),
    substitutes={"coastal_transition": N_("no other flats, estuaries or rocky shores were given")},
    parameters=(
        Parameter("far_m", N_("how far the coast reaches inland"), "m", 10000.0, 0, 100000, DESIGN),
        Parameter("covered_share", N_("a cell belongs to a habitat from this share on"), "1", 0.5, 0.01, 1, DESIGN),
    ),
    source=N_("Rule of delineation: habitats that hold the coast, the shore behind them, the land within 10 km"),
    caution=N_("The guide says to delineate the coast; the widths of this rule are the toolkit's own."),
    formulas=("S = 5, H ≥ c", "S = 3, H < c, G ≥ c", "S = 1, H < c, G < c, d ≤ d_{0}",
              "S = 0, H < c, G < c, d > d_{0}"),
    symbols=(
        Symbol("S", "coastal_stabilisation"), Symbol("H", "coastal_habitat"), Symbol("G", "coastal_transition"),
        Symbol("c", "covered_share"), Symbol("d", "coast_distance"), Symbol("d_{0}", "far_m"),
    ),
    compute=compute,
)
