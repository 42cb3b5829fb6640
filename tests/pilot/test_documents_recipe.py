"""The section documents of a recipe: which documents in which languages, the country's texts, its logo."""

import json
import os

import pytest

from ecr_toolkit.errors import RecipeError
from ecr_toolkit.pilot.pilot import Pilot

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "pilot"
    inside.mkdir()
    (inside / "logo.png").write_bytes(PNG)
    (inside / "logo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(40))
    (inside / "logo.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "outside.png").write_bytes(PNG)
    return inside


def write(folder, documents, **more):
    recipe = {"format": 1, "country": {"code": "TRN", "name": {"en": "Training"}}, "documents": documents, **more}
    (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
    return folder


def faults_of(folder, documents):
    with pytest.raises(RecipeError) as caught:
        Pilot.open(write(folder, documents))
    assert all(sentence and remedy for sentence, remedy in caught.value.faults)
    return caught.value


@pytest.mark.parametrize(("documents", "named"), [
    ({"write": ["novel"]}, "novel"),
    ({"write": "register"}, "documents.write"),
    ({"languages": {"novel": ["en"]}}, "novel"),
    ({"languages": {"register": "en"}}, "documents.languages.register"),
    ({"languages": {"register": [1]}}, "documents.languages.register"),
    ({"languages": {"register": ["tlh"]}}, "tlh"),
    ({"languages": {"register": []}}, "documents.languages.register"),
    ({"ministry": "Nature"}, "documents.ministry"),
    ({"ministry": {"en": 5}}, "documents.ministry.en"),
    ({"legal_basis": {"en": ["a"]}}, "documents.legal_basis.en"),
    ({"foreword": {"English please": "x"}}, "documents.foreword.English please"),
    ({"signatories": ["a", 1]}, "documents.signatories"),
    ({"sheets": -1}, "documents.sheets"),
    ({"logo": "none.png"}, "none.png"),
    ({"logo": "../outside.png"}, "../outside.png"),
    ({"logo": "/etc/passwd"}, "/etc/passwd"),
    ({"logo": "logo.svg"}, "logo.svg"),
    ({"logo": "*.png"}, "*.png"),
])
def test_each_fault_names_the_field_or_file(folder, documents, named):
    assert named in str(faults_of(folder, documents))


def test_faults_are_told_at_once(folder):
    error = faults_of(folder, {"write": ["novel"], "languages": {"register": ["tlh"]}, "ministry": {"en": 5},
                               "logo": "logo.svg"})
    assert len(error.faults) == 4


def test_a_logo_that_is_too_large_is_refused(folder):
    (folder / "logo.png").write_bytes(PNG + bytes(5_000_000))
    assert "5 MB" in str(faults_of(folder, {"logo": "logo.png"}))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_logo_by_a_link_out_of_the_folder_is_refused(folder):
    (folder / "link.png").symlink_to(folder.parent / "outside.png")
    assert "outside" in str(faults_of(folder, {"logo": "link.png"}))


@pytest.mark.parametrize("logo", ["", "logo.png", "logo.jpg"])
def test_what_is_right_is_kept(folder, logo):
    given = {"write": ["register"], "languages": {"register": ["en", "ur"]}, "logo": logo, "sheets": 0,
             "ministry": {"en": "Nature", "lo": "ກະຊວງ"}, "foreword": {"zh_CN": "前言"}, "signatories": ["A, b"]}
    documents = Pilot.open(write(folder, given)).recipe["documents"]
    assert {name: documents[name] for name in given} == given and documents["legal_basis"] == {}


def test_all_documents_are_written_by_default(folder):
    assert Pilot.open(write(folder, {})).recipe["documents"]["write"] == [
        "technical_guideline", "demarcation_report", "policy_brief", "register"]
