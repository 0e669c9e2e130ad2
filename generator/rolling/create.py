"""juesuan roll: the new file beside the old one, and what to tell of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.findings.place import Finding, Level
from generator.forms.folders import OWN, Roots
from generator.forms.form import form_names, load_form
from generator.ledger.statement import Statement, published_totals
from generator.model.load import load
from generator.model.rules import MARK, TO_FILL
from generator.money import Money
from generator.pipeline.checking import check
from generator.pipeline.exit_codes import CommandError
from generator.reading.file_names import file_name
from generator.reading.files import read_bytes
from generator.rolling.opening import opening_part
from generator.rolling.rewrite import Account, rolled

_MOST = 3
"""So many totals are named."""
MOST_NAMED = 12
"""So many values are named without which nothing can be taken over."""


class NextYearExistsError(CommandError):
    """There is a file of the next year already, ``existing``: it is not replaced."""

    def __init__(self, existing: Path) -> None:
        super().__init__(f"已经有这个文件了：{existing}；不会覆盖它。要重新生成，先把它改名或移走")
        self.existing = existing


def roll(path: Path, roots: Roots = OWN) -> tuple[Path, str]:
    """Write next year's file beside ``path``; never overwrites a file.

    Returns its path and what to say of it. Raises CommandError, NextYearExistsError where there is
    one.
    """
    checked = check(path, roots)
    accounts, statement = checked.loaded.accounts, checked.statement
    errors = [finding for finding in checked.findings if finding.level is Level.ERROR]
    if accounts is None or statement is None:
        unread = [each for each in checked.loaded.findings if each.level is Level.ERROR]
        raise _unreadable(path, unread or errors)
    year = accounts.年度 + 1
    name = _next_name(path.stem, accounts.年度, str(accounts.单位.名称))
    target = path.with_name(name + path.suffix)
    if target.exists():
        raise NextYearExistsError(target)
    text = read_bytes(path, str(path)).text or ""
    # Of a 部门 the units' own files have the balances.
    is_own = not accounts.汇总
    opening = ""
    if is_own:
        opening = opening_part(statement, year)
    new, account = rolled(text.lstrip("\ufeff"), year, path.name, opening)
    try:
        with target.open("x", encoding="utf-8", newline="") as file:
            file.write(new)
    except FileExistsError as error:
        raise NextYearExistsError(target) from error
    lines = [
        *_summary(target, account, year, path.name, opened=is_own),
        *_published(statement),
        *_strange(target),
        *_doubts(len(errors), path.name, str(accounts.版式), year, roots),
        f"下一步：打开 {target.name}，从上到下把“{MARK}”换成本年的数和话；"
        "juesuan check 逐行列出还没有填的。",
    ]
    return target, "\n".join(lines)


def _unreadable(path: Path, errors: Sequence[Finding]) -> CommandError:
    """What to say of a file that cannot be read whole."""
    named = [
        f"\n  第 {finding.place.line} 行：{finding.message}" for finding in errors[:MOST_NAMED]
    ]
    count = f"\n  等 {len(errors)} 处" if len(errors) > MOST_NAMED else ""
    return CommandError(
        f"{path.name} 还读不全，不能由它生成下一年的文件。先填好、改好这几处（别的不影响）："
        f"{''.join(named)}{count}\n怎样改，看 juesuan check {path}"
    )


def _strange(target: Path) -> list[str]:
    """What the new file has besides open places: said at once, not when all is filled in."""
    strange = [finding for finding in load(target).findings if finding.rule != TO_FILL.id]
    return [
        f"  注意：第 {finding.place.line} 行 {finding.message}，请看一下" for finding in strange
    ]


def _next_name(stem: str, year: int, unit: str) -> str:
    """The name of next year's file: as the old one's, with the year that follows in it."""
    next_year = re.sub(rf"(?<!\d){year}(?!\d)", str(year + 1), stem)
    if next_year == stem:
        return f"{file_name(unit) or '新'}-{year + 1}"
    return next_year


def _summary(target: Path, account: Account, year: int, last: str, *, opened: bool) -> list[str]:
    """What was done, a line for each kind."""
    last_year = f"  上年数：都从 {last} 取"
    if opened:
        last_year += "；年初结转和结余已照上年年末填好，请与本年决算报表核对"
    lines = [
        f"已生成 {target}（{year} 年度）。",
        f"  照抄：单位、职责、机构、设置、科目、项目名称、用途等 {account.carried} 处",
        f"  待填：{account.numbers} 个数，{account.texts} 处文字"
        "（上年的写在旁边的说明里，只供参考）",
        last_year,
    ]
    if account.confirmed:
        lines.append(
            f"  照抄而要核对（核对好，删去后面的“# {MARK}”）：{'、'.join(account.confirmed)}"
        )
    # A 科目 stands under income and under outlay: it is named once.
    lines += [f"  科目改名：{renaming}" for renaming in dict.fromkeys(account.renamed)]
    lines += [f"  科目要您定：{question}" for question in dict.fromkeys(account.marked)]
    if account.away:
        lines.append(f"  收起（去掉行首的“#｜”可以再用）：{'、'.join(account.away)}")
    lines += [f"  没有带过来的说明（讲的是上年的事）：{comment}" for comment in account.dropped]
    return lines


def _published(statement: Statement) -> list[str]:
    """The totals of last year that are taken as they were published."""
    money = Money(statement.accounts.金额单位)
    totals = [
        f"{key.split('.')[-1]} {money(printed.value)}（明细相加是 {money(added.value)}）"
        for key, (printed, added) in published_totals(statement).items()
    ]
    if not totals:
        return []
    others = ""
    if len(totals) > _MOST:
        others = f"；等 {len(totals)} 个"
    return [f"  上年的合计照公开的数：{'；'.join(totals[:_MOST])}{others}"]


def _doubts(errors: int, name: str, form: str, year: int, roots: Roots) -> list[str]:
    """What to look at besides: errors of the old file, a form that is not meant for the year."""
    notes = []
    if errors:
        notes.append(f"  注意：{name} 还有 {errors} 处错误；改好以后，年初数和上年数才可靠")
    if form in form_names(roots):
        first, last = load_form(form, roots).years
        if not first <= year <= last:
            notes.append(f"  注意：版式“{form}”没有写明适用于 {year} 年度，请核对当年的公开要求")
    return notes
