"""Checks of inputs: each is a rule with an id, a severity, a sentence, a remedy and, where possible, a repair.

A repair is what to add to the variable's source in the recipe; ``repairs.accept`` writes it there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..languages.messages import _
from ..models.declaration import Variable
from ..models.land_cover import NAMES
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from .finishing import Facts
from .unit_errors import TEXTURE, likely_unit_error

ERROR, WARNING = "error", "warning"
COLUMNS = ("variable", "rule", "severity", "sentence", "remedy", "repair")
_PARTIAL_SHARE = 0.01  # of the country's cells without a value: said above this
_SENTINELS = (-9999.0, -32768.0, -99999.0, -3.4028234663852886e38, 65535.0, 32767.0, -999.0, 255.0, -1.7e308)
_LEGENDS = {"land_cover": set(NAMES) | {17}, "soil_texture": set(range(1, 13))}


@dataclass(frozen=True)
class Measured:
    """What a check looks at: the facts of a published input, its kind (``file``, ``starter``, …), whether its file
    says what nodata is, and whether it stores whole numbers."""

    facts: Facts
    kind: str
    nodata_known: bool = True
    whole_numbers: bool = False


@dataclass(frozen=True)
class Finding:
    """What a rule found. ``repair`` is added to the source of the variable when the user accepts it."""

    rule: str
    variable: str
    severity: str
    sentence: str
    remedy: str
    repair: Mapping[str, Any] = field(default_factory=dict)


def check_one(variable: Variable, measured: Measured, pilot: Pilot) -> list[Finding]:
    """What the rules for a single layer find; constants and derived inputs need none."""
    if measured.kind not in ("file", "points", "vector"):
        return []
    facts = measured.facts
    if facts.year.count == 0:
        return [Finding("no_overlap", variable.id, ERROR,
                        _("“{variable}” has no value anywhere in the country.").format(variable=_(variable.title)),
                        _("Check that the file shows this country and that its projection is the right one."))]
    found: list[Finding] = []
    for rule in (_partial, _nodata, _range, _constant, _stray, _months):
        found.extend(rule(variable, measured, pilot))
    return found


def check_all(measured: Mapping[str, Measured], pilot: Pilot) -> list[Finding]:
    """What the rules for several layers together find."""
    return [*_texture(measured), *_slope(measured)]


def _partial(variable: Variable, measured: Measured, _pilot: Pilot) -> Iterator[Finding]:
    share = measured.facts.missing_share
    if share > _PARTIAL_SHARE:
        yield Finding("partial_cover", variable.id, WARNING,
                      _("“{variable}” has no value in a part of the country: {percent} %.").format(
                          variable=_(variable.title), percent=f"{100 * share:.1f}"),
                      _("Results stay empty there. Add the tiles that are missing, if there are any."))


def _nodata(variable: Variable, measured: Measured, _pilot: Pilot) -> Iterator[Finding]:
    """A file that does not say what nodata is, with a value at its end that usually means it."""
    moments = measured.facts.bands or [measured.facts.year]
    ends = {one.minimum for one in moments} | {one.maximum for one in moments}
    suspect = next((value for value in _SENTINELS if value in ends), None)
    if not measured.nodata_known and suspect is not None:
        yield Finding("nodata_undefined", variable.id, ERROR,
                      _("“{variable}” holds the value {value}, which usually means “no data”, but the file does not "
                        "say so.").format(variable=_(variable.title), value=f"{suspect:g}"),
                      _("Accept it as nodata, or set the nodata value in the file."), {"nodata": suspect})


def _range(variable: Variable, measured: Measured, _pilot: Pilot) -> Iterator[Finding]:
    facts = measured.facts
    guess = likely_unit_error(variable, facts, measured.whole_numbers)
    if facts.outside == 0 and guess is None:
        return
    extremes = facts.bands or [facts.year]
    low, high = min(one.minimum for one in extremes), max(one.maximum for one in extremes)
    sentence = _("“{variable}” ranges from {low} to {high} {unit}; plausible is {minimum} to {maximum}. "
                 "Cells outside: {count}.").format(
        variable=_(variable.title), low=f"{low:.6g}", high=f"{high:.6g}", unit=variable.unit,
        minimum=f"{variable.minimum:g}", maximum=f"{variable.maximum:g}", count=facts.outside)
    if guess is None:
        yield Finding("out_of_range", variable.id, WARNING, sentence,
                      _("Look at these cells. They are used as they are."))
    else:
        yield Finding("unit", variable.id, WARNING, sentence,
                      _("It looks like {guess}. Accept the conversion, or correct the file.").format(
                          guess=guess.looks_like), guess.repair)


def _constant(variable: Variable, measured: Measured, _pilot: Pilot) -> Iterator[Finding]:
    moments = measured.facts.bands or [measured.facts.year]
    if measured.facts.year.count > 1 and all(one.minimum == one.maximum for one in moments):
        yield Finding("constant", variable.id, WARNING,
                      _("“{variable}” has the same value {value} everywhere.").format(
                          variable=_(variable.title), value=f"{moments[0].minimum:g}"),
                      _("If that is an assumption, write it as a constant with its reason; otherwise check the file."))


def _stray(variable: Variable, measured: Measured, _pilot: Pilot) -> Iterator[Finding]:
    legend = _LEGENDS.get(variable.id)
    stray = {code: count for code, count in sorted(measured.facts.classes.items()) if legend and code not in legend}
    if stray:
        listed = ", ".join(f"{code:g}: {count}" for code, count in list(stray.items())[:12])
        yield Finding("stray_classes", variable.id, WARNING,
                      _("“{variable}” has classes that are not in its legend (class: cells): {classes}.").format(
                          variable=_(variable.title), classes=listed),
                      _("Cells of such classes count as no data. Translate the classes to the legend."))


def _months(variable: Variable, measured: Measured, pilot: Pilot) -> Iterator[Finding]:
    """Twelve temperatures whose warmest time lies in the wrong half of the year start with another month."""
    if variable.id != "temperature" or len(measured.facts.bands) != 12:
        return
    _west, south, _east, north = pilot.geographic_bounds()
    latitude = (south + north) / 2
    means = np.array([band.mean for band in measured.facts.bands])
    if abs(latitude) < 15 or np.ptp(means) < 4:
        return  # near the equator the year has no warm half to go by
    warmest = 6 if latitude > 0 else 0  # July, January
    wave = np.cos(2 * np.pi * (np.arange(12) - warmest) / 12)
    fits = [float(np.corrcoef(np.roll(means, shift), wave)[0, 1]) for shift in range(12)]
    shift = int(np.argmax(fits))
    if min(shift, 12 - shift) >= 3:
        order = [int(band) for band in np.roll(np.arange(1, 13), shift)]
        yield Finding("month_order", variable.id, WARNING,
                      _("The months of “{variable}” seem to be in another order: the warmest band is number {band}."
                        ).format(variable=_(variable.title), band=int(np.argmax(means)) + 1),
                      _("January must come first. Accept the order found, or correct the file."), {"bands": order})


def _texture(measured: Mapping[str, Measured]) -> Iterator[Finding]:
    if all(name in measured for name in TEXTURE):
        total = sum(measured[name].facts.year.mean for name in TEXTURE)
        if not 98 <= total <= 102:
            yield Finding("texture_sum", "sand", WARNING,
                          _("Sand, silt and clay do not add up to 100; their sum on average: {total} %.").format(
                              total=f"{total:.1f}"),
                          _("Check the units of the three layers; they are brought to 100 where they are used."))


def _slope(measured: Mapping[str, Measured]) -> Iterable[Finding]:
    """A slope that reaches beyond what degrees do is in percent."""
    slope = measured.get("slope")
    if slope is not None and slope.kind == "file" and slope.facts.year.maximum > 75:
        yield Finding("slope_in_percent", "slope", WARNING,
                      _("“{variable}” reaches {high}, more than slopes in degrees do.").format(
                          variable=_(VARIABLES["slope"].title), high=f"{slope.facts.year.maximum:.1f}"),
                      _("It looks like percent. Accept the conversion, or correct the file."), {"unit": "percent"})
