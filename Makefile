# make demo, make test: everything they need is made on the way and kept in the checkout.

PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ifeq ($(PYTHON),)
$(error tradefin needs Python 3.11 or newer, and none of python3, python3.13, python3.12, python3.11 runs here)
endif

ENV := @$(PYTHON) scripts/env.py
BIN := .venv/bin

.PHONY: demo test test-ape check dev node ape compile lock gas speed clean

demo: dev
	@$(BIN)/tradefin demo

test: check
	@$(BIN)/python -m pytest

check: node
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo --cache-dir build/import-linter > build/import-linter.log || { cat build/import-linter.log; exit 1; }

test-ape: node
	@$(PYTHON) -m scripts.test_ape

compile: node
	@$(BIN)/python scripts/compile.py

gas: node
	@PYTHONPATH=. $(BIN)/python benchmarks/gas.py

speed: node
	@PYTHONPATH=. $(BIN)/python benchmarks/speed.py

lock:
	@$(PYTHON) -m scripts.lock

dev:
	$(ENV) dev

node:
	$(ENV) dev solc > /dev/null

ape:
	$(ENV) dev solc ape > /dev/null

clean:
	rm -rf .venv .venv-ape node_modules build dist .build
