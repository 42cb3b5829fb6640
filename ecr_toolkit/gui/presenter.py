"""What the dock shows and does, without widgets: the view draws, the runner works, the presenter decides."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

from .. import steps
from ..documents.guideline.advice import NO_ADVICE, Advice, advice_on
from ..errors import Cancelled, ToolkitError
from ..languages.messages import N_, _, interface
from ..pilot import recipe_edits
from ..pilot.notes import Note, add_note, notes_of, remove_last_note, tick, ticked
from .back import RECIPE, Back, Done
from .faults import faults_of
from .forms.entries import groups_of
from .forms.entry import Entry, Group
from .time_left import time_left
from .weights import weights_of
from .wording import short

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

    ``view`` has show_pilot, show_steps, show_running, show_progress, show_line, show_back, show_faults and show_recent;
    ``runner`` has start, cancel and stop; ``results`` has check, release, restore and show. Two things go on in the
    background, never both: a run of steps (``running``), and a look at the states of the steps after something changed
    (``looking``), which holds up nothing.
    """

    def __init__(self, view: Any, runner: Any, results: Any, recent: Any, open_pilot: Callable[[Path], Any],
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._view, self._runner, self._results, self._recent = view, runner, results, recent
        self._open_pilot, self._clock = open_pilot, clock
        self._states: Optional[Mapping[str, Any]] = {}  # None: not known yet
        self._running_step = ""
        self._released: Any = None
        self._began = 0.0
        self._waiting: list[str] = []  # steps to run when the look at the states has ended
        self._outdated = False  # something changed since the look at the states began
        self._shown = False  # the results of this pilot, on the map, in this session
        self._back = Back()
        self.pilot: Any = None
        self.running = self.looking = False

    @property
    def busy(self) -> bool:
        """Whether anything goes on in the background."""
        return self.running or self.looking

    def start(self) -> None:
        """First drawing: no pilot yet, the recent ones on offer."""
        self._view.show_recent(self._recent.folders())
        self.redraw()

    def open(self, folder: Path) -> None:
        """Open another pilot; when it cannot be opened its faults are shown and the present one stays."""
        if self.running or not self._reopen(Path(folder)):
            return
        self._shown = False
        self._back.clear()
        self._recent.add(self.pilot.folder)
        self._view.show_recent(self._recent.folders())
        self._states = None
        self._look()

    def run(self, step_id: Optional[str] = None) -> None:
        """Run one step and what it needs, or all that is out of date.

        The pilot's layers leave the map while it runs, because Windows does not replace a file that is open.
        """
        if self.running or self.pilot is None or not self._reopen(self.pilot.folder):  # the recipe may have been edited
            return
        if self.pilot.recipe.absent:
            self._view.show_faults(self.pilot.recipe.absent)
            return
        try:
            self._results.check(self.pilot)
        except ToolkitError as error:
            self._view.show_faults(faults_of(error))
            return
        self._released = self._results.release(self.pilot)
        self.running, self._began = True, self._clock()
        self._waiting = [step.id for step in steps.STEPS] if step_id is None else [step_id]
        self.redraw()
        if not self.looking:
            self._run_waiting()

    def look_again(self) -> None:
        """Files of the pilot have changed: read the recipe anew and look at the states of the steps."""
        if not self.running and self.pilot is not None and self._reopen(self.pilot.folder):
            self._look()

    def _reopen(self, folder: Path) -> bool:
        """Read a pilot's recipe; of the present pilot what did not change need not be hashed again."""
        self._view.show_line("")
        try:
            pilot = self._open_pilot(folder)
        except ToolkitError as error:
            self._view.show_faults(faults_of(error))
            return False
        if self.pilot is not None and self.pilot.folder == pilot.folder:
            pilot.hashes = self.pilot.hashes
        self.pilot = pilot
        self._view.show_faults([])
        return True

    def _look(self) -> None:
        """Files are hashed to tell the states, which can take a while: in the background, one look at a time."""
        self._outdated = self.looking
        if not self.looking:
            self.looking = True
            self._runner.start(self.pilot, [], self, {})
        self.redraw()

    def _run_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._runner.start(self.pilot, waiting, self, weights_of(steps.STEPS, self.pilot, self._states or {}))

    def cancel(self) -> None:
        """Ask the run to stop: it ends at its next window, or at once when it waits for the look to end."""
        if self._waiting:
            self._waiting = []
            self._close_run(Cancelled(_("The run was cancelled; what was finished before is kept.")))
        elif self.running:
            self._view.show_line(_("Stopping…"))
            self._runner.cancel()

    def close(self) -> None:
        """The plugin goes away: stop, and hear no more of it."""
        self._runner.stop()

    # The page of a step: settings, what to check, notes

    @property
    def folder(self) -> Optional[Path]:
        """The pilot's folder, None without a pilot."""
        return None if self.pilot is None else self.pilot.folder

    def groups(self, step_id: str) -> list[Group]:
        """The form of a step; empty without a pilot."""
        return [] if self.pilot is None else groups_of(step_id, self.pilot)

    def setting(self, field: str) -> tuple[str, str]:
        """Where a field of the recipe can be changed: step, and name of the entry in its form; "" for nowhere."""
        return next(((step_id, entry.name) for step_id, entry in self._entries() if entry.holds_field(field)), ("", ""))

    def _entries(self) -> Iterator[tuple[str, Entry]]:
        """The entries of all forms, each with its step."""
        for step in steps.STEPS:
            yield from ((step.id, entry) for group in self.groups(step.id) for entry in group.entries)

    def edit(self, name: str, value: Any) -> None:
        """Write a field into the recipe; what cannot be written is told, and the form shows what stands."""
        folder = self.folder
        if self._change(lambda folder: recipe_edits.edit(folder, {name: value})):
            title = next((entry.title for _step, entry in self._entries() if entry.name == name), name)
            self.did(Done(title, lambda: recipe_edits.undo(folder), RECIPE))

    def undo_edit(self) -> None:
        """Take the last edit of the recipe back."""
        if self._change(recipe_edits.undo):
            self.undone(RECIPE)

    def can_undo(self) -> bool:
        return self.pilot is not None and recipe_edits.can_undo(self.pilot.folder)

    def _change(self, change: Callable[[Path], bool]) -> bool:
        """Change the recipe; gives whether it is another one now."""
        if self.running or self.pilot is None:
            return False
        try:
            changed = change(self.pilot.folder)
        except ToolkitError as error:
            self._view.show_faults(faults_of(error))
            return False
        self.look_again()
        return changed

    def advice(self, step_id: str) -> Advice:
        """What the guideline says about a step."""
        return advice_on(step_id) if step_id else NO_ADVICE

    def ticked(self, step_id: str) -> set[str]:
        return ticked(self.pilot.folder, step_id) if self.pilot is not None else set()

    def tick(self, step_id: str, item: str, done: bool) -> None:
        """Tick an item of the checklist off, or take the tick away."""
        folder = self.folder
        if self._write(lambda folder: tick(folder, step_id, item, done)):
            self.did(Done(_(item), lambda: tick(folder, step_id, item, not done), (step_id, item)))

    def notes(self, step_id: str) -> list[Note]:
        """The notes of a step, oldest first."""
        return [note for note in notes_of(self.pilot.folder) if note.step == step_id] if self.pilot is not None else []

    def add_note(self, step_id: str, text: str) -> None:
        """Write a note for the report."""
        folder = self.folder
        if self._write(lambda folder: add_note(folder, step_id, text)):
            self.did(Done(text, lambda: remove_last_note(folder, step_id), (step_id, "")))

    def take_note_back(self, step_id: str) -> None:
        """Take the last note of a step back."""
        if self._write(lambda folder: remove_last_note(folder, step_id)):
            self.undone((step_id, ""))

    def _write(self, write: Callable[[Path], Any]) -> bool:
        """Notes and ticks, which are for the documents only; gives whether there was a pilot to write into."""
        if self.pilot is not None:
            write(self.pilot.folder)
            self.look_again()
        return self.pilot is not None

    # Back

    def did(self, done: Done) -> None:
        """Something was done that can be taken back."""
        self._back.add(done)
        self._show_back()

    def undone(self, key: Any) -> None:
        """The last thing with this key was taken back on its own page."""
        self._back.forget(key)
        self._show_back()

    def take_back(self) -> None:
        """Take back what was done last on the pilot, whatever it was."""
        if self.running or self.pilot is None:
            return
        try:
            done = self._back.take_back()
        except ToolkitError as error:
            self._view.show_faults(faults_of(error))
        else:
            if done is not None:
                self.look_again()
                self._view.show_line(_("Taken back: {what}").format(what=short(done.title)))
        self._show_back()

    def _show_back(self) -> None:
        last = self._back.last
        self._view.show_back("" if last is None or self.running else last.title)

    # What the runner reports, always on the main thread

    def advanced(self, states: Mapping[str, Any], step_id: str) -> None:
        """The states as they are now, and the step that begins ("" when none does)."""
        if not self._outdated:
            self._states, self._running_step = states, step_id
            self._view.show_steps(self.rows())

    def progressed(self, share: float) -> None:
        if self.running:
            self._view.show_progress(share, time_left(self._clock() - self._began, share))

    def said(self, text: str) -> None:
        self._view.show_line(text)

    def ended(self, error: Optional[BaseException]) -> None:
        """A look or a run has ended; what waited for it begins."""
        self._running_step, self._states = "", self._states or {}
        if self.looking:
            self.looking = False
            if self._waiting:
                self._outdated = False
                self._run_waiting()
                return
            if self._outdated:
                self._look()
                return
        self._outdated = False
        self._close_run(error)

    def _close_run(self, error: Optional[BaseException]) -> None:
        """Nothing runs any more; tell how it ended."""
        self._end_run(error)
        self.redraw()
        if isinstance(error, Cancelled):
            self._view.show_line(error.sentence)
        elif error is not None:
            self._view.show_faults(faults_of(error))

    def _end_run(self, error: Optional[BaseException]) -> None:
        ran, self.running = self.running, False
        released, self._released = self._released, None
        if ran:
            self._view.show_line("" if error is not None else _("Done."))
            self._results.restore(self.pilot, released)
            if error is None and not self._shown:  # once a session: who takes the results off the map has a reason
                self._shown = True
                self._results.show(self.pilot)

    # Results

    def show_results(self) -> None:
        """Put the results on the map, styled."""
        if self.pilot is not None and not self.running:
            self._shown = self._results.show(self.pilot)
            if not self._shown:
                self._view.show_faults([(_("This pilot has no results to show yet."), _("Run its steps first."))])

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

    def redraw(self) -> None:
        """Show everything as it is, also in a view that was made anew."""
        name, folder = ("", None) if self.pilot is None else (self.pilot.name(interface.language), self.pilot.folder)
        self._view.show_pilot(name, folder)
        self._view.show_running(self.running)
        self._view.show_steps(self.rows())
        self._show_back()
