"""Delivery: the redline and its stakes in the national system, as files that others open (methods.md §5.8, §5.9)."""

from pathlib import Path

from osgeo import ogr

from .. import __version__
from ..boundary.delivery.deliver import deliver
from ..boundary.delivery.layers_out import Layer
from ..boundary.delivery.metadata import Check, Metadata, ProcessStep
from ..boundary.register import FIELDS
from ..boundary.staking.coordinates import delivery_crs, located
from ..boundary.staking.stakes import FIELDS as STAKE_FIELDS
from ..boundary.staking.stakes import stakes_of
from ..feedback import Feedback
from ..languages.messages import N_, catalogue
from ..pilot.layers import read_layer
from ..pilot.pilot import Pilot
from ..pilot.tables import read_table

FOLDER = "deliverables"
_ERROR_MM = 0.0005  # a line may be off by so much on a map, metres (methods.md §5.8)
_TITLE = N_("Ecological Conservation Redline")
_STAKES = N_("Stakes of the redline")
_LINEAGE = N_("Drawn from cells by the rules of the demarcation guide; areas are those of the equal-area register.")


def deliver_redline(pilot: Pilot, target: str, organisation: str, email: str, licence: str,
                    feedback: Feedback) -> Path:
    """Publish ``deliverables/`` of a pilot in the system ``target`` (EPSG text, or utm); gives the folder. Raises
    InputError for a system that cannot be used, Cancelled."""
    redline = read_layer(pilot.geopackage, "ecr")
    stakes = located(stakes_of(redline, pilot.crs, feedback=feedback.part(0, 0.6)), redline, pilot.crs, target)
    language = pilot.recipe["languages"][0]
    text = catalogue(language).gettext
    layers = [Layer("ecr", text(_TITLE), ogr.wkbMultiPolygon, FIELDS, "ecr_name", redline),
              Layer("stakes", text(_STAKES), ogr.wkbPoint, STAKE_FIELDS, "number", stakes)]
    title = f"{text(_TITLE)} – {pilot.name(language)}"
    folder = pilot.folder / FOLDER
    deliver(folder, [layer for layer in layers if layer.features], pilot.crs, delivery_crs(target, redline, pilot.crs),
            Metadata(title, pilot.recipe["disclaimer"] or title, _day(pilot), organisation, email, language, licence,
                     round(pilot.grid.cell / _ERROR_MM), text(_LINEAGE), steps=_steps(pilot), checks=_checks(pilot)),
            feedback.part(0.6, 1))
    return folder


def _day(pilot: Pilot) -> str:
    """The day the line was drawn."""
    return max(row.finished for row in pilot.ledger.of("boundary"))[:10]


def _steps(pilot: Pilot) -> list[ProcessStep]:
    found = {row.step: ProcessStep(row.step, row.version or __version__, row.finished[:10])
             for row in pilot.ledger.rows()}
    return list(found.values())


def _checks(pilot: Pilot) -> list[Check]:
    return [Check(row["check"], row["value"], row["passed"] == "1") for row in read_table(pilot.table("quality"))]
