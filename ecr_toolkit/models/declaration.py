"""A model is a declaration and one pure function of blocks.

The declaration is the single source for Processing, forms, checks, captions and documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

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


@dataclass(frozen=True)
class Variable:
    """A prepared input: a raster on the grid. ``bands`` is 12 for monthly series."""

    id: str
    title: str
    unit: str
    minimum: float
    maximum: float
    resampling: str = "continuous"
    bands: int = 1


@dataclass(frozen=True)
class Parameter:
    """A number (or pair of numbers) the country can change; ``mark`` is its confidence in methods.md."""

    id: str
    title: str
    unit: str
    default: Any
    minimum: float
    maximum: float
    mark: str


@dataclass(frozen=True, eq=False)
class Model:
    """One function or sensitivity. ``compute(blocks, parameters)`` gives the physical value, float32 with NaN.

    ``inputs`` are ids of variables, all required; ``optional`` ones make the result better where they are; ``bit`` is
    its place in the mask of functions (methods.md §2.3); ``type_code`` its code in the register (§5.7); ``caution``
    what a reader must know of this result.
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
    compute: Callable[[Mapping[str, np.ndarray], Mapping[str, Any]], np.ndarray]
    caution: str = ""
    bit: int = 0
    optional: tuple[str, ...] = ()

    def settings(self, chosen: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters with the country's choices over the defaults."""
        return {parameter.id: chosen.get(parameter.id, parameter.default) for parameter in self.parameters}
