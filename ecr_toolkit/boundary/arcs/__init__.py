"""Shared arcs: lines between labels traced once on the raster, thinned once with nodes pinned, put together again.

``trace`` → ``simplify`` → ``smooth`` → ``polygons_of``. Every coordinate is a whole number until the polygons are
written, and what bounds what (``Rings``) is settled by the trace: each later change moves a line over a triangle that
holds no vertex of any line, so no line can cross another, no face vanishes and no island changes sides.
"""
