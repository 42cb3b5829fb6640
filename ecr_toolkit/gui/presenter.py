"""What the dock shows and does, without widgets: the view draws, the runner works, the presenter decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

from .. import steps
from ..documents.guideline.advice import advice_on
from ..errors import Cancelled, ToolkitError
from ..languages.messages import LANGUAGES, N_, _, interface
from ..pilot import recipe_edits
from ..pilot.notes import Note, add_note, notes_of, tick, ticked
from ..pilot.tables import read_table
from ..preparation.repairs import accept
from .curve.held import Held, held_of
from .faults import faults_of
from .forms.entries import Group, groups_of

NOT_RUN, RUNNING, CHECKING = "not_run", "running", "checking"
STATE_TEXTS = {
    "fresh": N_("Up to date"),
    "stale": N_("Out of date"),
    NOT_RUN: N_("Not run"),
    "failed": N_("Failed"),
    RUNNING: N_("Running"),
    CHECKING: N_("Checking"),
}


@dataclass(frozen=True)
class StepRow:
    """A line of the list of steps; all texts are translated."""

    id: str
    number: int
    title: str
    purpose: str
    state: str
    reason: str

    @property
    def state_text(self) -> str:
        return _(STATE_TEXTS[self.state])


class Presenter:
    """Ties a pilot to a view.

    ``view`` has show_pilot, show_steps, show_running, show_progress, show_line, show_faults, show_reports and
    show_recent; ``runner`` has start, cancel and stop; ``results`` has check, release, restore and show.
    """

    def __init__(self, view: Any, runner: Any, results: Any, recent: Any,
                 open_pilot: Callable[[Path], Any]) -> None:
        self._view, self._runner, self._results, self._recent = view, runner, results, recent
        self._open_pilot = open_pilot
        self._states: Optional[Mapping[str, Any]] = {}  # None: not known yet
        self._running_step = ""
        self._released: Any = None
        self.pilot: Any = None
        self.running = False

    def start(self) -> None:
        """First drawing: no pilot yet, the recent ones on offer."""
        self._view.show_recent(self._recent.folders())
        self._refresh()

    def open(self, folder: Path) -> None:
        """Open another pilot; when it cannot be opened its faults are shown and the present one stays."""
        if self.running or not self._reopen(Path(folder)):
            return
        self._recent.add(self.pilot.folder)
        self._view.show_recent(self._recent.folders())
        self._states = None  # files are hashed to tell the states, which can take a while: in the background
        self._begin([])

    def run(self, step_id: Optional[str] = None) -> None:
        """Run one step and what it needs, or all that is out of date.

        The pilot's layers leave the map while it runs, because Windows does not replace a file that is open.
        """
        if self.running or self.pilot is None:
            return
        hashes = self.pilot.hashes
        if not self._reopen(self.pilot.folder):  # the recipe may have been edited
            return
        self.pilot.hashes = hashes  # what did not change need not be hashed again
        try:
            self._results.check(self.pilot)
        except ToolkitError as error:
            self._view.show_faults(faults_of(error))
            return
        self._released = self._results.release(self.pilot)
        self._begin([step.id for step in steps.STEPS] if step_id is None else [step_id])

    def _reopen(self, folder: Path) -> bool:
        self._view.show_line("")
        try:
            self.pilot = self._open_pilot(folder)
        except ToolkitError as error:
            self._view.show_faults(faults_of(error))
            return False
        self._view.show_faults([])
        return True

    def _begin(self, step_ids: list[str]) -> None:
        self.running = True
        self._refresh()
        self._runner.start(self.pilot, step_ids, self)

    def cancel(self) -> None:
        """Ask the run to stop; it ends at its next window."""
        if self.running:
            self._view.show_line(_("Stopping…"))
            self._runner.cancel()

    def close(self) -> None:
        """The plugin goes away: stop, and hear no more of it."""
        self._runner.stop()

    def checks(self) -> list[dict[str, str]]:
        """What the checks of the inputs found: rows of checks.csv, none before they were prepared."""
        if self.pilot is None or not self.pilot.checks.is_file():
            return []
        return read_table(self.pilot.checks)

    def accept_repair(self, number: int) -> None:
        """Write the repair of a finding into the recipe; the inputs are out of date then."""
        if self.running or self.pilot is None:
            return
        accept(self.pilot, number)
        if self._reopen(self.pilot.folder):
            self._begin([])

    # The page of a step: settings, what to check, notes

    @property
    def folder(self) -> Optional[Path]:
        """The pilot's folder, None without a pilot."""
        return None if self.pilot is None else self.pilot.folder

    def groups(self, step_id: str) -> list[Group]:
        """The form of a step; empty without a pilot."""
        return [] if self.pilot is None else groups_of(step_id, self.pilot)

    def edit(self, name: str, value: Any) -> None:
        """Write a field into the recipe; what cannot be written is told, and the form shows what stands."""
        self._change(lambda folder: recipe_edits.edit(folder, {name: value}))

    def undo_edit(self) -> None:
        """Take the last edit of the recipe back."""
        self._change(recipe_edits.undo)

    def can_undo(self) -> bool:
        return self.pilot is not None and recipe_edits.can_undo(self.pilot.folder)

    def _change(self, change: Callable[[Path], Any]) -> None:
        if self.running or self.pilot is None:
            return
        try:
            change(self.pilot.folder)
        except ToolkitError as error:
            self._view.show_faults(faults_of(error))
            return
        if self._reopen(self.pilot.folder):
            self._begin([])  # the states, in the background

    def held(self, step_id: str) -> Optional[Held]:
        """What each share would take in, for the page of the thresholds; None on the other pages."""
        return held_of(self.pilot) if step_id == "thresholds" and self.pilot is not None else None

    def share(self) -> int:
        """The cumulative share in force, in per cent."""
        return round(100 * self.pilot.recipe["thresholds"]["extreme_share"]) if self.pilot is not None else 0

    def try_share(self, share: int) -> None:
        """Show on the map what a share (per cent) would take in."""
        if self.pilot is not None and not self.running:
            self._results.try_share(self.pilot, share - held_of(self.pilot).first)

    def checklist(self, step_id: str) -> Sequence[str]:
        """What the guideline says to look at after a step (marked texts)."""
        return advice_on(step_id).checks if self.pilot is not None and step_id else ()

    def ticked(self, step_id: str) -> set[str]:
        return ticked(self.pilot.folder, step_id) if self.pilot is not None else set()

    def tick(self, step_id: str, item: str, done: bool) -> None:
        """Tick an item of the checklist off, or take the tick away."""
        if self.pilot is not None:
            tick(self.pilot.folder, step_id, item, done)

    def notes(self, step_id: str) -> list[Note]:
        """The notes of a step, oldest first."""
        return [note for note in notes_of(self.pilot.folder) if note.step == step_id] if self.pilot is not None else []

    def add_note(self, step_id: str, text: str) -> None:
        if self.pilot is not None:
            add_note(self.pilot.folder, step_id, text)

    # What the runner reports, always on the main thread

    def advanced(self, states: Mapping[str, Any], step_id: str) -> None:
        """The states as they are now, and the step that begins ("" when none does)."""
        self._states, self._running_step = states, step_id
        self._view.show_steps(self.rows())

    def progressed(self, share: float) -> None:
        self._view.show_progress(share)

    def said(self, text: str) -> None:
        self._view.show_line(text)

    def ended(self, error: Optional[BaseException]) -> None:
        self.running, self._running_step = False, ""
        self._states = self._states or {}
        released, self._released = self._released, None
        self._view.show_line("")
        if released is not None:
            self._results.restore(self.pilot, released)
            if error is None:
                self._view.show_line(_("Done."))
        self._refresh()
        if isinstance(error, Cancelled):
            self._view.show_line(error.sentence)
        elif error is not None:
            self._view.show_faults(faults_of(error))

    # Results

    def show_results(self) -> None:
        """Put the results on the map, styled."""
        if self.pilot is not None and not self.running and not self._results.show(self.pilot):
            self._view.show_faults([(_("This pilot has no results to show yet."), _("Run its steps first."))])

    def reports(self) -> dict[str, Path]:
        """The reports on disk: language → HTML file, the interface's language first."""
        if self.pilot is None:
            return {}
        found = {language: self.pilot.document(language, "demarcation_report.html")
                 for language in sorted(LANGUAGES, key=lambda language: language != interface.language)}
        return {language: path for language, path in found.items() if path.is_file()}

    def rows(self) -> list[StepRow]:
        """The nine steps with their states; without a pilot none of them has run."""
        rows = []
        for number, step in enumerate(steps.STEPS, 1):
            state = (self._states or {}).get(step.id)
            if step.id == self._running_step:
                name, reason = RUNNING, ""
            elif state is None:
                name, reason = CHECKING if self._states is None else NOT_RUN, ""
            else:
                name, reason = state.state, state.reason
            rows.append(StepRow(step.id, number, _(step.title), _(step.purpose), name, reason))
        return rows

    def _refresh(self) -> None:
        name, folder = ("", None) if self.pilot is None else (self.pilot.name(interface.language), self.pilot.folder)
        self._view.show_pilot(name, folder)
        self._view.show_steps(self.rows())
        self._view.show_reports(self.reports())
        self._view.show_running(self.running)
