#!/usr/bin/env bash
# From a bare Debian 12 (or 13, or testing) to a .venv that sees QGIS and compiled catalogues. Idempotent.
#   scripts/bootstrap.sh              set up
#   scripts/bootstrap.sh --packages   only list the Debian packages
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  python3-qgis qgis                                    # the libraries, and the desktop with qgis_process
  python3-gdal gdal-bin python3-numpy python3-scipy python3-jinja2
  python3-venv
  gettext make git                                     # git: detect-secrets asks it for the root folder
  xvfb xauth                                           # an X screen for pictures of the real desktop
  poppler-utils                                        # pdftotext, pdftoppm: tests look into the PDFs
  qttranslations5-l10n                                 # without it QGIS in Arabic is not mirrored
  fonts-dejavu-core fonts-open-sans fonts-noto-core fonts-noto-cjk
  python3-fonttools                                    # make fonts: Urdu in Nastaliq out of fonts-noto-core
)

if [ "${1:-}" = --packages ]; then
  printf '%s\n' "${packages[@]}"
  exit
fi

install_missing_packages() {
  local installed missing
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null | sed -n 's/^installed //p' || true)
  missing=$(comm -23 <(printf '%s\n' "${packages[@]}" | sort -u) <(sort -u <<<"$installed") | xargs)
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    echo "Some Debian packages are missing; as root, run: apt-get install --no-install-recommends $missing" >&2
    exit 1
  fi
  echo "Installing: $missing"
  apt-get -qq update
  # shellcheck disable=SC2086  # a list of package names
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends $missing >/dev/null
}

install_python_tools() {
  # Debian's own python3: any other one on PATH (pyenv, conda) can never import qgis.
  [ -x .venv/bin/pip ] || /usr/bin/python3 -m venv --system-site-packages .venv
  local stamp=.venv/requirements-dev.installed
  [ "$stamp" -nt requirements-dev.txt ] && return 0
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
  if [ -n "$(find .venv/lib -maxdepth 3 -type d -name numpy)" ]; then
    echo "A requirement pulled numpy into .venv, which breaks GDAL: remove that requirement and the folder .venv." >&2
    exit 1
  fi
  touch "$stamp"
}

install_missing_packages
install_python_tools
bash scripts/messages.sh compile
