"""A workbook of the remarks on many documents: all of them, a sheet for each kind, what each file
has, and the units of a list that have no document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from generator.audit.audited_file import AuditedFile
from generator.audit.remark import AUDIT_RULES, AuditRemark
from generator.audit.tails import in_few
from generator.extracting.limits import UnreadableError
from generator.extracting.text_bytes import bytes_of, decoded
from generator.findings.place import Level
from generator.pipeline.exit_codes import CommandError
from generator.pipeline.outputs import write_whole
from generator.writers.xlsx.book import new_book

_HEADS = ("单位", "文件", "级别", "规则", "位置", "原文", "说明", "印的", "应为", "猜想", "依据")
_WIDTHS = (24, 30, 6, 12, 16, 40, 60, 14, 14, 30, 30)
_SUMMARY = ("单位", "文件", "错误", "警告", "提示", "有数的句子", "读懂", "核对", "读不了的原因")
_LONGEST = 32_000
_NO_TIME = datetime(2000, 1, 1)
_MOST_ROWS = 1_000_000


def write_workbook(path: Path, files: Sequence[AuditedFile], units: Path | None = None) -> None:
    """Write the workbook. Raises OSError; CommandError for a list of units that cannot be read."""
    if path.suffix.lower() != ".xlsx":
        raise CommandError(f"清单的文件名要以 .xlsx 结尾：{path}")
    content = workbook_of(files, _units(units) if units is not None else [])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)


def workbook_of(files: Sequence[AuditedFile], wanted: Sequence[str] = ()) -> bytes:
    """The workbook; of ``wanted`` units it lists those without a file."""
    buffer = BytesIO()
    book = new_book(buffer)
    # Of the same documents the same list, whenever it is made.
    book.set_properties({"title": "审核清单", "created": _NO_TIME})
    rows = [_row(file, item) for file in files for item in in_few(file.remarks)][:_MOST_ROWS]
    _sheet(book, "各份文件", _SUMMARY, [_summary(file) for file in files], ())
    _sheet(book, "全部问题", _HEADS, rows, _WIDTHS)
    for category in dict.fromkeys(rule.category for rule in AUDIT_RULES.values()):
        names = {rule.id for rule in AUDIT_RULES.values() if rule.category == category}
        of_category = [row for row in rows if row[3] in names]
        if of_category:
            _sheet(book, category, _HEADS, of_category, _WIDTHS)
    tails = [_row(file, item) for file in files for item in file.remarks if item.tail]
    if len(tails) > sum(item.tail for file in files for item in in_few(file.remarks)):
        _sheet(book, "尾差逐处", _HEADS, tails[:_MOST_ROWS], _WIDTHS)
    if wanted:
        lacking = [[unit] for unit in wanted if not _has(unit, files)]
        _sheet(book, "没有文件的单位", ("单位",), lacking, (40,))
    book.close()
    return buffer.getvalue()


def _sheet(
    book: object,
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    widths: Sequence[int],
) -> None:
    sheet = book.add_worksheet(name)  # type: ignore[attr-defined]
    bold = book.add_format({"bold": True, "bottom": 1})  # type: ignore[attr-defined]
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})  # type: ignore[attr-defined]
    sheet.write_row(0, 0, heads, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value, wrapped)
            else:
                sheet.write_string(number, column, str(value)[:_LONGEST], wrapped)
    for column, width in enumerate(widths or [18] * len(heads)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _row(file: AuditedFile, item: AuditRemark) -> list[object]:
    rule = AUDIT_RULES[item.rule]
    return [
        file.unit,
        Path(file.path).name,
        item.level.value,
        item.rule,
        str(item.place),
        item.quote,
        item.text,
        item.printed,
        item.right,
        item.guess,
        rule.source,
    ]


def _summary(file: AuditedFile) -> list[object]:
    return [
        file.unit,
        file.path,
        *(sum(item.level is level for item in in_few(file.remarks)) for level in Level),
        sum(part.sentences for part in file.understood),
        sum(part.read for part in file.understood),
        sum(file.kinds.values()),
        f"{file.error}；{file.fix}" if file.error else "",
    ]


def _units(path: Path) -> list[str]:
    """The units of a list, a line each."""
    try:
        lines = decoded(bytes_of(path)).splitlines()
    except UnreadableError as error:
        raise CommandError(f"单位名单 {path} {error.message}：{error.fix}") from error
    return [line.strip() for line in lines if line.strip()]


def _has(unit: str, files: Sequence[AuditedFile]) -> bool:
    return any(unit in name for name in _names(files))


def _names(files: Sequence[AuditedFile]) -> Iterator[str]:
    for file in files:
        yield file.unit
        yield file.path
