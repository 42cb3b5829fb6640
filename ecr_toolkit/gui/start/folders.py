"""Which folder a new pilot gets when nobody chooses one; free of widgets."""

import os
from pathlib import Path

from qgis.PyQt.QtCore import QStandardPaths

_NOT_IN_NAMES = '<>:"/\\|?*'  # on Windows


def documents() -> Path:
    """The user's folder for documents, else the home folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place else Path.home()


def free_folder(name: str, above: Path) -> Path:
    """A folder below ``above`` called ``name``, numbered when there is one that is not empty."""
    plain = "".join("-" if letter in _NOT_IN_NAMES else letter for letter in name).strip(" .") or "ECR"
    number, folder = 1, above / plain
    while folder.exists() and not (folder.is_dir() and os.access(folder, os.R_OK) and not any(folder.iterdir())):
        number += 1
        folder = above / f"{plain} {number}"
    return folder


def training_folder(above: Path) -> Path:
    """Where the training country goes."""
    return free_folder("ECR training country", above)
