"""Vector layers in place of rasters: the share of each cell that polygons cover, exactly, or the distance to a line."""

from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import _
from ..models.declaration import DISTANCE, SHARE, Variable
from ..pilot.layers import open_layer, union
from ..pilot.pilot import Pilot
from ..raster.coverage import Edges
from ..raster.files import create
from ..raster.grid import spatial_reference
from ..raster.stream import Output, stream
from .specification import Specification

_SUFFIXES = (".gpkg", ".shp", ".geojson", ".json", ".fgb", ".kml")


def is_vector(specification: Specification, variable: Variable) -> bool:
    """Whether a source is a vector layer that can stand for this variable."""
    return variable.resampling in (SHARE, DISTANCE) and Path(specification.files[0]).suffix.lower() in _SUFFIXES


def read(specification: Specification, variable: Variable, pilot: Pilot) -> ogr.Geometry:
    """All features of the layer in one geometry, in grid CRS, near the country; InputError with the remedy."""
    path = specification.paths(pilot.folder)[0]
    frame = _frame(pilot)
    found = [feature.geometry.Intersection(frame) for feature in open_layer(path, pilot.crs)]
    geometries = [geometry for geometry in found if not geometry.IsEmpty()]
    if variable.resampling == DISTANCE:
        return _together(geometries)
    if specification.buffer_m:
        geometries = [geometry.Buffer(specification.buffer_m) for geometry in geometries]
    if any(geometry.GetDimension() < 2 for geometry in geometries):
        raise InputError([(_("The layer {file} holds lines or points; “{variable}” needs areas.").format(
            file=path.name, variable=_(variable.title)),
            _("Write “buffer_m” beside the file: half the width that its lines have in metres."))])
    return union(geometries)


def _frame(pilot: Pilot) -> ogr.Geometry:
    """The grid and its surroundings."""
    left, bottom, right, top = pilot.grid.bounds
    frame = ogr.CreateGeometryFromWkt(
        f"POLYGON (({left} {bottom}, {right} {bottom}, {right} {top}, {left} {top}, {left} {bottom}))")
    return frame.Buffer(10 * pilot.grid.cell)


def _together(geometries: list[ogr.Geometry]) -> ogr.Geometry:
    whole = ogr.Geometry(ogr.wkbGeometryCollection)
    for geometry in geometries:
        whole.AddGeometry(geometry)
    return whole


def put_on_grid(geometry: ogr.Geometry, variable: Variable, pilot: Pilot, target: Path, feedback: Feedback) -> None:
    """Write the share covered (0-1) or the distance (m) of every cell. Raises Cancelled."""
    if variable.resampling == DISTANCE:
        _distance(geometry, pilot, target, feedback)
        return
    edges = Edges.of(geometry, pilot.grid)
    stream({"units": pilot.input("units")},
           lambda _read, window: {"share": edges.coverage(window).astype(np.float32)},
           {"share": Output(target, "continuous", statistics=False)}, pilot.grid, feedback)


def _distance(geometry: ogr.Geometry, pilot: Pilot, target: Path, feedback: Feedback) -> None:
    """From the middle of a cell to the middle of the nearest cell that the geometry touches."""
    grid = pilot.grid
    touched = gdal.GetDriverByName("MEM").Create("", grid.cols, grid.rows, 1, gdal.GDT_Byte)
    touched.SetGeoTransform(grid.geotransform)
    touched.SetProjection(grid.wkt)
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("lines", spatial_reference(grid.crs))
    for part in [geometry.GetGeometryRef(number) for number in range(geometry.GetGeometryCount())]:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(part)
        layer.CreateFeature(feature)
    gdal.RasterizeLayer(touched, [1], layer, burn_values=[1], options=["ALL_TOUCHED=TRUE"])
    made = create(target, grid, "continuous")
    gdal.ComputeProximity(touched.GetRasterBand(1), made.GetRasterBand(1), ["DISTUNITS=GEO", "VALUES=1"],
                          callback=lambda share, *_rest: 0 if feedback.cancelled() else 1)
    feedback.check()
    made.FlushCache()
