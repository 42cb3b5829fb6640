"""The provider, registered in QGIS for a test."""

import pytest
from qgis.core import QgsApplication

from ecr_toolkit.processing.provider import Provider


@pytest.fixture
def registry(qgis_app):
    registry = QgsApplication.processingRegistry()
    provider = Provider()
    registry.addProvider(provider)
    yield registry
    registry.removeProvider(provider)
