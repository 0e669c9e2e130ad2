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
from generator.reading.nodes import Scalar


def unit_paths(path: Path, accounts: Accounts) -> tuple[Path, ...]:
    """The units' files that are there, each once."""
    return units_named(path, [str(name) for name in accounts.汇总])


def units_named(path: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Those of the units' files that are there, each once, by their names as the file at ``path`` writes them."""
    found = dict.fromkeys(named_files(path, names))
    own = os.path.realpath(path)
    return tuple(one for one in found if is_file(one) and os.path.realpath(one) != own)


def units_in(path: Path) -> tuple[Path, ...]:
    """The units' files that a file adds up; none where it is a unit's."""
    loaded = load(path)
    accounts = loaded.accounts or loaded.rest
    return unit_paths(path, accounts) if accounts else ()


def missing_files(path: Path, accounts: Accounts) -> list[Finding]:
    """What is wrong with the list of files itself."""
    findings, seen = [], dict[str, Scalar]()
    for name in accounts.汇总:
        named = named_file(path, str(name))
        if named is None:
            message, fix = refusal(path, str(name))
            findings.append(UNIT_FILE.at(name.place, message, fix, since=SINCE))
            continue
        other = os.path.realpath(named) if is_file(named) else str(named)
        if other == os.path.realpath(path):
            findings.append(
                UNIT_FILE.at(
                    name.place, f"“{name}”就是本文件", "换成单位的数据文件；本级也要有自己的文件"
                )
            )
        elif other in seen:
            findings.append(
                UNIT_FILE.at(name.place, f"“{name}”写了两次，它的数会加两遍", "删去一个")
            )
        elif not is_file(named):
            findings.append(
                UNIT_FILE.at(
                    name.place,
                    f"没有单位的数据文件“{name}”",
                    "写单位数据文件的文件名（相对本文件所在文件夹）",
                )
            )
        seen.setdefault(other, name)
    return findings


def unfit_files(units: Sequence[Loaded], path: Path, accounts: Accounts) -> list[Finding]:
    """What is wrong with the files: unreadable, of another year, another roll-up, a unit that another file has already."""
    findings, seen = [], dict[str, str]()
    for loaded in units:
        name = next(one for one in accounts.汇总 if named_file(path, str(one)) == loaded.path)
        one = loaded.accounts
        if one is None:
            findings.append(
                UNIT_FILE.at(
                    name.place,
                    f"“{name}”还读不全，部门的数加不起来",
                    f"先改好它：juesuan check {loaded.path}",
                )
            )
            continue
        if one.年度 != accounts.年度:
            findings.append(
                UNIT_FILE.at(
                    name.place,
                    f"“{name}”是 {one.年度} 年度的，部门是 {accounts.年度} 年度的",
                    "换成同一年度的文件",
                )
            )
        if one.汇总:
            findings.append(
                UNIT_FILE.at(
                    name.place, f"“{name}”自己也是汇总的，不是一个单位", "直接列出它汇总的各个单位"
                )
            )
        if str(one.单位.名称) in seen:
            findings.append(
                UNIT_FILE.at(
                    name.place,
                    f"“{name}”和“{seen[str(one.单位.名称)]}”都是“{one.单位.名称}”的",
                    "删去一个，或改正单位名称",
                )
            )
        seen.setdefault(str(one.单位.名称), str(name))
    return findings


def statement_of(loaded: Loaded) -> tuple[Statement | None, list[Finding]]:
    """The figures of a file without its last year: a unit's, or a 部门's from its units. None where its units cannot be added up."""
    assert loaded.accounts is not None
    accounts = loaded.accounts
    if not accounts.汇总:
        return compute(accounts)
    findings = missing_files(loaded.path, accounts)
    units = [load(one) for one in unit_paths(loaded.path, accounts)]
    findings += [
        one for unit in units for one in unit.findings if one.level is Level.ERROR
    ] + unfit_files(units, loaded.path, accounts)
    if findings or not units:
        return None, findings
    computed = [compute(unit.accounts) for unit in units if unit.accounts]
    done = roll_up(accounts, [one for one, _ in computed])
    return done.statement, [*done.findings, *(finding for _, more in computed for finding in more)]
