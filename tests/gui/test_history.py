"""Runs of the dock stand in the Processing history."""

from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsGui

from ecr_toolkit.gui.history import remember
from ecr_toolkit.processing.provider import Provider


@pytest.fixture
def provider(qgis_app):
    provider = Provider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def commands(monkeypatch):
    """What the history is told."""
    told = []
    if hasattr(QgsGui, "historyProviderRegistry"):
        class Registry:
            def addEntry(self, provider, entry):
                assert provider == "processing" and entry["parameters"]["inputs"]["PILOT"]
                told.append(entry["python_command"])
        monkeypatch.setattr(QgsGui, "historyProviderRegistry", Registry)
    else:
        log = pytest.importorskip("processing.core.ProcessingLog").ProcessingLog
        monkeypatch.setattr(log, "addToLog", told.append)
    return told


def test_a_run_is_noted_as_a_command_that_runs_it_again(provider, commands):
    remember("set_up", Path("/pilots/l'été"))
    remember("", Path("/pilots/b"))
    assert commands == ["processing.run('ecr:setup', {'PILOT': \"/pilots/l'été\"})",
                        "processing.run('ecr:demarcate', {'PILOT': '/pilots/b'})"]
    remember("no_step", Path("/pilots/b"))
    assert len(commands) == 2


def test_without_the_provider_nothing_is_noted(qgis_app, commands):
    remember("prepare", Path("/pilots/b"))
    assert commands == []
