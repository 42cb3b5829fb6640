"""The toolkit's feedback on top of Processing's."""

from qgis.core import QgsProcessingFeedback

from ..feedback import Feedback


class ProcessingFeedback(Feedback):
    """Passes progress, texts and cancelling on."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback

    def progress(self, share: float) -> None:
        self._feedback.setProgress(100 * share)

    def say(self, text: str) -> None:
        self._feedback.pushInfo(text)

    def cancelled(self) -> bool:
        return self._feedback.isCanceled()
