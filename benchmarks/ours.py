"""What the toolkit does, as a command: ours.py JOB SIZE COMPRESSION."""

import sys
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import data
from osgeo import gdal, ogr

from ecr_toolkit.assessment.plan import plan
from ecr_toolkit.assessment.run import Place, run
from ecr_toolkit.assessment.scales import measure
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.catalogue import models
from ecr_toolkit.models.class_tables import Tables
from ecr_toolkit.raster.align import BILINEAR, align
from ecr_toolkit.raster.grading import streamed_breaks
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.stream import Output, stream
from ecr_toolkit.raster.tabulate import tabulate


def grid_of(size: int, cell: float = data.CELL) -> Grid:
    cells = round(size * data.CELL / cell)
    return Grid(f"EPSG:{data.EPSG}", cell, 0.0, size * data.CELL, cells, cells)


def formula(size: int, compression: str, count: int, written: str = "") -> None:
    """a · b + √c, or with five rasters (a · b + √c) / d − e."""
    inputs = {name: data.raster(number % 3, size, compression) for number, name in enumerate("abcde"[:count])}

    def compute(read, _window):
        with np.errstate(invalid="ignore", divide="ignore"):
            value = read["a"] * read["b"] + np.sqrt(read["c"])
            return {"out": value / read["d"] - read["e"] if count == 5 else value}

    output = Output(data.FOLDER / "ours.tif", "continuous", compression=written or compression,
                    statistics=False)  # the others write none
    stream(inputs, compute, {"out": output}, grid_of(size), Feedback())


def grading(size: int, compression: str) -> None:
    print(streamed_breaks(data.raster(0, size, compression), grid_of(size), Feedback())[None])


def zone_table(size: int, _compression: str) -> None:
    source = ogr.Open(str(data.zones(size)))
    zones = {feature["code"]: feature.GetGeometryRef().Clone() for feature in source.GetLayer(0)}
    tables = tabulate(zones, {"classes": data.classes(size)}, {}, grid_of(size), Feedback())
    print(len(tables.areas))


def alignment(size: int, compression: str) -> None:
    for number in range(3):
        source = gdal.Open(str(data.raster(number, size, compression)))
        align(source, grid_of(size, 45.0), BILINEAR, data.FOLDER / f"ours_{number}.tif",
              Feedback())


def assess(size: int, _compression: str, *wanted: str) -> None:
    """Models in one pass, uncompressed, with the statistics and metadata that a pilot's rasters have."""
    paths = data.country(size)
    plans = [plan(model, paths, {}) for model in models() if model.id in wanted]
    place = Place(paths, grid_of(size), Tables())
    outputs = {name: Output(data.FOLDER / f"ours_{name}.tif", "class" if "." in name else "continuous",
                            compression="NONE") for one in plans
               for name in (one.model.id, *([f"{one.model.id}.domain"] if one.model.domain else []))}
    run(plans, measure(plans, place, Feedback()), outputs, place, Feedback())


FULL_SET = ("water_conservation", "soil_conservation", "sand_fixation", "biodiversity_npp", "carbon", "soil_erosion",
            "desertification", "rocky_desertification", "salinization")
JOBS = {"formula3": lambda *options: formula(*options, 3), "formula5": lambda *options: formula(*options, 5),
        "plain3": lambda *options: formula(*options, 3, "NONE"),
        "plain5": lambda *options: formula(*options, 5, "NONE"),
        "rusle": lambda *options: assess(*options, "soil_conservation"),
        "rweq": lambda *options: assess(*options, "sand_fixation"),
        "full": lambda *options: assess(*options, *FULL_SET),
        "grading": grading, "zones": zone_table, "align": alignment}

if __name__ == "__main__":
    JOBS[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
