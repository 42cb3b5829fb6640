"""Suitability cell by cell: every row of methods.md §4.1 and §4.2, both sides of every break, whole matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_toolkit.models.seasons import MONTH_DAYS
from ecr_toolkit.models.suitability import agriculture, urban
from ecr_toolkit.models.suitability.comfort import comfort_index
from ecr_toolkit.models.suitability.contiguity import bites, without_small_patches
from ecr_toolkit.models.suitability.grades import combined, corrected, graded, lowered, suitable, unsuitable

# methods.md, first and last value of each class from 5 to 1; just beyond a break is the next class
HAIR = 1e-3


def cells(*values):
    return np.array([values], np.float32)


@pytest.mark.parametrize("element, limits, best", [
    ("agriculture_slope", (2, 6, 15, 25), "low"),
    ("precipitation", (1200, 800, 400, 200), "high"),
    ("heat", (7600, 5800, 4000, 1500), "high"),
    ("urban_slope", (3, 8, 15, 25), "low"),
    ("water_modulus_province", (50, 20, 10, 5), "high"),
    ("water_modulus_county", (25, 13, 8, 3), "high"),
    ("travel_time_province", (60, 120, 210, 300), "low"),
    ("travel_time_county", (20, 40, 60, 90), "low"),
])
def test_a_value_on_a_break_belongs_to_the_better_class(element, limits, best):
    beyond = HAIR if best == "low" else -HAIR
    assert graded(cells(*limits), element).tolist() == [[5, 4, 3, 2]]
    assert graded(cells(*(limit + beyond for limit in limits)), element).tolist() == [[4, 3, 2, 1]]
    far = (-1, 1e6) if best == "low" else (1e6, -1)
    assert graded(cells(*far, np.nan), element).tolist() == [[5, 1, 255]]


@pytest.mark.parametrize("element, values, expected", [
    ("silt", (0, 59.9, 60, 79.9, 80, 100), (5, 5, 4, 4, 1, 1)),
    ("elevation", (-400, 3500, 3501, 5000, 5001), (5, 5, 4, 4, 1)),
    ("relief", (0, 100, 101, 200, 201, 2000), (5, 5, 4, 4, 3, 3)),
])
def test_corrections(element, values, expected):
    classes = np.full((1, len(values)), 5, np.uint8)
    assert corrected(classes, cells(*values), element).tolist() == [list(expected)]
    lowest = corrected(np.ones_like(classes), cells(*values), element)
    assert (lowest == 1).all(), "never below 1"
    assert corrected(classes[:, :1], cells(np.nan), element).tolist() == [[255]]
    assert corrected(np.full((1, 1), 255, np.uint8), cells(values[-1]), element).tolist() == [[255]]


# rows water 5 to 1, columns land 5 to 1 (methods.md §4.1)
AGRICULTURE = ["V V IV III I", "V IV IV II I", "IV IV III II I", "III III II I I", "II I I I I"]
# rows land 5 to 1, columns water 5 to 1 (methods.md §4.2)
URBAN = ["5 5 5 4 3", "5 5 4 4 3", "4 4 3 3 2", "3 2 2 1 1", "1 1 1 1 1"]
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}


@pytest.mark.parametrize("matrix, wanted", [("agriculture_matrix", AGRICULTURE), ("urban_matrix", URBAN)])
def test_every_cell_of_the_matrices(matrix, wanted):
    rows, columns = np.meshgrid(np.arange(5, 0, -1, dtype=np.uint8), np.arange(5, 0, -1, dtype=np.uint8), indexing="ij")
    expected = [[ROMAN.get(one) or int(one) for one in line.split()] for line in wanted]
    assert combined(rows, columns, matrix).tolist() == expected
    unknown = np.full_like(rows, 255)
    assert (combined(rows, unknown, matrix) == 255).all() and (combined(unknown, columns, matrix) == 255).all()


def test_classes_move_within_one_and_five():
    classes = np.array([[5, 4, 1, 255]], np.uint8)
    assert lowered(classes, np.array([9, 1, 1, 1])).tolist() == [[1, 3, 1, 255]]
    assert lowered(classes, np.array([-1, -1, -1, -1])).tolist() == [[5, 5, 2, 255]]
    assert suitable(np.arange(256)).nonzero()[0].tolist() == [4, 5]
    assert unsuitable(np.array([1, 2, 3, 255])).tolist() == [True, True, False, False]


def year(total):
    """Twelve equal months of rain."""
    return np.repeat(np.asarray(total, np.float32)[np.newaxis] / 12, 12, axis=0)


def farm(slope=1.0, rain=1300.0, **more):
    values = {"slope": cells(slope), "precipitation": year([[rain]])}
    values.update({name: np.array([[value]], np.uint8 if isinstance(value, int) else np.float32)
                   for name, value in more.items() if name != "temperature"})
    if "temperature" in more:
        values["temperature"] = np.full((12, 1, 1), more["temperature"], np.float32)
    return int(agriculture.compute(values, {})[0, 0])


def test_agriculture_in_order():
    assert farm() == 5 and farm(slope=20) == 3 and farm(slope=26) == 1
    assert farm(rain=300) == 3, "land 5, water 2"
    assert farm(rain=100) == 2, "land 5, water 1"
    assert farm(silt=65.0) == 5 and farm(slope=5, silt=65.0, rain=900) == 4, "silt lowers the land"
    assert farm(silt=85.0) == 1
    assert farm(rain=100, irrigated=5) == 5 and farm(rain=100, irrigated=4) == 5, "secure and partial supply"
    assert farm(slope=5, rain=100, irrigated=4) == 4 and farm(rain=100, irrigated=0) == 2
    assert farm(rain=1300, irrigated=4) == 5, "the better of the two waters"
    assert farm(salinization=5) == 4 and farm(salinization=3) == 5 and farm(salinization=255) == 5
    assert farm(slope=26, salinization=5) == 1
    assert farm(temperature=4.0) == 1, "1460 °C: too cold for crops"
    assert farm(temperature=5.0) == 5 and farm(slope=20, temperature=30.0) == 3, "other heat does not count"
    assert farm(level=5) == 1 and farm(level=3) == 5
    assert [farm(land_cover=code) for code in (0, 15, 17, 11, 12)] == [1, 1, 1, 5, 5]


@pytest.mark.parametrize("unknown", [{"slope": np.nan}, {"rain": np.nan}, {"silt": np.nan}, {"temperature": np.nan},
                                     {"level": 255}, {"land_cover": np.nan}])
def test_what_is_given_and_unknown_is_not_assessed(unknown):
    assert farm(**unknown) == 255
    if "level" not in unknown:
        assert farm(**{"land_cover": 0, **unknown, "level": 5}) == 1, "level 5 is unsuitable whatever else"


def test_rain_of_the_year_counts_as_its_months_do():
    values = {"slope": cells(1, 1), "precipitation": cells(1200, 1199)}
    assert agriculture.compute(values, {}).tolist() == [[5, 5]], "water 5 and 4 on the best land"
    values["slope"] = cells(5, 5)
    assert agriculture.compute(values, {}).tolist() == [[5, 4]]


def test_heat_sum_leaves_frost_out():
    months = np.array([-10.0, -5, 0, 5, 10, 15, 20, 15, 10, 5, 0, -5], np.float32).reshape(12, 1, 1)
    expected = sum(max(float(warmth), 0) * days for warmth, days in zip(months.ravel(), MONTH_DAYS))
    assert agriculture.heat_sum(months)[0, 0] == pytest.approx(expected) and expected == 2450
    assert np.isnan(agriculture.heat_sum(np.full((12, 1, 1), np.nan, np.float32))[0, 0])


def town(scale="province", slope=1.0, **more):
    values = {"slope": cells(slope)}
    values.update({name: np.array([[value]], np.uint8 if isinstance(value, int) else np.float32)
                   for name, value in more.items()})
    return int(urban.compute(values, {"scale": scale})[0, 0])


def test_towns_in_order():
    assert town() == 5 and town(slope=26) == 1, "land alone"
    assert town(elevation=4000.0) == 4 and town(elevation=5500.0) == 1
    assert town(relief=150.0) == 4 and town(relief=250.0) == 3 and town(elevation=4000.0, relief=250.0) == 2
    assert town(slope=20, relief=250.0) == 1, "not below 1"
    assert town(water_modulus=3.0) == 3 and town(water_modulus=np.nan) == 5, "unknown water: land alone"
    assert town(slope=10, water_modulus=12.0) == 3 and town("county", slope=10, water_modulus=13.0) == 4
    assert town(hazards=1) == 4 and town(hazards=2) == 3 and town(hazards=9) == 1 and town(hazards=0) == 5
    assert [town(slope=10, travel_time=minutes) for minutes in (60.0, 120.0, 121.0, 300.0, 301.0)] == [4, 4, 3, 3, 2]
    assert [town("county", slope=10, travel_time=minutes) for minutes in (40.0, 60.0, 91.0)] == [4, 3, 2]
    assert town(travel_time=10.0) == 5 and town(slope=26, travel_time=400.0) == 1
    assert town(travel_time=np.nan) == 255 and town(relief=np.nan) == 255 and town(slope=np.nan) == 255
    assert town(hazards=9, travel_time=10.0) == 2, "still unsuitable"
    assert town(level=5, travel_time=10.0) == 1 and town(land_cover=0, travel_time=10.0) == 1


def test_what_gets_worse_never_makes_a_class_better():
    """Steeper, saltier, farther, drier: no class rises (both matrices and all breaks together)."""
    rng = np.random.default_rng(5)
    base = {"slope": rng.uniform(0, 30, (1, 400)), "silt": rng.uniform(0, 100, (1, 400)),
            "precipitation": rng.uniform(0, 1600, (1, 400)), "elevation": rng.uniform(0, 6000, (1, 400)),
            "relief": rng.uniform(0, 300, (1, 400)), "water_modulus": rng.uniform(0, 80, (1, 400)),
            "travel_time": rng.uniform(0, 400, (1, 400))}
    rises = {"slope": 1, "silt": 1, "elevation": 1, "relief": 1, "travel_time": 1, "precipitation": -1,
             "water_modulus": -1}
    for formula, parts in ((agriculture.compute, ("slope", "silt", "precipitation")),
                           (urban.compute, ("slope", "elevation", "relief", "water_modulus", "travel_time"))):
        before = formula({name: base[name] for name in parts}, {"scale": "province"})
        for worse in parts:
            values = {name: base[name] for name in parts}
            values[worse] = values[worse] * (1 + 0.3 * rises[worse])
            assert (formula(values, {"scale": "province"}) <= before).all(), worse


def test_comfort_e12():
    assert comfort_index(25.0, 0.7) == pytest.approx(73.865, abs=1e-9)
    assert comfort_index(25.0, 1.0) == pytest.approx(77.0), "moist air feels as warm as it is"


def slowly(classes, fewest):
    """Patches of suitable cells by flood fill, corners too."""
    good, found = (classes == 5) | (classes == 4), classes.copy()
    left = {tuple(cell) for cell in np.argwhere(good)}
    while left:
        patch, waiting = [], [left.pop()]
        while waiting:
            row, col = waiting.pop()
            patch.append((row, col))
            near = {(row + down, col + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left
            left -= near
            waiting += near
        if len(patch) < fewest:
            for cell in patch:
                found[cell] -= 1
    return found


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_small_patches_go_down_a_class(rows, cols, fewest, seed):
    classes = np.random.default_rng(seed).choice(np.array([1, 3, 4, 5, 255], np.uint8), (rows, cols))
    found = without_small_patches(classes, float(fewest), 0.01)  # cells of 1 ha
    assert found.dtype == np.uint8 and (found == slowly(classes, fewest)).all()


def test_a_large_cell_is_no_small_patch():
    assert not bites(5.0, 0.0625) and bites(5.0, 0.04) and not bites(1.0, 0.01)
