"""A pilot whose sources a test may replace, and a writer of rasters of every kind."""

import json

import numpy as np
import pytest
from osgeo import gdal

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.preparation.checks import COLUMNS
from ecr_toolkit.preparation.inputs import prepare, probe
from ecr_toolkit.preparation.repairs import accept
from ecr_toolkit.raster.grid import spatial_reference
from ecr_toolkit.steps.prepare import check_rows, publish_zones, zones_of_units

gdal.UseExceptions()


@pytest.fixture
def bench(training):
    """The training country with tools to change a source and prepare again."""
    return Bench(training)


class Bench:
    def __init__(self, pilot):
        self.pilot = pilot
        self.data = pilot.folder / "data"

    def only(self, **sources):
        """Keep only these sources in the recipe, and no model."""
        self.edit(lambda recipe: recipe.update(sources=sources, objectives={"functions": [], "sensitivities": []}))
        return self

    def edit(self, change):
        path = self.pilot.folder / "pilot.json"
        recipe = json.loads(path.read_text(encoding="utf-8"))
        change(recipe)
        path.write_text(json.dumps(recipe), encoding="utf-8")
        self.pilot = Pilot.open(self.pilot.folder)

    def prepare(self):
        """Prepare as the step does; gives what was prepared, InputError for what is in error."""
        probe(self.pilot)
        publish_zones(self.pilot, zones_of_units(self.pilot))
        inputs = prepare(self.pilot, Feedback())
        write_table(self.pilot.checks, COLUMNS, check_rows(inputs))
        if inputs.errors:
            raise InputError(inputs.errors)
        return inputs

    def accept(self, rule):
        """Accept the repair of the finding with this rule."""
        rules = [row["rule"] for row in read_table(self.pilot.checks)]
        accept(self.pilot, rules.index(rule))
        self.pilot = Pilot.open(self.pilot.folder)

    def stored(self, name):
        """(array, dataset) of one of the country's own rasters."""
        dataset = gdal.Open(str(self.data / f"{name}.tif"))
        return dataset.ReadAsArray(), dataset

    def write(self, name, array, like, kind=gdal.GDT_Float32, nodata=None, driver="GTiff", crs=None, transform=None):
        bands = array[np.newaxis] if array.ndim == 2 else array
        target = gdal.GetDriverByName("MEM").Create("", bands.shape[2], bands.shape[1], len(bands), kind)
        target.SetGeoTransform(transform or like.GetGeoTransform())
        if crs is None:
            target.SetProjection(like.GetProjection())
        elif crs:
            target.SetProjection(spatial_reference(crs).ExportToWkt())
        for number, band in enumerate(bands, 1):
            if nodata is not None:
                target.GetRasterBand(number).SetNoDataValue(nodata)
            target.GetRasterBand(number).WriteArray(band)
        path = self.data / name
        gdal.GetDriverByName(driver).CreateCopy(str(path), target)
        return f"data/{name}"

