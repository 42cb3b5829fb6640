"""The notation of formulas: pieces below and above the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_toolkit.models.notation import NORMAL, SUB, SUP, pieces

text = st.text(st.sampled_from("ab P·=()[]Σ 12′"), min_size=1, max_size=6)


@pytest.mark.parametrize("formula, wanted", [
    ("", []),
    ("NPP", [("NPP", NORMAL)]),
    ("F_{pre}", [("F", NORMAL), ("pre", SUB)]),
    ("10^{−4} · M", [("10", NORMAL), ("−4", SUP), (" · M", NORMAL)]),
    ("K_{r}^{0.934}", [("K", NORMAL), ("r", SUB), ("0.934", SUP)]),
    ("Σ_{m} P_{m}", [("Σ", NORMAL), ("m", SUB), (" P", NORMAL), ("m", SUB)]),
    ("_{i}", [("i", SUB)]),
])
def test_pieces_of_a_formula(formula, wanted):
    assert list(pieces(formula)) == wanted


@pytest.mark.parametrize("formula, character", [
    ("F_{pre", 2), ("F}", 2), ("{F}", 1), ("F_pre", 2), ("10^3", 3), ("F_{a_{b}}", 2), ("F_{}", 2), ("F_", 2),
    ("(1 − F_{slo})}", 14),
])
def test_a_fault_names_the_formula_and_the_character(formula, character):
    with pytest.raises(ValueError) as caught:
        pieces(formula)
    assert formula in str(caught.value) and f"character {character}" in str(caught.value)


@given(st.lists(st.tuples(text, st.sampled_from([NORMAL, SUB, SUP]))))
def test_what_is_written_is_read_back(wanted):
    written = "".join({NORMAL: "{}", SUB: "_{{{}}}", SUP: "^{{{}}}"}[place].format(part) for part, place in wanted)
    merged = []
    for part, place in wanted:
        if place == NORMAL and merged and merged[-1][1] == NORMAL:
            part = merged.pop()[0] + part
        merged.append((part, place))
    assert list(pieces(written)) == merged
