"""What the dock decides, without any widget or QGIS."""

import json
import shutil
from types import SimpleNamespace

import pytest

from ecr_toolkit.errors import Cancelled, RecipeError, ToolkitError
from ecr_toolkit.gui.back import Done
from ecr_toolkit.gui.faults import as_html, faults_of
from ecr_toolkit.gui.presenter import Presenter
from ecr_toolkit.gui.recent import LONGEST, Recent
from ecr_toolkit.gui.weights import weights_of
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.pilot import Pilot


class Calls:
    """Remembers every call; ``answers`` gives what a call returns."""

    def __init__(self, **answers):
        self.calls, self.answers = [], answers

    def __getattr__(self, name):
        def call(*details):
            self.calls.append((name, *details))
            return self.answers.get(name)
        return call

    def last(self, name):
        return [details for called, *details in self.calls if called == name][-1]

    def names(self):
        return [call[0] for call in self.calls]


class Settings(dict):
    def value(self, key, default=None):
        return self.get(key, default)

    setValue = dict.__setitem__


@pytest.fixture
def desk(walk):
    """A presenter with everything around it recorded."""
    view, runner, results = Calls(), Calls(), Calls(release="released", show=True)
    seconds = [0.0]
    presenter = Presenter(view, runner, results, Recent(Settings()), Pilot.open, lambda: seconds[0])
    presenter.start()
    return SimpleNamespace(presenter=presenter, view=view, runner=runner, results=results, walk=walk, seconds=seconds)


def opened(desk, folder):
    desk.presenter.open(folder)
    desk.presenter.advanced(desk.walk.states(None), "")
    desk.presenter.ended(None)
    return desk


def test_before_a_pilot_is_open_no_step_has_run(desk):
    assert [row.state for row in desk.view.last("show_steps")[0]] == ["not_run"] * 3


def test_opening_looks_at_the_states_in_the_background(desk, folder):
    desk.presenter.open(folder)
    assert desk.runner.last("start")[:2] == [desk.presenter.pilot, []]
    assert {row.state for row in desk.view.last("show_steps")[0]} == {"checking"}
    desk.presenter.advanced({"survey": SimpleNamespace(state="stale", reason="An input has changed.")}, "")
    desk.presenter.ended(None)
    rows = desk.view.last("show_steps")[0]
    assert (rows[0].state_text, rows[0].reason) == ("Out of date", "An input has changed.")
    assert desk.view.last("show_running") == [False]
    assert "restore" not in desk.results.names()


def test_a_folder_that_is_no_pilot_tells_why_and_keeps_the_present_pilot(desk, folder, tmp_path):
    opened(desk, folder)
    desk.presenter.open(tmp_path)
    sentence, remedy = desk.view.last("show_faults")[0][0]
    assert "pilot.json" in sentence and remedy
    assert desk.presenter.pilot.folder == folder


def test_the_name_of_the_pilot_comes_in_the_language_of_the_interface(desk, folder):
    interface.use("ur")
    opened(desk, folder)
    assert desk.view.last("show_pilot")[0] == "آزمائش"


def test_layers_leave_the_map_before_a_run_and_come_back_after_it(desk, folder):
    opened(desk, folder)
    desk.presenter.run("draw")
    assert desk.results.names() == ["check", "release"]
    assert desk.runner.last("start")[1] == ["draw"]
    desk.presenter.advanced(desk.walk.states(None), "draw")
    assert [row.state for row in desk.view.last("show_steps")[0]] == ["not_run", "running", "not_run"]
    desk.presenter.ended(None)
    assert desk.results.last("restore") == [desk.presenter.pilot, "released"]
    assert desk.view.last("show_line") == ["Done."]


def test_layers_come_back_after_a_failure_too_and_the_fault_is_told(desk, folder):
    opened(desk, folder)
    desk.presenter.run()
    assert desk.runner.last("start")[1] == ["survey", "draw", "documents"]
    desk.presenter.ended(ToolkitError("File not found: dem.tif.", "Put it there."))
    assert desk.results.last("restore") == [desk.presenter.pilot, "released"]
    assert desk.view.last("show_faults") == [[("File not found: dem.tif.", "Put it there.")]]


def test_cancelling_is_no_fault(desk, folder):
    opened(desk, folder)
    desk.presenter.run()
    desk.presenter.cancel()
    desk.presenter.ended(Cancelled("The run was cancelled."))
    assert desk.view.last("show_line") == ["The run was cancelled."]
    assert desk.view.last("show_faults") == [[]]


def test_unsaved_edits_stop_a_run_before_it_begins(desk, folder):
    opened(desk, folder)

    def check(pilot):
        raise ToolkitError("The layer has edits.", "Save them.")
    desk.results.check = check
    desk.presenter.run()
    assert desk.view.last("show_faults") == [[("The layer has edits.", "Save them.")]]
    assert "release" not in desk.results.names()


def test_a_recipe_that_was_broken_since_is_told_and_nothing_runs(desk, folder):
    opened(desk, folder)
    (folder / "pilot.json").write_text("{", encoding="utf-8")
    desk.presenter.run()
    assert "JSON" in desk.view.last("show_faults")[0][0][0]
    assert "release" not in desk.results.names()


def test_nothing_else_begins_while_steps_run(desk, folder):
    opened(desk, folder)
    desk.presenter.run()
    before = len(desk.runner.calls), desk.presenter.pilot
    desk.presenter.run()
    desk.presenter.open(folder)
    desk.presenter.show_results()
    assert (len(desk.runner.calls), desk.presenter.pilot) == before
    assert "show" not in desk.results.names()


def test_what_is_changed_during_a_look_at_the_states_is_kept_and_looked_at_again(desk, folder):
    desk.presenter.open(folder)
    desk.presenter.edit("boundary.min_patch_km2", 7.0)
    assert json.loads((folder / "pilot.json").read_text(encoding="utf-8"))["boundary"]["min_patch_km2"] == 7.0
    assert desk.runner.names() == ["start"], "one look at a time"
    desk.presenter.advanced({"survey": SimpleNamespace(state="fresh", reason="")}, "")
    assert {row.state for row in desk.presenter.rows()} == {"checking"}, "what was seen before the change is old"
    desk.presenter.ended(None)
    assert desk.runner.names() == ["start", "start"] and desk.presenter.busy
    desk.presenter.ended(None)
    assert not desk.presenter.busy


def test_a_run_that_is_asked_for_during_a_look_waits_for_it(desk, folder):
    desk.presenter.open(folder)
    desk.presenter.run("draw")
    assert desk.presenter.running and desk.runner.names() == ["start"]
    desk.presenter.ended(None)
    assert desk.presenter.running and desk.runner.last("start")[1] == ["draw"]
    desk.presenter.ended(None)
    assert desk.view.last("show_line") == ["Done."] and not desk.presenter.busy


def test_a_run_that_waits_is_cancelled_at_once_and_the_look_goes_on(desk, folder):
    desk.presenter.open(folder)
    desk.presenter.run("draw")
    desk.presenter.cancel()
    assert not desk.presenter.running and desk.presenter.looking and desk.view.last("show_running") == [False]
    assert desk.results.last("restore") == [desk.presenter.pilot, "released"]
    assert "cancelled" in desk.view.last("show_line")[0]
    desk.presenter.cancel()
    desk.presenter.ended(None)
    assert not desk.presenter.busy and desk.runner.names() == ["start"]
    assert "cancelled" in desk.view.last("show_line")[0]


def test_the_time_left_is_told_once_it_can_be_known(desk, folder):
    opened(desk, folder)
    desk.presenter.run()
    desk.presenter.progressed(0.5)
    assert desk.view.last("show_progress") == [0.5, ""]
    for seconds, share, left in ((60, 0.25, "about 3 min left"), (60, 0.75, "less than a minute left"),
                                 (3600, 0.25, "about 3 h left"), (60, 1.0, "")):
        desk.seconds[0] = seconds
        desk.presenter.progressed(share)
        assert desk.view.last("show_progress") == [share, left]


def test_steps_that_are_up_to_date_weigh_nothing_and_others_what_they_took_last_time():
    ledger = SimpleNamespace(of=lambda step: {"a": [SimpleNamespace(seconds="4.0")],
                                              "b": [SimpleNamespace(seconds="6.0")]}.get(step, []))
    steps = [SimpleNamespace(id=id, weight=weight) for id, weight in (("a", 2), ("b", 3), ("c", 5))]
    states = {"a": SimpleNamespace(state="fresh"), "b": SimpleNamespace(state="stale")}
    assert weights_of(steps, SimpleNamespace(ledger=ledger), states) == {"a": 0.0, "b": 6.0, "c": 10.0}
    assert weights_of(steps, SimpleNamespace(ledger=SimpleNamespace(of=lambda _step: [])), {}) == {
        "a": 2.0, "b": 3.0, "c": 5.0}


def test_no_results_is_said(desk, folder):
    opened(desk, folder)
    desk.results.answers["show"] = False
    desk.presenter.show_results()
    assert desk.view.last("show_faults")[0][0][0] == "This pilot has no results to show yet."


def test_faults_of_every_kind_of_error():
    assert faults_of(RecipeError([("a", "b"), ("c", "d")])) == [("a", "b"), ("c", "d")]
    assert faults_of(ToolkitError("a", "b")) == [("a", "b")]
    sentence, remedy = faults_of(ZeroDivisionError("division by zero"))[0]
    assert "ZeroDivisionError" in sentence and "Log Messages" in remedy


def test_user_text_in_faults_is_escaped():
    assert "<script>" not in as_html([("<script>alert(1)</script>.tif", "<b>")])


def test_recent_pilots_are_newest_first_without_those_that_are_gone(tmp_path):
    recent = Recent(Settings())
    folders = [tmp_path / str(number) for number in range(LONGEST + 2)]
    for folder in folders:
        folder.mkdir()
        recent.add(folder)
    recent.add(folders[5])
    folders[9].rmdir()
    assert recent.folders() == [folders[number] for number in (5, 8, 7, 6, 4, 3, 2)]


def test_damaged_settings_count_as_no_recent_pilots():
    assert Recent(Settings({"ecr_toolkit/recent_pilots": "{not json"})).folders() == []


# Back


def taken_back(desk):
    desk.presenter.take_back()
    return desk.view.last("show_back")[0]


def test_back_takes_back_what_was_done_last_whatever_it_was(desk, folder):
    presenter = opened(desk, folder).presenter
    assert desk.view.last("show_back") == [""]
    before = recipe_of(folder)
    presenter.edit("thresholds.extreme_share", 0.4)
    presenter.tick("gaps", "Look at the map", True)
    presenter.add_note("gaps", "We looked.")
    presenter.tick("gaps", "Look at the map", False)
    assert desk.view.last("show_back") == ["Look at the map"]
    assert taken_back(desk) == "We looked." and presenter.ticked("gaps") == {"Look at the map"}
    assert "Look at the map" in desk.view.last("show_line")[0]
    assert taken_back(desk) == "Look at the map" and presenter.notes("gaps") == []
    assert "share" in taken_back(desk).lower() and presenter.ticked("gaps") == set()
    assert taken_back(desk) == "" and recipe_of(folder) == before
    presenter.take_back()
    assert recipe_of(folder) == before


def test_what_a_page_takes_back_itself_back_does_not_take_back_again(desk, folder):
    presenter = opened(desk, folder).presenter
    before = recipe_of(folder)
    presenter.edit("thresholds.extreme_share", 0.4)
    presenter.edit("thresholds.extreme_share", 0.4)  # nothing new
    presenter.add_note("gaps", "We looked.")
    presenter.undo_edit()
    assert recipe_of(folder) == before and desk.view.last("show_back") == ["We looked."]
    presenter.take_note_back("gaps")
    assert desk.view.last("show_back") == [""]


def test_back_tells_why_it_cannot(desk, folder):
    def fail():
        raise ToolkitError("It was decided again.", "Look anew.")

    presenter = opened(desk, folder).presenter
    presenter.did(Done("A decision", fail, "key"))
    assert taken_back(desk) == "" and desk.view.last("show_faults") == [[("It was decided again.", "Look anew.")]]


def test_a_long_note_that_is_taken_back_is_told_in_a_line(desk, folder):
    presenter = opened(desk, folder).presenter
    presenter.add_note("gaps", "word " * 100 + "\nsecond line")
    presenter.take_back()
    told = desk.view.last("show_line")[0]
    assert len(told) < 100 and told.endswith("…") and "\n" not in told


def test_another_pilot_has_nothing_to_take_back(desk, folder, tmp_path):
    opened(desk, folder).presenter.edit("thresholds.extreme_share", 0.4)
    other = shutil.copytree(folder, tmp_path / "other")
    opened(desk, other)
    assert desk.view.last("show_back") == [""]


def recipe_of(folder):
    return (folder / "pilot.json").read_text(encoding="utf-8")
