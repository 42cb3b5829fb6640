"""Ledger, tables and publishing: whole or not at all, and harmless in a spreadsheet."""

import os

import pytest
from osgeo import ogr

from ecr_toolkit.atomic import publishing, sweep
from ecr_toolkit.errors import InputError
from ecr_toolkit.pilot.layers import Feature, layer_hash, read_layer, write_layers
from ecr_toolkit.pilot.ledger import Hashes, Ledger, Row
from ecr_toolkit.pilot.tables import read_table, write_table


def row(step, file):
    return Row(step, file, "a", "b", "c", "0.1.0", "1.00", "2026-01-01T00:00:00Z")


def test_the_ledger_replaces_the_rows_of_one_step(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.record("one", [row("one", "a.tif"), row("one", "b.tif")])
    ledger.record("two", [row("two", "c.tif")])
    ledger.record("one", [row("one", "d.tif")])
    assert [entry.file for entry in ledger.rows()] == ["c.tif", "d.tif"]
    assert ledger.of("two") == [row("two", "c.tif")]


def test_a_file_appears_only_when_whole(tmp_path):
    target = tmp_path / "table.csv"
    with publishing(target) as temporary:
        temporary.write_text("half")
        assert not target.exists()
    assert target.read_text() == "half"
    with pytest.raises(RuntimeError), publishing(target) as temporary:
        temporary.write_text("broken")
        raise RuntimeError
    assert target.read_text() == "half" and os.listdir(tmp_path) == ["table.csv"]


def test_what_a_killed_run_left_is_swept(tmp_path):
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / ".rain.123.part.tif").write_text("half")
    (tmp_path / "inputs" / "rain.tif").write_text("whole")
    sweep(tmp_path)
    assert [path.name for path in (tmp_path / "inputs").iterdir()] == ["rain.tif"]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1"])
def test_no_formula_reaches_a_spreadsheet(tmp_path, text):
    write_table(tmp_path / "t.csv", ("name",), [{"name": text}])
    assert read_table(tmp_path / "t.csv")[0]["name"] == "'" + text


def test_tables_are_utf_8_with_bom_and_numbers_stay_numbers(tmp_path):
    write_table(tmp_path / "t.csv", ("name", "km2", "none"), [{"name": "Żółta", "km2": -1.5}])
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"-1.5" in raw
    assert read_table(tmp_path / "t.csv") == [{"name": "Żółta", "km2": "-1.5", "none": ""}]


def test_a_table_without_its_columns_is_refused(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="lat"):
        read_table(tmp_path / "t.csv", ("a", "lat"))


def square(x):
    return ogr.CreateGeometryFromWkt(f"POLYGON(({x} 0,{x + 1} 0,{x + 1} 1,{x} 1,{x} 0))")


def test_layers_share_a_file_without_touching_each_other(tmp_path):
    path = tmp_path / "ecr.gpkg"
    fields = {"name": str, "km2": float}
    values = {"name": "é", "km2": 1.5}
    write_layers(path, "EPSG:6933", {"a": (ogr.wkbMultiPolygon, fields, [Feature(square(0), values)])})
    before = layer_hash(path, "a")
    write_layers(path, "EPSG:6933", {"b": (ogr.wkbMultiPolygon, fields, [])})
    assert layer_hash(path, "a") == before != layer_hash(path, "b")
    assert read_layer(path, "a")[0].values == values
    write_layers(path, "EPSG:6933", {"a": (ogr.wkbMultiPolygon, fields, [Feature(square(5), values)])})
    assert layer_hash(path, "a") != before
    assert layer_hash(path, "none") == "" and os.listdir(tmp_path) == ["ecr.gpkg"]


def test_a_file_is_hashed_again_when_it_changes(tmp_path):
    hashes, path = Hashes(), tmp_path / "a"
    path.write_text("one")
    first = hashes.file(path)
    path.write_text("other")
    assert hashes.file(path) != first and hashes.file(tmp_path / "none") == ""
    assert hashes.data({"a": 1, "b": 2}) == hashes.data({"b": 2, "a": 1})


def test_numbers_of_numpy_are_written_as_numbers(tmp_path):
    import numpy as np

    write_table(tmp_path / "t.csv", ("a", "b"), [{"a": np.float64(0.25), "b": 0.1}])
    assert read_table(tmp_path / "t.csv") == [{"a": "0.25", "b": "0.1"}]
