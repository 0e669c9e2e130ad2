"""Numbers that a published document has in sentences → evidence, beside what its tables say."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.importing.document_sentences import FOREIGN, HOME, RUNNING, Path, SentenceNumber
from generator.importing.evidence import ZERO, CellSpot, Evidence, Filled, money
from generator.importing.lines import DataLine, Figures, code_of
from generator.ledger.facts import PUBLIC, is_personnel
from generator.model.control import CONTROL, PUBLISHED
from generator.model.money import FUNDS, NATURES

_SENTENCE = "正文"
_OF_HOME: Path = (*HOME, "决算数")
_OF_FOREIGN: Path = (*FOREIGN, "决算数")


def take_sentence_numbers(
    numbers: Sequence[SentenceNumber], year: int, document: str, into: Evidence
) -> None:
    """Add the numbers that a document has in sentences of its ``year``; of two different ones for
    one place a remark is made, and neither is taken.

    Where a table has 公务接待费 as a whole, the sentence about 国内 divides it.
    """
    spot = CellSpot(document, _SENTENCE)
    clear = {}
    for path in dict.fromkeys(number.path for number in numbers):
        of_year = [number for number in numbers if number.path == path and number.year in (0, year)]
        amounts = {number.amount for number in of_year}
        if len(amounts) == 1:
            number = of_year[0]
            clear[path] = Filled(path, number.amount, spot, number.counted, slack=number.slack)
        elif amounts:
            message = f"正文里的{_called(path)}有 {len(amounts)} 个不同的数"
            into.remark(spot, message, "没有导入；请核对后自己填", grave=False)
    _divide_guests(clear, spot, into)
    into.filled += clear.values()


def _called(path: Path) -> str:
    """A place as a remark calls it: 机关运行经费, or 公务接待费国内批次."""
    names = [name for name in path if name != "决算数"]
    return "".join(names[-3:])


def _divide_guests(clear: dict[Path, Filled], spot: CellSpot, into: Evidence) -> None:
    """Make 外事 what is left of a table's 公务接待费 without 国内; take out what does not fit."""
    home = clear.get(_OF_HOME)
    both = next((filled for filled in into.filled if filled.path == _OF_HOME and filled.less), None)
    if home is None or both is None:
        return
    del clear[_OF_HOME]
    slack = home.slack + both.slack
    left = both.amount - home.amount
    if abs(left) <= slack:
        left = ZERO
    foreign = clear.get(_OF_FOREIGN)
    if left < 0 or (foreign and abs(left - foreign.amount) > slack + foreign.slack):
        clear.pop(_OF_FOREIGN, None)
        message = f"正文里国内接待费是 {money(home.amount)} 元"
        if foreign:
            message += f"，外事是 {money(foreign.amount)} 元"
        message += f"，{both.spot} 的公务接待费是 {money(both.amount)} 元，对不上"
        into.remark(spot, message, "没有分开；请核对后自己填国内和外事")
    elif foreign is None:
        clear[_OF_FOREIGN] = Filled(_OF_FOREIGN, left, spot, slack=slack)


def compared_with_public(figures: Figures) -> Figures:
    """The figures without a 机关运行经费 of a sentence that is all 公用经费, from which it follows.

    One that is so but for rounding is what was published.
    """
    stated = next((line for line in figures.lines if _is_said(line)), None)
    public = _public_of(figures.lines)
    if stated is None or not public:
        return figures
    gap = abs(sum((line.amount for line in public), ZERO) - stated.amount)
    if gap > stated.slack + sum((line.slack for line in public), ZERO):
        return figures
    lines = [line for line in figures.lines if line is not stated]
    if gap:
        lines.append(replace(stated, path=(CONTROL, RUNNING[0], PUBLISHED)))
    return replace(figures, lines=tuple(lines))


def _is_said(line: DataLine) -> bool:
    return line.path == RUNNING and line.spots[0].cell == _SENTENCE


def _public_of(lines: Sequence[DataLine]) -> list[DataLine]:
    """The numbers that make up 公用经费; none where they are not known by 经济科目."""
    basic = [
        line for line in lines if line.path[:2] == ("支出", FUNDS[0]) and line.path[3] == NATURES[0]
    ]
    if basic and all(code_of(line.path[-1])[:1] == "3" for line in basic):
        return [line for line in basic if not is_personnel(code_of(line.path[-1]))]
    return [line for line in lines if line.path == ("基本支出构成", PUBLIC)]
