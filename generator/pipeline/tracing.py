"""juesuan trace: where a printed number comes from, down to the lines on which it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath

from generator.document import search
from generator.ledger.figure import WAN, Figure
from generator.ledger.transfers import KINDS, Elimination
from generator.pipeline.checking import CheckResult
from generator.pipeline.eliminations import pair_text

MOST_INPUTS = 40
DEEPEST = 8
_SOURCE = re.compile(r"#\s*来源[:：]\s*([^；]+)(?!.*；\s*上年 )")


def trace(checked: CheckResult, wanted: str) -> tuple[str, bool]:
    """What to print of ``wanted``, and whether the document has anything of the kind.

    It is a number (1845.83), a section (三, 七（二）) or a name (基本支出, 30201).
    """
    assert checked.document is not None
    wanted = wanted.strip()
    figures = checked.rendered.figures if checked.rendered else {}
    index = search.index_of(checked.document, figures)
    remark = ""
    numbers = search.of_section(index, wanted) or search.of_name(index, wanted)
    if not numbers:
        numbers, remark = search.of_number(index, wanted)
    if not numbers:
        return _nothing(checked, index, wanted)
    sources = _Sources(checked)
    text: list[str] = []
    if remark:
        text = [remark]
    sentence_before: tuple[str, str] | None = None
    for number in numbers:
        sentence = (number.headings, number.sentence)
        if sentence != sentence_before:
            if text:
                text.append("")
            text += [f"【{number.headings}】{number.sentence}", ""]
            sentence_before = sentence
        text.append(f"  {number.printed}　{number.figure.label}")
        text += [f"    {line}" for line in sources.tree(number.figure, 0)]
    return "\n".join(text), True


def _nothing(checked: CheckResult, index: search.DocumentIndex, wanted: str) -> tuple[str, bool]:
    """What to say where no number is printed: why it is none, or what may have been meant.

    Returned with whether the document has ``wanted`` at all.
    """
    pairs = _eliminated(checked, wanted)
    tables = search.empty_lines(index, wanted)
    if pairs or tables:
        reason = ""
        if tables:
            reason = f"：{'、'.join(tables)}里这一行是空的，没有发生额"
        text = [f"“{wanted}”没有印出数{reason}。"]
        if pairs:
            text.append("各单位之间的已在汇总时抵销：")
            text += [f"  {pair_text(pair)}" for pair in pairs]
        return "\n".join(text), True
    near = search.suggestions(index, wanted)
    if near:
        advice = f"您是不是想看：{'、'.join(near)}"
    else:
        advice = "写印出的数（如 1845.83）、节（如 三）、名称（如 基本支出）或科目（如 30201）"
    return f"文档里没有“{wanted}”；{advice}", False


def _eliminated(checked: CheckResult, wanted: str) -> list[Elimination]:
    """The transfers of the kind ``wanted`` that were taken out of the sums of a 部门."""
    if not checked.rollup:
        return []
    name = search.simple(wanted)
    return [
        pair for pair in checked.rollup.eliminations if name in map(search.simple, KINDS[pair.kind])
    ]


class _Sources:
    """The lines of the data file, for what was typed where."""

    def __init__(self, checked: CheckResult) -> None:
        self._lines = checked.loaded.lines
        self._file = str(checked.loaded.name)

    def tree(self, figure: Figure, depth: int) -> Iterator[str]:
        """The formula of a figure and, indented below it, those of its inputs.

        It goes down to what was typed, at most DEEPEST levels; ``depth`` is that of the figure.
        """
        indent = "  " * depth
        if not figure.inputs:
            yield f"{indent}{self._typed(figure)}"
            return
        parts = figure.inputs[:MOST_INPUTS]
        formula = f" {figure.formula} ".join(f"{part.label} {_shown(part)}" for part in parts)
        if len(figure.inputs) > MOST_INPUTS:
            formula += f" 等 {len(figure.inputs)} 项"
        yield f"{indent}= {formula}"
        if depth >= DEEPEST:
            return
        for part in parts:
            if part.inputs:
                yield f"{indent}  {_shown(part)}　{part.label}"
                yield from self.tree(part, depth + 2)
            elif part.place is not None:
                yield f"{indent}  {_shown(part)}　{part.label}：{self._typed(part)}"

    def _typed(self, figure: Figure) -> str:
        """Where a figure was typed, with the source that the comment on its line names."""
        place = figure.place
        if place is None:
            return "没有发生额"
        text = f"填写于 {PurePath(place.file).name} 第 {place.line} 行"
        if place.file != self._file or place.line > len(self._lines):
            return text
        source = _SOURCE.search(self._lines[place.line - 1])
        if not source:
            return text
        return f"{text}（来源：{source[1].strip()}）"


def _shown(figure: Figure) -> str:
    """The value: an amount as it is printed, anything else with at most two decimals."""
    if figure.unit == WAN:
        return f"{figure.printed:f}"
    return f"{figure.value.quantize(Decimal('0.01')).normalize():f}"
