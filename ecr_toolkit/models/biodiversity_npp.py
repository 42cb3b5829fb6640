"""Biodiversity maintenance by the NPP index (methods.md §1.4.1)."""

from ..languages.messages import N_
from .biodiversity import MODEL as SPECIES
from .declaration import FUNCTION, HIGH, Model, Parameter, Scale, Symbol
from .normalise import (
    HEIGHT,
    NORMALISATION,
    NORMALISATION_SYMBOLS,
    RAIN,
    ROBUST,
    WARMTH,
    ZERO_TO_ONE,
    normalised,
    scaled,
)

NPP = Scale("net_primary_productivity", N_("net primary productivity"), ("net_primary_productivity",),
            lambda values: values["net_primary_productivity"])


def biodiversity_index(npp, precipitation_share, temperature_share, elevation_share):
    """S_bio = NPP · F_pre · F_tem · (1 − F_alt)."""
    return npp * precipitation_share * temperature_share * (1 - elevation_share)


def compute(values, settings):
    npp = values["net_primary_productivity"]
    if settings["npp_minmax"]:
        npp = normalised(npp, settings["scales"][NPP.id])
    return biodiversity_index(npp, *(scaled(scale, values, settings) for scale in (RAIN, WARMTH, HEIGHT)))


MODEL = Model(
    id="biodiversity_npp", kind=FUNCTION, title=N_("biodiversity maintenance, NPP index"),
    output=N_("biodiversity index"), unit="gC m⁻² yr⁻¹", type_code="12", bit=8, check_of="biodiversity",
    inputs=("net_primary_productivity", "precipitation", "temperature", "elevation"),
    scales=(RAIN, WARMTH, HEIGHT, NPP), substitutes=dict(SPECIES.substitutes),
    parameters=(ROBUST, Parameter("npp_minmax", N_("normalise productivity too"), "", False, 0, 1, HIGH)),
    source=N_("NPP quantitative indicator method of the 2017 guide"),
    caution=N_("The index favours warm, wet, low places and misses species of drylands and high mountains; "
               "species ranges were not used."),
    formulas=("S_{bio} = NPP · F_{pre} · F_{tem} · (1 − F_{alt})", "F_{pre} = N(P)", "P = Σ_{m} P_{m}",
              "F_{tem} = N(T)", "T = (1 / 12) · Σ_{m} T_{m}", "F_{alt} = N(H)", "NPP_{N} = N(NPP)", NORMALISATION),
    symbols=(
        Symbol("S_{bio}", "biodiversity_npp"), Symbol("NPP", "net_primary_productivity"),
        Symbol("NPP_{N}", "npp_minmax", unit=ZERO_TO_ONE),
        Symbol("F_{pre}", RAIN.id, unit=ZERO_TO_ONE), Symbol("P", RAIN.id, unit="mm/yr"),
        Symbol("P_{m}", "precipitation"), Symbol("F_{tem}", WARMTH.id, unit=ZERO_TO_ONE),
        Symbol("T", WARMTH.id, unit="°C"), Symbol("T_{m}", "temperature"),
        Symbol("F_{alt}", "elevation", unit=ZERO_TO_ONE), Symbol("H", "elevation"), *NORMALISATION_SYMBOLS,
    ),
    compute=compute,
)
