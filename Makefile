# One word for each thing one does here. `make` alone prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
CLIENTS ?=
TESTS ?= tests
MUTANTS ?=

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

# Every package with its version and hashes, so that what was tested is what is installed.
.venv/run: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Digwell needs Python 3.11 or later; name one with PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/run constraints-dev.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r constraints-dev.txt
	@touch $@

demo: .venv/run  ## look round a made-up office in your browser; PORT=8600 for another port
	@mkdir -p made-up
	@exec $(BIN)/digwell demo --keep made-up/office.duckdb --port $(PORT) $(if $(CLIENTS),--clients $(CLIENTS))

# Two at a time, file by file; each worker has servers and a browser of its own.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile

test: .venv/dev  ## run the tests but for the longest; TESTS=tests/test_x.py for all of some files but their journeys
	$(PYTEST) -m "not journey$(if $(filter tests,$(TESTS)), and not slow)" $(TESTS)

journeys: .venv/dev  ## run the longest: several clicks in a real browser, servers started and killed, large offices
	$(PYTEST) -m "journey or slow" $(TESTS)

mutants: .venv/dev  ## break the program in some sixty places, one by one, and see the tests notice; MUTANTS=undo for some
	$(BIN)/python -m tests.mutants $(MUTANTS)

# The engine before 2.0 reads our files too, should we ever have to go back to it. Who sees whom does not hang on the
# engine: the dearest test of it is left out.
WAY_BACK := $(addprefix tests/test_,store.py store_threads.py store_crash.py store_trouble.py lock.py undo.py undo_machine.py \
  migrations.py backup.py export.py scope.py figures.py)

.venv/way-back: .venv/dev constraints-way-back.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --no-deps --upgrade \
	  --target $@ -r constraints-way-back.txt
	@touch $@

test-way-back: .venv/way-back  ## run the store's tests on the engine's version before, the way back
	PYTHONPATH=.venv/way-back $(PYTEST) -k "not nobody_is_hidden" $(WAY_BACK)

check: .venv/dev  ## style, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev  ## put the code in its usual form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev  ## measure speed, as ratios in one run (five minutes); PARTS=clicks for some of it
	$(BIN)/python -m bench $(PARTS)

pins: .venv/dev  ## work the pinned versions out anew (needs uv on the path)
	echo setuptools | uv pip compile pyproject.toml - --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --upgrade -q -o constraints.txt
	echo setuptools | uv pip compile pyproject.toml - --extra dev -c constraints.txt --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links -q -o constraints-dev.txt
	echo duckdb==1.5.6 | uv pip compile - --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --no-header --no-emit-index-url --no-emit-find-links -q -o constraints-way-back.txt

clean:  ## remove everything that was made here
	rm -rf .venv made-up bench/offices build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.PHONY: help demo test journeys mutants test-way-back check format bench pins clean
