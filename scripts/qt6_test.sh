#!/usr/bin/env bash
# qt6_test.sh [pytest arguments]: the dock under Qt 6. QGIS 4 is in no Debian yet, so PyQt6 comes from PyPI into .venv-qt6
# (300 MB), and tests/qt6/shim stands in for qgis. Runs tests/qt6 and those tests of tests/gui that need no QGIS itself.
set -euo pipefail
cd "$(dirname "$0")/.."

install_qt6() {
  local stamp=.venv-qt6/requirements-qt6.installed
  [ "$stamp" -nt requirements-qt6.txt ] && return 0
  [ -x .venv-qt6/bin/pip ] || /usr/bin/python3 -m venv --system-site-packages .venv-qt6
  echo '*' >.venv-qt6/.gitignore # git and ruff leave it alone
  .venv-qt6/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-qt6.txt
  touch "$stamp"
}

install_qt6
export PYTHONPATH=tests/qt6/shim QT_QPA_PLATFORM=offscreen
[ $# -gt 0 ] || set -- tests/qt6 tests/gui
exec .venv-qt6/bin/python -m pytest -p stand_in -o qt_api=pyqt6 "$@"
