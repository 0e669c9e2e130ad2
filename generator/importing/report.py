"""What is said about an import, in lines for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from generator.findings.bounded import beginning
from generator.importing.importer import Imported
from generator.importing.update import Update


class SheetTitle(Struct, frozen=True):
    """A sheet by the title of its table; ``number`` counts the tables of a document, 0 for a sheet
    of a workbook."""

    title: str
    number: int = 0

    @property
    def called(self) -> str:
        """How a message calls the table."""
        if not self.number:
            return f"“{self.title}”"
        if not self.title:
            return f"文档的第 {self.number} 张表"
        return f"“{self.title}”（文档的第 {self.number} 张表）"


def titles_of(imported: Imported) -> dict[str, SheetTitle]:
    """The sheets that were read, by the names that they have in places of cells."""
    titles = {}
    for sheet, table, _, _ in imported.evidence.read:
        number = 0
        if sheet in imported.printed:
            number = int(re.sub(r".*表", "", sheet))
        titles[sheet] = SheetTitle(table.removesuffix("（财决）"), number)
    return titles


def summary_of(imported: Imported) -> str:
    """What was read, what was not, and what does not agree."""
    return "\n".join(_summary(imported))


def _summary(imported: Imported) -> Iterator[str]:
    """The lines of the summary."""
    owner = imported.owner or "（没有写单位名称）"
    yield f"读了 {'、'.join(imported.files)}：{owner}，{imported.year} 年度"
    for sheet, table, rows, figures in imported.evidence.read:
        amount = "没有数据"
        if rows:
            amount = f"{rows} 行，{figures} 个数"
        yield f"  {sheet} → {table.removesuffix('（财决）')}：{amount}"
    if imported.skipped:
        yield "没有读的表："
        yield from (f"  {sheet}：{why}" for sheet, why in imported.skipped)
    remarks = list(dict.fromkeys(imported.evidence.remarks))
    grave = [remark for remark in remarks if remark.grave]
    light = [remark for remark in remarks if not remark.grave]
    for title, group in (("要核对的地方：", grave), ("请留意：", light)):
        if group:
            yield title
        for remark in group:
            yield f"  {remark.spot}  {remark.message}"
            yield f"      → {remark.advice}"
    conclusion = "各表之间没有不一致的地方"
    if grave:
        conclusion = f"有 {len(grave)} 处要核对"
    yield f"得到 {len(imported.figures.lines)} 个数；{conclusion}。"


def texts_taken(imported: Imported) -> str:
    """Which texts of a document stand in the new file, and which do not; "" for none."""
    names = imported.texts.taken()
    notes = list(imported.texts.notes)
    if names:
        notes.insert(0, f"抄下来的文字：{'、'.join(names)}。请核对。")
    return "\n".join(notes)


def differences(update: Update) -> str:
    """Old → new, line by line, and what is left for the clerk."""
    lines = []
    for change in update.changes:
        place = "新增"
        if change.line:
            place = f"第 {change.line} 行"
        new = f"{beginning(change.new, 80)}{_change(change.old, change.new)}"
        line = f"  {place} {'/'.join(change.path)}：{change.old} → {new}  {change.source}"
        lines.append(line.rstrip())
    if lines:
        lines.insert(0, f"要改 {len(update.changes)} 处：")
    if update.left:
        lines += ["要您自己看的：", *(f"  {question}" for question in update.left)]
    return "\n".join([*lines, *update.left_out])


def _change(old: str, new: str) -> str:
    """By how much a number changes: （＋12.3）; "" where one of both is no number."""
    try:
        change = Decimal(new) - Decimal(old.replace(",", ""))
    except ArithmeticError:
        return ""
    if not change:
        return "（写法不同，数相同）"
    sign = "＋" if change > 0 else "－"
    return f"（{sign}{abs(change):f}）"
