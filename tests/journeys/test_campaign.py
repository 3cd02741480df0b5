"""A whole campaign in a real Chromium, from the roster's file to the mail that reaches the supervision office.

The server is killed on the way (kill -9 of web and worker, five times); nothing is lost and one mail arrives.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.architecture.house import HOUSE, ROOT
from tests.journeys.installation import Installation, Mailbox, database_for_a_journey, mail_server, wait_for
from tests.journeys.walk import Walker, chromium

ROSTER = HOUSE / "engines" / "roster_reading" / "tests" / "data" / "roster-messy.xlsx"
SCHOOL, CHILD, PHONE = "城东中心幼儿园", "高知行", "13800003494"
MATTER, ANSWER = "午睡时间太短,孩子下午没精神", "从下周起午睡延长半小时"
OFFICE = "dudaoshi@office.example"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("journey"),
    # Only for a bare `pytest`: `make test` finds or installs a Chromium, and fails where it can do neither.
    pytest.mark.skipif(not os.environ.get("CHROMIUM"), reason="NO BROWSER: `make test` finds or installs a Chromium"),
]


@pytest.fixture
def office(tmp_path: Path):
    """A fresh home (and database) with its server, and the office's mailbox."""
    home = tmp_path / "home"
    home.mkdir()
    server = os.environ.get("ZOUFANG_TEST_DATABASE_URL", "")
    with database_for_a_journey(server) as database, mail_server() as (box, mail):
        installation = Installation(home, database, mail)
        try:
            yield installation, box
        finally:
            installation.stop()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_from_the_rosters_file_to_the_offices_mailbox(office: tuple[Installation, Mailbox], tmp_path: Path, size: str):
    installation, box = office
    secrets = people(installation, "leading")
    installation.start()
    with chromium() as browser:
        journey = Journey(installation, browser, size, secrets, tmp_path / "pictures")
        journey.roster()
        people(installation, "teaching")
        journey.campaign(campaign_file(tmp_path))
        journey.crash()
        journey.notice()
        link = journey.link()
        journey.wish(link)
        journey.crash()
        journey.booking()
        journey.visit()
        journey.crash()
        journey.family_sees(link)
        journey.problem()
        journey.crash()
        journey.family_says(link)
        journey.closing()
        journey.second_round()
        journey.ledgers()
        journey.crash()
        wait_for(lambda: len(box.taken) >= 1, "the mail arrives at the office")
        journey.sent()
        assert [fault for walker in journey.walkers for fault in walker.faults] == []
    # Killed between the mail's last byte and the answer, nobody can know that it arrived: it goes out again as the same mail,
    # which the office's server knows by its id. Source: security, "Nothing lost".
    assert len({mail["Message-ID"] for mail in box.taken}) == 1, "one mail, however often the server was killed"
    mail = box.taken[0]
    assert OFFICE in mail["To"]
    attached = {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()}
    ledger_holds(next(content for name, content in attached.items() if name.endswith(".xlsx")))
    forms_hold(next(content for name, content in attached.items() if name.endswith(".zip")))
    assert installation.run("verify_journal").startswith("日志完好")


class Journey:
    """The walk, deed by deed; each person has one window for the whole of it."""

    def __init__(
        self, installation: Installation, browser: Browser, size: str, secrets: dict[str, str], pictures: Path
    ) -> None:
        self.installation, self.browser, self.size = installation, browser, size
        self.secrets, self.pictures = secrets, pictures
        self._people: dict[str, Walker] = {}

    @property
    def walkers(self) -> list[Walker]:
        return list(self._people.values())

    def person(self, name: str) -> Walker:
        """This person's window, signed in."""
        if name not in self._people:
            self._people[name] = Walker.enter(self.browser, self.installation.address, self.size)
            if name != "family":
                self._people[name].sign_in(name, self.secrets.get(name, ""))
        return self._people[name]

    def crash(self) -> None:
        """kill -9 of everything, and start again; whoever is signed in stays so.

        A page that looks at the mail's state by itself meets the closed door meanwhile: that is no fault of the page.
        """
        heard = {name: list(walker.faults) for name, walker in self._people.items()}
        self.installation.kill()
        self.installation.start()
        for name, walker in self._people.items():
            walker.page.wait_for_timeout(300)
            walker.faults[:] = heard[name]

    def roster(self) -> None:
        clerk = self.person("zhou")
        clerk.go("/roster/")
        clerk.page.set_input_files("#file", str(ROSTER))
        clerk.press("上传并看差异")
        clerk.sees("退回 4 行")
        clerk.sees("身份证号从不保存")
        clerk.picture(self.pictures, "preview")
        # Leaving the page loses nothing, nor does a crash: the upload waits.
        self.crash()
        clerk.go("/roster/")
        clerk.press("有一份花名册等您确认")
        clerk.press("确认写入")
        clerk.sees("花名册已写入")
        clerk.go("/roster/")
        clerk.sees("小（1）班")
        clerk.picture(self.pictures, "roster")

    def campaign(self, file: Path) -> None:
        opened = self.installation.json("open_campaign", str(file))
        assert opened["campaign"]
        principal = self.person("wang")
        principal.go("/campaign/")
        principal.press("大走访活动")
        if principal.page.get_by_role("button", name="开始").count():
            principal.press("开始")
        principal.picture(self.pictures, "campaign")

    def notice(self) -> None:
        principal = self.person("wang")
        principal.go("/signup/")
        principal.press("起草各班通知")
        principal.press("小（1）班")
        principal.press("批准这份通知")
        principal.sees("本班地址")
        principal.picture(self.pictures, "notice")

    def link(self) -> str:
        """The teacher shows the family's own link, to send it to that guardian alone."""
        teacher = self.person("zhang")
        teacher.go("/signup/")
        teacher.page.locator("summary", has_text=CHILD).first.click()
        teacher.page.locator("details[open]", has_text=CHILD).get_by_role("button", name="显示链接").first.click()
        address = teacher.page.locator("#link-text").inner_text()
        assert f"{self.installation.address}/f#" in address
        return address

    def wish(self, link: str) -> None:
        family = self.person("family")
        family.page.goto(link)
        family.fill("手机号后四位", "0000")
        family.press("打开")
        family.sees("后四位不对")
        assert link.rpartition("#")[2] not in family.page.content()
        family.fill("手机号后四位", PHONE[-4:])
        family.press("打开")
        family.sees(CHILD)
        family.press("现在选")
        family.choose("入户走访")
        family.press("下一步")
        # The next screen takes this one's place without a page being loaded.
        family.page.locator("[name=step][value=when]").wait_for(state="attached")
        for chip in family.page.locator("main label.chip").all()[:4]:
            chip.click()
        family.press("下一步")
        family.fill("想先说的话", "家里有老人,请轻一点敲门")
        family.press("完成报名")
        family.sees("前一天要提醒您吗")
        family.press("好了")
        family.sees("入户走访")
        family.picture(self.pictures, "family")

    def booking(self) -> None:
        teacher = self.person("zhang")
        teacher.go("/schedule/")
        teacher.press(CHILD)
        teacher.page.locator("button.start").first.click()
        teacher.go("/schedule/")
        teacher.picture(self.pictures, "schedule")
        self.person("family").go("/family/")
        self.person("family").sees("约好了")

    def visit(self) -> None:
        """In the car, after the visit: who, how, one matter, done."""
        teacher = self.person("zhang")
        teacher.go("/families/")
        teacher.picture(self.pictures, "families")
        teacher.page.locator("main").get_by_text(CHILD).first.click()
        teacher.press("开始记录|记录走访|现在记录")
        teacher.choose("见到了", within="#record")
        teacher.choose("曾勇", within="#record")
        teacher.page.locator("#record details", has_text="张老师").locator("summary").first.click()
        teacher.choose("园内面谈", within="#record")
        teacher.page.locator("#matters summary", has_text="记一件事").click()
        teacher.page.locator("#text").fill(MATTER)
        teacher.press("记下这件事")
        teacher.page.locator("#matters li", has_text=MATTER).wait_for()
        teacher.picture(self.pictures, "record")
        teacher.press("完成走访")
        teacher.page.get_by_text("已见面").first.wait_for()

    def family_sees(self, link: str) -> None:
        family = self.person("family")
        family.go("/family/")
        family.sees("老师是按约定和您联系的吗")
        family.page.locator("main").get_by_role("button", name="是", exact=True).first.click()
        family.go("/family/")
        family.sees(MATTER)
        family.press("联系服务卡")
        family.sees("12345")
        family.picture(self.pictures, "card")

    def problem(self) -> None:
        principal = self.person("wang")
        principal.go("/problem/")
        principal.press(MATTER[:8])
        principal.page.locator("#owner").select_option(label="钱副园长")
        principal.press("交办")
        principal.sees("已交办")
        leader = self.person("qian")
        leader.go("/problem/?show=mine")
        leader.press(MATTER[:8])
        leader.press("受理")
        leader.sees("已受理")
        leader.page.locator("#text").fill(ANSWER)
        leader.press("答复家长")
        leader.sees("待家长确认")
        leader.picture(self.pictures, "problem")

    def family_says(self, link: str) -> None:
        family = self.person("family")
        family.go("/family/")
        family.press("看答复,说一声")
        family.sees(ANSWER)
        family.choose("解决了")
        family.press("告诉园里")
        family.sees("走到哪一步了")
        family.picture(self.pictures, "answer")

    def closing(self) -> None:
        principal = self.person("wang")
        principal.go("/problem/?show=waiting")
        principal.press(MATTER[:8])
        principal.page.locator("#reason-close").fill("电话问过家长,现场看过")
        principal.press("核实并销号")
        principal.sees("已销号")

    def second_round(self) -> None:
        teacher = self.person("li")
        teacher.go("/revisit/")
        teacher.sees(CHILD)
        teacher.picture(self.pictures, "revisit")

    def ledgers(self) -> None:
        clerk = self.person("zhou")
        clerk.go("/ledger/")
        clerk.picture(self.pictures, "gaps")
        leave_gaps_open(clerk)
        clerk.press("起草")
        principal = self.person("wang")
        principal.go("/ledger/")
        principal.picture(self.pictures, "ledger")
        principal.press("封存")
        principal.press("发出第")

    def sent(self) -> None:
        clerk = self.person("zhou")
        clerk.go("/ledger/")
        clerk.page.get_by_text("已送达邮件服务器").first.wait_for()
        clerk.picture(self.pictures, "sent")


def leave_gaps_open(clerk: Walker) -> None:
    """What is not visited yet may stay open with a reason."""
    for _ in range(80):
        form = clerk.page.locator("form[action*='leave']").first
        if form.count() == 0:
            return
        details = form.locator("xpath=ancestor::details[1]")
        if details.count() and details.get_attribute("open") is None:
            details.locator("summary").first.click()
        form.locator("[name=reason]").fill("下一批走访")
        form.locator("button").first.click()
        clerk.page.wait_for_load_state()


def people(installation: Installation, who: str) -> dict[str, str]:
    """People of the school, invited and signed up; the authenticators' secrets."""
    command = [sys.executable, "-m", "tests.journeys.people", SCHOOL, who]
    environment = {**installation.environment, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    installation.run("tick")  # any command makes the home, its keys and the schema
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def campaign_file(folder: Path) -> Path:
    """A campaign of these weeks for the youngest cohort."""

    def day(after: int) -> str:
        return (date.today() + timedelta(days=after)).isoformat()

    file = folder / "campaign.toml"
    file.write_text(
        f"""
unit = "{SCHOOL}"
name = "大走访活动"
starts = {day(-20)}
ends = {day(40)}
submit_until = {day(20)}
[basis]
title = "大走访实施方案"
number = "博教体发〔2023〕88号"
issuer = "教育和体育局"
[addressee]
name = "督导室"
mail = "{OFFICE}"
[[phase]]
name = "小班"
grade = "小班"
starts = {day(-20)}
ends = {day(14)}
[[round]]
name = "第一轮"
starts = {day(-20)}
ends = {day(14)}
[[round]]
name = "第二轮"
starts = {day(15)}
ends = {day(40)}
[texts.letter]
title = "一封信"
body = "尊敬的家长:欢迎提意见。"
""",
        "utf-8",
    )
    return file


def ledger_holds(content: bytes) -> None:
    """《问题整改台账》 as the office reads it: the family's words, masked names, the family's answer."""
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    text = "\n".join("\t".join(row) for row in rows)
    assert MATTER in text
    assert "钱副园长" in text
    assert "从下周起" in text or "已办结" in text
    assert CHILD not in text
    assert PHONE not in text


def forms_hold(content: bytes) -> None:
    """《入户访问登记表》: one Word form, for the one visit."""
    from docx import Document

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == 1
        document = Document(io.BytesIO(archive.read(names[0])))
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "小（1）班" in cells
    assert MATTER in cells
    assert PHONE not in cells
