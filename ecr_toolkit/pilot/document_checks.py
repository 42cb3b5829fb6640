"""What a recipe says of its documents: which, in which languages, and the country's own texts and logo.

Every function adds what is wrong to ``faults`` as (sentence, remedy).
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..languages.messages import _, shipped
from .fields import Faults
from .recipe_checks import check_languages, check_path
from .recipe_shape import DOCUMENTS

SIGNATURES = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}  # with which the files of pictures begin
_MOST_LOGO_BYTES = 5_000_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")


def check_documents(documents: Mapping[str, Any], folder: Path, faults: Faults) -> None:
    """Which documents in which languages, texts by language, and a logo that is a picture of a size that is sane."""
    for where, names in (("write", documents["write"]), ("languages", documents["languages"])):
        for name in names:
            if name not in DOCUMENTS:
                faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
                    field=f"documents.{where}", value=name),
                    _("Choose from: {names}.").format(names=", ".join(DOCUMENTS))))
    for name, languages in documents["languages"].items():
        if not isinstance(languages, list) or not all(isinstance(language, str) for language in languages):
            faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=f"documents.languages.{name}"),
                           _("Write a list of languages, for example: {example}").format(example='["en", "ur"]')))
        else:
            check_languages(languages, faults, f"documents.languages.{name}")
    for name in ("ministry", "legal_basis", "foreword"):
        _check_texts(f"documents.{name}", documents[name], faults)
    if documents["names"]:
        check_path("documents.names", documents["names"], folder, faults)
    if documents["logo"]:
        _check_logo(documents["logo"], folder, faults)


def _check_texts(where: str, texts: Mapping[str, Any], faults: Faults) -> None:
    """Texts by language; also by one that does not ship, because documents may fall back on it."""
    for language, text in texts.items():
        if not _LANGUAGE.fullmatch(language):
            faults.append((_("pilot.json has an unknown field: “{field}”.").format(field=f"{where}.{language}"),
                           _("Choose from: {names}.").format(names=", ".join(shipped()))))
        elif not isinstance(text, str):
            faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=f"{where}.{language}"),
                           _("Write the text in quotation marks.")))


def _check_logo(path: str, folder: Path, faults: Faults) -> None:
    before = len(faults)
    check_path("documents.logo", path, folder, faults)
    if len(faults) > before:
        return
    file = folder / path
    try:
        with file.open("rb") as opened:
            start, size = opened.read(8), file.stat().st_size
    except OSError as fault:
        faults.append((_("The logo {file} cannot be read: {reason}.").format(file=path, reason=fault.strerror),
                       _("See that the file may be read.")))
        return
    if not start.startswith(tuple(SIGNATURES.values())) or size > _MOST_LOGO_BYTES:
        faults.append((_("The logo {file} is no PNG or JPEG, or larger than {size} MB.").format(
            file=path, size=_MOST_LOGO_BYTES // 1_000_000), _("Save it as a small PNG or JPEG.")))
