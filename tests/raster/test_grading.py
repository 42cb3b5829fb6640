"""Cumulative grading: the worked examples of methods.md E8, ties, zeros, nodata."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ecr_toolkit.raster.grading import classify, cumulative_breaks, highest_class

NAN = np.nan


@pytest.mark.parametrize(("values", "breaks", "classes"), [
    ([0, 0, 1, 2, 2, 3, 5, 8, 13, 21, NAN], (13, 5), [1, 1, 1, 1, 1, 1, 3, 3, 5, 5, 255]),
    ([10, 10, 10, 10, 5, 5, 0, 0], (10, 10), [5, 5, 5, 5, 1, 1, 1, 1]),
    ([-3, 0, 4], (4, 4), [1, 1, 5]),
    ([0, 0, NAN], (np.inf, np.inf), [1, 1, 255]),
])
def test_worked_examples_e8(values, breaks, classes):
    array = np.array(values, np.float32)
    found = cumulative_breaks(array)
    assert (found.extreme, found.important) == breaks
    assert classify(array, found.extreme, found.important).tolist() == classes


def test_realised_shares_are_reported():
    found = cumulative_breaks(np.array([10, 10, 10, 10, 5, 5, 0, 0], np.float32))
    assert found.total == 50
    assert found.value_shares == (0.8, 0.8) and found.area_shares == (0.5, 0.5)


@given(arrays(np.float32, st.integers(1, 60), elements=st.floats(0, 1000, width=32)))
def test_class_five_holds_half_and_no_smaller_set_of_values_does(values):
    found = cumulative_breaks(values)
    if found.total == 0:
        return
    exact = values.astype(np.float64)
    assert exact[values >= found.extreme].sum() >= 0.5 * exact.sum() * (1 - 1e-9)
    assert exact[values > found.extreme].sum() < 0.5 * exact.sum() * (1 + 1e-9)


def test_the_maximum_ignores_what_is_unknown_or_outside_unless_all_is():
    layers = [np.array([5, 1, 255, 255, 0], np.uint8), np.array([1, 3, 3, 255, 255], np.uint8)]
    assert highest_class(layers).tolist() == [5, 3, 3, 255, 0]
