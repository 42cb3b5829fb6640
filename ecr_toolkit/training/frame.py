"""The frame: one equal-area grid in the middle of the Atlantic, where nobody will take Verdania for a real place.

Inside this package coordinates are kilometres east (x) and north (y) of the frame's centre; they become metres, or
degrees, only when they are written.
"""


import numpy as np

LONGITUDE, LATITUDE = -40.0, 30.0
CRS = "+proj=laea +lat_0=30 +lon_0=-40 +datum=WGS84 +units=m +no_defs"
CELL_M = 250
COLUMNS, ROWS = 200, 160
SHAPE = (ROWS, COLUMNS)
WEST_M, NORTH_M = -25_000, 20_000
CELL_KM = CELL_M / 1000.0
CELL_KM2 = CELL_KM * CELL_KM
MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def geotransform() -> tuple[float, float, float, float, float, float]:
    """GDAL's geotransform of the grid, metres."""
    return (float(WEST_M), float(CELL_M), 0.0, float(NORTH_M), 0.0, float(-CELL_M))


def centres() -> tuple[np.ndarray, np.ndarray]:
    """x and y of every cell's centre, two arrays (rows, columns) in km, first row in the north."""
    east = (WEST_M + CELL_M * (np.arange(COLUMNS) + 0.5)) / 1000.0
    north = (NORTH_M - CELL_M * (np.arange(ROWS) + 0.5)) / 1000.0
    x, y = np.meshgrid(east, north)
    return x, y
