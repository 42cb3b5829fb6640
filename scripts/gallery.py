"""Contact sheets of a pilot's documents: every page of every PDF in every language, many pages a picture.

    gallery.py pakistan [--languages ur,fr] [--documents policy_brief] [--pages 24]

Walks the pilot as far as it is out of date, writes its documents in the languages wanted, and puts the sheets into
build/gallery/<pilot>/<language>-<document>-<number>.png. This is how pages are looked at before they are published.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from walk import Terminal, copy_recipe

from ecr_toolkit import steps
from ecr_toolkit.documents.catalogue import DOCUMENTS
from ecr_toolkit.documents.writing import write_documents
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.in_qgis import open_pilot
from ecr_toolkit.languages.messages import shipped
from ecr_toolkit.training import make

TRAINING = "training"
COLUMNS, PAGE_WIDTH, GAP = 6, 380, 10


def main() -> int:
    known = [document.id for document in DOCUMENTS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pilot", help="folder below pilots/, or training")
    parser.add_argument("--languages", default=",".join(shipped()), help="languages, parted by commas")
    parser.add_argument("--documents", default=",".join(known), help="documents, parted by commas")
    parser.add_argument("--pages", type=int, default=24, help="pages on a sheet")
    wanted = parser.parse_args()
    folder = _training() if wanted.pilot == TRAINING else copy_recipe(wanted.pilot)
    application = QgsApplication([], True)
    application.initQgis()
    try:
        pilot = open_pilot(folder)
        steps.run(pilot, Terminal(), only=steps.STEPS[-2].id)  # the documents of the recipe are not what is wanted here
        for language in wanted.languages.split(","):
            write_documents(pilot, language, Terminal(), wanted.documents.split(","))
            for document in wanted.documents.split(","):
                for sheet in contact_sheets(pilot.document(language, f"{document}.pdf"), wanted.pages,
                                            ROOT / "build" / "gallery" / wanted.pilot / f"{language}-{document}"):
                    print(sheet.relative_to(ROOT), flush=True)
    except ToolkitError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _training() -> Path:
    """The training country, made once."""
    folder = ROOT / "build" / "pilots" / TRAINING
    return folder if (folder / "pilot.json").exists() else make(folder)


def contact_sheets(pdf: Path, pages: int, target: Path) -> list[Path]:
    """Write the pages of a PDF to ``<target>-1.png`` and so on; gives the pictures."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for old in target.parent.glob(f"{target.name}-*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["pdftoppm", "-png", "-scale-to-x", str(PAGE_WIDTH), "-scale-to-y", "-1", str(pdf),
                        f"{scratch}/page"], check=True)
        found = [QImage(str(path)) for path in sorted(Path(scratch).glob("page-*.png"))]
    made = []
    for first in range(0, len(found), pages):
        made.append(target.with_name(f"{target.name}-{first // pages + 1}.png"))
        _joined(found[first:first + pages]).save(str(made[-1]))
    return made


def _joined(pages: list[QImage]) -> QImage:
    columns = min(COLUMNS, len(pages))
    rows, height = -(-len(pages) // columns), max(page.height() for page in pages)
    sheet = QImage(columns * (PAGE_WIDTH + GAP) + GAP, rows * (height + GAP) + GAP, QImage.Format.Format_RGB32)
    sheet.fill(QColor(Qt.GlobalColor.darkGray))
    painter = QPainter(sheet)
    for number, page in enumerate(pages):
        row, column = divmod(number, columns)
        painter.drawImage(GAP + column * (PAGE_WIDTH + GAP), GAP + row * (height + GAP), page)
    painter.end()
    return sheet


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # QGIS may crash while Python takes it down
