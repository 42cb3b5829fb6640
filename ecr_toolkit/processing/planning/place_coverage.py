"""Coverage of places: units, ecoregions, ecosystem types, key sites (methods.md §6.1, T1, T4, T5, T7, T8)."""

from typing import Any

from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import union
from ...pilot.tables import write_table
from ...planning.estate import WITHOUT_REDLINE, area_columns, areas_of
from ...planning.places import OVERLAP_COLUMNS, overlap, place_columns, place_coverage
from .estate_in import add_estate, estate_of
from .given import Given
from .layers_in import read_places, working_crs
from .parameters import add, add_numbers, field, percent, table, vector
from .planning_algorithm import PlanningAlgorithm

PLACES, NAME, TARGET, COVERAGE, OVERLAP = "PLACES", "NAME_FIELD", "TARGET", "COVERAGE", "OVERLAP"
COUNT, TARGETS_MET, PROTECTED_PERCENT = "PLACES_COUNT", "TARGETS_MET", "PROTECTED_PERCENT"


class PlaceCoverage(PlanningAlgorithm):
    """Places with outlines → the share of each in every set, and whether the target is reached."""

    def name(self) -> str:
        return "placecoverage"

    def displayName(self) -> str:
        return _("Coverage of places")

    def shortHelpString(self) -> str:
        return _("How much of every place lies in protected areas, other effective measures and the redline, exactly "
                 "from the outlines. Places can be administrative units, ecoregions, ecosystem types or key sites, cut "
                 "to the country before. Areas are measured in the system of the places where that is equal-area, "
                 "else in one centred on them.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            vector(PLACES, _("Places"), _("Polygons; those with the same name are one place.")),
            field(NAME, _("Field of the names"), _("What the places are called in the table."), PLACES, default="name"))
        add_estate(self)
        add(self,
            percent(TARGET, _("Target (%)"), _("Share of every place that is to be protected; 0: none is set."), 30),
            table(COVERAGE, _("Coverage"), ("place", "national_percent", *area_columns(WITHOUT_REDLINE),
                                            "target_percent", "target_met")),
            table(OVERLAP, _("Overlap of redline and protected areas"), OVERLAP_COLUMNS,
                  _("Within all places together; needs the redline."), True))
        add_numbers(self, {COUNT: _("Places"), TARGETS_MET: _("Places that reach the target"),
                           PROTECTED_PERCENT: _("Protected share of all places together, %")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        crs = working_crs(given.source(PLACES), feedback)
        places = read_places(given.source(PLACES), given.field(NAME), crs, feedback)
        estate = estate_of(given, crs, feedback)
        whole = union(list(places.values()))
        land_km2 = whole.GetArea() / 1e6
        rows = place_coverage(places, estate, land_km2, given.share(TARGET), feedback.part(0.2, 0.9))
        write_table(given.output(COVERAGE), place_columns(estate), rows)
        results = {COVERAGE: str(given.output(COVERAGE)), COUNT: len(rows),
                   TARGETS_MET: sum(row.get("target_met", 0) for row in rows)}
        inside = {name: part.GetArea() / 1e6 for name, part in estate.within(whole).items()}
        results[PROTECTED_PERCENT] = areas_of(land_km2, inside, estate.sets)["protected_percent"] or 0.0
        if given.has(OVERLAP) and estate.redline is None:
            given.warn(_("The overlap needs the polygons of the redline; it was left out."))
        elif given.has(OVERLAP):
            write_table(given.output(OVERLAP), OVERLAP_COLUMNS, overlap(land_km2, estate, [whole]))
            results[OVERLAP] = str(given.output(OVERLAP))
        return results
