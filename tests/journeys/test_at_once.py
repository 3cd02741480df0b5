"""The same button pressed thirty times at once has one effect, on a real server with a real database."""

from __future__ import annotations

import http.cookiejar
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.installation import Installation, database_for_a_journey

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("journey")]
TIMES = 30


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("home")
    with database_for_a_journey(os.environ.get("ZOUFANG_TEST_DATABASE_URL", "")) as database:
        made = Installation(home, database)
        made.run("demo", "--no-serve", "--json", "--size", "class")
        made.start()
        try:
            yield made
        finally:
            made.stop()


class Person:
    """Somebody at the demo, with a cookie jar."""

    def __init__(self, address: str, role: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.token = self._token("/demo/")
        self.send("/demo/as/", {"as": role})

    def get(self, path: str) -> str:
        return self.opener.open(self.address + path, timeout=60).read().decode()

    def send(self, path: str, data: dict) -> tuple[int, str]:
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self.token}, doseq=True).encode()
        try:
            with self.opener.open(urllib.request.Request(self.address + path, body), timeout=60) as answer:
                return answer.status, answer.geturl()
        except urllib.error.HTTPError as refused:
            return refused.code, path

    def _token(self, path: str) -> str:
        return re.search(r'csrfmiddlewaretoken" value="([^"]+)', self.get(path))[1]


def test_finishing_a_visit_thirty_times_at_once_makes_one_visit_and_one_problem(installation):
    teacher = Person(installation.address, "teacher")
    page = teacher.get("/families/")
    teacher.token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
    begin = next(iter(re.findall(r'action="(/visit/begin/[^"]+)"', page)))
    status, record = teacher.send(begin, {})
    assert status == 200
    visit = record.removeprefix(installation.address)
    assert teacher.send(f"{visit}matter/", {"text": "三十次的事", "settle": "pass_on"})[0] == 200
    shown = teacher.get(visit)
    visitors = re.findall(r'name="visitors" value="([^"]+)"', shown)
    said = {"outcome": "met", "met": "爷爷", "form": "phone", "visitors": visitors}

    with ThreadPoolExecutor(TIMES) as hands:
        answers = list(hands.map(lambda _: teacher.send(f"{visit}finish/", said)[0], range(TIMES)))

    assert set(answers) <= {200, 422}, answers
    assert 200 in answers
    principal = Person(installation.address, "principal")
    found = principal.get("/problem/?q=" + urllib.parse.quote("三十次的事"))
    assert found.count('class="grow"') == 1
    assert installation.run("verify_journal").startswith("日志完好")


def test_a_familys_answer_thirty_times_at_once_is_one_answer(installation):
    teacher = Person(installation.address, "teacher")
    page = teacher.get("/families/?state=unanswered")
    home = re.search(
        r'href="(/signup/class/[^"]+/family/[^"]+)"', teacher.get("/signup/") if "/family/" not in page else page
    )
    assert home, "a family to fill in for"
    teacher.token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', teacher.get(home[1]))[1]

    with ThreadPoolExecutor(TIMES) as hands:
        answers = list(hands.map(lambda _: teacher.send(home[1], {"step": "how", "form": "none"})[0], range(TIMES)))

    assert set(answers) == {200}, answers
    assert installation.run("verify_journal").startswith("日志完好")
