"""The provider "ecr"."""

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..in_qgis import ICON
from ..models.catalogue import models
from ..steps import STEPS
from .demarcate import Demarcate
from .model_algorithm import ModelAlgorithm
from .planning import ALGORITHMS as PLANNING
from .redline import ALGORITHMS as REDLINE
from .step_algorithm import StepAlgorithm
from .write_documents import WriteDocuments


class Provider(QgsProcessingProvider):
    """One algorithm a step, one for the whole walk, one for single documents, one a model, and those of planning."""

    def id(self) -> str:
        return "ecr"

    def name(self) -> str:
        return "ECR Toolkit"

    def icon(self) -> QIcon:
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        return str(ICON)

    def loadAlgorithms(self) -> None:
        self.addAlgorithm(Demarcate())
        for step in STEPS:
            self.addAlgorithm(StepAlgorithm(step.id))
        self.addAlgorithm(WriteDocuments())
        for model in models():
            self.addAlgorithm(ModelAlgorithm(model.id))
        for algorithm in (*PLANNING, *REDLINE):
            self.addAlgorithm(algorithm())
