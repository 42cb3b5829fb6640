"""Measure the writing of documents: prints a table of markdown.

    documents.py [--sheets 300] [--language en] [--rounds 1]

The training country is walked, then its redline is cut into small squares, so that the register has about so many
polygons with a sheet each. Every document is written in a process of its own, as HTML, DOCX and PDF; the table has the
seconds of the processor that each part took, for each page of the PDF in brackets. Memory is the peak of the process.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Callable

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np
from child import FOLDER, run
from osgeo import ogr
from table import Table

PARTS = ("maps", "html", "docx", "pdf")


def folder_of(sheets: int) -> Path:
    """Where the pilot is, made once."""
    return FOLDER / f"documents_{sheets}"


def make(sheets: int) -> None:
    """Walk the training country and cut its redline into so many polygons."""
    from ecr_toolkit import steps
    from ecr_toolkit.boundary.register import FIELDS
    from ecr_toolkit.feedback import Feedback
    from ecr_toolkit.pilot.layers import read_layer, write_layers
    from ecr_toolkit.pilot.pilot import Pilot
    from ecr_toolkit.pilot.tables import write_table
    from ecr_toolkit.training.country import make as make_training

    folder = folder_of(sheets)
    make_training(folder)
    pilot = Pilot.open(folder)
    steps.run_steps(steps.STEPS[:-1], pilot, Feedback())
    pieces = cut(read_layer(pilot.geopackage, "ecr"), sheets)
    write_layers(pilot.geopackage, pilot.crs, {"ecr": (ogr.wkbMultiPolygon, FIELDS, pieces)})
    write_table(pilot.table("register"), tuple(FIELDS), [piece.values for piece in pieces])


def cut(polygons: list, wanted: int) -> list:
    """The redline in at least ``wanted`` squares, each with the register of the polygon that it was part of."""
    from ecr_toolkit.pilot.layers import Feature, singles
    from ecr_toolkit.pilot.layers import polygons as areas_of

    side = 2 * np.sqrt(sum(polygon.geometry.GetArea() for polygon in polygons) / wanted)
    found: list = []
    while len(found) < wanted:
        found, side = [], side * 0.9
        for polygon in polygons:
            west, east, south, north = polygon.geometry.GetEnvelope()
            for x in np.arange(west, east, side):
                for y in np.arange(south, north, side):
                    box = ogr.CreateGeometryFromWkt(f"POLYGON (({x} {y}, {x + side} {y}, {x + side} {y + side}, "
                                                    f"{x} {y + side}, {x} {y}))")
                    found += [(polygon.values, part) for part in singles(areas_of(polygon.geometry.Intersection(box)))]
    found.sort(key=lambda one: -one[1].GetArea())
    return [Feature(part, {**values, "ecr_code": f"{values['ecr_code'][:-4]}{number:04d}", "patch_no": str(number),
                           "area_km2": part.GetArea() / 1e6, "core_km2": 0.0, "forced_km2": 0.0})
            for number, (values, part) in enumerate(found[:wanted], 1)]


def write(sheets: int, language: str, document: str) -> dict[str, Any]:
    """Write one document and tell pages and seconds."""
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()

    from ecr_toolkit.documents.catalogue import DOCUMENTS
    from ecr_toolkit.documents.docx.writing import write_docx
    from ecr_toolkit.documents.pdf import write_pdf
    from ecr_toolkit.documents.writing import Atlas
    from ecr_toolkit.feedback import Feedback
    from ecr_toolkit.pilot.pilot import Pilot

    chosen = next(one for one in DOCUMENTS if one.id == document)
    pilot, told = Pilot.open(folder_of(sheets)), {}

    def timed(part: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        made = work()
        told[part] = time.process_time() - started
        return made

    started = time.monotonic()
    edition = timed("maps", lambda: Atlas(pilot, language).edition(chosen, Feedback()))
    files = {kind: FOLDER / f"{document}.{kind}" for kind in ("html", "docx", "pdf")}
    timed("html", lambda: files["html"].write_text(edition.html(), encoding="utf-8"))
    timed("docx", lambda: write_docx(edition, files["docx"]))
    pages = timed("pdf", lambda: write_pdf(edition, files["pdf"], Feedback()))
    return {"pages": pages, "wall": time.monotonic() - started, **told,
            "mb": [file.stat().st_size / 1e6 for file in files.values()]}


def compare(sheets: int, language: str, rounds: int) -> None:
    from ecr_toolkit.documents.catalogue import DOCUMENTS

    table = Table()
    table.head(f"Documents of a pilot with {sheets} polygons in {language}", "document", "pages", "seconds", "maps",
               "HTML", "DOCX", "PDF", "MB at most", "MB of the files")
    for document in DOCUMENTS:
        children = [run(__file__, "--job", document.id, "--sheets", str(sheets), "--language", language)
                    for _round in range(rounds)]
        costs = [(json.loads(child.told.splitlines()[-1]), child.megabytes) for child in children]
        told, megabytes = min(costs, key=lambda cost: sum(cost[0][part] for part in PARTS))
        seconds = [sum(told[part] for part in PARTS), *(told[part] for part in PARTS)]
        table.add(document.id, told["pages"], *(f"{one:.1f} ({one / told['pages']:.3f})" for one in seconds),
                  f"{megabytes:,.0f}", ", ".join(f"{size:.1f}" for size in told["mb"]))
    table.write(FOLDER / "documents.md")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sheets", type=int, default=300, help="polygons of the redline")
    parser.add_argument("--language", default="en")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--job", help="write this document here and tell what it took; “pilot” makes the pilot")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if chosen.job == "pilot":
        make(chosen.sheets)
    elif chosen.job:
        print(json.dumps(write(chosen.sheets, chosen.language, chosen.job)), flush=True)
        os._exit(0)  # QGIS has nothing to put away
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        if not folder_of(chosen.sheets).exists():
            run(__file__, "--job", "pilot", "--sheets", str(chosen.sheets))
        compare(chosen.sheets, chosen.language, chosen.rounds)


if __name__ == "__main__":
    main()
