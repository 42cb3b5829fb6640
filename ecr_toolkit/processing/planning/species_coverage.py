"""Coverage of species: how much of the habitat of each is inside, and whether that reaches its target (§6.2, T6)."""

import tempfile
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.tables import read_table, write_table
from ...planning.species import (
    COVERED,
    FIXED,
    RODRIGUES,
    achievement,
    habitat_sums,
    species_columns,
    species_coverage,
    summary,
    summary_columns,
)
from ...raster.files import open_raster
from .estate_in import add_estate, estate_of
from .given import Given
from .parameters import add, add_numbers, choice, file, percent, raster, table
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid

HABITAT, LIST, RULE, FIXED_TARGET = "HABITAT", "LIST", "TARGET_RULE", "FIXED_TARGET"
SPECIES, SUMMARY = "SPECIES", "SUMMARY"
COUNT, REACHED, ACHIEVEMENT = "SPECIES_COUNT", "REACHED", "ACHIEVEMENT"
RULES = (RODRIGUES, FIXED)
ABOUT = ("name", "taxon", "red_list", "national_class")


class SpeciesCoverage(PlanningAlgorithm):
    """A stack of habitats → coverage, target and gap class of every species, and their summary by group."""

    def name(self) -> str:
        return "speciescoverage"

    def displayName(self) -> str:
        return _("Coverage of species")

    def shortHelpString(self) -> str:
        return _("How much of the habitat of each species lies in protected areas, other effective measures and the "
                 "redline, its target, and whether it is reached: covered, partial, or gap (less than a tenth of the "
                 "target). The raster must lie in an equal-area system in metres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            raster(HABITAT, _("Habitats"), _("A band for each species: the share of the cell (0 to 1) that is its "
                                             "habitat.")),
            file(LIST, _("List of the species"), _("CSV with the column name and, where known, taxon, red_list and "
                                                   "national_class: a row for each band, in their order. Empty: "
                                                   "species are named by the numbers of the bands."), True, "csv"))
        add_estate(self)
        add(self,
            choice(RULE, _("Targets"), _("The rule of Rodrigues and others (2004), from all of a habitat up to 1,000 "
                                         "km² down to a tenth from 250,000 km², is meant for whole ranges."),
                   [_("by the size of the habitat"), _("one share for all")]),
            percent(FIXED_TARGET, _("One target for all (%)"), _("Counts only where one share is chosen."), 30, 1),
            table(SPECIES, _("Species"), (*ABOUT, "habitat_km2", "target_percent", "<set>_percent", "gap_class")),
            table(SUMMARY, _("Species by group"), ("group", "taxon", "category", "species", "<set>_mean_percent",
                                                   "<set>_reached", "<set>_achievement")))
        add_numbers(self, {COUNT: _("Species with habitat"), REACHED: _("Species that reach their target"),
                           ACHIEVEMENT: _("Mean achievement of the targets, 0 to 1")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        path = given.raster(HABITAT)
        grid = grid_of(path)
        listed = _listed(given.path(LIST), open_raster(path).RasterCount)
        estate = estate_of(given, grid.crs, feedback)
        with tempfile.TemporaryDirectory(prefix="ecr_") as folder:
            ready = on_grid({HABITAT: path}, grid, Path(folder), feedback.part(0, 0.3))[HABITAT]
            sums = habitat_sums(ready, estate.parts, grid, feedback.part(0.3, 1))
        rows = species_coverage(listed, sums, estate, given.choice(RULE, RULES), given.share(FIXED_TARGET))
        write_table(given.output(SPECIES), species_columns(estate), rows)
        write_table(given.output(SUMMARY), summary_columns(estate), summary(rows, estate.sets))
        return {SPECIES: str(given.output(SPECIES)), SUMMARY: str(given.output(SUMMARY)), COUNT: len(rows),
                REACHED: sum(row["gap_class"] == COVERED for row in rows),
                ACHIEVEMENT: achievement(rows, "protected") or 0.0}


def _listed(path: Optional[Path], bands: int) -> list[dict[str, str]]:
    """What is known of the species of every band; InputError when the list is not of these bands."""
    rows = read_table(path, ("name",)) if path else [{"name": str(band)} for band in range(1, bands + 1)]
    if len(rows) != bands:
        raise InputError([(_("The list of species has {rows} rows, but the raster has {bands} bands.").format(
            rows=len(rows), bands=bands), _("Write a row for each band, in the order of the bands."))])
    return [{name: row.get(name, "") for name in ABOUT} for row in rows]
