"""Deciding on proposals, editing the redline by hand, and undoing edits (methods.md §5.6)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Optional

from osgeo import ogr

from ..coordination.edits import Edit, append, read_edits, record, signature
from ..coordination.proposals.decisions import (
    ACCEPT,
    CHOICES,
    OPEN,
    Decision,
    read_decisions,
    standing,
    write_decisions,
)
from ..coordination.proposals.making import ACTION
from ..errors import InputError
from ..languages.messages import _
from ..pilot.layers import polygons, read_layer
from ..pilot.lock import locked
from ..pilot.pilot import Pilot
from ..pilot.tables import read_table

Row = Mapping[str, str]
TABLE = "proposals"


def open_proposals(pilot: Pilot, pair: Sequence[str] = (), kind: str = "") -> list[str]:
    """Ids of the proposals that are open: all, or those between two units (codes), or of one kind."""
    return [row["id"] for row in read_table(pilot.table(TABLE))
            if row["status"] == OPEN and (not pair or {row["unit"], row["neighbour"]} == set(pair))
            and (not kind or row["kind"] == kind)]


def decide(pilot: Pilot, ids: Sequence[str], decision: str, who: str, reason: str, day: date) -> list[Decision]:
    """Record a decision (of CHOICES) on proposals of the table that coordination published: on all of ``ids`` or none.

    What is accepted becomes an edit command, which the next drawing of the boundary carries out. It needs no reason;
    what is rejected or noted does. InputError tells every proposal that cannot be decided so, and why; ToolkitError
    while another program works on the pilot.
    """
    if decision not in CHOICES:
        raise InputError([(_("This decision is not known: {value}.").format(value=decision),
                           _("Choose from: {names}.").format(names=", ".join(CHOICES)))])
    who, reason = signature(who, reason, needs_reason=decision != ACCEPT)
    with locked(pilot.folder):
        rows = {row["id"]: row for row in read_table(pilot.table(TABLE))}
        edits = read_edits(pilot.folder, pilot.crs)
        before = read_decisions(pilot.folder, edits)
        decided = standing(before, edits)
        wanted = list(dict.fromkeys(ids))
        faults = [fault for name in wanted for fault in _faults(name, rows.get(name), decided.get(name), decision)]
        if faults:
            raise InputError(faults)
        numbers = [""] * len(wanted)
        if decision == ACCEPT:
            commands = _commands(pilot, [rows[name] for name in wanted], who, reason, day)
            numbers = [str(edit.number) for edit in append(pilot.folder, pilot.crs, commands)]
        made = [Decision(name, rows[name]["kind"], decision, reason, who, day.isoformat(), number)
                for name, number in zip(wanted, numbers)]
        write_decisions(pilot.folder, [*before, *made])
    return made


def edit_redline(pilot: Pilot, outline: ogr.Geometry, action: str, unit: str, who: str, reason: str,
                 day: date) -> Edit:
    """Record a polygon (metres, the pilot's system) that somebody drew: its part in a unit is added to the redline or
    removed. InputError for a unit that is not there or that the polygon does not touch."""
    land = next((one.geometry for one in pilot.units if one.code == unit), None)
    if land is None:
        raise InputError([(_("There is no unit {code}.").format(code=unit), _("Choose from: {names}.").format(
            names=", ".join(one.code for one in pilot.units)))])
    if polygons(outline.Intersection(land)).GetArea() <= 1.0:
        raise InputError([(_("The polygon does not lie in the unit {code}.").format(code=unit),
                           _("Choose the unit whose redline it changes."))])
    return record(pilot.folder, pilot.crs, Edit(action, unit, outline, reason, who, day.isoformat()))


def _faults(name: str, row: Optional[Row], decided: Optional[Decision],
            decision: str) -> Iterator[tuple[str, str]]:
    """Why a proposal cannot be decided so."""
    if row is None or row["present"] != "1":
        yield (_("There is no such proposal now: {id}.").format(id=name),
               _("Take the id from the table of proposals, after running coordination."))
    elif decided is not None and decided.decision == ACCEPT and decided.kind == row["kind"]:
        yield (_("The proposal {id} is accepted already.").format(id=name),
               _("Undo edit {number} first.").format(number=decided.edit))
    elif decision == ACCEPT and row["kind"] not in ACTION:
        yield (_("The proposal {id} is a note, so there is nothing to carry out.").format(id=name),
               _("Note it or reject it."))


def _commands(pilot: Pilot, rows: Sequence[Row], who: str, reason: str, day: date) -> list[Edit]:
    outlines = {feature.values["id"]: feature.geometry for feature in read_layer(pilot.geopackage, TABLE)}
    return [Edit(ACTION[row["kind"]], row["acts_on"], outlines[row["id"]], reason, who, day.isoformat(), row["id"])
            for row in rows]
