"""Formulas of the steps that belong to no model: cells, preparation, grading, coverage, thresholds (methods.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ...languages.messages import N_
from ...models.legend import Entry
from ...models.variables import VARIABLES
from ..tables import CODE, FORMULA, WORDS, Column, Table, unit_cell

_SHORT, _VARIES = 3, N_("varies")
_EMPTY = ((CODE, ""),) * 3
_BETWEEN = ";\u2003"


@dataclass(frozen=True)
class Explained:
    """Formulas in the notation of models/notation.py with the legend of their symbols; ``title``: a marked text."""

    id: str
    title: str
    formulas: tuple[str, ...]
    symbols: tuple[Entry, ...]

    @property
    def lines(self) -> list[str]:
        """The formulas as they are set: the cases of one sign on one line."""
        found: list[list[str]] = []
        for formula in self.formulas:
            if found and _sign_of(found[-1][0]) == _sign_of(formula):
                found[-1].append(formula)
            else:
                found.append([formula])
        return [_BETWEEN.join(cases) for cases in found]

    @property
    def legend(self) -> Table:
        return legend(f"legend_{self.id}", self.symbols, self.title)


def _sign_of(formula: str) -> str:
    """What a formula defines."""
    return formula.split(" = ")[0]


def legend(id: str, entries: Sequence[Entry], subject: str) -> Table:
    """What the symbols of formulas mean; a long legend stands in two halves side by side."""
    columns = (Column(N_("Symbol"), FORMULA), Column(N_("Meaning")), Column(N_("Unit of measure"), CODE))
    lines = [((FORMULA, entry.sign), entry.meaning, unit_cell(entry.unit) if entry.unit else (WORDS, _VARIES))
             for entry in entries]
    if len(lines) <= _SHORT:
        return Table(id, N_("Symbols"), columns, lines, subject)
    half = -(-len(lines) // 2)
    rows = [(*left, *right) for left, right in zip_longest(lines[:half], lines[half:], fillvalue=_EMPTY)]
    return Table(id, N_("Symbols"), (*columns, *columns), rows, subject, wide=True)


def _of(sign: str, variable: str) -> Entry:
    return Entry(sign, VARIABLES[variable].title, VARIABLES[variable].unit)


VALUE = Entry("v_{i}", N_("value of the function in cell i; negative values count as 0"), "")
CELL = Entry("a_{i}", N_("area of cell i, the same for all"), "km²")
_COUNTRY = Entry("A(N)", N_("area of the country: land with inland waters"), "km²")

EXPLAINED = {one.id: one for one in (
    Explained("grid", N_("grid"), ("x_{0} = d · (⌊x_{min} / d⌋ − 2)", "y_{0} = d · (⌈y_{max} / d⌉ + 2)", "a = d^{2}"), (
        Entry("d", N_("cell size"), "m"),
        Entry("x_{min}, y_{max}", N_("western and northern end of the country in the projection"), "m"),
        Entry("x_{0}, y_{0}", N_("corner of the grid, a whole number of cells from the origin of the projection"), "m"),
        Entry("a", N_("area of a cell"), "m²"))),
    Explained("preparation", N_("data that follow from others"), (
        "f = (NDVI − NDVI_{s}) / (NDVI_{v} − NDVI_{s})",
        "r = e / [0.6108 · exp(17.27 · T / (T + 237.3))]",
        "NPP = 0.475 · min(3000 / [1 + exp(1.315 − 0.119 · T_{a})], 3000 · [1 − exp(−0.000664 · P_{a})])",
        "z = Σ_{j} z_{j} · δ_{j}^{−2} / Σ_{j} δ_{j}^{−2}"), (
        _of("f", "vegetation_cover"),
        Entry("NDVI", N_("mean of annual maximum and minimum NDVI"), "1"),
        Entry("NDVI_{s}, NDVI_{v}", N_("NDVI of bare soil and of full vegetation: 5th and 95th percentile of the "
                                       "annual maximum, unless the recipe names others"), "1"),
        _of("r", "relative_humidity"), Entry("e", VARIABLES["vapour_pressure"].title, "kPa"),
        Entry("T", N_("mean temperature of the month"), "°C"), _of("NPP", "net_primary_productivity"),
        Entry("T_{a}, P_{a}", N_("mean temperature and precipitation of the year"), "°C; mm"),
        Entry("z, z_{j}", N_("value of a cell, and of the points nearest to it"), ""),
        Entry("δ_{j}", N_("distance of a point from the cell"), "m"))),
    Explained("grading", N_("grading"), (
        "T = Σ_{i} v_{i} · a_{i}",
        "t_{5} = max [u : Σ_{i : v ≥ u} v_{i} · a_{i} ≥ s_{5} · T]",
        "t_{3} = max [u : Σ_{i : v ≥ u} v_{i} · a_{i} ≥ s_{3} · T]",
        "K_{i} = 5,  v_{i} ≥ t_{5}", "K_{i} = 3,  t_{3} ≤ v_{i} < t_{5}", "K_{i} = 1,  v_{i} < t_{3}"), (
        VALUE, CELL, Entry("T", N_("total of the function in the country, unit or zone"), ""),
        Entry("u", N_("one of the values that occur"), ""),
        Entry("s_{5}, s_{3}", N_("share of the total that class 5, and classes 5 and 3 together, hold"), "1"),
        Entry("t_{5}, t_{3}", N_("values at which class 5 and class 3 begin"), ""),
        Entry("K_{i}", N_("class of cell i"), "class"))),
    Explained("importance", N_("integrated importance"), ("I_{i} = max_{f} K_{f,i}",), (
        Entry("K_{f,i}", N_("class of function f in cell i"), "class"),
        Entry("I_{i}", N_("integrated importance"), "class"))),
    Explained("agreement", N_("agreement of two methods"), (
        "ρ = Σ_{i} (r_{i} − m) · (q_{i} − m) / √[Σ_{i} (r_{i} − m)^{2} · Σ_{i} (q_{i} − m)^{2}]",
        "J = |A ∩ B| / |A ∪ B|"), (
        Entry("ρ", N_("Rank correlation"), "1"),
        Entry("r_{i}, q_{i}", N_("rank of cell i by the one method and by the other"), "1"),
        Entry("m", N_("mean rank"), "1"),
        Entry("A, B", N_("cells that are extremely important by the one method and by the other"), ""),
        Entry("J", N_("Common share of the extremely important cells"), "1"))),
    Explained("sensitivity", N_("sensitivity"), (
        "S_{i} = (Π_{k} s_{k,i})^{1/n}", "K_{i} = 1,  S_{i} ≤ b_{1}", "K_{i} = 3,  b_{1} < S_{i} ≤ b_{3}",
        "K_{i} = 5,  S_{i} > b_{3}"), (
        Entry("s_{k,i}", N_("score of factor k in cell i: 1, 3 or 5"), "1"), Entry("n", N_("number of factors"), "1"),
        Entry("S_{i}", N_("geometric mean of the scores"), "1"),
        Entry("b_{1}, b_{3}", N_("highest mean of class 1 and of class 3"), "1"),
        Entry("K_{i}", N_("class of cell i"), "class"))),
    Explained("level", N_("protection level"), ("S_{i} = max_{s} K_{s,i}", "L_{i} = max(I_{i}, S_{i})"), (
        Entry("K_{s,i}", N_("class of sensitivity s in cell i"), "class"),
        Entry("S_{i}", N_("integrated sensitivity"), "class"), Entry("I_{i}", N_("integrated importance"), "class"),
        Entry("L_{i}", N_("protection level"), "class"))),
    Explained("coverage", N_("coverage"), (
        "C_{X}(z) = 100 · A(z ∩ X) / A(z)", "E_{f} = 100 · Σ_{i∈X} v_{i} · a_{i} / Σ_{i} v_{i} · a_{i}",
        "Q_{f} = E_{f} / [100 · A(X) / A(N)]", "ρ = √(A / π)"), (
        Entry("C_{X}(z)", N_("coverage of a place or class z"), "%"),
        Entry("X", N_("protected areas, OECMs, the redline, or several of them together"), ""),
        Entry("A(z ∩ X)", N_("area of z inside X; overlaps count once"), "km²"), VALUE, CELL,
        Entry("E_{f}", N_("share of the function f that X holds"), "%"),
        Entry("Q_{f}", N_("efficiency: above 1 X holds more than its area alone would"), "1"),
        _COUNTRY,
        Entry("ρ", N_("radius of the circle that stands for an area known by its centre and size A"), "km"))),
    Explained("species", N_("targets of species and of places"), (
        "t_{s} = 1,  H ≤ 1000", "t_{s} = 1 − 0.9 · (lg H − 3) / (lg 250000 − 3),  1000 < H < 250000",
        "t_{s} = min(0.1, 10^{6} / H),  H ≥ 250000", "M = (1/n) · Σ_{s} min(1, c_{s} / t_{s})"), (
        Entry("H", N_("habitat of the species in the country"), "km²"),
        Entry("t_{s}", N_("target: share of the habitat, or of a place, to be covered"), "1"),
        Entry("c_{s}", N_("share that is covered"), "1"), Entry("n", N_("number of species or places"), "1"),
        Entry("M", N_("mean achievement of the targets"), "1"))),
    Explained("connectivity", N_("connectivity"), (
        "p_{ij} = exp(ln 0.5 · δ_{ij} / δ_{med})", "ECA = √(Σ_{i} Σ_{j} a_{i} · a_{j} · p*_{ij})",
        "ProtConn = 100 · ECA / A(N)"), (
        Entry("δ_{ij}", N_("distance between the edges of two patches"), "km"),
        Entry("δ_{med}", N_("distance that half of the dispersing animals reach"), "km"),
        Entry("p_{ij}, p*_{ij}", N_("probability of a direct move, and along the best way over other patches"), "1"),
        Entry("a_{i}, a_{j}", N_("areas of the patches"), "km²"),
        Entry("ECA", N_("Equivalent connected area"), "km²"),
        _COUNTRY,
        Entry("ProtConn", N_("Protected and connected (ProtConn)"), "%"))),
    Explained("priority", N_("priority of gaps"), (
        "g_{i} = Σ_{f} N(v_{f,i}) + R_{i} / R_{max} + max(0, 1 − c_{e} / t)",
        "N(v) = (v − v_{min}) / (v_{max} − v_{min})"), (
        Entry("g_{i}", N_("priority of cell i"), "1"), Entry("v_{f,i}", N_("value of function f in cell i"), ""),
        Entry("N(v)", N_("value brought to 0 to 1 between minimum and maximum of the country"), "1"),
        Entry("R_{i}, R_{max}", N_("rarity of the species of the cell, and the highest in the country"), "1"),
        Entry("c_{e}, t", N_("protected share of the cell's ecoregion, and the target"), "1"))),
    Explained("thresholds", N_("ways to set the thresholds"), (
        "x_{k} = Σ_{i≤k} a_{i} / Σ_{i} a_{i}", "y_{k} = Σ_{i≤k} v_{i} · a_{i} / Σ_{i} v_{i} · a_{i}",
        "k_{knee} = argmax_{k} (y_{k} − x_{k})", "v_{i} / c_{i} ≥ Σ_{i} v_{i} / Σ_{i} c_{i}",
        "A(P ∪ [i : g_{i} ≥ g_{B}]) = B · A(N)"), (
        VALUE, CELL,
        Entry("x_{k}, y_{k}", N_("share of the area and of the function that the k best cells hold"), "1"),
        Entry("k_{knee}", N_("knee: from there on land adds less than its share"), ""),
        Entry("c_{i}", N_("cost of cell i"), ""),
        _COUNTRY,
        Entry("P", N_("protected areas"), ""),
        Entry("g_{i}, g_{B}", N_("priority of a cell, and the lowest that the budget of area takes in"), "1"),
        Entry("B", N_("budget of area: share of the country"), "1"))),
    Explained("selection", N_("selections of areas"), (
        "min Σ_{u} c_{u} · x_{u},  Σ_{u} r_{ju} · x_{u} ≥ T_{j}",
        "max Σ_{j} Σ_{u} w_{j} · r_{ju} · x_{u},  Σ_{u} a_{u} · x_{u} ≤ B",
        "min Σ_{j} w_{j} · y_{j} / T_{j},  Σ_{u} r_{ju} · x_{u} + y_{j} ≥ T_{j}"), (
        Entry("x_{u}", N_("1 where planning unit u is chosen, else 0"), "1"),
        Entry("c_{u}, a_{u}", N_("cost and area of a planning unit"), ""),
        Entry("r_{ju}", N_("amount of feature j (service, species, ecoregion, ecosystem) in the unit"), ""),
        Entry("T_{j}, w_{j}", N_("target and weight of the feature"), ""),
        Entry("y_{j}", N_("what is missing to the target"), ""), Entry("B", N_("budget"), ""))),
)}
