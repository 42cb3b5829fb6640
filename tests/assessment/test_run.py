"""Running plans: holes of maps are filled as stated, domains, narrow windows, normalisation, agreement of methods."""

import numpy as np
import pytest

from ecr_toolkit.assessment.alone import run_alone
from ecr_toolkit.assessment.compare import agreement
from ecr_toolkit.assessment.plan import plan
from ecr_toolkit.assessment.run import Place, run
from ecr_toolkit.assessment.scales import measure
from ecr_toolkit.errors import Cancelled, InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models import biodiversity, biodiversity_npp, carbon, water_conservation
from ecr_toolkit.models.class_tables import FOLDER, Tables
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grading import cumulative_breaks
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.guide_grading import guide_numbers, streamed_guide_breaks
from ecr_toolkit.raster.stream import Output

GRID = Grid("EPSG:6933", 1000.0, 0.0, 400_000.0, 700, 400)


def written(folder, values, grid=GRID):
    """Rasters of values: a number, an array, or a list of numbers for bands."""
    paths = {}
    for name, value in values.items():
        array = np.asarray(value, np.float32)
        if array.ndim < 2:
            array = np.broadcast_to(array.reshape(*array.shape, 1, 1), (*array.shape, *grid.shape))
        paths[name] = folder / f"{name}.tif"
        files.write(paths[name], grid, np.array(array), "continuous")
    return paths


def value_of(model, paths, folder, grid=GRID, chosen=None, tables=None):
    one = plan(model, paths, chosen or {})
    assert not one.missing
    place = Place(paths, grid, tables or Tables())
    run([one], measure([one], place, Feedback()), {model.id: Output(folder / "value.tif", "continuous")}, place,
        Feedback())
    return files.read(folder / "value.tif")


def test_months_are_read_in_narrow_windows_with_the_same_result(tmp_path, monkeypatch):
    """700 columns are three tiles; with a bound that holds one tile of a stack the windows are single tiles."""
    from ecr_toolkit.raster import blocks

    random = np.random.default_rng(3)
    paths = written(tmp_path, {
        "precipitation": random.uniform(0, 200, (12, *GRID.shape)), "temperature": random.uniform(-5, 30, (
            12, *GRID.shape)), "net_primary_productivity": random.uniform(0, 1500, GRID.shape)})
    whole = value_of(carbon.MODEL, paths, tmp_path)
    seen = []
    original = blocks._windows
    monkeypatch.setattr(blocks, "_windows", lambda *sizes: seen.extend(sizes[2:]) or original(*sizes))
    monkeypatch.setattr(blocks.blocks, "__defaults__", (0, 0, 0, 1 << 20, False))
    narrow = value_of(carbon.MODEL, paths, tmp_path)
    assert seen and set(seen) == {256} and whole.tobytes() == narrow.tobytes()


def test_holes_in_a_map_of_evapotranspiration_are_filled_with_zhang(tmp_path):
    measured = np.full(GRID.shape, 500.0, np.float32)
    measured[:10] = np.nan
    paths = written(tmp_path, {
        "actual_evapotranspiration": measured, "precipitation": [100] * 12, "potential_evapotranspiration": 1000,
        "land_cover": 2, "vegetation_cover": 0.8})
    found = value_of(water_conservation.MODEL, paths, tmp_path)
    assert found[50, 50] == pytest.approx(1200 * (1 - 0.0267) - 500, rel=1e-5)
    assert found[5, 50] == pytest.approx(1200 * (1 - 0.0267) - 827.59, rel=1e-4)


def test_robust_limits_are_percentiles(tmp_path):
    random = np.random.default_rng(4)
    height = random.uniform(0, 1000, GRID.shape).astype(np.float32)
    height[0, 0] = 8000
    paths = written(tmp_path, {"elevation": height, "precipitation": random.uniform(10, 20, (12, *GRID.shape)),
                               "temperature": random.uniform(0, 20, (12, *GRID.shape)),
                               "net_primary_productivity": 400})
    place = Place(paths, GRID, Tables())
    literal, robust = (measure([plan(biodiversity_npp.MODEL, paths, {"biodiversity_npp": {"robust": flag}})], place,
                               Feedback())["biodiversity_npp"]["elevation"] for flag in (False, True))
    assert literal == pytest.approx((float(height.min()), 8000))
    assert robust == pytest.approx(np.quantile(height, [0.001, 0.999]).tolist(), rel=1e-5)


def test_e13_species_through_rasters(tmp_path):
    """Species 1 in cells 1 and 2, species 2 in cell 2: 0.5 and 1.5."""
    grid = Grid("EPSG:6933", 1000.0, 0.0, 1000.0, 2, 1)
    paths = written(tmp_path, {"species_habitat": np.array([[[1, 1]], [[0, 1]]])}, grid)
    assert value_of(biodiversity.MODEL, paths, tmp_path, grid)[0].tolist() == [0.5, 1.5]


def test_a_country_can_replace_a_class_table(tmp_path):
    own = tmp_path / "runoff.csv"
    own.write_text((FOLDER / "runoff.csv").read_text(encoding="utf-8").replace("2,2.67,", "2,50,"), encoding="utf-8")
    paths = written(tmp_path, {"actual_evapotranspiration": 100, "precipitation": [100] * 12, "land_cover": 2,
                               "vegetation_cover": 0.8})
    tables = Tables({"runoff": own})
    tables.check()
    assert value_of(water_conservation.MODEL, paths, tmp_path, tables=tables)[0, 0] == pytest.approx(1200 * 0.5 - 100)


@pytest.mark.parametrize(("text", "sentence"), [
    ("igbp,alpha\n1,2\n", "lacks columns"), ("igbp,alpha_percent,ecosystem,source\nforest,2,x,y\n", "no class")])
def test_faults_of_a_class_table_are_told(tmp_path, text, sentence):
    (tmp_path / "runoff.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        Tables({"runoff": tmp_path / "runoff.csv"}).check()


def ranks(values):
    """Ranks with ties in the middle, (n,)."""
    _unique, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def test_agreement_is_spearman_and_jaccard(tmp_path):
    random = np.random.default_rng(5)
    first = random.gamma(2, 100, GRID.shape).astype(np.float32)
    second = (first * random.uniform(0.5, 1.5, GRID.shape)).astype(np.float32)
    first[:20], second[:, :30] = np.nan, np.nan
    first[100:200, 100:200] = 0
    paths = written(tmp_path, {"a": first, "b": second})
    breaks = cumulative_breaks(first), cumulative_breaks(second)
    found = agreement(paths["a"], paths["b"], breaks, GRID, Feedback())
    known = ~np.isnan(first) & ~np.isnan(second)
    expected = np.corrcoef(ranks(first[known]), ranks(second[known]))[0, 1]
    assert found.cells == known.sum() and found.spearman == pytest.approx(expected, abs=1e-4)
    extreme = [values[known] >= one.extreme for values, one in zip((first, second), breaks)]
    assert found.jaccard == pytest.approx((extreme[0] & extreme[1]).sum() / (extreme[0] | extreme[1]).sum())


def test_agreement_of_a_constant_map_is_unknown(tmp_path):
    paths = written(tmp_path, {"a": 5, "b": np.arange(GRID.rows * GRID.cols).reshape(GRID.shape)})
    breaks = cumulative_breaks(np.full(4, 5, np.float32)), cumulative_breaks(np.arange(4, dtype=np.float32))
    assert np.isnan(agreement(paths["a"], paths["b"], breaks, GRID, Feedback()).spearman)


def test_e8_grading_in_the_guides_mode(tmp_path):
    values = np.array([[0, 0, 1, 2, 2, 3, 5, 8, 13, 21, np.nan]], np.float32)
    assert guide_numbers(values[0, :10], 21).tolist() == [0, 0, 4, 9, 9, 14, 23, 38, 61, 100]
    grid = Grid("EPSG:6933", 1000.0, 0.0, 1000.0, 11, 1)
    path = written(tmp_path, {"v": values}, grid)["v"]
    found = streamed_guide_breaks(path, grid, Feedback(), clip_high=1.0)[None]
    assert [int(value >= found.important) + int(value >= found.extreme) for value in values[0, :10]] == [
        0, 0, 0, 0, 0, 0, 1, 1, 2, 2]
    assert found.total == 55 and found.value_shares == pytest.approx((161 / 258, 222 / 258))


def test_an_outlier_does_not_collapse_the_guides_scale(tmp_path):
    """Pitfall 17: one cell a thousand times higher would make all others 0."""
    values = np.random.default_rng(6).uniform(1, 100, GRID.shape).astype(np.float32)
    values[0, 0] = 1e6
    path = written(tmp_path, {"v": values})["v"]
    literal = streamed_guide_breaks(path, GRID, Feedback(), clip_high=1.0)[None]
    clipped = streamed_guide_breaks(path, GRID, Feedback())[None]
    assert literal.area_shares[0] < 1e-5 and 0.2 < clipped.area_shares[0] < 0.5


def test_a_model_cancelled_late_leaves_nothing(tmp_path):
    class Late(Feedback):
        share = 0.0

        def progress(self, share):
            self.share = max(self.share, share)

        def cancelled(self):
            return self.share > 0.7  # the value is written, its breaks are being sought

    paths = written(tmp_path, {"net_primary_productivity": 500, "temperature": [10] * 12, "precipitation": [50] * 12})
    value, classes = tmp_path / "out" / "value.tif", tmp_path / "out" / "classes.tif"
    with pytest.raises(Cancelled):
        run_alone(carbon.MODEL, paths, {}, value, classes, Late())
    assert list(value.parent.iterdir()) == []
