#!/usr/bin/env bash
# qgis_shot.sh PICTURE.png [SCENE.py]: a picture of the real QGIS desktop with this work tree as its only added plugin.
# Runs under Xvfb with a throw-away profile. SCENE.py, if given, is played inside QGIS (see scripts/shot_driver.py).
#   ECR_LOCALE   the interface's language (default en_US)      ECR_SIZE   the screen (default 1600x1000)
#   ECR_SECONDS  how long it may take (default 180)
set -euo pipefail

picture=$(realpath -m "$1")
scene=${2:+$(realpath "$2")}
size=${ECR_SIZE:-1600x1000}
repository=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

profile=$scratch/profiles/default
mkdir -p "$(dirname "$picture")" "$profile/QGIS" "$profile/python/plugins"
install -d -m 700 "$scratch/runtime"
ln -s "$repository" "$profile/python/plugins/ecr_toolkit"
cat >"$profile/QGIS/QGIS3.ini" <<INI
[PythonPlugins]
ecr_toolkit=true
processing=true
[locale]
overrideFlag=true
userLocale=${ECR_LOCALE:-en_US}
[qgis]
checkVersion=false
newsFeedEnabled=false
showTips=false
[core]
NewsFeed\httpsfeedqgisorg\disabled=true
INI

unset QT_QPA_PLATFORM # offscreen, right for tests, crashes the desktop
export XDG_RUNTIME_DIR=$scratch/runtime PYTHONWARNINGS=ignore
export ECR_SHOT_PICTURE=$picture ECR_SHOT_SCENE=$scene ECR_SHOT_SIZE=$size
log=${picture%.png}.log
if ! timeout "${ECR_SECONDS:-180}" xvfb-run --auto-servernum --server-args="-screen 0 ${size}x24" \
  qgis --nologo --noversioncheck --profiles-path "$scratch" --profile default \
  --code "$repository/scripts/shot_driver.py" >"$log" 2>&1; then
  tail -30 "$log" >&2
  exit 1
fi
echo "$picture"
