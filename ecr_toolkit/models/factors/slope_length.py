"""Slope length and steepness LS (methods.md §1.2.4)."""

from ...languages.messages import N_
from ..declaration import DESIGN, HIGH, INTERMEDIATE, VERIFIED, Factor, Option, Parameter, Symbol
from ..terrain import slope_length, steepness, steepness_rusle

GUIDE, RUSLE = "guide", "rusle"
STEEPNESS = Parameter("steepness_form", N_("form of the steepness factor S"), "", GUIDE, 0, 0, HIGH,
                      {GUIDE: N_("guide: McCool 1987 below 10°, Liu 1994 above"), RUSLE: N_("RUSLE: two branches")})
EXPONENT = Parameter("exponent_form", N_("form of the exponent of slope length"), "", RUSLE, 0, 0, VERIFIED, {
    RUSLE: N_("by the ratio of rill to interrill erosion"), "simple": N_("five classes of percent slope")})
LENGTH = Parameter("length_m", N_("horizontal slope length"), "m", 100.0, 1, 1000, DESIGN)

_FORMULAS = (
    "LS = L · S", "S = 10.8 · sin θ + 0.03, θ < 5.14°", "S = 16.8 · sin θ − 0.50, 5.14° ≤ θ < 10.20°",
    "S = 21.91 · sin θ − 0.96, 10.20° ≤ θ < 28.81°", "S = 9.5988, θ ≥ 28.81°",
    "S_{R} = 10.8 · sin θ + 0.03, tan θ < 0.09", "S_{R} = 16.8 · sin θ − 0.50, tan θ ≥ 0.09",
    "L = (λ / 22.13)^{m}", "m = β / (1 + β)", "β = (sin θ / 0.0896) / (3 · (sin θ)^{0.8} + 0.56)",
    "m_{5} = 0.2, s ≤ 1", "m_{5} = 0.3, 1 < s ≤ 3.5", "m_{5} = 0.4, 3.5 < s ≤ 5", "m_{5} = 0.5, 5 < s ≤ 9",
    "m_{5} = m, s > 9", "s = 100 · tan θ")
_SYMBOLS = (
    Symbol("LS", "length_and_steepness"), Symbol("S", meaning=N_("steepness factor")),
    Symbol("S_{R}", "steepness_form.rusle", unit="1"), Symbol("λ", "length_m"),
    Symbol("m", "exponent_form", unit="1"), Symbol("m_{5}", "exponent_form.simple", unit="1"),
    Symbol("β", meaning=INTERMEDIATE))
_BY_FLOW = (
    "L_{DG} = min([(A + D^{2})^{m + 1} − A^{m + 1}] / [D^{m + 2} · x^{m} · 22.13^{m}], (122 / 22.13)^{m})",
    "x = |sin α| + |cos α|")


def length_and_steepness(slope, form: str, metres: float, exponent: str):
    """LS of slopes (degrees) with one slope length (m)."""
    return (steepness(slope) if form == GUIDE else steepness_rusle(slope)) * slope_length(slope, metres, exponent)


FACTOR = Factor(
    "length_and_steepness", N_("slope length and steepness"), "1", 0, 60,
    (
        Option("raster", N_("computed on the native elevation model, then averaged"), ("slope_length_and_steepness",),
               lambda values, settings: values["slope_length_and_steepness"],
               N_("native elevation model, McCool 1987 and Liu 1994"), HIGH,
               formulas=(*_FORMULAS, *_BY_FLOW),
               symbols=(*_SYMBOLS, Symbol("L, L_{DG}", meaning=N_("slope length factor")),
                        Symbol("θ", meaning=N_("slope"), unit="°"), Symbol("s", meaning=N_("slope"), unit="%"),
                        Symbol("A", meaning=N_("area upslope from which water flows in"), unit="m²"),
                        Symbol("D", meaning=N_("side of a cell of the elevation model"), unit="m"),
                        Symbol("x", meaning=INTERMEDIATE), Symbol("α", meaning=N_("direction of flow"), unit="°"))),
        Option("slope", N_("from the mean slope of the cell"), ("slope",),
               lambda values, settings: length_and_steepness(values["slope"], settings["steepness_form"],
                                                             settings["length_m"], settings["exponent_form"]),
               N_("McCool 1987 and Liu 1994, of the mean slope"), HIGH,
               note=N_("steepness of a mean slope differs from the mean of steepness: read the values as ranks"),
               formulas=_FORMULAS,
               symbols=(*_SYMBOLS, Symbol("L", meaning=N_("slope length factor")), Symbol("θ", "slope"),
                        Symbol("s", "slope", unit="%"))),
    ),
    (STEEPNESS, LENGTH, EXPONENT),
    N_("slope in percent instead of degrees"),
)
