"""Suitability on a grid: what it is made from, its class rasters, and its tables (methods.md §4.1, §4.2)."""
