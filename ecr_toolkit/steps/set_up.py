"""Set up: the country, its units and the one grid."""

from collections.abc import Sequence
from pathlib import Path

from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_, _
from ..pilot.layers import Feature, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.recipe import WORLD_MAP
from .step import Step

FIELDS = {"code": str, "name": str, "area_km2": float}


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    feedback.say(_("Grid: {cols} × {rows} cells of {cell} m.").format(
        cols=pilot.grid.cols, rows=pilot.grid.rows, cell=f"{pilot.grid.cell:g}"))
    features = [Feature(unit.geometry, {"code": unit.code, "name": unit.name(), "area_km2": unit.area_km2})
                for unit in pilot.units]
    write_layers(pilot.geopackage, pilot.crs, {"units": (ogr.wkbMultiPolygon, FIELDS, features)})
    return [f"{GEOPACKAGE}#units"]


def _files(pilot: Pilot) -> list[Path]:
    source = pilot.recipe["units"]["source"]
    files = [pilot.world_map] if source == WORLD_MAP and pilot.world_map else []
    if source != WORLD_MAP:
        files.append(pilot.folder / source)
    if pilot.recipe["units"]["names"]:
        files.append(pilot.folder / pilot.recipe["units"]["names"])
    return files


STEP = Step(
    id="set_up", title=N_("Set up"), run=run, files=_files, recipe=("country", "grid", "units"), weight=0.3,
    purpose=N_("Choose the country, its administrative units and the one grid on which everything is computed."),
)
