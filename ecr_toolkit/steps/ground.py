"""The ground on both sides of the borders of a pilot, from what the steps before coordination published."""

from collections.abc import Iterable, Sequence

import numpy as np
from osgeo import ogr

from ..coordination.edits import ADD, REMOVE, Edit, active, read_edits
from ..coordination.pieces import Pieces
from ..coordination.proposals.ground import Ground
from ..pilot.layers import Feature, read_layer, union
from ..pilot.pilot import Pilot
from ..planning.crosswalk import FORCED
from ..raster import files
from .candidates import RASTER
from .deduction import taken_out
from .estate import AREAS


def ground_of(pilot: Pilot, redline: Sequence[Feature]) -> Ground:
    """The ground for proposals; ``redline``: features of the layer ``ecr``."""
    areas = read_layer(pilot.geopackage, AREAS)
    edits = active(read_edits(pilot.folder, pilot.crs))
    level = pilot.protection_level
    return Ground(
        pilot.grid,
        files.read(level) if level.exists() else np.full(pilot.grid.shape, files.UNKNOWN, np.uint8),
        files.read(pilot.folder / RASTER) > 0,
        units={unit.code: Pieces([unit.geometry]) for unit in pilot.units},
        redline=_by_unit((feature.values["adm_code"], feature.geometry) for feature in redline),
        deducted=taken_out(pilot),
        protected=Pieces([union([area.geometry for area in areas])]),
        forced=Pieces([union([area.geometry for area in areas if area.values["treatment"] == FORCED])]),
        added=_edited(edits, ADD), removed=_edited(edits, REMOVE))


def _by_unit(outlines: Iterable[tuple[str, ogr.Geometry]]) -> dict[str, Pieces]:
    grouped: dict[str, list[ogr.Geometry]] = {}
    for unit, outline in outlines:
        grouped.setdefault(unit, []).append(outline)
    return {unit: Pieces([union(found)]) for unit, found in grouped.items()}


def _edited(edits: Iterable[Edit], action: str) -> dict[str, Pieces]:
    return _by_unit((edit.unit, edit.geometry) for edit in edits if edit.action == action)
