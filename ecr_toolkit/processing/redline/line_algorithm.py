"""What the algorithms of lines on plain layers share: their group."""

from ...languages.messages import _
from ..planning.planning_algorithm import PlanningAlgorithm


class LineAlgorithm(PlanningAlgorithm):
    """Works on plain layers, without a pilot; stateless."""

    def group(self) -> str:
        return _("Redline")

    def groupId(self) -> str:
        return "redline"
