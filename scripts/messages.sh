#!/usr/bin/env bash
# The catalogues: i18n/<language>/LC_MESSAGES/ecr_toolkit.po, one a language for interface and documents alike.
#   scripts/messages.sh            extract from code and templates, update every catalogue, compile
#   scripts/messages.sh extract-to FILE   only extract, into a file (the tests compare)
#   scripts/messages.sh compile    only compile .po to .mo
set -euo pipefail
cd "$(dirname "$0")/.."

domain=ecr_toolkit
template=i18n/$domain.pot
pybabel() { .venv/bin/python -m babel.messages.frontend --quiet "$@"; }

extract() {
  # Into the file named, else the template. What is read, and how, stands in pyproject.toml (tool.babel). Files without line numbers keep diffs to what changed.
  local scratch target=${1:-$template}
  scratch=$(mktemp -d)
  .venv/bin/python -m babel.messages.frontend extract --mapping pyproject.toml --output "$scratch/fresh.pot" \
    --keyword N_ --keyword pgettext:1c,2 --add-comments TRANSLATORS: --strip-comments \
    --add-location file --sort-by-file --width 120 \
    --project "ECR Toolkit" --version "$(sed -n 's/^version=//p' metadata.txt)" \
    --copyright-holder "ECR Toolkit developers" --msgid-bugs-address "$(sed -n 's/^email=//p' metadata.txt)" \
    --header-comment "# Texts of ECR Toolkit, interface and documents." . 2>"$scratch/log" || {
    grep '^extracting' "$scratch/log" | tail -1 >&2 # the file at fault; the traceback alone does not name it
    tail -1 "$scratch/log" >&2
    exit 1
  }
  # A file in which only the date would differ is left alone.
  diff -q -I '^"POT-Creation-Date:' "$scratch/fresh.pot" "$target" >/dev/null 2>&1 ||
    install -D -m 644 "$scratch/fresh.pot" "$target"
  rm -r "$scratch"
}

update() {
  local language catalogue
  for language in $(.venv/bin/python -c 'from ecr_toolkit.languages.messages import LANGUAGES; print(*LANGUAGES)'); do
    [ "$language" = en ] && continue # the messages themselves are English
    catalogue=i18n/$language/LC_MESSAGES/$domain.po
    if [ -e "$catalogue" ]; then
      # No guesses from similar messages: a wrong near-match is harder to see than a missing one.
      pybabel update --domain $domain --input-file "$template" --output-file "$catalogue" --locale "$language" \
        --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120
    else
      mkdir -p "$(dirname "$catalogue")"
      pybabel init --domain $domain --input-file "$template" --output-file "$catalogue" --locale "$language" --width 120
    fi
  done
}

compile() {
  # pybabel calls it an error when there is no catalogue at all
  compgen -G "i18n/*/LC_MESSAGES/$domain.po" >/dev/null || return 0
  pybabel compile --domain $domain --directory i18n
}

case "${1:-all}" in
  extract-to) extract "$2" ;;
  compile) compile ;;
  all)
    extract
    update
    compile
    ;;
  *)
    echo "usage: scripts/messages.sh [compile]" >&2
    exit 2
    ;;
esac
