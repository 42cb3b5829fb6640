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
    "sort": numpy_sort, "histogram": zonal_histogram, "warp": gdalwarp,
    "warp_threads": lambda *options: gdalwarp(*options, "-multi", "-wo", "NUM_THREADS=ALL_CPUS"),
    "read1": lambda *options: read_only(*options, 1), "read3": lambda *options: read_only(*options, 3),
    "read5": lambda *options: read_only(*options, 5),
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
