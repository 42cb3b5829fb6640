"""Windy days a year (methods.md §3.2)."""

from ...languages.messages import N_
from ..declaration import DESIGN, VERIFIED, Factor, Option, Parameter, Symbol
from ..wind import windy_days

FACTOR = Factor(
    "wind_days", N_("windy days"), "days", 0, 366,
    (
        Option("raster", N_("counted days"), ("windy_days",), lambda values, settings: values["windy_days"],
               N_("counted days of wind"), VERIFIED),
        Option("rayleigh", N_("monthly means, Rayleigh distribution"), ("wind_speed",),
               lambda values, settings: windy_days(values["wind_speed"], settings["windy_from"]),
               N_("monthly mean wind, Rayleigh distribution"), DESIGN,
               note=N_("windy days are estimated from monthly mean wind by the Rayleigh distribution"),
               formulas=("W = Σ_{m} d_{m} · exp(−(π / 4) · (u_{0} / u_{10,m})^{2})",),
               symbols=(Symbol("W", "wind_days"), Symbol("d_{m}", meaning=N_("days of the month"), unit="days"),
                        Symbol("u_{0}", "windy_from"), Symbol("u_{10,m}", "wind_speed"))),
    ),
    (Parameter("windy_from", N_("wind at 10 m from which on a day is windy"), "m/s", 6.0, 1, 20, DESIGN),),
)
