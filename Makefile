# Everything a fresh machine needs: `make run` to use it, `make test` to trust it.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
CATALOG := tracker/translations/vi/LC_MESSAGES/messages
PACKAGES := config.py tracker directives search_index tests benchmarks
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.DEFAULT_GOAL := help
.PHONY: help run test test-on-postgresql lint bench score lock messages picture clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 20

run: $(READY) ## start the application with the sample province on 127.0.0.1:8000
	@$(BIN)/tracker serve --sample

test: $(READY) browser ## run every test with coverage
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered -q

test-on-postgresql: $(READY) ## run the use cases on a PostgreSQL of this machine
	@$(BIN)/python -m pytest -n 2 -q --on=postgresql tests/tracker

lint: $(READY) ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(READY) ## measure search, alerts, review, tracking and reading beside their peers
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.search_page
	$(BIN)/python -m benchmarks.alerts 20000 1000 100 --rounds 3
	$(BIN)/python -m benchmarks.review
	$(BIN)/python -m benchmarks.tracking
	$(BIN)/python -m benchmarks.parsing

score: $(READY) ## judge the reading of real documents, and the ranking of search beside its peers
	@$(BIN)/python -m benchmarks.score
	@$(BIN)/python -m benchmarks.relevance

picture: $(READY) browser ## take the README's picture of the review page anew
	$(BIN)/python -m benchmarks.picture docs/review.png

messages: $(READY) ## gather the interface's strings into the Vietnamese catalog
	$(BIN)/pybabel -q extract -F pyproject.toml --no-location --sort-output -k lazy_gettext -k _l -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d tracker/translations -l vi --no-fuzzy-matching --ignore-obsolete

lock: ## pin every dependency with its hashes (needs the uv program)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q --group pyproject.toml:dev pyproject.toml -o requirements.lock

clean: ## remove the environment and everything made, the office's data in var/ excepted
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* htmlcov $(CATALOG).mo *.egg-info

$(READY): requirements.lock pyproject.toml $(CATALOG).po
	@python=; for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer is needed, and none was found; install it, or name it: make run PYTHON=/path/to/python" >&2; exit 1; fi; \
	if ! mkdir -p $(VENV) 2>/dev/null || ! touch $(VENV)/.writable 2>/dev/null; then echo "This folder cannot be written to: $$(pwd); copy the project to a folder of your own" >&2; exit 1; fi; \
	if ! $$python -m venv $(VENV) >/dev/null 2>&1; then echo "$$python cannot make virtual environments; install its venv module (Debian: apt install python3-venv)" >&2; exit 1; fi
	@echo "Setting up the environment (once, about a minute) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-warn-script-location --root-user-action=ignore --no-deps --require-hashes -r requirements.lock 2>&1 | { grep -v '^WARNING' || true; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --root-user-action=ignore --no-build-isolation --no-deps -e . 2>&1 | { grep -iE 'error' || true; }
	@$(BIN)/pybabel -q compile -i $(CATALOG).po -o $(CATALOG).mo
	@$(BIN)/python -c 'import tracker.cli' && touch $(READY)

.PHONY: browser
browser:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests …"; \
	  { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1 || echo "Chromium could not be installed: the browser tests will be skipped"; \
	else echo "No Chromium found: the browser tests will be skipped (install the package chromium to run them)"; fi
endif
