"""`zoufang draw_up_ledgers` and `zoufang submit`."""

import json

import openpyxl
import pytest
from django.core.management import call_command

from zoufang.ground.outbox.models import OutboxRow
from zoufang.stages.ledger.models import Submission
from zoufang.stages.problem.models import Problem


def said(capsys):
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "out"


def test_three_files_of_fixed_names_masked_unless_full(cast, swing, folder, capsys):
    call_command("draw_up_ledgers", cast.campaign.public_id, out=folder, as_json=True)

    assert {each.name for each in folder.iterdir()} == {"走访台账.xlsx", "问题整改台账.xlsx", "入户访问登记表.zip"}
    assert said(capsys)["masked"] is True
    sheet = openpyxl.load_workbook(folder / "走访台账.xlsx").worksheets[0]
    assert "陈小满" not in str([[cell.value for cell in row] for row in sheet.iter_rows()])
    call_command("draw_up_ledgers", cast.campaign.name, out=folder, full=True, as_json=True)
    sheet = openpyxl.load_workbook(folder / "走访台账.xlsx").worksheets[0]
    assert "陈小满" in str([[cell.value for cell in row] for row in sheet.iter_rows()])


def test_a_campaign_that_there_is_not_is_said(cast, folder, capsys):
    for command, how in (("draw_up_ledgers", {"out": folder}), ("submit", {})):
        with pytest.raises(SystemExit) as ended:
            call_command(command, "没有", as_json=True, **how)
        assert ended.value.code == 1
        assert "没有叫“没有”的活动" in said(capsys)["reasons"][0]


def test_a_submission_is_sealed_and_mailed_and_tells_its_seal(cast, swing, folder, capsys):
    call_command("submit", cast.campaign.name, as_json=True)

    told = said(capsys)
    submission = Submission.objects.get()
    assert (told["seal"], told["message_id"], told["state"]) == (submission.seal, submission.message_id, "sent")
    assert told["files"] == ["问题整改台账.xlsx", "入户访问登记表.zip"]
    assert len(list((folder.parent / "mail").iterdir())) == 1


def test_gaps_refuse_a_submission_and_nothing_of_it_stays(cast, swing, folder, capsys):
    Problem.objects.filter(pk=swing.confidential.pk).update(due_until=cast.noon)
    with pytest.raises(SystemExit) as ended:
        call_command("submit", cast.campaign.name, as_json=True)

    assert ended.value.code == 1
    assert any(swing.confidential.number in reason for reason in said(capsys)["reasons"])
    assert not Submission.objects.exists()
    assert not OutboxRow.objects.exists()


def test_an_address_of_ones_own_is_used_or_refused(cast, swing, folder, capsys):
    call_command("submit", cast.campaign.name, to="other@district.example", as_json=True)
    assert said(capsys)["to"] == "other@district.example"
    with pytest.raises(SystemExit):
        call_command("submit", cast.campaign.name, to="nonsense", as_json=True)
