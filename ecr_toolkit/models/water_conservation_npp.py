"""Water conservation by the NPP index (methods.md §1.1.2)."""

from ..languages.messages import N_
from .declaration import FUNCTION, Model
from .normalise import RAIN, ROBUST, STEEPNESS, scaled
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
    compute=compute,
)
