"""The user manual: docs/walkthrough*.md with pictures of a real session in QGIS, in English, Chinese and Urdu.

    walkthrough.py [LANGUAGE ...]

QGIS is started once a language, empty; scripts/walkthrough_scene.py clicks its way from the first page to the documents
of the training country. The pictures are reduced to few colours. The texts come from guidelines/manual/walkthrough.md.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from qgis.PyQt.QtGui import QGuiApplication, QImage
from small_pictures import keep_small

from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import LANGUAGES, catalogue

SIZE = "1366x768"
SHOWN = ("en", "zh_CN", "ur")
DOCS = ROOT / "docs"


def take(language: str) -> None:
    """The pictures of one language."""
    with tempfile.TemporaryDirectory() as scratch:
        shot = Path(scratch) / "shot.png"
        subprocess.run([str(ROOT / "scripts" / "qgis_shot.sh"), str(shot),
                        str(ROOT / "scripts" / "walkthrough_scene.py")], check=True,
                       env={**os.environ, "ECR_LOCALE": language, "ECR_SIZE": SIZE, "ECR_SECONDS": "900",
                            "HOME": scratch, "ECR_STARTER_DATA": str(starter())})
        for picture in sorted(shot.parent.glob("shot-*.png")):
            keep_small(QImage(str(picture)), DOCS / "images" / "walkthrough" / language / picture.name[len("shot-"):])


def starter() -> Path:
    """The starter data of the user, whose home the session does not have."""
    from ecr_toolkit.starter.cache import cache_folder

    return cache_folder()


def file_of(language: str) -> str:
    return "walkthrough.md" if language == "en" else f"walkthrough.{language}.md"


def write(language: str) -> None:
    """The text of one language."""
    environment = Environment(loader=FileSystemLoader(str(ROOT / "guidelines" / "manual")), undefined=StrictUndefined,
                              extensions=["jinja2.ext.i18n"], trim_blocks=True, keep_trailing_newline=True,
                              autoescape=False)  # nosec B701: Markdown, and all texts are ours
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(catalogue(language), newstyle=False)
    text = environment.get_template("walkthrough.md").render(
        language=language, languages=[(shown, LANGUAGES[shown]) for shown in SHOWN], file_of=file_of,
        rtl=Formats(language).rtl)
    text = re.sub(r"\n+(?=!\[|#)", "\n\n", text)
    (DOCS / file_of(language)).write_text(text, encoding="utf-8")


def main(languages: list[str]) -> None:
    application = QGuiApplication([])
    for language in languages:
        take(language)
    for language in SHOWN:
        write(language)
    del application


if __name__ == "__main__":
    main(sys.argv[1:] or list(SHOWN))
