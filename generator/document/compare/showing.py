"""The differences of two documents as a document of their own, with the changes marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.document.compare.documents import Comparison, TableChange
from generator.document.compare.words import marked, number
from generator.document.tree import (
    Block,
    Cell,
    Document,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
)


def shown(comparison: Comparison, new: Document, names: tuple[str, str]) -> Document:
    """A document of the differences alone, in the styles of the new one.

    ``names`` are those of the old and of the new file.
    """
    blocks: list[Block] = [
        Heading(1, (Text("两稿对照"),), "compared", "附件标题"),
        Paragraph("提示", (Text(f"旧：{names[0]}　新：{names[1]}　{summary(comparison)}"),)),
    ]
    blocks += [Paragraph("提示", (Text(f"注意：{doubt}。"),)) for doubt in comparison.doubts]
    if comparison.figures:
        head = _row(("位置", "旧", "新", "相差"), header=True)
        rows = tuple(
            _row((figure.where, figure.old, figure.new, signed(figure.difference)))
            for figure in comparison.figures
        )
        blocks += [
            Heading(2, (Text("变动的数"),), "numbers", "表题"),
            Table("变动的数", "变动的数", (55, 15, 15, 15), (head,), rows),
        ]
    where = ""
    for text in comparison.texts:
        if text.where != where:
            where = text.where
            blocks.append(Heading(2, (Text(where),), f"text{len(blocks)}", "二级标题"))
        blocks.append(Paragraph("正文", marked(text.old, text.new)))
    wide = [
        block
        for number, change in enumerate(comparison.tables)
        for block in _shown_table(change, f"table{number}")
    ]
    sections = (
        Section("正文", landscape=False, blocks=tuple(blocks)),
        *((Section("附表", landscape=True, blocks=tuple(wide)),) if wide else ()),
    )
    return Document(
        f"{new.title}（两稿对照）", new.unit_name, new.year, new.date, sections, (), {}, new.styles
    )


def _shown_table(change: TableChange, label: str) -> Iterator[Block]:
    yield Heading(2, (Text(f"{change.name}（{_kind_of(change)}）"),), label, "表题")
    if not change.keys or change.old is None or change.new is None:
        return
    # The words of the lines, and of their amounts those that changed: a wide table would not fit on
    # the page.
    pairs = [change.pair(key) for key in change.keys]
    words = frozenset(head for pair in pairs for line in pair for head in line.words)
    heads = [
        head
        for head in change.heads
        if head in words
        or any(before.cells.get(head) != after.cells.get(head) for before, after in pairs)
    ]
    rows = [
        Row(
            tuple(
                _changed_cell(before.cells.get(head, ""), after.cells.get(head, ""))
                for head in heads
            )
        )
        for before, after in pairs
    ]
    titles = _row([change.heads[head] for head in heads], header=True)
    widths = tuple(2 if head in words else 1 for head in heads)
    yield Table(f"对照 {change.name}", change.name, widths, (titles,), tuple(rows))


def _kind_of(change: TableChange) -> str:
    if change.old is None:
        return "新增的表"
    if change.new is None:
        return "删去的表"
    return f"变动 {len(change.keys)} 行"


def _changed_cell(old: str, new: str) -> Cell:
    inlines = marked(old, new) if number(old) is None else _whole(old, new)
    return Cell(inlines, align="左")


def _whole(old: str, new: str) -> tuple[Inline, ...]:
    """A number is replaced whole, never digit by digit."""
    if old == new or not (old and new):
        return marked(old, new)
    # One below the other: columns of amounts are narrow.
    return (*marked(old, ""), LineBreak(), *marked("", new))


def _row(texts: Sequence[str], *, header: bool = False) -> Row:
    return Row(
        tuple(Cell((Text(text),), header=header, align="中" if header else "左") for text in texts)
    )


def summary(comparison: Comparison) -> str:
    """How much differs, in words."""
    if comparison.same:
        return "两稿内容相同。"
    return (
        f"变动的数 {len(comparison.figures)} 个，文字 {len(comparison.texts)} 段，"
        f"表 {len(comparison.tables)} 张。"
    )


def signed(value: Decimal | None) -> str:
    """A difference with its sign; "" for none."""
    if value is None:
        return ""
    return f"{value:+f}"
