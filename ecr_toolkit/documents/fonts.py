"""Which font families a language asks for: in the browser, in Qt's PDF, on maps and charts."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from qgis.PyQt.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication

FOLDER = Path(__file__).resolve().parents[1] / "fonts"  # what scripts/make_fonts.py builds; may be missing
NASTALIQ = "ECR Nastaliq"
_LATIN = ("Noto Sans", "Open Sans", "Segoe UI", "DejaVu Sans", "Arial")
_NASKH = ("Noto Naskh Arabic", "Amiri", "Traditional Arabic", "Times New Roman")
_CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "SimSun")
_BROWSER = {
    # Latin first: it has no Urdu letters, so they come from the next; digits of Nastaliq fonts do not suit tables
    "ur": ("Noto Sans", "Open Sans", "Noto Nastaliq Urdu", "Jameel Noori Nastaleeq", "Urdu Typesetting",
           "Noto Naskh Arabic"),
    "ar": _NASKH, "zh_CN": ("Noto Sans", *_CHINESE),
}
# Qt misplaces letters of the usual Nastaliq fonts; the built one and Naskh are right. Latin first, because the decimal
# point of Naskh hangs below the line and is read as a comma.
_QT = {"ur": ("Noto Sans", "Open Sans", *_NASKH), "ar": ("Noto Sans", "Open Sans", *_NASKH), "zh_CN": _CHINESE}
_PAINTED = {"ur": _NASKH, "ar": _NASKH, "zh_CN": _CHINESE}
_IN_NASTALIQ = ("ur",)


def load() -> bool:
    """Make the built Nastaliq known to Qt, once; False where it was not built or no application with fonts runs."""
    return QGuiApplication.instance() is not None and _added(FOLDER)


@cache
def _added(folder: Path) -> bool:
    files = sorted(folder.glob("*.ttf"))
    return bool(files) and all(QFontDatabase.addApplicationFont(str(path)) >= 0 for path in files)


def for_browser(language: str) -> Sequence[str]:
    """Families for the HTML file, best first."""
    return tuple(dict.fromkeys((*_BROWSER.get(language, ()), *_LATIN)))


def for_qt(language: str) -> Sequence[str]:
    """Families for Qt's rich text and SVG, which take each letter from the first that has it."""
    nastaliq = ("Noto Sans", "Open Sans", NASTALIQ) if language in _IN_NASTALIQ and load() else ()
    return tuple(dict.fromkeys((*nastaliq, *_QT.get(language, ()), *_LATIN)))


def for_painter(language: str) -> Sequence[str]:
    """Families where only one can be named, on maps and in running titles: the first that is installed. Naskh for
    Urdu: letters are small there, and small Nastaliq cannot be read."""
    return (*_PAINTED.get(language, ()), *_LATIN)


def installed(families: Sequence[str]) -> str:
    """The first family that is installed, for places where Qt takes one name only; else the first."""
    return next((name for name in families if QFontInfo(QFont(name)).family() == name), families[0])


def css(families: Sequence[str]) -> str:
    """A font-family list for CSS and SVG; names made of plain words need no quotation marks."""
    return ", ".join([*families, "sans-serif"])
