"""The programme with one row: sorting finds what HiGHS finds, and its price proves the same bound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_toolkit.planning.selection.knapsack import one_row
from ecr_toolkit.planning.selection.programme import Programme

columns = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 1)), min_size=1, max_size=12)


@given(columns, st.integers(-30, 30))
def test_sorting_gives_the_optimum(columns, floor):
    optimize, sparse = pytest.importorskip("scipy.optimize"), pytest.importorskip("scipy.sparse")
    price, held, low = (np.array(column, np.float64) for column in zip(*columns))
    low = np.minimum(low, 0.5)
    programme = Programme(price, sparse.csc_matrix(held[np.newaxis]), np.array([float(floor)]), low,
                          np.ones(len(price)), len(price), 0, 1.0)
    values, dual = one_row(programme)
    found = optimize.linprog(price, A_ub=-held[np.newaxis], b_ub=[-floor], bounds=np.stack([low, np.ones(len(low))], 1),
                             method="highs")
    assert (values >= low - 1e-12).all() and (values <= 1 + 1e-12).all()
    if found.status == 0:
        assert held @ values >= floor - 1e-9
        assert price @ values == pytest.approx(found.fun, abs=1e-7)
        assert programme.bound(np.array([dual])) == pytest.approx(found.fun, abs=1e-7)
