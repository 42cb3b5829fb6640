"""Notes that are begun and not added yet: they wait in the user's settings, also when QGIS dies."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

KEY = "ecr_toolkit/begun_notes"


class BegunNotes:
    """What was typed at a step of a pilot. ``settings`` is a QSettings or QgsSettings, which writes by itself soon."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings

    def of(self, folder: Path, step: str) -> str:
        """What waits there, "" for nothing."""
        return str(self._settings.value(_place(folder, step), ""))

    def keep(self, folder: Path, step: str, text: str) -> None:
        """Keep what is typed; "" when it was added or deleted."""
        if text.strip():
            self._settings.setValue(_place(folder, step), text)
        else:
            self._settings.remove(_place(folder, step))


def _place(folder: Path, step: str) -> str:
    return f"{KEY}/{quote(str(folder), safe='')}/{step}"
