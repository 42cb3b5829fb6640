"""The state of a pilot's working line: its rasters, and what they were made of, as a version keeps them."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from ... import __version__
from ...assessment.plan import Plan, plan
from ...models.catalogue import of_kind
from ...models.declaration import FUNCTION
from ...pilot.pilot import GEOPACKAGE, Pilot
from ...pilot.tables import read_table
from ...preparation.derived import derivation_of
from ...preparation.species import HABITAT, MUST_INCLUDE
from ...preparation.species_lists import files_named
from .sources import CLIMATE, CONSTANT, LAND, METHOD, OCCASION, TOOLKIT, role_of
from .state import LAND_COVER, LEVEL, State
from .triggers import EVIDENCE, PROTECTED_AREA

_INPUTS, _AREAS = "inputs/inputs.csv", "protected_areas"


def working_state(pilot: Pilot, there: Collection[str], product: str = "") -> State:
    """Land cover, level and chosen functions of a walked pilot, as far as they are there, with what they were made of.

    ``there``: ids of the inputs that were prepared; ``product``: product and version of the land cover where the user
    says them, else its source in inputs.csv. Raises InputError when that table cannot be read.
    """
    chosen = [plan(of_kind(FUNCTION)[name], there, pilot.recipe["parameters"])
              for name in pilot.recipe["objectives"]["functions"]]
    plans = [one for one in chosen if not one.missing and pilot.value(FUNCTION, one.model.id).exists()]
    rasters = {one.model.id: pilot.value(FUNCTION, one.model.id) for one in plans}
    sources = _Sources(pilot)
    rows = [row for one in plans for row in sources.function(one)]
    if pilot.protection_level.exists():
        rasters[LEVEL] = pilot.protection_level
    if LAND_COVER in there:
        rasters[LAND_COVER] = pilot.input(LAND_COVER)
        rows.append(sources.land_cover(product))
    return State(rasters, [*rows, *sources.occasions(), sources.toolkit()])


class _Sources:
    """Rows (SOURCE_COLUMNS) of what the rasters of a pilot were made of."""

    def __init__(self, pilot: Pilot) -> None:
        self._pilot = pilot
        self._days = {row.file: row.finished[:10] for row in pilot.ledger.rows()}
        self._told = {row["variable"]: row for row in read_table(pilot.folder / _INPUTS)}

    def land_cover(self, product: str) -> dict[str, str]:
        return {**self._input(LAND_COVER, LAND_COVER, LAND), "source": product or self._told[LAND_COVER]["source"]}

    def function(self, one: Plan) -> Iterator[dict[str, str]]:
        """Inputs of a function, the list of species, the method with its parameters."""
        inputs = [name for name in one.inputs if name != MUST_INCLUDE]  # it makes classes, no values
        made_of = {pair for name in inputs for pair in self._made_of(name)}
        yield from (self._input(one.model.id, name, role) for name, role in sorted(made_of))
        if HABITAT in one.inputs:
            yield self._row(one.model.id, "species", CONSTANT, self._content(files_named(self._pilot)), _INPUTS,
                            self._pilot.recipe["species"]["source"])
        recipe, hashes = self._pilot.recipe, self._pilot.hashes
        tables = [self._pilot.folder / path for path in recipe["class_tables"].values()]
        method = {"settings": dict(one.settings), "preparation": recipe["preparation"],
                  "class_tables": [sorted(recipe["class_tables"]), self._content(tables)],
                  "ways": {way.factor.id: [way.option.id, dict(way.settings)] for way in one.ways}}
        yield self._row(one.model.id, "parameters", METHOD, hashes.data(method), f"functions/{one.model.id}.tif",
                        one.model.source)

    def occasions(self) -> Iterator[dict[str, str]]:
        """The lists whose change is an occasion to adjust the redline."""
        recipe, folder = self._pilot.recipe, self._pilot.folder
        areas = [name for name in (recipe["protected_areas"]["source"], *recipe["protected_areas"]["further"]) if name]
        if areas:
            content = self._pilot.hashes.file(self._pilot.geopackage, _AREAS)
            yield self._row("", PROTECTED_AREA, OCCASION, content, f"{GEOPACKAGE}#{_AREAS}", "; ".join(areas))
        sites = [recipe[section]["sites"] for section in ("species", "planning") if recipe[section]["sites"]]
        evidence = [*files_named(self._pilot), *(folder / name for name in sites)]
        if evidence:
            yield self._row("", EVIDENCE, OCCASION, self._content(evidence), _INPUTS,
                            "; ".join(filter(None, [recipe["species"]["source"], *sites])))

    def toolkit(self) -> dict[str, str]:
        return self._row("", "toolkit", TOOLKIT, "", "", __version__)

    def _made_of(self, variable: str) -> list[tuple[str, str]]:
        """(variable, role) of an input; of a derived one that follows from the land, of what it follows from too."""
        derivation = derivation_of(variable)
        if variable in self._pilot.recipe["sources"] or derivation is None:
            return [(variable, role_of(variable))]
        needs = [pair for name in derivation.needs for pair in self._made_of(name)]
        roles = {role for _name, role in needs}
        if LAND in roles:
            return [*needs, (variable, LAND)]
        return [(variable, CLIMATE if CLIMATE in roles else CONSTANT)]

    def _input(self, subject: str, variable: str, role: str) -> dict[str, str]:
        told = self._told.get(variable, {})
        return self._row(subject, variable, role, self._pilot.hashes.file(self._pilot.input(variable)),
                         f"inputs/{variable}.tif", "; ".join(filter(None, map(told.get, ("source", "detail")))))

    def _content(self, files: Sequence[Path]) -> str:
        return self._pilot.hashes.data({"files": [self._pilot.hashes.file(path) for path in files]})

    def _row(self, subject: str, variable: str, role: str, sha256: str, made: str, source: str) -> dict[str, str]:
        return {"subject": subject, "variable": variable, "role": role, "sha256": sha256,
                "day": self._days.get(made, ""), "source": source}
