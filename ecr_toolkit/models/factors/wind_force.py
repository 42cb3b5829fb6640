"""Wind force W_f of RWEQ by month, m³/s³ summed over the days of a month (methods.md §1.3.1)."""

import numpy as np

from ...languages.messages import N_
from ..declaration import DESIGN, INTERMEDIATE, VERIFIED, Factor, Option, Parameter, Symbol
from ..seasons import MONTH_DAYS, months_of_days
from ..wind import TO_2_M, erosive_wind, erosive_wind_of_mean


def force_of_series(speeds_10m: np.ndarray, months: np.ndarray) -> np.ndarray:
    """(12, ...) of a series of wind at 10 m (steps, ...) and the month (1-12) of each step: days of the month times the
    mean of u (u − 5)² at 2 m."""
    force = np.zeros((12, *speeds_10m.shape[1:]), np.float32)
    for month in range(12):
        inside = np.flatnonzero(months == month + 1)
        for step in inside:
            force[month] += erosive_wind(np.float32(TO_2_M) * speeds_10m[step])
        force[month] *= np.float32(MONTH_DAYS[month] / max(1, len(inside)))
    return force


def _series(values, settings):
    series = values["wind_series"]
    return force_of_series(series, months_of_days(len(series), int(settings["steps_a_day"])))


def _rayleigh(values, settings):
    force = np.empty_like(values["wind_speed"])
    for month, mean, days in zip(force, values["wind_speed"], MONTH_DAYS):
        month[...] = np.float32(days) * erosive_wind_of_mean(np.float32(TO_2_M) * mean)
    return force


_SYMBOLS = (Symbol("W_{f,m}", "wind_force"), Symbol("N_{d,m}", meaning=N_("days of the month"), unit="days"))

FACTOR = Factor(
    "wind_force", N_("wind force by month"), "m³ s⁻³", 0, 100000,
    (
        Option("series", N_("series of daily or more frequent wind"), ("wind_series",), _series,
               N_("wind observations"), VERIFIED,
               formulas=("W_{f,m} = (N_{d,m} / N_{m}) · Σ_{n} u_{n} · (u_{n} − 5)^{2}, u_{n} > 5",
                         "u_{n} = (2 / 10)^{1 / 7} · u_{10,n}"),
               symbols=(*_SYMBOLS, Symbol("N_{m}", meaning=N_("number of observations in the month")),
                        Symbol("u_{n}", meaning=N_("wind speed at 2 m"), unit="m/s"),
                        Symbol("u_{10,n}", "wind_series"))),
        Option("rayleigh", N_("monthly means, Rayleigh distribution"), ("wind_speed",), _rayleigh,
               N_("monthly mean wind, Rayleigh distribution"), DESIGN,
               note=N_("gusts are estimated from monthly mean wind by the Rayleigh distribution"),
               formulas=("W_{f,m} = N_{d,m} · ∫_{5}^{∞} u · (u − 5)^{2} · f(u) du",
                         "f(u) = (2 · u / c^{2}) · exp(−(u / c)^{2})", "c = 2 · u_{m} / √π",
                         "u_{m} = (2 / 10)^{1 / 7} · u_{10,m}"),
               symbols=(*_SYMBOLS, Symbol("f", "wind_force.rayleigh", unit="s/m"),
                        Symbol("c", meaning=INTERMEDIATE, unit="m/s"),
                        Symbol("u_{m}", meaning=N_("wind speed at 2 m"), unit="m/s"),
                        Symbol("u_{10,m}", "wind_speed"))),
    ),
    (Parameter("steps_a_day", N_("observations a day in the wind series"), "1", 1, 1, 24, DESIGN),),
    N_("wind in km/h instead of m/s"),
)
