"""Every model end to end on the training country, by every number that a change of a formula would move.

What the training country has no maps of (coast, storms, groundwater) is made from those it has by plain rules. After a
change that is meant to move numbers: ``PYTHONPATH=. python tests/models/test_expected_numbers.py`` writes it anew.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from ecr_toolkit.assessment.alone import run_alone
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.catalogue import models
from ecr_toolkit.models.variables import VARIABLES
from ecr_toolkit.raster import files

EXPECTED = Path(__file__).with_name("expected_numbers.csv")
COLUMNS = ("model", "known", "minimum", "mean", "maximum", "class_0", "class_1", "class_3", "class_5")


def made_up(read):
    """Variables that the training country has no maps of, from those it has."""
    height, cover, land = read["elevation"], read["vegetation_cover"], read["land_cover"]
    coast = 25 * np.maximum(height, 0)  # m: low land is near the coast
    wet = (land == 11).astype(np.float32)
    kind = np.where(height < 40, 3.0, np.where(height < 120, 2.0, 1.0))
    one = np.ones_like(height)
    return {
        "coast_distance": coast, "coastal_habitat": wet, "coastal_transition": np.where(height < 20, 0.6, 0.0),
        "coast_type": kind, "storm_surge": 1 + height / 100, "wave_height": 0.2 + height / 200,
        "shoreline_retreat": 3 * (1 - cover), "geomorphology_rank": 1 + 4 * (1 - cover),
        "habitat_ranks": np.stack([np.where(wet > 0, 1, 5) * one, np.where(cover > 0.6, 2, 5) * one]),
        "coastal_relief": height, "wave_power": 5 + height / 50, "design_storm": 40 + read["precipitation"].max(axis=0),
        "lake_area": np.where(land == 0, 12.0, 0.0), "groundwater_salinity": 30 * (1 - cover),
        "groundwater_depth": height / 50, "lime": 10 * (1 - cover)}


def rasters(pilot, folder):
    """Files of all variables there are, prepared and made up."""
    found = {name: pilot.input(name) for name in VARIABLES if pilot.input(name).exists()}
    read = {name: files.read(found[name]) for name in ("elevation", "vegetation_cover", "land_cover", "precipitation")}
    for name, values in made_up(read).items():
        found[name] = folder / f"{name}.tif"
        files.write(found[name], pilot.grid, np.where(np.isnan(read["elevation"]), np.nan, values).astype(np.float32),
                    "continuous")
    return found


def row(model, paths, folder):
    """What the table says of a model."""
    value, classes = folder / f"{model.id}.tif", folder / f"{model.id}_class.tif"
    run_alone(model, paths, {}, value, classes, Feedback())
    values, codes = files.read(value), files.read(classes)
    known = values[~np.isnan(values)].astype(np.float64)
    counts = {f"class_{code}": int((codes == code).sum()) for code in (0, 1, 3, 5)}
    return {"model": model.id, "known": len(known), "minimum": f"{known.min():.6g}", "mean": f"{known.mean():.6g}",
            "maximum": f"{known.max():.6g}", **counts}


@pytest.fixture(scope="module")
def paths(walked_folder, tmp_path_factory):
    from ecr_toolkit.pilot.pilot import Pilot

    return rasters(Pilot.open(walked_folder), tmp_path_factory.mktemp("made_up"))


with EXPECTED.open(encoding="utf-8", newline="") as file:
    TABLE = {line["model"]: line for line in csv.DictReader(file)}


def test_the_table_has_every_model():
    assert set(TABLE) == {model.id for model in models()}


@pytest.mark.parametrize("model", models(), ids=lambda model: model.id)
def test_model_on_the_training_country(model, paths, tmp_path):
    found = row(model, paths, tmp_path)
    for column in COLUMNS[1:]:
        expected = float(TABLE[model.id][column])
        slack = 3 if column.startswith("class") else 0  # a cell on a break may fall to either side on another machine
        assert float(found[column]) == pytest.approx(expected, rel=1e-4, abs=max(slack, 1e-9)), column


def main() -> None:
    import tempfile

    from ecr_toolkit import steps
    from ecr_toolkit.pilot.pilot import Pilot
    from ecr_toolkit.training.country import make

    with tempfile.TemporaryDirectory() as folder:
        pilot = Pilot.open(make(Path(folder) / "pilot"))
        steps.run(pilot, Feedback(), only="functions")
        paths = rasters(pilot, Path(folder))
        with EXPECTED.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(row(model, paths, Path(folder)) for model in models())


if __name__ == "__main__":
    main()
