"""juesuan roll: the new file beside the old one, and what to tell of it."""

from __future__ import annotations

import re
from pathlib import Path

from generator.findings.place import Level
from generator.forms.folders import OWN, Roots
from generator.forms.form import form_names, load_form
from generator.model.load import load
from generator.model.rules import MARK, TO_FILL
from generator.pipeline.checking import check
from generator.pipeline.exit_codes import CommandError
from generator.reading.file_names import file_name
from generator.reading.files import read_bytes
from generator.rolling.opening import opening_part
from generator.rolling.rewrite import Account, rolled


def roll(path: Path, roots: Roots = OWN) -> tuple[Path, str]:
    """Write next year's file beside ``path``. Returns its path and what to tell of it. Raises CommandError; never overwrites a file."""
    checked = check(path, roots)
    accounts, statement = checked.loaded.accounts, checked.statement
    errors = [one for one in checked.findings if one.level is Level.ERROR]
    if accounts is None or statement is None:
        first = f"，第一处在第 {errors[0].place.line} 行：{errors[0].message}" if errors else ""
        raise CommandError(
            f"{path.name} 还读不全，不能由它生成下一年的文件{first}\n先运行 juesuan check {path}，把错误改好"
        )
    year = accounts.年度 + 1
    target = path.with_name(
        _next_name(path.stem, accounts.年度, str(accounts.单位.名称)) + path.suffix
    )
    if target.exists():
        raise CommandError(f"已经有这个文件了：{target}；不会覆盖它。要重新生成，先把它改名或移走")
    text = read_bytes(path, str(path)).text or ""
    new, account = rolled(
        text.lstrip("\ufeff"),
        year,
        path.name,
        "" if accounts.汇总 else opening_part(statement, year),
    )
    try:
        with target.open("x", encoding="utf-8", newline="") as file:
            file.write(new)
    except FileExistsError as error:
        raise CommandError(f"已经有这个文件了：{target}；不会覆盖它") from error
    # Whatever the new file has besides open places is told at once, not when all of it is filled in.
    strange = [one for one in load(target).findings if one.rule != TO_FILL.id]
    notes = [
        f"  注意：第 {one.place.line} 行 {one.message}，请看一下" for one in strange
    ] + _doubts(len(errors), path.name, str(accounts.版式), year, roots)
    return target, "\n".join(
        [
            *_told(target, account, year, path.name, opened=not accounts.汇总),
            *notes,
            f"下一步：打开 {target.name}，从上到下把“{MARK}”换成本年的数和话；juesuan check 逐行列出还没有填的。",
        ]
    )


def _next_name(stem: str, year: int, unit: str) -> str:
    found = re.sub(rf"(?<!\d){year}(?!\d)", str(year + 1), stem)
    return found if found != stem else f"{file_name(unit) or '新'}-{year + 1}"


def _told(target: Path, account: Account, year: int, last: str, *, opened: bool) -> list[str]:
    lines = [
        f"已生成 {target}（{year} 年度）。",
        f"  照抄：单位、职责、机构、设置、科目、项目名称、用途等 {account.kept} 处",
        f"  待填：{account.filled} 个数，{account.said} 处文字（上年的写在旁边的说明里，只供参考）",
        f"  上年数：都从 {last} 取{'；年初结转和结余已照上年年末填好，请与本年决算报表核对' if opened else ''}",
    ]
    if account.confirmed:
        lines.append(
            f"  照抄而要核对（核对好，删去后面的“# {MARK}”）：{'、'.join(account.confirmed)}"
        )
    # A 科目 stands under income and under outlay: it is told once.
    lines += [f"  科目改名：{one}" for one in dict.fromkeys(account.renamed)]
    lines += [f"  科目要您定：{one}" for one in dict.fromkeys(account.marked)]
    lines += (
        [f"  收起（去掉行首的“#｜”可以再用）：{'、'.join(account.away)}"] if account.away else []
    )
    lines += [f"  没有带过来的说明（讲的是上年的事）：{one}" for one in account.dropped]
    return lines


def _doubts(errors: int, name: str, form: str, year: int, roots: Roots) -> list[str]:
    notes = (
        [f"  注意：{name} 还有 {errors} 处错误；改好以后，年初数和上年数才可靠"] if errors else []
    )
    if (
        form in form_names(roots)
        and not load_form(form, roots).years[0] <= year <= load_form(form, roots).years[1]
    ):
        notes.append(f"  注意：版式“{form}”没有写明适用于 {year} 年度，请核对当年的公开要求")
    return notes
