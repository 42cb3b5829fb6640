"""Proposals: what the two units of a mismatch can do about it, and what was decided (methods.md §5.6).

``making`` gives each mismatch one proposal (extend, trim, or a note with one of the ``reasons``) from the ``ground`` on
both sides and what lies ``across``; ``places`` names it so that it keeps its name; ``decisions`` keeps who decided
what; ``rows`` puts all of it into tables.
"""
