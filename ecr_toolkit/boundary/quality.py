"""Quality checks of the published polygons (methods.md §5.10)."""

from collections.abc import Sequence

from osgeo import ogr

from ..pilot.layers import polygons, union
from .deduction import Deduction
from .patches import Patch

COLUMNS = ("check", "passed", "value", "limit")


def quality(patches: Sequence[Patch], forced: ogr.Geometry, smallest_km2: float, codes: Sequence[str],
            deduction: Deduction, log_difference_km2: float) -> list[dict]:
    """Rows of the checks that this version makes: Q1-Q7 and Q10; ``passed`` is 1 or 0."""
    whole = union([patch.polygon for patch in patches])
    area, total = whole.GetArea() / 1e6, sum(patch.area_km2 for patch in patches)
    overlap = max(0.0, sum(patch.polygon.GetArea() for patch in patches) / 1e6 - area)
    invalid = sum(not patch.polygon.IsValid() for patch in patches)
    small = sum(patch.area_km2 < smallest_km2 and patch.forced_km2 == 0 for patch in patches)
    inside = 100.0 if forced.IsEmpty() else 100 * polygons(forced.Intersection(whole)).GetArea(
        ) / forced.GetArea()
    difference = 100 * abs(total - area) / area if area else 0.0
    deducted_inside = deduction.count_in(whole)
    rows = [
        ("Q1", overlap <= 1e-6, round(overlap, 6), 1e-6),
        ("Q2", invalid == 0, invalid, 0),
        ("Q3", True, small, None),
        ("Q4", inside >= 99.5, round(inside, 4), 99.5),
        ("Q5", len(set(codes)) == len(codes), len(codes) - len(set(codes)), 0),
        ("Q6", difference <= 0.01, round(difference, 6), 0.01),
        ("Q7", deducted_inside == 0, deducted_inside, 0),
        ("Q10", abs(log_difference_km2) <= 0.001 + area * 1e-6, round(log_difference_km2, 6), 0.001),
    ]
    return [{"check": name, "passed": int(passed), "value": value, "limit": limit}
            for name, passed, value, limit in rows]
