# Everything runs in .venv, which the lock files in requirements/ define; nothing is installed outside it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
FUZZ_READY := $(VENV)/.fuzz-ready
EXPLORE_READY := $(VENV)/.explore-ready

.DEFAULT_GOAL := help
.PHONY: help run explore test lint rules check audit crash fuzz soak package bench lock clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(RUN_READY) ## Read corpus/documents and write outputs/
	$(BIN)/sharedfacts run corpus/documents --out outputs

test: $(DEV_READY) ## Run the tests
	$(BIN)/python -m pytest -n auto

lint: $(DEV_READY) ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

explore: $(EXPLORE_READY) ## Look around in outputs/ with a browser (Datasette; this machine only)
	$(BIN)/sharedfacts explore outputs

rules: $(RUN_READY) ## Test the rules, and hold the committed tables to the annotations' floors
	$(BIN)/sharedfacts check
	$(BIN)/sharedfacts evaluate

check: test lint rules audit ## All that CI does, and the audit

# A version with a known hole: where its hole is not found, nothing is looked up.
HOLED := pdfminer.six==20231228
audit: ## Look the lock files up in the advisories, where these can be reached; requirements/floors.csv is tested in any case
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.lock
	@echo "$(HOLED)" > build/audit/holed.txt
	@if build/audit/bin/pip-audit --disable-pip --no-deps -r build/audit/holed.txt 2>&1 | grep -q '^Found'; then \
	  build/audit/bin/pip-audit --strict --disable-pip --no-deps $(patsubst %,-r %,$(wildcard requirements/*.lock)); \
	else echo "No audit: the advisories cannot be reached. What requirements/floors.csv names is tested by make test."; fi

crash: $(DEV_READY) ## Kill hundreds of runs, at every step that touches a file and at random moments; takes a while
	$(BIN)/python tests/crash.py --random 100

package: ## Validate outputs/datapackage.json with frictionless, foreign keys included, in an environment of its own
	$(PYTHON) -m venv build/frictionless
	build/frictionless/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/package.lock
	build/frictionless/bin/frictionless validate outputs/datapackage.json

bench: $(DEV_READY) ## Measure speed, ten minutes; prints ratios and writes benchmarks/results.md (BENCH="--only pdf" for a part)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements/bench.lock
	$(PYTHON) -m venv build/peers
	build/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.lock
	$(BIN)/python -m benchmarks $(BENCH)

FUZZ_SECONDS ?= 300
fuzz: $(FUZZ_READY) ## Search for texts and files that break a promise, guided by coverage (FUZZ_SECONDS for each target)
	$(BIN)/python tests/fuzz.py text $(FUZZ_SECONDS)
	$(BIN)/python tests/fuzz.py readers $(FUZZ_SECONDS)

SOAK_COPIES ?= 100
soak: $(DEV_READY) ## Read mutated copies of every sample document (SOAK_COPIES of each)
	$(BIN)/python tests/soak.py --copies $(SOAK_COPIES)

lock: ## Make the lock files anew from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group build -o requirements/run.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header -c requirements/run.lock pyproject.toml --extra parquet --extra explore --extra dask --extra fast --group build --group test --group lint -o requirements/dev.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header -c requirements/dev.lock pyproject.toml --extra explore -o requirements/explore.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header -c requirements/dev.lock pyproject.toml --extra dask -o requirements/dask.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-deps --group bench -o requirements/bench.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group fuzz -o requirements/fuzz.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group peers -o requirements/peers.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group package -o requirements/package.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group audit -o requirements/audit.lock

clean: ## Remove the environment and caches
	rm -rf $(VENV) .sharedfacts .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements/run.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(EXPLORE_READY): requirements/explore.lock $(RUN_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/explore.lock
	touch $@

$(DEV_READY): requirements/dev.lock $(RUN_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	touch $@

$(FUZZ_READY): requirements/fuzz.lock $(DEV_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/fuzz.lock
	touch $@
