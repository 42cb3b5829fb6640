"""A model is a declaration and pure functions of blocks.

The declaration is the single source for Processing, forms, checks, captions and documents. What several models share
(erosivity, evapotranspiration, dryness …) is a factor: it is declared once, computed once in a pass, and its parameters
hold for every model, so that no two models of a country use different methods for one thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

import numpy as np

from ..languages.messages import N_

FUNCTION, SENSITIVITY = "function", "sensitivity"

# Confidence marks of methods.md §0.1
VERIFIED = "verified"
HIGH, MEDIUM, LOW = "from knowledge, high", "from knowledge, medium", "from knowledge, low"
INFERENCE = "inference"
DESIGN = "design default"
MARKS = (N_("verified"), N_("from knowledge, high"), N_("from knowledge, medium"), N_("from knowledge, low"),
         N_("inference"), N_("design default"))

METHOD, AUTOMATIC = "method", "automatic"
CUMULATIVE, BREAKS, RULE = "cumulative", "breaks", "rule"  # how a value becomes classes

Values = Mapping[str, np.ndarray]  # variables and factors by id
Settings = Mapping[str, Any]
Formula = Callable[[Values, Settings], np.ndarray]


@dataclass(frozen=True)
class Variable:
    """An input: a raster on the grid. ``bands`` is 12 for monthly series, ANY for as many as there are; ``where`` names
    products that have it (methods.md §10). ``resampling``: ``continuous``, ``classes``, or SHARE and DISTANCE, for
    which a vector layer can stand: the share of a cell that it covers, the distance to it."""

    id: str
    title: str
    unit: str
    minimum: float
    maximum: float
    resampling: str = "continuous"
    bands: int = 1
    where: str = ""


ANY = 0  # any number of bands
SHARE, DISTANCE = "share", "distance"


@dataclass(frozen=True)
class Parameter:
    """A number, pair of numbers, yes or no, or one of ``choices`` (id → title) that the country can change; ``mark`` is
    the confidence of the default in methods.md."""

    id: str
    title: str
    unit: str
    default: Any
    minimum: float
    maximum: float
    mark: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Symbol:
    """A line of a legend. ``of`` is the id of what the sign stands for: the model or factor itself, or a variable,
    factor, scale or parameter that it declares (``parameter.choice``, ``factor.way`` for one of several); its title and
    unit are shown. What none of them is has a ``meaning``. ``unit``: where it differs from that of ``of``; ``meaning``
    alone has no dimension. Two signs may share a line, as ``"a, b"``."""

    sign: str
    of: str = ""
    meaning: str = ""
    unit: str = ""


INTERMEDIATE = N_("intermediate value")


@dataclass(frozen=True)
class Option:
    """One way to get a factor: from the variables in ``needs``, better with those in ``optional``. ``note`` says what a
    reader must know when this way stands in for a better one. ``formulas`` and ``symbols``: as in Model."""

    id: str
    title: str
    needs: tuple[str, ...]
    compute: Formula
    source: str
    mark: str
    optional: tuple[str, ...] = ()
    note: str = ""
    formulas: tuple[str, ...] = ()
    symbols: tuple[Symbol, ...] = ()


@dataclass(frozen=True, eq=False)
class Factor:
    """What several models share. ``options`` stand in the order of preference: the first whose needs are there is
    taken, unless the parameter ``method`` names one. Values beyond ``minimum`` and ``maximum`` (the plausible range)
    are counted and told with ``likely``, the most likely unit error."""

    id: str
    title: str
    unit: str
    minimum: float
    maximum: float
    options: tuple[Option, ...]
    own: tuple[Parameter, ...] = ()
    likely: str = ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its own parameters, and the method where there is a choice."""
        if len(self.options) == 1:
            return self.own
        titles = {AUTOMATIC: N_("automatic: the first in this list that the data allow"),
                  **{option.id: option.title for option in self.options}}
        return (Parameter(METHOD, self.title, "", AUTOMATIC, 0, 0, DESIGN, titles), *self.own)


@dataclass(frozen=True)
class Scale:
    """A number taken from the whole country before a model runs, to normalise by: minimum and maximum (or percentiles)
    of ``value(values)``, and the fifths of its distribution when ``fifths`` (methods.md §0.5, §1.6)."""

    id: str
    title: str
    needs: tuple[str, ...]
    value: Callable[[Values], np.ndarray]
    fifths: bool = False


@dataclass(frozen=True, eq=False)
class Model:
    """One function or sensitivity. ``compute(values, settings)`` gives the physical value, float32 with NaN, from its
    ``inputs`` (variables, all required), ``optional`` ones and ``factors``.

    ``domain(values, settings)``: 1 where the model applies at all, else 0 (then class 0), NaN where unknown.
    ``grading``: how values become classes. ``bit``: its place in the mask of functions (methods.md §2.3), 0 for what
    informs only; ``type_code``: its code in the register (§5.7); ``check_of``: the model it cross-checks (§1.9);
    ``halo(cell)``: how many cells around a cell it looks at; ``caution``: what a reader must know of this result;
    ``substitutes``: optional input → what stands in for it; ``fitted``: variable → range of values to which a formula
    was fitted (beyond, they count as its limits, and how many do so is told); ``totals``: unit of a total over an
    area → what 1 of the value gives on 1 km².

    ``formulas``: what ``compute`` does, in the notation of notation.py and the symbols of methods.md, the result first.
    A condition follows a comma: on an index of a sum it limits the sum, else it says where the formula holds; where
    none of a sign's formulas holds, or their inputs are not given, it comes from a table. Angles are in degrees.
    ``symbols``: the legend of every sign in them but indices and arguments of functions.
    """

    id: str
    kind: str
    title: str
    output: str
    unit: str
    inputs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    source: str
    type_code: str
    compute: Formula
    factors: tuple[Factor, ...] = ()
    caution: str = ""
    bit: int = 0
    substitutes: Mapping[str, str] = field(default_factory=dict)
    scales: tuple[Scale, ...] = ()
    domain: Optional[Callable[[Values, Settings], np.ndarray]] = None
    grading: str = ""
    check_of: str = ""
    totals: Mapping[str, float] = field(default_factory=dict)
    fitted: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    halo: Optional[Callable[[float], int]] = None
    formulas: tuple[str, ...] = ()
    symbols: tuple[Symbol, ...] = ()

    @property
    def optional(self) -> tuple[str, ...]:
        """Variables that make the result better where they are."""
        return tuple(self.substitutes)


def settings_of(parameters: tuple[Parameter, ...], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters with the country's choices over the defaults."""
    return {parameter.id: chosen.get(parameter.id, parameter.default) for parameter in parameters}
