"""Target 5: ledgers and forms from office templates, against rustpy-xlsxwriter, XlsxWriter, openpyxl and docxtpl in one run.

A ledger of 100,000 rows of 15 columns in a layout (merged title, styled cells, total, print titles) must cost at most 1.5 times what
rustpy-xlsxwriter needs for the bare rows, and at most 100 MB above idle; a form must be 50 times as fast as docxtpl's; 10,000 forms as
a zip must take at most 8 s with memory flat. Each runs in a process of its own. `pip install --group bench` brings the references that
are not needed otherwise; what is missing is said and left out.
"""

from __future__ import annotations

import importlib.util
import io
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from zoufang.engines.archive import zip_of
from zoufang.engines.office import Counted, Template, compile_own

ROWS, FORMS, PAIRS = 100_000, 10_000, 3
HEADS = [
    "序号",
    "班级",
    "幼儿姓名",
    "家长",
    "关系",
    "电话",
    "走访教师",
    "方式",
    "轮次",
    "时间",
    "结果",
    "反映的问题",
    "答复",
    "意见建议",
    "备注",
]
PIECES = (
    "孩子在家挑食,希望老师多提醒",
    "校车总是晚到,能不能改一下时间",
    "园服有点贵",
    "没有问题,感谢老师",
    "想多了解入学准备",
)
POOL: list[dict[str, Any]] = [
    {name: f"{name}{n}:{PIECES[(n + place) % 5]}"[: 6 + 3 * (place % 5)] for place, name in enumerate(HEADS)}
    for n in range(1_000)
]


def rows(count: int = ROWS) -> Iterator[dict[str, Any]]:
    """Rows that cost nothing to make, so that what is measured is writing."""
    return itertools.islice(itertools.cycle(POOL), count)


def ledger() -> Template:
    """A district's own layout as a template."""
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, Side

    book = openpyxl.Workbook()
    sheet = book.active
    thin = Side(style="thin")
    for line in (
        ("{{title}}",),
        ("填报单位:{{school}}",),
        HEADS,
        [f"{{{{rows.{name}}}}}" for name in HEADS],
        ("合计", "=COUNTA(B4:B4)"),
    ):
        sheet.append(line)
    sheet.merge_cells("A1:O1")
    sheet["A1"].font = Font(name="宋体", size=18, bold=True)
    for row in sheet["A3:O4"]:
        for cell in row:
            cell.font, cell.border = Font(name="宋体", size=10), Border(thin, thin, thin, thin)
            cell.alignment = Alignment(wrap_text=True)
    sheet.print_title_rows = "1:3"
    out = io.BytesIO()
    book.save(out)
    return compile_own(out.getvalue())


def form() -> bytes:
    """A registration form as a template (the same placeholders, as docxtpl and we read them)."""
    import docx

    document = docx.Document()
    document.add_heading("{{title}}", 1)
    table = document.add_table(rows=10, cols=4)
    table.style = "Table Grid"
    for n in range(20):
        table.cell(n // 2, n % 2 * 2).text = f"项目{n}"
        table.cell(n // 2, n % 2 * 2 + 1).text = f"{{{{field{n}}}}}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def record(number: int) -> dict[str, Any]:
    """What stands in one form."""
    return {
        "title": f"入户访问登记表 {number}",
        **{f"field{n}": f"{PIECES[(number + n) % 5]}{number}" for n in range(20)},
    }


def ours_xlsx(path: Path) -> Callable[[], None]:
    """The product."""
    template = ledger()
    data = {"title": "走访台账", "school": "城东幼儿园", "rows": Counted(ROWS, rows)}

    def work() -> None:
        with path.open("w+b") as out:
            template.fill_into(data, out)

    return work


def rustpy(path: Path) -> Callable[[], None]:
    """Bare rows by rustpy-xlsxwriter."""
    from rustpy_xlsxwriter import write_worksheet

    return lambda: write_worksheet(rows(), str(path))


def xlsxwriter(path: Path) -> Callable[[], None]:
    """Bare rows by XlsxWriter in constant memory."""
    import xlsxwriter as library

    def work() -> None:
        book = library.Workbook(str(path), {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows()):
            sheet.write_row(number, 0, row.values())
        book.close()

    return work


def openpyxl(path: Path) -> Callable[[], None]:
    """Bare rows by openpyxl, write-only."""
    import openpyxl as library

    def work() -> None:
        book = library.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows():
            sheet.append(list(row.values()))
        book.save(path)

    return work


def ours_forms(path: Path) -> Callable[[], None]:
    """10,000 forms as a zip, streamed."""
    template = compile_own(form())

    def work() -> None:
        with path.open("wb") as out:
            zip_of(((f"{n:05d}.docx", template.fill(record(n))) for n in range(FORMS)), out)

    return work


def ours_form(path: Path) -> Callable[[], None]:
    """300 forms; divided below."""
    template = compile_own(form())

    def work() -> None:
        for n in range(300):
            out = template.fill(record(n))
        path.write_bytes(out)

    return work


def docxtpl(path: Path) -> Callable[[], None]:
    """30 forms by docxtpl; divided below."""
    from docxtpl import DocxTemplate

    template = form()

    def work() -> None:
        for n in range(30):
            filled = DocxTemplate(io.BytesIO(template))
            filled.render(record(n))
            out = io.BytesIO()
            filled.save(out)
        path.write_bytes(out.getvalue())

    return work


WAYS = {each.__name__: each for each in (ours_xlsx, rustpy, xlsxwriter, openpyxl, ours_forms, ours_form, docxtpl)}


def alone(way: str) -> None:
    """In a process of its own: seconds, megabytes above idle, megabytes written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("a.xlsx" if "form" not in way else "a.zip")
        work = WAYS[way](path)
        idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began, used = time.perf_counter(), time.process_time()
        work()
        told = {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - used,
            "above": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) / 1024,
            "size": path.stat().st_size / 1e6,
        }
        if way == "ours_xlsx" and "--check" in sys.argv:
            reopened(path)
    print(json.dumps(told))


def reopened(path: Path) -> None:
    """Another library must read every cell as it was given."""
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    found = itertools.islice(sheet.iter_rows(), 3, 3 + ROWS)
    assert all(list(row.values()) == got for row, got in zip(rows(), found, strict=True))


def measured(way: str, *more: str) -> dict[str, float]:
    """The same, called."""
    done = subprocess.run([sys.executable, __file__, way, *more], capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def pairs(reference: str, product: str, per: tuple[int, int]) -> None:
    """Alternating; pairs whose references differ by more than 15 % from the median are dropped."""
    found = [(measured(reference), measured(product)) for _ in range(PAIRS)]
    middle = statistics.median(one["cpu"] for one, _ in found)
    kept = [(one, two) for one, two in found if abs(one["cpu"] - middle) <= 0.15 * middle]
    wall = statistics.median((two["seconds"] / per[1]) / (one["seconds"] / per[0]) for one, two in kept)
    cpu = statistics.median((two["cpu"] / per[1]) / (one["cpu"] / per[0]) for one, two in kept)
    for name, place, each in ((reference, 0, per[0]), (product, 1, per[1])):
        seconds = statistics.median(pair[place]["seconds"] for pair in kept) / each
        print(
            f"  {name:<12}{seconds:9.5f} s  {statistics.median(pair[place]['cpu'] for pair in kept) / each:9.5f} CPU-s",
            end="",
        )
        print(f"  {max(pair[place]['above'] for pair in kept):6.1f} MB above idle  {kept[0][place]['size']:6.1f} MB")
    print(f"  {product} / {reference}: {wall:.3f} (wall), {cpu:.3f} (CPU), {len(kept)} pairs")


def missing(*libraries: str) -> bool:
    """Whether a reference is not installed; said aloud."""
    lacking = [each for each in libraries if importlib.util.find_spec(each) is None]
    if lacking:
        print(f"  LEFT OUT, not installed: {', '.join(lacking)} (pip install --group bench)")
    return bool(lacking)


def main() -> None:
    """Print seconds, memory and ratios."""
    print(f"XLSX, {ROWS:,} rows of 15 (target: ≤ 1.5 × rustpy-xlsxwriter, ≤ 100 MB above idle)")
    if not missing("rustpy_xlsxwriter"):
        pairs("rustpy", "ours_xlsx", (1, 1))
    measured("ours_xlsx", "--check")
    for way in ("xlsxwriter", "openpyxl"):
        told = measured(way)
        print(f"  {way:<12}{told['seconds']:9.2f} s  {told['cpu']:9.2f} CPU-s  {told['above']:6.1f} MB above idle")
    print("DOCX, one form (target: ≥ 50 × docxtpl)")
    if not missing("docxtpl"):
        pairs("docxtpl", "ours_form", (30, 300))
    told = measured("ours_forms")
    print(f"DOCX, {FORMS:,} as a zip (target: ≤ 8 s, memory flat)")
    print(
        f"  ours_forms  {told['seconds']:9.2f} s  {told['cpu']:9.2f} CPU-s  {told['above']:6.1f} MB above idle  {told['size']:.1f} MB"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in WAYS:
        alone(sys.argv[1])
    else:
        main()
