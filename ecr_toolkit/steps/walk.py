"""Walking: which steps are fresh, and running those that are not, in order, with the ledger kept."""

import contextlib
import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Optional

from .. import __version__
from ..atomic import publishing
from ..errors import Cancelled, InputError, ToolkitError, unwritable
from ..feedback import Feedback
from ..languages.messages import _
from ..pilot.layers import drop_layers
from ..pilot.ledger import Row
from ..pilot.lock import locked
from ..pilot.pilot import Pilot
from .step import Step

FAILURES = "failures.csv"


class State:
    """States of a step."""

    FRESH, STALE, NOT_RUN, FAILED = "fresh", "stale", "not_run", "failed"


@dataclass(frozen=True)
class StepState:
    """A state and, where it is not fresh, the sentence that says why."""

    state: str
    reason: str = ""


def states_of(steps: Sequence[Step], pilot: Pilot) -> dict[str, StepState]:
    """The state of every step; a step whose predecessors are not fresh is stale itself."""
    failures = _failures(pilot)
    found: dict[str, StepState] = {}
    for step in steps:
        try:
            state = _state(step, pilot, found)
        except ToolkitError as fault:  # an input cannot be read, so nothing made from it can be called fresh
            state = StepState(State.STALE if pilot.ledger.of(step.id) else State.NOT_RUN, str(fault))
        if state.state != State.FRESH and step.id in failures:
            state = StepState(State.FAILED, failures[step.id])
        found[step.id] = state
    return found


def run_steps(steps: Sequence[Step], pilot: Pilot, feedback: Feedback, only: Optional[str] = None) -> list[str]:
    """Run what is not fresh: all steps, or ``only`` one with what it needs. Gives the ids of the steps that ran.

    Raises ToolkitError of the step that failed (what was published before stays) or Cancelled.
    """
    chosen = list(steps) if only is None else needed(steps, [only])
    check_inputs(chosen, states_of(steps, pilot), pilot)
    with locked(pilot.folder):
        pilot.sweep()
        return _walk(chosen, steps, pilot, feedback)


def check_inputs(chosen: Sequence[Step], states: dict[str, StepState], pilot: Pilot) -> None:
    """Open what the steps to run will read of the country's own data; InputError tells the faults of all of them,
    before anything is written."""
    faults: list[tuple[str, str]] = []
    for step in chosen:
        if states[step.id].state != State.FRESH:
            try:
                step.check(pilot)
            except InputError as fault:
                faults.extend(fault.faults)
    if faults:
        raise InputError(faults)


def _walk(chosen: Sequence[Step], steps: Sequence[Step], pilot: Pilot, feedback: Feedback) -> list[str]:
    total, done, ran = sum(step.weight for step in chosen), 0.0, []
    for step in chosen:
        part = feedback.part(done / total, (done + step.weight) / total)
        feedback.check()
        if states_of(steps, pilot)[step.id].state == State.FRESH:
            feedback.say(_("{step}: up to date, nothing to do.").format(step=_(step.title)))
        else:
            _run(step, pilot, part)
            ran.append(step.id)
        done += step.weight
        feedback.progress(done / total)
    return ran


def _run(step: Step, pilot: Pilot, feedback: Feedback) -> None:
    feedback.say(_("{step}: running.").format(step=_(step.title)))
    started = time.monotonic()
    try:
        inputs, parameters = inputs_hash(step, pilot), parameters_hash(step, pilot)
        outputs = list(step.run(pilot, feedback))
    except Cancelled:
        raise
    except ToolkitError as fault:
        _note_failure(pilot, step.id, str(fault))
        raise
    except OSError as fault:
        error = unwritable(fault)
        with contextlib.suppress(OSError):  # the note may not fit on the full disk either
            _note_failure(pilot, step.id, str(error))
        raise error from fault
    except Exception:  # noted for the dock, then raised: a programming error stays one
        _note_failure(pilot, step.id, _("The toolkit itself failed here; the log has the details."))
        raise
    remove_superseded(pilot, step, outputs)
    seconds = time.monotonic() - started
    finished = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    pilot.ledger.record(step.id, [
        Row(step.id, name, output_hash(pilot, name), inputs, parameters, __version__, f"{seconds:.2f}", finished)
        for name in outputs])
    _note_failure(pilot, step.id, "")
    feedback.say(_("{step}: done in {seconds} s.").format(step=_(step.title), seconds=f"{seconds:.1f}"))


def remove_superseded(pilot: Pilot, step: Step, outputs: Sequence[str]) -> None:
    """Remove files and layers that the step made before and makes no more, so that nobody takes them for a result."""
    gone = [row.file.partition("#") for row in pilot.ledger.of(step.id) if row.file not in outputs]
    for file, _separator, layer in gone:
        if not layer:
            (pilot.folder / file).unlink(missing_ok=True)
    drop_layers(pilot.geopackage, [layer for _file, _separator, layer in gone if layer])


def _state(step: Step, pilot: Pilot, before: dict[str, StepState]) -> StepState:
    rows = pilot.ledger.of(step.id)
    if not rows:
        return StepState(State.NOT_RUN)
    if any(before[need].state != State.FRESH for need in step.needs):
        return StepState(State.STALE, _("A step before it is out of date."))
    if any(row.version != __version__ for row in rows):
        return StepState(State.STALE, _("It was made by another version of the toolkit."))
    if rows[0].parameters != parameters_hash(step, pilot):
        return StepState(State.STALE, _("The recipe has changed."))
    if rows[0].inputs != inputs_hash(step, pilot):
        return StepState(State.STALE, _("An input has changed."))
    for row in rows:
        if output_hash(pilot, row.file) != row.sha256:
            return StepState(State.STALE, _("A result is missing or was changed: {file}.").format(file=row.file))
    return StepState(State.FRESH)


def output_hash(pilot: Pilot, name: str) -> str:
    """Hash of an output; a layer is hashed by what it holds, because other steps write to the same file."""
    file, _separator, layer = name.partition("#")
    return pilot.hashes.file(pilot.folder / file, layer)


def inputs_hash(step: Step, pilot: Pilot) -> str:
    """Hash of everything the step reads: outputs of the steps it needs, and files."""
    read = {row.file: row.sha256 for need in step.needs for row in pilot.ledger.of(need)}
    read.update(step.facts(pilot))
    read.update({f"{number} {path.name}": pilot.hashes.file(path) for number, path in enumerate(step.files(pilot))})
    return pilot.hashes.data(read)


def parameters_hash(step: Step, pilot: Pilot) -> str:
    return pilot.hashes.data(pilot.recipe.part(step.recipe))


def needed(steps: Sequence[Step], wanted: Sequence[str]) -> list[Step]:
    """The wanted steps and all that they need, in the order of the walk."""
    needs = {step.id: step.needs for step in steps}
    chosen: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in chosen:
            chosen.add(name)
            waiting.extend(needs[name])
    return [step for step in steps if step.id in chosen]


def _failures(pilot: Pilot) -> dict[str, str]:
    path = pilot.folder / FAILURES
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["step"]: row["reason"] for row in csv.DictReader(file)}


def _note_failure(pilot: Pilot, step: str, reason: str) -> None:
    """Remember why a step failed, or forget it (empty reason)."""
    path: Path = pilot.folder / FAILURES
    noted = {name: text for name, text in _failures(pilot).items() if name != step}
    if reason:
        noted[step] = reason
    if not noted:
        path.unlink(missing_ok=True)
        return
    with publishing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(("step", "reason"))
        writer.writerows(noted.items())
