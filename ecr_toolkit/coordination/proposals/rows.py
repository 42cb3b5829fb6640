"""Rows of mismatches and proposals: figures, what is proposed, what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Callable, Optional

from osgeo import ogr

from ...pilot.layers import Feature
from ..edits import Edit
from .decisions import OPEN, STATUS, Decision
from .making import Proposal
from .places import Place
from .reasons import REASONS

MISMATCH_FIELDS: Mapping[str, type] = {
    "number": int, "unit": str, "neighbour": str, "length_km": float, "status": str, "proposal": str, "kind": str,
    "level": int, "level_5_percent": float, "level_3_percent": float, "level_1_percent": float,
    "unknown_percent": float, "deducted_percent": float, "protected_percent": float, "area_km2": float, "why": str,
    "why_text": str}
PROPOSAL_FIELDS: Mapping[str, type] = {
    "id": str, "unit": str, "neighbour": str, "kind": str, "acts_on": str, "length_km": float, "area_km2": float,
    "why": str, "status": str, "decision": str, "decided_by": str, "decided_on": str, "reason": str, "edit": int,
    "present": int}


def mismatch_features(proposals: Sequence[Proposal], ids: Sequence[str], decided: Mapping[str, Decision],
                      text: Callable[[str], str]) -> list[Feature]:
    """A line with the values of MISMATCH_FIELDS for each proposal; ``text`` translates the sentence of a reason."""
    found = []
    for number, (proposal, name) in enumerate(zip(proposals, ids), 1):
        mismatch, beyond = proposal.mismatch, proposal.across
        found.append(Feature(mismatch.line, {
            "number": number, "unit": mismatch.unit, "neighbour": mismatch.neighbour, "length_km": mismatch.length_km,
            "status": _status(_decision(decided, name, proposal.kind)), "proposal": name, "kind": proposal.kind,
            "level": beyond.level,
            **{f"level_{level}_percent": round(100 * share, 2) for level, share in beyond.shares.items()},
            "unknown_percent": round(100 * beyond.unknown, 2), "deducted_percent": round(100 * beyond.deducted, 2),
            "protected_percent": round(100 * beyond.protected, 2), "area_km2": proposal.area_km2,
            "why": proposal.why, "why_text": text(REASONS[proposal.why]) if proposal.why else ""}))
    return found


def proposal_rows(proposals: Sequence[Proposal], ids: Sequence[str], decided: Mapping[str, Decision],
                  edits: Iterable[Edit]) -> list[tuple[dict[str, Any], Optional[ogr.Geometry]]]:
    """(values of PROPOSAL_FIELDS, polygon or None) of every proposal, and after them of what was decided on mismatches
    that are there no more (``present`` 0), by id."""
    found = []
    for proposal, name in zip(proposals, ids):
        found.append(({
            "id": name, "unit": proposal.mismatch.unit, "neighbour": proposal.mismatch.neighbour,
            "kind": proposal.kind, "acts_on": proposal.acts_on, "length_km": proposal.mismatch.length_km,
            "area_km2": proposal.area_km2, "why": proposal.why, "present": 1,
            **_decided(_decision(decided, name, proposal.kind))}, proposal.geometry))
    by_number = {str(edit.number): edit for edit in edits}
    for name in sorted(set(decided) - set(ids)):
        place, edit = Place.parse(name), by_number.get(decided[name].edit)
        found.append(({
            "id": name, "unit": place.unit if place else "", "neighbour": place.neighbour if place else "",
            "kind": decided[name].kind, "acts_on": edit.unit if edit else "", "length_km": None,
            "area_km2": edit.area_km2 if edit else None, "why": "", "present": 0, **_decided(decided[name])},
            edit.geometry if edit else None))
    return found


def _decision(decided: Mapping[str, Decision], name: str, kind: str) -> Optional[Decision]:
    """A decision holds for the kind of proposal that it was taken on."""
    found = decided.get(name)
    return found if found is not None and found.kind == kind else None


def _status(decision: Optional[Decision]) -> str:
    return OPEN if decision is None else STATUS[decision.decision]


def _decided(decision: Optional[Decision]) -> dict[str, Any]:
    if decision is None:
        return {"status": OPEN, "decision": "", "decided_by": "", "decided_on": "", "reason": "", "edit": None}
    return {"status": _status(decision), "decision": decision.decision, "decided_by": decision.decided_by,
            "decided_on": decision.decided_on, "reason": decision.reason,
            "edit": int(decision.edit) if decision.edit else None}
