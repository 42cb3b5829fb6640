"""Delivery: the redline and its stakes in the national system, as files that others open (methods.md §5.8, §5.9)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Callable

from osgeo import ogr

from .. import __version__
from ..boundary.delivery.deliver import deliver
from ..boundary.delivery.layers_out import Layer
from ..boundary.delivery.metadata import Check, Metadata, ProcessStep
from ..boundary.register import FIELDS
from ..boundary.staking.coordinates import delivery_crs, located
from ..boundary.staking.stakes import FIELDS as STAKE_FIELDS
from ..boundary.staking.stakes import stakes_of
from ..documents.wording import CHECKS
from ..feedback import Feedback
from ..languages.messages import N_, catalogue
from ..pilot.layers import read_layer
from ..pilot.pilot import Pilot
from ..pilot.tables import read_table
from . import STEPS
from .boundary import PART_FIELDS
from .stakes import ground_of

FOLDER = "deliverables"
_ERROR_MM = 0.0005  # a line may be off by so much on a map, metres (methods.md §5.8)
_TITLE = N_("Ecological Conservation Redline")
_STAKES = N_("Stakes of the redline")
_ZONES = N_("Core and general zones")
_LINEAGE = N_("Drawn from cells by the rules of the demarcation guide; areas are those of the equal-area register.")


def deliver_redline(pilot: Pilot, chosen: Mapping[str, str], feedback: Feedback) -> Path:
    """Publish ``deliverables/`` of a pilot; gives the folder. ``chosen``: values that stand in place of those of the
    recipe's section delivery (crs, organisation, email, licence). Raises InputError for a system that cannot be used,
    Cancelled."""
    terms = {name: chosen.get(name) or value for name, value in pilot.recipe["delivery"].items()}
    redline, zones = (read_layer(pilot.geopackage, name) for name in ("ecr", "ecr_parts"))
    stakes = located(stakes_of(redline, pilot.crs, ground_of(pilot), feedback=feedback.part(0, 0.6)), redline,
                     pilot.crs, terms["crs"])
    language = pilot.recipe["languages"][0]
    text = catalogue(language).gettext
    layers = [Layer("ecr", text(_TITLE), ogr.wkbMultiPolygon, FIELDS, "ecr_name", redline),
              Layer("zones", text(_ZONES), ogr.wkbMultiPolygon, PART_FIELDS, "ecr_code", zones),
              Layer("stakes", text(_STAKES), ogr.wkbPoint, STAKE_FIELDS, "number", stakes)]
    title = f"{text(_TITLE)} – {pilot.name(language)}"
    folder = pilot.folder / FOLDER
    deliver(folder, [layer for layer in layers if layer.features], pilot.crs,
            delivery_crs(terms["crs"], redline, pilot.crs),
            Metadata(title, pilot.recipe["disclaimer"] or title, _day(pilot), terms["organisation"], terms["email"],
                     language, terms["licence"], round(pilot.grid.cell / _ERROR_MM), text(_LINEAGE),
                     steps=_steps(pilot, text), checks=_checks(pilot, text)), feedback.part(0.6, 1))
    return folder


def _day(pilot: Pilot) -> str:
    """The day the line was drawn."""
    return max(row.finished for row in pilot.ledger.of("boundary"))[:10]


def _steps(pilot: Pilot, text: Callable[[str], str]) -> list[ProcessStep]:
    """The steps that made the line, by their titles."""
    titles = {step.id: text(step.title) for step in STEPS}
    found = {row.step: ProcessStep(titles.get(row.step, row.step), row.version or __version__, row.finished[:10])
             for row in pilot.ledger.rows()}
    return list(found.values())


def _checks(pilot: Pilot, text: Callable[[str], str]) -> list[Check]:
    """The quality checks that were judged; what is told only is none."""
    return [Check(f"{row['check']} {text(CHECKS[row['check']][0])}", row["value"], row["passed"] == "1")
            for row in read_table(pilot.table("quality")) if row["passed"]]
