"""juesuan trace: where a printed number comes from, down to the lines on which it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from generator.cli.checking import Checked
from generator.document.tree import Document, Heading, Number, Paragraph, Table, plain
from generator.figures.figure import WAN, Figure
from generator.reading.nearest import nearest

MOST_INPUTS = 40
DEEPEST = 8
_SOURCE = re.compile(r"#\s*来源[:：]\s*(.+)$")


def trace(checked: Checked, wanted: str) -> tuple[str, bool]:
    """What to print of a number (1845.83), a section (三, 七（二）) or a name (基本支出); whether anything was found."""
    assert checked.document is not None
    figures = checked.rendered.figures if checked.rendered else {}
    lines = list(_found(checked.document, figures, wanted.strip()))
    if not lines:
        names = sorted({figure.label for figure in figures.values()})
        near = nearest(wanted, names, 3, loose=True)
        told = f"您是不是想看：{'、'.join(near)}" if near else "写印出的数（如 1845.83）、节（如 三）或名称（如 基本支出）"
        return f"文档里没有“{wanted}”；{told}", False
    sources = _Sources(checked)
    text: list[str] = []
    before: tuple[str, str] | None = None
    for title, sentence, printed, figure in lines:
        if (title, sentence) != before:
            text += [f"【{title}】{sentence}", ""] if not text else ["", f"【{title}】{sentence}", ""]
            before = (title, sentence)
        text += [f"  {printed}　{figure.label}", *(f"    {line}" for line in sources.tree(figure, 0))]
    return "\n".join(text), True


Found = tuple[str, str, str, Figure]


def _found(document: Document, figures: Mapping[str, Figure], wanted: str) -> Iterator[Found]:
    number = _number(wanted)
    titles = ["", "", "", ""]
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                titles[block.level - 1 :] = [plain(block.inlines).replace("\n", " "), *[""] * (4 - block.level)]
                continue
            place = " ".join(title for title in titles if title)
            if isinstance(block, Paragraph):
                for inline in block.inlines:
                    if isinstance(inline, Number) and inline.figure in figures:
                        figure = figures[inline.figure]
                        if _matches(inline.text, figure, titles, number, wanted):
                            yield place, plain(block.inlines), inline.text, figure
            elif isinstance(block, Table) and number is not None:
                yield from _in_table(block, place, figures, number)


def _in_table(table: Table, place: str, figures: Mapping[str, Figure], number: Decimal) -> Iterator[Found]:
    for row in table.body:
        for cell in row.cells:
            for inline in cell.inlines:
                if isinstance(inline, Number) and inline.figure in figures and _number(inline.text) == number:
                    yield f"{place} {table.corner}".strip(), plain(row.cells[0].inlines), inline.text, figures[inline.figure]


def _matches(text: str, figure: Figure, titles: list[str], number: Decimal | None, wanted: str) -> bool:
    if number is not None:
        return _number(text) == number
    if figure.label == wanted:
        return True
    parts = re.findall(r"[一二三四五六七八九十]+|（[一二三四五六七八九十]+）", wanted)
    if not parts or "".join(parts) != wanted.replace("、", ""):
        return False
    heads = [title for title in titles[1:] if title]
    return all(any(head.startswith(part if part.startswith("（") else f"{part}、") for head in heads) for part in parts)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "").removesuffix("万元").removesuffix("%"))
    except InvalidOperation:
        return None


class _Sources:
    """The lines of the data file, for what was typed where."""

    def __init__(self, checked: Checked) -> None:
        self._lines = checked.loaded.lines
        self._file = str(checked.loaded.name)

    def tree(self, figure: Figure, depth: int) -> Iterator[str]:
        """The formula of a figure and, indented below it, those of its inputs, down to what was typed."""
        indent = "  " * depth
        if not figure.inputs:
            yield f"{indent}{self._typed(figure)}"
            return
        told = f" {figure.formula} ".join(f"{part.label} {_shown(part)}" for part in figure.inputs[:MOST_INPUTS])
        more = f" 等 {len(figure.inputs)} 项" if len(figure.inputs) > MOST_INPUTS else ""
        yield f"{indent}= {told}{more}"
        if depth >= DEEPEST:
            return
        for part in figure.inputs[:MOST_INPUTS]:
            if part.inputs:
                yield f"{indent}  {_shown(part)}　{part.label}"
                yield from self.tree(part, depth + 2)
            elif part.place is not None:
                yield f"{indent}  {_shown(part)}　{part.label}：{self._typed(part)}"

    def _typed(self, figure: Figure) -> str:
        place = figure.place
        if place is None:
            return "没有发生额"
        line = self._lines[place.line - 1] if place.file == self._file and place.line <= len(self._lines) else ""
        source = _SOURCE.search(line)
        return f"填写于 {PurePath(place.file).name} 第 {place.line} 行" + (f"（来源：{source[1].strip()}）" if source else "")


def _shown(figure: Figure) -> str:
    return f"{figure.printed:f}" if figure.unit == WAN else f"{figure.value.quantize(Decimal('0.01')).normalize():f}"
