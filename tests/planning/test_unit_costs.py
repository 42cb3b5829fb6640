"""Costs of planning units: what is not known is never free."""

import numpy as np

from ecr_toolkit.planning.units import known_cost, unit_costs


def test_a_unit_costs_the_mean_of_its_known_cells_and_one_without_any_the_mean_of_all():
    cost, unknown = unit_costs(np.array([6.0, 10.0, 0.0]), np.array([3.0, 1.0, 0.0]), np.array([4, 1, 2]))
    assert cost.tolist() == [8.0, 10.0, 8.0] and unknown == 1


def test_cells_abroad_and_without_cost_are_not_known():
    sums, known = known_cost(np.array([[1.0, np.nan, 0.0, 5.0]]), np.array([[True, True, True, False]]))
    assert sums.tolist() == [[1, 0, 0, 0]] and known.tolist() == [[True, False, True, False]]
