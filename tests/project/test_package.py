"""The zip: what QGIS installs, and nothing that the plugin hub refuses."""

import configparser
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def zipped():
    subprocess.run([sys.executable, str(ROOT / "scripts" / "package.py")], check=True, capture_output=True)
    version = runpy.run_path(str(ROOT / "ecr_toolkit" / "__init__.py"))["__version__"]
    with zipfile.ZipFile(ROOT / "build" / f"ecr_toolkit-{version}.zip") as archive:
        yield archive


def test_one_folder_with_what_is_needed(zipped):
    names = zipped.namelist()
    assert {name.split("/")[0] for name in names} == {"ecr_toolkit"}
    for wanted in ("LICENSE", "metadata.txt", "__init__.py", "README.md", "ecr_toolkit/plugin.py",
                   "ecr_toolkit/models/tables/runoff.csv", "ecr_toolkit/starter/packages.csv",
                   "guidelines/templates/demarcation_report.html", "pilots/pakistan/pilot.json",
                   "i18n/ur/LC_MESSAGES/ecr_toolkit.mo"):
        assert f"ecr_toolkit/{wanted}" in names, wanted


def test_no_tests_and_nothing_hidden(zipped):
    for name in zipped.namelist():
        parts = name.split("/")
        assert not any(part.startswith(".") or part == "__pycache__" for part in parts), name
        assert parts[1] not in {"tests", "scripts", "benchmarks", "docs", "build"}, name
        assert not name.endswith((".po", ".pot", ".pyc", ".tif", ".gpkg")), name


def test_metadata_is_complete():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    metadata = parser["general"]
    assert metadata["hasProcessingProvider"] == "yes"
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")
    version = runpy.run_path(str(ROOT / "ecr_toolkit" / "__init__.py"))["__version__"]
    assert metadata["version"] == version
    checklist = (ROOT / "docs" / "release_checklist.md").read_text(encoding="utf-8")
    for key in ("homepage", "tracker", "repository", "email"):
        assert "example.org" in metadata[key] and metadata[key] in checklist, key
