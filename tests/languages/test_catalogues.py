"""Catalogues: a language that ships is complete, its placeholders are the same, and it is as the code is."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from babel.messages import pofile

from ecr_toolkit.languages.messages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [language for language in LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)[sd]")
CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def read(language):
    path = ROOT / "i18n" / language / "LC_MESSAGES" / "ecr_toolkit.po"
    with path.open("rb") as file:
        return [message for message in pofile.read_po(file, locale=language) if message.id]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """Messages as they stand in code and templates now."""
    target = tmp_path_factory.mktemp("messages") / "now.pot"
    subprocess.run(["bash", str(ROOT / "scripts" / "messages.sh"), "extract-to", str(target)], check=True,
                   capture_output=True, cwd=ROOT)
    with target.open("rb") as file:
        return {message.id for message in pofile.read_po(file) if message.id}


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_missing_or_fuzzy(language):
    for message in read(language):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_the_same(language):
    for message in read(language):
        wanted = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id


@pytest.mark.parametrize("language", OTHERS)
def test_no_direction_marks(language):
    assert not [message.id for message in read(language) if CONTROL.search(str(message.string))]


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_are_as_the_code_is(language, extracted):
    known = {message.id for message in read(language)}
    assert extracted - known == set(), "run make messages and translate"
    assert known - extracted == set(), "run make messages"


def test_urdu_uses_urdu_letters():
    wrong = re.compile("[\u064a\u0643\u0629]")  # Arabic yeh, kaf, teh marbuta
    assert not [message.id for message in read("ur") if wrong.search(str(message.string))]


def test_no_text_is_marked_inside_an_f_string():
    """Only Python 3.12 and later let the extraction see it there."""
    for path in (ROOT / "ecr_toolkit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                marked = [call for call in ast.walk(node) if isinstance(call, ast.Call)
                          and getattr(call.func, "id", "") in {"_", "N_"}
                          and any(isinstance(part, ast.Constant) for part in ast.walk(call))]
                assert not marked, f"{path.name}:{node.lineno}"
