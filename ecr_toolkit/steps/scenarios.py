"""Selection scenarios beside the guide's overlay: the cheapest that meets all targets, the best within a budget of area
(methods.md §7.2, §7.3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_, _
from ..models.class_tables import codes_of
from ..pilot.layers import Feature, polygons, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..planning.selection.amounts import Amounts
from ..planning.selection.problem import (
    MAXIMUM_UTILITY,
    MINIMUM_SET,
    MINIMUM_SHORTFALL,
    Problem,
    Solution,
)
from ..planning.selection.solve import solve
from ..planning.species import target_of
from ..planning.units import BlockUnits, block_sums, block_units, known_cost, unit_costs
from ..preparation.species import HABITAT
from ..raster import files
from ..raster.coverage import Edges
from ..raster.polygonised import polygonised
from ..raster.zones import Zone, labels
from .assessment import prepared
from .coverage import NATURAL, listed_species, services
from .estate import country_of, estate_of, places_of
from .gaps import ECOREGIONS

MINIMUM_COST, BEST_AREA, LEAST_SHORTFALL = "minimum_cost", "best_area", "least_shortfall"
SCENARIOS = {
    MINIMUM_COST: (MINIMUM_SET, N_("cheapest, every target met")),
    BEST_AREA: (MAXIMUM_UTILITY, N_("most within the budget of area")),
    LEAST_SHORTFALL: (MINIMUM_SHORTFALL, N_("least shortfall within the budget of area")),
}
LAYER = "scenarios"
FIELDS = {"scenario": str, "title": str, "area_km2": float}
COLUMNS = ("scenario", "title", "objective", "units", "unit_km2", "selected", "area_km2", "cost", "cost_is_area",
           "bound", "gap_percent", "solver", "features", "targets_met", "unreachable")
FEATURE_COLUMNS = ("scenario", "kind", "feature", "target_percent", "held_percent", "met")
ECOSYSTEM_RASTER = "scenarios/ecosystems.tif"
SERVICE, ECOREGION, ECOSYSTEM, SPECIES = "service", "ecoregion", "ecosystem", "species"


@dataclass(frozen=True, eq=False)
class Features:
    """What units are chosen for. ``keys``: (kind, name) of every feature; ``inputs``: the rasters they are made of;
    ``counted``: cells of area each cell of them stands for."""

    keys: Sequence[tuple[str, str]]
    inputs: Mapping[str, Path]

    def layers(self, read, _window) -> Iterator[tuple[int, np.ndarray]]:
        """Amount of every feature in the cells of a window: values of services, shares of a cell for all else."""
        inside = read["units"] > 0
        codes = codes_of(read["land_cover"]) if "land_cover" in read else None
        band = 0
        for number, (kind, name) in enumerate(self.keys):
            if kind == SERVICE:
                yield number, np.where(inside, np.maximum(np.nan_to_num(read[name]), 0), 0)
            elif kind == SPECIES:
                stack = read[HABITAT] if read[HABITAT].ndim == 3 else read[HABITAT][np.newaxis]
                yield number, np.where(inside, np.nan_to_num(stack[band]), 0)
                band += 1
            elif kind == ECOSYSTEM and codes is not None:
                yield number, inside & (codes == int(name))
            else:
                place = self.places[kind].index(name) + 1
                yield number, inside & (read[kind] == place)

    @property
    def places(self) -> dict[str, list[str]]:
        """Names of the zones of each raster of zones, in the order of their numbers."""
        return {kind: [name for one, name in self.keys if one == kind] for kind in (ECOREGION, ECOSYSTEM)}


def publish_scenarios(pilot: Pilot, feedback: Feedback) -> list[str]:
    """Solve and publish every scenario: rasters, the layer ``scenarios``, and tables; gives what was published."""
    features = features_of(pilot)
    if not features.keys:
        return []
    units = block_units(pilot.input("units"), pilot.grid, pilot.recipe["planning"]["most_units"], feedback.part(0, 0.1))
    sums = block_sums(features.inputs, features.layers, len(features.keys), units.side, pilot.grid,
                      feedback.part(0.1, 0.3))
    amounts = np.stack([units.of_blocks(layer) for layer in sums])
    areal = np.array([kind != SERVICE for kind, _name in features.keys])
    amounts[areal] *= pilot.grid.cell_km2
    held = amounts.sum(axis=1) > 0
    keys = [key for key, there in zip(features.keys, held) if there]
    problems = problems_of(pilot, units, keys, amounts[held], feedback.part(0.3, 0.4))
    solved = {}
    for number, (name, problem) in enumerate(problems.items()):
        solved[name] = solve(problem, feedback.part(0.4 + 0.15 * number, 0.55 + 0.15 * number),
                             gap=pilot.recipe["planning"]["gap"])
    return _publish(pilot, units, keys, problems, solved)


def features_of(pilot: Pilot) -> Features:
    """Services, ecoregions, ecosystem types and species, as far as there are data for them."""
    inputs: dict[str, Path] = {"units": pilot.input("units")}
    keys: list[tuple[str, str]] = []
    for service in services(pilot):
        inputs[service.id] = service.path
        keys.append((SERVICE, service.id))
    ecoregions = places_of(pilot, "ecoregions")
    if ecoregions:
        inputs[ECOREGION] = pilot.folder / ECOREGIONS
        keys += [(ECOREGION, name) for name in ecoregions]
    ecosystems = places_of(pilot, "ecosystems")
    if ecosystems:
        zones = [Zone.of(place, pilot.grid) for place in ecosystems.values()]
        files.write(pilot.folder / ECOSYSTEM_RASTER, pilot.grid, labels(zones, pilot.grid), "zone",
                    N_("ecosystem types"))
        inputs[ECOSYSTEM] = pilot.folder / ECOSYSTEM_RASTER
        keys += [(ECOSYSTEM, name) for name in ecosystems]
    elif pilot.input("land_cover").exists():
        inputs["land_cover"] = pilot.input("land_cover")
        keys += [(ECOSYSTEM, str(code)) for code in NATURAL]
    if HABITAT in prepared(pilot):
        inputs[HABITAT] = pilot.input(HABITAT)
        keys += [(SPECIES, one["name"]) for one in listed_species(pilot)]
    return Features(keys, inputs)


def problems_of(pilot: Pilot, units: BlockUnits, keys: Sequence[tuple[str, str]], amounts: np.ndarray,
                feedback: Feedback) -> dict[str, Problem]:
    """The problem of every scenario. Units mostly protected are locked in, units mostly of conflicts locked out."""
    planning = pilot.recipe["planning"]
    land_km2 = units.land_cells * pilot.grid.cell_km2
    protected, conflicts, cost = _states(pilot, units, feedback)
    locked_in = protected >= 0.5 * units.land_cells
    locked_out = (conflicts >= 0.5 * units.land_cells) & ~locked_in
    totals = amounts.sum(axis=1)
    targets = np.array([target_share(pilot, kind, total) for (kind, _name), total in zip(keys, totals)]) * totals
    shares = Amounts.from_layers(list(amounts / totals[:, np.newaxis]))
    budget = max(planning["area_target"] * float(land_km2.sum()), float(land_km2[locked_in].sum()))
    within = {"cost": land_km2, "budget": budget, "locked_in": locked_in, "locked_out": locked_out}
    return {
        MINIMUM_COST: Problem(shares, cost, targets / totals, MINIMUM_SET, locked_in=locked_in, locked_out=locked_out),
        BEST_AREA: Problem(shares, targets=targets / totals, objective=MAXIMUM_UTILITY, **within),
        LEAST_SHORTFALL: Problem(shares, targets=targets / totals, objective=MINIMUM_SHORTFALL, **within),
    }


def target_share(pilot: Pilot, kind: str, total: float) -> float:
    """Share (0-1) of a feature that is wanted."""
    planning = pilot.recipe["planning"]
    if kind == SERVICE:
        return planning["service_target"] or pilot.recipe["thresholds"]["extreme_share"]
    if kind == SPECIES:
        return target_of(total, planning["species_target"], planning["fixed_species_target"])
    return planning["area_target"]


def _states(pilot: Pilot, units: BlockUnits, feedback: Feedback) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Protected cells, conflict cells and cost of every unit (units,); without a raster of costs, cost is km²."""
    estate, chosen = estate_of(pilot), pilot.recipe["conflicts"]
    edges = Edges.of(estate.protected, pilot.grid)
    inputs = {"units": pilot.input("units")}
    inputs.update({name: pilot.input(name) for name in ("land_cover", "cost") if name in prepared(pilot)})
    deducted = [*chosen["farmland"], *chosen["built_up"]]

    def layers(read, window):
        inside = read["units"] > 0
        yield 0, edges.coverage(window) * inside
        yield 1, inside & np.isin(codes_of(read["land_cover"]), deducted) if "land_cover" in read else inside & False
        yield from enumerate(known_cost(read["cost"], inside) if "cost" in read else (inside, inside), 2)

    sums = block_sums(inputs, layers, 4, units.side, pilot.grid, feedback)
    protected, conflicts, cost, known = (units.of_blocks(layer) for layer in sums)
    cost, unknown = unit_costs(cost, known, units.land_cells)
    if unknown:
        feedback.say(_("Planning units without a known cost, which count with the mean cost: {count}.").format(
            count=unknown))
    return protected, conflicts, cost * pilot.grid.cell_km2


def _publish(pilot: Pilot, units: BlockUnits, keys: Sequence[tuple[str, str]], problems: Mapping[str, Problem],
             solved: Mapping[str, Solution]) -> list[str]:
    land, inside = country_of(pilot), files.read(pilot.input("units")) > 0
    rows, features, layers = [], [], []
    outputs = [ECOSYSTEM_RASTER] if pilot.recipe["planning"]["ecosystems"] else []
    for name, solution in solved.items():
        cells = units.cells(solution.selected, pilot.grid) & inside
        path = pilot.folder / "scenarios" / f"{name}.tif"
        files.write(path, pilot.grid, np.where(inside, cells, 255).astype(np.uint8), "class", SCENARIOS[name][1],
                    "class")
        outputs.append(f"scenarios/{name}.tif")
        outline = polygons(polygonised(cells, pilot.grid).Intersection(land))
        area = round(outline.GetArea() / 1e6, 4)
        layers.append(Feature(outline, {"scenario": name, "title": SCENARIOS[name][1], "area_km2": area}))
        rows.append(_row(pilot, name, units, problems[name], solution, area))
        features += _feature_rows(name, keys, problems[name], solution)
    write_layers(pilot.geopackage, pilot.crs, {LAYER: (ogr.wkbMultiPolygon, FIELDS, layers)})
    write_table(pilot.table("scenarios"), COLUMNS, rows)
    write_table(pilot.table("scenario_features"), FEATURE_COLUMNS, features)
    return [*outputs, f"{GEOPACKAGE}#{LAYER}", "tables/scenarios.csv", "tables/scenario_features.csv"]


def _row(pilot: Pilot, name: str, units: BlockUnits, problem: Problem, solution: Solution, area_km2: float) -> dict:
    return {"scenario": name, "title": SCENARIOS[name][1], "objective": problem.objective, "units": units.count,
            "unit_km2": round(units.side**2 * pilot.grid.cell_km2, 4), "selected": int(solution.selected.sum()),
            "area_km2": area_km2, "cost": round(solution.cost, 4),
            "cost_is_area": int("cost" not in prepared(pilot) or problem.has_budget),
            "bound": solution.bound, "gap_percent": None if solution.gap is None else round(100 * solution.gap, 4),
            "solver": solution.method, "features": len(solution.met), "targets_met": int(solution.met.sum()),
            "unreachable": len(solution.unreachable)}


def _feature_rows(name: str, keys: Sequence[tuple[str, str]], problem: Problem, solution: Solution) -> list[dict]:
    """Amounts are shares of what there is of each feature in the country."""
    return [{"scenario": name, "kind": kind, "feature": feature, "target_percent": round(100 * float(target), 4),
             "held_percent": round(100 * float(held), 4), "met": int(met)}
            for (kind, feature), target, held, met in zip(keys, problem.targets, solution.held, solution.met)]
