# Everything is installed into .venv of this folder; nothing else on the machine is touched but the model folder.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LIBRARY ?= .run/library
HOST ?= 127.0.0.1
PORT ?= 7860
AXE := 4.14.0

.PHONY: run test fuzz check bench screenshots axe install install-dev models clean

# With HOST=0.0.0.0 set POLICY_ASSISTANT_TOKEN and POLICY_ASSISTANT_CHANGE_TOKEN in the environment, too.
run: install models
	$(BIN)/policy-assistant ingest --library $(LIBRARY) examples/library
	$(BIN)/policy-assistant serve --library $(LIBRARY) --host $(HOST) --port $(PORT) --open

test: install-dev models axe
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Property tests on new examples at each run, where `test` draws the same ones. What it finds becomes a test.
FUZZES ?= 10
fuzz: install-dev
	for round in $$(seq $(FUZZES)); do \
		$(BIN)/python -m pytest -q -n 2 --hypothesis-profile=fuzz $$(grep -rl 'from hypothesis' tests --include='test_*.py') || exit 1; done

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py

# Quality first, then speed. Those that need files beside the repository say that they skip.
BENCHES := retrieval answers figures_golden metadata_golden provisions_golden reading_speed \
	figures_speed match ingest memory pages scale people soak cold reading
bench: install-dev models
	for name in $(BENCHES); do $(BIN)/python -m bench.$$name || exit 1; done

# A checker of accessibility that the browser tests use where it is to be had; its digest is checked by them.
axe: .run/axe-core-$(AXE).tgz
.run/axe-core-$(AXE).tgz:
	-mkdir -p .run && cd .run && npm pack --silent axe-core@$(AXE) >/dev/null

screenshots: install-dev models
	$(BIN)/python tools/screenshots.py

# Without any source of the model the product works by keywords, so this never stops the rest.
models: install
	-$(BIN)/policy-assistant models pull

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

# Marked by a file of its own: a venv that was broken off, or made before Debian's python3-venv was installed, has a
# python but no pip; `venv` then mends it.
$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/.made
	@echo "Installing packages into $(VENV). The first time takes minutes: PyTorch alone may have several GB."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/.made
	@echo "Installing packages into $(VENV). The first time takes minutes: PyTorch alone may have several GB."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) .run build dist *.egg-info
