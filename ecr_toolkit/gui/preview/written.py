"""Which documents of a pilot are on disk, in which languages; free of widgets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...documents.catalogue import DOCUMENTS
from ...languages.messages import LANGUAGES, interface

FORMATS = ("pdf", "html", "docx")


@dataclass(frozen=True)
class Written:
    """A document in one language. ``title``: a marked text; ``files``: format (FORMATS) → file, those that are
    there."""

    document: str
    title: str
    language: str
    files: dict[str, Path]

    @property
    def folder(self) -> Path:
        return next(iter(self.files.values())).parent


def written(pilot: Any) -> list[Written]:
    """What was written, in the order of the documents; of each the interface's language comes first."""
    languages = sorted(LANGUAGES, key=lambda language: language != interface.language)
    found = [Written(document.id, document.title, language, _files(pilot, document.id, language))
             for document in DOCUMENTS for language in languages]
    return [one for one in found if one.files]


def _files(pilot: Any, document: str, language: str) -> dict[str, Path]:
    paths = {suffix: pilot.document(language, f"{document}.{suffix}") for suffix in FORMATS}
    return {suffix: path for suffix, path in paths.items() if path.is_file()}
