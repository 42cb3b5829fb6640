"""Species from records and from maps of suitability: the rule that makes a range, thresholds, faults, paths."""

import json
import math
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.preparation.species_lists import RECORDS, SUITABILITY, files_named, load
from ecr_toolkit.raster import files
from ecr_toolkit.steps import STEPS, run_steps

ROOT = Path(__file__).resolve().parents[2]
BIRDS = ROOT.parent / "shared" / "data" / "brazil_birds"


def with_species(pilot, table, **chosen):
    (pilot.folder / "species.csv").write_text(table, encoding="utf-8")
    path = pilot.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe["species"] = {"source": "species.csv", **chosen}
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return Pilot.open(pilot.folder)


def prepared(pilot):
    run_steps([step for step in STEPS if step.id in ("set_up", "prepare")], pilot, Feedback())
    return files.read(pilot.input("species_habitat"))


def test_records_become_circles_and_few_records_are_left_out(training):
    table = ("species,class,lat,lon\nA b,birds,30.0,-40.0\nA b,birds,30.0,-40.0\nA b,birds,30.05,-40.0\n"
             "Rare one,birds,30.0,-40.0\nA b,birds,not known,\nB c,plants,30.0,-39.95\nB c,plants,30.06,-39.95\n")
    pilot = with_species(training, table, fields={"name": "species", "taxon": "class"}, record_radius_km=2,
                         fewest_records=2)
    found = load(pilot)
    assert [(one.name, one.taxon, one.rule) for one in found] == [("A b", "birds", RECORDS), ("B c", "plants", RECORDS)]
    # two circles of 2 km, 5.5 km apart; a circle of 64 corners is 0.2 % smaller
    assert found[0].range.GetArea() / 1e6 == pytest.approx(2 * math.pi * 4, rel=3e-3)
    habitat = prepared(pilot)
    rows = read_table(pilot.table("species"))
    assert [row["rule"] for row in rows] == [RECORDS] * 2
    assert float(rows[0]["habitat_km2"]) == pytest.approx(np.nansum(habitat[0].astype(float)) / 16, rel=1e-6)


def test_maps_of_suitability_count_from_their_threshold(training):
    grid = training.grid
    value = np.tile(np.linspace(0, 1, grid.cols, dtype=np.float32), (grid.rows, 1))
    value[:, :5] = np.nan
    (training.folder / "maps").mkdir()
    files.write(training.folder / "maps" / "a.tif", grid, value, "continuous")
    pilot = with_species(training, "name,red_list,national_class,file,threshold\nA b,EN,I,maps/a.tif,0.5\n")
    assert files_named(pilot) == [pilot.folder / "species.csv", pilot.folder / "maps" / "a.tif"]
    habitat = prepared(pilot)
    known = ~np.isnan(habitat)
    assert known.any() and (habitat[known & (value >= 0.5)] == 1).all() and (habitat[known & (value < 0.5)] == 0).all()
    row, = read_table(pilot.table("species"))
    assert row["rule"] == SUITABILITY and row["national_class"] == "I" and row["range_km2"] == ""
    assert not list(pilot.folder.rglob("*.part.tif"))


@pytest.mark.parametrize(("table", "named"), [
    ("name,file,threshold\nA,../../a.tif,0.5\n", "outside"), ("name,file,threshold\nA,maps/none.tif,0.5\n", "none.tif"),
    ("name,file,threshold\nA,species.csv,\n", "threshold"), ("name,latitude,longitude\nA,1,2\n", "lat, lon"),
    ("name,lat,lon,elev_min\n" + "A,30.0,-40.0,high\nA,30.01,-40.0,high\nA,30.02,-40.0,high\n", "no number")])
def test_a_wrong_list_is_refused(training, table, named):
    with pytest.raises(InputError, match=named):
        load(with_species(training, table))


@pytest.mark.skipif(not BIRDS.is_dir(), reason="the bird records are not beside the repository")
def test_birds_of_the_atlantic_forest_get_ranges(tmp_path, world_map):
    """150,423 records (data/SOURCES.md); here those of the tanagers, for time."""
    with zipfile.ZipFile(BIRDS / "ATLANTIC_BIRDS_qualitative.zip") as archive:
        lines = archive.read("ATLANTIC_BIRDS_qualitative.csv").decode("latin-1").splitlines()
    assert len(lines) > 150_000
    table = "\n".join([lines[0], *(line for line in lines[1:] if "Tangara" in line)])
    folder = Path(shutil.copytree(ROOT / "pilots" / "brazil", tmp_path / "brazil"))
    fields = {"name": "Species", "lat": "Latitude_y", "lon": "Longitude_x"}
    pilot = with_species(Pilot.open(folder, None, world_map), table, fields=fields)
    found = load(Pilot.open(pilot.folder, None, world_map))
    assert len(found) > 10 and all(one.rule == RECORDS for one in found)
    circle = math.pi * 100
    for one in found:
        assert 0 < one.range.GetArea() / 1e6 < 2_000 * circle
        left, _right, bottom, _top = one.range.GetEnvelope()
        assert left > -1_500_000 and bottom > -2_500_000, f"{one.name} lies outside the Atlantic Forest"
    assert sum(one.range.GetArea() / 1e6 > 10 * circle for one in found) > 5
