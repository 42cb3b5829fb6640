"""An algorithm for each model, on plain rasters and without a pilot."""

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..assessment.alone import SHARES, Result, run_alone
from ..assessment.classes import grading_of
from ..errors import InputError, ToolkitError
from ..languages.messages import _
from ..models.catalogue import models
from ..models.class_tables import NAMES
from ..models.declaration import CUMULATIVE, FUNCTION, HIGH, Model
from .feedback import ProcessingFeedback
from .model_parameters import ADVANCED, definitions, rasters_given, settings_given

VALUE, CLASSES, TABLES, WEIGHTS = "VALUE", "CLASSES", "TABLES", "SPECIES_WEIGHTS"
EXTREME_SHARE, IMPORTANT_SHARE = "EXTREME_SHARE", "IMPORTANT_SHARE"
EXTREME_BREAK, IMPORTANT_BREAK, TOTAL = "EXTREME_BREAK", "IMPORTANT_BREAK", "TOTAL"


class ModelAlgorithm(QgsProcessingAlgorithm):
    """Runs the model ``model_id``; stateless."""

    def __init__(self, model_id: str) -> None:
        super().__init__()
        self._model: Model = next(model for model in models() if model.id == model_id)

    def createInstance(self) -> QgsProcessingAlgorithm:
        return ModelAlgorithm(self._model.id)

    def name(self) -> str:
        return self._model.id

    def displayName(self) -> str:
        return _capitalised(_(self._model.title))

    def group(self) -> str:
        return _("Functions") if self._model.kind == FUNCTION else _("Sensitivity")

    def groupId(self) -> str:
        return self._model.kind

    def shortHelpString(self) -> str:
        model = self._model
        parts = [self._result(), _(model.source), _(model.caution), self._classes()]
        return "\n\n".join(part for part in parts if part)

    def _result(self) -> str:
        return _("Result: {output}, {unit}.").format(output=_(self._model.output), unit=self._model.unit)

    def _classes(self) -> str:
        return _("The first raster gives the grid; the others are brought to it. Classes: 5 extreme, 3 high, 1 "
                 "general, 0 outside of where the model applies, 255 no data.")

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:
        for definition in definitions(self._model):
            self.addParameter(definition)
        for definition in self._further():
            definition.setFlags(definition.flags() | ADVANCED)
            self.addParameter(definition)
        value = QgsProcessingParameterRasterDestination(VALUE, _capitalised(_(self._model.output)))
        value.setHelp(self._result())
        self.addParameter(value)
        classes = QgsProcessingParameterRasterDestination(CLASSES, _("Classes"), optional=True)
        classes.setHelp(self._classes())
        self.addParameter(classes)
        if grading_of(self._model) == CUMULATIVE:
            self.addOutput(QgsProcessingOutputNumber(EXTREME_BREAK, _("Extremely important from")))
            self.addOutput(QgsProcessingOutputNumber(IMPORTANT_BREAK, _("Important from")))
            self.addOutput(QgsProcessingOutputNumber(TOTAL, _("Sum of the values of all cells")))

    def _further(self) -> list[QgsProcessingParameterDefinition]:
        """Parameters that do not stand in the declaration."""
        found: list[QgsProcessingParameterDefinition] = []
        if grading_of(self._model) == CUMULATIVE:
            number = QgsProcessingParameterNumber.Type.Double
            for name, title, default in (
                    (EXTREME_SHARE, _("Share of the total that the extremely important cells hold"), SHARES[0]),
                    (IMPORTANT_SHARE, _("Share that the extremely important and important cells hold together"),
                     SHARES[1])):
                share = QgsProcessingParameterNumber(name, title, number, default, False, 0.01, 1.0)
                limits = _("Unit: {unit}. Range: {low} to {high}.").format(unit="1", low="0.01", high="1")
                share.setHelp(limits + " " + _("Confidence of the default: {mark}.").format(mark=_(HIGH)))
                found.append(share)
        if self._model.id == "biodiversity":
            weights = QgsProcessingParameterString(WEIGHTS, _("Weights of the species, in the order of the bands"), "",
                                                   False, True)
            weights.setHelp(_("Numbers with spaces between them, one for each band; empty: all species count alike."))
            found.append(weights)
        tables = QgsProcessingParameterFile(TABLES, _("Folder of class tables"),
                                            behavior=QgsProcessingParameterFile.Behavior.Folder, optional=True)
        tables.setHelp(_("Tables of the country with the names of the toolkit's: {names}. Empty: those of the toolkit."
                         ).format(names=", ".join(f"{name}.csv" for name in NAMES)))
        return [*found, tables]

    def processAlgorithm(
            self, parameters: dict[str, Any], context: QgsProcessingContext,
            feedback: QgsProcessingFeedback) -> dict[str, Any]:
        value = self.parameterAsOutputLayer(parameters, VALUE, context)
        classes = self.parameterAsOutputLayer(parameters, CLASSES, context) if parameters.get(CLASSES) else ""
        shares = SHARES
        if grading_of(self._model) == CUMULATIVE:
            shares = (self.parameterAsDouble(parameters, EXTREME_SHARE, context),
                      self.parameterAsDouble(parameters, IMPORTANT_SHARE, context))
        try:
            result = run_alone(
                self._model, rasters_given(self, self._model, parameters, context),
                settings_given(self, self._model, parameters, context), Path(value),
                Path(classes) if classes else None, ProcessingFeedback(feedback), shares,
                self._own_tables(parameters, context), self._extra(parameters, context))
        except ToolkitError as error:
            raise QgsProcessingException(str(error)) from error
        for sentence in result.sentences:
            feedback.pushWarning(sentence)
        return {VALUE: value, **({CLASSES: classes} if classes else {}), **_numbers(result)}

    def _own_tables(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Path]:
        folder = self.parameterAsFile(parameters, TABLES, context)
        if not folder:
            return {}
        return {name: Path(folder) / f"{name}.csv" for name in NAMES if (Path(folder) / f"{name}.csv").is_file()}

    def _extra(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        if self._model.id != "biodiversity":
            return {}
        text = self.parameterAsString(parameters, WEIGHTS, context)
        try:
            return {"species_weights": [float(one) for one in text.replace(",", " ").split()]}
        except ValueError as fault:
            raise InputError([(_("The weights of the species are not numbers: {text}.").format(text=text),
                               _("Write numbers with spaces between them, one for each band."))]) from fault


def _capitalised(text: str) -> str:
    """Titles of models stand in sentences; here they begin a line."""
    return text[:1].upper() + text[1:]


def _numbers(result: Result) -> dict[str, float]:
    if result.breaks is None:
        return {}
    return {EXTREME_BREAK: result.breaks.extreme, IMPORTANT_BREAK: result.breaks.important,
            TOTAL: result.breaks.total}
