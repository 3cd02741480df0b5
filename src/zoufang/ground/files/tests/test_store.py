"""Files are checked by what they hold, lie encrypted, and come back as they were."""

import io
import zlib

import pytest
from django.utils import timezone
from PIL import Image

from zoufang.engines.refusal import Refused
from zoufang.ground.files.actions import store_file, store_picture
from zoufang.ground.files.models import StoredFile
from zoufang.ground.files.queries import content_of, place_of
from zoufang.ground.files.rules import clean_name
from zoufang.ground.files.views import answer_with


@pytest.fixture
def keep(cast, settings, tmp_path):
    settings.FILES_FOLDER = tmp_path

    def store(content, name="说明.pdf", media_type="application/pdf", act=store_file):
        facts = {"media_type": media_type} if act is store_file else {}
        return act(content=content, name=name, unit=cast.school, by=cast.actor(cast.zhou), at=timezone.now(), **facts)

    return store


def picture(size=(40, 30), kind="JPEG", **facts):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **facts)
    return out.getvalue()


def bomb(side=30_000):
    """A PNG of a few kilobytes that unfolds to 900 million pixels."""

    def chunk(kind, body):
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    rows = zlib.compress((b"\x00" + bytes(side // 8)) * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_the_content_comes_back_and_lies_encrypted(keep):
    stored = keep(b"%PDF-1.7 secret words")

    assert content_of(stored) == b"%PDF-1.7 secret words"
    assert b"secret" not in place_of(stored.public_id).read_bytes()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "application/pdf"),
        (b"MZ\x90\x00", "application/pdf"),
        (b"<html><script>", "image/png"),
        (b"%PDF-1.7", "text/html"),
        (b"%PDF-1.7" + bytes(21 << 20), "application/pdf"),
    ],
)
def test_what_is_not_of_its_type_or_too_large_is_refused(keep, content, media_type):
    with pytest.raises(Refused):
        keep(content, media_type=media_type)
    assert not StoredFile.objects.exists()


def test_a_picture_loses_where_and_with_what_it_was_taken(keep):
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif.get_ifd(0x8825)[1] = "N"
    stored = keep(picture((3000, 2000), exif=exif), name="门口.jpeg", act=store_picture)

    seen = Image.open(io.BytesIO(content_of(stored)))
    assert seen.size == (1600, 1067)
    assert not seen.getexif()
    assert (stored.name, stored.media_type) == ("门口.jpg", "image/jpeg")


@pytest.mark.parametrize("content", [b"no picture", bomb(), picture()[:200], b"%PDF-1.7", picture(kind="GIF")])
def test_a_picture_that_is_none_or_a_bomb_is_refused_with_a_sentence(keep, content):
    with pytest.raises(Refused) as refused:
        keep(content, name="x.jpg", act=store_picture)
    assert "照片" in refused.value.reasons[0]


def test_names_cannot_trick_a_header_or_a_folder():
    assert clean_name("../../etc/passwd", fallback="文件") == "etc passwd"
    assert clean_name("a\r\nSet-Cookie: x\u202e.pdf", fallback="文件") == "aSet-Cookie  x.pdf"
    assert clean_name("\x00", fallback="文件") == "文件"
    assert clean_name("长" * 300 + ".pdf", fallback="文件").endswith(".pdf")


def test_the_answer_is_kept_by_nobody(keep):
    answer = answer_with(keep(b"%PDF-1.7 x", name="台账 一.pdf"))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "filename*=utf-8''" in answer["Content-Disposition"]
