"""Terms: a message that speaks of a thing of the glossary calls it by the glossary's word in every language.

terms.csv holds for the most used terms the stems by which each language is known to write them (regular expressions,
because words are inflected).
"""

import csv
import re
from pathlib import Path

import pytest
from babel.messages import pofile

from ecr_toolkit.languages.messages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
# What is no prose: names of files and fields, and words of the recipe in quotation marks
NAMES = re.compile(r"“\w+”|\b\w+(?:[._]\w+)+\b|\([\w ,]*\)")


def terms():
    with Path(__file__).with_name("terms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def catalogues():
    def read(language):
        path = ROOT / "i18n" / language / "LC_MESSAGES" / "ecr_toolkit.po"
        with path.open("rb") as file:
            return {message.id: message.string for message in pofile.read_po(file, locale=language)
                    if isinstance(message.id, str) and message.id}
    return {language: read(language) for language in LANGUAGES if language != "en"}


@pytest.mark.parametrize("term", terms(), ids=lambda row: row["term"])
@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_the_glossarys_word_is_used(catalogues, language, term):
    spoken = re.compile(rf"\b{term['term']}s?\b", re.IGNORECASE)
    about = {id: text for id, text in catalogues[language].items() if spoken.search(NAMES.sub("", id))}
    assert len(about) > 5, "the term is hardly used: take it out of the list"
    assert [(id, text) for id, text in about.items() if not re.search(term[language], text, re.IGNORECASE)] == []
