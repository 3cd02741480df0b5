"""What a family is told: every kind of step has its sentence, whoever answers is a role."""

import pytest

from zoufang.stages.problem import told
from zoufang.stages.problem.states import ProblemState, StepKind


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


def test_every_state_has_plain_words_and_the_question_its_own():
    assert set(told.STATES) == set(ProblemState)
    assert told.how_it_stands(state="sent_back", is_asked=False) == "重新办理中"
    assert told.how_it_stands(state="awaiting_family", is_asked=True) == "已答复,等您说一声"
    assert told.how_it_stands(state="awaiting_family", is_asked=False) == "您说过了,等核实"
