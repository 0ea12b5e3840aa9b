# Each target is one line that a person could type. `make demo` and `make test` set themselves up on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test check docs bench bench-glue bench-speed train train-evaluate lock clean

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tallywire needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "this Python has no venv module; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock  # the lock is whole; nothing is left to resolve
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## the whole flow on a small bundled site, then the review page
	$(BIN)/tallywire demo

test: setup  ## every test that a fresh machine can run
	$(BIN)/pytest -q

check: setup  ## what must hold before a commit: format, lint, types, import contracts, docs, tests, and the floors of quality where ../shared is
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tallywire.reference --check
	$(BIN)/pytest -q
	$(BIN)/python -m benchmarks.floors

docs: setup  ## docs/schema.md and docs/cli.md from the code
	$(BIN)/python -m tallywire.reference

bench: setup  ## quality on ../shared/gold, written to benchmarks/quality.jsonl
	$(BIN)/python -m benchmarks.quality

bench-glue: setup  ## the stack that a user would glue together, on the same documents
	$(BIN)/python -m benchmarks.glue

bench-speed: setup  ## speed, memory, linear cost and hostile text, written to benchmarks/speed.jsonl
	$(BIN)/python -m benchmarks.speed

train: setup  ## corpora to model; see training/README.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	$(BIN)/python -m weasel run all training

train-evaluate: setup  ## the model's figures, written to training/metrics.json
	$(BIN)/python -m training.evaluate

lock: setup  ## requirements.lock from pyproject.toml: exact versions with hashes, no addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --generate-hashes --all-extras --upgrade pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
