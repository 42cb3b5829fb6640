"""What the algorithms of planning share that need the redline of a pilot drawn: their group."""

from ...languages.messages import _
from ..drawn_algorithm import DrawnAlgorithm


class DrawnPlanning(DrawnAlgorithm):
    """Tells what a pilot's redline means for planning, drawing it first where it is out of date; stateless."""

    def group(self) -> str:
        return _("Planning")

    def groupId(self) -> str:
        return "planning"
