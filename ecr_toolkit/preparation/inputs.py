"""All inputs of a pilot: which are wanted, which there are, and what inputs.csv says of each."""


import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import _
from ..models.catalogue import models
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from ..raster import files
from .derived import DERIVATIONS
from .sources import Prepared, given

# How the twelve months of a variable become the one number of inputs.csv and of the documents
_YEAR = {"precipitation": ("annual sum", np.sum), "temperature": ("annual mean", np.mean)}
COLUMNS = ("variable", "unit", "status", "source", "detail", "licence", "native_resolution", "remark", "statistic",
           "minimum", "mean", "maximum", "missing_percent", "outside_range_cells")


def wanted(pilot: Pilot) -> list[str]:
    """Ids of the variables that the chosen models need, with what they derive from, in the catalogue's order."""
    chosen = set(pilot.recipe["objectives"]["functions"]) | set(pilot.recipe["objectives"]["sensitivities"])
    names: set[str] = {"elevation", "land_cover"}
    names.update(name for model in models() if model.id in chosen for name in model.inputs)
    for name in list(names):
        if name not in pilot.recipe["sources"] and name in DERIVATIONS:
            names.update(DERIVATIONS[name].needs)
    return [name for name in VARIABLES if name in names]


def prepare(pilot: Pilot, domain: np.ndarray, feedback: Feedback):
    """Publish every wanted input that there is, cut to the ``domain`` (boolean, (rows, cols)).

    Gives (variables prepared, rows of inputs.csv). Raises InputError with the faults of all layers at once.
    """
    names, faults = wanted(pilot), []
    arrays: dict[str, np.ndarray] = {}
    rows = []
    for number, name in enumerate(names):
        feedback.check()
        try:
            prepared = given(pilot, name, feedback) or _derived(pilot, name, arrays, feedback)
            if prepared is not None:
                _check_shape(name, prepared)
        except InputError as fault:
            faults.extend(fault.faults)
            continue
        if prepared is None:
            rows.append({"variable": name, "unit": VARIABLES[name].unit, "status": "no data"})
            continue
        arrays[name] = np.where(domain, prepared.array, np.float32(np.nan))
        rows.append(_row(name, prepared, arrays[name], domain))
        feedback.progress((number + 1) / len(names))
    if faults:
        raise InputError(faults)
    for name, array in arrays.items():
        variable = VARIABLES[name]
        files.write(pilot.input(name), pilot.grid, array, "continuous", variable.title, variable.unit)
    return list(arrays), rows


def _derived(pilot: Pilot, name: str, arrays: dict[str, np.ndarray], feedback: Feedback):
    derivation = DERIVATIONS.get(name)
    if derivation is None or any(need not in arrays for need in derivation.needs):
        return None
    return derivation.derive(pilot, arrays, feedback)


def _check_shape(name: str, prepared: Prepared) -> None:
    bands = prepared.array.shape[0] if prepared.array.ndim == 3 else 1
    if bands != VARIABLES[name].bands:
        raise InputError([(_("The source of “{variable}” has {count} bands; {wanted} are needed.").format(
            variable=_(VARIABLES[name].title), count=bands, wanted=VARIABLES[name].bands),
            _("Monthly variables need twelve bands, January first; all others one."))])


def _row(name: str, prepared: Prepared, array: np.ndarray, domain: np.ndarray):
    statistic, reduce = _YEAR.get(name, ("value", None))
    values = (array if reduce is None else reduce(array, axis=0, dtype=np.float64))[domain]
    known = values[~np.isnan(values)]
    variable = VARIABLES[name]
    outside = int(np.sum((array < variable.minimum) | (array > variable.maximum)))
    row = {
        "variable": name, "unit": variable.unit, "source": prepared.source, "detail": prepared.detail,
        "status": "assumption" if prepared.kind == "constant" else "prepared", "licence": prepared.licence,
        "native_resolution": prepared.native_resolution, "remark": prepared.remark, "statistic": statistic,
        "missing_percent": round(100 * (1 - known.size / max(1, values.size)), 4), "outside_range_cells": outside,
    }
    if known.size:
        row.update(minimum=round(float(known.min()), 4), mean=round(float(known.mean(dtype=np.float64)), 4),
                   maximum=round(float(known.max()), 4))
    return row
