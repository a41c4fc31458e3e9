# Everything a person types here. `make help` lists it; nothing but Python 3.11 with venv, and make, is needed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The Python of the distribution comes first, where it is whole: it is built with optimisations that one compiled at
# home lacks (tests measured took 7 % less CPU time). Any other 3.11 does; setup says what is missing where none is whole.
ifndef PYTHON
PYTHON := $(shell for python in /usr/bin/python3.11 python3.11 python3; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2> /dev/null \
		&& command -v "$$python" && exit; done; command -v python3.11 || command -v python3)
endif
# What Python compiles stays beside the code, whatever the shell says: else every process of the tests compiles anew.
unexport PYTHONDONTWRITEBYTECODE
PORT ?= 8000
# Test processes. Two are no slower than one even when other work fills both cores; say JOBS=4 on a larger machine,
# JOBS=0 to use a debugger.
JOBS ?= 2

VENV := .venv
PY := $(VENV)/bin/python
LOCK := requirements/dev.txt
STAMP := $(VENV)/installed.txt
SOURCES := manage.py accounts bench config directives docker tasks tests

# Values for `check --deploy` only: well-formed, reachable by nobody.
THROW_AWAY := APP_ENV=production SITE_URL=https://tasks.example ALLOWED_HOSTS=tasks.example \
	SECRET_KEY=throw-away-value-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz \
	DATABASE_URL=postgresql://nobody:nothing@localhost:1/tracker REDIS_URL=redis://localhost:1/0 \
	EMAIL_URL=smtp://localhost:1 DATABASE_POOL=0

# Mails need inline styles and tables, which pages must not have. The rules left out ask for meta tags, a line break
# after headings, type="submit" where it is the default, and for what Django's own form rendering does.
NO_MAILS := -not -path '*/mail/*' -not -path '*/email/*'
TEMPLATE_RULES_OFF := H006,H015,H030,H031,H043,T002

.PHONY: help setup demo up down test test-fast test-all faults check extraction-score bench bench-extraction bench-reminders fix lock messages shell clean docker-check check-style \
	check-types check-layers check-templates check-migrations check-catalogues check-deploy

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv and install the locked packages, when the lock has changed
	@test -n "$(PYTHON)" || { echo "Python is missing: install python3.11 and python3.11-venv."; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$$("$(PYTHON)" --version) is too old: install python3.11, or say PYTHON=/path/to/it."; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing: install the package python3-venv."; exit 1; }
	@test -x $(PY) || "$(PYTHON)" -m venv $(VENV)
	@cmp -s $(LOCK) $(STAMP) || { \
		echo "Installing the packages of $(LOCK); the first time takes a few minutes."; \
		$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK); \
		cp $(LOCK) $(STAMP); }

demo: setup ## Start the whole product at http://localhost:8000 (PORT=8001 for another port); Ctrl-C stops it
	@exec $(PY) manage.py dev --port $(PORT)

up: setup ## Start PostgreSQL, Valkey and the mail catcher in the background, migrated; manage.py then finds them
	@$(PY) manage.py dev --services-only --background

down: ## Stop what `make up` or `make demo` started
	@$(PY) manage.py dev --stop

test: setup ## Run every test
	@$(PY) manage.py compile_catalogues
	@$(PY) -m pytest -n $(JOBS) $(ARGS)

test-fast: setup ## Run the tests that need no browser
	@$(PY) -m pytest -m "not browser" $(ARGS)

test-all: setup ## Run those tests too that `make test` leaves out because they take long
	@$(PY) manage.py compile_catalogues
	@TESTS=all $(PY) -m pytest -n $(JOBS) $(ARGS)

faults: setup ## Kill, stall and restart everything that reminders need, and count what arrives (some minutes)
	@FAULTS=all $(PY) -m pytest tests/faults $(ARGS)

check: setup ## Style, types, layers, templates, migrations, catalogues, deployment settings, container files
	@$(MAKE) --keep-going check-style check-types check-layers check-templates check-migrations check-catalogues \
		check-deploy docker-check && echo "All checks passed."

check-style:
	$(VENV)/bin/ruff format --check --quiet $(SOURCES)
	$(VENV)/bin/ruff check --quiet $(SOURCES)

check-types:
	$(VENV)/bin/mypy

check-layers:
	@$(VENV)/bin/lint-imports

check-templates:
	@find accounts config directives tasks -path '*/templates/*' -name '*.html' $(NO_MAILS) -print0 \
		| xargs -0 $(VENV)/bin/djlint --quiet --lint --ignore $(TEMPLATE_RULES_OFF)

check-migrations:
	@DATABASE_POOL=0 $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

check-catalogues:
	@$(PY) manage.py compile_catalogues --check

check-deploy:
	@$(THROW_AWAY) $(PY) manage.py check --deploy --fail-level WARNING

docker-check: setup ## Read the container files with hadolint, and with podman-compose where podman is installed
	$(VENV)/bin/hadolint docker/Dockerfile
	@sh -n docker/entrypoint.sh && sh -n docker/secrets.sh
	@if command -v podman > /dev/null; then for file in compose.yml compose.dev.yml; do \
		$(VENV)/bin/podman-compose --env-file docker/.env.example -f docker/$$file config > /dev/null; done; \
	else echo "podman is not here: the compose files are read by tests/guards/test_docker.py only."; fi

extraction-score: setup ## How well papers are read: the bar, for every set of papers at hand; fails below it
	@$(PY) bench/extraction_score.py $(ARGS)

bench-extraction: setup ## How fast and how robust reading is, into bench/results.md (ARGS="--minutes 10" fuzzes longer)
	@$(PY) bench/extraction.py $(ARGS)

bench-reminders: setup ## How fast sweep and digests are at 1,000,000 tasks, into bench/results.md (ARGS="--tasks 100000" for less)
	@$(PY) bench/reminders.py $(ARGS)

bench: setup ## Pages of a city of 1,000,000 tasks next to bare SQL, into bench/results.md (ARGS="--tasks 1000000 10000000" adds growth)
	@$(PY) bench/pages.py $(ARGS)

fix: setup ## Format the code and repair what can be repaired
	$(VENV)/bin/ruff check --fix $(SOURCES)
	$(VENV)/bin/ruff format $(SOURCES)

lock: setup ## Resolve pyproject.toml anew into requirements/*.txt, with hashes and without addresses
	$(VENV)/bin/uv pip compile pyproject.toml $(LOCK_FORM) -o requirements/runtime.txt
	$(VENV)/bin/uv pip compile pyproject.toml --extra embedded --extra test --extra dev $(LOCK_FORM) -o $(LOCK)

LOCK_FORM := --quiet --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11

messages: setup ## Bring the message catalogues up to date with the code, then compile them
	$(PY) manage.py update_catalogues
	$(PY) manage.py compile_catalogues

shell: setup ## A Python shell with the models, on the servers of `make up`
	@exec $(PY) manage.py shell

clean: ## Remove caches and the data of the embedded servers (they must be down)
	@test ! -x $(PY) || $(PY) manage.py dev --stop
	rm -rf var .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -type d -prune -exec rm -rf {} +
