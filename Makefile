# One virtual environment, made from the hash-pinned lock; nothing is installed outside this folder.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

# Many tests wait for processes that they kill and start: twice the cores keeps the cores busy.
WORKERS ?= $(shell n=$$(( 2 * $$(nproc) )); echo $$(( n < 8 ? n : 8 )))

export PORT     ?= 8000
export DATA_DIR ?= .data

.PHONY: run test quick check bench lock clean

run: $(READY)          ## start everything: embedded MongoDB, demo plans, personas, the API
	$(BIN)/reintegratieplan dev

test: check            ## everything: style, types, dependency rules and all tests
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

quick: $(READY)        ## the tests without the longer runs
	$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not slow"

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)        ## measure; figures and a picture in bench/
	$(BIN)/reintegratieplan bench

lock: $(READY)         ## renew the lock after a change in pyproject.toml (needs `uv`)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml -o requirements-dev.lock

clean:                 ## remove the environment, caches and demo data
	rm -rf $(VENV) $(DATA_DIR) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
