"""Complaint non-interference: one world in which family A complains about a teacher, one in which family B does, one in
which nobody does. Whatever the teacher, her colleagues and those above her in line can fetch or export, and whatever leaves
the house by mail or to a group, is the same in all three, through the complaint's life. Source: security, "Complaint
non-interference".
"""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.journeys.installation import free_port
from tests.journeys.test_hostile import addresses
from tests.robot_server import DINGTALK, RobotServer
from zoufang.ground.channels.actions import add_robot
from zoufang.ground.files.queries import content_of
from zoufang.ground.outbox.actions import deliver_due
from zoufang.stages.ledger.actions import draw_up, leave_open, seal, submit
from zoufang.stages.ledger.queries import files_of
from zoufang.stages.ledger.queries.facts import facts_of
from zoufang.stages.ledger.rules.gaps import gaps_in
from zoufang.stages.problem.actions import raise_problem
from zoufang.stages.problem.models import Problem
from zoufang.stages.problem.states import Source
from zoufang.stages.signup.actions import approve_notice, draft_notices, send_notice
from zoufang.stages.signup.models import Notice
from zoufang.stages.visit.tests.test_family_pages import by_link

# What differs at each loading of the same page.
CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"|name="code" value="[^"]*"|"token": "[^"]*"'
)
# A mail's own: its boundary, and hashes in which the journal's head has a part (they say nothing to who lacks the journal).
UNLIKE = re.compile(r'boundary="[^"]*"|\b[0-9a-f]{64}\b')
LINKS = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)"')
NOT_FOLLOWED = ("/static/", "/account/", "/demo/", "/readyz", "/f", "/healthz")
MOST_PAGES = 400
Seen = dict[str, tuple[int, bytes]]


@dataclass
class Outside:
    """What a mail server and the groups' robots received, byte for byte."""

    letters: list[bytes]
    robots: RobotServer

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        self.letters.append(envelope.content)
        return "250 OK"

    def empty(self) -> None:
        self.letters.clear()
        self.robots.requests.clear()
        self.robots.bodies.clear()


@pytest.fixture
def outside(settings, robots):
    outside, robots.most_a_minute = Outside([], robots), 10_000
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    controller = Controller(outside, hostname="127.0.0.1", port=settings.EMAIL_PORT, data_size_limit=50_000_000)
    controller.start()
    yield outside
    controller.stop()


@pytest.fixture
def world(cast, signed_in, outside):
    """Two families of one class alike in everything, each visited; a problem that everybody may know of; everybody there."""
    with time_machine.travel(timezone.make_aware(datetime(2026, 5, 20, 10, 0)), tick=False):
        cast.today = timezone.localdate()
        twins = [cast.household, cast.make_household(child="李安", guardian="李强", phone="13812340002")]
        for household in twins:
            visit = cast.make_visit(household=household, state="done", outcome="met", met="父亲", started_at=cast.noon)
            raise_problem(
                campaign=cast.campaign,
                school=cast.school,
                klass=cast.klass,
                household=household,
                visit=visit,
                source=Source.VISIT,
                text="午睡太短",
                by=cast.actor(cast.zhang),
                at=cast.noon,
            )
        families = [by_link(household.guardians.get(), cast.campaign) for household in twins]
        people = {name: signed_in(getattr(cast, name)) for name in ("zhang", "sun", "qian", "wu", "zhou")}
        above = {name: signed_in(getattr(cast, name)) for name in ("wang", "zhao", "he")}
        add_robot(
            klass=cast.klass, kind="dingtalk", address=DINGTALK, secret="", by=cast.actor(cast.wang), at=cast.noon
        )
        draft_notices(campaign=cast.campaign, by=cast.actor(cast.zhou), at=cast.noon)
        approve_notice(notice=Notice.objects.get(klass=cast.klass), by=cast.actor(cast.wang), at=cast.noon)
        cast.outside = outside
        yield cast, families, people, above


@contextmanager
def tried() -> Iterator[None]:
    """What happens within is undone: the next world begins from the same base."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything(client: Client, known: dict[str, str]) -> Seen:
    """Every page this person can come to: all routes with the ids of the base, and every link found on the way."""
    waiting, seen = ["/", *addresses(known, "GET")], {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith(NOT_FOLLOWED):
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = (answer.status_code, CHANGING.sub(b"", body) + answer.get("Location", "").encode())
        if answer.get("Content-Type", "").startswith("text/html"):
            found = [urljoin(address, link.replace("&amp;", "&")) for link in LINKS.findall(body.decode())]
            waiting += [link for link in found if not urlsplit(link).netloc]
    assert len(seen) < MOST_PAGES, "the crawl ends by itself, not by its bound"
    return seen


def exported(cast) -> dict[str, bytes]:
    """The content of each part of each ledger that the clerk draws up."""
    parts = {}
    with tried():
        submission = draw_up(campaign=cast.campaign, by=cast.actor(cast.zhou), at=timezone.now())
        for file in files_of(submission):
            with zipfile.ZipFile(io.BytesIO(content_of(file.file))) as package:
                for name in package.namelist():
                    content = package.read(name)
                    if name.endswith((".docx", ".xlsx")):
                        with zipfile.ZipFile(io.BytesIO(content)) as inner:
                            content = b"".join(inner.read(part) for part in sorted(inner.namelist()))
                    parts[f"{file.kind}/{name}"] = content
    return parts


def sent(cast) -> dict[str, bytes]:
    """What leaves the house when the ledgers are reported and the class's group is told: the mail's headers and parts, the
    robot's calls. What cannot be alike (the mail's own id and boundaries, the seal over the journal's head) is a blank."""
    cast.outside.empty()
    now, clerk = timezone.now(), cast.actor(cast.zhou)
    with tried():
        draft = draw_up(campaign=cast.campaign, by=clerk, at=now)
        for gap in gaps_in(facts_of(cast.campaign), now=timezone.localtime(now)):
            leave_open(campaign=cast.campaign, key=gap.key, reason="还在办", by=clerk, at=now)
        sealed = seal(submission=draft, by=cast.actor(cast.qian), at=now)
        submit(submission=sealed, by=clerk, at=now, with_visit_ledger=True)
        send_notice(notice=Notice.objects.get(klass=cast.klass), by=cast.actor(cast.zhang), at=now)
        deliver_due(worker="two-worlds")
    (raw,) = cast.outside.letters
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    parts = {f"mail {name}": UNLIKE.sub("…", value).encode() for name, value in letter.items() if name != "Message-ID"}
    for number, part in enumerate(each for each in letter.walk() if not each.is_multipart()):
        content = part.get_payload(decode=True)
        if part.get_filename():
            with zipfile.ZipFile(io.BytesIO(content)) as document:
                content = b"".join(document.read(name) for name in sorted(document.namelist()))
        else:
            content = UNLIKE.sub("…", content.decode()).encode()
        parts[f"mail part {number} {part.get_content_type()} {part.get_filename()}"] = content
    for number, call in enumerate(zip(cast.outside.robots.requests, cast.outside.robots.bodies, strict=True)):
        parts[f"robot {number} {call[0]}"] = call[1]
    return parts


def observed(cast, people: dict[str, Client]) -> tuple[dict[str, Seen], dict[str, bytes]]:
    """Everything that these people can fetch, what can be exported, what is sent."""
    household = cast.household
    known = {
        "household_id": household.public_id,
        "class_id": cast.klass.public_id,
        "guardian_id": cast.chen.public_id,
        "campaign_id": cast.campaign.public_id,
    }
    return {name: everything(client, known) for name, client in people.items()}, exported(cast) | sent(cast)


def differing(one, other) -> list[str]:
    """Where two observations differ, in words."""
    found = []
    for name in one[0]:
        pages, others = one[0][name], other[0][name]
        found += [f"{name} {address}" for address in sorted(pages.keys() ^ others.keys())]
        found += [f"{name} {address}" for address in pages.keys() & others.keys() if pages[address] != others[address]]
    found += [f"export {part}" for part in one[1].keys() | other[1].keys() if one[1].get(part) != other[1].get(part)]
    return sorted(found)


def live(family: Client, handler: Client, about: dict[str, str]) -> Iterator[str]:
    """A complaint's life through the pages, a step at a time: raised, answered, not settled, answered anew, withdrawn."""
    raised = family.post(
        "/problem/family/new/",
        {"text": "嗓门太大,孩子怕", "known_to": "school", **about},
    )
    assert raised.status_code == 302, raised.content.decode()
    yield "raised"
    problem = Problem.objects.get(is_about_a_person=True).public_id
    for text in ("已和她谈过", "换了班"):
        answer = handler.post(f"/problem/{problem}/answer/", {"text": text, "ending": "done", "way": "link"})
        assert answer.status_code == 302, answer.content.decode()
        yield "answered"
        if text == "已和她谈过":
            no = family.post(f"/problem/family/{problem}/word/", {"is_settled": "no", "reason": "还是那样"})
            assert no.status_code == 302, no.content.decode()
            yield "not settled"
    assert family.post(f"/problem/family/{problem}/withdraw/").status_code == 302
    yield "withdrawn"


def compare(cast, families: list[Client], people: dict[str, Client], handler: Client, about: dict[str, str]) -> None:
    """The three worlds, step by step."""
    nobody = observed(cast, people)
    assert sum(len(pages) for pages in nobody[0].values()) > 100
    assert {name.split()[0] for name in nobody[1]} >= {"mail", "robot"}
    for family, looked_at in zip(families, ({"raised", "not settled", "withdrawn"}, {"not settled"}), strict=True):
        with tried():
            steps = []
            for step in live(family, handler, about):
                steps.append(step)
                if step in looked_at:
                    assert differing(nobody, observed(cast, people)) == [], f"after it was {step}"
            assert looked_at < set(steps)


def test_a_complaint_about_a_teacher_changes_nothing_that_anybody_but_the_principal_can_see(world):
    cast, families, people, above = world

    compare(
        cast,
        families,
        people | {"zhao": above["zhao"]},
        above["wang"],
        {"about": "staff", "person": cast.zhang.public_id},
    )


def test_a_complaint_about_the_principal_changes_nothing_in_the_whole_school(world):
    cast, families, people, above = world

    compare(cast, families, people | {"wang": above["wang"]}, above["he"], {"about": "principal"})


def test_the_comparison_sees_what_may_be_seen(world):
    cast, families, people, _ = world
    people = {"zhang": people["zhang"]}
    before = observed(cast, people)
    with tried():
        families[0].post("/problem/family/new/", {"text": "厕所太臭", "known_to": "school"})
        after = observed(cast, people)

    found = differing(before, after)
    assert "zhang /problem/" in found
    assert [each for each in found if each.startswith("export rectification_ledger")]
    assert [each for each in found if each.startswith("export mail part")]
