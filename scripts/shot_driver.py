"""Plays a scene inside the QGIS desktop and takes pictures of the screen; qgis_shot.sh starts QGIS with this file.

A scene is a Python file with ``def scene(iface)``, a generator: ``yield 1500`` waits 1.5 s, ``yield "thresholds"``
takes a picture named ``<picture>-thresholds.png``. After the scene, or without one, the whole screen is the picture.
The window is left to settle before each: no layer is being drawn and no background task runs.
"""

import os
import runpy
import sys
import traceback
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface, plugins

PICTURE = Path(os.environ["ECR_SHOT_PICTURE"])
SCENE = os.environ["ECR_SHOT_SCENE"]
WIDTH, HEIGHT = (int(side) for side in os.environ["ECR_SHOT_SIZE"].split("x"))
PLUGIN = "ecr_toolkit"
SETTLE = 700  # ms that nothing may happen before a picture; also lets QGIS finish its own start


def take(path):
    """The whole screen, dialogs and menus too, which grabbing a widget would miss."""
    QApplication.primaryScreen().grabWindow(0).save(str(path))


def leave(code):
    """At once: no question about unsaved work, no crash of a library at exit."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def busy():
    return iface.mapCanvas().isDrawing() or QgsApplication.taskManager().countActiveTasks() > 0


def when_settled(action):
    """Call ``action`` once the desktop has been quiet for a while."""
    if busy():
        QTimer.singleShot(100, lambda: when_settled(action))
    else:
        QTimer.singleShot(SETTLE, lambda: when_settled(action) if busy() else guarded(action))


def guarded(action):
    """Without this an exception in a timer is shown in a dialog that nobody closes."""
    try:
        action()
    except Exception:
        traceback.print_exc()
        take(PICTURE.with_name(f"{PICTURE.stem}-error.png"))
        leave(1)


def play(steps):
    step = next(steps, None)
    if step is None:
        when_settled(finish)
    elif isinstance(step, str):
        when_settled(lambda: picture_and_on(step, steps))
    else:
        QTimer.singleShot(int(step), lambda: guarded(lambda: play(steps)))


def picture_and_on(name, steps):
    take(PICTURE.with_name(f"{PICTURE.stem}-{name}.png"))
    play(steps)


def finish():
    take(PICTURE)
    leave(0)


def start():
    iface.mainWindow().setGeometry(0, 0, WIDTH, HEIGHT)  # no window manager, so nothing maximises it
    if PLUGIN not in plugins:
        raise RuntimeError(f"QGIS did not load the plugin {PLUGIN}; its message is above.")
    play(runpy.run_path(SCENE)["scene"](iface) if SCENE else iter(()))


when_settled(start)
