"""Coverage of ecosystem services: the share of each inside, and how that compares with the share of area (§6.1)."""

import tempfile
from pathlib import Path
from typing import Any

from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.tables import write_table
from ...planning.coverage import Service, coverage, service_columns
from ...planning.estate import WITHOUT_REDLINE
from ...raster.files import open_raster
from .estate_in import add_estate, estate_of
from .given import Given
from .layers_in import read_land
from .parameters import add, add_numbers, rasters, table, vector
from .planning_algorithm import PlanningAlgorithm
from .rasters_in import grid_of, on_grid

VALUES, LAND, TABLE = "VALUES", "LAND", "TABLE"
MEAN_PERCENT, LEAST_PERCENT = "MEAN_PERCENT", "LEAST_PERCENT"


class ServiceCoverage(PlanningAlgorithm):
    """Rasters of values → the share of each total that every set holds, and the efficiency ratio."""

    def name(self) -> str:
        return "servicecoverage"

    def displayName(self) -> str:
        return _("Coverage of services")

    def shortHelpString(self) -> str:
        return _("How much of the total of each service lies in protected areas, other effective measures and the "
                 "redline. The efficiency ratio is that share over the share of area: above 1 the places are better "
                 "than places taken at random. The first raster gives the grid and must lie in an equal-area system in "
                 "metres; the others are brought to it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            rasters(VALUES, _("Rasters of values"), _("Values for each unit of area, such as m³ or t km⁻² in a year. "
                                                      "Each raster is a service with the name of its layer.")),
            vector(LAND, _("Land"), _("Polygons of the country or region that totals and areas are of.")))
        add_estate(self)
        add(self, table(TABLE, _("Services"), (
            "function", "value_unit", "total",
            *(f"{name}_{what}" for name in WITHOUT_REDLINE for what in ("percent", "efficiency")))))
        add_numbers(self, {MEAN_PERCENT: _("Mean protected share of the services, %"),
                           LEAST_PERCENT: _("Smallest protected share of a service, %")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        layers = given.rasters(VALUES)
        grid = grid_of(next(iter(layers.values())))
        land = read_land(given.source(LAND), grid.crs, feedback)
        estate = estate_of(given, grid.crs, feedback)
        with tempfile.TemporaryDirectory(prefix="ecr_") as folder:
            ready = on_grid(layers, grid, Path(folder), feedback.part(0, 0.4))
            services = [Service(name, path, _unit(layers[name])) for name, path in ready.items()]
            _classes, rows = coverage([("land", land)], estate, "", grid, (), services, feedback.part(0.4, 1))
        write_table(given.output(TABLE), service_columns(estate), rows)
        shares = [row["protected_percent"] for row in rows if row["protected_percent"] is not None]
        numbers = {MEAN_PERCENT: sum(shares) / len(shares), LEAST_PERCENT: min(shares)} if shares else {}
        return {TABLE: str(given.output(TABLE)), **numbers}


def _unit(path: Path) -> str:
    dataset = open_raster(path)  # a band lives as long as its dataset
    return dataset.GetRasterBand(1).GetUnitType()
