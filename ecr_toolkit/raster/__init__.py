"""The raster floor: one grid, alignment, streaming, grading and zones. It knows no ecology."""
