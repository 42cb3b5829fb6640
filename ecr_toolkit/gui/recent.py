"""The pilots opened last, newest first."""

import json
from pathlib import Path
from typing import Any

KEY = "ecr_toolkit/recent_pilots"
LONGEST = 8


class Recent:
    """Folders kept in the user's settings. ``settings`` is a QSettings or QgsSettings."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings

    def folders(self) -> list[Path]:
        """The folders that are still there. Kept as JSON: QSettings turns a list of one into a text."""
        try:
            kept = json.loads(self._settings.value(KEY, "[]"))
        except (TypeError, ValueError):
            return []  # somebody edited the settings
        return [Path(text) for text in kept if isinstance(text, str) and Path(text).is_dir()]

    def add(self, folder: Path) -> None:
        """Put a folder first."""
        others = [known for known in self.folders() if known != folder]
        kept = [str(known) for known in [folder, *others][:LONGEST]]
        self._settings.setValue(KEY, json.dumps(kept, ensure_ascii=False))
