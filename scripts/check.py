"""Static checks: the sources by ruff, the built zip by the rules of the QGIS plugin hub. Any finding fails.

The hub unpacks an uploaded zip and runs bandit, detect-secrets and flake8 over it, with rules its administrators
choose, and looks at names and modes of the files. Its scanner and rule lists are public (qgis/QGIS-Plugins-Website,
qgis-app/plugins: validator.py, security_scanner.py, management/commands/data). What is here follows them as of
November 2026 and is stricter in places: every bandit test, and no finding that the hub would only mention.
"""

import configparser
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import package

ROOT = package.ROOT
UNPACKED = ROOT / "build" / "unpacked"

# validator.py: an upload without these, or larger than this, is refused
REQUIRED_METADATA = "name description version qgisMinimumVersion author email about tracker repository".split()
LARGEST_UPLOAD = 25_000_000
# security_scanner.py: file types that block an upload
EXECUTABLES = {".exe", ".dll", ".so", ".dylib", ".bat", ".sh", ".ps1", ".cmd"}
# secrets_rules.json: the one detector that is switched off (it takes section numbers for addresses)
SECRETS_OFF = ["IPPublicDetector"]
# flake8_rules.json: what is switched on
FLAKE8_ON = (
    "C901,E101,E711,E712,E713,E714,E721,E722,E731,E741,E742,E743,E901,E902,E999,"
    "F402,F403,F404,F405,F811,F821,F822,F823,F831,F901,W605"
)
# flake8-qgis: PyQt imports (QGS1) and things gone in Qt 6 (QGS4), but not "iface is no argument" (QGS105)
# nor the advice to use QMetaType (QGS402), which QGIS 3.22 does not take
QGIS_ON, QGIS_OFF = "QGS1,QGS4", "QGS105,QGS402"


def run(tool: str, *arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", tool, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def lines(done: subprocess.CompletedProcess) -> list[str]:
    """A tool's output when it found something, and never silence when it failed."""
    if done.returncode == 0:
        return []
    return (done.stdout + done.stderr).strip().splitlines() or [f"exit {done.returncode}"]


def ruff() -> list[str]:
    return lines(run("ruff", "check", "--quiet", "--output-format", "concise", "."))


def upload() -> Iterator[str]:
    """What the hub's validator asks of a zip before any scan."""
    zipped = package.build()
    if zipped.stat().st_size > LARGEST_UPLOAD:
        yield f"{zipped.name} is larger than {LARGEST_UPLOAD / 1e6:.0f} MB"
    with zipfile.ZipFile(zipped) as archive:
        for entry in archive.infolist():
            path = Path(entry.filename)
            if path.suffix.lower() in EXECUTABLES or entry.external_attr >> 16 & 0o111:
                yield f"{path}: executable"
            if any(part.startswith(".") or part in {"__pycache__", "__MACOSX"} for part in path.parts):
                yield f"{path}: hidden"
        shutil.rmtree(UNPACKED, ignore_errors=True)
        archive.extractall(UNPACKED)
    yield from metadata(UNPACKED / package.NAME)


def metadata(folder: Path) -> Iterator[str]:
    parser = configparser.ConfigParser()
    parser.optionxform = str  # the hub reads the keys with their capitals
    parser.read(folder / "metadata.txt", encoding="utf-8")
    general = parser["general"]
    for key in REQUIRED_METADATA:
        if not general.get(key):
            yield f"metadata.txt: {key} is missing"
    if not (folder / general.get("icon", "")).is_file():
        yield f"metadata.txt: the icon {general.get('icon')} is not in the zip"


def bandit() -> list[str]:
    return lines(run("bandit", "--quiet", "--recursive", "--format", "custom", "--msg-template",
                     "{relpath}:{line}: {test_id} {msg} ({severity})", ".", cwd=UNPACKED))  # fmt: skip


def detect_secrets() -> Iterator[str]:
    off = [argument for detector in SECRETS_OFF for argument in ("--disable-plugin", detector)]
    # exit 0 whatever it finds: read the report
    done = run("detect_secrets", "scan", "--all-files", "--exclude-files", r"metadata\.txt", *off, ".", cwd=UNPACKED)
    if done.returncode:
        yield from lines(done)
        return
    for path, findings in json.loads(done.stdout)["results"].items():
        for finding in findings:
            yield f"{path}:{finding['line_number']}: {finding['type']}"


def flake8() -> list[str]:
    return lines(run("flake8", "--isolated", "--max-line-length", 120, "--select", FLAKE8_ON, ".", cwd=UNPACKED))


def qt6() -> list[str]:
    return lines(run("flake8", "--isolated", "--select", QGIS_ON, "--extend-ignore", QGIS_OFF, ".", cwd=UNPACKED))


CHECKS = {
    "ruff, all sources": ruff,
    "the zip and its metadata": upload,  # builds and unpacks what the checks below look at
    "bandit": bandit,
    "detect-secrets": detect_secrets,
    "flake8, the hub's rules": flake8,
    "flake8-qgis, Qt 6": qt6,
}


def main() -> int:
    total = 0
    for name, check in CHECKS.items():
        findings = list(check())
        print(f"{name}: {len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'}", flush=True)
        for finding in findings:
            print(f"    {finding}")
        total += len(findings)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
