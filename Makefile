# Keydesk. `make help` lists what there is; README.md says the rest.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
PORT ?= 8000
SANDBOX_PORT ?= 8001
LOCALE ?= fr
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q -n 4 --dist loadscope --no-loadscope-reorder --hypothesis-profile ci
PRODUCTION := $(BIN)/python -m tests.as_production
DEMO := KEYDESK_DEMO=1 PORT=$(PORT) SANDBOX_PORT=$(SANDBOX_PORT)
COMPILE := $(BIN)/uv pip compile --no-config --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock"

.PHONY: help install demo demo-reset test test-slow test-postgres slices lint check bench interop interop-all fuzz torture fmt lock sbom messages clean

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 16

demo: .venv/.demo ## Serve the console with a sandbox OVHcloud, on PORT and SANDBOX_PORT
	@exec env $(DEMO) $(BIN)/python manage.py demo

demo-reset: ## Forget the demo's data; the next demo starts over
	rm -rf var

test: .venv/.ok ## Run the tests on SQLite, the real-browser tests with them
	$(PYTEST) -m "not slice and not postgres and not slow"

test-slow: .venv/.ok ## Run those that take long: hostile values page by page, faults, processes started anew
	$(PYTEST) -m "slow and not postgres"

slices: .venv/.ok ## Run a short slice of the benchmarks and of the torture
	$(BIN)/python -m pytest -q -n 2 --dist loadscope -m slice tests/torture tests/benchmarks

test-postgres: .venv/.ok ## Run what touches the database on a PostgreSQL, where one is installed, and the tests of its failures
	$(BIN)/python -m tests.with_postgres $(PYTEST) -p tests.database_alone -m "not slice"

lint: .venv/.ok ## Check style, types, templates, layers and settings; no test runs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(PRODUCTION) $(BIN)/mypy
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports --no-cache
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

check: lint test test-slow test-postgres slices ## Everything that CI checks, but for the tools of others

bench: .venv/.ok ## Measure the client, readings of accounts, the rights builder, the vault and long lists
	$(BIN)/python -m benchmarks client
	$(BIN)/python -m benchmarks sync
	$(BIN)/python -m benchmarks rights
	$(BIN)/python -m benchmarks vault
	$(BIN)/python -m benchmarks pages
	$(BIN)/python -m tests.with_postgres $(BIN)/python -m benchmarks pages

interop: .venv/.ok ## Let the tools people use do their job with keys Keydesk made
	$(BIN)/python -m tests.interop
	$(BIN)/python -m pytest -q -m interop tests/interop

interop-all: .venv/.ok ## The same, with the tools that take minutes to build
	$(BIN)/python -m tests.interop all
	$(BIN)/python -m pytest -q -m "interop or interop_all" tests/interop

fuzz: .venv/.ok ## Try the client on thousands of made-up answers and requests
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --hypothesis-profile fuzz --hypothesis-seed 0 \
		-o faulthandler_timeout=3600 -o faulthandler_exit_on_timeout=false -p no:logging --show-capture no \
		tests/fuzz tests/credentials/ovhcloud/client/test_fuzz.py

torture: .venv/.ok ## Kill resealing, backing up, restoring, asking for keys and work on live keys, on both databases
	$(BIN)/python -m tests.torture
	$(BIN)/python -m tests.with_postgres $(BIN)/python -m tests.torture

fmt: .venv/.ok ## Format the code
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: .venv/.ok ## Lock the dependencies again, with hashes
	$(COMPILE) pyproject.toml -o requirements/base.lock
	$(COMPILE) --group dev --constraint requirements/base.lock pyproject.toml -o requirements/dev.lock
	$(COMPILE) requirements/interop.in -o requirements/interop.lock

sbom: .venv/.ok ## Write sbom.json (CycloneDX): every dependency of production with its hashes
	$(BIN)/cyclonedx-py requirements requirements/base.lock --pyproject pyproject.toml --output-reproducible \
		--output-format JSON --output-file sbom.json

messages: .venv/.ok ## Collect what is marked for translation into LOCALE (needs gettext)
	mkdir -p locale
	$(PRODUCTION) $(BIN)/python manage.py makemessages --locale $(LOCALE) --ignore .venv --ignore var

install: .venv/.ok ## Set up .venv from the locked dependencies

clean: ## Remove .venv and every cache; the demo's data stays
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The demo needs less than the tests. uv where it is on PATH, else venv and pip; a Debian without
# python3-venv uses its own pip.
.venv/.demo: requirements/base.lock
.venv/.ok: requirements/dev.lock
.venv/.demo .venv/.ok:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Keydesk needs Python 3.11 or later; $(PYTHON) is older or missing. Name another: make PYTHON=python3.12" >&2; exit 1; }
	@if uv --version >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --no-project --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv && \
		uv pip install --quiet --require-hashes --python $(BIN)/python -r $<; \
	elif $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		{ test -x $(BIN)/pip || $(PYTHON) -m venv .venv; } && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<; \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		$(PYTHON) -m venv --without-pip .venv && \
		$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<; \
	else \
		echo "This Python has neither venv nor pip. On Debian: apt-get install python3-venv" >&2; exit 1; \
	fi
	@touch $@
