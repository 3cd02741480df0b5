import io
import zipfile

import pytest

from zoufang.engines.archive import clean_name, join, pack, zip_of


def test_packed_parts_are_a_zip_that_others_open():
    joined = join([pack("a.xml", b"<a/>" * 500), pack("夹/b.xml", "乙".encode())])

    with zipfile.ZipFile(io.BytesIO(joined)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.xml", "夹/b.xml"]
        assert archive.read("夹/b.xml").decode() == "乙"


def test_files_keep_their_order_and_the_same_files_give_the_same_bytes():
    def draw():
        out = io.BytesIO()
        assert zip_of([("乙.docx", b"2"), ("甲.docx", b"1")], out) == 2
        return out.getvalue()

    assert draw() == draw()
    assert zipfile.ZipFile(io.BytesIO(draw())).namelist() == ["乙.docx", "甲.docx"]


def test_two_files_of_one_name_both_stay():
    out = io.BytesIO()
    zip_of([("陈.docx", b"1"), ("陈.docx", b"2"), ("陈(2).docx", b"3")], out)

    archive = zipfile.ZipFile(out)
    assert len(set(archive.namelist())) == 3
    assert [archive.read(name) for name in archive.namelist()] == [b"1", b"2", b"3"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("小（1）班-陈小满.docx", "小（1）班-陈小满.docx"),
        ("a\x00b\u202ecod.docx", "abcod.docx"),
        ("C:\\temp\\x.docx", "C temp x.docx"),
        ("...", "未命名"),
        ("长" * 300 + ".docx", "长" * 80 + ".docx"),
    ],
)
def test_names_hold_no_path_and_nothing_that_misleads(name, clean):
    assert clean_name(name) == clean
