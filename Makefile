# Two commands set everything up and go: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CORPUS ?= demo-corpus

.PHONY: demo test check lint pytest faults fuzz oracle bench costs golden skeletons schema screenshots lock clean help

help:
	@echo "make demo    install, and make a corpus of 300 documents in $(CORPUS)/"
	@echo "make test    install, lint, type-check, and run all tests"
	@echo "make lint    ruff, mypy, import-linter"
	@echo "make fuzz    try thousands of hostile texts, files and specs (a quarter of an hour)"
	@echo "make oracle  judge all identifiers of 20,000 documents by other libraries"
	@echo "make faults  break runs in some 200 ways, restart them, compare the bytes (an hour): docs/faults.md"
	@echo "make bench   measure all that README and docs/performance.md say of speed (twenty minutes), and write it there"
	@echo "make costs   measure anew what documents cost, which batches are sized by (four minutes)"
	@echo "make golden  write the golden files of the renderers anew"
	@echo "make skeletons  author the looks of office files anew, when a layout has changed"
	@echo "make schema  write docs/labels.schema.json anew"
	@echo "make screenshots  take the pictures of docs/prefect.md anew (needs chromium)"
	@echo "make lock    resolve the lock files anew (needs uv)"
	@echo "make clean   remove the virtual environment, caches and the demo corpus"

demo: $(VENV)/.installed
	$(BIN)/synthphi generate --phi-positive 200 --phi-negative 100 --seed 42 --output $(CORPUS)
	@echo
	@echo "Look around:"
	@echo "  $(CORPUS)/report.html              what is in it, to open in a browser"
	@echo "  $(CORPUS)/positive/000/            documents with PHI"
	@echo "  $(CORPUS)/negative/000/            documents without"
	@echo "  $(CORPUS)/labels/                  every PHI value with its place in the file (Parquet)"
	@echo "  $(BIN)/synthphi verify $(CORPUS)   re-read every label in every file"
	@echo "  $(BIN)/synthphi show FILE          a document's text with its labels in colour"

test check: lint pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

pytest: $(VENV)/.installed-dev
	$(BIN)/pytest --numprocesses=logical --dist=loadscope --durations=40 --durations-min=5

fuzz: $(VENV)/.installed-dev
	SYNTHPHI_FUZZ=1 $(BIN)/pytest --numprocesses=logical --dist=load -o timeout=0 tests/synthphi/test_spec_fuzz.py \
		tests/synthphi/render/test_hostile_text.py tests/synthphi/readback/test_hostile_files.py

oracle: $(VENV)/.installed-dev
	SYNTHPHI_ORACLE=20000 $(BIN)/pytest -s tests/synthphi/test_identifiers_by_oracles.py

faults: $(VENV)/.installed-dev
	$(BIN)/python tests/faults/campaign.py --table docs/faults.md

bench: $(VENV)/.installed-dev
	$(MAKE) VENV=$(VENV)-users $(VENV)-users/.installed  # what users install, and no more
	$(BIN)/python benchmarks/all.py --python $(VENV)-users/bin/python

costs: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/costs.py

golden: $(VENV)/.installed-dev
	$(BIN)/python tools/make_golden.py

skeletons: $(VENV)/.installed-dev
	$(BIN)/python tools/make_skeletons.py

schema: $(VENV)/.installed-dev
	$(BIN)/python tools/make_label_schema.py

screenshots: $(VENV)/.installed-dev
	mkdir -p docs/images
	SYNTHPHI_SCREENSHOTS=docs/images $(BIN)/pytest tests/flows/test_ui.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "synthphi needs Python 3.11 or later; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.installed

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--group pyproject.toml:build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		-c requirements.lock --group pyproject.toml:build --group pyproject.toml:dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) $(VENV)-users $(CORPUS) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
