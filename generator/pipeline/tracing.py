"""juesuan trace: where a printed number comes from, down to the lines on which it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath

from generator.document import search
from generator.ledger.figure import WAN, Figure
from generator.ledger.transfers import KINDS
from generator.pipeline.checking import Checked
from generator.pipeline.eliminations import pair_text

MOST_INPUTS = 40
DEEPEST = 8
_SOURCE = re.compile(r"#\s*来源[:：]\s*([^；]+)(?!.*；\s*上年 )")


def trace(checked: Checked, wanted: str) -> tuple[str, bool]:
    """What to print of a number (1845.83), a section (三, 七（二）) or a name (基本支出, 30201); whether anything was found."""
    assert checked.document is not None
    wanted = wanted.strip()
    looked = search.look(checked.document, checked.rendered.figures if checked.rendered else {})
    lines, remark = (search.of_section(looked, wanted) or search.of_name(looked, wanted)), ""
    if not lines:
        lines, remark = search.of_number(looked, wanted)
    if not lines:
        return _nothing(checked, looked, wanted)
    sources = _Sources(checked)
    text: list[str] = [remark] if remark else []
    before: tuple[str, str] | None = None
    for seen in lines:
        if (seen.place, seen.sentence) != before:
            text += (
                ["", f"【{seen.place}】{seen.sentence}", ""]
                if text
                else [f"【{seen.place}】{seen.sentence}", ""]
            )
            before = (seen.place, seen.sentence)
        text += [
            f"  {seen.printed}　{seen.figure.label}",
            *(f"    {line}" for line in sources.tree(seen.figure, 0)),
        ]
    return "\n".join(text), True


def _nothing(checked: Checked, looked: search.Looked, wanted: str) -> tuple[str, bool]:
    """What to say where no number is printed: why it is none, or what may have been meant."""
    pairs = (
        [
            pair
            for pair in checked.rollup.eliminations
            if search.simple(wanted) in map(search.simple, KINDS[pair.kind])
        ]
        if checked.rollup
        else []
    )
    tables = search.empty_lines(looked, wanted)
    if pairs or tables:
        told = [
            f"“{wanted}”没有印出数：{'、'.join(tables)}里这一行是空的，没有发生额。"
            if tables
            else f"“{wanted}”没有印出数。"
        ]
        told += (
            ["各单位之间的已在汇总时抵销：", *(f"  {pair_text(pair)}" for pair in pairs)]
            if pairs
            else []
        )
        return "\n".join(told), True
    near = search.suggestions(looked, wanted)
    meant = (
        f"您是不是想看：{'、'.join(near)}"
        if near
        else "写印出的数（如 1845.83）、节（如 三）、名称（如 基本支出）或科目（如 30201）"
    )
    return f"文档里没有“{wanted}”；{meant}", False


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
        told = f" {figure.formula} ".join(
            f"{part.label} {_shown(part)}" for part in figure.inputs[:MOST_INPUTS]
        )
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
        line = (
            self._lines[place.line - 1]
            if place.file == self._file and place.line <= len(self._lines)
            else ""
        )
        source = _SOURCE.search(line)
        return f"填写于 {PurePath(place.file).name} 第 {place.line} 行" + (
            f"（来源：{source[1].strip()}）" if source else ""
        )


def _shown(figure: Figure) -> str:
    return (
        f"{figure.printed:f}"
        if figure.unit == WAN
        else f"{figure.value.quantize(Decimal('0.01')).normalize():f}"
    )
