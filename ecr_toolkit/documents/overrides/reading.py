"""The overriding templates of a pilot, read once: plain files of names that the toolkit has too, few and small."""

import difflib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from ...errors import InputError
from ...languages.messages import _

TEMPLATES = Path(__file__).resolve().parents[3] / "guidelines" / "templates"
FOLDER = "templates"
MOST_FILES, MOST_BYTES = 200, 256 * 1024  # in the folder with all below it; of one template
_BLANKS = re.compile(r"[^\S\n]{500}")
_SUFFIXES = (".html", ".css")

Faults = list[tuple[str, str]]


@dataclass(frozen=True)
class Overrides:
    """``texts``: what stands in the files, by the name of the template that each replaces."""

    texts: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def place(name: str) -> str:
        """Where the file of a template lies, as a user names it."""
        return f"{FOLDER}/{name}"

    def line_of(self, text: str) -> tuple[str, int]:
        """(template, line) where a text first stands, whatever its case; ("", 0) where it stands nowhere."""
        for name, source in sorted(self.texts.items()):
            for number, line in enumerate(source.split("\n"), 1):
                if text.lower() in line.lower():
                    return name, number
        return "", 0


NONE = Overrides()


def own_names() -> list[str]:
    """The templates of the toolkit, as they call each other."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.suffix in _SUFFIXES)


def read(folder: Path) -> Overrides:
    """The overriding templates of the pilot in ``folder``. InputError tells every file that cannot be used."""
    faults: Faults = []
    known, texts = own_names(), {}
    for path in paths_of(folder):
        name = path.relative_to(folder / FOLDER).as_posix()
        text = _text(path, name, known, faults)
        if text is not None:
            texts[name] = text
    if faults:
        raise InputError(faults)
    return Overrides(texts)


def paths_of(folder: Path) -> list[Path]:
    """The files of the pilot's folder ``templates`` that can be templates, sorted. InputError where a link leads out of
    it, or where it holds too much."""
    top = folder / FOLDER
    if top.is_symlink() or folder.resolve() not in top.resolve().parents:
        raise InputError([_link(FOLDER)])
    found = []
    for number, entry in enumerate(_entries(top), 1):
        if number > MOST_FILES:
            raise InputError([(_("The folder “{folder}” holds more than {count} files.").format(
                folder=FOLDER, count=MOST_FILES), _("Keep only the templates in it that differ from the toolkit's."))])
        if entry.suffix in _SUFFIXES:
            found.append(entry)
    return sorted(found)


def _entries(folder: Path) -> Iterator[Path]:
    """Everything below a folder; links of any kind are refused, not followed."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            if entry.is_symlink() or folder.resolve() not in path.resolve().parents:
                raise InputError([_link(entry.name)])
            yield path
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(path)


def _link(name: str) -> tuple[str, str]:
    return (_("“{name}” among the templates of the pilot is a link.").format(name=name),
            _("Put the file itself there."))


def _text(path: Path, name: str, known: list[str], faults: Faults) -> Optional[str]:
    place = Overrides.place(name)
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        faults.append((_("The template {file} replaces none of the toolkit's.").format(file=place),
                       _("Did you mean “{name}”?").format(name=near[0]) if near else
                       _("Give it the name of the template that it replaces, folder included.")))
        return None
    state = path.lstat()
    if not stat.S_ISREG(state.st_mode) or state.st_size > MOST_BYTES:
        faults.append((_("The template {file} is larger than {size} KB, or no file.").format(
            file=place, size=MOST_BYTES // 1024), _("Keep in it only what differs from the toolkit's.")))
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append((_("The template {file} is not UTF-8 text.").format(file=place),
                       _("Save it as UTF-8 in your editor.")))
        return None
    if _BLANKS.search(text):
        faults.append((_("The template {file} has a very long row of blanks.").format(file=place),
                       _("Take the blanks out; they make reading it very slow.")))
        return None
    return text
