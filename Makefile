# Two commands: `make demo` serves a living campaign, `make test` runs every test. Both install what they need.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 := 1

.PHONY: demo test check bench pictures clean
demo: .venv/.installed
	@$(BIN)/zoufang demo --host $(HOST) --port $(PORT)

test: .venv/.installed-dev
	@$(BIN)/python tools/run_tests.py

check: .venv/.installed-dev
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/python tools/check_house.py

bench: .venv/.installed-dev
	$(BIN)/python benchmarks/run.py $(BENCH)

pictures: .venv/.installed-dev
	$(BIN)/python tools/take_pictures.py

.venv/.installed: requirements-full.lock pyproject.toml tools/set_up.sh
	@PYTHON=$(PYTHON) sh tools/set_up.sh requirements-full.lock $@

.venv/.installed-dev: requirements-dev.lock pyproject.toml tools/set_up.sh
	@PYTHON=$(PYTHON) sh tools/set_up.sh requirements-dev.lock $@

clean:
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache
