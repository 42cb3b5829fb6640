"""Delivery: polygons and stakes in the national system, as files that other programs read (methods.md §5.8)."""
