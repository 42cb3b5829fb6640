"""Soil conservation by the NPP index (methods.md §1.2.6)."""

from ..languages.messages import N_
from .declaration import DESIGN, FUNCTION, Model, Parameter, Scale, Symbol
from .factors import erodibility
from .normalise import NORMALISATION, NORMALISATION_SYMBOLS, ROBUST, STEEPNESS, ZERO_TO_ONE, normalised, scaled

RAW, MINMAX = "raw", "minmax"
ERODIBILITY = Scale("erodibility", N_("soil erodibility"), ("erodibility",), lambda values: values["erodibility"])


def soil_index(npp, erodibility, slope_share):
    """S_pro = NPP · (1 − K) · (1 − F_slo)."""
    return npp * (1 - erodibility) * (1 - slope_share)


def compute(values, settings):
    k = values["erodibility"]
    if settings["erodibility_form"] == MINMAX:
        k = normalised(k, settings["scales"]["erodibility"])
    return soil_index(values["net_primary_productivity"], k, scaled(STEEPNESS, values, settings))


MODEL = Model(
    id="soil_conservation_npp", kind=FUNCTION, title=N_("soil conservation, NPP index"),
    output=N_("soil conservation index"), unit="gC m⁻² yr⁻¹", type_code="13", bit=2, check_of="soil_conservation",
    inputs=("net_primary_productivity", "slope"), factors=(erodibility.FACTOR,),
    scales=(STEEPNESS, ERODIBILITY),
    parameters=(ROBUST, Parameter("erodibility_form", N_("how erodibility enters"), "", RAW, 0, 0, DESIGN, {
        RAW: N_("as it is, literally as in the guide"), MINMAX: N_("normalised between minimum and maximum")})),
    source=N_("NPP quantitative indicator method of the 2017 guide"),
    caution=N_("An index: only its ranking has a meaning, and only within one country."),
    formulas=("S_{pro} = NPP · (1 − K) · (1 − F_{slo})", "F_{slo} = N(θ)", "K_{N} = N(K)", NORMALISATION),
    symbols=(
        Symbol("S_{pro}", "soil_conservation_npp"), Symbol("NPP", "net_primary_productivity"),
        Symbol("K", "erodibility"), Symbol("K_{N}", "erodibility_form.minmax", unit=ZERO_TO_ONE),
        Symbol("F_{slo}", "slope", unit=ZERO_TO_ONE), Symbol("θ", "slope"), *NORMALISATION_SYMBOLS,
    ),
    compute=compute,
)
