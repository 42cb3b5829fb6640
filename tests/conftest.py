"""Fixtures that many tests share: the training country, walked once, and the real data where they are."""

import shutil
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from ecr_toolkit import steps
from ecr_toolkit.assessment.plan import plan
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.class_tables import Tables
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.starter.cache import StarterCache, cache_folder
from ecr_toolkit.training.country import make

# No test fails because a machine is slow
settings.register_profile("ecr", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ecr")
ROOT = Path(__file__).resolve().parents[1]
BEFORE_DOCUMENTS = steps.STEPS[:-1]


@pytest.fixture
def evaluate():
    """evaluate(model, values): the value of a model from blocks of variables, NaN outside of its domain."""
    def run(model, values, chosen=MappingProxyType({}), scales=MappingProxyType({})):
        one = plan(model, set(values), chosen)
        assert not one.missing, one.missing
        settings = {**one.settings, "tables": Tables(), "scales": scales, "cell_m": 1000.0}
        values = dict(values)
        for way in one.ways:
            values[way.factor.id] = np.asarray(way.option.compute(values, {**way.settings, "tables": Tables()}))
        found = model.compute(values, settings)
        return found if model.domain is None else np.where(model.domain(values, settings) == 1, found, np.nan)

    return run


@pytest.fixture(scope="session")
def training_folder(tmp_path_factory):
    """The training country, made once; nobody writes into it."""
    return make(tmp_path_factory.mktemp("training"))


@pytest.fixture
def training(training_folder, tmp_path):
    """A copy of the training country that a test may walk and spoil."""
    return Pilot.open(Path(shutil.copytree(training_folder, tmp_path / "pilot")))


@pytest.fixture(scope="session")
def walked_folder(training_folder, tmp_path_factory):
    """The training country after all steps but the documents; nobody writes into it."""
    folder = Path(shutil.copytree(training_folder, tmp_path_factory.mktemp("walked") / "pilot"))
    steps.run_steps(BEFORE_DOCUMENTS, Pilot.open(folder), Feedback())
    return folder


@pytest.fixture
def walked(walked_folder):
    """The walked training country, for reading."""
    return Pilot.open(walked_folder)


@pytest.fixture(scope="session")
def world_map():
    """QGIS's own world map."""
    from qgis.core import QgsApplication

    path = Path(QgsApplication.pkgDataPath()) / "resources" / "data" / "world_map.gpkg"
    if not path.exists():
        pytest.skip("QGIS's world map is not installed")
    return path


@pytest.fixture(scope="session")
def starter():
    """The starter data; tests that need them are skipped, and say so, where they were not fetched."""
    cache = StarterCache(cache_folder())
    if not cache.complete():
        pytest.skip(f"the starter data are not in {cache.folder} (make data)")
    return cache


@pytest.fixture(scope="session")
def pakistan_folder(starter, world_map, tmp_path_factory):
    """Pakistan on real data after all steps but the documents; nobody writes into it."""
    folder = Path(shutil.copytree(ROOT / "pilots" / "pakistan", tmp_path_factory.mktemp("real") / "pakistan"))
    steps.run_steps(BEFORE_DOCUMENTS, Pilot.open(folder, starter, world_map), Feedback())
    return folder


@pytest.fixture
def pakistan(pakistan_folder, starter, world_map):
    return Pilot.open(pakistan_folder, starter, world_map)
