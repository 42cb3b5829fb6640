"""Any data a ministry has: formats, types, scales, tiles, stacks, systems; all give the same input."""

import numpy as np
import pytest
from osgeo import gdal

from ecr_toolkit.errors import InputError, RecipeError
from ecr_toolkit.raster import files


def prepared(bench, name):
    bench.prepare()
    return files.read(bench.pilot.input(name))


@pytest.fixture
def rain(bench):
    """Twelve months of rain of the training country, as stored and as prepared from its own GeoTIFF."""
    stored, like = bench.stored("precipitation")
    return stored, like, prepared(bench.only(precipitation="data/precipitation.tif"), "precipitation")


def close(found, wanted, within):
    assert np.array_equal(np.isnan(found), np.isnan(wanted))
    assert np.nanmax(np.abs(found - wanted)) <= within


@pytest.mark.parametrize("driver", ["GTiff", "COG"])
def test_formats(bench, rain, driver):
    stored, like, wanted = rain
    name = bench.write("copy.tif", stored, like, nodata=-9999, driver=driver)
    close(prepared(bench.only(precipitation=name), "precipitation"), wanted, 1e-3)


@pytest.mark.parametrize("layer", [{}, {"layer": "Band1"}])
def test_netcdf_with_a_time_axis(bench, rain, layer):
    stored, like, wanted = rain
    memory = gdal.GetDriverByName("MEM").CreateCopy("", like)
    memory.SetMetadata({"NETCDF_DIM_EXTRA": "{time}", "NETCDF_DIM_time_DEF": "{12,6}",
                        "NETCDF_DIM_time_VALUES": "{0,31,59,90,120,151,181,212,243,273,304,334}"})
    gdal.GetDriverByName("netCDF").CreateCopy(str(bench.data / "rain.nc"), memory)
    close(prepared(bench.only(precipitation={"file": "data/rain.nc", **layer}), "precipitation"), wanted, 1e-3)


def test_a_netcdf_layer_that_is_not_there_is_told_with_those_that_are(bench):
    stored, like = bench.stored("elevation")
    memory = gdal.GetDriverByName("MEM").Create("", like.RasterXSize, like.RasterYSize, 2, gdal.GDT_Float32)
    memory.SetGeoTransform(like.GetGeoTransform())
    memory.SetProjection(like.GetProjection())
    gdal.GetDriverByName("netCDF").CreateCopy(str(bench.data / "two.nc"), memory)
    with pytest.raises(InputError, match="Band1, Band2"):
        bench.only(elevation={"file": "data/two.nc", "layer": "height"}).prepare()


def test_months_in_files_of_their_own_by_a_pattern(bench, rain):
    stored, like, wanted = rain
    for month in range(12):
        bench.write(f"rain_{month + 1:02d}.tif", stored[month], like, nodata=-9999)
    close(prepared(bench.only(precipitation={"files": ["data/rain_*.tif"]}), "precipitation"), wanted, 1e-4)


def test_three_years_become_the_mean_of_each_month(bench, rain):
    stored, like, wanted = rain
    known = stored != -9999
    years = np.concatenate([np.where(known, stored * factor, -9999) for factor in (0.5, 1.0, 1.5)])
    name = bench.write("years.tif", years, like, nodata=-9999)
    close(prepared(bench.only(precipitation=name), "precipitation"), wanted, 1e-3)


def test_bands_in_another_order(bench, rain):
    stored, like, wanted = rain
    name = bench.write("july_first.tif", np.roll(stored, -6, axis=0), like, nodata=-9999)
    bands = [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    close(prepared(bench.only(precipitation={"file": name, "bands": bands}), "precipitation"), wanted, 1e-4)


def test_whole_numbers_with_scale_and_offset_in_the_file_or_in_the_recipe(bench):
    stored, like = bench.stored("temperature")
    wanted = prepared(bench.only(temperature="data/temperature.tif", elevation="data/elevation.tif"), "temperature")
    whole = np.where(stored == -9999, -32768, np.round((stored + 10) * 100)).astype(np.int16)
    name = bench.write("whole.tif", whole, like, gdal.GDT_Int16, -32768)
    in_recipe = {"file": name, "scale": 0.01, "offset": -10}
    close(prepared(bench.only(temperature=in_recipe, elevation="data/elevation.tif"), "temperature"), wanted, 0.006)
    dataset = gdal.Open(str(bench.data / "whole.tif"), gdal.GA_Update)
    for number in range(1, 13):
        dataset.GetRasterBand(number).SetScale(0.01)
        dataset.GetRasterBand(number).SetOffset(-10)
    del dataset
    close(prepared(bench.only(temperature=name, elevation="data/elevation.tif"), "temperature"), wanted, 0.006)


def test_tiles_are_put_together_and_terrain_comes_from_all_of_them(bench):
    def keep(recipe):
        recipe["objectives"] = {"functions": [], "sensitivities": ["rocky_desertification"]}

    bench.edit(keep)
    bench.prepare()
    wanted = {name: files.read(bench.pilot.input(name)) for name in ("elevation", "slope")}
    stored, like = bench.stored("elevation")
    left, cell, _skew, top, _turn, _down = like.GetGeoTransform()
    for number, (rows, cols) in enumerate(((slice(0, 90), slice(0, 110)), (slice(0, 90), slice(110, None)),
                                           (slice(90, None), slice(0, 110)), (slice(90, None), slice(110, None)))):
        corner = (left + cols.start * cell, cell, 0, top - rows.start * cell, 0, -cell)
        bench.write(f"tile_{number}.tif", stored[rows, cols], like, nodata=-9999, transform=corner)
    bench.edit(lambda recipe: recipe["sources"].update(elevation={"files": ["data/tile_*.tif"]}))
    bench.prepare()
    for name, array in wanted.items():
        close(files.read(bench.pilot.input(name)), array, 1e-3)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3395", "EPSG:32624"])
def test_other_systems_show_the_same_country(bench, crs):
    wanted = prepared(bench.only(elevation="data/elevation.tif"), "elevation")
    gdal.Warp(str(bench.data / "other.tif"), str(bench.data / "elevation.tif"), dstSRS=crs, resampleAlg="bilinear",
              dstNodata=-9999)
    found = prepared(bench.only(elevation="data/other.tif"), "elevation")
    both = ~np.isnan(found) & ~np.isnan(wanted)
    assert both.sum() > 0.98 * (~np.isnan(wanted)).sum()
    assert np.abs(found[both] - wanted[both]).mean() < 25  # metres, on slopes of a cell of 250 m


def test_a_system_the_file_does_not_say_is_taken_from_the_recipe(bench):
    stored, like = bench.stored("elevation")
    name = bench.write("no_crs.tif", stored, like, nodata=-9999, crs="")
    with pytest.raises(InputError, match="no_crs.tif"):
        bench.only(elevation=name).prepare()
    wanted = prepared(bench.only(elevation="data/elevation.tif"), "elevation")
    laea = "+proj=laea +lat_0=30 +lon_0=-40 +datum=WGS84 +units=m +no_defs"
    close(prepared(bench.only(elevation={"file": name, "crs": laea}), "elevation"), wanted, 1e-4)


def test_a_finer_legend_gives_the_modal_class_never_a_mean(bench):
    stored, like = bench.stored("land_cover")
    wanted = prepared(bench.only(land_cover="data/land_cover.tif"), "land_cover")
    fine = stored.repeat(4, 0).repeat(4, 1)
    fine[::4, ::4] = 13  # one town cell in sixteen: never the mode
    left, cell, _skew, top, _turn, _down = like.GetGeoTransform()
    name = bench.write("fine.tif", fine, like, gdal.GDT_Byte, 255, transform=(left, cell / 4, 0, top, 0, -cell / 4))
    close(prepared(bench.only(land_cover=name), "land_cover"), wanted, 0)


def test_slope_in_percent_is_converted(bench):
    stored, like = bench.stored("elevation")
    percent = np.where(stored == -9999, -9999, 100.0).astype(np.float32)
    name = bench.write("slope.tif", percent, like, nodata=-9999)
    found = prepared(bench.only(slope={"file": name, "unit": "percent"}), "slope")
    assert np.nanmax(np.abs(found - 45)) < 1e-4


@pytest.mark.parametrize(("source", "named"), [
    ({"file": "data/precipitation.tif", "bands": [1, 2, 3]}, "3"),
    ({"file": "data/precipitation.tif", "bands": [99]}, "12"),
    ({"file": "data/elevation.tif"}, "1"),
])
def test_months_that_are_missing_are_told(bench, source, named):
    with pytest.raises(InputError, match=named):
        bench.only(precipitation=source).prepare()


def test_faults_of_all_layers_are_told_at_once_and_nothing_is_written(bench):
    bench.only(precipitation="data/precipitation.tif", elevation="data/elevation.tif")
    (bench.data / "precipitation.tif").write_bytes(b"nothing")
    (bench.data / "elevation.tif").write_bytes(b"nothing")
    with pytest.raises(InputError) as caught:
        bench.prepare()
    assert len(caught.value.faults) == 2 and not list(bench.pilot.folder.glob("inputs/*"))


@pytest.mark.parametrize("change", [{"fil": "x"}, {"file": "../x.tif"}, {"files": ["/tmp/*.tif"]}, {"scale": "x"},
                                    {"crs": "EPSG:nonsense"}, {"unit": "miles"}, {"file": "data/none_*.tif"}, {}])
def test_a_source_that_cannot_be_is_refused(bench, change):
    source = {"file": "data/elevation.tif", **change} if "file" not in change and change else change
    with pytest.raises(RecipeError):
        bench.only(elevation=source)
