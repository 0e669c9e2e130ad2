"""What is said about an import, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.findings.bounded import beginning
from generator.importing.importer import Imported
from generator.importing.update import Update


def told(imported: Imported) -> str:
    """What was read, what was not, and what does not agree."""
    return "\n".join(_told(imported))


def _told(imported: Imported) -> Iterator[str]:
    yield f"读了 {'、'.join(imported.files)}：{imported.owner or '（没有写单位名称）'}，{imported.year} 年度"
    for sheet, table, rows, figures in imported.evidence.read:
        name = table.removesuffix("（财决）")
        yield (
            f"  {sheet} → {name}：{rows} 行，{figures} 个数"
            if rows
            else f"  {sheet} → {name}：没有数据"
        )
    if imported.skipped:
        yield "没有读的工作表："
        yield from (f"  {sheet}：{why}" for sheet, why in imported.skipped)
    remarks = list(dict.fromkeys(imported.evidence.remarks))
    grave, light = [one for one in remarks if one.grave], [one for one in remarks if not one.grave]
    for title, some in (("要核对的地方：", grave), ("请留意：", light)):
        if some:
            yield title
        for one in some:
            yield f"  {one.spot}  {one.message}"
            yield f"      → {one.advice}"
    yield f"得到 {len(imported.figures.lines)} 个数；{'各表之间没有不一致的地方' if not grave else f'有 {len(grave)} 处要核对'}。"


def differences(update: Update) -> str:
    """Old → new, line by line, and what is left for the clerk."""
    lines = []
    for one in update.changes:
        place = f"第 {one.line} 行" if one.line else "新增"
        lines.append(
            f"  {place} {'/'.join(one.path)}：{one.old} → {beginning(one.new, 80)}{_change(one.old, one.new)}  {one.source}".rstrip()
        )
    if lines:
        lines.insert(0, f"要改 {len(update.changes)} 处：")
    if update.left:
        lines += ["要您自己看的：", *(f"  {one}" for one in update.left)]
    return "\n".join([*lines, *update.left_out])


def _change(old: str, new: str) -> str:
    try:
        change = Decimal(new) - Decimal(old.replace(",", ""))
    except ArithmeticError:
        return ""
    return (
        f"（{'＋' if change > 0 else '－'}{abs(change):f}）" if change else "（写法不同，数相同）"
    )
