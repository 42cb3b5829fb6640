"""Build the plugin's zip: build/ecr_toolkit-<version>.zip, the same bytes from the same sources."""

import configparser
import io
import re
import stat
import sys
import zipfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
NAME = "ecr_toolkit"  # the folder in the zip, and the plugin's name for QGIS
FILES = ["metadata.txt", "LICENSE", "README.md", "CHANGELOG.md", "__init__.py"]
FOLDERS = ["ecr_toolkit", "guidelines", "pilots/brazil", "pilots/pakistan"]  # Laos needs data that may not ship
CATALOGUES = "i18n/*/LC_MESSAGES/ecr_toolkit.po"
LEFT_OUT = {".pyc", ".po", ".pot", ".orig", ".rej", ".bak", ".swp"}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier time; a fixed one keeps builds alike


def version() -> str:
    """The version in metadata.txt, which must be the package's own."""
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    declared = metadata["general"]["version"]
    source = (ROOT / NAME / "__init__.py").read_text(encoding="utf-8")
    own = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    if own is None or own.group(1) != declared:
        sys.exit(f"metadata.txt says version {declared}, ecr_toolkit/__init__.py does not: make them agree.")
    return declared


def belongs(path: Path) -> bool:
    """Whether a file under one of FOLDERS is part of the plugin: nothing hidden, compiled or left by an editor."""
    parts = path.relative_to(ROOT).parts
    return (
        path.is_file()
        and path.suffix not in LEFT_OUT
        and not path.name.endswith("~")
        and not any(part.startswith(".") or part == "__pycache__" for part in parts)
    )


def compiled(catalogue: Path) -> bytes:
    """The .mo of a .po, made here so that a stale one on disk never ships."""
    with catalogue.open("rb") as source:
        messages = read_po(source, locale=catalogue.parts[-3], domain=NAME)
    target = io.BytesIO()
    write_mo(target, messages)
    return target.getvalue()


def contents() -> dict[str, bytes]:
    """Every file of the plugin by its path in the plugin's folder."""
    missing = [name for name in [*FILES, *FOLDERS] if not (ROOT / name).exists()]
    if missing:
        sys.exit(f"Cannot package, these are missing: {', '.join(missing)}")
    found = [ROOT / name for name in FILES]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if belongs(path)]
    files = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in found}
    for catalogue in ROOT.glob(CATALOGUES):
        files[catalogue.relative_to(ROOT).with_suffix(".mo").as_posix()] = compiled(catalogue)
    return files


def write(target: Path, files: dict[str, bytes]) -> None:
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{NAME}/{path}", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the mode below counts
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[path])


def build() -> Path:
    """Write the zip; returns its path."""
    target = ROOT / "build" / f"{NAME}-{version()}.zip"
    write(target, contents())
    return target


if __name__ == "__main__":
    built = build()
    with zipfile.ZipFile(built) as archive:
        count = len(archive.namelist())
    print(f"{built.relative_to(ROOT)}: {count} files, {built.stat().st_size / 1e6:.1f} MB")
