"""Choices written into a recipe: what was decided, by whom, when and why."""

from datetime import date
from pathlib import Path
from typing import Optional

from ..errors import InputError
from ..languages.messages import _
from .fields import Faults
from .recipe_edits import edit

_SHARES = {"cumulative": "extreme_share", "area_budget": "area_budget"}  # method → the field that its share goes to


def choose_thresholds(folder: Path, method: str, share: Optional[float], chosen_by: str, reason: str,
                      today: Optional[date] = None) -> None:
    """Write into ``pilot.json`` how thresholds are set: one of the methods of the recipe, its ``share`` (0-1; None, or
    a method without one: shares stay as they are), who chose so and why, and the day.

    Raises InputError where who or why is missing, and what ``edit`` raises; then nothing is written.
    """
    faults: Faults = []
    if not chosen_by.strip():
        faults.append((_("It is not said who chose the thresholds."), _("Name a person or an office.")))
    if not reason.strip():
        faults.append((_("It is not said why these thresholds were chosen."), _("Give the reason in a sentence.")))
    if faults:
        raise InputError(faults)
    changes = {"thresholds.method": method, "thresholds.chosen_by": chosen_by.strip(),
               "thresholds.chosen_on": (today or date.today()).isoformat(), "thresholds.reason": reason.strip()}
    if share is not None and method in _SHARES:
        changes[f"thresholds.{_SHARES[method]}"] = share
    edit(folder, changes)
