"""Points with values, such as soil profiles, interpolated to the grid: inverse distance squared of the nearest ones.

How far to trust it is said with it: every point is left out once and estimated from the others.
"""

import csv
import uuid
from pathlib import Path
from typing import NamedTuple

import numpy as np
from osgeo import gdal, ogr, osr

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import _
from ..raster.files import create
from ..raster.grid import WGS84, Grid, spatial_reference
from .specification import Specification

_POWER = 2.0
_AT_ONCE = 512  # points whose distances to all others are held together


class Points(NamedTuple):
    """Places in grid CRS (m) and values in the unit wanted, each (n,)."""

    x: np.ndarray
    y: np.ndarray
    value: np.ndarray


class Trust(NamedTuple):
    """Of estimating each point from the others: how many there are, root mean square error, and its share of the
    spread of the values that is explained (1 − error²/variance; 0 and below: no better than the mean)."""

    points: int
    error: float
    explained: float


def read_points(specification: Specification, folder: Path, crs: str) -> Points:
    """The points of a table; rows without a value are left out. InputError names what is wrong."""
    path = specification.paths(folder)[0]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [name for name in (specification.x, specification.y, specification.value)
                       if name not in (reader.fieldnames or ())]
            if lacking:
                raise InputError([(_("The table of points {file} lacks the columns: {names}.").format(
                    file=path.name, names=", ".join(lacking)), _("Write their names as “x”, “y” and “value”."))])
            rows = [(row[specification.x], row[specification.y], row[specification.value]) for row in reader]
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError([(_("This file cannot be read as a table: {file}.").format(file=path.name),
                           _("Save it as CSV in UTF-8, with commas."))]) from fault
    numbers = np.array([one for one in map(_numbers, rows) if one is not None], np.float64).reshape(-1, 3)
    if len(numbers) < 2:
        raise InputError([(_("The table of points {file} has fewer than two rows with numbers.").format(file=path.name),
                           _("Longitudes, latitudes and values must be numbers with a decimal point."))])
    reference = spatial_reference(specification.crs or WGS84)
    placed = osr.CoordinateTransformation(reference, spatial_reference(crs)).TransformPoints(numbers[:, :2].tolist())
    place = np.array(placed)[:, :2]
    values = specification.scale * numbers[:, 2] + specification.offset
    known = np.isfinite(place).all(axis=1) & np.isfinite(values)
    return Points(place[known, 0], place[known, 1], values[known])


def _numbers(row):
    try:
        return tuple(float(text) for text in row)
    except (TypeError, ValueError):
        return None


def interpolate(points: Points, specification: Specification, grid: Grid, target: Path, feedback: Feedback) -> Trust:
    """Write the interpolated values on the grid to ``target``; says how far to trust them. Raises Cancelled."""
    name = f"/vsimem/ecr_toolkit/{uuid.uuid4().hex}.gpkg"
    source = ogr.GetDriverByName("GPKG").CreateDataSource(name)
    layer = source.CreateLayer("points", spatial_reference(grid.crs), ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTReal))
    layer.StartTransaction()
    for x, y, value in zip(*(numbers.tolist() for numbers in points)):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["value"] = value
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x!r} {y!r})"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    del layer, source
    radius = specification.within_km * 1000
    left, bottom, right, top = grid.bounds
    try:
        made = gdal.Grid("", name, format="MEM", outputType=gdal.GDT_Float32, width=grid.cols, height=grid.rows,
                         outputBounds=[left, top, right, bottom], outputSRS=grid.wkt, zfield="value",
                         algorithm=f"invdistnn:power={_POWER}:radius={radius}:max_points={specification.neighbours}"
                                   ":min_points=1:nodata=nan",
                         callback=lambda share, *_rest: 0 if feedback.cancelled() else 1)
        feedback.check()
        written = create(target, grid, "continuous")
        written.WriteArray(made.ReadAsArray())
        written.FlushCache()
    finally:
        gdal.Unlink(name)
    feedback.progress(1)
    return trust(points, specification)


def trust(points: Points, specification: Specification) -> Trust:
    """Leave each point out once. Points on one place (several profiles of a site) are left out together, else they
    would vouch for each other."""
    place = np.stack([points.x, points.y], axis=1)
    errors = []
    for start in range(0, len(place), _AT_ONCE):
        distance = np.hypot(*(place[start:start + _AT_ONCE, np.newaxis] - place[np.newaxis]).transpose(2, 0, 1))
        distance[(distance < 1) | (distance > specification.within_km * 1000)] = np.inf
        nearest = np.argsort(distance, axis=1)[:, :specification.neighbours]
        weight = np.take_along_axis(distance, nearest, axis=1) ** -_POWER
        total = weight.sum(axis=1)
        known = total > 0
        estimate = (weight * points.value[nearest]).sum(axis=1)[known] / total[known]
        errors.append(estimate - points.value[start:start + _AT_ONCE][known])
    found = np.concatenate(errors)
    spread = float(np.var(points.value))
    square = float(np.mean(found**2)) if len(found) else float("nan")
    return Trust(len(place), float(np.sqrt(square)), 1 - square / spread if spread > 0 else 0.0)
