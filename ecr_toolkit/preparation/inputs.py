"""All inputs of a pilot: which are wanted, which there are, their checks, and what inputs.csv says of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..assessment.plan import plan
from ..errors import InputError
from ..feedback import Feedback
from ..models.catalogue import models
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from . import species
from .checks import ERROR, Finding, Measured, check_all, check_one
from .derived import derivation_of
from .finishing import YEAR, Facts, finish, measure
from .opening import open_source
from .points import read_points
from .sources import Aligned, Origin, aligned
from .specification import Specification
from .vectors import is_vector
from .vectors import read as read_vector

COLUMNS = ("variable", "unit", "status", "source", "detail", "licence", "native_resolution", "remark", "statistic",
           "minimum", "mean", "maximum", "missing_percent", "outside_range_cells", "findings")


@dataclass
class Inputs:
    """What was prepared: where each variable comes from, its facts, what the checks found, and what could not be
    opened at all (sentence, remedy)."""

    origins: dict[str, Origin] = field(default_factory=dict)
    measured: dict[str, Measured] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Everything that forbids going on, as (sentence, remedy)."""
        return self.faults + [(one.sentence, one.remedy) for one in self.findings if one.severity == ERROR]


def wanted(pilot: Pilot) -> list[str]:
    """Ids of the variables that the chosen models and their cross-checks need, with what they derive from, and whatever
    else the recipe names, in the catalogue's order."""
    chosen = set(pilot.recipe["objectives"]["functions"]) | set(pilot.recipe["objectives"]["sensitivities"])
    there = set(pilot.recipe["sources"]) | {name for name in VARIABLES if _derivable(name, pilot)}
    names = {"elevation", "land_cover", *pilot.recipe["sources"]}
    for model in models():
        one = plan(model, there, pilot.recipe["parameters"])
        if model.id in chosen:
            names.update((*one.inputs, *one.missing))
        elif model.check_of in chosen and not one.missing:
            names.update(one.inputs)
    for name in reversed(list(VARIABLES)):  # what a variable is derived from stands before it
        derivation = derivation_of(name)
        if name in names and name not in pilot.recipe["sources"] and derivation is not None:
            names.update(derivation.needs)
    return [name for name in VARIABLES if name in names]


def _derivable(name: str, pilot: Pilot) -> bool:
    """Whether a variable can follow from others that the recipe names."""
    derivation = derivation_of(name)
    if derivation is None or not all(need in pilot.recipe["sources"] or _derivable(need, pilot)
                                     for need in derivation.needs):
        return False
    return name not in (species.HABITAT, species.MUST_INCLUDE) or any(
        pilot.recipe["species"][key] for key in ("source", "sites"))


def prepare(pilot: Pilot, feedback: Feedback) -> Inputs:
    """Publish every wanted input that there is and check it; what follows from the inputs only when none is in error.

    The faults of all layers are in ``errors`` of the result, warnings in its ``findings``.
    """
    names, inputs = wanted(pilot), Inputs()
    for number, name in enumerate(names):
        feedback.check()
        try:
            _given(pilot, name, inputs, feedback.part(number / len(names), (number + 1) / len(names)))
        except InputError as fault:
            inputs.faults.extend(fault.faults)
    inputs.findings += check_all(inputs.measured, pilot)
    if not inputs.errors:
        _derive(pilot, names, inputs, feedback)
    return inputs


def probe(pilot: Pilot) -> None:
    """Open every source before anything is written; InputError tells the faults of all of them at once."""
    faults = []
    for name, source in pilot.recipe["sources"].items():
        specification = Specification.of(source)
        try:
            if specification is not None and specification.is_points:
                read_points(specification, pilot.folder, pilot.crs)
            elif specification is not None and is_vector(specification, VARIABLES[name]):
                read_vector(specification, VARIABLES[name], pilot)
            elif specification is not None:
                open_source(specification, VARIABLES[name], pilot.folder)
        except InputError as fault:
            faults.extend(fault.faults)
    if faults:
        raise InputError(faults)


def _given(pilot: Pilot, name: str, inputs: Inputs, feedback: Feedback) -> None:
    """Publish a variable that the recipe names, and check it."""
    variable = VARIABLES[name]
    scratch = pilot.folder / "inputs" / f".{name}.part.tif"
    scratch.parent.mkdir(parents=True, exist_ok=True)
    with aligned(pilot, variable, scratch, feedback.part(0, 0.5)) as source:
        if source is not None:
            facts = finish(pilot, variable, source, feedback.part(0.5, 1))
            inputs.origins[name] = source.origin
            inputs.measured[name] = _measured(source, facts)
            inputs.findings += check_one(variable, inputs.measured[name], pilot)


def _measured(source: Aligned, facts: Facts) -> Measured:
    opened = source.opened
    own = opened is not None
    return Measured(facts, source.origin.kind, opened.nodata is not None if own else True,
                    opened.whole_numbers if own else False)


def _derive(pilot: Pilot, names: Sequence[str], inputs: Inputs, feedback: Feedback) -> None:
    """Publish what follows from the inputs there are."""
    for name in names:
        derivation = derivation_of(name)
        if name in inputs.origins or derivation is None or any(need not in inputs.origins for need in derivation.needs):
            continue
        missing = [one for one in derivation.gives if one in names and one not in inputs.origins]
        for given, origin in derivation.derive(pilot, missing, feedback.part(1, 1)).items():
            inputs.origins[given] = origin
            inputs.measured[given] = Measured(measure(pilot, VARIABLES[given], feedback.part(1, 1)), origin.kind)


def rows(names: Sequence[str], inputs: Inputs) -> list[dict]:
    """Rows of inputs.csv (COLUMNS), one a wanted variable; what there is no data for says so."""
    optional = {name for model in models() for name in model.optional}
    return [_row(name, inputs) if name in inputs.origins else
            {"variable": name, "unit": VARIABLES[name].unit, "status": "no data"} for name in names
            if name in inputs.origins or name not in optional]


def _row(name: str, inputs: Inputs) -> dict:
    origin, facts, variable = inputs.origins[name], inputs.measured[name].facts, VARIABLES[name]
    row = {
        "variable": name, "unit": variable.unit, "source": origin.source, "detail": origin.detail,
        "status": "assumption" if origin.kind == "constant" else "prepared", "licence": origin.licence,
        "native_resolution": origin.native_resolution, "remark": origin.remark,
        "statistic": YEAR.get(name, ("value", None))[0], "missing_percent": round(100 * facts.missing_share, 4),
        "outside_range_cells": facts.outside,
        "findings": " ".join(finding.rule for finding in inputs.findings if finding.variable == name),
    }
    if facts.year.count:
        row.update(minimum=round(facts.year.minimum, 4), mean=round(facts.year.mean, 4),
                   maximum=round(facts.year.maximum, 4))
    return row
