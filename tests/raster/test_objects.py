"""Objects: connected cells against scipy's labelling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ecr_toolkit.raster.objects import connected

masks = st.tuples(st.integers(1, 12), st.integers(1, 12)).flatmap(lambda shape: arrays(bool, shape))


@given(masks)
def test_cells_that_touch_are_one_object(mask):
    ndimage = pytest.importorskip("scipy.ndimage")
    expected, count = ndimage.label(mask, np.ones((3, 3)))
    found = connected(mask)
    assert found.dtype == np.uint32 and found.max(initial=0) == count
    assert (found == 0).tolist() == (~mask).tolist()
    pairs = set(zip(found[mask].tolist(), expected[mask].tolist()))
    assert len(pairs) == count, "objects are joined or split otherwise"


def test_a_spiral_is_one_object():
    spiral = np.zeros((41, 41), bool)
    for ring in range(0, 20, 2):
        spiral[ring, ring:41 - ring] = spiral[ring:41 - ring, 40 - ring] = True
        spiral[40 - ring, ring:41 - ring] = spiral[ring + 2:41 - ring, ring] = True
        spiral[ring + 2, ring:ring + 2] = True
    assert connected(spiral).max() == 1
