# Two commands on a fresh machine: `make serve` and `make test`. Both need only git, make and Python 3.11 or newer;
# `make test-clients` needs Node.js and nginx besides, `make test-browser` Node.js and chromium.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
INSTALLED_BROWSER := $(VENV)/.installed-browser tests/browser/node_modules/.installed
INSTALLED_CLIENTS := clients/node_modules/.installed clients/.venv/.installed
# Wheels only, each with a known digest: nothing is compiled, and nothing is fetched that is not pinned.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
PIP_INSTALL_PROJECT := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
UV_COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --no-strip-extras --custom-compile-command 'make requirements'
REQUIRE_NODE := node --eval 'const [major, minor] = process.versions.node.split("."); process.exit(+major > 20 || +major === 20 && +minor >= 19 ? 0 : 1)' \
	2> /dev/null && command -v npm > /dev/null || { echo 'make $(MAKECMDGOALS) needs Node.js 20.19 or newer with npm. Install them; Debian 13 has both: apt-get install nodejs npm' >&2; exit 1; }
REQUIRE_WRK := command -v wrk > /dev/null || { echo 'make bench needs wrk, which loads a server with HTTP requests. Debian has it: apt-get install wrk' >&2; exit 1; }

.PHONY: help serve test bench test-clients test-browser format schema graphiql requirements clean

help: ## Print these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(INSTALLED) ## Create, migrate and fill the database as needed, and serve the register on 127.0.0.1:8000
	@exec $(BIN)/cget-api serve

test: $(INSTALLED_DEV) ## Lint, check format and types, and run every test on SQLite and PostgreSQL
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadscope

bench: $(INSTALLED_DEV) ## Measure every target of docs/performance.md; with BENCH_QUICK=1, quickly and less surely
	@$(REQUIRE_WRK)
	@$(BIN)/python -m benchmarks $(BENCH)

test-clients: $(INSTALLED) $(INSTALLED_CLIENTS) ## Ask the service through Apollo, Relay, urql and other clients, and through nginx
	@$(REQUIRE_NODE)
	@cd clients && npm --silent test

test-browser: $(INSTALLED_DEV) $(INSTALLED_BROWSER) ## Look at the explorer in chromium; leaves pictures in .screenshots/
	@test -x "$${CHROMIUM:-/usr/bin/chromium}" || { \
		echo 'make test-browser needs chromium. Debian has it: apt-get install chromium; or name another in CHROMIUM' >&2; exit 1; }
	$(BIN)/mypy tests/browser/*.py
	$(BIN)/pytest tests/browser

format: $(INSTALLED_DEV) ## Format the code, and mend what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

schema: $(INSTALLED) ## Write schema.graphql from the code
	$(BIN)/cget-api schema > schema.graphql.part
	mv schema.graphql.part schema.graphql

graphiql: ## Take GraphiQL's files anew from npm, at the versions and digests of their manifest
	$(PYTHON) tools/take_graphiql.py

requirements: $(INSTALLED_DEV) ## Pin what pyproject.toml asks for; with UPGRADE=1, at its latest releases
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt pyproject.toml
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements-build.txt --constraints requirements.txt --group build
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements-dev.txt --constraints requirements.txt \
		--constraints requirements-build.txt --group dev pyproject.toml
	$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements-browser.txt --constraints requirements-dev.txt --group browser
	cd clients && ../$(UV_COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt requirements.in

clean: ## Remove the virtual environment and what the tools left; the database stays
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf clients/node_modules clients/.venv clients/__generated__ tests/browser/node_modules .screenshots
	find src tests migrations -type d -name __pycache__ -prune -exec rm -rf {} +

$(INSTALLED): requirements.txt requirements-build.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo 'Installing what the register needs into $(VENV) ...'
	@$(PIP_INSTALL) --requirement requirements.txt --requirement requirements-build.txt
	@$(PIP_INSTALL_PROJECT)
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo 'Installing what the register and its tests need into $(VENV) ...'
	@$(PIP_INSTALL) --requirement requirements-dev.txt
	@$(PIP_INSTALL_PROJECT)
	@touch $(INSTALLED) $@

$(VENV)/.installed-browser: requirements-browser.txt $(INSTALLED_DEV)
	@echo 'Installing what drives the browser into $(VENV) ...'
	@$(PIP_INSTALL) --requirement requirements-browser.txt
	@touch $@

tests/browser/node_modules/.installed: tests/browser/package.json tests/browser/package-lock.json tests/browser/.npmrc
	@$(REQUIRE_NODE)
	@echo 'Installing what the pages are examined with into tests/browser/node_modules ...'
	@cd tests/browser && npm ci --loglevel=error
	@touch $@

clients/node_modules/.installed: clients/package.json clients/package-lock.json clients/.npmrc
	@$(REQUIRE_NODE)
	@echo 'Installing what the clients in JavaScript need into clients/node_modules ...'
	@cd clients && npm ci --loglevel=error
	@touch $@

# An environment of their own: some need an older graphql-core than the service.
clients/.venv/.installed: clients/requirements.txt | $(VENV)/pyvenv.cfg
	@echo 'Installing what the clients in Python need into clients/.venv ...'
	@$(BIN)/python -m venv --clear clients/.venv
	@clients/$(PIP_INSTALL) --requirement clients/requirements.txt
	@touch $@

# Where the Python that a virtual environment was made with is gone, it is made anew.
$(shell test -x $(BIN)/python || rm -rf $(VENV))
$(shell test -x clients/.venv/bin/python || rm -rf clients/.venv)

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'cget_api needs Python 3.11 or newer, and $(PYTHON) is not. Name one that is: make $(MAKECMDGOALS) PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
