"""Deciding: one decision, or those of a table or layer that somebody edited, taken into a pilot whole or not at all."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from ...languages.messages import _
from ...pilot.fields import Faults
from ...pilot.lock import locked
from ...pilot.pilot import Pilot
from ...pilot.tables import read_table
from .decisions import faults_of, load, plain, store
from .model import OPEN, Decision
from .tables import GONE

TABLE = Path("tables") / "conflicts.csv"
NEEDED = ("id", "decision", "reason", "decided_by")


def decide(folder: Path, identity: str, decision: str, reason: str, decided_by: str,
           today: Optional[date] = None) -> None:
    """Record what was decided on one object of a pilot: keep, exit or deduct, with why and by whom.

    Raises InputError for an object that is not there and a decision that cannot stand, ToolkitError while a run is
    working on the pilot; then nothing is recorded.
    """
    _record(folder, [{"id": identity, "decision": decision, "reason": reason, "decided_by": decided_by}], today, True)


def take_decisions(pilot: Pilot, rows: Iterable[Mapping[str, Any]], today: Optional[date] = None) -> list[str]:
    """Record the decisions of an edited copy of the table or layer of conflicts: those of rows (NEEDED) that differ
    from what stands in the decision, why or who. Rows without a decision, and those of objects that are gone, say
    nothing. Gives the ids.

    Raises InputError with every row that cannot stand, ToolkitError while a run is working; then nothing is recorded.
    """
    return _record(pilot.folder, rows, today, False)


def _record(folder: Path, rows: Iterable[Mapping[str, Any]], today: Optional[date], always: bool) -> list[str]:
    with locked(folder):
        objects, standing = _published(folder), {one.id: one for one in load(folder)}
        day = (today or date.today()).isoformat()
        faults: Faults = []
        made: dict[str, Decision] = {}
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):
            values = {name: plain(row.get(name)) for name in NEEDED}
            values["decision"] = values["decision"].lower()
            found = objects.get(values["id"])
            gone = found is not None and found["status"] == GONE
            if found is None or (gone and always):
                faults.append(_unknown(values["id"], number))
                continue
            if gone or not (always or _says_something(values, plain(row.get("status")), found,
                                                      standing.get(values["id"]))):
                continue
            faults += faults_of(**{"identity" if name == "id" else name: text for name, text in values.items()})
            if values["id"] in seen:
                faults.append((_("There are two decisions on {id}.").format(id=values["id"]), _("Leave one.")))
            seen.add(values["id"])
            made[values["id"]] = Decision(code=found["code"], longitude=float(found["longitude"]),
                                          latitude=float(found["latitude"]), decided_on=day, **values)
        if faults:
            raise InputError(faults)
        if made:
            store(folder, {**standing, **made}.values())
    return sorted(made)


def _published(folder: Path) -> dict[str, dict[str, str]]:
    """Rows of the published table by id."""
    if not (folder / TABLE).exists():
        raise InputError([(_("The conflict objects of this pilot are not listed yet."), _("Draw the redline first."))])
    return {row["id"]: row for row in read_table(folder / TABLE, ("id", "code", "status", "default_decision",
                                                                  "longitude", "latitude"))}


def _unknown(identity: str, number: int) -> tuple[str, str]:
    return (_("Row {number}: there is no conflict object {id}.").format(number=number, id=identity or "—"),
            _("Copy ids from tables/conflicts.csv; draw the redline again where it is out of date."))


def _says_something(values: Mapping[str, str], status: str, found: Mapping[str, str],
                    standing: Optional[Decision]) -> bool:
    """Whether a row says something new: another decision, or who decided and why. A row that was copied while nobody
    had decided, and not touched since, says nothing."""
    told = tuple(values[name] for name in ("decision", "reason", "decided_by"))
    untouched = (found["default_decision"], "", "")
    if not values["decision"] or (status in ("", OPEN) and told == untouched):
        return False
    return standing is None or told != (standing.decision, standing.reason, standing.decided_by)
