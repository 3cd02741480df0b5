"""Versions of ledgers, as far as each person may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from zoufang.ground.accounts.actor import Actor
from zoufang.ground.accounts.states import Role
from zoufang.ground.campaign.models import Campaign
from zoufang.ground.campaign.states import CampaignState
from zoufang.ground.outbox.models import OutboxRow
from zoufang.ground.outbox.states import PostState
from zoufang.stages.ledger.models import OpenGap, Submission, SubmittedFile
from zoufang.stages.ledger.rules.sealing import FULL_HOURS
from zoufang.stages.ledger.states import DocumentKind, SubmissionState

DELIVERY = "ledger.submission"
_READERS = (Role.PRINCIPAL, Role.LEADER, Role.CLERK)


@dataclass(frozen=True)
class FileRow:
    """One document of a version."""

    public_id: str
    kind: str
    kind_label: str
    name: str
    size: int
    row_count: int


@dataclass(frozen=True)
class SubmissionRow:
    """One version as its page tells it. `state` is the true one: a mail that the outbox gave up has failed."""

    public_id: str
    version: int
    state: str
    state_label: str
    is_masked: bool
    with_visit_ledger: bool
    addressee: str
    drawn_up_at: datetime
    drawn_up_by: str
    sealed_at: datetime | None
    approved_by: str
    seal: str
    journal_head: str
    sent_at: datetime | None
    server_words: str
    message_id: str
    left_open: int
    purpose: str
    is_for_outside: bool
    fingerprint: str
    expires_at: datetime | None
    is_under_way: bool
    next_try_at: datetime | None
    attempt_count: int
    files: tuple[FileRow, ...]

    @property
    def mailed(self) -> tuple[FileRow, ...]:
        """The documents that go out with the mail."""
        wanted = mailed_kinds(with_visit_ledger=self.with_visit_ledger)
        return tuple(each for each in self.files if each.kind in wanted)

    def is_waiting_now(self, at: datetime) -> bool:
        """Is the mail to be tried now, or being tried?"""
        return self.is_under_way and self.next_try_at is not None and self.next_try_at <= at


def mailed_kinds(*, with_visit_ledger: bool) -> tuple[DocumentKind, ...]:
    """What the plan asks for; the visit ledger on wish."""
    asked = (DocumentKind.RECTIFICATION_LEDGER, DocumentKind.REGISTRATION_FORMS)
    return (*asked, DocumentKind.VISIT_LEDGER) if with_visit_ledger else asked


def campaigns_of(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns whose ledgers this person may see: the own school's, the running one first."""
    inside = Q(pk__in=[])
    for path in actor.paths_as(*_READERS):
        inside |= Q(unit__path__startswith=path)
    running = Case(
        When(state=CampaignState.RUNNING, then=Value(0)),
        When(state=CampaignState.PREPARING, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        Campaign.objects.of_schools()
        .filter(inside)
        .select_related("unit")
        .alias(turn=running)
        .order_by("turn", "-starts_on", "pk")
    )


def submissions_of(actor: Actor) -> QuerySet[Submission]:
    """Every version this person may see."""
    return Submission.objects.filter(campaign__in=campaigns_of(actor).order_by()).select_related(
        "campaign__unit", "drawn_up_by", "approved_by"
    )


def submission_named(public_id: str) -> Submission | None:
    """The version of this public id; for jobs and commands only, which act for nobody."""
    return Submission.objects.filter(public_id=public_id).select_related("campaign__unit").first()


def file_of(actor: Actor, public_id: str) -> QuerySet[SubmittedFile]:
    """A document that this person may see, with its version."""
    return SubmittedFile.objects.filter(
        public_id=public_id, submission__campaign__in=campaigns_of(actor).order_by()
    ).select_related("file", "submission__campaign__unit")


def files_of(submission: Submission) -> Sequence[SubmittedFile]:
    """A version's documents."""
    return list(submission.files.select_related("file").order_by("kind"))


def open_reasons(campaign: Campaign) -> dict[str, str]:
    """The gaps left open, by key, each with its reason."""
    return dict(OpenGap.objects.filter(campaign=campaign).values_list("key", "reason"))


def rows_of(campaign: Campaign) -> list[SubmissionRow]:
    """A campaign's versions, the newest first: three queries, however many there are."""
    return _rows(Submission.objects.filter(campaign=campaign))


def row_of(submission: Submission) -> SubmissionRow:
    """One version, as it stands now."""
    return _rows(Submission.objects.filter(pk=submission.pk))[0]


def newest_submissions(campaigns: Iterable[Campaign]) -> Mapping[int, SubmissionRow]:
    """For each campaign (by pk) the version that went furthest: the newest sent, else the newest sealed, else drafted.

    Full variants never leave the school and are not among them. A fixed number of queries, however many campaigns.
    """
    submissions = Submission.objects.filter(campaign__in=list(campaigns), is_masked=True)
    found: dict[int, SubmissionRow] = {}
    for campaign_id, row in _by_campaign(submissions):
        known = found.get(campaign_id)
        if known is None or (_furthest(row), row.version) > (_furthest(known), known.version):
            found[campaign_id] = row
    return found


def is_under_way(submission: Submission) -> bool:
    """Does the outbox still try to deliver this version?"""
    waiting = (PostState.WAITING, PostState.CLAIMED)
    return OutboxRow.objects.filter(kind=DELIVERY, subject=submission.public_id, state__in=waiting).exists()


def times_posted(submission: Submission) -> int:
    """How often this version was given to the outbox."""
    return OutboxRow.objects.filter(kind=DELIVERY, subject=submission.public_id).count()


def full_variants_drawn(campaign: Campaign, *, by: Actor, since: datetime) -> int:
    """How many full variants this person had drawn up since then."""
    return Submission.objects.filter(
        campaign=campaign, is_masked=False, drawn_up_by_id=by.id, drawn_up_at__gt=since
    ).count()


def _by_campaign(submissions: QuerySet[Submission]) -> list[tuple[int, SubmissionRow]]:
    campaign_ids = dict(submissions.values_list("public_id", "campaign_id"))
    return [(campaign_ids[row.public_id], row) for row in _rows(submissions)]


def _furthest(row: SubmissionRow) -> int:
    order = (SubmissionState.DRAFTED, SubmissionState.SEALED, SubmissionState.FAILED, SubmissionState.SENDING)
    furthest = (*order, SubmissionState.POSSIBLY_SENT, SubmissionState.SENT)
    return furthest.index(SubmissionState(row.state))


def _rows(submissions: QuerySet[Submission]) -> list[SubmissionRow]:
    found = list(
        submissions.select_related("drawn_up_by", "approved_by").prefetch_related("files__file").order_by("-version")
    )
    posts: dict[str, OutboxRow] = {}
    for post in OutboxRow.objects.filter(kind=DELIVERY, subject__in=[each.public_id for each in found]).order_by("pk"):
        posts[post.subject] = post
    return [_row(each, posts.get(each.public_id)) for each in found]


def _row(submission: Submission, post: OutboxRow | None) -> SubmissionRow:
    gave_up = post is not None and post.state == PostState.GAVE_UP
    under_way = post is not None and post.state in (PostState.WAITING, PostState.CLAIMED)
    state = SubmissionState(submission.state)
    if state == SubmissionState.SENDING and gave_up:
        state = SubmissionState.FAILED
    files = sorted(submission.files.all(), key=lambda each: list(DocumentKind.values).index(each.kind))
    return SubmissionRow(
        public_id=submission.public_id,
        version=submission.version,
        state=state.value,
        state_label=str(state.label),
        is_masked=submission.is_masked,
        with_visit_ledger=submission.with_visit_ledger,
        addressee=submission.addressee,
        drawn_up_at=submission.drawn_up_at,
        drawn_up_by=submission.drawn_up_by.name if submission.drawn_up_by else "系统",
        sealed_at=submission.sealed_at,
        approved_by=submission.approved_by.name if submission.approved_by else "系统",
        seal=submission.seal,
        journal_head=submission.journal_head,
        sent_at=submission.sent_at,
        server_words=submission.server_words,
        message_id=submission.message_id,
        left_open=len(submission.open_with_reason),
        purpose=submission.purpose,
        is_for_outside=submission.is_for_outside,
        fingerprint=submission.data_fingerprint,
        expires_at=None if submission.is_masked else submission.drawn_up_at + timedelta(hours=FULL_HOURS),
        is_under_way=under_way,
        next_try_at=post.due_at if under_way and post is not None else None,
        attempt_count=post.attempt_count if post is not None else 0,
        files=tuple(
            FileRow(
                public_id=each.public_id,
                kind=each.kind,
                kind_label=str(each.get_kind_display()),
                name=each.file.name,
                size=each.file.size,
                row_count=each.row_count,
            )
            for each in files
        ),
    )
