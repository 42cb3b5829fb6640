"""Factors: what several models share, each with the ways to get it, declared and computed once."""
