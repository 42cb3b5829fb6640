"""The recipe of a pilot (pilot.json), validated before anything runs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import RecipeError
from ..languages.messages import _
from . import recipe_checks as checks
from .document_checks import check_documents
from .fields import FILE, Absent, Faults, check
from .recipe_shape import AREA_FIELDS, CONFLICT_FIELDS, SHAPE, SPECIES_FIELDS


class Recipe:
    """A validated recipe. ``values`` is plain data with all defaults filled in; ``absent``: the files it names that
    are not there."""

    def __init__(self, values: Mapping[str, Any], absent: Sequence[Absent] = ()) -> None:
        self.values = values
        self.absent = list(absent)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def part(self, names: Sequence[str]) -> dict[str, Any]:
        """The sub-recipe that a step depends on; names may be dotted, ``thresholds.extreme_share``."""
        chosen = {}
        for name in names:
            value: Any = self.values
            for key in name.split("."):
                value = value[key]
            chosen[name] = value
        return chosen


def load(folder: Path, known: Mapping[str, Mapping[str, Any]], whole: bool = True) -> Recipe:
    """Read and validate ``pilot.json`` in ``folder``; RecipeError tells every fault with its remedy.

    ``known`` holds what can be named: ``functions``, ``sensitivities`` and ``factors`` (id → parameter id →
    Parameter), ``variables`` (id → Variable) and ``class_tables`` (names). Not ``whole``: files may be absent.
    """
    path = folder / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise RecipeError([(_("There is no pilot.json in the folder “{folder}”.").format(folder=folder.name),
                            _("Choose the folder of a pilot, or copy the recipe of another pilot into it."))]
                          ) from fault
    except UnicodeDecodeError as fault:
        raise RecipeError([(_("pilot.json is not UTF-8 text."), _("Save it as UTF-8 in your editor."))]) from fault
    except json.JSONDecodeError as fault:
        raise RecipeError([(_("pilot.json is not valid JSON: line {line}, column {column}.").format(
            line=fault.lineno, column=fault.colno),
            _("Check commas, quotation marks and braces there."))]) from fault
    return validated(values, folder, known, whole)


def validated(values: Any, folder: Path, known: Mapping[str, Mapping[str, Any]], whole: bool = True) -> Recipe:
    """A recipe as JSON gives it, checked and filled with defaults, for a pilot in ``folder``; RecipeError otherwise.
    Not ``whole``: files may be absent, and the recipe tells which are."""
    faults: Faults = []
    checked = check(values, SHAPE, faults)
    checks.check_country(checked["country"], faults)
    checks.check_languages(checked["languages"], faults)
    check_documents(checked["documents"], folder, faults)
    checks.check_lists(checked, faults)
    checks.check_grading(checked["thresholds"], faults)
    checks.check_objectives(checked, known, faults)
    checks.check_sources(checked, folder, known["variables"], faults)
    checks.check_class_tables(checked, folder, known["class_tables"], faults)
    checks.check_fields(checked["protected_areas"]["fields"], AREA_FIELDS, "protected_areas.fields", faults)
    checks.check_fields(checked["species"]["fields"], SPECIES_FIELDS, "species.fields", faults)
    checks.check_fields(checked["conflicts"]["fields"], CONFLICT_FIELDS, "conflicts.fields", faults)
    checks.check_layers(checked, faults)
    checks.check_files(checked, folder, faults)
    absent = [fault for fault in faults if isinstance(fault, Absent)]
    if faults and (whole or len(absent) < len(faults)):
        raise RecipeError(faults)
    return Recipe(checked, absent)
