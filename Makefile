# ECR Toolkit: make help
SHELL := /bin/bash
PY := .venv/bin/python
PILOT ?= pakistan
SUITES ?= trixie forky
PYTEST_ARGS ?=
GALLERY_ARGS ?=
LANGUAGES ?=
BENCH ?= raster selection connectivity arcs
SHOT ?= build/qgis.png
SCENE ?=
FONT := ecr_toolkit/fonts/ECRNastaliq-Bold.ttf

# Qt without a screen, for tests, qgis_process and documents; scripts/qgis_shot.sh unsets it for the desktop
export QT_QPA_PLATFORM := offscreen

.DEFAULT_GOAL := help
.PHONY: help setup fonts data demo test gallery pictures walkthrough check package messages test-matrix test-qt6 bench shot clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup: ## packages, .venv and compiled catalogues (as root on a fresh Debian; seconds when done before)
	@bash scripts/bootstrap.sh

fonts: setup $(FONT) ## the font of Urdu documents, Nastaliq; without it they are in Naskh (demo, check and package call it)

$(FONT): scripts/make_fonts.py | setup
	@$(PY) $<

data: setup ## download the starter data once: real global data, about 220 MB, kept in ~/.cache/ecr_toolkit
	@$(PY) scripts/fetch_starter_data.py

demo: data fonts ## walk a pilot through all steps to its documents (PILOT=pakistan or brazil)
	@$(PY) scripts/walk.py $(PILOT)

gallery: data fonts ## contact sheets of all pages of a pilot's documents in all languages, in build/gallery (PILOT=training)
	@$(PY) scripts/gallery.py $(PILOT) $(GALLERY_ARGS)

pictures: setup ## pictures of QGIS for the guideline, in every language (LANGUAGES="fr es")
	@$(PY) scripts/guideline_pictures.py $(LANGUAGES)

test: setup ## all tests (PYTEST_ARGS="-k erosion" for some)
	@$(PY) scripts/fetch_starter_data.py || echo "No starter data: the tests that need it will be skipped."
	@$(PY) -m pytest $(PYTEST_ARGS)

walkthrough: setup fonts ## the user manual: docs/walkthrough*.md with pictures of a real session in QGIS (LANGUAGES="ur")
	@$(PY) scripts/walkthrough.py $(LANGUAGES)

check: setup fonts ## static checks: ruff, and the built zip by the plugin hub's rules
	@$(PY) scripts/check.py

package: setup fonts ## build/ecr_toolkit-<version>.zip, ready for QGIS
	@$(PY) scripts/package.py

messages: setup ## collect texts from code and templates, update and compile the catalogues
	@bash scripts/messages.sh

test-matrix: ## the tests under newer QGIS, in Debian trees (root; 2 GB a suite; SUITES="trixie forky")
	@for suite in $(SUITES); do bash scripts/matrix_test.sh $$suite $(PYTEST_ARGS) || exit 1; done

test-qt6: setup ## the dock under Qt 6: real widgets of PyQt6, a stand-in for QGIS (.venv-qt6, 300 MB)
	@bash scripts/qt6_test.sh $(PYTEST_ARGS)

bench: setup ## side by side with other programs (many minutes; writes build/bench/*.md; BENCH=raster, selection, connectivity or arcs)
	@for part in $(BENCH); do case $$part in raster) part=bench;; esac; $(PY) benchmarks/$$part.py $(BENCH_ARGS) || exit 1; done

shot: setup ## a picture of the real desktop (SHOT=build/qgis.png SCENE=scene.py ECR_LOCALE=ar)
	@scripts/qgis_shot.sh $(SHOT) $(SCENE)

clean: ## remove what is built; .venv, downloads and Debian trees stay
	rm -rf build ecr_toolkit/fonts .pytest_cache .ruff_cache .hypothesis .qgis-settings
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
	rm -f i18n/*/LC_MESSAGES/*.mo
