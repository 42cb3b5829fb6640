"""Tables of points: interpolated, refused beyond their reach, and honest about their error."""

import json

import numpy as np
import pytest

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.preparation.inputs import prepare, probe
from ecr_toolkit.preparation.points import Points, interpolate, trust
from ecr_toolkit.preparation.specification import Specification
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.steps.prepare import publish_zones, zones_of_units

GRID = Grid("EPSG:6933", 1000.0, 0.0, 20_000.0, 20, 20)


def specification(**changes):
    return Specification.of({"file": "points.csv", "value": "clay", "within_km": 8, **changes})


def test_a_cell_on_a_point_has_its_value_and_a_far_one_none(tmp_path):
    points = Points(np.array([2500.0, 6500.0]), np.array([17500.0, 17500.0]), np.array([10.0, 30.0]))
    interpolate(points, specification(), GRID, tmp_path / "out.tif", Feedback())
    found = files.read(tmp_path / "out.tif")
    assert found[2, 2] == pytest.approx(10) and found[2, 6] == pytest.approx(30)
    assert found[2, 4] == pytest.approx(20), "half way"
    assert found[2, 3] == pytest.approx((10 / 1 + 30 / 9) / (1 + 1 / 9)), "inverse square of the distance"
    assert np.isnan(found[19, 19])


def test_points_left_out_tell_the_error():
    x, y = np.meshgrid(np.arange(10) * 1000.0, np.arange(10) * 1000.0)
    plane = trust(Points(x.ravel(), y.ravel(), x.ravel() / 1000), specification(neighbours=4))
    assert plane.points == 100 and plane.error < 0.6 and plane.explained > 0.9
    noise = np.random.default_rng(1).normal(size=100)
    assert trust(Points(x.ravel(), y.ravel(), noise), specification(neighbours=4)).explained < 0.1


def test_profiles_of_one_site_do_not_vouch_for_each_other():
    x = np.array([0.0, 0.0, 1000.0, 1000.0])
    found = trust(Points(x, np.zeros(4), np.array([0.0, 0.0, 10.0, 10.0])), specification())
    assert found.error == pytest.approx(10)


@pytest.fixture
def with_points(training):
    def change(text, **source):
        (training.folder / "data" / "points.csv").write_text(text, encoding="utf-8")
        path = training.folder / "pilot.json"
        recipe = json.loads(path.read_text(encoding="utf-8"))
        recipe["sources"]["clay"] = {"file": "data/points.csv", "value": "clay", **source}
        path.write_text(json.dumps(recipe), encoding="utf-8")
        return type(training).open(training.folder)

    return change


def test_what_is_wrong_with_a_table_is_told_before_anything_is_written(with_points):
    with pytest.raises(InputError, match="lacks the columns: lat, clay"):
        probe(with_points("lon,value\n1,2\n"))
    with pytest.raises(InputError, match="fewer than two rows"):
        probe(with_points("lon,lat,clay\n1,2,x\n"))


def test_the_error_stands_in_the_inputs_table(with_points):
    west, south, east, north = with_points("lon,lat,clay\n1,2,3\n1,2,4\n").geographic_bounds()
    rows = [f"{west + (east - west) * a},{south + (north - south) * b},{200 + 100 * a}"
            for a in (0.2, 0.5, 0.8) for b in (0.2, 0.5, 0.8)]
    pilot = with_points("\n".join(["lon,lat,clay", *rows]), scale=0.1)
    publish_zones(pilot, zones_of_units(pilot))
    found = prepare(pilot, Feedback())
    assert "n = 9; ±" in found.origins["clay"].detail and found.origins["clay"].remark.startswith("interpolated")
