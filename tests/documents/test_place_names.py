"""Names of places in the languages of the documents, from a table of the country."""

import json

import pytest

from ecr_toolkit.errors import InputError, RecipeError
from ecr_toolkit.pilot.pilot import Pilot

NAME = "Ñandú Summits"


@pytest.fixture
def named(copied):
    """The walked pilot with a table of names."""
    def write(text, name="names.csv"):
        (copied.folder / "names.csv").write_text(text, encoding="utf-8-sig")
        path = copied.folder / "pilot.json"
        recipe = json.loads(path.read_text(encoding="utf-8"))
        recipe.setdefault("documents", {})["names"] = name
        path.write_text(json.dumps(recipe), encoding="utf-8")
        return Pilot.open(copied.folder)

    return write


def test_a_name_stands_in_the_documents_language(named, report_of):
    pilot = named(f"name,ur,fr\n{NAME},خاموش جنگل,\nNowhere,کہیں نہیں,Nulle part\n")
    urdu, french = report_of("ur", pilot=pilot).html(), report_of("fr", pilot=pilot).html()
    assert "<bdi>خاموش جنگل</bdi>" in urdu and f">{NAME}<" not in urdu
    assert f">{NAME}<" in french, "where the table is silent the name stays as the data have it"


def test_a_table_without_names_is_an_error_that_names_it(named, report_of):
    pilot = named("nom,ur\na,b\n")
    with pytest.raises(InputError, match="names.csv"):
        report_of("ur", pilot=pilot).html()


def test_the_table_must_lie_in_the_pilots_folder(named):
    with pytest.raises(RecipeError):
        named("name,ur\n", "../names.csv")
