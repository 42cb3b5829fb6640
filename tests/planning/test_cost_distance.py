"""Cost distance against Dijkstra's algorithm with a heap, and its worked example."""

import heapq
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.corridors import cost_distance as module
from ecr_toolkit.planning.corridors.cost_distance import cost_distance, path

E13 = np.array([[1, 1, 1], [100, 100, 1], [1, 1, 1]], np.float32)
STEPS = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]


def at(shape, *places):
    mask = np.zeros(shape, bool)
    for place in places:
        mask[place] = True
    return mask


def oracle(resistance, sources, cell):
    """One cell at a time."""
    half = resistance.astype(np.float64) * (cell / 2)
    cost = np.full(resistance.shape, np.inf)
    waiting = [(0.0, row, col) for row, col in np.argwhere(sources & np.isfinite(resistance)).tolist()]
    for _cost, row, col in waiting:
        cost[row, col] = 0
    while waiting:
        known, row, col = heapq.heappop(waiting)
        if known > cost[row, col]:
            continue
        for down, right in STEPS:
            to = row + down, col + right
            if 0 <= to[0] < len(cost) and 0 <= to[1] < cost.shape[1] and np.isfinite(half[to]):
                total = (half[row, col] + half[to]) * (math.sqrt(2) if down and right else 1.0) + known
                if total < cost[to]:
                    cost[to] = total
                    heapq.heappush(waiting, (total, *to))
    return cost


@st.composite
def grounds(draw):
    """Resistance with barriers, sources anywhere, a cell size."""
    shape = draw(array_shapes(min_dims=2, max_dims=2, max_side=12))
    values = st.sampled_from([1.0, 1.5, 10.0, 30.0, 100.0, 500.0, math.nan, math.inf])
    resistance = draw(arrays(np.float32, shape, elements=values))
    sources = draw(arrays(bool, shape, elements=st.sampled_from([False, False, False, True])))
    return resistance, sources, draw(st.sampled_from([1.0, 250.0, 92.7]))


def test_worked_example():
    cost = cost_distance(E13, at((3, 3), (0, 0)), 1.0, Feedback())
    assert cost[2, 0] == pytest.approx(4.8284, abs=5e-5)
    assert cost[1, 0] == 50.5
    assert cost[2, 2] == pytest.approx(3.4142, abs=5e-5)
    assert (cost_distance(E13, at((3, 3), (0, 0)), 250.0, Feedback()) == pytest.approx(250 * cost))


def test_the_path_of_the_worked_example_goes_around():
    cost = cost_distance(E13, at((3, 3), (0, 0)), 1.0, Feedback())
    assert path(cost, E13, 1.0, 2, 0).tolist() == [[2, 0], [2, 1], [1, 2], [0, 1], [0, 0]]
    assert path(cost, E13, 1.0, 0, 0).tolist() == [[0, 0]]


@pytest.mark.parametrize("together", [0, 3, 1000])
@given(ground=grounds())
def test_costs_are_those_of_dijkstra_to_the_last_bit(together, ground):
    resistance, sources, cell = ground
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEWEST", together)
        patch.setattr(module, "_MOST", together)
        assert np.array_equal(cost_distance(resistance, sources, cell, Feedback()), oracle(resistance, sources, cell))


def test_costs_of_a_larger_landscape_are_those_of_dijkstra():
    random = np.random.default_rng(4)
    rough = np.kron(random.integers(0, 5, (30, 40)), np.ones((6, 6), int))
    resistance = np.array([1, 20, 100, 500, np.nan], np.float32)[rough]
    sources = at(resistance.shape, (5, 5), (100, 200), (170, 20))
    resistance[sources] = 1
    assert np.array_equal(cost_distance(resistance, sources, 250.0, Feedback()), oracle(resistance, sources, 250.0))


@settings(max_examples=500)
@given(ground=grounds(), limit=st.floats(0, 5000))
def test_a_limit_leaves_out_what_costs_more_and_nothing_else(ground, limit):
    whole = cost_distance(*ground, Feedback())
    assert np.array_equal(cost_distance(*ground, Feedback(), limit), np.where(whole <= limit, whole, np.inf))


def test_a_cell_that_first_costs_too_much_is_kept_where_a_cheaper_way_leads_to_it():
    resistance = np.array([[30, 30, 30], [1, 1, 1], [30, 30, 30], [1, 30, 30]], np.float32)
    cost = cost_distance(resistance, at((4, 3), (3, 0)), 100.0, Feedback(), 3410.0)
    assert cost[1].tolist() == [3100, 3200, 3300]


@given(ground=grounds())
def test_every_reached_cell_has_a_path_that_costs_what_is_told(ground):
    resistance, sources, cell = ground
    cost = cost_distance(resistance, sources, cell, Feedback())
    for row, col in np.argwhere(np.isfinite(cost)).tolist():
        cells = path(cost, resistance, cell, row, col)
        assert cells[0].tolist() == [row, col] and sources[tuple(cells[-1])]
        step = np.hypot(*np.diff(cells, axis=0).T)
        mean = (resistance[tuple(cells[1:].T)] + resistance[tuple(cells[:-1].T)]) / 2
        assert (step < 1.5).all() and (step * mean).sum() * cell == pytest.approx(cost[row, col])


@given(ground=grounds())
def test_barriers_are_never_entered(ground):
    resistance, sources, cell = ground
    cost = cost_distance(resistance, sources, cell, Feedback())
    assert np.isinf(cost[~np.isfinite(resistance)]).all()
    assert (cost[sources & np.isfinite(resistance)] == 0).all()


@given(ground=grounds())
def test_the_cells_that_are_told_are_final_and_are_all(ground):
    told = []

    def met(cells, costs):
        told.append((cells, costs))
        return math.inf

    cost = cost_distance(*ground, Feedback(), met=met)
    cells = np.concatenate([one for one, _costs in told] or [np.zeros(0, int)])
    costs = np.concatenate([one for _cells, one in told] or [np.zeros(0)])
    assert sorted(set(cells.tolist())) == np.flatnonzero(np.isfinite(cost)).tolist()
    assert np.array_equal(cost.ravel()[cells], costs)
    highest = [costs.max() for _cells, costs in told]
    assert highest == sorted(highest)


def test_a_wall_is_walked_around_and_a_closed_one_is_not_passed():
    resistance = np.ones((7, 7), np.float32)
    resistance[:6, 3] = np.nan
    cost = cost_distance(resistance, at((7, 7), (0, 0)), 1.0, Feedback())
    assert cost[0, 6] == pytest.approx(oracle(resistance, at((7, 7), (0, 0)), 1.0)[0, 6]) and cost[0, 6] > 12
    resistance[6, 3] = np.nan
    assert np.isinf(cost_distance(resistance, at((7, 7), (0, 0)), 1.0, Feedback())[:, 4:]).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1)])
def test_small_grounds(shape):
    cost = cost_distance(np.full(shape, 2, np.float32), at(shape, (0, 0)), 10.0, Feedback())
    assert cost.ravel().tolist() == [20.0 * number for number in range(cost.size)]


def test_no_source_reaches_nothing():
    assert np.isinf(cost_distance(E13, np.zeros((3, 3), bool), 1.0, Feedback())).all()
    assert np.isinf(cost_distance(np.full((3, 3), np.nan), np.ones((3, 3), bool), 1.0, Feedback())).all()
    with pytest.raises(ValueError, match="no way"):
        path(np.full((3, 3), np.inf), E13, 1.0, 1, 1)


def test_a_search_can_be_cancelled_and_tells_how_far_it_is():
    class Stopped(Feedback):
        def cancelled(self):
            return True

    class Told(Feedback):
        shares = ()

        def progress(self, share):
            self.shares = (*self.shares, share)

    with pytest.raises(Cancelled):
        cost_distance(E13, at((3, 3), (0, 0)), 1.0, Stopped())
    told = Told()
    cost_distance(np.ones((300, 300), np.float32), at((300, 300), (0, 0)), 1.0, told)
    assert len(told.shares) > 3 and list(told.shares) == sorted(told.shares) and told.shares[-1] <= 1
