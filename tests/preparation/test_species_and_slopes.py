"""Habitats of species on the grid, sites that must be included, and slope length by flow, in a pilot."""

import json

import numpy as np
import pytest
from osgeo import ogr

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.preparation.species import weights_of
from ecr_toolkit.preparation.species_lists import load
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import spatial_reference
from ecr_toolkit.steps import STEPS, run_steps


def edited(pilot, change):
    path = pilot.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    change(recipe)
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return Pilot.open(pilot.folder)


def test_a_species_lives_where_range_habitat_and_elevation_meet(walked):
    species = load(walked)
    habitat = files.read(walked.input("species_habitat"))
    land, height = files.read(walked.input("land_cover")), files.read(walked.input("elevation"))
    assert habitat.shape == (len(species), *walked.grid.shape) and len(species) == 10
    for band, one in zip(habitat, species):
        lives = band > 0
        assert lives.any() and np.nanmax(band) <= 1
        assert np.isin(land[lives], one.habitats).all()
        assert (height[lives] >= one.lowest).all() and (height[lives] <= one.highest).all()
    rows = read_table(walked.table("species"))
    for band, row in zip(habitat, rows):
        km2 = np.nansum(band.astype(float)) * walked.grid.cell_km2
        assert float(row["habitat_km2"]) == pytest.approx(km2, abs=1e-3)
        assert float(row["habitat_km2"]) <= float(row["range_km2"]) + 1e-3
    assert weights_of(walked) == [float(row["weight"]) for row in rows]


def test_the_most_threatened_must_be_included(walked):
    must = files.read(walked.input("must_include")) >= 0.5
    assert must.any() and (files.read(walked.classes("function", "biodiversity"))[must] == 5).all()
    assert (files.read(walked.importance)[must] == 5).all()
    included = {row["name"] for row in read_table(walked.table("species")) if row["must_include"] == "1"}
    assert "Karstotriton calvorensis" in included and "Alcedula portalmae" not in included


def test_a_layer_of_species_without_its_fields_is_refused(training):
    pilot = edited(training, lambda recipe: recipe["species"].update(source="data/units.gpkg"))
    with pytest.raises(InputError, match="lacks the fields: red_list, elev_min, elev_max, habitats"):
        load(pilot)


def test_sites_must_be_included_without_any_species(training):
    left, _bottom, _right, top = training.grid.bounds
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(training.folder / "data" / "sites.gpkg"))
    layer = source.CreateLayer("sites", spatial_reference(training.crs), ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    middle = (left + 20_000, top - 18_000)
    corners = [(0, 0), (2000, 0), (2000, -2000), (0, -2000), (0, 0)]
    ring = ", ".join(f"{middle[0] + x} {middle[1] + y}" for x, y in corners)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({ring}))"))
    layer.CreateFeature(feature)
    del feature, layer, source

    def change(recipe):
        recipe["species"] = {"sites": "data/sites.gpkg"}
        recipe["objectives"]["functions"] = ["biodiversity_npp", "water_conservation"]

    pilot = edited(training, change)
    run_steps(STEPS[:2], pilot, Feedback())
    share = files.read(pilot.input("must_include"))
    assert np.nansum(share) * pilot.grid.cell_km2 == pytest.approx(4, abs=1e-3)


def test_slope_length_by_flow(training):
    fixed = training.folder / "inputs" / "slope_length_and_steepness.tif"
    run_steps(STEPS[:2], training, Feedback())
    before = files.read(fixed)
    pilot = edited(training, lambda recipe: recipe.update(preparation={"slope_length_method": "desmet_govers"}))
    run_steps(STEPS[:2], pilot, Feedback())
    after = files.read(fixed)
    row = next(row for row in read_table(pilot.folder / "inputs" / "inputs.csv")
               if row["variable"] == "slope_length_and_steepness")
    assert row["detail"] == "Desmet & Govers 1996"
    known = ~np.isnan(before)
    assert np.array_equal(known, ~np.isnan(after)) and (after[known] > 0).all()
    ratio = after[known] / before[known]
    assert 0.9 < np.median(ratio) < 1.2, "cells of 250 m exceed the cap: L is that of 122 m"
