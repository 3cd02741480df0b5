"""How files are cut and called."""

import re

from tests.architecture.house import HOUSE, ROOT, imports_of, written_files
from zoufang.stages import STAGES

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "handler", "data"}
# Django looks for a database backend's wrapper in a module of this name.
GIVEN_NAMES = {HOUSE / "web" / "sqlite" / "base.py"}
OPEN_SIDE = {"queries", "actions", "models", "states", "access", "rules"}


def test_no_file_is_longer_than_400_lines():
    long = {
        str(file.relative_to(ROOT)): count
        for file in written_files(".py", ".html", ".js", ".css")
        if (count := len(file.read_text("utf-8").splitlines())) > 400
    }

    assert not long


def test_no_module_is_called_after_nothing():
    named = [file for file in written_files(".py") if file.stem in FORBIDDEN or file.parent.name in FORBIDDEN]

    assert set(named) - GIVEN_NAMES == set()


def test_a_stage_uses_only_the_open_side_of_another():
    peeking = []
    for stage in STAGES:
        for file in (HOUSE / "stages" / stage).rglob("*.py"):
            if "tests" in file.parts:
                continue
            for module in imports_of(file):
                other = re.match(r"zoufang\.stages\.(\w+)\.(\w+)", module)
                if other and other[1] != stage and other[2] not in OPEN_SIDE:
                    peeking.append(f"{file.relative_to(ROOT)} imports {module}")

    assert not peeking


def test_every_stage_has_its_card_of_at_most_twelve_lines():
    for stage in STAGES:
        card = (HOUSE / "stages" / stage / "__init__.py").read_text("utf-8")
        assert card.startswith('"""'), stage
        assert "In:" in card or "In " in card, stage
        assert len(card.splitlines()) <= 12, stage


def test_no_place_of_one_machine_and_no_registry_is_named_in_a_lock_file():
    for name in ("requirements.lock", "requirements-full.lock", "requirements-dev.lock"):
        lock = (ROOT / name).read_text("utf-8")
        assert "://" not in lock


def test_no_key_and_no_database_is_kept_with_the_code():
    places = [ROOT / part for part in ("src", "tests", "benchmarks", "tools", "docs", "examples")]
    found = [path for place in places for path in place.rglob("*") if path.suffix in (".key", ".sqlite3", ".pem")]

    assert found == []
