"""Single documents: those chosen in the languages chosen, whatever the recipe says; the walk's own stay its own."""

import json
import shutil
from datetime import date

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from ecr_toolkit import steps
from ecr_toolkit.documents.catalogue import DOCUMENTS
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.messages import LANGUAGES
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.steps import documents
from ecr_toolkit.steps.approval import approve_redline

IDS = [document.id for document in DOCUMENTS]


@pytest.fixture
def folder(walked_folder, tmp_path):
    """A walked pilot whose recipe asks for one document in two languages."""
    made = shutil.copytree(walked_folder, tmp_path / "pilot")
    recipe = json.loads((made / "pilot.json").read_text(encoding="utf-8"))
    recipe["documents"].update({"write": ["register", "policy_brief"], "languages": {"policy_brief": ["ur", "fr"]}})
    (made / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
    return made


@pytest.fixture
def quick(monkeypatch):
    """Documents that are one word, so that tests of who writes what end soon."""
    asked = []

    def write(pilot, wanted, _feedback):
        asked.append({language: list(ids) for language, ids in wanted.items()})
        names = []
        for language, ids in wanted.items():
            for id in ids:
                path = pilot.document(language, f"{id}.html")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"{id} {len(asked)}", encoding="utf-8")
                names.append(path.relative_to(pilot.folder).as_posix())
        return names

    monkeypatch.setattr("ecr_toolkit.documents.writing.write_wanted", write)
    return asked


def run(registry, folder, **parameters):
    algorithm = registry.algorithmById("ecr:writedocuments").create()
    return algorithm.run({"PILOT": str(folder), **parameters}, QgsProcessingContext(), QgsProcessingFeedback())


def test_it_stands_among_the_steps_with_all_documents_and_languages(registry):
    algorithm = registry.algorithmById("ecr:writedocuments")
    assert algorithm.groupId() == "steps" and algorithm.shortHelpString()
    chosen, languages = (algorithm.parameterDefinition(name) for name in ("DOCUMENTS", "LANGUAGES"))
    assert len(chosen.options()) == len(DOCUMENTS) == 4 and chosen.allowMultiple() and chosen.help()
    assert languages.options() == list(LANGUAGES.values()) and languages.allowMultiple() and languages.help()


def test_what_is_chosen_is_written_whatever_the_recipe_says(registry, folder, quick):
    results, good = run(registry, folder, DOCUMENTS=[IDS.index("policy_brief")],
                        LANGUAGES=[list(LANGUAGES).index(code) for code in ("es", "en")])
    assert good and results == {"FOLDER": str(folder)}
    assert quick == [{"en": ["policy_brief"], "es": ["policy_brief"]}]


def test_without_languages_those_of_the_pilot_count(registry, folder, quick):
    run(registry, folder, DOCUMENTS=[IDS.index("register")])
    assert quick == [{language: ["register"] for language in Pilot.open(folder).recipe["languages"]}]


def test_a_fault_is_told_as_processing_does(registry, folder):
    (folder / "templates").mkdir()
    (folder / "templates" / "nonsense.html").write_text("", encoding="utf-8")
    algorithm = registry.algorithmById("ecr:writedocuments").create()
    with pytest.raises(QgsProcessingException, match=r"nonsense\.html"):
        algorithm.processAlgorithm({"PILOT": str(folder), "DOCUMENTS": [0]}, QgsProcessingContext(),
                                   QgsProcessingFeedback())
    assert not (folder / "documents").exists()


def test_a_document_is_really_written(registry, folder):
    run(registry, folder, DOCUMENTS=[IDS.index("policy_brief")], LANGUAGES=[0])
    assert sorted(path.name for path in (folder / "documents" / "en").iterdir()) == [
        "policy_brief.docx", "policy_brief.html", "policy_brief.pdf"]


# the step


def test_the_step_writes_what_the_recipe_says(folder, quick):
    steps.run(Pilot.open(folder), Feedback(), "documents")
    languages = Pilot.open(folder).recipe["languages"]
    assert languages == ["en", "ur", "zh_CN"]
    assert quick == [{"en": ["register"], "ur": ["register", "policy_brief"], "zh_CN": ["register"],
                      "fr": ["policy_brief"]}]
    assert list(quick[0]) == ["en", "ur", "zh_CN", "fr"], "the pilot's languages first"


def test_the_steps_files_stay_its_own_when_they_are_written_again(folder, quick):
    pilot = Pilot.open(folder)
    steps.run(pilot, Feedback(), "documents")
    documents.write_chosen(pilot, {"en": ["register", "technical_guideline"]}, Feedback())
    assert steps.states(pilot)["documents"].state == steps.State.FRESH
    assert (folder / "documents" / "en" / "register.html").read_text(encoding="utf-8") == "register 2"


def test_a_file_that_was_changed_by_hand_is_not_taken_for_the_steps_own(folder, quick):
    pilot = Pilot.open(folder)
    steps.run(pilot, Feedback(), "documents")
    (folder / "documents" / "ur" / "register.html").write_text("by hand", encoding="utf-8")
    documents.write_chosen(pilot, {"en": ["register"]}, Feedback())
    assert steps.states(pilot)["documents"].state == steps.State.STALE


@pytest.mark.parametrize("change", ["template", "logo", "recipe"])
def test_the_step_is_out_of_date_when_the_countrys_voice_changes(folder, quick, change):
    steps.run(Pilot.open(folder), Feedback(), "documents")
    if change == "template":
        (folder / "templates").mkdir()
        (folder / "templates" / "cover.html").write_text("<p>a</p>", encoding="utf-8")
    elif change == "logo":
        with (folder / "data" / "logo.png").open("ab") as file:
            file.write(b"more")
    else:
        recipe = json.loads((folder / "pilot.json").read_text(encoding="utf-8"))
        recipe["documents"]["ministry"] = {"en": "Another one"}
        (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
    found = steps.states(Pilot.open(folder))
    assert [name for name, state in found.items() if state.state != steps.State.FRESH] == ["documents"]


def test_an_approval_makes_the_documents_out_of_date(folder, quick):
    pilot = Pilot.open(folder)
    steps.run(pilot, Feedback(), "documents")
    approve_redline(pilot, "Council", "First", date(2026, 3, 7), Feedback())
    assert steps.states(Pilot.open(folder))["documents"].state == steps.State.STALE
