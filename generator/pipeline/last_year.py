"""Last year: the file that 上年 names, or several of units that became one, and what is wrong with
them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.checks.files import LAST_FILE, OTHER_UNIT
from generator.checks.rollup import LAST as SUMMED
from generator.findings.place import Cause, Finding, Level, Place
from generator.ledger.facts import Facts
from generator.ledger.figure import Figure, total
from generator.ledger.last_year import last_files, split_off
from generator.ledger.statement import Statement, comparables
from generator.ledger.transfers import eliminate
from generator.model.accounts import Accounts
from generator.model.load import Loaded, load
from generator.model.rules import TO_FILL
from generator.money import Money
from generator.pipeline.units import statement_of
from generator.reading.files import is_file
from generator.reading.named_files import SINCE, named_file, refusal
from generator.reading.nodes import Node, Scalar, place_of

Figures = Mapping[str, Figure]


def last_figures(
    accounts: Accounts, path: Path, root: Node
) -> tuple[Figures | None, list[Finding]]:
    """Last year's figures, where 上年 names a file or several (then their sums).

    ``path`` and ``root`` are this year's file and its tree. The figures are None where a file
    cannot be taken; the findings say what is wrong with them.
    """
    names = last_files(accounts)
    statements: list[tuple[Loaded, Statement]] = []
    findings: list[Finding] = []
    listed: set[str] = set()
    for name in names:
        place = name.place
        if len(names) <= 1:
            place = place_of(root, ("上年", "文件"))
        file = named_file(path, str(name))
        if file is None:
            findings.append(LAST_FILE.at(place, *refusal(path, str(name)), since=SINCE))
        elif not is_file(file):
            advice = "写上年数据文件名（相对本文件所在文件夹），或写几个上年数；新设单位填 无"
            findings.append(LAST_FILE.at(place, f"没有上年的数据文件“{name}”", advice))
        elif os.path.realpath(file) == os.path.realpath(path):
            findings.append(LAST_FILE.at(place, f"“{name}”就是本文件", "换成上一年度的数据文件"))
        elif os.path.realpath(file) in listed:
            message = f"“{name}”写了两次，它的数会加两遍"
            findings.append(LAST_FILE.at(place, message, "留一个，删去另一个"))
        else:
            listed.add(os.path.realpath(file))
            alone = len(names) == 1 and not split_off(accounts)
            loaded, statement, problems = _statement(file, name, accounts, place, alone=alone)
            findings += problems
            if statement is not None:
                statements.append((loaded, statement))
    if not statements or len(statements) < len(names):
        return None, findings
    if len(statements) == 1:
        return comparables(statements[0][1]), findings
    findings += _between(statements, accounts, place_of(root, ("上年",)))
    figures = [(loaded, comparables(statement)) for loaded, statement in statements]
    return _sums(figures), findings


def _between(
    statements: Sequence[tuple[Loaded, Statement]], accounts: Accounts, place: Place
) -> Iterator[Finding]:
    """What units that became one had paid one another: their sum counts it on both sides."""
    money = Money(accounts.金额单位)
    facts = Facts(
        replace(fact, 单位=_unit(loaded))
        for loaded, statement in statements
        for fact in statement.books.facts
    )
    for pair in eliminate(facts, (), {}).eliminations:
        message = (
            f"上年数是 {len(statements)} 个单位的和，"
            f"其中“{pair.payer}”付给“{pair.receiver}”的{pair.kind} {money(pair.amount)}，"
            "收入和支出里各多算了一次"
        )
        fix = (
            "核对上年数；要与抵销后的数比较，"
            "改填 上年: {收支总计: 数, 财政拨款收支总计: 数, 一般公共预算财政拨款支出: 数}，"
            "否则在 核对说明 里写明"
        )
        yield SUMMED.at(place, message, fix, found=money.number(pair.amount))


def _sums(of_units: Sequence[tuple[Loaded, Figures]]) -> Figures:
    """What all files have, added; what a file lacks is not known of all together."""
    sums: dict[str, Figure] = {}
    for key in of_units[0][1]:
        if all(key in figures for _, figures in of_units):
            addends = (figures[key].named(f"{_unit(loaded)}上年数") for loaded, figures in of_units)
            sums[key] = total(f"上年{key.split('.')[-1]}", addends)
    return sums


def _unit(loaded: Loaded) -> str:
    """What a unit is called for short."""
    if loaded.accounts is None:
        return loaded.name
    return str(loaded.accounts.单位.简称 or loaded.accounts.单位.名称)


def _statement(
    path: Path, name: Scalar, accounts: Accounts, place: Place, *, alone: bool
) -> tuple[Loaded, Statement | None, list[Finding]]:
    """One of last year's files, its statement, and what is wrong with it (then no statement).

    ``name`` is as 上年 writes it, ``place`` where findings stand. An ``alone`` file has to be of
    the same unit.
    """
    loaded = load(path, str(name))
    errors = [finding for finding in loaded.findings if finding.level is Level.ERROR]
    if loaded.accounts is None or errors:
        first = None
        if errors:
            first = Cause(errors[0].rule, errors[0].place)
        message = f"上年的数据文件“{name}”有 {len(errors)} 处错误，先改好它"
        unreadable = LAST_FILE.at(place, message, f"juesuan check {path}", cause=first)
        return loaded, None, [unreadable, *loaded.findings]
    if loaded.accounts.年度 != accounts.年度 - 1:
        message = f"“{name}”是 {loaded.accounts.年度} 年度的，不是 {accounts.年度 - 1} 年度的"
        return loaded, None, [LAST_FILE.at(place, message, "换成上一年度的数据文件")]
    findings: list[Finding] = []
    if alone and loaded.accounts.单位.名称 != accounts.单位.名称:
        message = f"上年文件是“{loaded.accounts.单位.名称}”的"
        fix = "核对文件名；单位改了名的，在 核对说明 里写明"
        findings.append(OTHER_UNIT.at(place, message, fix))
    statement, problems = statement_of(loaded)
    # A 项目 that still waits for its name has its amount: it is in every total.
    errors = [
        problem
        for problem in problems
        if problem.level is Level.ERROR and problem.rule != TO_FILL.id
    ]
    if errors:
        statement = None
    return loaded, statement, findings + errors
