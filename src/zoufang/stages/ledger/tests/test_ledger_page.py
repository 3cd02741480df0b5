"""The page of four steps and its buttons: each with its six."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zoufang.ground.accounts.actor import SYSTEM
from zoufang.ground.journal.models import JournalEntry
from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.ledger import actions
from zoufang.stages.ledger.models import OpenGap, Submission
from zoufang.stages.ledger.queries import files_of
from zoufang.stages.problem.models import Problem


@pytest.fixture
def clerk(cast, swing, signed_in):
    return signed_in(cast.zhou)


@pytest.fixture
def principal(cast, swing, signed_in):
    return signed_in(cast.wang)


def draft(cast, now, **how):
    return actions.draw_up(campaign=cast.campaign, by=SYSTEM, at=now, **how)


def sealed(cast, now):
    return actions.seal(submission=draft(cast, now), by=SYSTEM, at=now)


def text_of(response):
    return response.content.decode()


def test_four_steps_from_gaps_to_mail(cast, clerk, principal):
    page = text_of(clerk.get("/ledger/"))
    assert "没有缺漏" in page
    assert "还剩 30 天" in page

    assert clerk.post(f"/ledger/{cast.campaign.public_id}/draw-up/").status_code == 302
    submission = Submission.objects.get()
    page = text_of(clerk.get(f"/ledger/{cast.campaign.public_id}/"))
    assert "第 1 版是最新的" in page
    assert "请园长或班子成员核对后封存" in page

    assert principal.post(f"/ledger/version/{submission.public_id}/seal/").status_code == 302
    page = text_of(clerk.get("/ledger/"))
    submission.refresh_from_db()
    assert submission.seal in page
    assert "supervision@district.example" in page
    assert "现报送城东幼儿园" in page

    sent = clerk.post(f"/ledger/version/{submission.public_id}/send/", {"to": "supervision@district.example"})
    assert sent.status_code == 302
    assert OutboxRow.objects.filter(subject=submission.public_id).count() == 1
    assert "正在报送" in text_of(clerk.get("/ledger/"))


def test_the_mails_true_state_stands_there_with_the_servers_words(cast, clerk, now):
    submission = actions.submit(submission=sealed(cast, now), by=SYSTEM, at=now)
    actions.fail_mail(submission.public_id, words="552 too big", at=now)
    OutboxRow.objects.update(state="gave_up")
    page = text_of(clerk.get("/ledger/"))
    assert "552 too big" in page
    assert "未能送出" in page

    actions.mark_possibly_sent(submission.public_id, words="没有等到服务器的回答", at=now)
    assert "可能已发出" in text_of(clerk.get("/ledger/"))
    actions.mark_sent(submission.public_id, words="250 OK queued", at=now)
    assert "250 OK queued" in text_of(clerk.get("/ledger/"))


def test_htmx_looks_at_the_mail_alone(cast, clerk, now):
    actions.submit(submission=sealed(cast, now), by=SYSTEM, at=now)
    fragment = text_of(clerk.get(f"/ledger/{cast.campaign.public_id}/", headers={"HX-Request": "true"}))

    assert fragment.lstrip().startswith("<section")
    assert "every 5s" in fragment
    assert "查缺补漏" not in fragment


def test_a_draft_whose_data_changed_says_so(cast, clerk, swing, now):
    draft(cast, now)
    swing.visited.remark = "后来改了"
    swing.visited.save()

    assert "第 1 版之后数据有变动" in text_of(clerk.get("/ledger/"))


def test_a_gap_shows_where_it_is_mended_and_may_stay_open_with_a_reason(cast, clerk, swing):
    Problem.objects.filter(pk=swing.confidential.pk).update(due_until=cast.noon, owner=cast.wu)
    page = text_of(clerk.get("/ledger/"))
    assert f"问题 {swing.confidential.number} 应在" in page
    assert f"/problem/{swing.confidential.public_id}/" in page
    address, key = f"/ledger/{cast.campaign.public_id}/gap/", f"unanswered:{swing.confidential.public_id}"

    refused = clerk.post(address, {"key": key, "reason": ""})
    assert refused.status_code == 422
    assert "请写明为什么" in text_of(refused)
    assert clerk.post(address, {"key": key, "reason": "等区里答复"}).status_code == 302
    assert OpenGap.objects.get().reason == "等区里答复"
    assert "等区里答复" in text_of(clerk.get("/ledger/"))
    assert clerk.post(address + "close/", {"key": key}).status_code == 302
    assert clerk.post(address + "close/", {"key": key}).status_code == 422


def test_a_complaint_about_a_person_is_neither_row_nor_number_nor_gap(cast, clerk, swing, now):
    Problem.objects.filter(pk=swing.about_sun.pk).update(due_until=cast.noon)
    draft(cast, now)
    pages = [text_of(clerk.get("/ledger/"))] + [
        text_of(clerk.get(f"/ledger/{cast.campaign.public_id}/preview/{kind}/"))
        for kind in ("visit_ledger", "rectification_ledger", "registration_forms")
    ]

    assert not any(swing.about_sun.number in page or "吼叫" in page for page in pages)


def test_the_preview_shows_masked_rows(cast, clerk):
    page = text_of(clerk.get(f"/ledger/{cast.campaign.public_id}/preview/visit_ledger/"))

    assert "陈**、陈**" in page
    assert "陈小满" not in page
    assert "138****" in page
    assert clerk.get(f"/ledger/{cast.campaign.public_id}/preview/nothing/").status_code == 404
    assert clerk.get(f"/ledger/{cast.campaign.public_id}/preview/visit_ledger/?after=x").status_code == 200


def test_a_masked_document_is_downloaded_as_it_was_drawn_up(cast, clerk, now):
    file = next(each for each in files_of(draft(cast, now)) if each.kind == "rectification_ledger")
    response = clerk.get(f"/ledger/file/{file.public_id}/")

    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]["A1"].value == "问题整改台账"


def test_a_full_document_asks_for_a_reason_and_is_journalled(cast, clerk, signed_in, now):
    made = clerk.post(f"/ledger/{cast.campaign.public_id}/full/", {"reason": "家长会核对"})
    assert made.status_code == 302
    file = files_of(Submission.objects.get(is_masked=False))[0]
    address = f"/ledger/file/{file.public_id}/"

    assert "这次为什么要用" in text_of(clerk.get(address))
    assert clerk.post(address, {"reason": ""}).status_code == 422
    assert clerk.post(address, {"reason": "打印"}).content.startswith(b"PK")
    assert JournalEntry.objects.filter(act="ledger.full_opened").count() == 1
    once = signed_in(cast.zhou, second=False)
    assert "第二重验证" in text_of(once.post(address, {"reason": "打印"}))
    assert signed_in(cast.qian).post(address, {"reason": "打印"}).status_code == 422


def test_a_full_variant_without_a_reason_is_refused(cast, clerk):
    refused = clerk.post(f"/ledger/{cast.campaign.public_id}/full/", {"reason": " "})

    assert refused.status_code == 422
    assert "为什么要用完整版" in text_of(refused)
    assert not Submission.objects.exists()


def test_sealing_a_stale_draft_is_refused_with_its_reason(cast, principal, swing, now):
    submission = draft(cast, now)
    swing.visited.remark = "后来改了"
    swing.visited.save()
    refused = principal.post(f"/ledger/version/{submission.public_id}/seal/")

    assert refused.status_code == 422
    assert "请重新起草再封存" in text_of(refused)


def test_sending_to_no_address_is_refused_and_keeps_what_was_typed(cast, clerk, now):
    submission = sealed(cast, now)
    refused = clerk.post(f"/ledger/version/{submission.public_id}/send/", {"to": "不是邮箱"})

    assert refused.status_code == 422
    assert "接收邮箱写得不对" in text_of(refused)
    assert 'value="不是邮箱"' in text_of(refused)


def every_address(cast, submission):
    campaign, file = cast.campaign.public_id, files_of(submission)[0].public_id
    return {
        "get": ["/ledger/", f"/ledger/{campaign}/", f"/ledger/{campaign}/preview/visit_ledger/"],
        "post": [
            f"/ledger/{campaign}/draw-up/",
            f"/ledger/{campaign}/full/",
            f"/ledger/{campaign}/gap/",
            f"/ledger/{campaign}/gap/close/",
            f"/ledger/version/{submission.public_id}/seal/",
            f"/ledger/version/{submission.public_id}/send/",
        ],
        "both": [f"/ledger/file/{file}/"],
    }


@pytest.mark.parametrize("who", ["zhang", "stranger", "wu", "zhao"])
def test_whoever_does_not_work_on_ledgers_finds_nothing(cast, swing, signed_in, now, who):
    client, addresses = signed_in(getattr(cast, who)), every_address(cast, draft(cast, now))

    assert {client.get(each).status_code for each in addresses["get"] + addresses["both"]} == {404}
    assert {client.post(each).status_code for each in addresses["post"]} == {404}


def test_the_clerk_of_another_school_finds_nothing(cast, swing, signed_in, now):
    from zoufang.ground.accounts.states import Role

    other = cast.person("other", "外园干事", Role.PRINCIPAL, cast.other_school)
    client, addresses = signed_in(other), every_address(cast, draft(cast, now))

    assert {client.get(each).status_code for each in addresses["get"][1:] + addresses["both"]} == {404}
    assert {client.post(each).status_code for each in addresses["post"]} == {404}
    assert "还没有走访活动" in text_of(client.get("/ledger/"))


def test_a_leader_sees_and_seals_and_the_clerk_does_not_seal(cast, swing, signed_in, now):
    submission = draft(cast, now)

    assert signed_in(cast.zhou).post(f"/ledger/version/{submission.public_id}/seal/").status_code == 404
    assert signed_in(cast.qian).post(f"/ledger/version/{submission.public_id}/seal/").status_code == 302


def test_each_verb_only_where_it_belongs(cast, clerk, principal, now):
    addresses = every_address(cast, draft(cast, now))

    assert {principal.get(each).status_code for each in addresses["post"]} == {405}
    assert {clerk.post(each).status_code for each in addresses["get"]} == {405}


def test_the_number_of_queries_does_not_grow_with_families_problems_and_versions(cast, clerk, now):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(address).status_code == 200
        return len(asked)

    draft(cast, now)
    preview = f"/ledger/{cast.campaign.public_id}/preview/visit_ledger/"
    few = queries("/ledger/"), queries(preview)
    for n in range(5):
        family = cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
        cast.make_visit(household=family, state="done", outcome="met", met="家长", started_at=cast.noon)
        draft(cast, now)
    assert (queries("/ledger/"), queries(preview)) == few
