"""How long work reports: three plain callables, so that a QgsTask, a terminal and a test look the same from below."""

from .errors import Cancelled
from .languages.messages import _


class Feedback:
    """Silent feedback; doors (terminal, dock, Processing) override what they show.

    ``progress`` takes a share 0..1 of the work that was handed this object, ``say`` one line of text.
    """

    def progress(self, share: float) -> None:
        """Tell how much is done, 0..1."""

    def say(self, text: str) -> None:
        """Tell what happens, one translated line."""

    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return False

    def check(self) -> None:
        """Raise Cancelled when the user asked to stop."""
        if self.cancelled():
            raise Cancelled(_("The run was cancelled; what was finished before is kept."))

    def part(self, start: float, end: float) -> "Feedback":
        """A feedback whose 0..1 is the stretch start..end of this one."""
        return _Part(self, start, end)


class _Part(Feedback):
    def __init__(self, whole: Feedback, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def progress(self, share: float) -> None:
        self._whole.progress(self._start + (self._end - self._start) * share)

    def say(self, text: str) -> None:
        self._whole.say(text)

    def cancelled(self) -> bool:
        return self._whole.cancelled()
