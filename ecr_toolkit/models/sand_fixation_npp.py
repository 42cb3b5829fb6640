"""Sand fixation by the NPP index (methods.md §1.3.2)."""

import numpy as np

from ..languages.messages import N_
from .arithmetic import above
from .declaration import FUNCTION, Model, Scale, Symbol
from .factors import dryness, erodibility
from .normalise import ZERO_TO_ONE
from .sand_fixation import MODEL as RWEQ
from .wind import TO_2_M, climatic_erosivity


def sand_index(npp, erodibility, wind_share, slope):
    """S_ws = NPP · K · F_q · D, D = 1/cos θ; slope in degrees."""
    return npp * erodibility * wind_share / np.cos(np.radians(slope))


def _erosivity(values):
    return climatic_erosivity(np.float32(TO_2_M) * values["wind_speed"], values["temperature"],
                              values["relative_humidity"], values["precipitation"]).astype(np.float32)


WIND = Scale("climatic_erosivity", N_("climatic wind erosivity"),
             ("wind_speed", "temperature", "relative_humidity", "precipitation"), _erosivity)


def compute(values, settings):
    highest = settings["scales"]["climatic_erosivity"][1]
    share = _erosivity(values) / np.float32(highest) if highest > 0 else _erosivity(values)
    return sand_index(values["net_primary_productivity"], values["erodibility"], share, values["slope"])


def domain(values, settings):
    """Dry country, as in RWEQ."""
    return above(values["dryness"], settings["dry_above"])


MODEL = Model(
    id="sand_fixation_npp", kind=FUNCTION, title=N_("sand fixation, NPP index"), output=N_("sand fixation index"),
    unit="gC m⁻² yr⁻¹", type_code="14", bit=4, check_of="sand_fixation",
    inputs=("net_primary_productivity", "slope", *WIND.needs), factors=(erodibility.FACTOR, dryness.FACTOR),
    scales=(WIND,), parameters=tuple(one for one in RWEQ.parameters if one.id == "dry_above"), domain=domain,
    source=N_("NPP quantitative indicator method of the 2017 guide"),
    caution=N_("An index: only its ranking has a meaning, and only within one country."),
    formulas=("S_{ws} = NPP · K · F_{q} · D", "D = 1 / cos θ", "F_{q} = C_{q} / C_{max}",
              "C_{q} = (1 / 100) · Σ_{m} u_{m}^{3} · max(0, (ETP_{m} − P_{m}) / ETP_{m}) · d_{m}, ETP_{m} > 0",
              "ETP_{m} = 0.19 · (20 + T_{m})^{2} · (1 − r_{m})", "u_{m} = (2 / 10)^{1 / 7} · u_{10,m}"),
    symbols=(
        Symbol("S_{ws}", "sand_fixation_npp"), Symbol("NPP", "net_primary_productivity"), Symbol("K", "erodibility"),
        Symbol("D", meaning=N_("roughness of the ground")), Symbol("θ", "slope"),
        Symbol("F_{q}", WIND.id, unit=ZERO_TO_ONE), Symbol("C_{q}, C_{max}", WIND.id, unit="m³ s⁻³"),
        Symbol("ETP_{m}", meaning=N_("potential evapotranspiration by month"), unit="mm/month"),
        Symbol("T_{m}", "temperature"), Symbol("r_{m}", "relative_humidity"), Symbol("P_{m}", "precipitation"),
        Symbol("u_{m}", meaning=N_("wind speed at 2 m"), unit="m/s"), Symbol("u_{10,m}", "wind_speed"),
        Symbol("d_{m}", meaning=N_("days of the month"), unit="days"),
    ),
    compute=compute,
)
