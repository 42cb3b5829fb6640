"""Runs in the background: order, threads, progress, cancelling, errors. The task manager is QGIS's own."""

import threading
import time

import pytest
from qgis.core import QgsApplication

from ecr_toolkit.errors import Cancelled, ToolkitError
from ecr_toolkit.gui.runner import Runner
from ecr_toolkit.gui.work import LOG

WEIGHTS = {"survey": 2, "draw": 1, "documents": 1}


class Listener:
    """Collects what the runner reports and on which thread."""

    def __init__(self):
        self.running_steps, self.shares, self.lines, self.threads, self.end = [], [], [], set(), None

    def advanced(self, states, step_id):
        self.threads.add(threading.current_thread())
        self.running_steps.append(step_id)
        self.states = states

    def progressed(self, share):
        self.threads.add(threading.current_thread())
        self.shares.append(share)

    def said(self, text):
        self.lines.append(text)

    def ended(self, error):
        self.end = (error,)


@pytest.fixture
def run(qgis_app, qtbot, walk, pilot):
    """Start steps and wait for their end."""
    def start(step_ids, during=None):
        runner, listener = Runner(), Listener()
        runner.start(pilot, step_ids, listener, WEIGHTS)
        if during is not None:
            during(runner)
        qtbot.waitUntil(lambda: listener.end is not None, timeout=10_000)
        return listener
    return start


def test_steps_run_in_the_background_and_documents_on_the_main_thread(run, walk):
    listener = run(["survey", "draw", "documents"])
    assert listener.end == (None,)
    assert walk.ran == [("survey", False), ("draw", False), ("documents", True)]
    assert listener.threads == {threading.main_thread()}
    assert [step for step in listener.running_steps if step] == ["survey", "draw", "documents"]
    assert listener.lines == ["survey: running.", "draw: running.", "documents: running."]


def test_one_step_brings_what_it_needs_and_leaves_what_is_fresh(run, walk):
    run(["survey"])
    walk.ran.clear()
    run(["documents"])
    assert walk.ran == [("draw", False), ("documents", True)]


def test_progress_grows_over_both_threads_to_the_whole(run, walk):
    walk.during["survey"] = lambda feedback: feedback.progress(0.5)
    listener = run(["documents"])
    assert listener.shares == sorted(listener.shares)
    assert listener.shares[-1] == 1
    assert any(abs(share - 0.25) < 1e-9 for share in listener.shares)  # half of survey, which is 2 of 4 in weight


def test_without_steps_only_the_states_are_learnt(run, walk):
    listener = run([])
    assert walk.ran == [] and set(listener.states) == {"survey", "draw", "documents"}


def test_an_error_ends_the_run_with_itself_and_the_states(run, walk):
    def fail(feedback):
        raise ToolkitError("File not found: dem.tif.", "Put it there.")
    walk.during["draw"] = fail
    listener = run(["documents"])
    assert listener.end[0].remedy == "Put it there."
    assert listener.states["draw"].state == "failed"
    assert [step for step, _main in walk.ran] == ["survey", "draw"]


@pytest.mark.parametrize("step", ["survey", "documents"])
def test_a_programming_error_ends_the_run_and_its_traceback_is_logged(run, walk, step):
    logged = []
    log = QgsApplication.messageLog()

    def keep(text, tag, level):
        logged.append((tag, text))
    log.messageReceived.connect(keep)

    def fail(feedback):
        raise ZeroDivisionError("division by zero")
    walk.during[step] = fail
    listener = run([step])
    log.messageReceived.disconnect(keep)
    assert isinstance(listener.end[0], ZeroDivisionError)
    assert any(tag == LOG and "Traceback" in text and "division by zero" in text for tag, text in logged)


def test_cancelling_reaches_the_working_step(run, walk):
    def work(feedback):
        begun.set()
        while not feedback.cancelled():
            time.sleep(0.01)
    begun = threading.Event()
    walk.during["survey"] = work

    def cancel(runner):
        assert begun.wait(10)
        runner.cancel()
    listener = run(["documents"], cancel)
    assert isinstance(listener.end[0], Cancelled)
    assert [step for step, _main in walk.ran] == ["survey"]


def test_documents_can_be_cancelled_while_they_are_drawn(run, walk):
    runners = []

    def draw(feedback):
        runners[0].cancel()
        feedback.check()
    walk.during["documents"] = draw
    listener = run(["documents"], runners.append)
    assert isinstance(listener.end[0], Cancelled)


def test_a_stopped_runner_tells_nobody(qgis_app, qtbot, walk, pilot):
    begun, go_on = threading.Event(), threading.Event()

    def work(feedback):
        begun.set()
        go_on.wait(10)
    walk.during["survey"] = work
    runner, listener = Runner(), Listener()
    runner.start(pilot, ["survey"], listener, WEIGHTS)
    assert begun.wait(10)
    runner.stop()
    go_on.set()
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=10_000)
    qtbot.wait(50)
    assert listener.end is None


def test_needs_are_followed_in_the_order_of_the_walk(walk):
    assert [step.id for step in walk.with_needs(["documents"])] == ["survey", "draw", "documents"]
    assert walk.with_needs([]) == []
