# Two commands do everything on a fresh machine:  make demo   and   make test
# PYTHON may name another interpreter (3.11 or later); PORT another port for the demo.

PYTHON ?= python3
PORT ?= 8765
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Python keeps what it has compiled: hundreds of processes would compile all of it anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup neo4j demo test check lint types format unit proof bench docs clean

help:  ## list the targets
	@grep -E '^[a-z0-9]+:.*##' Makefile | sed -E 's/^([a-z0-9]+):.*## /\1\t/' | expand -t 10

setup: $(READY)  ## prepare .venv with the tieline command and everything the tests need

$(READY): pyproject.toml .ci/setup
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/setup
	@touch $(READY)

neo4j:  ## bring Java and the Neo4j server that the tests use, once per machine
	@sh .ci/neo4j/fetch

demo: setup  ## build a demo company, load it, print the briefing, serve the API
	$(BIN)/tieline demo --port $(PORT)

# types are told last: mypy takes most of a minute the first time, beside the tests
test: setup lint  ## run every check and every test
	@$(MAKE) --no-print-directory types >$(VENV)/types.txt 2>&1 & types=$$!; \
	$(MAKE) --no-print-directory unit; tested=$$?; \
	wait $$types; typed=$$?; cat $(VENV)/types.txt; exit $$((tested + typed))

check: lint types  ## lint, formatting, types, layers

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

# without a server the Neo4j tests are reported as not run; in CI they fail
unit: setup
	@sh .ci/neo4j/fetch && $(BIN)/python -m tests.neo4j_classes || true
	TMPDIR=$$(sh .ci/scratch) $(BIN)/python -m pytest -q -m "not proof" -n 2 --dist loadfile --no-loadscope-reorder

proof: setup  ## the exhaustive runs: kills at every boundary, thousands of drawn cases
	@sh .ci/neo4j/fetch || true
	$(BIN)/python -m pytest -q -m "proof or hypothesis"

bench: setup  ## time loading and a refresh beside hand-written peers (10 million interactions)
	$(BIN)/pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python benchmarks/main.py

docs: setup  ## write the generated reference pages anew
	$(BIN)/python docs/generate.py
	$(BIN)/python -m docs.parity

format: setup  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## remove what the other targets made
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis tieline-demo
