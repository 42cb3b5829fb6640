"""Runs of the dock in the Processing history, like those of the toolbox: to be found, run again, put into scripts."""

from pathlib import Path

from qgis.core import QgsApplication
from qgis.gui import QgsGui


def remember(step_id: str, folder: Path) -> None:
    """Note a run of a step ("": of all) of the pilot in ``folder``; without the Processing plugin there is no history.
    """
    name = step_id.replace("_", "") or "demarcate"
    algorithm = QgsApplication.processingRegistry().algorithmById(f"ecr:{name}")
    if algorithm is None:
        return
    parameters = {"PILOT": str(folder)}
    command = f"processing.run({algorithm.id()!r}, {parameters!r})"
    if hasattr(QgsGui, "historyProviderRegistry"):  # since QGIS 3.24
        QgsGui.historyProviderRegistry().addEntry("processing", {
            "python_command": command, "algorithm_id": algorithm.id(), "parameters": {"inputs": parameters}})
        return
    try:
        from processing.core.ProcessingLog import ProcessingLog
    except ImportError:
        return
    ProcessingLog.addToLog(command)
