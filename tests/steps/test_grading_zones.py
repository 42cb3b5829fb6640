"""Grading within zones of a layer, such as ecoregions: each zone by its own breaks, cells outside all zones unknown."""

import json

import numpy as np
import pytest
from osgeo import ogr

from ecr_toolkit import steps
from ecr_toolkit.documents import tables
from ecr_toolkit.documents.context import Context
from ecr_toolkit.errors import InputError, RecipeError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, write_layers
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grading import classify, cumulative_breaks


def with_zones(pilot, zones, source="data/zones.gpkg"):
    """The pilot graded within zones: (name, left, right) strips of the grid, in cells."""
    grid = pilot.grid
    features = []
    for name, left, right in zones:
        x0, x1 = (grid.left + cells * grid.cell for cells in (left, right))
        y0, y1 = grid.bounds[1], grid.bounds[3]
        shape = ogr.CreateGeometryFromWkt(f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))")
        features.append(Feature(shape, {"name": name}))
    write_layers(pilot.folder / "data" / "zones.gpkg", pilot.crs,
                 {"zones": (ogr.wkbMultiPolygon, {"name": str}, features)})
    path = pilot.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe["thresholds"] = {"grading_unit": "zone", "zones": source}
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return Pilot.open(pilot.folder)


def test_each_zone_has_its_own_breaks(training):
    cols = training.grid.cols
    pilot = with_zones(training, [("Østre", 0, 60), ("Vestre", 60, 100), ("Østre", 100, cols - 20)])
    steps.run(pilot, Feedback(), only="thresholds")
    rows = [row for row in read_table(pilot.table("grading")) if row["function"] == "water_conservation"]
    assert [row["unit"] for row in rows] == ["Vestre", "Østre"], "zones of one name are one zone"
    values, classes = (files.read(path) for path in (pilot.value("function", "water_conservation"),
                                                     pilot.classes("function", "water_conservation")))
    place = np.zeros(pilot.grid.shape, int)
    place[:, :60], place[:, 60:100], place[:, 100:cols - 20] = 2, 1, 2
    for number in (1, 2):
        breaks = cumulative_breaks(values[place == number])
        assert float(rows[number - 1]["extreme_break"]) == breaks.extreme
        wanted = classify(values[place == number], breaks.extreme, breaks.important)
        assert np.array_equal(classes[place == number], wanted)
    assert (classes[place == 0] == 255).all(), "outside all zones nothing is graded"
    chosen = next(row for row in read_table(pilot.table("thresholds")) if row["chosen"] == "1")
    assert int(chosen["cells"]) == np.sum(files.read(pilot.importance) == 5)


def test_the_report_names_zones_as_zones(training):
    """Not as units, even where a zone is called by the code of one."""
    unit = training.units[0]
    pilot = with_zones(training, [(unit.code, 0, 60), ("Vestre", 60, 100)])
    steps.run(pilot, Feedback(), only="functions")
    table = tables.grading(Context(pilot, "en"))
    assert "Zone" in [column.title for column in table.columns]
    assert {row[1][1] for row in table.rows} == {unit.code, "Vestre"}


def test_the_chosen_threshold_is_what_was_graded(walked):
    """Unit by unit in the training country: the table of alternatives counts the same cells."""
    chosen = next(row for row in read_table(walked.table("thresholds")) if row["chosen"] == "1")
    assert int(chosen["cells"]) == np.sum(files.read(walked.importance) == 5)


def test_a_zone_without_a_name_and_a_missing_layer_are_told(training):
    with pytest.raises(InputError, match="zones.gpkg"):
        steps.run(with_zones(training, [("", 0, 60)]), Feedback(), only="functions")
    with pytest.raises(RecipeError, match="thresholds.zones"):
        with_zones(training, [("A", 0, 60)], source="")


def test_the_guides_mode_in_a_whole_pilot(training):
    """Classes of the whole numbers, and the same area in the table of alternatives as in the importance."""
    path = training.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe["thresholds"].update(mode="guide_exact", grading_unit="national")
    recipe["objectives"]["functions"] = ["water_conservation", "soil_conservation", "sand_fixation", "biodiversity"]
    path.write_text(json.dumps(recipe), encoding="utf-8")
    pilot = Pilot.open(training.folder)
    steps.run(pilot, Feedback(), only="thresholds")
    values = files.read(pilot.value("function", "water_conservation")).astype(np.float64)
    known = values[~np.isnan(values)]
    numbers = np.minimum(known * 100 / np.quantile(known, 0.999) + 1e-9, 100).astype(int)
    held = np.cumsum((np.bincount(numbers, minlength=101) * np.arange(101))[::-1])
    extreme = 100 - int(np.argmax(held >= 0.5 * held[-1]))
    classes = files.read(pilot.classes("function", "water_conservation"))[~np.isnan(values)]
    assert np.count_nonzero((classes == 5) != (numbers >= extreme)) <= 2
    chosen = next(row for row in read_table(pilot.table("thresholds")) if row["chosen"] == "1")
    assert int(chosen["cells"]) == np.count_nonzero(files.read(pilot.importance) == 5)
