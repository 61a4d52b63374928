# Every command a contributor needs. The environment is made once and again only when its lock file changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
# The oldest versions have no wheels for the newest Pythons.
PYTHON_OLDEST ?= $(shell python3.11 -c 'import sys; print(sys.executable)' 2>/dev/null || echo $(PYTHON))
UV = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header
LOCK = $(UV) pyproject.toml $(VENV)/build.in
INSTALL := -m pip install --quiet --disable-pip-version-check
PYBABEL := $(BIN)/pybabel --quiet
EXTRACT := $(PYBABEL) extract -F babel.cfg --project codepair
# Without line numbers: a change of code that changes no words changes no catalog.
WORDS := -c TRANSLATORS: -s -k words -k plain -k plural:1,2 -k N_ --add-location file
# Which wing may import which; which of them may know MkDocs, Pillow and Jinja.
WINGS := $(BIN)/lint-imports --no-cache
# Side by side, the slowest first: as many modules at a time as there are cores. More take as long, and tests that look at
# the clock fail. By files, since pytest-xdist 3.8 does not keep groups together with pytest 9.2, and does not say so.
PYTEST := -m pytest -n auto --maxprocesses=4 --dist loadfile --no-loadscope-reorder
# Material prints a notice of thirteen lines at every build: that it ends on 2027-05-05, and that Zensical follows it. It
# is hidden here, where it would be read over; ARCHITECTURE.md says it, and what this project does then.
export NO_MKDOCS_2_WARNING := 1
export PYTHONUTF8 := 1

LOCALES := $(notdir $(patsubst %/LC_MESSAGES,%,$(wildcard locales/*/LC_MESSAGES)))
PROTOCOLS := $(notdir $(patsubst %/protocol.yml,%,$(wildcard content/*/protocol.yml)))
# What is translated of content: a folder a protocol, what stands between two of them, and the questions that they share.
FOLDERS := $(PROTOCOLS) $(notdir $(wildcard content/pairs content/mappings))
CONTENTS := $(FOLDERS) $(basename $(notdir $(wildcard content/questions.yml)))
LOCKED_PEERS := $(notdir $(patsubst %/requirements.in,%,$(wildcard tests/peers/*/requirements.in)))

.PHONY: site serve check test test-whole test-here test-registry test-oldest lint format messages schema bench bench-peers sources audit fuzz faults texts heights mutants pasting lock licences clean

site: $(VENV)/.installed ## build the site into site/
	$(BIN)/mkdocs build

serve: $(VENV)/.installed ## serve it and rebuild on every change
	$(BIN)/mkdocs serve

check: $(VENV)/.installed-test ## report every problem in content, catalogs, wings and what is installed; STRICT=1: fail offline
	$(BIN)/codepair check
	$(WINGS)
	$(BIN)/python -m tests.supply

test: $(VENV)/.installed-test ## everything: content, style, types, wings, tests, packages, a real browser
	$(BIN)/python -m tests.chromium
	$(BIN)/python $(PYTEST)

test-whole: $(VENV)/.installed-test ## the same, and where tests look at some of many pages, texts and strings, at all of them
	$(BIN)/python -m tests.chromium
	CODEPAIR_WHOLE=1 $(BIN)/python $(PYTEST)

test-here: $(VENV)/.installed-test ## the same without the tests that install packages
	$(BIN)/python -m tests.chromium
	$(BIN)/python $(PYTEST) -m "not registry"

test-registry: $(VENV)/.installed-test ## only the tests that install packages
	$(BIN)/python -m pytest -m registry

test-oldest: $(OLDEST)/.installed ## the tests with the oldest versions that pyproject.toml allows
	$(OLDEST)/bin/python -m tests.chromium
	$(OLDEST)/bin/python $(PYTEST)

lint: $(VENV)/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(WINGS)
	$(BIN)/mypy

format: $(VENV)/.installed-test ## fix what can be fixed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(VENV)/.installed ## extract all texts and update every catalog
	$(EXTRACT) $(WORDS) -o locales/ui.pot generator mkdocs.yml
	$(EXTRACT) $(WORDS) --no-location --sort-output --header-comment '# The words of the site itself.' -o locales/own.pot generator
	sed -e '/^"POT-Creation-Date: /d' -e '/^"Generated-By: /d' locales/own.pot > generator/codepair/language/ui.pot
	for name in $(FOLDERS); do $(EXTRACT) -o locales/$$name.pot content/$$name || exit 1; done
	for file in $(wildcard content/questions.yml); do $(EXTRACT) -o locales/questions.pot $$file || exit 1; done
	for locale in $(LOCALES); do for name in ui $(CONTENTS); do \
	  $(PYBABEL) update --init-missing --ignore-obsolete --ignore-pot-creation-date -w 100 -l $$locale -D $$name -i locales/$$name.pot -d locales || exit 1; \
	done; done

schema: $(VENV)/.installed ## write the JSON Schemas that editors use
	$(BIN)/codepair schema

bench: $(VENV)/.installed-test ## measure a full build
	$(BIN)/python -m tests.bench

bench-peers: $(VENV)/.installed-test ## the same pages with other generators; writes docs/benchmarks/; ARGS="--peers hugo --pages 66" for less
	$(BIN)/python -m tests.peers $(ARGS)

sources: $(VENV)/.installed-test ## hold content against the texts it cites (Debian's doc-rfc-*); ARGS=--write lists their sections
	$(BIN)/python -m tests.sources $(ARGS)

faults: $(VENV)/.installed-test ## kill, starve, race and disturb builds: a site is the old or the new one, whole
	$(BIN)/python -m tests.faults

mutants: $(VENV)/.installed-test ## change the code in 300 places, one at a time: do the tests see it? writes docs/mutants.md
	$(BIN)/python -m tests.mutants --report docs/mutants.md $(ARGS)

audit: $(VENV)/.installed-test ## axe-core, Nu, Lighthouse and bytes over the wire; writes docs/audit.md; ARGS=--brief: half of it, printed
	$(BIN)/python -m tests.audit $(ARGS)

fuzz: $(VENV)/.installed-test ## 10,000 malformed files, 500 injection strings in a real browser
	$(BIN)/python -m tests.fuzz
	$(BIN)/python -m tests.chromium
	CODEPAIR_WHOLE=1 $(BIN)/python -m pytest tests/test_injection.py

heights: $(VENV)/.installed-test ## how high every comparison with guidance is, wide and on a phone
	CODEPAIR_WHOLE=1 $(BIN)/python -m pytest tests/test_answers.py -k short

texts: $(VENV)/.installed-test ## what is found in every text of the corpus, with and without the knowledge of what is needed, in the worker too; in all made texts
	CODEPAIR_WHOLE=1 $(BIN)/python -m pytest tests/test_recognizing.py tests/test_pasting.py tests/test_notations.py -k "needed or worker or any"

pasting: $(VENV)/.installed-test ## how soon a text is answered on a CPU slowed four times
	$(BIN)/python -m tests.slow $(ARGS)

lock: $(VENV)/.installed-test ## resolve the lock files again and write docs/licences.md
	printf 'hatchling>=1.27\neditables>=0.5\n' > $(VENV)/build.in
	$(BIN)/python $(INSTALL) uv
	$(LOCK) -o requirements.lock
	$(LOCK) --extra test -o requirements-test.lock
	$(LOCK) --extra test --resolution lowest-direct --upgrade -o requirements-oldest.lock
	for peer in $(LOCKED_PEERS); do $(UV) tests/peers/$$peer/requirements.in -o tests/peers/$$peer/requirements.lock || exit 1; done
	$(MAKE) licences

licences: $(VENV)/.installed-test ## write docs/licences.md
	$(BIN)/python -m tests.supply licences

clean:
	rm -rf site .site.staging .audit .bench .faults .fuzz .mutants $(VENV) $(OLDEST)

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) --require-hashes -r requirements.lock
	$(BIN)/python $(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

# All that the other lock pins is in this one with the same versions: what is new is installed once, not twice.
$(VENV)/.installed-test: requirements.lock requirements-test.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) --require-hashes -r requirements-test.lock
	$(BIN)/python $(INSTALL) --no-deps --no-build-isolation -e .
	touch $(VENV)/.installed $@

$(OLDEST)/.installed: requirements-oldest.lock pyproject.toml
	test -x $(OLDEST)/bin/python || $(PYTHON_OLDEST) -m venv $(OLDEST)
	$(OLDEST)/bin/python $(INSTALL) --require-hashes -r requirements-oldest.lock
	$(OLDEST)/bin/python $(INSTALL) --no-deps --no-build-isolation -e .
	touch $@
