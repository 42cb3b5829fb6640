"""Drafts that units bring themselves, cut and filled to the border that all units share (methods.md §5.6)."""
