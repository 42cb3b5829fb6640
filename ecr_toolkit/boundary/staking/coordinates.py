"""Coordinates of stakes in the system of delivery: degrees, minutes and seconds, and metres (methods.md §5.8)."""

from collections.abc import Sequence

from osgeo import osr

from ...errors import InputError
from ...languages.messages import _
from ...pilot.layers import Feature
from ...raster.grid import WGS84, spatial_reference
from .degrees import LATITUDE, LONGITUDE, to_dms
from .stakes import SEPARATOR

UTM = "utm"


def reference_of(definition: str) -> osr.SpatialReference:
    """The spatial reference of a text such as ``EPSG:4674``, x before y; InputError when it is not known, or is
    neither in degrees nor in metres."""
    try:
        reference = spatial_reference(definition)
    except RuntimeError as fault:
        raise _unfit(definition) from fault
    if not (reference.IsGeographic() or reference.IsProjected() and reference.GetLinearUnits() == 1.0):
        raise _unfit(definition)
    return reference


def _unfit(definition: str) -> InputError:
    return InputError([(_("This coordinate reference system cannot be used for delivery: {crs}.").format(
        crs=definition), _("Write an EPSG code of a system in degrees or in metres, such as EPSG:4674, or utm."))])


def zone_of(longitude: float, latitude: float) -> int:
    """UTM zone of a place (degrees), negative in the south; without the exceptions of Norway and Svalbard."""
    zone = int((longitude + 180) // 6) % 60 + 1
    return zone if latitude >= 0 else -zone


def utm_on(definition: str, zone: int) -> osr.SpatialReference:
    """The UTM zone (negative in the south) on the datum of a system; by its EPSG code where it has one."""
    reference = osr.SpatialReference()
    datum = spatial_reference(definition).CloneGeogCS()
    reference.SetProjCS(f"{datum.GetName()} / UTM zone {abs(zone)}{'N' if zone > 0 else 'S'}")
    reference.CopyGeogCSFrom(datum)
    reference.SetUTM(abs(zone), zone > 0)
    for match, confidence in reference.FindMatches():
        if confidence >= 90:
            reference = match
            break
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def name_of(reference: osr.SpatialReference) -> str:
    """``EPSG:code`` where the system has one, else its name."""
    authority, code = reference.GetAuthorityName(None), reference.GetAuthorityCode(None)
    return f"{authority}:{code}" if authority and code else reference.GetName()


def delivery_crs(definition: str, polygons: Sequence[Feature], crs: str) -> str:
    """The one system of a delivery's layers. ``utm`` is the zone that holds the centres of all polygons; where they
    lie in several zones, layers are in WGS 84 degrees, and each stake tells metres in the zone of its polygon."""
    if definition.strip().lower() != UTM:
        reference_of(definition)
        return definition
    zones = set(_zones(polygons, crs, WGS84).values())
    return name_of(utm_on(WGS84, zones.pop())) if len(zones) == 1 else WGS84


def located(stakes: Sequence[Feature], polygons: Sequence[Feature], crs: str, definition: str) -> list[Feature]:
    """The stakes (points in ``crs``, as they come and as they are given back) with all coordinates of their records.

    ``longitude`` and ``latitude`` are on the datum of the delivery, to 0.01″. ``x_m`` (east) and ``y_m`` (north), to
    0.01 m, are in the system of delivery where that is in metres; where it is in degrees, or ``utm``, they are in the
    UTM zone of the centre of the polygon that numbers the stake. ``crs`` names the system of x and y.
    """
    layers = delivery_crs(definition, polygons, crs)
    reference = reference_of(layers)
    datum = reference.CloneGeogCS()
    datum.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = spatial_reference(crs)
    to_degrees = osr.CoordinateTransformation(source, datum)
    by_zone = reference.IsGeographic() or definition.strip().lower() == UTM
    zones = _zones(polygons, crs, layers) if by_zone else {}
    metric: dict[int, tuple[str, osr.CoordinateTransformation]] = {}
    found = []
    for stake in stakes:
        zone = zones.get(stake.values["codes"].split(SEPARATOR)[0], 0)
        if zone not in metric:
            target = utm_on(layers, zone) if by_zone else reference
            metric[zone] = (name_of(target), osr.CoordinateTransformation(source, target))
        place = stake.geometry.GetX(), stake.geometry.GetY()
        x, y, _height = metric[zone][1].TransformPoint(*place)
        longitude, latitude, _height = to_degrees.TransformPoint(*place)
        found.append(Feature(stake.geometry, {
            **stake.values, "x_m": round(x, 2), "y_m": round(y, 2), "crs": metric[zone][0],
            "longitude": to_dms(longitude, LONGITUDE), "latitude": to_dms(latitude, LATITUDE)}))
    return found


def _zones(polygons: Sequence[Feature], crs: str, datum: str) -> dict[str, int]:
    """UTM zone of the centre of each polygon, by its code."""
    degrees = spatial_reference(datum).CloneGeogCS()
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    to_degrees = osr.CoordinateTransformation(spatial_reference(crs), degrees)
    centres = {feature.values["ecr_code"]: feature.geometry.Centroid() for feature in polygons}
    return {code: zone_of(*to_degrees.TransformPoint(centre.GetX(), centre.GetY())[:2])
            for code, centre in centres.items()}
