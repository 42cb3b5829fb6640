"""Corridors of the training country: offered only when asked for, the same twice, never part of the redline."""

import json
import shutil

import numpy as np
import pytest
from osgeo import ogr

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import layer_hash, parts, polygons, read_layer, union
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.raster import files
from ecr_toolkit.steps.corridors import LAYERS, NO_CORES, NO_LAND_COVER, OUTPUTS, publish_corridors


class Heard(Feedback):
    """Keeps what it is told."""

    def __init__(self):
        self.shares, self.said = [], []

    def progress(self, share):
        self.shares.append(share)

    def say(self, text):
        self.said.append(text)


@pytest.fixture
def asked(walked_folder, tmp_path):
    """asked(**fields): a copy of the walked country whose recipe asks for corridors."""
    def asked(name="pilot", **fields):
        folder = shutil.copytree(walked_folder, tmp_path / name)
        recipe = json.loads((folder / "pilot.json").read_text(encoding="utf-8"))
        recipe["corridors"] = {"offer": True, **fields}
        (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
        return Pilot.open(folder)

    return asked


def bytes_of(pilot):
    return {name: (pilot.folder / name).read_bytes() for name in (
        "ecr.gpkg", "tables/corridors.csv", "tables/corridor_network.csv", "corridors/resistance.tif",
        "corridors/cost_distance.tif")}


def test_nothing_is_done_without_being_asked(asked):
    pilot, heard = asked(offer=False), Heard()
    before = {path: path.read_bytes() for path in pilot.folder.rglob("*") if path.is_file()}
    assert publish_corridors(pilot, heard) == []
    assert heard.said == ["Corridors are not offered: the recipe does not ask for them."]
    assert {path: path.read_bytes() for path in pilot.folder.rglob("*") if path.is_file()} == before


def test_corridors_join_cores_beside_the_redline(asked):
    pilot, heard = asked(core_km2=3, roads="data/roads.gpkg"), Heard()
    redline = layer_hash(pilot.geopackage, "ecr")
    made = publish_corridors(pilot, heard)
    assert set(made) == {*OUTPUTS, "corridors/resistance.tif", "corridors/cost_distance.tif"}
    assert heard.shares == sorted(heard.shares) and heard.shares[-1] == 1
    assert layer_hash(pilot.geopackage, "ecr") == redline, "corridors are an offer"
    polygons_by_code = {one.values["ecr_code"]: one.geometry for one in read_layer(pilot.geopackage, "ecr")}
    drawn = union(list(polygons_by_code.values()))
    found, paths = read_layer(pilot.geopackage, "corridors"), read_layer(pilot.geopackage, "corridor_paths")
    rows = read_table(pilot.table("corridors"))
    assert len(found) == len(paths) == len(rows) >= 3
    for one, path, row in zip(found, paths, rows):
        assert str(one.values["cost"]) == row["cost"] and path.values["number"] == int(row["number"])
        assert {one.values["from_code"], one.values["to_code"]} <= set(polygons_by_code)
        assert one.geometry.IsValid() and one.geometry.Intersects(path.geometry)
        inside = polygons(one.geometry.Intersection(drawn)).GetArea()
        assert 0 <= 100 * inside / one.geometry.GetArea() <= one.values["protected_percent"] + 0.01
        assert path.geometry.Length() / 1000 == pytest.approx(one.values["length_km"], abs=1e-4)
        assert one.values["cost"] >= path.geometry.Length() * 0.999, "the least resistance is 1"
        assert sum(one.geometry.Distance(part) < 1e-6 for part in parts(drawn)) >= 2, "it touches both of its cores"


def test_rasters_are_those_of_the_country(asked):
    pilot = asked()
    publish_corridors(pilot, Feedback())
    hardness, cost = (files.read(pilot.folder / "corridors" / f"{name}.tif") for name in ("resistance",
                                                                                          "cost_distance"))
    known = ~np.isnan(files.read(pilot.input("land_cover")))
    assert np.array_equal(~np.isnan(hardness), known)
    assert np.nanmin(hardness) >= 1 and np.nanmax(hardness) <= 500
    assert (cost[~np.isnan(cost)] >= 0).all() and (cost == 0).any() and np.isnan(cost[~known]).all()


def test_two_runs_give_the_same_bytes(asked):
    first, second = asked("first", core_km2=3), asked("second", core_km2=3)
    for pilot in (first, second):
        publish_corridors(pilot, Feedback())
    assert bytes_of(first) == bytes_of(second)
    publish_corridors(second, Feedback())
    for layer in LAYERS:
        assert layer_hash(first.geopackage, layer) == layer_hash(second.geopackage, layer)


def test_the_network_tells_what_stones_and_corridors_add(asked):
    pilot = asked(core_km2=3)
    publish_corridors(pilot, Feedback())
    rows = read_table(pilot.table("corridor_network"))
    distances = pilot.recipe["planning"]["distances_km"]
    assert [row["set"] for row in rows] == [name for name in ("cores", "stepping_stones", "corridors")
                                            for _distance in distances]
    corridors, stones = read_layer(pilot.geopackage, "corridors"), read_layer(pilot.geopackage, "stepping_stones")
    for number in range(len(distances)):
        cores, with_stones, with_corridors = rows[number::len(distances)]
        assert int(cores["links"]) == len(corridors) and int(with_corridors["links"]) == 2 * len(corridors)
        assert int(with_stones["nodes"]) == int(cores["nodes"]) + len(stones)
        assert float(cores["eca_km2"]) <= float(cores["area_km2"])
        for more in (with_stones, with_corridors):
            assert float(more["eca_km2"]) >= float(cores["eca_km2"]) - 1e-4
            assert float(more["area_gain_percent"]) == pytest.approx(
                100 * (float(more["area_km2"]) / float(cores["area_km2"]) - 1), abs=1e-3)
            assert (more["well_placed"] == "1") == (
                float(more["eca_gain_percent"]) > float(more["area_gain_percent"]))
    whole = union([one.geometry for one in corridors]).GetArea() / 1e6
    assert float(rows[-1]["area_km2"]) - float(rows[0]["area_km2"]) == pytest.approx(whole, abs=1e-3)


def test_stepping_stones_are_of_the_size_asked_for_and_outside_of_cores(asked):
    pilot = asked(core_km2=6, stepping_stone_km2=0.5)
    publish_corridors(pilot, Feedback())
    stones = read_layer(pilot.geopackage, "stepping_stones")
    cores = union([one.geometry for one in read_layer(pilot.geopackage, "ecr") if one.geometry.GetArea() >= 6e6])
    level = files.read(pilot.protection_level)
    assert stones and {1, 3, 5} <= set(np.unique(level).tolist())
    for stone in stones:
        assert 0.5 <= stone.values["area_km2"] < 6 and stone.values["cores"] >= 2
        assert stone.values["second_km"] < pilot.recipe["planning"]["distances_km"][0]
        assert polygons(stone.geometry.Intersection(cores)).GetArea() < 1


def test_wider_corridors_and_harder_roads_are_obeyed(asked):
    narrow, wide = asked("narrow", width_m=250, cost_share=0), asked("wide", width_m=2000, cost_share=0)
    for pilot in (narrow, wide):
        publish_corridors(pilot, Feedback())
    areas = [[one.values["area_km2"] for one in read_layer(pilot.geopackage, "corridors")] for pilot in (narrow, wide)]
    assert len(areas[0]) == len(areas[1]) and sum(areas[1]) > 3 * sum(areas[0])
    roads = asked("roads", roads="data/roads.gpkg")
    publish_corridors(roads, Feedback())
    before, after = (files.read(pilot.folder / "corridors" / "resistance.tif") for pilot in (narrow, roads))
    assert (after[~np.isnan(after)] >= before[~np.isnan(before)]).all() and np.nansum(after) > np.nansum(before)


def test_without_land_cover_it_is_told_and_nothing_old_is_left(asked):
    pilot = asked()
    publish_corridors(pilot, Feedback())
    assert read_layer(pilot.geopackage, "corridors")
    pilot.input("land_cover").unlink()
    assert publish_corridors(pilot, Feedback()) == list(OUTPUTS)
    assert [row["reason"] for row in read_table(pilot.table("corridor_network"))] == [NO_LAND_COVER]
    assert all(read_layer(pilot.geopackage, name) == [] for name in LAYERS)
    assert read_table(pilot.table("corridors")) == []


def test_fewer_than_two_cores_are_told(asked):
    pilot = asked(core_km2=1e5)
    made = publish_corridors(pilot, Feedback())
    assert set(OUTPUTS) <= set(made)
    assert [row["reason"] for row in read_table(pilot.table("corridor_network"))] == [NO_CORES]
    assert ogr.Open(str(pilot.geopackage)).GetLayerByName("corridors").GetFeatureCount() == 0
