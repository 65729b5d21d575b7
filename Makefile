# Two commands do everything: `make certify` and `make test`. `make help` lists the others.

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
BACKEND ?=
RESULTS ?= docs/results
EFFORT  ?= standard
# Material for MkDocs prints a notice about MkDocs 2 at every build; we pin MkDocs 1.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help install certify test lint site serve bench kill-matrix soak clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "convspec needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'Installing what convspec needs into $(VENV): the first time this takes minutes.'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

install: $(BIN)/.installed  ## Install everything into .venv

certify: install  ## Certify NumPy and torch, or BACKEND=path/to/file.py:backend
	$(BIN)/convspec certify $(BACKEND) --effort $(EFFORT) --results $(RESULTS)

test: install lint  ## Run ruff, mypy, import-linter and the project's tests
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: install  ## Run ruff, mypy strict and import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

site: install  ## Build the site, strictly, into site/
	$(BIN)/mkdocs build --strict --quiet

serve: install  ## Show the site at http://127.0.0.1:8000
	$(BIN)/mkdocs serve

bench: install  ## Measure speed, as ratios in one run
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only -p no:xdist

kill-matrix: install  ## Run every mutant against every clause; data for the site
	$(BIN)/python -m tests.mutants.matrix

soak: install  ## Draw with 50 seeds: no correct backend is called wrong, no fault is missed
	$(BIN)/python -m tests.legitimate.soak --seeds 50
	$(BIN)/python -m tests.mutants.soak --seeds 50

clean:  ## Remove what was built, not what was certified
	rm -rf site build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .cache
