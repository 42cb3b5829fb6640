"""Suitability of land for agriculture and towns, cell by cell (methods.md §4.1, §4.2): the rules as declarations and
pure functions of blocks, their numbers as tables beside them. Classes run from 5 (best) to 1; 255 is not assessed."""
