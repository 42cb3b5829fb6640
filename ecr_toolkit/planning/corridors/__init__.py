"""Corridors between the cores of the redline, offered as a layer of their own (methods.md §8.1 to §8.4, §8.6).

``resistance`` → ``cores`` → ``links`` (which cores, at what cost) → ``corridor`` (cells, outlines, measures) →
``stepping_stones`` → ``network`` (indices). ``cost_distance`` is the search below them all; ``pattern`` (MSPA) tells
what form natural land has.
"""
