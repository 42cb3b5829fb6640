"""A scene for qgis_shot.sh: the dock with a pilot open (folder in ECR_PILOT) and its results on the map.

    ECR_PILOT=build/pilots/pakistan scripts/qgis_shot.sh build/qgis.png scripts/shot_demo.py
"""

import os
from pathlib import Path

from qgis.utils import plugins

DOCK_WIDTH = int(os.environ.get("ECR_DOCK_WIDTH", "360"))


def scene(iface):
    """Opens the dock, then the pilot, then the results; a picture of each."""
    plugin = plugins["ecr_toolkit"]
    plugin.action.trigger()
    iface.mainWindow().resizeDocks([plugin.dock], [DOCK_WIDTH], 1)
    yield 500
    yield "empty"
    presenter = plugin.dock.presenter
    presenter.open(Path(os.environ["ECR_PILOT"]).resolve())
    while presenter.running:
        yield 100
    plugin.dock.step_list.setCurrentRow(6)
    yield "pilot"
    plugin.dock.results_button.click()
    yield 500
