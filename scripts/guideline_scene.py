"""A scene for qgis_shot.sh: the dock on each step, with the layers that the step gives on the map.

guideline_pictures.py plays it once a language; the pilot's folder is in ECR_PILOT.
"""

import os
from pathlib import Path

from qgis.core import QgsProject
from qgis.utils import plugins

DOCK_WIDTH = 340
TABS = ("coordination", "documents")  # steps whose second tab says more than the first
# What is shown of the results beside each step: keys of gui/layer_list.py
SHOWN = {
    "functions": ("function:water_conservation",), "sensitivity": ("sensitivity:soil_erosion",),
    "gaps": ("gaps", "protected_areas"), "thresholds": ("protection_level",), "boundary": ("ecr", "stakes", "units"),
    "coordination": ("ecr", "mismatches", "units"), "documents": ("ecr", "units"),
}


def scene(iface):
    """A picture of every step."""
    plugin = plugins["ecr_toolkit"]
    plugin.action.trigger()
    iface.mainWindow().resizeDocks([plugin.dock], [DOCK_WIDTH], 1)
    yield 500
    dock = plugin.dock
    dock.open_pilot(Path(os.environ["ECR_PILOT"]).resolve())
    while dock.presenter.busy:
        yield 100
    dock.pilot_page.results_button.click()
    yield 500
    root = QgsProject.instance().layerTreeRoot()
    for row in dock.presenter.rows():
        dock.show_step(row.id)
        dock.pilot_page.step_page.setCurrentIndex(int(row.id in TABS))
        for node in root.findLayers():
            key = node.layer().customProperty("ecr_toolkit/key")
            node.setItemVisibilityChecked(key in SHOWN.get(row.id, ("units",)))
            if node.isVisible():
                node.setItemVisibilityCheckedParentRecursive(True)
        yield 1500 if row.id in TABS else 300
        yield row.id
