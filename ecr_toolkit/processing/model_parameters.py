"""Parameters of a model's algorithm, made from its declaration: rasters, methods, numbers, each with help."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRange,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..languages.messages import _
from ..models.declaration import Factor, Model, Parameter
from ..models.variables import VARIABLES

ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced


def rasters_of(model: Model) -> dict[str, bool]:
    """The variables that a model can use, in order, and whether it cannot do without."""
    wanted = {name: True for name in model.inputs}
    for factor in model.factors:
        for option in factor.options:
            for name in (*option.needs, *option.optional):
                if name in VARIABLES:
                    wanted.setdefault(name, len(factor.options) == 1 and name in option.needs)
    for name in model.optional:
        wanted.setdefault(name, False)
    return wanted


def definitions(model: Model) -> Iterator[QgsProcessingParameterDefinition]:
    """All parameters but the outputs."""
    for name, required in rasters_of(model).items():
        made = QgsProcessingParameterRasterLayer(name.upper(), _title(_(VARIABLES[name].title), VARIABLES[name].unit),
                                                 optional=not required)
        made.setHelp(_help_of_raster(name))
        yield made
    for owner in (model, *model.factors):
        for parameter in owner.parameters:
            made = _definition(f"{owner.id}_{parameter.id}".upper(), parameter)
            made.setHelp(_help_of(owner, parameter))
            made.setFlags(made.flags() | ADVANCED)
            yield made


def _title(title: str, unit: str) -> str:
    """As QGIS writes parameters: a capital first, the unit behind."""
    title = title[:1].upper() + title[1:]
    return f"{title} ({unit})" if unit not in ("", "1", "class") else title


def _definition(name: str, parameter: Parameter) -> QgsProcessingParameterDefinition:
    """The kind of parameter that QGIS has for it."""
    title = _title(_(parameter.title), parameter.unit)
    default = parameter.default
    if parameter.choices:
        return QgsProcessingParameterEnum(name, title, [_(text) for text in parameter.choices.values()],
                                          defaultValue=list(parameter.choices).index(default))
    if isinstance(default, bool):
        return QgsProcessingParameterBoolean(name, title, default)
    number = QgsProcessingParameterNumber.Type
    if isinstance(default, list) and len(default) == 2:
        return QgsProcessingParameterRange(name, title, number.Double, default)
    if isinstance(default, list):
        return QgsProcessingParameterString(name, title, " ".join(f"{one:g}" for one in default))
    return QgsProcessingParameterNumber(name, title, number.Double, default, False, parameter.minimum,
                                        parameter.maximum)


def _help_of_raster(name: str) -> str:
    """Meaning, unit, plausible range, bands, and where to get it."""
    one = VARIABLES[name]
    lines = [_("Unit: {unit}. Plausible: {low} to {high}.").format(
        unit=one.unit, low=f"{one.minimum:g}", high=f"{one.maximum:g}")]
    if one.bands > 1:
        lines.append(_("A raster with {count} bands.").format(count=one.bands))
    elif one.bands == 0:
        lines.append(_("A raster with any number of bands."))
    lines.append(_("Where to get it: {where}.").format(where=_(one.where)))
    return " ".join(lines)


def _help_of(owner: Any, parameter: Parameter) -> str:
    """Meaning, unit, range and confidence of a parameter."""
    lines = [_("{subject}: {note}.").format(subject=_(owner.title), note=_(parameter.title))]
    if not parameter.choices and not isinstance(parameter.default, bool):
        lines.append(_("Unit: {unit}. Range: {low} to {high}.").format(
            unit=parameter.unit, low=f"{parameter.minimum:g}", high=f"{parameter.maximum:g}"))
    if isinstance(owner, Factor) and parameter.choices:
        lines += [_("{subject}: {note}.").format(subject=_(one.title), note=_(one.note))
                  for one in owner.options if one.note]
    lines.append(_("Confidence of the default: {mark}.").format(mark=_(parameter.mark)))
    return " ".join(lines)


def rasters_given(algorithm: QgsProcessingAlgorithm, model: Model, parameters: Mapping[str, Any],
                  context: QgsProcessingContext) -> dict[str, Path]:
    """Files of the rasters that the user gave."""
    layers = {name: algorithm.parameterAsRasterLayer(parameters, name.upper(), context) for name in rasters_of(model)}
    return {name: Path(layer.source()) for name, layer in layers.items() if layer is not None}


def settings_given(algorithm: QgsProcessingAlgorithm, model: Model, parameters: Mapping[str, Any],
                   context: QgsProcessingContext) -> dict[str, dict[str, Any]]:
    """Model or factor id → parameter id → value."""
    return {owner.id: {one.id: _value(algorithm, f"{owner.id}_{one.id}".upper(), one, parameters, context)
                       for one in owner.parameters} for owner in (model, *model.factors)}


def _value(algorithm: QgsProcessingAlgorithm, name: str, parameter: Parameter, parameters: Mapping[str, Any],
           context: QgsProcessingContext) -> Any:
    if parameter.choices:
        return list(parameter.choices)[algorithm.parameterAsEnum(parameters, name, context)]
    if isinstance(parameter.default, bool):
        return algorithm.parameterAsBool(parameters, name, context)
    if isinstance(parameter.default, list) and len(parameter.default) == 2:
        return algorithm.parameterAsRange(parameters, name, context)
    if isinstance(parameter.default, list):
        text = algorithm.parameterAsString(parameters, name, context)
        return [float(one) for one in text.replace(",", " ").replace(";", " ").split()]
    return algorithm.parameterAsDouble(parameters, name, context)
