"""Suitability for agriculture and for towns on plain rasters (methods.md §4.1, §4.2)."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import QgsProcessingParameterDefinition

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import N_, _
from ...models.suitability.agriculture import AGRICULTURE, PARTIAL, SECURE
from ...models.suitability.declaration import (
    CLASSES,
    NOT_READ,
    POLYGONS,
    PROVINCE,
    RASTER,
    SCALES,
    Part,
    Suitability,
)
from ...models.suitability.grades import TO_LOWEST
from ...models.suitability.urban import URBAN
from ...planning.suitability.graded_polygons import GradedPolygons
from ...planning.suitability.ground import Ground, publish_classes
from ...raster.align import CLASSES as CLASS_RULE
from ...raster.blocks import blocks
from ...raster.files import open_raster
from ...raster.grid import Grid
from ...raster.stream import Output
from .given import Given
from .layers_in import check_fields, read
from .parameters import add, add_numbers, choice, field, number, raster, raster_out, vector
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid

FIELD, SMALLEST, SCALE, OUTPUT = "{part}_FIELD", "SMALLEST_HA", "SCALE", "CLASSES"
SUITABLE, GENERALLY, UNSUITABLE, UNKNOWN = "SUITABLE_KM2", "GENERALLY_SUITABLE_KM2", "UNSUITABLE_KM2", "UNKNOWN_KM2"
_FIELDS = {"irrigated": ("class", PARTIAL, SECURE), "hazards": ("down", 1, TO_LOWEST)}  # name, lowest, highest
_FIELD_HELP = {"irrigated": N_("Class of the water: 4 partial, 5 secure supply."),
               "hazards": N_("By how many classes the hazard lowers the land; 9 to the lowest.")}


class SuitabilityAlgorithm(PlanningAlgorithm):
    """Rasters of the parts of a ``subject`` → its classes; stateless. A subclass names the subject."""

    subject: Suitability

    def name(self) -> str:
        return f"{self.subject.id}suitability"

    def displayName(self) -> str:
        title = _(self.subject.title)
        return title[:1].upper() + title[1:]

    def shortHelpString(self) -> str:
        return _(self.subject.source) + "\n\n" + _(
            "Classes: 5 and 4 suitable, 3 generally suitable, 2 and 1 unsuitable, 255 not assessed. What is not given "
            "is left out and told. A cell where something that was given is unknown is not assessed; salt and water "
            "resources are left out there. The raster of slope gives the grid and must lie in an equal-area system in "
            "metres; the others are brought to it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        for part in self.subject.parts:
            add(self, *_definitions(part))
        add(self, number(SMALLEST, _("Smallest patch (ha)"), _("Contiguous suitable land below this size goes down a "
                                                               "class."), self.subject.smallest_ha, 0, 1e4))
        if self.subject is URBAN:
            add(self, choice(SCALE, _("Scale"), _("Which breaks of water and travel time count."),
                             [_(title) for title in SCALES.values()]))
        add(self, raster_out(OUTPUT, _("Classes"), _("From 5, best, to 1, and 255.")))
        add_numbers(self, {SUITABLE: _("Suitable land, km²"), GENERALLY: _("Generally suitable land, km²"),
                           UNSUITABLE: _("Unsuitable land, km²"), UNKNOWN: _("Not assessed, km²")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        grid, target = grid_of(_rasters(self.subject, given, RASTER)["slope"]), given.raster_output(OUTPUT)
        for part in self.subject.parts:
            if part.kind == NOT_READ or not given.has(part.id.upper()):
                given.warn(_("{subject}: {note}.").format(subject=_(part.title), note=_(part.without)))
        settings = {"scale": given.choice(SCALE, list(SCALES)) if self.subject is URBAN else PROVINCE}
        with tempfile.TemporaryDirectory(prefix="ecr_") as name:
            rasters = on_grid(_rasters(self.subject, given, RASTER), grid, Path(name), feedback.part(0, 0.3))
            rasters.update(on_grid(_rasters(self.subject, given, CLASSES), grid, Path(name), feedback.part(0.3, 0.5),
                                   CLASS_RULE))
            ground = Ground(rasters, _polygons(self.subject, given, grid, feedback))
            publish_classes(self.subject, ground, settings, given.number(SMALLEST),
                            Output(target, "class", self.subject.title, "class"), grid, feedback.part(0.5, 0.9))
        return {OUTPUT: str(target), **_areas(target, grid, feedback.part(0.9, 1))}


class AgriculturalSuitability(SuitabilityAlgorithm):
    """Slope, rain and what else is known → suitability for agriculture."""

    subject = AGRICULTURE

    def name(self) -> str:
        return "agriculturalsuitability"


class UrbanSuitability(SuitabilityAlgorithm):
    """Slope and what else is known → suitability for towns."""

    subject = URBAN


def _definitions(part: Part) -> list[QgsProcessingParameterDefinition]:
    name, title = part.id.upper(), _(part.title)
    title = title[:1].upper() + title[1:]
    empty = "" if part.required else " " + _("Empty: {note}.").format(note=_(part.without))
    if part.kind == POLYGONS:
        called, low, high = _FIELDS[part.id]
        return [vector(name, title, _("A cell counts where polygons cover half of it or more.") + empty, True),
                field(FIELD.format(part=name), _("Field of the classes of {layer}").format(layer=title),
                      _(_FIELD_HELP[part.id]) + " " + _("Whole numbers from {low} to {high}.").format(
                          low=low, high=high), name, True, default=called)]
    if part.kind == NOT_READ:
        return []
    bands = _("Unit: {unit}. Bands: {bands}.").format(unit=part.unit, bands=", ".join(map(str, part.bands)))
    return [raster(name, title, bands + empty, not part.required)]


def _rasters(subject: Suitability, given: Given, kind: str) -> Mapping[str, Path]:
    """Files of the rasters of a kind; InputError where the number of bands is wrong."""
    found = {}
    for part in subject.parts:
        path = given.raster(part.id.upper()) if part.kind == kind else None
        if path is None:
            continue
        count = open_raster(path).RasterCount
        if count not in part.bands:
            raise InputError([(_("The source of “{variable}” has {count} bands; {wanted} are needed.").format(
                variable=_(part.title), count=count, wanted=", ".join(map(str, part.bands))),
                _("Choose a raster with so many bands; twelve are the months from January on."))])
        found[part.id] = path
    return found


def _polygons(subject: Suitability, given: Given, grid: Grid, feedback: Feedback) -> dict[str, GradedPolygons]:
    found = {}
    for part in subject.parts:
        source = given.source(part.id.upper()) if part.kind == POLYGONS else None
        if source is not None:
            called, lowest, highest = _FIELDS[part.id]
            name = given.field(FIELD.format(part=part.id.upper())) or called
            check_fields(source, [name])
            found[part.id] = GradedPolygons.of(read(source, grid.crs, feedback), name, lowest, highest,
                                               source.sourceName(), grid)
    return found


def _areas(path: Path, grid: Grid, feedback: Feedback) -> dict[str, float]:
    """km² of the cells of each grade."""
    counted = sum(found for _window, found in blocks(
        {"classes": path}, lambda read, _window: np.bincount(read["classes"].ravel(), minlength=256), grid, feedback))
    return {name: float(counted[list(codes)].sum()) * grid.cell_km2 for name, codes in (
        (SUITABLE, (5, 4)), (GENERALLY, (3,)), (UNSUITABLE, (2, 1)), (UNKNOWN, (255,)))}
