"""What is to be reviewed: an item a mismatch, a conflict object or a void sign-off, with what stands on it now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

from ...boundary.conflicts import decisions as conflict_decisions
from ...boundary.conflicts.rules import CODES, DECISIONS
from ...boundary.conflicts.tables import GONE
from ...coordination.edits import FILE as EDITS
from ...coordination.edits import FOLDER, read_edits
from ...coordination.levels import signatures
from ...coordination.levels.places import COUNTY
from ...coordination.proposals.decisions import OPEN, STATUS, STATUSES, path_of, read_decisions, standing
from ...coordination.proposals.making import EXTEND, NOTE, TRIM
from ...languages.formats import Formats
from ...languages.messages import N_, _, worded
from ...pilot.tables import unguarded
from ..wording import ltr
from .published import Published, state_of

MISMATCH, CONFLICT, SIGN_OFF = "mismatch", "conflict", "sign_off"
KINDS = {SIGN_OFF: N_("Sign-offs"), MISMATCH: N_("Mismatches"), CONFLICT: N_("Conflicts")}  # in the order of the list
DECIDED = "decided"
STATES = {**STATUSES, DECIDED: N_("decided"), signatures.VOID: signatures.STATES[signatures.VOID]}
PROPOSALS = {EXTEND: N_("extend the redline"), TRIM: N_("trim it to the border"), NOTE: N_("note")}
BETWEEN = " · "
_SAID = ("reason", "decided_by", "decided_on")
Key = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """``row``: what the tables say of it, and what stands on it now; ``units``: codes of the units that it concerns,
    empty where the tables do not tell; ``size``: area (km²; of a mismatch that of its proposal) and length (km), 0
    where there is none."""

    kind: str
    id: str
    status: str
    units: tuple[str, ...]
    row: Mapping[str, str]
    size: tuple[float, float] = (0.0, 0.0)

    @property
    def key(self) -> Key:
        return self.kind, self.id

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.status in (OPEN, signatures.VOID)

    @cached_property
    def title(self) -> str:
        """The pair of units, the object, or the place, in one line."""
        row = self.row
        if self.kind == MISMATCH:
            return f"{row['unit']} – {row['neighbour']}"
        if self.kind == CONFLICT:
            return f"{row['code']} {unguarded(row['name']) or worded(CODES, row['code'])}"
        return f"{row['code']} {row['name']}"

    def detail(self, formats: Formats) -> str:
        """How large it is, what is proposed or decided, and whether it is open."""
        state = _(STATES[self.status])
        if self.kind == MISMATCH:
            return BETWEEN.join(part for part in (
                length_text(self.row, formats), worded(PROPOSALS, self.row["kind"]), state) if part)
        if self.kind == CONFLICT:
            return BETWEEN.join((size_text(self.row, formats), worded(DECISIONS, self.row["decision"]), state))
        return state

    @cached_property
    def haystack(self) -> str:
        """What a search looks through, in small letters."""
        words = [self.id, self.title, *self.units, *(self.row.get(name, "") for name in (
            "name", "kind", "source", "reason", "decided_by", "ecr_codes", "who"))]
        if self.kind == CONFLICT:
            words.append(worded(CODES, self.row["code"]))
        return "\n".join(words).casefold()


def items_of(pilot: Any, published: Optional[Published] = None) -> list[Item]:
    """The items of a pilot: what is open first, then by kind and size. None where coordination has not run. Raises
    InputError for a table that cannot be read."""
    published = published or Published()
    found = [*_sign_offs(pilot, published), *_mismatches(pilot, published), *_conflicts(pilot, published)]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda item: (not item.is_open, order[item.kind], -item.size[0], -item.size[1], item.id))


def stamp_of(pilot: Any) -> tuple[Any, ...]:
    """Changes when a file changes that items are read from."""
    folder: Path = pilot.folder
    tables = [pilot.table(name) for name in ("mismatches", "proposals", "conflicts", "signatures", "levels")]
    return (folder, *(state_of(path) for path in (
        *tables, path_of(folder), folder / FOLDER / EDITS, folder / conflict_decisions.FILE)))


def _mismatches(pilot: Any, published: Published) -> Iterator[Item]:
    """Mismatches with their proposals, and proposals that were decided whose mismatch is there no more."""
    rows = published.rows(pilot.table("proposals"))
    if not rows:
        return
    edits = read_edits(pilot.folder, pilot.crs)
    decided = standing(read_decisions(pilot.folder, edits), edits)
    beyond = {row["proposal"]: row for row in published.rows(pilot.table("mismatches"))}
    for row in rows:
        stands = decided.get(row["id"])
        if stands is not None and stands.kind != row["kind"]:
            stands = None  # a decision holds for the kind of proposal that it was taken on
        if stands is None and row["present"] != "1":
            continue
        now = {name: "" if stands is None else getattr(stands, name) for name in (*_SAID, "edit")}
        yield Item(MISMATCH, row["id"], OPEN if stands is None else STATUS[stands.decision],
                   tuple(code for code in (row["unit"], row["neighbour"]) if code),
                   {**beyond.get(row["id"], {}), **row, **now},
                   (number_of(row, "area_km2"), number_of(row, "length_km")))


def _conflicts(pilot: Any, published: Published) -> Iterator[Item]:
    """Conflict objects; those that are gone are left out, because there is nothing to see."""
    decided = {one.id: one for one in conflict_decisions.load(pilot.folder)}
    for row in published.rows(pilot.table("conflicts")):
        if row["status"] == GONE:
            continue
        size = number_of(row, "area_ha") / 100, number_of(row, "length_km")
        stands = decided.get(row["id"])
        if stands is not None:
            now = {name: getattr(stands, name) for name in ("decision", *_SAID)}
            yield Item(CONFLICT, row["id"], DECIDED, (), {**row, **now}, size)
        elif row["status"] == OPEN:
            yield Item(CONFLICT, row["id"], OPEN, (), row, size)
        else:
            undone = {"decision": row["default_decision"], **dict.fromkeys(_SAID, "")}
            yield Item(CONFLICT, row["id"], OPEN, (), {**row, **undone}, size)


def _sign_offs(pilot: Any, published: Published) -> Iterator[Item]:
    """Places whose line has changed since they signed."""
    rows = [row for row in published.rows(pilot.table("signatures")) if row["state"] == signatures.VOID]
    levels = published.rows(pilot.table("levels")) if rows else []
    parents = {row["code"]: row["parent"] for row in levels if row["level"] == COUNTY}
    for row in rows:
        yield Item(SIGN_OFF, row["code"], signatures.VOID, (parents.get(row["code"], row["code"]),), row)


def number_of(row: Mapping[str, str], name: str) -> float:
    """A number of a row, 0 where there is none."""
    return float(row.get(name) or 0)


def length_text(row: Mapping[str, str], formats: Formats) -> str:
    """A length as ``5.81 km``, empty where there is none."""
    return quantity(number_of(row, "length_km"), "km", formats) if row.get("length_km") else ""


def size_text(row: Mapping[str, str], formats: Formats) -> str:
    """The area or length of an object."""
    return length_text(row, formats) or quantity(number_of(row, "area_ha"), "ha", formats)


def quantity(value: float, unit: str, formats: Formats) -> str:
    """A number and its unit, in this order inside a right-to-left text too."""
    return ltr(f"{formats.significant(value)} {unit}", formats)
