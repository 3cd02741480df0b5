"""`fill_template`: one object one file, many lines one zip, refusals in words and nothing left behind."""

import base64
import io
import json
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def form(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("{{幼儿姓名}} {{note?}}")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{{matters.text}}"
    document.save(tmp_path / "form.docx")
    return tmp_path / "form.docx"


def data(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records), "utf-8")
    return path


def test_one_object_gives_one_file(form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    given = data(tmp_path / "in.json", {"幼儿姓名": "陈小明", "matters": [{"text": "校车"}, {"text": "园服"}]})
    call_command("fill_template", form, given, "--out", tmp_path / "out.docx", "--json")

    got = docx.Document(tmp_path / "out.docx")
    assert json.loads(capsys.readouterr().out) == {"files": 1, "names": ["幼儿姓名", "note", "matters.text"]}
    assert got.paragraphs[0].text == "陈小明 "
    assert [row.cells[0].text for row in got.tables[0].rows] == ["校车", "园服"]


def test_lines_give_a_zip_of_the_filled_files_only(form: Path, tmp_path: Path):
    records = [{"幼儿姓名": f"甲{number}", "matters": []} for number in range(12)]
    call_command("fill_template", form, data(tmp_path / "in.jsonl", *records), "--out", tmp_path / "out.zip")

    with zipfile.ZipFile(tmp_path / "out.zip") as opened:
        names = opened.namelist()
        words = [docx.Document(io.BytesIO(opened.read(name))).paragraphs[0].text.strip() for name in names]
    assert names == sorted(names)
    assert words == [f"甲{number}" for number in range(12)]


def test_a_workbook_with_a_picture_beside_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    book = openpyxl.Workbook()
    book.active.append(("{{rows.name}}", "{{图:rows.photo}}"))
    book.save(tmp_path / "t.xlsx")
    inside = base64.b64encode((tmp_path / "a.png").read_bytes()).decode()
    rows = [{"name": "甲", "photo": "a.png"}, {"name": "乙", "photo": f"data:image/png;base64,{inside}"}]
    call_command(
        "fill_template", tmp_path / "t.xlsx", data(tmp_path / "in.json", {"rows": rows}), "--out", tmp_path / "o.xlsx"
    )
    assert len(openpyxl.load_workbook(tmp_path / "o.xlsx").active._images) == 2

    outside = data(tmp_path / "in.json", {"rows": [{"name": "甲", "photo": "../../etc/hostname"}]})
    with pytest.raises(SystemExit):
        call_command("fill_template", tmp_path / "t.xlsx", outside, "--out", tmp_path / "o2.xlsx")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("in.json", '{"幼儿名字": "甲", "matters": []}', "{{幼儿名字}}"),
        ("in.json", "[]", "jsonl"),
        ("in.json", "{", "JSON"),
        ("in.jsonl", "", "一行数据也没有"),
        ("in.jsonl", '{"幼儿姓名": "甲", "matters": []}\n{"幼儿姓名": "乙", "matters": [{}]}', "第 2 行"),
        ("in.jsonl", '{"幼儿姓名": NaN}', "第 1 行"),
    ],
)
def test_what_is_refused_leaves_nothing(
    form: Path, tmp_path: Path, name: str, text: str, said: str, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("fill_template", form, tmp_path / name, "--out", tmp_path / "out", "--json")

    assert ended.value.code == 1
    assert any(said in reason for reason in json.loads(capsys.readouterr().out)["reasons"])
    assert {each.name for each in tmp_path.iterdir()} == {"form.docx", name}


def test_wrong_usage(form: Path, tmp_path: Path):
    with pytest.raises(CommandError) as fault:
        call_command("fill_template", form, tmp_path / "none.json", "--out", tmp_path / "out")
    assert fault.value.returncode == 2
