"""Stakes of a pilot's redline, by what is known of the ground (methods.md §5.9)."""

from collections.abc import Sequence

import numpy as np
from osgeo import ogr

from ..boundary.segments import SegmentIndex, segments_of
from ..boundary.staking.coordinates import located
from ..boundary.staking.ground import REACH_M, STEEP_DEGREES, Ground, of_cells
from ..boundary.staking.stakes import FIELDS, stakes_of
from ..feedback import Feedback
from ..models.land_cover import Group, group_of
from ..pilot.layers import Feature, open_layer, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..raster import files
from .assessment import prepared

LAYER = "stakes"


def publish_stakes(pilot: Pilot, redline: Sequence[Feature], feedback: Feedback) -> list[str]:
    """Layer and table of the stakes, with coordinates in the system of delivery; gives what was published. Raises
    InputError for a system that cannot be used, Cancelled."""
    stakes = located(stakes_of(redline, pilot.crs, ground_of(pilot), feedback=feedback), redline, pilot.crs,
                     pilot.recipe["delivery"]["crs"])
    write_layers(pilot.geopackage, pilot.crs, {LAYER: (ogr.wkbPoint, FIELDS, stakes)})
    write_table(pilot.table(LAYER), tuple(FIELDS), [stake.values for stake in stakes])
    return [f"{GEOPACKAGE}#{LAYER}", f"tables/{LAYER}.csv"]


def ground_of(pilot: Pilot) -> Ground:
    """Slopes, heights, water and ice of the prepared inputs; roads and settlements of the recipe. What is not known
    asks for more stakes, not for fewer."""
    known = prepared(pilot)
    chosen = pilot.recipe["corridors"]
    near = [one.geometry for name in (chosen["roads"], chosen["settlements"]) if name
            for one in open_layer(pilot.folder / name, pilot.crs)]
    slope = of_cells(files.read(pilot.input("slope")), pilot.grid, np.nan) if "slope" in known else None
    roads = SegmentIndex(np.vstack([_places(geometry) for geometry in near]), REACH_M) if near else None

    def accessible(points: np.ndarray) -> np.ndarray:
        steep = np.zeros(len(points), bool) if slope is None else slope(points) >= STEEP_DEGREES
        far = np.zeros(len(points), bool) if roads is None else np.isinf(roads.nearest(points)[0])
        return ~(steep | far)

    unreachable = None
    if "land_cover" in known:
        cover = group_of(files.read(pilot.input("land_cover")))
        unreachable = of_cells(np.isin(cover, (Group.WATER, Group.ICE)), pilot.grid, False)
    elevation = of_cells(files.read(pilot.input("elevation")), pilot.grid, np.nan) if "elevation" in known else None
    return Ground(accessible if near or slope else None, unreachable, elevation)


def _places(geometry: ogr.Geometry) -> np.ndarray:
    """Segments of lines and outlines; a point is a segment without length."""
    segments = segments_of(geometry)
    if len(segments):
        return segments
    flat = [geometry] if geometry.GetGeometryCount() == 0 else [
        geometry.GetGeometryRef(number) for number in range(geometry.GetGeometryCount())]
    return np.array([[point.GetX(), point.GetY()] * 2 for point in flat]).reshape(-1, 4)
