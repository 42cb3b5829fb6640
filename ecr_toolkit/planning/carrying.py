"""Carrying scale: how much farmland and urban land the land itself and the water allow (methods.md §4.3)."""

from dataclasses import dataclass
from typing import Optional

from ..languages.messages import N_

LAND, WATER = "land", "water"
LIMITS = {LAND: N_("suitable land"), WATER: N_("available water")}
SURPLUS, CRITICAL, OVERLOADED = "surplus", "critical", "overloaded"
STATUSES = {SURPLUS: N_("surplus"), CRITICAL: N_("critical"), OVERLOADED: N_("overloaded")}
_SURPLUS_UP_TO, _CRITICAL_UP_TO = 0.8, 1.0  # methods.md §4.3 (design default)


@dataclass(frozen=True)
class CarryingScale:
    """The smaller of two scales (ha): what the land allows and what the water allows."""

    land_ha: float
    water_ha: float

    @property
    def most_ha(self) -> float:
        """The largest area that can be carried."""
        return min(self.land_ha, self.water_ha)

    @property
    def limit(self) -> str:
        """What sets it: LAND or WATER."""
        return LAND if self.land_ha <= self.water_ha else WATER

    def load(self, present_ha: float) -> Optional[float]:
        """Present over largest area; None for any area where nothing can be carried."""
        if not present_ha:
            return 0.0
        return present_ha / self.most_ha if self.most_ha > 0 else None

    def status(self, present_ha: float) -> str:
        """SURPLUS up to a load of 0.8, CRITICAL up to 1, OVERLOADED above, and where there is none."""
        load = self.load(present_ha)
        if load is None or load > _CRITICAL_UP_TO:
            return OVERLOADED
        return SURPLUS if load <= _SURPLUS_UP_TO else CRITICAL


def agricultural_scale(land_ha: float, water_m3: float, quota_m3_ha: float, rain_fed_ha: float = 0.0) -> CarryingScale:
    """Farmland: land of suitability III and better (ha), water for agriculture (m³/yr) over the gross irrigation quota
    (m³/ha/yr, above 0). Suitable land that rain alone waters needs no quota; it is part of ``land_ha`` and is added to
    what the water allows, so that the land stays the limit (methods.md §4.3)."""
    return CarryingScale(land_ha, water_m3 / quota_m3_ha + rain_fed_ha)


def urban_scale(land_ha: float, water_m3: float, water_per_person_m3: float,
                land_per_person_ha: float) -> CarryingScale:
    """Urban land: suitable land (ha), and water for towns (m³/yr) over the use of a person (m³/yr, above 0) times the
    land of a person (ha) (methods.md §4.3)."""
    return CarryingScale(land_ha, water_m3 / water_per_person_m3 * land_per_person_ha)
