"""Back: what was done on a pilot since it was opened, and can be taken back, the last first."""

from dataclasses import dataclass
from typing import Any, Callable, Optional

RECIPE = "recipe"  # key of everything that was written into the recipe


@dataclass(frozen=True)
class Done:
    """Something that was done. ``title``: what, in the interface's language; ``undo()`` takes it back, or raises
    ToolkitError; ``key``: by it a page that has a way back of its own tells that it was gone."""

    title: str
    undo: Callable[[], Any]
    key: Any


class Back:
    """What can be taken back, in the order in which it was done."""

    def __init__(self) -> None:
        self._done: list[Done] = []

    @property
    def last(self) -> Optional[Done]:
        return self._done[-1] if self._done else None

    def add(self, done: Done) -> None:
        self._done.append(done)

    def forget(self, key: Any) -> None:
        """The last thing with this key was taken back elsewhere."""
        places = [place for place, done in enumerate(self._done) if done.key == key]
        if places:
            del self._done[places[-1]]

    def clear(self) -> None:
        self._done.clear()

    def take_back(self) -> Optional[Done]:
        """Take the last thing back, and give it; it is off the list also where that fails with ToolkitError."""
        if not self._done:
            return None
        done = self._done.pop()
        done.undo()
        return done
