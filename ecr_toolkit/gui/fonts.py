"""A font for the dock in languages whose letters QGIS's own font joins badly or lacks."""

from qgis.PyQt.QtGui import QFont, QFontInfo

_FAMILIES = {
    "ur": ("Noto Naskh Arabic UI", "Noto Naskh Arabic", "Segoe UI", "Tahoma"),
    "ar": ("Noto Naskh Arabic UI", "Noto Naskh Arabic", "Segoe UI", "Tahoma"),
}


def font_style(language: str) -> str:
    """A style sheet with the first family that is installed of those the language asks for; empty when it asks for
    none. A style sheet, because QGIS sets its own font for all widgets by one."""
    family = next((name for name in _FAMILIES.get(language, ()) if QFontInfo(QFont(name)).family() == name), "")
    return f"* {{ font-family: '{family}'; }}" if family else ""
