# make demo   sets up and checks the example article
# make test   sets up and runs everything that must pass, but for what needs a browser, a spreadsheet or Pango
# make test-full  the same with these, which it installs (Debian; .ci/run runs this)
# make test-spark the tests on a local Spark session, in an environment of its own; needs Java 17 or later
# make reports    writes the example article's audit report anew
# make bench  times the checker
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DEMO   := examples/harbour-ai.md

.PHONY: demo test bench schema readme docs clean test-full test-spark reports

# The virtual environment: the package alone for the demo, the tools too for the tests.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "finchecks needs Python 3.11 or later; try: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.package: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.full: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,full]'
	touch $@ $(VENV)/.package $(VENV)/.tools

$(VENV)/.tools: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/.package

# The example has a figure that cannot be right, so finchecks exits with 1 there. That, and only that,
# is what the demo expects: 0 (it found nothing) and 2 (it could not work) fail.
demo: $(VENV)/.package
	@echo '$$ finchecks check $(DEMO)'; echo
	@status=0; $(BIN)/finchecks check $(DEMO) || status=$$?; echo; \
	if [ $$status -eq 1 ]; then \
		echo "finchecks ended with status 1: it found something at or above a warning, as it should here."; \
	else \
		echo "finchecks ended with status $$status, but the example holds a warning and should give 1."; exit 1; \
	fi

test: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict finchecks
	$(BIN)/python -m pytest

test-full: $(VENV)/.full
	sh ci/system-packages.sh
	FINCHECKS_FULL=1 $(MAKE) --no-print-directory test

# PySpark weighs half a gigabyte and wants an older pandas
$(VENV)-spark/.done: pyproject.toml
	$(PYTHON) -m venv $(VENV)-spark
	$(VENV)-spark/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]' pytest hypothesis
	touch $@

test-spark: $(VENV)-spark/.done
	@java -version 2>/dev/null || { echo "make test-spark needs Java 17 or later: sudo apt install openjdk-17-jre-headless"; exit 1; }
	$(VENV)-spark/bin/python -m pytest tests/batch/test_spark.py tests/batch/test_frame.py

# The time is fixed, so that the report changes only with the article, finchecks or what it judges by.
reports: $(VENV)/.tools
	SOURCE_DATE_EPOCH=1768500000 $(BIN)/finchecks report $(DEMO) --format html,xlsx,markdown --isolated

bench: $(VENV)/.tools
	$(BIN)/python -m pytest benchmarks --benchmark-only

schema: $(VENV)/.package
	$(BIN)/python -m finchecks.report.schema > finchecks/report/schema.json
	$(BIN)/python -m finchecks.rule.schema > finchecks/rule/schema.json

readme: $(VENV)/.package
	$(BIN)/python tests/test_readme.py

docs: $(VENV)/.tools
	$(BIN)/python tests/test_docs.py

clean:
	rm -rf $(VENV) $(VENV)-spark build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
