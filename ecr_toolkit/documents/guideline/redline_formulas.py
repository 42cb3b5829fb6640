"""Formulas of the chapters on boundary, coordination and management (methods.md §5.6, §5.9, §9)."""

from ...languages.messages import N_
from ...models.legend import Entry
from .formulas import CELL, VALUE, Explained

EXPLAINED = {one.id: one for one in (
    Explained("candidates", N_("candidate area"), ("B_{0} = ((X ∪ G) \\ D) ∪ F",), (
        Entry("X", N_("cells that are extremely important by the thresholds, or extremely sensitive"), "1"),
        Entry("G", N_("protected areas and key sites that come in by their level"), "1"),
        Entry("D", N_("what the conflicts take out"), "1"), Entry("F", N_("protected areas that are always in"), "1"),
        Entry("B_{0}", N_("where the rules begin"), "1"))),
    Explained("edge_match", N_("edge matching"), ("m = 100 · b_{∩} / b_{∪}",), (
        Entry("b_{∩}", N_("Redline on both sides"), "km"), Entry("b_{∪}", N_("Redline on either side"), "km"),
        Entry("m", N_("Edge-match rate"), "%"))),
    Explained("supervision", N_("the three checks"), (
        "ΔA = A_{1} − A_{0}", "Δn = 100 · N_{1} / A(L) − 100 · N_{0} / A(L)",
        "ΔF_{f} = 100 · (V_{f,1} − V_{f,0}) / V_{f,0}", "V_{f} = Σ_{i∈L} v_{i} · a_{i}"), (
        Entry("A_{0}, A_{1}", N_("area in the earlier and in the later version"), "km²"),
        Entry("ΔA", N_("change of the area"), "km²"), Entry("L", N_("the line of the earlier version, for both"), "1"),
        Entry("A(L)", N_("Redline area"), "km²"),
        Entry("N_{0}, N_{1}", N_("natural land inside, earlier and later"), "km²"),
        Entry("Δn", N_("change of the natural share, percentage points"), "%"),
        VALUE, CELL,
        Entry("V_{f}", N_("what the function gives inside the line"), ""),
        Entry("ΔF_{f}", N_("change of the function"), "%"))),
    Explained("swap", N_("swap rule"), ("Σ_{g} A_{g} ≥ Σ_{l} A_{l}", "Σ_{g} A_{g} · L_{g} ≥ Σ_{l} A_{l} · L_{l}"), (
        Entry("A_{g}, A_{l}", N_("area gained and lost, of one type in one unit"), "km²"),
        Entry("L_{g}, L_{l}", N_("protection level of what was gained and lost"), "class"))),
    Explained("disturbance", N_("human disturbance"), ("H = Σ_{c} w_{c} · A_{c} / A(L)",), (
        Entry("A_{c}", N_("land of kind c inside the redline"), "km²"), Entry("w_{c}", N_("its weight"), "1"),
        Entry("A(L)", N_("Redline area"), "km²"), Entry("H", N_("index of human disturbance"), "1"))),
    Explained("score", N_("composite score of effect"), (
        "E = 0.25 · S_{a} + 0.25 · S_{n} + 0.35 · S_{f} + 0.15 · S_{d}",), (
        Entry("S_{a}, S_{n}, S_{f}, S_{d}", N_("points for area, nature, function and disturbance, 0 to 100"), "1"),
        Entry("E", N_("composite score of effect"), "1"))),
)}
