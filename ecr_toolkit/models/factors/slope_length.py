"""Slope length and steepness LS (methods.md §1.2.4)."""

from ...languages.messages import N_
from ..declaration import DESIGN, HIGH, VERIFIED, Factor, Option, Parameter
from ..terrain import slope_length, steepness, steepness_rusle

GUIDE, RUSLE = "guide", "rusle"
STEEPNESS = Parameter("steepness_form", N_("form of the steepness factor S"), "", GUIDE, 0, 0, HIGH,
                      {GUIDE: N_("guide: McCool 1987 below 10°, Liu 1994 above"), RUSLE: N_("RUSLE: two branches")})
EXPONENT = Parameter("exponent_form", N_("form of the exponent of slope length"), "", RUSLE, 0, 0, VERIFIED, {
    RUSLE: N_("by the ratio of rill to interrill erosion"), "simple": N_("five classes of percent slope")})
LENGTH = Parameter("length_m", N_("horizontal slope length"), "m", 100.0, 1, 1000, DESIGN)


def length_and_steepness(slope, form: str, metres: float, exponent: str):
    """LS of slopes (degrees) with one slope length (m)."""
    return (steepness(slope) if form == GUIDE else steepness_rusle(slope)) * slope_length(slope, metres, exponent)


FACTOR = Factor(
    "length_and_steepness", N_("slope length and steepness"), "1", 0, 60,
    (
        Option("raster", N_("computed on the native elevation model, then averaged"), ("slope_length_and_steepness",),
               lambda values, settings: values["slope_length_and_steepness"],
               N_("native elevation model, McCool 1987 and Liu 1994"), HIGH),
        Option("slope", N_("from the mean slope of the cell"), ("slope",),
               lambda values, settings: length_and_steepness(values["slope"], settings["steepness_form"],
                                                             settings["length_m"], settings["exponent_form"]),
               N_("McCool 1987 and Liu 1994, of the mean slope"), HIGH,
               note=N_("steepness of a mean slope differs from the mean of steepness: read the values as ranks")),
    ),
    (STEEPNESS, LENGTH, EXPONENT),
    N_("slope in percent instead of degrees"),
)
