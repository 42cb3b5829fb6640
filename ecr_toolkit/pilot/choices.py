"""Choices written into a recipe: what was decided, by whom, when and why."""

import json
from datetime import date
from pathlib import Path
from typing import Optional

from ..atomic import publishing
from ..errors import InputError, RecipeError
from ..languages.messages import _
from ..models.catalogue import known
from . import recipe
from .fields import FILE, Faults, check
from .lock import locked
from .recipe_checks import check_lists
from .recipe_shape import SHAPE

_SHARES = {"cumulative": "extreme_share", "area_budget": "area_budget"}  # method → the field that its share goes to


def choose_thresholds(folder: Path, method: str, share: Optional[float], chosen_by: str, reason: str,
                      today: Optional[date] = None) -> None:
    """Write into ``pilot.json`` how thresholds are set: one of the methods of the recipe, its ``share`` (0-1; None, or
    a method without one: shares stay as they are), who chose so and why, and the day.

    All else stays, in its order. Raises InputError where who or why is missing, RecipeError for a recipe that is not
    valid before or after, ToolkitError while a run is working on the pilot; then nothing is written.
    """
    faults: Faults = []
    if not chosen_by.strip():
        faults.append((_("It is not said who chose the thresholds."), _("Name a person or an office.")))
    if not reason.strip():
        faults.append((_("It is not said why these thresholds were chosen."), _("Give the reason in a sentence.")))
    if faults:
        raise InputError(faults)
    recipe.load(folder, known())
    with locked(folder):
        path = folder / FILE
        values = json.loads(path.read_text(encoding="utf-8-sig"))
        chosen = values.setdefault("thresholds", {})
        chosen["method"] = method
        if share is not None and method in _SHARES:
            chosen[_SHARES[method]] = share
        chosen.update(chosen_by=chosen_by.strip(), chosen_on=(today or date.today()).isoformat(), reason=reason.strip())
        checked = check(values, SHAPE, faults)
        check_lists(checked, faults)
        if faults:
            raise RecipeError(faults)
        with publishing(path) as temporary:
            temporary.write_bytes((json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode())
