"""Sign-off: a province or county agrees to its line in a round; it is void as soon as its own line is another one."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from ...errors import InputError, ToolkitError, unwritable
from ...languages.messages import N_, _
from ...pilot.layers import Feature
from ...pilot.lock import locked
from ...pilot.tables import read_table, write_table
from .outline import line_hash
from .places import Place
from .rollup import lines_of
from .rounds import load, rounds

FILE = "decisions/signatures.csv"
SIGNED, VOID, OPEN = "signed", "void", "open"
STATES = {SIGNED: N_("signed"), VOID: N_("void: the line has changed"), OPEN: N_("not signed")}
STATE_COLUMNS = ("level", "code", "name", "state", "round", "day", "who")
_COLUMNS = ("round", "level", "code", "name", "day", "who", "sha256")
_NEW_ROUND = N_("Open a new round with the line as it is now.")


def sign_off(folder: Path, code: str, who: str, day: datetime.date, redline: Sequence[Feature],
             places: Sequence[Place]) -> int:
    """Note that a place agrees to its line in the last round, and give the number of that round.

    ``redline`` is the working line: signing needs it to be that of the round in this place. Raises InputError for a
    code that is not known or a missing name; ToolkitError when there is no round, the line has changed since, the day
    lies before the round, the pilot is in use, or the file cannot be written.
    """
    who = " ".join(who.split())
    _check(code, who, places)
    try:
        with locked(folder):
            opened = rounds(folder)
            if not opened:
                raise ToolkitError(_("There is no round to sign."), _(_NEW_ROUND))
            last = load(folder, opened[-1].number)
            if day.isoformat() < last.round.day:
                raise ToolkitError(_("The day {day} lies before the round, {number} of {last}.").format(
                    day=day.isoformat(), number=last.round.number, last=last.round.day),
                    _("Give the day of this sign-off."))
            put = {row["code"]: row for row in last.places}
            line = line_hash(lines_of(redline, places)[code])
            if code not in put or put[code]["sha256"] != line:
                raise ToolkitError(_("The line of {unit} is not that of round {number} any more.").format(
                    unit=code, number=last.round.number), _(_NEW_ROUND))
            signed = {**{name: put[code][name] for name in ("level", "code", "name")}, "round": last.round.number,
                      "day": day.isoformat(), "who": who, "sha256": line}
            write_table(folder / FILE, _COLUMNS, [*_signed(folder), signed])
    except OSError as fault:
        raise unwritable(fault) from fault
    return last.round.number


def _check(code: str, who: str, places: Sequence[Place]) -> None:
    faults = []
    codes = [place.code for place in places]
    if code not in codes:
        faults.append((_("The pilot has no unit or county {code}.").format(code=code),
                       _("Choose from: {names}.").format(names=", ".join(codes))))
    if not who:
        faults.append((_("A sign-off needs who signs."), _("Write a person or an office.")))
    if faults:
        raise InputError(faults)


def _signed(folder: Path) -> list[dict[str, str]]:
    """All sign-offs that were ever given, oldest first."""
    return read_table(folder / FILE, _COLUMNS) if (folder / FILE).exists() else []


def signatures(folder: Path, redline: Sequence[Feature], places: Sequence[Place]) -> list[dict[str, str]]:
    """A row of texts (STATE_COLUMNS) a place, in their order: whether its last sign-off is of the line as it is now
    (signed) or of another (void), or it has given none (open)."""
    last = {row["code"]: row for row in _signed(folder)}
    lines = lines_of(redline, [place for place in places if place.code in last or place.parent == ""])
    rows = []
    for place in places:
        given = last.get(place.code)
        state = OPEN if given is None else SIGNED if line_hash(lines[place.code]) == given["sha256"] else VOID
        rows.append({"level": place.level, "code": place.code, "name": place.name, "state": state,
                     **{name: given[name] if given else "" for name in ("round", "day", "who")}})
    return rows
