"""Rasters for the benchmarks: float32, 2 % nodata, tiled, as GDAL writes them; made once into build/bench."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Callable

import numpy as np
from child import FOLDER
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
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


FIELDS = ("precipitation", "temperature", "wind_speed", "monthly_evapotranspiration", "elevation", "slope", "relief",
          "slope_length_and_steepness", "sand", "silt", "clay", "organic_carbon", "soil_erodibility", "land_cover",
          "vegetation_cover", "potential_evapotranspiration", "net_primary_productivity", "soil_texture",
          "carbonate_share", "groundwater_depth", "groundwater_salinity")
MONTHLY = ("precipitation", "temperature", "wind_speed", "monthly_evapotranspiration")


def country(size: int) -> dict[str, Path]:
    """The inputs of the models, made once: size × size cells, 260 bytes a cell on the disk; 2 % nodata in the rain."""
    paths = {name: FOLDER / f"{name}_{size}_country.tif" for name in FIELDS}
    if not all(path.exists() for path in paths.values()):
        for name, bands in _fields(size).items():
            made = _create(paths[name], size, gdal.GDT_Float32, float("nan"), options("NONE") + ["INTERLEAVE=BAND"],
                           12 if name in MONTHLY else 1)
            for number, band in enumerate(bands(), 1):
                made.GetRasterBand(number).WriteArray(band.astype(np.float32))
            made.FlushCache()
    return paths


def _fields(size: int) -> dict[str, Callable[[], Iterable[np.ndarray]]]:
    """Functions that give the bands of each variable."""
    along = np.arange(size, dtype=np.float32)
    wave = np.sin(along / 300)[np.newaxis] * np.cos(along / 200)[:, np.newaxis]
    noise = np.random.default_rng(9).random((size, size), dtype=np.float32)
    season = np.sin(np.arange(12) / 12 * 2 * np.pi)
    hole = np.where(noise < 0.02, np.float32(np.nan), np.float32(0))
    monthly = {"precipitation": (40, 30, 20), "temperature": (15, 10, 10), "wind_speed": (4, 2, 1),
               "monthly_evapotranspiration": (100, 20, 50)}
    found: dict[str, Callable[[], Iterable[np.ndarray]]] = {
        name: lambda numbers=numbers: (numbers[0] + numbers[1] * wave + numbers[2] * month + hole for month in season)
        for name, numbers in monthly.items()}
    single: dict[str, Callable[[], np.ndarray]] = {
        "elevation": lambda: 500 + 400 * wave, "slope": lambda: np.abs(10 * wave) + 5 * noise,
        "relief": lambda: np.abs(200 * wave), "slope_length_and_steepness": lambda: np.abs(5 * wave) + noise,
        "sand": lambda: 30 + 20 * wave, "silt": lambda: 30 - 10 * wave, "clay": lambda: 40 - 10 * wave,
        "organic_carbon": lambda: 1 + 0.5 * wave, "soil_erodibility": lambda: 0.03 + 0.01 * wave,
        "land_cover": lambda: np.floor(noise * 16.99), "vegetation_cover": lambda: np.clip(0.5 + 0.4 * wave, 0, 1),
        "potential_evapotranspiration": lambda: 1200 + 300 * wave,
        "net_primary_productivity": lambda: 500 + 300 * wave, "soil_texture": lambda: 1 + np.floor(noise * 11.99),
        "carbonate_share": lambda: np.clip(100 * wave, 0, 100), "groundwater_depth": lambda: 3 + 2 * wave,
        "groundwater_salinity": lambda: 10 + 5 * wave}
    return {**found, **{name: lambda make=make: [make()] for name, make in single.items()}}


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


def _create(path: Path, size: int, kind: int, nodata: float, creation: list[str], bands: int = 1) -> gdal.Dataset:
    path.parent.mkdir(parents=True, exist_ok=True)
    target = gdal.GetDriverByName("GTiff").Create(str(path), size, size, bands, kind, creation)
    target.SetGeoTransform((0, CELL, 0, size * CELL, 0, -CELL))
    target.SetProjection(_reference().ExportToWkt())
    for band in range(1, bands + 1):
        target.GetRasterBand(band).SetNoDataValue(nodata)
    return target


if __name__ == "__main__":
    size = int(sys.argv[1])
    if sys.argv[2:] == ["models"]:
        country(size)
        sys.exit()
    classes(size), zones(size)
    for compression in sys.argv[2:]:
        for number in range(3):
            raster(number, size, compression)
