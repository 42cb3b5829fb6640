"""Vector layers of any QGIS provider, or what is selected of them, as outlines that planning can work with."""

from collections.abc import Iterator, Sequence
from typing import Any, Optional

from osgeo import ogr, osr
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsFeature, QgsFeatureRequest, QgsProcessingFeatureSource
from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import Feature, quiet, to_crs, union
from ...raster.grid import WGS84, spatial_reference
from .equal_area import equal_area_around, is_equal_area


def crs_of(source: QgsProcessingFeatureSource) -> str:
    """WKT of a layer's system; InputError where it has none."""
    if not source.sourceCrs().isValid():
        raise InputError([(_("This layer has no coordinate reference system: {file}.").format(file=source.sourceName()),
                           _("Set its projection in QGIS (layer properties › Source) and save it."))])
    return source.sourceCrs().toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)  # older forms lack some


def working_crs(source: QgsProcessingFeatureSource, feedback: Feedback) -> str:
    """The layer's own system where it is equal-area, else a Lambert azimuthal equal-area system centred on it.
    InputError for a layer without features."""
    own = crs_of(source)
    if is_equal_area(own):
        return own
    to_degrees = osr.CoordinateTransformation(spatial_reference(own), spatial_reference(WGS84))
    outlines = list(raw(source, feedback))
    if not outlines:
        raise no_features(source)
    for outline in outlines:
        outline.geometry.Transform(to_degrees)
    return equal_area_around(outlines)


def no_features(source: QgsProcessingFeatureSource) -> InputError:
    return InputError([(_("This layer has no features: {file}.").format(file=source.sourceName()),
                        _("Choose another layer, or select features that have an outline."))])


def check_fields(source: QgsProcessingFeatureSource, names: Sequence[str]) -> None:
    """InputError for fields that a layer does not have."""
    there = source.fields().names()
    missing = [name for name in names if name not in there]
    if missing:
        raise InputError([(_("The layer {file} lacks the field “{field}”.").format(
            file=source.sourceName(), field=name), _("Choose from: {names}.").format(names=", ".join(there)))
            for name in missing])


def qgis_features(source: QgsProcessingFeatureSource, feedback: Feedback) -> Iterator[QgsFeature]:
    """All features, also those that are not valid, which planning mends. Raises Cancelled."""
    unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for row in source.getFeatures(QgsFeatureRequest(), unchecked):
        feedback.check()
        yield row


def raw(source: QgsProcessingFeatureSource, feedback: Feedback) -> Iterator[Feature]:
    """Features with an outline, as they are, in the layer's own system."""
    names = [field.name() for field in source.fields()]
    for row in qgis_features(source, feedback):
        if row.hasGeometry() and not row.geometry().isEmpty():
            outline = ogr.CreateGeometryFromWkb(row.geometry().asWkb().data())
            yield Feature(outline, {name: plain(value) for name, value in zip(names, row.attributes())})


def read(source: QgsProcessingFeatureSource, crs: str, feedback: Feedback) -> list[Feature]:
    """Features with an outline, in another system, made valid and flat. Raises Cancelled."""
    own = crs_of(source)
    found = []
    for feature in raw(source, feedback):
        with quiet():
            mended = not feature.geometry.IsValid()
        found.append(Feature(to_crs(feature.geometry, own, crs), feature.values, mended))
    return found


def read_union(source: Optional[QgsProcessingFeatureSource], crs: str, feedback: Feedback) -> ogr.Geometry:
    """The union of the polygons of a layer; empty without a layer."""
    return union([] if source is None else [feature.geometry for feature in read(source, crs, feedback)])


def read_land(source: QgsProcessingFeatureSource, crs: str, feedback: Feedback) -> ogr.Geometry:
    """The union of polygons that areas are shares of; InputError where there are none."""
    land = read_union(source, crs, feedback)
    if land.IsEmpty():
        raise no_features(source)
    return land


def read_places(source: QgsProcessingFeatureSource, field: str, crs: str,
                feedback: Feedback) -> dict[str, ogr.Geometry]:
    """Polygons by the names in a field, sorted; outlines with one name are one place, those without are "—".
    InputError for a field that is not there and a layer without polygons."""
    check_fields(source, [field])
    found: dict[str, list[ogr.Geometry]] = {}
    for feature in read(source, crs, feedback):
        value = feature.values[field]
        found.setdefault("—" if value in (None, "") else str(value), []).append(feature.geometry)
    places = {name: union(outlines) for name, outlines in sorted(found.items())}
    if all(place.IsEmpty() for place in places.values()):
        raise no_features(source)
    return places


def plain(value: Any) -> Any:
    """A value of a QGIS field as Python has it; None where it is missing."""
    if value is None or value == NULL:
        return None
    return value.toString(Qt.DateFormat.ISODate) if isinstance(value, (QDate, QDateTime)) else value
