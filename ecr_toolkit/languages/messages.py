"""Messages: one gettext catalogue a language, read by the standard library.

``_`` translates into the interface's language, ``N_`` only marks a text for the catalogue (declarations, tables),
``catalogue(language)`` gives the translations of any language, whatever the interface's: documents use that.
"""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

DOMAIN = "ecr_toolkit"
FOLDER = Path(__file__).resolve().parents[2] / "i18n"

# Native names; a language is shipped when it stands here and its catalogue is complete (tests/test_catalogues.py).
LANGUAGES = {
    "en": "English",
    "zh_CN": "简体中文",
    "pt_BR": "Português (Brasil)",
    "ur": "اردو",
    "fr": "Français",
    "es": "Español",
    "ar": "العربية",
    "ru": "Русский",
}


def shipped() -> list[str]:
    """Codes of the languages that ship, English first."""
    return list(LANGUAGES)


def N_(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


def catalogue(language: str) -> gettext.NullTranslations:
    """Translations into ``language``; English needs no file, a missing file gives the English texts."""
    return gettext.translation(DOMAIN, str(FOLDER), languages=[language], fallback=True)


def best_match(locale: str) -> str:
    """The shipped language nearest to a locale such as ``pt_BR``, ``zh_CN.UTF-8`` or ``ur_PK``; English if none."""
    wanted = locale.split(".")[0].replace("-", "_")
    for language in LANGUAGES:
        if language == wanted:
            return language
    for language in LANGUAGES:
        if language.split("_")[0] == wanted.split("_")[0]:
            return language
    return "en"


class _Interface:
    """The one interface language of the running program."""

    def __init__(self) -> None:
        self.language = best_match(os.environ.get("ECR_LANGUAGE", "en"))
        self.messages = catalogue(self.language)

    def use(self, language: str) -> None:
        self.language = best_match(language)
        self.messages = catalogue(self.language)


interface = _Interface()


def _(text: str) -> str:
    """The text in the interface's language. Format arguments after the call, never inside."""
    return interface.messages.gettext(text) if text else ""


def worded(texts: Mapping[str, str], code: str) -> str:
    """The marked text that stands for a code, in the interface's language."""
    return _(texts[code])
