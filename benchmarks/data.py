"""Rasters for the benchmarks: float32, 2 % nodata, tiled, as GDAL writes them; made once into build/bench."""

import sys
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "bench"
CELL, EPSG, NODATA = 30.0, 6933, -9999.0
ROWS = 500


def options(compression: str) -> list[str]:
    """Creation options, the same for all programs."""
    return ["TILED=YES", "BIGTIFF=IF_SAFER", *([] if compression == "NONE" else [f"COMPRESS={compression}"])]


def raster(number: int, size: int, compression: str) -> Path:
    """Raster ``number`` (0, 1, …) of size × size cells: smooth waves with some noise, two decimals."""
    path = FOLDER / f"r{number}_{size}_{compression}.tif"
    if path.exists():
        return path
    random = np.random.default_rng(number)
    target = _create(path, size, gdal.GDT_Float32, NODATA, options(compression) + ["NUM_THREADS=ALL_CPUS"])
    along = np.arange(size, dtype=np.float32)
    for row in range(0, size, ROWS):
        rows = along[row:row + ROWS]
        wave = np.sin(along / 300 + number)[np.newaxis] * np.cos(rows / 200)[:, np.newaxis]
        values = (wave * 100 + 200 + number + random.random((len(rows), size), dtype=np.float32) * 10).round(2)
        values[random.random(values.shape, dtype=np.float32) < 0.02] = NODATA
        target.WriteArray(values.astype(np.float32), 0, row)
    target.FlushCache()
    return path


def classes(size: int) -> Path:
    """A class raster 1 … 5."""
    path = FOLDER / f"classes_{size}.tif"
    if not path.exists():
        target = _create(path, size, gdal.GDT_Byte, 255, options("DEFLATE"))
        along = np.arange(size)
        for row in range(0, size, ROWS):
            rows = along[row:row + ROWS]
            wave = np.sin(along / 90)[np.newaxis] + np.cos(rows / 70)[:, np.newaxis]
            target.WriteArray((1 + (wave + 2) * 1.24).astype(np.uint8), 0, row)
        target.FlushCache()
    return path


def zones(size: int) -> Path:
    """24 polygons with slanted borders that partition the frame."""
    path = FOLDER / f"zones_{size}.gpkg"
    if not path.exists():
        side = size * CELL
        dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        layer = dataset.CreateLayer("zones", _reference(), ogr.wkbPolygon)
        layer.CreateField(ogr.FieldDefn("code", ogr.OFTString))
        for row in range(4):
            for col in range(6):
                corners = [(col, row), (col + 1, row), (col + 1, row + 1), (col, row + 1), (col, row)]
                points = ",".join(f"{_shift(x, y) * side} {y / 4 * side}" for x, y in corners)
                feature = ogr.Feature(layer.GetLayerDefn())
                feature.SetField("code", f"z{row}{col}")
                feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({points}))"))
                layer.CreateFeature(feature)
    return path


def remove_outputs() -> None:
    """Remove what the jobs made."""
    for pattern in ("ours*", "peer*"):
        for path in FOLDER.glob(pattern):
            path.unlink()


def _shift(x: int, y: int) -> float:
    inner = 0 < x < 6
    return (x + (0.23 * (1 if y % 2 else -1) if inner else 0)) / 6


def _reference() -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    return reference


def _create(path: Path, size: int, kind: int, nodata: float, creation: list[str]) -> gdal.Dataset:
    path.parent.mkdir(parents=True, exist_ok=True)
    target = gdal.GetDriverByName("GTiff").Create(str(path), size, size, 1, kind, creation)
    target.SetGeoTransform((0, CELL, 0, size * CELL, 0, -CELL))
    target.SetProjection(_reference().ExportToWkt())
    target.GetRasterBand(1).SetNoDataValue(nodata)
    return target


if __name__ == "__main__":
    size = int(sys.argv[1])
    classes(size), zones(size)
    for compression in sys.argv[2:]:
        for number in range(3):
            raster(number, size, compression)
