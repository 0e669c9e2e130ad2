"""juesuan import: workbooks, or a published PDF → a new data file, or into one that exists."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml
from msgspec.structs import replace

from generator.cli.text_files import write_back
from generator.findings.place import has_errors
from generator.importing.declared import TableDeclarationError
from generator.importing.grid import WorkbookError
from generator.importing.importer import Imported, NotTogether, NoYear, import_files
from generator.importing.into import update_text
from generator.importing.published_data import Published
from generator.importing.published_figures import beside_last_year
from generator.importing.report import differences, summary_of
from generator.importing.writing import FileOrigin, new_text
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.pipeline.exit_codes import CommandError, exit_code
from generator.pipeline.outputs import write_whole
from generator.reading.file_names import file_name
from generator.reading.files import read_bytes
from generator.reading.nodes import Mapping
from generator.repair.reader import read_text


def run(options: argparse.Namespace) -> int:
    """Import. Raises CommandError where nothing is written, OSError."""
    left = run_import(
        options.files,
        options.into,
        options.output,
        options.map,
        options.year,
        yes=options.yes,
    )
    return exit_code(failed=left)


def run_import(
    files: Sequence[Path],
    into: Path | None,
    output: Path | None,
    mapping: Path | None,
    year: int | None,
    *,
    yes: bool,
) -> bool:
    """Import; returns whether something is left for the clerk to compare. Raises CommandError."""
    if into is not None and output is not None:
        raise CommandError("--into 和 -o 只能写一个：--into 更新已有的数据文件，-o 生成新的")
    try:
        if into is not None:
            return _update(files, into, mapping, year, yes=yes)
        imported = import_files(files, mapping, year)
    except (WorkbookError, TableDeclarationError, NoYear, NotTogether) as error:
        raise CommandError(str(error)) from error
    print(summary_of(imported))
    _something(imported)
    target = output or Path("data")
    if output is None or output.is_dir():
        target /= f"{file_name(imported.owner) or '导入'}-{imported.year}.yaml"
    if target.exists():
        raise CommandError(f"已经有 {target} 了，没有覆盖；要更新它：{_update_with(target)}")
    identity = imported.published.单位 if imported.published else None
    origin = FileOrigin(imported.owner, imported.year, imported.files, imported.answers, identity)
    text = new_text(imported.figures, imported.unit, origin, imported.waiting)
    write_whole(target, text.encode("utf-8"))
    print(
        f"已生成 {target}（金额单位：{imported.unit}）。"
        f"打开它，把标着“待填”的地方填好，再运行 juesuan check {target}。"
    )
    different = imported.published is not None and _differs(imported.published, target)
    return _left(imported) or different


def _differs(published: Published, target: Path) -> bool:
    """Say how the figures of the new file stand beside those published; whether any differ."""
    from generator.interface.comparing import compared
    from generator.pipeline.checking import check

    statement = check(target).statement
    if statement is None:
        return False
    figures = ((figure.名称, figure.数别, figure.数) for figure in published.指标)
    comparison = compared(figures, statement)
    count = comparison.equal + len(comparison.missing) + len(comparison.different)
    print(
        f"公布的 {count} 个指标，新文件算出来相同的 {comparison.equal} 个，"
        f"还要填了才有的 {len(comparison.missing)} 个，不同的 {len(comparison.different)} 个。"
    )
    for title, lines in (("还要填了才有", comparison.missing), ("不同", comparison.different)):
        if lines:
            print(f"  {title}：{'；'.join(lines[:_MOST_TOLD])}{_and_more(lines)}")
    return bool(comparison.different)


_MOST_TOLD = 6


def _and_more(lines: Sequence[str]) -> str:
    """That there are others beside those told."""
    return f" 等 {len(lines)} 个" if len(lines) > _MOST_TOLD else ""


def _update(
    files: Sequence[Path], into: Path, mapping: Path | None, year: int | None, *, yes: bool
) -> bool:
    """Import into a data file that exists; returns whether something is left to compare.

    Raises CommandError, and then the file is as it was.
    """
    read = read_bytes(into, str(into))
    if read.text is None:
        raise CommandError(f"{read.findings[0].message}；{read.findings[0].fix}")
    root = _readable(read.text, into)
    unit = _amount_unit(root, into)
    year_of_file = str(root.get("年度", "")).strip().removesuffix("年度").removesuffix("年")
    expected_year = int(year_of_file) if year_of_file.isdigit() else None
    imported = import_files(files, mapping, year, expected_year)
    print(summary_of(imported))
    _something(imported)
    _same_unit(root, imported)
    _same_answers(root, imported)
    figures = imported.figures
    if imported.published and not isinstance(root.get("上年"), Mapping):
        figures = replace(figures, lines=beside_last_year(figures.lines))
    try:
        update = update_text(read.text, figures, unit, imported.evidence.unread, imported.waiting)
    except yaml.YAMLError as error:
        # A typo that reading understands all the same (a warning) may still be no YAML.
        raise CommandError(
            f"{into} 有笔误，找不准要改的地方；先运行 juesuan fix {into}，再导入"
        ) from error
    changes = differences(update)
    if changes:
        print(changes)
    left = _left(imported) or bool(update.left)
    if update.text == read.text:
        print(_unchanged(into, imported))
        return left
    _must_be_readable(update.text, into)
    if not yes and not _agreed(into):
        print("没有改。")
        return left
    write_back(into, update.text, read.encoding)
    print(f"已更新 {into}：{len(update.changes)} 处。您写的说明、原因和其他文字都没有动。")
    return left


def _readable(text: str, into: Path) -> Mapping:
    """The data file as it was read. Raises CommandError where it has errors."""
    root, findings = read_text(text, str(into), known_keys(Accounts))
    if isinstance(root, Mapping) and not has_errors(findings):
        return root
    reason = "不是数据文件"
    if findings:
        reason = f"第 {findings[0].place.line} 行 {findings[0].message}"
    raise CommandError(f"{into} 要先改好写法才能导入：{reason}；运行 juesuan fix {into}")


def _amount_unit(root: Mapping, into: Path) -> str:
    """The unit of the amounts of a file into which figures can be imported. Raises CommandError."""
    unit = str(root.get("金额单位", "")).strip()
    if unit not in ("元", "万元"):
        raise CommandError(
            f"{into} 里没有写 金额单位（元 或 万元），不知道按什么单位导入；请先填上"
        )
    if "汇总" in root:
        raise CommandError(
            f"{into} 是部门的汇总文件，它的数由各单位的文件相加，不导入；"
            "请导入各单位的文件（--into 单位的数据文件），见 docs/填写指南.md 的“部门汇总”"
        )
    return unit


def _must_be_readable(text: str, into: Path) -> None:
    """Raises CommandError where the changed text could not be read any more."""
    root, findings = read_text(text, str(into), known_keys(Accounts))
    if root is None or has_errors(findings):
        first = findings[0]
        raise CommandError(
            f"改动以后 {into} 会读不懂（第 {first.place.line} 行 {first.message}），没有写；"
            "请把工作簿和数据文件交给维护人员"
        )


def _unchanged(into: Path, imported: Imported) -> str:
    """That nothing was to be changed: equal to the workbook only where all of it was read."""
    unread = imported.evidence.unread
    if unread:
        return (
            f"读出来的数，{into} 里没有要改的；"
            f"工作簿另有 {unread} 格没有读出，没有比较，请照上面的说明补齐再导入。"
        )
    source = "读到的各表" if imported.skipped else "工作簿"
    return f"{into} 里的数与{source}一致，没有要改的。"


def _of_unit(root: Mapping, key: str) -> str:
    """What the file says of its unit under a key; "" where it says nothing."""
    part = root.get("单位")
    return str(part.get(key, "")).strip() if isinstance(part, Mapping) else ""


def _same_unit(root: Mapping, imported: Imported) -> None:
    """Warn where the workbook is of another unit than the file."""
    name = _of_unit(root, "名称")
    if name and imported.owner and name not in imported.owner and imported.owner not in name:
        print(f"注意：数据文件是“{name}”的，工作簿是“{imported.owner}”的，请确认没有选错文件。")


def _same_answers(root: Mapping, imported: Imported) -> None:
    """Print what a cover says of the unit, where the file says otherwise, or nothing yet."""
    for key, answer in imported.answers.items():
        written = _of_unit(root, key)
        if written != answer.word:
            print(
                f"注意：数据文件的 {key} 是“{written or '（空）'}”，"
                f"{answer.spot} 写的是 {answer.word}；请核对，该改的自己改。"
            )


def _under_make() -> bool:
    """Whether `make import` runs the program: then options are written as make takes them."""
    return bool(os.environ.get("JUESUAN_MAKE"))


def _update_with(target: Path) -> str:
    if _under_make():
        return f"加 INTO={target}"
    return f"juesuan import … --into {target}，要另存：加 -o 文件名"


def _agreed(into: Path) -> bool:
    if not sys.stdin.isatty():
        print(f"要写入请加 {'YES=1' if _under_make() else '--yes'}。")
        return False
    return input(f"写入 {into} 吗？[y/N] ").strip().lower() in ("y", "yes", "是")


def _something(imported: Imported) -> None:
    """Raises CommandError where the workbooks had no figures at all."""
    if imported.figures.lines:
        return
    if imported.evidence.unknown:
        raise CommandError(
            "没有读到任何数，什么也没有写：表认出来了，可是上面列出的那些列，列名不认识；"
            "把列名改成决算报表原来的写法，或写一个对照文件说明这些列（docs/导入对照.md），再导入"
        )
    if imported.evidence.unread:
        raise CommandError(
            "没有读到任何数，什么也没有写：该有数的格子都没有读出，请照上面的说明补齐再导入"
        )
    raise CommandError("没有读到任何数，什么也没有写；请看上面的说明，检查选的是不是决算报表")


def _left(imported: Imported) -> bool:
    return any(one.grave for one in imported.evidence.remarks)
