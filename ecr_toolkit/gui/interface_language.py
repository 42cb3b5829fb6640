"""The language of the toolkit's interface: the user's choice, else that of QGIS."""

from typing import Any

from qgis.PyQt.QtCore import QLocale

KEY = "ecr_toolkit/language"


def chosen_language(settings: Any) -> str:
    """The locale to use. ``settings``: a QgsSettings."""
    kept = settings.value(KEY, "")
    return kept if isinstance(kept, str) and kept else locale(settings)


def keep_language(settings: Any, language: str) -> None:
    """Keep the user's choice; "" is QGIS's own language."""
    settings.setValue(KEY, language)


def locale(settings: Any) -> str:
    """The locale that QGIS's interface uses: the user's choice in the options, else the system's."""
    if settings.value("locale/overrideFlag", False, type=bool):
        return settings.value("locale/userLocale", "") or "en"
    return QLocale.system().name()
