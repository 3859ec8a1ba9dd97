# Two commands set everything up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help env run test lint lab evaluate bench browser lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

env: $(STAMP) ## make .venv with every package pinned and checked by hash

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Standoff needs Python 3.11 or newer; name it: make env PYTHON=python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

run: $(STAMP) ## run the sample case; prints the path of its report
	@$(BIN)/standoff run sample

test: $(STAMP) ## run the tests
	@$(BIN)/python -m pytest

browser: $(STAMP) ## run JupyterLab and the report in Chromium
	@$(BIN)/python -m pytest tests/browser

lint: $(STAMP) ## check style
	@$(BIN)/ruff check src tests evaluation training benchmarks

lab: $(STAMP) ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks

evaluate: $(STAMP) ## print every figure of the README; needs ../shared
	@$(BIN)/python -m evaluation

bench: $(STAMP) ## print what reading costs beside others, how cost and memory grow, what reruns cost, what kills do
	$(PIP) install --require-hashes -r benchmarks/requirements.lock
	@$(BIN)/python -m benchmarks

lock: ## renew requirements.lock from pyproject.toml (needs uv)
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --extra cluster --extra dev pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --extra bench -c requirements.lock pyproject.toml -o benchmarks/requirements.lock

clean: ## remove the environment and all results; raw data stay
	rm -rf $(VENV) data/processed
