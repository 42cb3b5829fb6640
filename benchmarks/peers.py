"""What other programs do with the same rasters, as a command: peers.py JOB SIZE COMPRESSION."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import data
import numpy as np
from osgeo import gdal


def gdal_calc(size: int, compression: str, count: int) -> None:
    """gdal_calc.py with the same creation options."""
    formula = "A*B+sqrt(C)" if count == 3 else "(A*B+sqrt(C))/D-E"
    inputs = [word for number, name in enumerate("ABCDE"[:count])
              for word in (f"-{name}", str(data.raster(number % 3, size, compression)))]
    created = [f"--co={option}" for option in data.options(compression)]
    subprocess.run(["gdal_calc.py", *inputs, f"--calc={formula}", f"--outfile={data.FOLDER / 'peer.tif'}",
                    "--overwrite", "--type=Float32", "--quiet", *created], check=True, stderr=subprocess.DEVNULL)


def qgis_calculator(size: int, compression: str, count: int) -> None:
    """QGIS's raster calculator (it writes without compression)."""
    from qgis.analysis import QgsRasterCalculator, QgsRasterCalculatorEntry
    from qgis.core import QgsApplication, QgsCoordinateTransformContext, QgsRasterLayer

    application = QgsApplication([], False)
    application.initQgis()
    entries, layers = [], []
    for number, name in enumerate("abcde"[:count]):
        layers.append(QgsRasterLayer(str(data.raster(number % 3, size, compression)), name))
        entry = QgsRasterCalculatorEntry()
        entry.ref, entry.raster, entry.bandNumber = f"{name}@1", layers[-1], 1
        entries.append(entry)
    formula = '"a@1" * "b@1" + sqrt("c@1")' if count == 3 else '("a@1" * "b@1" + sqrt("c@1")) / "d@1" - "e@1"'
    calculator = QgsRasterCalculator(formula, str(data.FOLDER / "peer.tif"), "GTiff", layers[0].extent(),
                                     layers[0].crs(), size, size, entries, QgsCoordinateTransformContext())
    if calculator.processCalculation() != 0:
        raise SystemExit("QGIS's raster calculator failed")
    sys.stdout.flush()
    os._exit(0)


def pygeoprocessing(size: int, compression: str, count: int) -> None:
    """pygeoprocessing's raster_calculator."""
    import pygeoprocessing as engine

    paths = [(str(data.raster(number % 3, size, compression)), 1) for number in range(count)]

    def compute(*read):
        known = np.logical_and.reduce([block != data.NODATA for block in read])
        out = np.full(read[0].shape, data.NODATA, np.float32)
        a, b, c, *more = (block[known] for block in read)
        value = a * b + np.sqrt(c)
        out[known] = value / more[0] - more[1] if more else value
        return out

    engine.raster_calculator(paths, compute, str(data.FOLDER / "peer.tif"), gdal.GDT_Float32, data.NODATA,
                             raster_driver_creation_tuple=("GTIFF", data.options(compression)))


def numpy_sort(size: int, compression: str) -> None:
    """Breaks by a full sort in memory."""
    values = gdal.Open(str(data.raster(0, size, compression))).ReadAsArray()
    values = np.sort(values[values > 0])[::-1]
    held = np.cumsum(values, dtype=np.float64)
    print([float(values[np.argmax(held >= share * held[-1])]) for share in (0.5, 0.8)])


def direct_rusle(size: int, _compression: str) -> None:
    """RUSLE as one would write it in numpy, whole rasters in memory."""
    paths = data.country(size)
    read = {name: gdal.Open(str(paths[name])).ReadAsArray() for name in (
        "precipitation", "soil_erodibility", "slope_length_and_steepness", "land_cover", "vegetation_cover")}
    rain = read["precipitation"].sum(axis=0)
    erosivity = np.where(rain <= 850, 0.0483 * rain**1.610, 587.8 - 1.219 * rain + 0.004105 * rain**2)
    column = np.digitize(read["vegetation_cover"], [0.1, 0.3, 0.5, 0.7, 0.9])
    cover = np.random.default_rng(1).random((18, 6), dtype=np.float32)[read["land_cover"].astype(int), column]
    write_whole(erosivity * read["soil_erodibility"] * read["slope_length_and_steepness"] * (1 - cover), size)


def direct_rweq(size: int, _compression: str) -> None:
    """RWEQ by month as one would write it in numpy, whole rasters in memory; wind force by a table."""
    paths = data.country(size)
    read = {name: gdal.Open(str(paths[name])).ReadAsArray() for name in (
        *data.MONTHLY, "elevation", "slope", "sand", "silt", "clay", "organic_carbon", "vegetation_cover")}
    means = np.linspace(0, 40, 4001)
    table = np.maximum(means - 3, 0) ** 3
    matter = 1.724 * read["organic_carbon"]
    erodible = np.clip((29.09 + 0.31 * read["sand"] + 0.17 * read["silt"] + 0.33 * read["sand"] / read["clay"]
                        - 2.59 * matter) / 100, 0, 1)
    soil = erodible / (1 + 0.0066 * read["clay"]**2 + 0.021 * matter**2) * np.cos(np.radians(read["slope"]))
    height = read["elevation"] / 1000
    kept = np.exp(-0.1151 * 100 * read["vegetation_cover"])
    total = np.zeros((size, size), np.float32)
    for month in range(12):
        rain, evaporation = read["precipitation"][month], read["monthly_evapotranspiration"][month]
        force = 30 * np.interp(0.7946 * read["wind_speed"][month], means, table)
        density = 348 * (1.013 - 0.1183 * height + 0.0048 * height**2) / (read["temperature"][month] + 273.15)
        x = force * density / 9.8 * np.clip((evaporation - rain * rain / 180) / evaporation, 0, 1) * soil
        for factor, sign in ((1, 1), (kept, -1)):
            reach = 150.71 * (x * factor) ** -0.3711
            total += sign * 100 / reach**2 * 109.8 * x * factor * np.exp(-((50 / reach) ** 2))
    write_whole(total, size)


def write_whole(values: np.ndarray, size: int) -> None:
    target = gdal.GetDriverByName("GTiff").Create(str(data.FOLDER / "peer.tif"), size, size, 1, gdal.GDT_Float32,
                                                  data.options("NONE"))
    target.WriteArray(values.astype(np.float32))
    target.FlushCache()


def zonal_histogram(size: int, _compression: str) -> None:
    """QGIS's zonal histogram."""
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    if QgsApplication.processingRegistry().providerById("native") is None:
        QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms())
    processing.run("native:zonalhistogram", {
        "INPUT_RASTER": str(data.classes(size)), "RASTER_BAND": 1, "INPUT_VECTOR": str(data.zones(size)),
        "COLUMN_PREFIX": "c", "OUTPUT": str(data.FOLDER / "peer.gpkg")})
    sys.stdout.flush()
    os._exit(0)


def gdalwarp(size: int, compression: str, *options: str) -> None:
    """gdalwarp, one raster after the other."""
    for number in range(3):
        subprocess.run(["gdalwarp", "-q", "-overwrite", "-tr", "45", "45", "-r", "bilinear", "-dstnodata", "nan", "-ot",
                        "Float32", *options, "-co", "TILED=YES", str(data.raster(number, size, compression)),
                        str(data.FOLDER / f"peer_{number}.tif")], check=True)


def read_only(size: int, compression: str, count: int) -> None:
    """Copy the inputs to nowhere: the floor under every job."""
    with open(os.devnull, "wb") as nowhere:
        for number in range(count):
            with open(data.raster(number % 3, size, compression), "rb") as stream:
                while nowhere.write(stream.read(1 << 22)):
                    pass


JOBS = {
    "gdal_calc3": lambda *options: gdal_calc(*options, 3), "gdal_calc5": lambda *options: gdal_calc(*options, 5),
    "qgis3": lambda *options: qgis_calculator(*options, 3), "qgis5": lambda *options: qgis_calculator(*options, 5),
    "pygeoprocessing3": lambda *options: pygeoprocessing(*options, 3),
    "pygeoprocessing5": lambda *options: pygeoprocessing(*options, 5),
    "direct_rusle": direct_rusle, "direct_rweq": direct_rweq, "sort": numpy_sort,
    "histogram": zonal_histogram, "warp": gdalwarp,
    "warp_threads": lambda *options: gdalwarp(*options, "-multi", "-wo", "NUM_THREADS=ALL_CPUS"),
    "read1": lambda *options: read_only(*options, 1), "read3": lambda *options: read_only(*options, 3),
    "read5": lambda *options: read_only(*options, 5),
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
