"""Details: text about a step, as high as it is long, so that the page scrolls and not the text in it."""

import html
from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QSizePolicy, QTextBrowser, QWidget

from ..languages.messages import _
from .faults import Fault, as_html
from .presenter import StepRow


class Details(QTextBrowser):
    """Shows text that was made here; links only tell that they were clicked."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Details"))
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().documentLayout().documentSizeChanged.connect(
            lambda size: self.setFixedHeight(int(size.height()) + 2))

    def wheelEvent(self, event: Any) -> None:
        event.ignore()  # the page scrolls


def details_of(row: Optional[StepRow], numbers: str, faults: Sequence[Fault]) -> str:
    """The faults of the last action, how a step stands and why, and its key numbers (HTML)."""
    text = as_html(faults)
    if row is not None:
        state = f"{row.state_text}: {row.reason}" if row.reason else row.state_text
        text += f"<p><b>{html.escape(row.title)}</b><br><i>{html.escape(state)}</i></p>{numbers}"
    return text
