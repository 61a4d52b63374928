# Every command a contributor needs. The environment is made once and again only when its lock file changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYBABEL := $(BIN)/pybabel --quiet
export NO_MKDOCS_2_WARNING := 1
export PYTHONUTF8 := 1

LOCALES := $(notdir $(patsubst %/LC_MESSAGES,%,$(wildcard locales/*/LC_MESSAGES)))
PROTOCOLS := $(notdir $(patsubst %/protocol.yml,%,$(wildcard content/*/protocol.yml)))
LOCKED_PEERS := $(notdir $(patsubst %/requirements.in,%,$(wildcard tests/peers/*/requirements.in)))

.PHONY: site serve check test lint format messages schema bench bench-peers audit lock clean

site: $(VENV)/.installed ## build the site into site/
	$(BIN)/mkdocs build

serve: $(VENV)/.installed ## serve it and rebuild on every change
	$(BIN)/mkdocs serve

check: $(VENV)/.installed ## report every problem in content and catalogs
	$(BIN)/python -m generator check

test: $(VENV)/.installed-test ## everything: content, style, types, tests, a real browser
	$(BIN)/python -m generator check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.installed-test ## fix what can be fixed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(VENV)/.installed ## extract all texts and update every catalog
	$(PYBABEL) extract -F babel.cfg -k words -k plain -k plural:1,2 -k N_ --project codepair -o locales/ui.pot generator mkdocs.yml
	for name in $(PROTOCOLS); do $(PYBABEL) extract -F babel.cfg --project codepair -o locales/$$name.pot content/$$name || exit 1; done
	for locale in $(LOCALES); do for name in ui $(PROTOCOLS); do \
	  $(PYBABEL) update --init-missing --ignore-pot-creation-date -w 100 -l $$locale -D $$name -i locales/$$name.pot -d locales || exit 1; \
	done; done

schema: $(VENV)/.installed ## write the JSON Schemas that editors use
	$(BIN)/python -m generator schema

bench: $(VENV)/.installed-test ## measure a full build
	$(BIN)/python -m tests.bench

bench-peers: $(VENV)/.installed-test ## the same pages with other generators; writes docs/benchmarks/; ARGS="--peers hugo --pages 66" for less
	$(BIN)/python -m tests.peers $(ARGS)

audit: $(VENV)/.installed-test ## axe-core, Nu, Lighthouse and bytes over the wire; writes docs/audit.md
	$(BIN)/python -m tests.audit

lock: $(VENV)/.installed-test ## resolve the lock files again
	printf 'hatchling>=1.27\neditables\n' > $(VENV)/build.in
	$(BIN)/pip install uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml $(VENV)/build.in -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra test pyproject.toml $(VENV)/build.in -o requirements-test.lock
	for peer in $(LOCKED_PEERS); do $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header tests/peers/$$peer/requirements.in -o tests/peers/$$peer/requirements.lock || exit 1; done

clean:
	rm -rf site .site.staging .audit .bench $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@
