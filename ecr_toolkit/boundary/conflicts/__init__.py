"""Conflict objects: farmland, settlements, mines, lines and land of others in the candidate area, each with a rule and
a decision (methods.md §4.5, §5.3, §5.6).

``land_cover`` and ``layers`` find the objects, ``rules`` says what becomes of each, ``decisions`` and ``deciding`` keep
what people decided, ``deduction`` is what the line must leave out, ``inside`` and ``tables`` tell what lies in it.
"""
