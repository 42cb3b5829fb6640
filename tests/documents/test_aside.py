"""Text that is made in another thread while this one asks whether to stop."""

import threading
import time

import pytest

from ecr_toolkit.documents.aside import aside
from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback


class Asked(Feedback):
    """Counts how often it is asked, and says stop at a number."""

    def __init__(self, stop_at=10**9):
        self.asked, self.stop_at = 0, stop_at

    def cancelled(self):
        self.asked += 1
        return self.asked >= self.stop_at


def test_work_is_done_in_another_thread_while_this_one_asks():
    asked = Asked()

    def work():
        time.sleep(0.3)
        return threading.current_thread()

    assert aside(work, asked) is not threading.current_thread()
    assert asked.asked >= 3


@pytest.mark.parametrize("error", [ValueError, TimeoutError])
def test_errors_of_the_work_are_its_own(error):
    def work():
        raise error("what happened")

    with pytest.raises(error, match="what happened"):
        aside(work, Asked())


def test_a_stop_is_told_when_the_work_has_ended():
    ended = []

    def work():
        time.sleep(0.2)
        ended.append(True)

    with pytest.raises(Cancelled):
        aside(work, Asked(stop_at=1))
    assert ended == [True]
