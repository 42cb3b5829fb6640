"""A plan: which way each factor of a model is got from the rasters there are, and what stands in for what is not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ..models.declaration import ANY, AUTOMATIC, METHOD, Factor, Model, Option, settings_of
from ..models.variables import VARIABLES

Chosen = Mapping[str, Mapping[str, Any]]  # model or factor id → parameter id → value


@dataclass(frozen=True, eq=False)
class Way:
    """How a factor is got."""

    factor: Factor
    option: Option
    settings: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Plan:
    """What a model is run with. ``missing``: variables without which it cannot be assessed; then the rest is of no
    use."""

    model: Model
    ways: tuple[Way, ...]
    settings: Mapping[str, Any]
    inputs: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def notes(self) -> list[tuple[str, str]]:
        """(id of a factor or variable, what the reader must know): every substitution, by what stands in."""
        found = [(way.factor.id, way.option.note) for way in self.ways if way.option.note]
        return found + [(name, text) for name, text in self.model.substitutes.items() if name not in self.inputs]

    @property
    def metadata(self) -> dict[str, str]:
        """What a raster says of how it was made."""
        facts = {"SOURCE": self.model.source}
        for way in self.ways:
            facts[f"METHOD_{way.factor.id.upper()}"] = way.option.source
        for name, text in self.notes:
            facts[f"NOTE_{name.upper()}"] = text
        return facts


def plan(model: Model, there: Collection[str], chosen: Chosen) -> Plan:
    """Plan a model from the variables that are there and the country's choices."""
    missing = [name for name in model.inputs if name not in there]
    inputs = [name for name in (*model.inputs, *model.optional) if name in there]
    ways = []
    for factor in model.factors:
        settings = settings_of(factor.parameters, chosen.get(factor.id, {}))
        option = choose(factor, there, settings.get(METHOD, AUTOMATIC))
        if option is None:
            missing += [name for name in _preferred(factor, settings).needs if name not in there]
        else:
            ways.append(Way(factor, option, settings))
            inputs += [name for name in (*option.needs, *option.optional) if name in there]
    settings = settings_of(model.parameters, chosen.get(model.id, {}))
    return Plan(model, tuple(ways), settings, tuple(dict.fromkeys(inputs)), tuple(dict.fromkeys(missing)))


def choose(factor: Factor, there: Collection[str], method: str) -> Optional[Option]:
    """The option that is asked for, or the first that the data allow; None when they allow none."""
    wanted: Sequence[Option] = [one for one in factor.options if method in (AUTOMATIC, one.id)]
    return next((one for one in wanted if all(name in there for name in one.needs)), None)


def _preferred(factor: Factor, settings: Mapping[str, Any]) -> Option:
    """The option that the reason of "not assessed" names: as asked for, else the one with the fewest inputs, daily
    series last."""
    method = settings.get(METHOD, AUTOMATIC)
    fewest = min(factor.options, key=lambda one: (len(one.needs), any(VARIABLES[name].bands == ANY
                                                                      for name in one.needs)))
    return next((one for one in factor.options if one.id == method), fewest)
