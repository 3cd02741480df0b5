import time

import pytest

from zoufang.engines.sandbox import Crashed, Stopped, TooHeavy, run_limited

HERE = "zoufang.engines.sandbox.examples"


def test_the_answer_comes_back():
    assert run_limited(f"{HERE}:backwards", b"abc\x00\xff", seconds=5, megabytes=512) == b"\xff\x00cba"


def test_work_that_never_ends_is_ended():
    with pytest.raises(TooHeavy):
        run_limited(f"{HERE}:spin", b"", seconds=1, megabytes=512)


def test_work_that_eats_memory_is_ended():
    with pytest.raises(TooHeavy):
        run_limited(f"{HERE}:eat", b"", seconds=5, megabytes=256)


def test_a_failure_says_its_kind_and_not_a_word_of_the_content():
    with pytest.raises(Crashed) as caught:
        run_limited(f"{HERE}:fail", b"secret", seconds=5, megabytes=512)

    assert caught.value.kind == "ValueError"
    assert "secret" not in str(caught.value)


def test_the_installations_settings_do_not_reach_the_child(monkeypatch):
    monkeypatch.setenv("ZOUFANG_EMAIL_URL", "smtp://secret@host")

    assert b"secret" not in run_limited(f"{HERE}:environment", b"", seconds=5, megabytes=512)


def test_work_that_nobody_wants_any_more_is_ended():
    began = time.monotonic()

    with pytest.raises(Stopped):
        run_limited(f"{HERE}:spin", b"x" * 200_000, seconds=20, megabytes=512, is_stopped=lambda: True)

    assert time.monotonic() - began < 10
