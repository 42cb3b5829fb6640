"""What a comparison found, in a few lines; free of widgets."""

from ...coordination.versions.results import CHECKS, RESULTS
from ...languages.formats import Formats
from ...languages.messages import _, interface
from .comparison import Found

_ORDER = list(RESULTS)


def summary(found: Found) -> str:
    """Areas, then the three checks with how many places have each result, or why they have none."""
    formats = Formats(interface.language)
    lines = [(_("Area gained, km²"), formats.significant(found.gained_km2)),
             (_("Area lost, km²"), formats.significant(found.lost_km2)),
             (_("Area kept, km²"), formats.significant(found.kept_km2))]
    for check, title in CHECKS.items():
        counted = sorted(found.checks.get(check, {}).items(), key=lambda one: (_ORDER.index(one[0][0]), one[0][1]))
        lines.append((_(title), formats.enumeration(
            f"{_(reason or RESULTS[result])} ({formats.number(count)})" for (result, reason), count in counted)))
    return "\n".join(f"{label}{formats.colon}{value}" for label, value in lines)
