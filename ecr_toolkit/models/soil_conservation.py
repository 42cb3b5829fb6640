"""Soil conservation: soil that vegetation keeps from being washed away, RUSLE (methods.md §1.2.1)."""

from ..languages.messages import N_
from .declaration import FUNCTION, Model, Symbol
from .factors import cover, erodibility, erosivity, practice, slope_length


def soil_conserved(erosivity, erodibility, length_and_steepness, cover, practice=1.0):
    """A_c = R K LS (1 − C P), t ha⁻¹ yr⁻¹ (methods.md §1.2.1; in the guide P = 1)."""
    return erosivity * erodibility * length_and_steepness * (1 - cover * practice)


def compute(values, settings):
    return soil_conserved(values["erosivity"], values["erodibility"], values["length_and_steepness"], values["cover"],
                          values["practice"])


MODEL = Model(
    id="soil_conservation", kind=FUNCTION, title=N_("soil conservation"), output=N_("soil conserved"),
    unit="t ha⁻¹ yr⁻¹", type_code="13", bit=2,
    inputs=(), parameters=(),
    factors=(erosivity.FACTOR, erodibility.FACTOR, slope_length.FACTOR, cover.FACTOR, practice.FACTOR),
    source=N_("RUSLE: loss without vegetation less loss with it"),
    caution=N_("With a coarse elevation model slopes are smoothed: read the values as ranks, not as tonnes."),
    totals={"10⁶ t/yr": 1e-4},
    formulas=("A_{c} = R · K · LS · (1 − C · P)",),
    symbols=(
        Symbol("A_{c}", "soil_conservation"), Symbol("R", "erosivity"), Symbol("K", "erodibility"),
        Symbol("LS", "length_and_steepness"), Symbol("C", "cover"), Symbol("P", "practice"),
    ),
    compute=compute,
)
