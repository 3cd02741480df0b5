"""What a family is told: every kind of step has its sentence, whoever answers is a role."""

import pytest

from zoufang.stages.problem import told
from zoufang.stages.problem.states import StepKind


def test_every_kind_of_step_has_its_own_sentence():
    assert set(told.STEPS) == set(StepKind)
    assert len({str(words) for words in told.STEPS.values()}) == len(told.STEPS)


@pytest.mark.parametrize(
    ("state", "level", "circle", "who"),
    [
        ("raised", "school", "school", "园里"),
        ("raised", "school", "principal", "园长"),
        ("raised", "school", "district", "区里"),
        ("passed_up", "school", "school", "区里"),
        ("sent_back", "district", "school", "区里"),
    ],
)
def test_who_answers_is_a_role(state, level, circle, who):
    assert told.who_answers(state=state, level=level, circle=circle) == who
