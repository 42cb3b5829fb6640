"""Set up: the country, its units and the one grid."""

from collections.abc import Sequence
from pathlib import Path

from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_, _
from ..pilot.layers import Feature, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.recipe_shape import WORLD_MAP
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
    chosen = pilot.recipe["units"]
    names = [chosen["names"], "" if chosen["source"] == WORLD_MAP else chosen["source"]]
    return [pilot.folder / name for name in names if name]


def _facts(pilot: Pilot) -> dict:
    """The units themselves: QGIS rewrites its world map when it opens it, with the same polygons inside."""
    return {unit.code: unit.geometry.ExportToWkb(ogr.wkbNDR).hex() for unit in pilot.units}


def _check(pilot: Pilot) -> None:
    """Loading the units tells what is wrong with them."""
    _facts(pilot)


STEP = Step(
    id="set_up", title=N_("Set up"), run=run, files=_files, facts=_facts, check=_check,
    recipe=("country", "grid", "units"), weight=0.3,
    purpose=N_("Choose the country, its administrative units and the one grid on which everything is computed."),
)
