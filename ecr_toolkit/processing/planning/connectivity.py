"""Connectivity of protected areas: PC, ECA, ProtConn, and what every patch is worth (methods.md §8.5)."""

from dataclasses import replace
from typing import Any

from osgeo import ogr

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import Feature, polygons
from ...pilot.tables import write_table
from ...planning.connectivity.dispersal import Dispersal
from ...planning.connectivity.distances import links
from ...planning.connectivity.indices import connectivity, cutoff_m
from ...planning.connectivity.network import Network
from ...planning.connectivity.patches import patches_of
from ...planning.connectivity.rows import BORDER_M, COLUMNS, NEGLIGIBLE, PATCH_COLUMNS, indices_row, patch_rows
from .given import Given
from .layers_in import read, read_land, working_crs
from .layers_out import write_polygons
from .parameters import add, add_numbers, layer, number, table, text_line, vector
from .planning_algorithm import PlanningAlgorithm

PROTECTED, LAND, ABROAD, DISTANCES, SMALLEST = "PROTECTED", "LAND", "ABROAD", "DISTANCES", "SMALLEST_KM2"
INDICES, PATCHES, PROTCONN, PROT, ECA = "INDICES", "PATCHES", "PROTCONN", "PROT", "ECA"
PATCH_FIELDS = {name: int if name == "patch" else float for name in PATCH_COLUMNS}


class ConnectivityOfAreas(PlanningAlgorithm):
    """Protected areas → indices at every distance, and patches with what each is worth at the first one."""

    def name(self) -> str:
        return "connectivity"

    def displayName(self) -> str:
        return _("Connectivity of protected areas")

    def shortHelpString(self) -> str:
        return _("How well protected areas hang together: ProtConn and its parts, the equivalent connected area (ECA), "
                 "the probability of connectivity, and the loss (dPC) that each patch would mean. Touching areas are "
                 "one patch; animals move between patches with a probability that is one half at the distance given. "
                 "Distances are from edge to edge, in the equal-area system of the land layer or in one centred on "
                 "it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            vector(PROTECTED, _("Protected areas"), _("Polygons; they are cut to the land.")),
            vector(LAND, _("Land"), _("Polygons of the country or region, whose area the percentages are of.")),
            text_line(DISTANCES, _("Distances (km)"),
                      _("Distances that half of the dispersing animals reach, with spaces between them. The first is "
                        "the one whose numbers are given and for which patches are valued."), "10 1 30 100"),
            number(SMALLEST, _("Smallest patch (km²)"), _("Smaller patches are left out, and the table says how many."),
                   1, 0, 1e5),
            vector(ABROAD, _("Protected areas abroad"), _("Polygons beyond the border. Those within 50 km carry "
                                                          "routes, but no area of theirs is counted."), True),
            table(INDICES, _("Indices"), COLUMNS, _("Parts are in per cent of ProtConn.")),
            layer(PATCHES, _("Patches"), _("Fields: {columns}.").format(columns=", ".join(PATCH_FIELDS)), True))
        add_numbers(self, {PROTCONN: _("Protected and connected (ProtConn), %"), PROT: _("Protected, %"),
                           ECA: _("Equivalent connected area, km²")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        dispersals = _dispersals(given.text(DISTANCES))
        crs = working_crs(given.source(LAND), feedback)
        land = read_land(given.source(LAND), crs, feedback)
        areas = [polygons(one.geometry.Intersection(land)) for one in read(given.source(PROTECTED), crs, feedback)]
        areas = [area for area in areas if not area.IsEmpty()]
        patches = patches_of(areas, feedback.part(0, 0.2), given.number(SMALLEST), _abroad(given, land, crs, feedback))
        measured = links(patches.polygons, cutoff_m(len(patches.polygons), dispersals), feedback.part(0.2, 0.5))
        network = Network.of(patches.areas_km2, measured, feedback.part(0.5, 0.6), patches.transboundary)
        land_km2 = land.GetArea() / 1e6
        found = [connectivity(network, land_km2, feedback.part(0.6 + 0.2 * place / len(dispersals),
                                                               0.6 + 0.2 * (place + 1) / len(dispersals)),
                              one, patches.single_km2) for place, one in enumerate(dispersals)]
        write_table(given.output(INDICES), COLUMNS, [indices_row(one, patches) for one in found])
        results = {INDICES: str(given.output(INDICES)), PROTCONN: found[0].connected, PROT: found[0].protected,
                   ECA: found[0].eca_km2}
        if given.has(PATCHES):
            valued = connectivity(network, land_km2, feedback.part(0.8, 1),
                                  replace(dispersals[0], negligible=NEGLIGIBLE), importance=True)
            results.update(write_polygons(given, PATCHES, PATCH_FIELDS, [
                Feature(polygon, row) for polygon, row in zip(patches.polygons, patch_rows(valued, patches))], crs))
        return results


def _dispersals(text: str) -> list[Dispersal]:
    try:
        kilometres = [float(one) for one in text.replace(",", " ").replace(";", " ").split()]
    except ValueError:
        kilometres = []
    if not kilometres or not all(0 < one < 1e5 for one in kilometres):
        raise InputError([(_("The distances cannot be understood: {text}.").format(text=text),
                           _("Write kilometres above 0 with spaces between them, for example 10 1 30 100."))])
    return [Dispersal(1000 * one) for one in kilometres]


def _abroad(given: Given, land: ogr.Geometry, crs: str, feedback: Feedback) -> list[ogr.Geometry]:
    """What of the areas abroad lies near the border, without the land."""
    if not given.has(ABROAD):
        return []
    near = land.Buffer(BORDER_M)
    found = [polygons(one.geometry.Intersection(near).Difference(land))
             for one in read(given.source(ABROAD), crs, feedback)]
    return [outline for outline in found if not outline.IsEmpty()]
