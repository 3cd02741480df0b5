"""What the site serves is what is installed, also when the installed file carries an older date."""

import gzip
import os

from zoufang.web.gather_static import gather_static


def test_every_file_is_there_and_its_compressed_twin_says_the_same(tmp_path):
    gather_static(tmp_path)

    sheet = tmp_path / "zoufang.css"
    assert (tmp_path / "vendor" / "tabler.used.css").exists()
    assert gzip.decompress((tmp_path / "zoufang.css.gz").read_bytes()) == sheet.read_bytes()


def test_a_newer_copy_of_an_older_release_is_replaced_with_its_twin(tmp_path):
    gather_static(tmp_path)
    sheet = tmp_path / "zoufang.css"
    now = sheet.read_bytes()
    sheet.write_bytes(b"old")
    os.utime(sheet, (4_000_000_000, 4_000_000_000))

    gather_static(tmp_path)

    assert sheet.read_bytes() == now
    assert gzip.decompress((tmp_path / "zoufang.css.gz").read_bytes()) == now


def test_what_is_unchanged_is_not_written_again(tmp_path):
    gather_static(tmp_path)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}

    gather_static(tmp_path)

    assert before == {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
