"""Where areas may be measured: equal-area systems in metres."""

from collections.abc import Sequence

from ...pilot.layers import Feature
from ...pilot.units import centre_of
from ...raster.grid import equal_area_crs, spatial_reference

# Projections that PROJ computes equal-area on the ellipsoid; Mollweide, Eckert and Goode it knows on the sphere only
_PROJECTIONS = {"laea", "aea", "cea", "leac", "sinu", "bonne", "eqearth"}


def is_equal_area(crs: str) -> bool:
    """Whether a system (WKT, PROJ or EPSG text) shows areas as they are, in metres."""
    reference = spatial_reference(crs)
    if not reference.IsProjected() or abs(reference.GetLinearUnits() - 1) > 1e-9:
        return False
    words = reference.ExportToProj4().split()
    return any(word == f"+proj={name}" for word in words for name in _PROJECTIONS)


def equal_area_around(features: Sequence[Feature]) -> str:
    """An equal-area system centred on features whose outlines are in degrees."""
    longitude, latitude = centre_of(features)
    return equal_area_crs(round(longitude, 1), round(latitude, 1))
