"""The delivery: the same layers as GeoPackage, shapefiles, KML and tables, in one folder, each with its metadata."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ...feedback import Feedback
from ...pilot.tables import write_table
from ...raster.grid import WGS84
from ..staking.coordinates import reference_of
from .folder import replacing
from .geopackage import write_geopackage
from .kml import write_kml
from .layers_out import Layer, bounds_of, moved
from .metadata import Metadata, write_metadata
from .shapefile import write_shapefiles

SHAPEFILES = "shapefile"
NAME = "redline"


def deliver(folder: Path, layers: Sequence[Layer], crs: str, target: str, metadata: Metadata,
            feedback: Optional[Feedback] = None) -> None:
    """Publish layers (geometries in ``crs``) in the system ``target`` (see ``coordinates.delivery_crs``).

    ``redline.gpkg``, ``redline.kml`` (WGS 84), ``shapefile/<layer>.shp`` with the crosswalk of field names,
    ``<layer>.csv`` of each layer of points, ``<file>.xml`` (ISO 19139) beside each, and ``contents.csv``. An older
    delivery is replaced whole, or stays whole when anything fails. The bounds of the metadata are set here; the layers
    must hold a feature. InputError when the target cannot be used.
    """
    feedback = feedback or Feedback()
    reference_of(target)
    in_degrees = [moved(layer, crs, WGS84) for layer in layers]
    in_target = [moved(layer, crs, target) for layer in layers]
    metadata = replace(metadata, bounds=bounds_of(in_degrees))
    with replacing(folder) as new:
        write_geopackage(new / f"{NAME}.gpkg", in_target, target, metadata)
        feedback.check()
        write_shapefiles(new / SHAPEFILES, in_target, target, metadata)
        feedback.check()
        write_kml(new / f"{NAME}.kml", in_degrees, metadata)
        feedback.check()
        for layer in in_target:
            if layer.geometry_type == ogr.wkbPoint:
                write_points(new / f"{layer.name}.csv", layer, target, metadata)


def write_points(path: Path, layer: Layer, crs: str, metadata: Metadata) -> None:
    """Publish the attributes of a layer of points as CSV; the coordinates of stakes are among them."""
    write_table(path, list(layer.fields), (feature.values for feature in layer.features))
    write_metadata(path, metadata, crs, "CSV")
