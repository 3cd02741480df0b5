"""Lines reach the group once, in the robot's protocol, against a server that checks as the real ones do."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from tests.robot_server import DINGTALK, FEISHU, WECOM

from zoufang.engines import outward
from zoufang.engines.refusal import Refused
from zoufang.ground.channels import actions, rules
from zoufang.ground.channels.models import Robot, RobotLine
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.actions import deliver_due, try_again
from zoufang.ground.outbox.models import OutboxRow


@pytest.fixture
def robot(cast):
    def add(kind="dingtalk", address=DINGTALK, secret="", klass=None):
        by = cast.actor(cast.wang)
        return actions.add_robot(
            klass=klass or cast.klass, kind=kind, address=address, secret=secret, by=by, at=timezone.now()
        )

    return add


def say(robot, text="您好", about="x"):
    with transaction.atomic():
        return actions.post_line(robot=robot, text=text, about=about, at=timezone.now())


def outcome(line):
    row = OutboxRow.objects.get(subject=line.public_id)
    return row.state, row.last_words


@pytest.mark.parametrize(
    ("kind", "address", "secret", "token"),
    [
        ("dingtalk", DINGTALK, "SECabc+/=", "ding-token-7788"),
        ("wecom", WECOM, "", "we-key-5566"),
        ("feishu", FEISHU, "SECabc+/=", "fs-hook-3344"),
    ],
)
def test_a_line_stands_in_the_group_as_it_was_shown(robots, robot, kind, address, secret, token):
    robots.secrets[token] = secret
    line = say(robot(kind, address, secret), "家长们好:\n自愿参加。")
    deliver_due(worker="w")

    assert robots.said[token] == ["家长们好:\n自愿参加。"]
    assert outcome(line)[0] == "done"
    line.refresh_from_db()
    assert line.said_at is not None


@pytest.mark.parametrize(
    ("kind", "address", "secret", "token", "words"),
    [
        ("dingtalk", DINGTALK, "SECwrong", "ding-token-7788", "310000 sign not match"),
        ("dingtalk", DINGTALK, "", "ding-token-7788", "310000"),
        ("feishu", FEISHU, "SECwrong", "fs-hook-3344", "19021 sign match fail"),
    ],
)
def test_a_wrong_signature_is_told_in_the_robots_words_and_tried_no_more(
    robots, robot, kind, address, secret, token, words
):
    robots.secrets[token] = "SECright"
    line = say(robot(kind, address, secret))
    deliver_due(worker="w")

    state, said = outcome(line)
    assert (state, words in said) == ("gave_up", True)
    assert not robots.said[token]
    assert deliver_due(worker="w") == 0


def test_a_server_whose_clock_is_off_by_hours_is_told_so(robots, robot, monkeypatch):
    robots.secrets["ding-token-7788"] = "SECright"
    tested, sent = robot(secret="SECright"), []
    monkeypatch.setattr(outward, "post", lambda *parts: sent.append(parts) or (200, b'{"errcode":0,"errmsg":"ok"}'))
    with time_machine.travel(timezone.now() - timedelta(hours=2), tick=True):
        say(tested)
        deliver_due(worker="w")
    answer = robots.answer("oapi.dingtalk.com", sent[0][0], "application/json", sent[0][1])

    assert answer == (200, {"errcode": 310000, "errmsg": "invalid timestamp"})


@pytest.mark.parametrize(
    ("kind", "address", "token", "code"),
    [("dingtalk", DINGTALK, "ding-token-7788", "310000"), ("feishu", FEISHU, "fs-hook-3344", "19024")],
)
def test_the_test_line_passes_the_keyword_that_the_page_names(cast, robots, robot, kind, address, token, code):
    robots.keywords[token] = rules.KEYWORD
    tested = robot(kind, address)
    said = actions.try_robot(robot=tested, by=cast.actor(cast.zhang), at=timezone.now())
    other = say(tested, "没有那个词")
    with time_machine.travel(timezone.now() + timedelta(seconds=4), tick=True):
        deliver_due(worker="w")

    assert outcome(said)[0] == "done"
    assert code in outcome(other)[1]


def test_an_unknown_key_is_told_and_the_key_itself_never_stands_in_the_words(robots, robot, monkeypatch):
    robots.tokens.clear()
    line = say(robot("wecom", WECOM))
    deliver_due(worker="w")
    assert "93000" in outcome(line)[1]

    quoted = b'{"errcode": 93000, "errmsg": "no such key we-key-5566"}'
    monkeypatch.setattr(outward, "post", lambda *_: (200, quoted))
    try_again(row=OutboxRow.objects.get(subject=line.public_id), by=_nobody(), at=timezone.now())
    deliver_due(worker="w")
    assert outcome(line) == ("gave_up", "93000 no such key …")


def test_too_fast_is_tried_later(robots, robot):
    robots.most_a_minute = 0
    line = say(robot())
    deliver_due(worker="w")

    state, words = outcome(line)
    assert (state, "130101" in words) == ("waiting", True)
    robots.most_a_minute = 20
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        deliver_due(worker="w")
    assert outcome(line)[0] == "done"


def test_lines_to_one_robot_are_due_three_seconds_apart_and_other_groups_do_not_wait(cast, robots, robot):
    one, other = robot(), robot("wecom", WECOM, klass=cast.other_class)
    same_group = robot(klass=cast.other_class)
    now = timezone.now()
    with transaction.atomic():
        lines = [actions.post_line(robot=each, text="x", about="x", at=now) for each in (one, same_group, one, other)]

    assert [(line.due_at - now).total_seconds() for line in lines] == [0, 3, 6, 0]


def test_no_more_than_twenty_a_minute_leave_for_one_robot(robots, robot, monkeypatch):
    monkeypatch.setattr(rules, "APART", timedelta(0))
    tested = robot()
    lines = [say(tested, f"第{n}条") for n in range(21)]
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=True):
        deliver_due(worker="w", limit=30)

    assert len(robots.said["ding-token-7788"]) == 20
    state, words = outcome(lines[-1])
    assert (state, "20 条" in words) == ("waiting", True)
    assert len(robots.requests) == 20, "the robot itself was not troubled"


def test_a_whole_districts_classes_go_at_once(cast, robots, robot):
    robots.tokens |= {f"key-{n}" for n in range(40)}
    with transaction.atomic():
        for n in range(40):
            each = Robot.objects.create(
                klass=robot_class(cast, n),
                kind="wecom",
                address=WECOM.replace("we-key-5566", f"key-{n}"),
                address_hash=f"{n}",
                ending="x",
                added_at=timezone.now(),
            )
            actions.post_line(robot=each, text="您好", about="x", at=timezone.now())

    assert deliver_due(worker="w", limit=100) == 40
    assert sum(len(said) for said in robots.said.values()) == 40


def robot_class(cast, n):
    from zoufang.ground.org.actions import found_class

    return found_class(school=cast.school, name=f"{n}班", entry_year=2020, class_number=n + 10)[0]


def test_what_may_have_been_heard_is_not_said_again_unless_a_person_asks(robots, robot, monkeypatch):
    robots.mood = "hang"
    monkeypatch.setattr(outward, "ANSWER_SECONDS", 0.3)
    line = say(robot())
    deliver_due(worker="w")

    state, words = outcome(line)
    assert state == "gave_up"
    assert "到群里看一眼" in words
    robots.mood = ""
    try_again(row=OutboxRow.objects.get(subject=line.public_id), by=_nobody(), at=timezone.now())
    deliver_due(worker="w")
    assert outcome(line)[0] == "done"


def test_a_worker_that_died_in_between_leaves_the_line_to_a_person(robots, robot):
    line = say(robot())
    RobotLine.objects.update(is_under_way=True)
    deliver_due(worker="w")

    assert outcome(line)[0] == "gave_up"
    assert robots.requests == []


def test_a_line_that_was_said_is_not_said_again_when_only_the_outbox_forgot(robots, robot):
    line = say(robot())
    deliver_due(worker="w")
    OutboxRow.objects.update(state="waiting")
    deliver_due(worker="w")

    assert len(robots.requests) == 1
    assert outcome(line)[0] == "done"


def test_an_unreachable_robot_is_tried_later(robots, robot):
    robots.stop()
    line = say(robot())
    deliver_due(worker="w")
    state, words = outcome(line)
    robots.start()

    assert (state, "连不上 oapi.dingtalk.com" in words) == ("waiting", True)


def test_a_removed_robot_says_nothing_more(cast, robots, robot):
    tested = robot()
    line = say(tested)
    actions.remove_robot(robot=tested, by=cast.actor(cast.zhang), at=timezone.now())
    deliver_due(worker="w")

    assert robots.requests == []
    assert "移除" in outcome(line)[1]


def test_address_and_secret_are_closed_in_the_database_and_in_no_journal_entry(robot):
    kept = robot(secret="SECabc")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT address, secret, address_hash, ending FROM channels_robot")
        row = cursor.fetchone()
    assert "ding-token" not in str(row)
    assert "SECabc" not in str(row)
    assert row[3] == "7788"
    entry = JournalEntry.objects.get(act="robot.added")
    assert entry.facts == {"kind": "dingtalk"}
    kept.refresh_from_db()
    assert (kept.address, kept.secret) == (DINGTALK, "SECabc")


def test_a_teacher_of_another_class_sets_up_nothing(cast):
    for user in (cast.sun, cast.qian, cast.stranger):
        with pytest.raises(Refused):
            actions.add_robot(
                klass=cast.klass,
                kind="wecom",
                address=WECOM,
                secret="",
                by=cast.actor(user),
                at=timezone.now(),
            )
    assert not Robot.objects.exists()


def _nobody():
    from zoufang.ground.accounts.actor import SYSTEM

    return SYSTEM
