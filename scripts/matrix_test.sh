#!/usr/bin/env bash
# matrix_test.sh SUITE [pytest arguments]: this work tree's tests under the QGIS of another Debian suite. As root.
#   ECR_MATRIX         where the trees stand (default /var/tmp/ecr-matrix; 2 GB a suite, kept for the next run)
#   ECR_STARTER_DATA   the starter data (default ~/.cache/ecr_toolkit/starter), read-only inside; without it those tests skip
set -euo pipefail

# Mounts made below belong to a namespace of this script's own and end with it, however it ends: deleting a tree is safe.
[ -n "${ECR_NAMESPACE:-}" ] || ECR_NAMESPACE=1 exec unshare --mount --propagation private bash "$0" "$@"

suite=$1
shift
repository=$(cd "$(dirname "$0")/.." && pwd)
root=${ECR_MATRIX:-/var/tmp/ecr-matrix}/$suite
starter=${ECR_STARTER_DATA:-$HOME/.cache/ecr_toolkit/starter}
certificates=${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}

bash "$repository/scripts/matrix_root.sh" "$suite" "$root"

copy_work_tree() { # afresh, but the tree's own .venv stays
  mkdir -p "$root/srv/ecr_toolkit"
  find "$root/srv/ecr_toolkit" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
  # 1 only says that a file changed meanwhile: people go on working
  { tar -C "$repository" --exclude=./.git --exclude=./.venv --exclude=./.venv-qt6 --exclude=./build --exclude=.qgis-settings \
    --exclude=__pycache__ -cf - . || [ $? -eq 1 ]; } | tar -C "$root/srv/ecr_toolkit" --no-same-owner -xf -
}

lend() { # what the tree needs of this machine: network names, certificates, the starter data
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  [ ! -e "$certificates" ] || cp -L "$certificates" "$root/srv/certificates.crt"
  mkdir -p "$root/srv/starter"
  [ ! -d "$starter" ] || mount --bind -o ro "$starter" "$root/srv/starter"
  mount -t proc proc "$root/proc"
}

in_tree() {
  local environment=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 ECR_STARTER_DATA=/srv/starter)
  [ ! -e "$root/srv/certificates.crt" ] || environment+=(PIP_CERT=/srv/certificates.crt)
  env -i "${environment[@]}" chroot "$root" env --chdir=/srv/ecr_toolkit "$@"
}

copy_work_tree
lend
in_tree bash scripts/bootstrap.sh
in_tree .venv/bin/python -c 'from qgis.core import Qgis; print("QGIS", Qgis.QGIS_VERSION)'
in_tree .venv/bin/python -m pytest "$@"
