"""`docs/states.md` and the code name the same states, with the same labels."""

import importlib
import re

import pytest
from django.db import models

from tests.architecture.house import HOUSE, ROOT

DOC = (ROOT / "docs" / "states.md").read_text("utf-8")
MODULES = sorted(
    f"zoufang.{file.relative_to(HOUSE).with_suffix('').as_posix().replace('/', '.')}"
    for file in HOUSE.rglob("states.py")
)


def state_classes():
    for name in MODULES:
        module = importlib.import_module(name)
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, models.TextChoices) and each.__module__ == name:
                yield each


@pytest.mark.parametrize(
    "states", list(state_classes()), ids=lambda each: f"{each.__module__.split('.')[2]}.{each.__name__}"
)
def test_every_state_stands_in_the_document_with_its_label(states):
    section = re.search(rf"^### {states.__name__}\n(.*?)(?=^##|\Z)", DOC, re.M | re.S)
    assert section, f"{states.__name__} is not in docs/states.md"
    written = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", section[1], re.M))

    assert written == {each.value: str(each.label) for each in states}


def test_the_document_names_nothing_that_is_not_there():
    assert set(re.findall(r"^### (\w+)$", DOC, re.M)) == {each.__name__ for each in state_classes()}


def test_the_life_of_a_problem_is_drawn_as_the_rules_have_it():
    from zoufang.stages.problem.rules import NEXT

    drawn = set(re.findall(r"^(\w+) -> (\w+)$", DOC, re.M))

    assert drawn == {(str(state), str(to)) for state, leads in NEXT.items() for to in leads}
