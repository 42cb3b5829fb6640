"""The training country: Verdania, invented, small, the same every time; for tests, courses and first steps.

About 50 × 40 km in the middle of the Atlantic: three provinces, one with an island, a wet coast, a range across the
wind, a dry east with a salt lake, and a neighbour, Karvelia. Conflicts with land use of every kind, borders that do not
fit and a name that is given twice occur in it. Nothing of it is stored; ``make`` writes it in seconds.
"""

from .country import make

__all__ = ["make"]
