"""Carbon stock in four pools: above ground, roots, soil and dead wood (methods.md §1.5)."""

import numpy as np

from ..languages.messages import N_
from .declaration import FUNCTION, HIGH, Model, Parameter, Symbol
from .land_cover import over_classes


def compute(values, settings):
    tables = settings["tables"]

    def of_class(column):
        return over_classes(values, lambda codes: tables.column("carbon_density", column)[codes])

    above = values["above_ground_biomass"] * np.float32(settings["carbon_of_biomass"]) \
        if "above_ground_biomass" in values else of_class("above")
    soil = values["soil_carbon_stock"] if "soil_carbon_stock" in values else of_class("soil")
    return above * (1 + of_class("below_ratio")) + soil + of_class("dead")


MODEL = Model(
    id="carbon_stock", kind=FUNCTION, title=N_("carbon stock"), output=N_("carbon in plants and soil"), unit="tC ha⁻¹",
    type_code="15", bit=0,
    inputs=("land_cover",),
    substitutes={"land_cover_shares": N_("each cell counts as its most frequent class"),
                 "above_ground_biomass": N_("biomass from a table by land cover"),
                 "soil_carbon_stock": N_("soil carbon from a table by land cover")},
    parameters=(Parameter("carbon_of_biomass", N_("carbon in dry biomass"), "1", 0.47, 0.4, 0.55, HIGH),),
    source=N_("Four pools as in InVEST: maps where given, else a table by land cover"),
    caution=N_("For information; it does not enter the importance. Values from the table are orders of magnitude."),
    totals={"10⁶ tC": 1e-4},
    formulas=("C_{tot} = C_{above} + C_{below} + C_{soil} + C_{dead}", "C_{above} = c · B",
              "C_{below} = r · C_{above}"),
    symbols=(
        Symbol("C_{tot}", "carbon_stock"),
        Symbol("C_{above}, C_{below}", meaning=N_("carbon above ground, carbon in roots"), unit="tC ha⁻¹"),
        Symbol("c", "carbon_of_biomass"), Symbol("B", "above_ground_biomass"),
        Symbol("r", meaning=N_("ratio of roots to shoots, by land cover")), Symbol("C_{soil}", "soil_carbon_stock"),
        Symbol("C_{dead}", meaning=N_("carbon in dead wood, by land cover"), unit="tC ha⁻¹"),
    ),
    compute=compute,
)
