"""汇总: the units' files of a 部门, found, read and added up."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from generator.checks.files import UNIT_FILE
from generator.findings.place import Finding, Level
from generator.ledger.rollup import roll_up
from generator.ledger.statement import Statement, compute
from generator.model.accounts import Accounts
from generator.model.load import Loaded, load
from generator.reading.files import is_file
from generator.reading.named_files import SINCE, named_file, named_files, refusal


def unit_paths(path: Path, accounts: Accounts) -> tuple[Path, ...]:
    """The units' files that are there, each once."""
    return units_named(path, [str(name) for name in accounts.汇总])


def units_named(path: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Those of the units' files that are there, each once.

    ``names`` are as the file at ``path`` writes them; that file itself is no unit's.
    """
    candidates = dict.fromkeys(named_files(path, names))
    department = os.path.realpath(path)
    return tuple(
        file for file in candidates if is_file(file) and os.path.realpath(file) != department
    )


def units_in(path: Path) -> tuple[Path, ...]:
    """The units' files that a file adds up; none where it is a unit's."""
    loaded = load(path)
    accounts = loaded.accounts or loaded.readable
    if not accounts:
        return ()
    return unit_paths(path, accounts)


def missing_files(path: Path, accounts: Accounts) -> list[Finding]:
    """What is wrong with the list of files itself."""
    findings: list[Finding] = []
    listed: set[str] = set()
    for name in accounts.汇总:
        named = named_file(path, str(name))
        if named is None:
            message, fix = refusal(path, str(name))
            findings.append(UNIT_FILE.at(name.place, message, fix, since=SINCE))
            continue
        # One file may be listed by several names; of one that is not there the name counts.
        real = os.path.realpath(named) if is_file(named) else str(named)
        if real == os.path.realpath(path):
            fix = "换成单位的数据文件；本级也要有自己的文件"
            findings.append(UNIT_FILE.at(name.place, f"“{name}”就是本文件", fix))
        elif real in listed:
            message = f"“{name}”写了两次，它的数会加两遍"
            findings.append(UNIT_FILE.at(name.place, message, "删去一个"))
        elif not is_file(named):
            message = f"没有单位的数据文件“{name}”"
            fix = "写单位数据文件的文件名（相对本文件所在文件夹）"
            findings.append(UNIT_FILE.at(name.place, message, fix))
        listed.add(real)
    return findings


def unfit_files(units: Sequence[Loaded], path: Path, accounts: Accounts) -> list[Finding]:
    """What is wrong with the files of the units that are listed in the file at ``path``.

    One is unreadable, of another year, a roll-up itself, or of a unit that another file has.
    """
    findings: list[Finding] = []
    file_of_unit: dict[str, str] = {}
    for loaded in units:
        name = next(name for name in accounts.汇总 if named_file(path, str(name)) == loaded.path)
        unit = loaded.accounts
        if unit is None:
            message = f"“{name}”还读不全，部门的数加不起来"
            fix = f"先改好它：juesuan check {loaded.path}"
            findings.append(UNIT_FILE.at(name.place, message, fix))
            continue
        if unit.年度 != accounts.年度:
            message = f"“{name}”是 {unit.年度} 年度的，部门是 {accounts.年度} 年度的"
            findings.append(UNIT_FILE.at(name.place, message, "换成同一年度的文件"))
        if unit.汇总:
            message = f"“{name}”自己也是汇总的，不是一个单位"
            findings.append(UNIT_FILE.at(name.place, message, "直接列出它汇总的各个单位"))
        title = str(unit.单位.名称)
        if title in file_of_unit:
            message = f"“{name}”和“{file_of_unit[title]}”都是“{title}”的"
            findings.append(UNIT_FILE.at(name.place, message, "删去一个，或改正单位名称"))
        file_of_unit.setdefault(title, str(name))
    return findings


def statement_of(loaded: Loaded) -> tuple[Statement | None, list[Finding]]:
    """The figures of a file without its last year: a unit's, or a 部门's from its units.

    The statement is None where the units cannot be added up; the findings say why.
    """
    assert loaded.accounts is not None
    accounts = loaded.accounts
    if not accounts.汇总:
        return compute(accounts)
    findings = missing_files(loaded.path, accounts)
    units = [load(file) for file in unit_paths(loaded.path, accounts)]
    for unit in units:
        findings += [finding for finding in unit.findings if finding.level is Level.ERROR]
    findings += unfit_files(units, loaded.path, accounts)
    if findings or not units:
        return None, findings
    computed = [compute(unit.accounts) for unit in units if unit.accounts]
    rollup = roll_up(accounts, [statement for statement, _ in computed])
    findings = list(rollup.findings)
    for _, of_unit in computed:
        findings += of_unit
    return rollup.statement, findings
