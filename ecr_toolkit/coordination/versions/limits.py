"""Limits of the three checks (methods.md §9.1-9.3), each a parameter that the country can change."""

from dataclasses import dataclass

from ...languages.messages import N_
from ...models.declaration import DESIGN, Parameter


@dataclass(frozen=True)
class Limits:
    """Defaults of the methods. ``area_percent`` (% of the polygon) or ``area_km2``, whichever is larger, is the noise
    of digitising; ``natural_points``: percentage points of the natural share; ``stable_percent`` and
    ``decline_percent``: change of a function that is stable, and beyond which it has declined."""

    area_percent: float = 0.1
    area_km2: float = 0.01
    natural_points: float = 0.1
    stable_percent: float = 5.0
    decline_percent: float = 10.0

    def tolerance_km2(self, area_km2: float) -> float:
        """How much of an area may go before it counts as a loss, km² (§9.1)."""
        return max(area_km2 * self.area_percent / 100, self.area_km2)


LIMITS = Limits()
PARAMETERS = (
    Parameter("area_percent", N_("Loss of area that counts as noise of digitising"), "%", Limits.area_percent, 0, 5,
              DESIGN),
    Parameter("area_km2", N_("Loss of area that always counts as noise of digitising"), "km²", Limits.area_km2, 0, 1,
              DESIGN),
    Parameter("natural_points", N_("Loss of the natural share that passes, percentage points"), "%",
              Limits.natural_points, 0, 5, DESIGN),
    Parameter("stable_percent", N_("Change of a function that counts as stable"), "%", Limits.stable_percent, 0, 50,
              DESIGN),
    Parameter("decline_percent", N_("Loss of a function beyond which it has declined"), "%", Limits.decline_percent,
              0, 100, DESIGN),
)
