"""Selection: bounds hold, targets, locks and budgets are kept, and small problems equal brute force."""

import sys
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecr_toolkit.errors import Cancelled, InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.selection import relaxation
from ecr_toolkit.planning.selection import solve as solving
from ecr_toolkit.planning.selection.amounts import Amounts
from ecr_toolkit.planning.selection.border import Boundary
from ecr_toolkit.planning.selection.problem import (
    MAXIMUM_UTILITY,
    MINIMUM_SET,
    MINIMUM_SHORTFALL,
    OBJECTIVES,
    Problem,
    boundary_length,
    objective_of,
)
from ecr_toolkit.planning.selection.solve import AUTOMATIC, EXACT, GREEDY, RELAXATION, solve

E13 = Amounts.from_layers([[1, 0, 2, 3], [0, 3, 1, 2]])
E13_COST = [1, 2, 2, 4]
METHODS = (AUTOMATIC, RELAXATION, GREEDY)
CLOSE = 1e-7


def numbers_of(selected):
    """The units selected, counted from 1."""
    return set((np.flatnonzero(selected) + 1).tolist())


def all_selections(problem):
    """Every selection that keeps locks, the budget and, in a minimum set, the targets as far as they can be met."""
    for chosen in product([False, True], repeat=problem.amounts.unit_count):
        selected = np.array(chosen)
        if (problem.locked_in & ~selected).any() or (problem.locked_out & selected).any():
            continue
        if problem.has_budget and problem.cost[selected].sum() > problem.budget + CLOSE:
            continue
        wanted = np.minimum(problem.targets, problem.reachable)
        if not problem.has_budget and (problem.amounts.held(selected) < wanted - CLOSE).any():
            continue
        yield selected


def best_by_brute_force(problem):
    best = max if problem.objective == MAXIMUM_UTILITY else min
    return best(objective_of(problem, selected) for selected in all_selections(problem))


@st.composite
def problems(draw, most_units=9, bordered=False):
    """Small problems of every objective, with locks, zero costs, targets of nothing and of more than there is."""
    units, features = draw(st.integers(1, most_units)), draw(st.integers(1, 4))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    table = random.integers(0, 9, (features, units)) * (random.random((features, units)) < 0.7)
    table = table * draw(st.sampled_from([1.0, 0.37, 1e6, 1e-4]))
    cost = random.integers(0, 6, units) * draw(st.sampled_from([1.0, 0.1, 1e5]))
    lock = random.random(units)
    locked_in, locked_out = lock < 0.1, lock > 0.85
    objective = draw(st.sampled_from(OBJECTIVES))
    boundary = None
    if bordered:
        pairs = [(i, k) for i in range(units) for k in range(i + 1, units) if random.random() < 0.4]
        boundary = Boundary(np.array([i for i, _k in pairs], np.int64), np.array([k for _i, k in pairs], np.int64),
                            random.integers(0, 4, len(pairs)).astype(float), random.integers(0, 3, units).astype(float),
                            draw(st.sampled_from([0.0, 0.5, 1.0])))
    return Problem(
        Amounts.from_layers(table), cost, table.sum(axis=1) * random.choice([0, 0.3, 0.6, 1, 1.2], features), objective,
        weights=random.integers(0, 4, features), locked_in=locked_in, locked_out=locked_out,
        budget=cost[locked_in].sum() + random.random() * cost.sum(), boundary=boundary,
        penalty=draw(st.sampled_from([0.0, 0.2, 2.0])) if bordered else 0.0)


def check(problem, solution, best):
    """What must hold of any solution, given the best value there is."""
    selected = solution.selected
    assert selected[problem.locked_in].all() and not selected[problem.locked_out].any()
    assert solution.objective == pytest.approx(objective_of(problem, selected))
    assert solution.cost == pytest.approx(problem.cost[selected].sum())
    np.testing.assert_allclose(solution.held, problem.amounts.held(selected))
    assert set(np.flatnonzero(~(solution.held >= problem.targets * (1 - CLOSE)))) == set(np.flatnonzero(~solution.met))
    assert {one.feature for one in solution.unreachable} == set(
        np.flatnonzero(problem.reachable < problem.targets * (1 - CLOSE)))
    if problem.has_budget:
        assert solution.cost <= problem.budget * (1 + CLOSE) + CLOSE
    else:
        assert (solution.held >= np.minimum(problem.targets, problem.reachable) * (1 - CLOSE)).all()
    small = CLOSE * max(1.0, abs(best))
    sense = -1 if problem.objective == MAXIMUM_UTILITY else 1
    assert sense * solution.objective >= sense * best - small
    if solution.bound is not None:
        assert sense * solution.bound <= sense * best + small
        larger = max(abs(solution.objective), abs(solution.bound))
        assert solution.gap == pytest.approx(abs(solution.objective - solution.bound) / larger if larger else 0)


def test_worked_example_of_the_minimum_set():
    """methods.md §11, E13."""
    for method in METHODS:
        solution = solve(Problem(E13, E13_COST, [3, 3]), Feedback(), method=method)
        assert numbers_of(solution.selected) == {1, 2, 3} and solution.cost == 5, method
        assert solution.met.all() and solution.held.tolist() == [3, 4]


def test_worked_example_of_maximum_utility():
    """methods.md §11, E13."""
    problem = Problem(E13, E13_COST, [3, 3], MAXIMUM_UTILITY, budget=4)
    for method in METHODS:
        solution = solve(problem, Feedback(), method=method)
        assert numbers_of(solution.selected) == {2, 3} and solution.objective == 6, method


def test_minimum_shortfall_by_hand():
    """Budget 4 buys unit 4 with all of A and 2 of 3 of B, a shortfall of 1 / 3; units 2 and 3 have 2 of 3 of A, which
    weighs double, and all of B: 2 / 3."""
    problem = Problem(E13, E13_COST, [3, 3], MINIMUM_SHORTFALL, weights=[2, 1], budget=4)
    solution = solve(problem, Feedback())
    assert numbers_of(solution.selected) == {4} and solution.objective == pytest.approx(1 / 3)
    assert solution.met.tolist() == [True, False]
    assert objective_of(problem, np.array([False, True, True, False])) == pytest.approx(2 / 3)


@settings(max_examples=120, deadline=None)
@given(problems(), st.sampled_from(METHODS))
def test_no_solution_beats_its_bound_and_none_breaks_a_rule(problem, method):
    check(problem, solve(problem, Feedback(), method=method), best_by_brute_force(problem))


@settings(max_examples=80, deadline=None)
@given(problems(most_units=7, bordered=True), st.sampled_from(METHODS))
def test_the_same_with_a_boundary(problem, method):
    check(problem, solve(problem, Feedback(), method=method), best_by_brute_force(problem))


@settings(max_examples=60, deadline=None)
@given(problems(most_units=7, bordered=True))
def test_exact_solutions_are_the_best_there_are(problem):
    solution = solve(problem, Feedback(), gap=0.0, method=EXACT)
    best = best_by_brute_force(problem)
    assert solution.method == EXACT
    assert solution.objective == pytest.approx(best, rel=1e-6, abs=1e-6 * max(1, problem.cost.max()))


@settings(max_examples=25, deadline=None)
@given(problems(most_units=12))
def test_the_relaxation_is_no_better_than_brute_force_on_twelve_units(problem):
    check(problem, solve(problem, Feedback(), method=RELAXATION), best_by_brute_force(problem))


def landscape(units=900, features=12, seed=3):
    """Units in a row of smooth waves of features, with costs between 1 and 3."""
    random = np.random.default_rng(seed)
    along = np.arange(units) / units
    waves = [np.sin(2 * np.pi * (random.uniform(1, 9) * along + random.random())) for _feature in range(features)]
    table = np.maximum(np.array(waves) - random.uniform(0, 0.8, (features, 1)), 0)
    table += 0.1 * random.random(table.shape) * (table > 0)
    shares = random.uniform(0.1, 0.5, features)
    return Amounts.from_layers(table), 1 + 2 * random.random(units), table.sum(axis=1) * shares


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_sifting_has_the_optimum_of_the_whole(objective, monkeypatch):
    amounts, cost, targets = landscape(6000)
    problem = Problem(amounts, cost, targets, objective, budget=0.1 * cost.sum())
    monkeypatch.setattr(relaxation, "WHOLE", 10**6)
    at_once = solve(problem, Feedback(), method=RELAXATION)
    monkeypatch.setattr(relaxation, "WHOLE", 300)
    monkeypatch.setattr(relaxation, "A_ROW", 1)
    monkeypatch.setattr(relaxation, "NEAR", 1e-8)
    sifted = solve(problem, Feedback(), method=RELAXATION)
    assert sifted.bound == pytest.approx(at_once.bound, rel=1e-6)
    assert sifted.gap < 0.01 and sifted.method == RELAXATION


def test_sifting_widens_where_the_sample_misled(monkeypatch):
    """A feature of a single unit, and targets of nearly all: what is fixed at first asks too much of the rest."""
    amounts, cost, targets = landscape(3000, 5)
    rare = np.zeros(3000)
    rare[1234] = 5.0
    table = amounts.matrix().toarray()
    problem = Problem(Amounts.from_layers([*table, rare]), cost, [*(2.1 * targets), 5.0])
    monkeypatch.setattr(relaxation, "WHOLE", 200)
    monkeypatch.setattr(relaxation, "A_ROW", 1)
    monkeypatch.setattr(relaxation, "HOLDERS", 1)
    monkeypatch.setattr(relaxation, "DOUBT", 0.001)
    solution = solve(problem, Feedback(), method=RELAXATION)
    assert solution.selected[1234] and solution.gap < 0.01 and not solution.unreachable


def test_unreachable_targets_are_lowered_and_told():
    problem = Problem(E13, E13_COST, [10, 3], locked_out=[False, False, False, True])
    for method in METHODS:
        solution = solve(problem, Feedback(), method=method)
        (told,) = solution.unreachable
        assert (told.feature, told.wanted, told.reachable) == (0, 10, 3)
        assert solution.held[0] == 3 and solution.met.tolist() == [False, True]


def test_a_target_of_the_whole_can_be_met_in_spite_of_rounding():
    values = np.random.default_rng(2).random(500)
    solution = solve(Problem(Amounts.from_layers([values]), np.ones(500), [float(np.sum(values[::-1]))]), Feedback())
    assert solution.selected.all() and solution.met.all() and not solution.unreachable


def test_the_same_problem_gives_the_same_selection():
    amounts, cost, targets = landscape()
    problem = Problem(amounts, np.round(cost), targets)
    for method in METHODS:
        first, second = (solve(problem, Feedback(), method=method) for _turn in range(2))
        assert (first.selected == second.selected).all()


def test_ties_go_to_the_lower_number():
    solution = solve(Problem(Amounts.from_layers([[1, 1, 1, 1]]), np.ones(4), [2]), Feedback(), method=GREEDY)
    assert numbers_of(solution.selected) == {1, 2}


def test_units_that_cost_nothing_come_first():
    solution = solve(Problem(Amounts.from_layers([[9, 1, 1]]), [1, 0, 0], [2]), Feedback(), method=GREEDY)
    assert numbers_of(solution.selected) == {2, 3} and solution.cost == 0


def test_without_scipy_the_selection_is_greedy_and_says_so(monkeypatch):
    for name in ("scipy", "scipy.optimize", "scipy.sparse"):
        monkeypatch.setitem(sys.modules, name, None)
    solution = solve(Problem(E13, E13_COST, [3, 3]), Feedback())
    assert solution.method == GREEDY and solution.bound is None and solution.gap is None and solution.met.all()


@pytest.mark.parametrize("fault", [ValueError, RuntimeError, MemoryError])
def test_a_failing_solver_is_not_seen(fault, monkeypatch):
    import scipy.optimize

    def fail(*_given, **_more):
        raise fault("HiGHS")

    monkeypatch.setattr(scipy.optimize, "milp", fail)
    problem = Problem(E13, E13_COST, [3, 3])
    assert solve(problem, Feedback()).method == RELAXATION
    monkeypatch.setattr(scipy.optimize, "linprog", fail)
    assert solve(problem, Feedback()).method == GREEDY


def test_no_time_is_no_fault():
    solution = solve(Problem(*landscape()), Feedback(), seconds=0.0)
    assert solution.met.all() and solution.method == GREEDY


@pytest.mark.parametrize("method", METHODS)
def test_it_can_be_cancelled(method):
    class Impatient(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        solve(Problem(E13, E13_COST, [3, 3]), Impatient(), method=method)


def test_progress_ends_at_the_whole():
    told = []

    class Listening(Feedback):
        def progress(self, share):
            told.append(share)

    solve(Problem(*landscape()), Listening(), method=RELAXATION)
    assert told[-1] == 1 and min(told) >= 0 and max(told) <= 1


SQUARE = Boundary(np.array([0, 0, 1, 2]), np.array([1, 2, 3, 3]), np.ones(4), np.full(4, 2.0))  # 2 × 2 cells


def test_boundary_of_a_square_of_four_cells():
    problem = Problem(Amounts.from_layers([np.ones(4)]), np.ones(4), [2], boundary=SQUARE, penalty=0.1)
    assert boundary_length(problem, np.array([True, False, False, False])) == 4
    assert boundary_length(problem, np.array([True, True, False, False])) == 6
    assert boundary_length(problem, np.array([True, False, False, True])) == 8
    assert boundary_length(problem, np.ones(4, bool)) == 8
    for method in METHODS:
        solution = solve(problem, Feedback(), method=method)
        assert solution.boundary_length == 6 and solution.objective == pytest.approx(2.6)


def test_a_large_problem_with_a_boundary_keeps_a_bound(monkeypatch):
    amounts, cost, targets = landscape()
    row = Boundary(np.arange(899), np.arange(1, 900), np.ones(899), np.zeros(900))
    problem = Problem(amounts, cost, targets, boundary=row, penalty=0.5)
    joined = solve(problem, Feedback(), method=RELAXATION)
    monkeypatch.setattr(solving, "JOINED", 10)
    apart = solve(problem, Feedback(), method=RELAXATION)
    assert apart.bound <= joined.bound <= joined.objective and apart.bound <= apart.objective
    assert joined.met.all() and apart.met.all()


def test_a_programme_without_its_boundary_is_not_called_exact(monkeypatch):
    monkeypatch.setattr(solving, "JOINED", 3)
    problem = Problem(Amounts.from_layers([np.ones(4)]), np.ones(4), [2], boundary=SQUARE, penalty=0.1)
    for method in (AUTOMATIC, EXACT):
        solution = solve(problem, Feedback(), method=method)
        assert solution.method == RELAXATION and solution.bound == pytest.approx(2) and solution.met.all()


def test_out_of_time_the_last_round_stands(monkeypatch):
    """Sifting is stopped after its first round of the whole: its selection keeps the targets, its bound is a bound."""
    problem = Problem(*landscape(6000))
    best = solve(problem, Feedback(), method=RELAXATION)
    monkeypatch.setattr(relaxation, "NEAR", -1.0)  # only no wrong unit at all would end it
    monkeypatch.setattr(relaxation, "DOUBT", 0.001)
    monkeypatch.setattr(relaxation, "A_ROW", 1)
    inner, rounds = relaxation._solve, []

    def stop_later(programme, ends):
        status, found = inner(programme, ends if sum(rounds) < 2 else 0.0)  # the sample's, and one of the whole
        rounds.append(found is not None)
        return status, found

    monkeypatch.setattr(relaxation, "_solve", stop_later)
    solution = solve(problem, Feedback(), method=RELAXATION)
    assert sum(rounds) == 2 and not rounds[-1] and solution.method == RELAXATION
    assert solution.met.all() and solution.bound <= best.bound + 1e-6 * best.bound <= solution.objective


def faults(*given, **more):
    with pytest.raises(InputError) as raised:
        Problem(*given, **more)
    return [sentence for sentence, _remedy in raised.value.faults]


def test_all_faults_are_told_at_once():
    table = Amounts.from_layers([[1, -2, np.nan]])
    found = faults(table, [1, np.nan, -1], [-3], MAXIMUM_UTILITY, weights=[-1], locked_in=[True, False, False],
                   locked_out=[True, False, False], penalty=2.0)
    assert len(found) == 7
    assert any("costs" in text and "2 " in text for text in found)
    assert any("number 1" in text for text in found) and any("budget" in text for text in found)


def test_arrays_of_the_wrong_length_are_told():
    found = faults(E13, [1, 2], [1, 2, 3], locked_in=[True])
    assert len(found) == 3 and "2 costs" in found[0] and "4 are needed" in found[0]


def test_locked_units_must_be_within_the_budget():
    found = faults(E13, E13_COST, [3, 3], MAXIMUM_UTILITY, locked_in=[False, False, False, True], budget=3)
    assert len(found) == 1 and "4" in found[0] and "3" in found[0]


def test_objectives_and_pairs_are_checked():
    assert "best" in faults(E13, E13_COST, [3, 3], "best")[0]
    upside_down = Boundary(np.array([1]), np.array([0]), np.ones(1), np.ones(4))
    assert len(faults(E13, E13_COST, [3, 3], boundary=upside_down)) == 1


def test_amounts_are_the_same_from_entries_and_layers():
    entries = Amounts.from_entries([3, 0, 2, 1, 2, 3, 1], [0, 0, 0, 1, 1, 1, 1], [3, 1, 2, 1, 1, 2, 2], 4, 2)
    for name in ("starts", "features", "values"):
        np.testing.assert_array_equal(getattr(entries, name), getattr(E13, name))
    assert entries.totals().tolist() == [6, 6]
    np.testing.assert_array_equal(E13.matrix().toarray(), [[1, 0, 2, 3], [0, 3, 1, 2]])
    assert MINIMUM_SET == Problem(entries, E13_COST, [1, 1]).objective
