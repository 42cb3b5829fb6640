"""Wind prevention and sand fixation: soil that vegetation keeps from being blown away, RWEQ (methods.md §1.3.1)."""

import numpy as np

from ..languages.messages import N_
from .arithmetic import above, power
from .declaration import DESIGN, FUNCTION, HIGH, INTERMEDIATE, VERIFIED, Model, Parameter, Symbol
from .factors import dryness, wind_force
from .land_cover import over_served_classes
from .seasons import MONTH_DAYS
from .soil import CARBON_TO_MATTER, FIT, SOIL_FORMULAS, SOIL_SYMBOLS, clamped, erodible_fraction, soil_crust

COSINE, SMITH_CARSON = "cosine", "smith_carson"
EXPONENT = np.float32(0.7422)  # twice 0.3711: (z/s)² grows with x to this power


def air_mass(elevation_m):
    """ρ times the temperature in kelvin: what of the density of air does not change with the months."""
    height = elevation_m / np.float32(1000)
    return 348.0 * (1.013 - 0.1183 * height + 0.0048 * height * height)


def air_density(mass, temperature_c):
    """ρ (kg/m³) of ``air_mass`` and temperature (°C)."""
    return mass / (temperature_c + np.float32(273.15))


def soil_wetness(evaporation, water, wet_share):
    """SW 0-1: (ET_p − (R + I) · R_d/N_d) / ET_p; mm a month; no evaporation gives 1."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.minimum(np.maximum((evaporation - water * wet_share) / evaporation, 0), 1)
    return np.where(evaporation == 0, np.float32(1), share)


def weather_factor(force, density, wetness, snow_free):
    """WF (kg/m) = W_f · ρ/g · SW · SD."""
    return force * (density / np.float32(9.8)) * wetness * snow_free


def roughness_smith_carson(ridge_cm, chain_cm=0.0):
    """K′ = exp(1.86 K_r − 2.41 K_r^0.934 − 0.127 C_rr); K_r within 0-18 cm, where the formula falls."""
    ridge = np.clip(ridge_cm, 0, 18)
    return np.exp(1.86 * ridge - 2.41 * ridge**0.934 - 0.127 * chain_cm)


def highest_x(z: float) -> float:
    """x at which S_L is highest; above it S_L falls."""
    return (1.7422 / 0.7422 * (150.71 / z) ** 2) ** (1 / 0.7422)


def wind_erosion_saved(x, kept, kept_power, z: float, cap: bool = False):
    """S_L of x (0 and above) less S_L of x · ``kept`` (the share C that vegetation lets pass), kg/m², at least 0.

    x = WF · EF · SCF · K′; S_L = (2z/s²) Q exp(−(z/s)²), Q = 109.8 x, s = 150.71 x^−0.3711. One power serves both:
    ``kept_power`` is ``kept`` to the power that x has in (z/s)². With ``cap`` x is at most where S_L is highest.
    """
    squared = _squared(x, z)
    saved = _loss(x, squared, z, cap) - _loss(x * kept, squared * kept_power, z, cap)
    return saved if cap else np.maximum(saved, 0)  # held at its top, the loss never falls with x


def _squared(x, z: float):
    """(z/s)²."""
    return np.float32((z / 150.71) ** 2) * power(x, EXPONENT)


def _loss(x, squared, z: float, cap: bool):
    most = np.float32(highest_x(z))
    if cap and (x > most).any():
        x, squared = np.minimum(x, most), np.minimum(squared, _squared(most, z))
    return np.float32(2 * 109.8 / z) * x * squared * np.exp(-squared)


def vegetation_factor(a, cover_percent):
    """C = exp(−a · SC); SC is vegetation cover in PERCENT."""
    return np.exp(-a * cover_percent)


def compute(values, settings):
    soil = soil_factor(values, settings)
    percent = 100 * values["vegetation_cover"]
    kept, share = over_served_classes(values, lambda codes: vegetation_factor(
        _cover_coefficient(codes, values, settings), percent))
    mass = air_mass(values["elevation"])
    total, kept_power = np.zeros(soil.shape, np.float32), power(kept, EXPONENT)
    z, cap = settings["distance_m"], settings["cap"]
    for month in range(12):
        x = soil * _weather(values, month, mass, settings)
        total += wind_erosion_saved(x, kept, kept_power, z, cap)
    total = np.where(np.isnan(percent), np.float32(np.nan), total)
    return share * total * np.float32(1000)  # kg/m² → t/km²


def soil_factor(values, settings):
    """EF · SCF · K′ of the soil and the ground."""
    sand, silt, clay, matter, lime = clamped(
        values["sand"], values["silt"], values["clay"], CARBON_TO_MATTER * values["organic_carbon"],
        values.get("lime", np.float32(0)))
    if settings["roughness"] == SMITH_CARSON and "ridge_roughness" in values:
        rough = roughness_smith_carson(values["ridge_roughness"])
    else:
        rough = np.cos(np.radians(values["slope"]))
    return erodible_fraction(sand, silt, clay, matter, lime) * soil_crust(clay, matter) * rough


def _is_sandy(values):
    """Sand and loamy sand, nearly: where dunes can be."""
    return values["sand"] + np.float32(0.5) * values["silt"] > 85


def _cover_coefficient(codes, values, settings):
    """a by class; bare land on sandy soil as sand."""
    usual, sandy = (settings["tables"].column("wind_cover", name)[codes] for name in ("a", "sandy_a"))
    return np.where(_is_sandy(values), sandy, usual)


def _weather(values, month: int, mass, settings):
    """WF of a month (0-11)."""
    rain, evaporation = values["precipitation"][month], values["monthly_evapotranspiration"][month]
    days = np.float32(MONTH_DAYS[month])
    if "rain_days" in values:
        wet_share = values["rain_days"][month] / days
    else:
        wet_share = np.minimum(rain / np.float32(settings["rain_of_a_day"] * days), np.float32(1))
    water = rain + values["irrigation"][month] if "irrigation" in values else rain
    snow_free = 1 - values["snow_probability"][month] if "snow_probability" in values else np.float32(1)
    return weather_factor(values["wind_force"][month], air_density(mass, values["temperature"][month]),
                          soil_wetness(evaporation, water, wet_share), snow_free)


def domain(values, settings):
    """Where wind can erode: dry country, and sandy soil anywhere."""
    return np.where(_is_sandy(values), 1.0, above(values["dryness"], settings["dry_above"]))


MODEL = Model(
    id="sand_fixation", kind=FUNCTION, title=N_("wind prevention and sand fixation"), output=N_("sand fixed"),
    unit="t km⁻² yr⁻¹", type_code="14", bit=4,
    inputs=("precipitation", "temperature", "monthly_evapotranspiration", "elevation", "slope", "sand", "silt", "clay",
            "organic_carbon", "land_cover", "vegetation_cover"),
    substitutes={
        "land_cover_shares": N_("each cell counts as its most frequent class"),
        "lime": N_("soil without lime"), "rain_days": N_("rain days from the rain of a month and of a rain day"),
        "irrigation": N_("no irrigation"), "snow_probability": N_("no snow on the ground"),
        "ridge_roughness": N_("roughness is the cosine of the slope")},
    factors=(wind_force.FACTOR, dryness.FACTOR),
    parameters=(
        Parameter("distance_m", N_("distance downwind z"), "m", 50.0, 1, 1000, VERIFIED),
        Parameter("cap", N_("hold x where the loss is highest: beyond, the formula falls"), "", True, 0, 1, DESIGN),
        Parameter("dry_above", N_("applies where dryness is above this, and on sand"), "1", 1.5, 0, 100, DESIGN),
        Parameter("rain_of_a_day", N_("rain of a rain day, where rain days are not given"), "mm", 6.0, 0.1, 100,
                  DESIGN),
        Parameter("roughness", N_("roughness of the ground"), "", COSINE, 0, 0, HIGH, {
            COSINE: N_("cosine of the slope"), SMITH_CARSON: N_("ridge roughness, Smith and Carson")}),
    ),
    domain=domain,
    fitted={**{name: FIT[name] for name in ("sand", "silt", "clay", "lime")},
            "organic_carbon": tuple(limit / CARBON_TO_MATTER for limit in FIT["matter"])},
    source=N_("RWEQ by month: loss without vegetation less loss with it"),
    caution=N_("With monthly mean wind gusts are estimated; check the loss of single places against measurements."),
    totals={"10⁶ t/yr": 1e-6},
    formulas=(
        "SR = 1000 · f · Σ_{m} max(0, S_{L}(x_{m}) − S_{L}(C · x_{m}))", "x_{m} = WF_{m} · EF · SCF · K′",
        "S_{L}(x) = (2 · z / s^{2}) · Q_{max} · exp(−(z / s)^{2})", "Q_{max} = 109.8 · min(x, x_{max})",
        "s = 150.71 · min(x, x_{max})^{−0.3711}",
        "x_{max} = [(1.7422 / 0.7422) · (150.71 / z)^{2}]^{1 / 0.7422}",
        "WF_{m} = W_{f,m} · (ρ_{m} / 9.8) · SW_{m} · SD_{m}",
        "ρ_{m} = 348.0 · (1.013 − 0.1183 · EL + 0.0048 · EL^{2}) / (T_{m} + 273.15)", "EL = H / 1000",
        "SW_{m} = min(1, max(0, (ET_{p,m} − (R_{m} + I_{m}) · R_{d,m} / N_{d,m}) / ET_{p,m})), ET_{p,m} > 0",
        "SW_{m} = 1, ET_{p,m} = 0", "R_{d,m} = min(N_{d,m}, R_{m} / R_{0})", "SD_{m} = 1 − p_{m}",
        *SOIL_FORMULAS, "K′ = cos θ", "K′_{SC} = exp(1.86 · K_{r} − 2.41 · K_{r}^{0.934})",
        "C = exp(−a · SC)", "SC = 100 · FVC",
    ),
    symbols=(
        Symbol("SR", "sand_fixation"), Symbol("f", meaning=N_("share of the cell whose land cover gives the service")),
        Symbol("S_{L}", meaning=N_("soil loss by wind"), unit="kg/m²"),
        Symbol("x, x_{m}", meaning=INTERMEDIATE, unit="kg/m"), Symbol("x_{max}", "cap", unit="kg/m"),
        Symbol("Q_{max}", meaning=N_("most soil that the wind can carry"), unit="kg/m"),
        Symbol("s", meaning=N_("critical field length"), unit="m"), Symbol("z", "distance_m"),
        Symbol("WF_{m}", meaning=N_("weather factor"), unit="kg/m"), Symbol("W_{f,m}", "wind_force"),
        Symbol("ρ_{m}", meaning=N_("density of the air"), unit="kg/m³"), Symbol("EL", "elevation", unit="km"),
        Symbol("H", "elevation"), Symbol("T_{m}", "temperature"),
        Symbol("SW_{m}", meaning=N_("soil wetness factor")), Symbol("ET_{p,m}", "monthly_evapotranspiration"),
        Symbol("R_{m}", "precipitation"), Symbol("I_{m}", "irrigation"), Symbol("R_{d,m}", "rain_days"),
        Symbol("N_{d,m}", meaning=N_("days of the month"), unit="days"), Symbol("R_{0}", "rain_of_a_day"),
        Symbol("SD_{m}", meaning=N_("snow cover factor")), Symbol("p_{m}", "snow_probability"),
        *SOIL_SYMBOLS, Symbol("K′", "roughness", unit="1"), Symbol("θ", "slope"),
        Symbol("K′_{SC}", "roughness.smith_carson", unit="1"), Symbol("K_{r}", "ridge_roughness"),
        Symbol("C", meaning=N_("vegetation factor")),
        Symbol("a", meaning=N_("coefficient by land cover")),
        Symbol("SC", "vegetation_cover", unit="%"), Symbol("FVC", "vegetation_cover"),
    ),
    compute=compute,
)
