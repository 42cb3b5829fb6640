"""Water conservation by the NPP index (methods.md §1.1.2)."""

from ..languages.messages import N_
from .declaration import FUNCTION, Model, Symbol
from .normalise import NORMALISATION, NORMALISATION_SYMBOLS, RAIN, ROBUST, STEEPNESS, ZERO_TO_ONE, scaled
from .soil import seepage


def water_index(npp, seepage_share, precipitation_share, slope_share):
    """WR = NPP · F_sic · F_pre · (1 − F_slo)."""
    return npp * seepage_share * precipitation_share * (1 - slope_share)


def compute(values, settings):
    soaking = seepage(values["soil_texture"], values.get("clay"), settings["tables"])
    return water_index(values["net_primary_productivity"], soaking, scaled(RAIN, values, settings),
                       scaled(STEEPNESS, values, settings))


MODEL = Model(
    id="water_conservation_npp", kind=FUNCTION, title=N_("water conservation, NPP index"),
    output=N_("water conservation index"), unit="gC m⁻² yr⁻¹", type_code="11", bit=1, check_of="water_conservation",
    inputs=("net_primary_productivity", "soil_texture", "precipitation", "slope"),
    substitutes={"clay": N_("clay is not told from heavy clay")},
    scales=(RAIN, STEEPNESS), parameters=(ROBUST,),
    source=N_("NPP quantitative indicator method of the 2017 guide"),
    caution=N_("An index: only its ranking has a meaning, and only within one country."),
    formulas=("WR = NPP · F_{sic} · F_{pre} · (1 − F_{slo})", "F_{pre} = N(P)", "P = Σ_{m} P_{m}", "F_{slo} = N(θ)",
              NORMALISATION),
    symbols=(
        Symbol("WR", "water_conservation_npp"), Symbol("NPP", "net_primary_productivity"),
        Symbol("F_{sic}", meaning=N_("seepage of the soil, by texture"), unit=ZERO_TO_ONE),
        Symbol("F_{pre}", RAIN.id, unit=ZERO_TO_ONE), Symbol("P", RAIN.id, unit="mm/yr"),
        Symbol("P_{m}", "precipitation"), Symbol("F_{slo}", "slope", unit=ZERO_TO_ONE), Symbol("θ", "slope"),
        *NORMALISATION_SYMBOLS,
    ),
    compute=compute,
)
