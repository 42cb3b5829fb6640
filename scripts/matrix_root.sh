#!/usr/bin/env bash
# matrix_root.sh SUITE ROOT: a minimal Debian tree for trying the toolkit under that suite's QGIS. As root; about 30 s.
# The tree gets its packages from scripts/bootstrap.sh, run inside it by matrix_test.sh, as a fresh machine would.
set -euo pipefail
suite=$1 root=$2

[ -e "$root/.complete" ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "A Debian tree can only be made by root." >&2
  exit 1
fi
if ! command -v debootstrap >/dev/null; then
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends \
    debootstrap debian-archive-keyring >/dev/null
fi

# Debian 12's debootstrap does not know the suites that came after it; they are all made as sid is.
recipe=/usr/share/debootstrap/scripts/$suite
[ -e "$recipe" ] || recipe=/usr/share/debootstrap/scripts/sid

rm -rf "$root" # left by a run that was stopped; nothing is ever mounted in it (matrix_test.sh)
mkdir -p "$(dirname "$root")"
debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
  "$suite" "$root" "" "$recipe" >"$root.log" || { tail -20 "$root.log" >&2; exit 1; }

# A frozen suite's index may count as expired on a machine whose clock is ahead.
cat >"$root/etc/apt/apt.conf.d/99ecr" <<'APT'
Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
Acquire::Languages "none";
APT::Keep-Downloaded-Packages "false";
APT
cat >"$root/etc/dpkg/dpkg.cfg.d/99ecr" <<'DPKG'
force-unsafe-io
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/fonts-noto-core/copyright
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
DPKG
touch "$root/.complete"
