"""Work aside: text that needs no map is made in another thread, so that the window of QGIS lives meanwhile."""

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Callable, TypeVar

from ..feedback import Feedback

_LOOK = 0.03  # seconds between two looks at whether to stop, at which a window handles its events

Made = TypeVar("Made")


def aside(work: Callable[[], Made], feedback: Feedback) -> Made:
    """What ``work()`` gives or raises. Raises Cancelled when somebody asked to stop, after the work has ended."""
    with ThreadPoolExecutor(1) as thread:
        doing = thread.submit(work)
        while not wait([doing], _LOOK).done:
            feedback.check()
    return doing.result()
