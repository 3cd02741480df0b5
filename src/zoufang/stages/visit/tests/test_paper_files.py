"""Card and letter as pictures and PDFs: what is in them, and who gets them."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfReader

from zoufang.engines.papers import draw
from zoufang.ground.campaign.models import CampaignText
from zoufang.stages.visit.models import PaperSent
from zoufang.stages.visit.tests.test_family_pages import by_link, papers  # noqa: F401
from zoufang.stages.visit.tests.test_finish_page import approved_letter

FAMILY = ("/visit/family/card/card.png", "/visit/family/card/card.pdf", "/visit/family/letter/letter.pdf")


def of_class(cast):
    return [f"/visit/papers/{cast.klass.public_id}/{name}" for name in ("card.png", "card.pdf", "letter.pdf")]


def text_of(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.fixture
def family(cast, papers):  # noqa: F811
    cast.li.phone = "13900001111"
    cast.li.save()
    return by_link(cast.chen, cast.campaign)


def test_a_family_saves_its_card_and_letter_and_nothing_of_it_stands_in_them(cast, family):
    picture, card, letter = (family.get(address) for address in FAMILY)

    assert Image.open(io.BytesIO(picture.content)).width == 1080
    assert picture["Content-Disposition"].startswith("inline")
    assert card["Content-Disposition"].startswith("attachment")
    for words in ("13900001111", "李老师", "12345"):
        assert words in text_of(card)
    assert "走访自愿" in text_of(letter)
    for private in ("陈", "1381234", "1号楼"):
        assert private not in text_of(card) + text_of(letter)
    for address in FAMILY:
        assert address in family.get("/visit/family/card/").content.decode() or "letter" in address
        assert family.get(address)["Cache-Control"] == "private, no-store"


def test_fetching_a_file_is_not_opening_the_paper(family):
    for address in FAMILY:
        assert family.get(address).status_code == 200

    assert not PaperSent.objects.filter(first_opened_at__isnull=False).exists()


def test_without_a_link_there_is_the_door_and_without_a_letter_nothing(client, cast):
    for address in FAMILY:
        assert client.get(address)["Location"] == "/f"
    assert by_link(cast.chen, cast.campaign).get(FAMILY[2]).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("li", 200), ("wang", 200), ("zhou", 200), ("sun", 404), ("stranger", 404)]
)
def test_who_sees_the_classs_papers_prints_them(cast, signed_in, who, status):
    approved_letter(cast)
    client = signed_in(getattr(cast, who))

    for address in of_class(cast):
        assert client.get(address).status_code == status
        assert client.post(address).status_code == 405


def test_a_small_card_has_two_sides_and_other_sheets_there_are_none(cast, signed_in):
    assert cast.campaign
    client, card = signed_in(cast.zhang), of_class(cast)[1]

    assert round(PdfReader(io.BytesIO(client.get(f"{card}?sheet=a6").content)).pages[0].mediabox.width) == 298
    assert client.get(f"{card}?sheet=a0").status_code == 404


def test_a_letter_too_long_to_be_drawn_is_refused_with_what_to_do(cast, family, signed_in):
    CampaignText.objects.filter(campaign=cast.campaign).update(body="长" * 20_001)

    for answer in (family.get(FAMILY[2]), signed_in(cast.zhang).get(of_class(cast)[2])):
        assert answer.status_code == 422
        assert "直接看网页" in answer.content.decode()


def test_without_typst_no_file_is_offered_and_who_asks_is_told_what_to_do(cast, family, signed_in, monkeypatch):
    monkeypatch.setattr(draw, "find_spec", lambda name: None)
    staff, sheet = signed_in(cast.zhang), f"/visit/papers/{cast.klass.public_id}/"
    assert cast.household

    for client, page in ((family, "/visit/family/card/"), (family, "/visit/family/letter/"), (staff, sheet)):
        shown = client.get(page).content.decode()
        assert ".pdf" not in shown
        assert ".png" not in shown
    for client, address in ((family, FAMILY[0]), (family, FAMILY[2]), (staff, of_class(cast)[1])):
        answer = client.get(address)
        assert answer.status_code == 422
        assert "打印" in answer.content.decode()
    slips = f"/signup/class/{cast.klass.public_id}/slips/"
    assert 'value="pdf"' not in staff.get(slips).content.decode()
    assert staff.post(slips).status_code == 200
    assert staff.post(slips, {"as": "pdf"}).status_code == 422


def test_the_number_of_queries_does_not_grow_with_the_families(cast, signed_in):
    assert cast.campaign
    client, address = signed_in(cast.zhang), of_class(cast)[0]

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = queries()
    for n in range(8):
        cast.make_household(child=f"孩子{n}", phone=f"1391234{n:04d}")
    assert queries() <= few
