"""Pilots whose data may not ship: made from the shared data beside the repository, where they are.

    shared_pilots.py laos FOLDER      Laos at 0.045 degrees: elevation, climate by month, soil units with HWSD texture
    shared_pilots.py brazil FOLDER    Brazil with topsoil profiles (CC BY 4.0) in place of one assumed erodibility, the
                                     polygons of its conservation units and the ecoregions of 2017 (both CC BY 4.0)
"""

import csv
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from osgeo import gdal

gdal.UseExceptions()
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.float64)
SOIL = {"soil_texture": "usda_texture", "organic_carbon": "organic_carbon_percent",
        "coarse_fragments": "coarse_fragments_percent", "lime": "lime_percent"}
UNIT_FIELDS = {"name": "NOM_UC_A", "designation": "CATEG", "year": "ANO", "area_km2": "AREA_KM2", "id": "ID"}
PROFILES = {"sand": "sand_gkg", "silt": "silt_gkg", "clay": "clay_gkg", "organic_carbon": "orgC_gkg"}


def laos(folder: Path) -> Path:
    """The pilot of Laos with its data in ``folder``."""
    shutil.copytree(ROOT / "pilots" / "laos", folder, dirs_exist_ok=True)
    data, source = folder / "data", SHARED / "laos" / "data_input"
    data.mkdir(exist_ok=True)
    like = gdal.Open(str(source / "LAO_Elevation.tif"))
    _write(data / "elevation.tif", like.ReadAsArray()[np.newaxis], like)
    climate = {name: np.load(source / "climate" / f"{name}.npy").transpose(2, 0, 1)
               for name in ("precipitation", "min_temp", "max_temp", "wind_speed")}
    _write(data / "precipitation.tif", climate["precipitation"] * MONTH_DAYS.reshape(12, 1, 1), like)  # mm a day
    _write(data / "temperature.tif", (climate["min_temp"] + climate["max_temp"]) / 2, like)
    _write(data / "wind_speed.tif", climate["wind_speed"], like)
    units = gdal.Open(str(source / "LAO_Soil.tif"))
    codes = units.ReadAsArray()
    with (folder / "soil_units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, column in SOIL.items():
        values = np.full(codes.shape, np.nan)
        for row in rows:
            values[codes == int(row["unit"])] = float(row[column])
        _write(data / f"{name}.tif", values[np.newaxis], units)
    return folder


def brazil(folder: Path) -> Path:
    """The pilot of Brazil with topsoil profiles, interpolated when it is run."""
    shutil.copytree(ROOT / "pilots" / "brazil", folder, dirs_exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    shutil.copy(SHARED / "brazil_topsoil" / "febr_topsoil_0_30cm_CCBY.csv", folder / "data" / "topsoil.csv")
    for name, target in (("brazil_conservation_units", "conservation_units"), ("ecoregions2017", "ecoregions")):
        for source in (SHARED / name).iterdir():
            shutil.copy(source, folder / "data" / f"{target}{source.suffix.lower()}")
    path = folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    del recipe["sources"]["soil_erodibility"]
    recipe["protected_areas"] = {"source": "data/conservation_units.shp", "fields": UNIT_FIELDS,
                                 "categories": "categories.csv"}
    recipe["planning"].update(ecoregions="data/ecoregions.shp", ecoregion_field="ECO_NAME")
    for name, column in PROFILES.items():
        recipe["sources"][name] = {"file": "data/topsoil.csv", "value": column, "scale": 0.1}
    path.write_text(json.dumps(recipe, ensure_ascii=False, indent=2), encoding="utf-8")
    return folder


def _write(path: Path, bands: np.ndarray, like: gdal.Dataset) -> None:
    made = gdal.GetDriverByName("GTiff").Create(str(path), like.RasterXSize, like.RasterYSize, len(bands),
                                                gdal.GDT_Float32, ["COMPRESS=DEFLATE"])
    made.SetGeoTransform(like.GetGeoTransform())
    made.SetProjection(like.GetProjection())
    for number, band in enumerate(bands, 1):
        made.GetRasterBand(number).SetNoDataValue(float("nan"))
        made.GetRasterBand(number).WriteArray(band.astype(np.float32))
    made.FlushCache()


if __name__ == "__main__":
    print({"laos": laos, "brazil": brazil}[sys.argv[1]](Path(sys.argv[2])))
