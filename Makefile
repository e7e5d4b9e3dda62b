# The commands of this project; `make load` and `make test` each work first on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# What `make bench` compares with has an environment of its own: the project needs none of it.
BENCH_VENV := .bench-venv
BENCH_STAMP := $(BENCH_VENV)/.installed
# So has Superset, which is a client.
SUPERSET_VENV := .superset-venv
SUPERSET_STAMP := $(SUPERSET_VENV)/.installed
# Environments that forbid bytecode make every start recompile everything.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: load test test-slow test-superset ui lint bench install lock demo clean

load: $(STAMP)  ## load data/inbox, the published figures and the made-up registers
	$(BIN)/netralitas load --demo

test: $(STAMP)  ## the whole suite but the slow sweeps (which keep a meaningful part in it)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not superset"

test-slow: $(STAMP)  ## the sweeps: every deleted row through the whole job, long fault runs
	$(BIN)/python -m pytest -n 2 -m slow

test-superset: $(STAMP) $(SUPERSET_STAMP)  ## the dashboard in a real Superset, installed for it
	$(BIN)/python -m pytest -n 0 -m superset tests/superset

ui: $(STAMP)  ## Dagster's web interface, schedule and sensor running
	$(BIN)/netralitas ui

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models dbt_project/tests dbt_project/analyses pipelines/landing

bench: $(STAMP) $(BENCH_STAMP)  ## what the project costs beside bare reading, pandas and dlt
	$(BIN)/python -m tests.benchmarks

demo: $(STAMP)  ## make the made-up registers again (the same bytes for the same seed)
	$(BIN)/python -m pipelines.demo data/demo

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q $(VENV)/lib pipelines >/dev/null || true
	touch $@

$(BENCH_STAMP): requirements-bench.lock
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

$(SUPERSET_STAMP): requirements-superset.lock
	$(PYTHON) -m venv $(SUPERSET_VENV)
	$(SUPERSET_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-superset.lock
	touch $@

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --no-strip-extras \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header

lock:  ## renew the lock files (versions and hashes, no index lines)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet pip-tools
	$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --output-file requirements-bench.lock requirements-bench.in
	$(COMPILE) --output-file requirements-superset.lock requirements-superset.in

clean:
	rm -rf $(VENV) $(BENCH_VENV) $(SUPERSET_VENV) .bench build *.egg-info dbt_project/target
