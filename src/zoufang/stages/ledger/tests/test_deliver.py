"""The mail, with a real mail server on this machine's loopback: every word it can say, and every moment to fail."""

import email
import email.policy
import io
import socket
import zipfile

import openpyxl
import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.files.queries import content_of, place_of
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.actions import deliver_due
from zoufang.ground.outbox.delivery import CannotDeliver, TryLater
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.ledger import actions, jobs
from zoufang.stages.ledger.models import Submission
from zoufang.stages.ledger.queries import files_of, row_of


class Box:
    """A mail box that answers as it is told, once each; then it takes everything."""

    def __init__(self):
        self.answers: list[str] = []
        self.taken: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 OK queued as 4711"
        if answer.startswith("2") or answer == "drop":
            self.taken.append(envelope.content)
        if answer == "drop":
            server.transport.abort()
            return "421 gone"
        return answer

    @property
    def letters(self):
        return [email.message_from_bytes(each, policy=email.policy.default) for each in self.taken]


@pytest.fixture
def box(settings):
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, data_size_limit=50_000_000)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield box
    controller.stop()


@pytest.fixture
def on_its_way(cast, swing, now):
    """A sealed version, given to the outbox."""

    def send(**how):
        draft = actions.draw_up(campaign=cast.campaign, by=SYSTEM, at=now)
        sealed = actions.seal(submission=draft, by=SYSTEM, at=now)
        submission = actions.submit(submission=sealed, by=SYSTEM, at=now, **how)
        return submission, OutboxRow.objects.get(subject=submission.public_id)

    return send


def attachments(letter):
    return {part.get_filename(): part.get_content() for part in letter.iter_attachments()}


def test_the_supervision_office_receives_what_stands_in_the_database(cast, box, on_its_way):
    submission, _ = on_its_way()

    assert deliver_due(worker="test") == 1
    submission.refresh_from_db()
    assert (submission.state, submission.server_words) == ("sent", "250 OK queued as 4711")
    assert submission.sent_at is not None
    [letter] = box.letters
    assert letter["To"] == "supervision@district.example"
    assert letter["Message-ID"] == submission.message_id
    assert letter["Subject"].strip() == "城东幼儿园大走访台账报送(第 1 版)"
    body = letter.get_body().get_content()
    assert submission.seal in body
    assert submission.journal_head in body
    assert "博教体发〔2023〕88号" in body
    got = attachments(letter)
    stored = {each.file.name: content_of(each.file) for each in files_of(submission)}
    assert got == {name: stored[name] for name in ("问题整改台账.xlsx", "入户访问登记表.zip")}
    assert openpyxl.load_workbook(io.BytesIO(got["问题整改台账.xlsx"])).worksheets[0]["A1"].value == "问题整改台账"
    assert len(zipfile.ZipFile(io.BytesIO(got["入户访问登记表.zip"])).namelist()) == 2
    assert JournalEntry.objects.filter(act="ledger.sent").count() == 1


def test_names_of_attachments_are_told_as_rfc_2231_asks(box, on_its_way):
    on_its_way()
    deliver_due(worker="test")

    assert b"filename*=utf-8''%E9%97%AE%E9%A2%98%E6%95%B4%E6%94%B9%E5%8F%B0%E8%B4%A6.xlsx" in box.taken[0]


def test_the_visit_ledger_goes_along_on_wish(box, on_its_way):
    on_its_way(with_visit_ledger=True)
    deliver_due(worker="test")

    assert "走访台账.xlsx" in attachments(box.letters[0])


def test_delivering_again_does_nothing(box, on_its_way):
    _, row = on_its_way()

    assert jobs.deliver_submission(row) == "250 OK queued as 4711"
    assert jobs.deliver_submission(row) == "250 OK queued as 4711"
    assert len(box.taken) == 1


def test_a_server_that_says_later_is_asked_again_and_its_words_are_shown(box, on_its_way):
    box.answers = ["451 4.3.2 please try again"]
    submission, row = on_its_way()

    with pytest.raises(TryLater, match="451"):
        jobs.deliver_submission(row)
    submission.refresh_from_db()
    assert (submission.state, submission.server_words) == ("sending", "451 4.3.2 please try again")
    jobs.deliver_submission(row)
    submission.refresh_from_db()
    assert submission.state == "sent"
    assert len(box.taken) == 1


def test_a_server_that_says_no_is_not_asked_again(box, on_its_way):
    box.answers = ["552 5.3.4 message too big"]
    submission, row = on_its_way()

    with pytest.raises(CannotDeliver, match="552"):
        jobs.deliver_submission(row)
    submission.refresh_from_db()
    assert (submission.state, submission.server_words) == ("failed", "552 5.3.4 message too big")
    assert JournalEntry.objects.filter(act="ledger.send_failed").count() == 1


def test_a_line_lost_after_the_content_is_possibly_sent_and_goes_out_as_the_same_mail(box, on_its_way):
    box.answers = ["drop"]
    submission, row = on_its_way()

    with pytest.raises(TryLater, match="没有等到"):
        jobs.deliver_submission(row)
    submission.refresh_from_db()
    assert submission.state == "possibly_sent"
    jobs.deliver_submission(row)
    submission.refresh_from_db()
    assert submission.state == "sent"
    assert {letter["Message-ID"] for letter in box.letters} == {submission.message_id}


def test_what_was_possibly_sent_stays_so_when_the_server_then_refuses(box, on_its_way):
    box.answers = ["drop", "550 duplicate"]
    submission, row = on_its_way()
    for what in (TryLater, CannotDeliver):
        with pytest.raises(what):
            jobs.deliver_submission(row)

    submission.refresh_from_db()
    assert (submission.state, submission.server_words) == ("possibly_sent", "550 duplicate")


class Killed(BaseException):
    """The process dies here."""


def test_killed_between_the_servers_yes_and_the_mark_the_same_mail_goes_out_again(box, on_its_way, monkeypatch):
    submission, row = on_its_way()
    with monkeypatch.context() as dying:
        dying.setattr(actions, "mark_sent", lambda *_, **__: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            jobs.deliver_submission(row)
    assert Submission.objects.get(pk=submission.pk).sent_at is None

    seen = []
    compose = jobs.mailing.compose
    monkeypatch.setattr(
        jobs.mailing, "compose", lambda what, at: seen.append(row_of(submission).state) or compose(what, at=at)
    )
    jobs.deliver_submission(row)
    assert seen == ["possibly_sent"]
    assert {letter["Message-ID"] for letter in box.letters} == {submission.message_id}
    assert Submission.objects.get(pk=submission.pk).state == "sent"


def test_killed_before_the_content_the_mail_goes_out_once(box, on_its_way, monkeypatch):
    _, row = on_its_way()
    with monkeypatch.context() as dying:
        dying.setattr(jobs.mailing, "send", lambda *_, **__: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            jobs.deliver_submission(row)
    jobs.deliver_submission(row)

    assert len(box.taken) == 1
    assert not JournalEntry.objects.filter(act="ledger.possibly_sent").exists()


def test_no_server_is_later_not_never(settings, box, on_its_way):
    submission, row = on_its_way()
    settings.EMAIL_PORT = 1
    with pytest.raises(TryLater, match="Refused"):
        jobs.deliver_submission(row)

    assert Submission.objects.get(pk=submission.pk).state == "sending"


def test_documents_that_no_longer_give_the_seal_are_not_sent(box, on_its_way):
    submission, row = on_its_way()
    file = files_of(submission)[0].file
    type(file).objects.filter(pk=file.pk).update(sha256="0" * 64)

    with pytest.raises(CannotDeliver, match="封存校验码"):
        jobs.deliver_submission(row)
    assert box.taken == []


def test_a_name_with_line_breaks_makes_no_second_header(cast, box, on_its_way):
    cast.school.name = "城东\r\nBcc: spy@evil.example"
    cast.school.save()
    on_its_way()
    deliver_due(worker="test")

    assert box.letters[0]["Bcc"] is None
    assert "spy@evil.example" in box.letters[0]["Subject"]


def test_without_a_mail_server_the_words_say_where_the_file_lies(settings, tmp_path, on_its_way):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    submission, row = on_its_way()

    words = jobs.deliver_submission(row)
    assert str(tmp_path) in words
    assert len(list(tmp_path.iterdir())) == 1
    assert row_of(submission).server_words == words


def test_a_version_that_is_not_sealed_is_never_sent(cast, swing, now):
    draft = actions.draw_up(campaign=cast.campaign, by=SYSTEM, at=now)

    class Row:
        subject = draft.public_id

    with pytest.raises(CannotDeliver):
        jobs.deliver_submission(Row())
    assert mail.outbox == []


def test_the_file_in_the_store_is_not_readable_as_it_lies(on_its_way):
    submission, _ = on_its_way()

    for each in files_of(submission):
        assert not place_of(each.file.public_id).read_bytes().startswith(b"PK")
