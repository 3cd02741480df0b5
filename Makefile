.venv/bin/pytest: requirements-dev.lock
	python3 -m venv .venv
	.venv/bin/python -m pip install -q uv
	.venv/bin/uv pip install -q --require-hashes -r requirements-dev.lock
	touch $@

.PHONY: test check
test: .venv/bin/pytest
	PYTHONPATH=src .venv/bin/python -m pytest

check: .venv/bin/pytest
	.venv/bin/ruff format --check src tests tools
	.venv/bin/ruff check src tests tools
	PYTHONPATH=src .venv/bin/lint-imports --no-cache
	PYTHONPATH=src ZOUFANG_HOME=$$(mktemp -d) .venv/bin/python -m zoufang.command_line makemigrations --check --dry-run
