"""juesuan import: workbooks → a new data file, or into one that exists."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from generator.findings.place import has_errors
from generator.importing.declared import TableDeclarationError
from generator.importing.grid import WorkbookError
from generator.importing.importer import Imported, NotTogether, NoYear, import_files
from generator.importing.into import update_text
from generator.importing.report import differences, summary_of
from generator.importing.writing import FileOrigin, new_text
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.pipeline.exit_codes import FINDINGS, OK, CommandError
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
    return FINDINGS if left else OK


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
    origin = FileOrigin(imported.owner, imported.year, imported.files, imported.answers)
    text = new_text(imported.figures, imported.unit, origin, imported.waiting)
    write_whole(target, text.encode("utf-8"))
    print(
        f"已生成 {target}（金额单位：{imported.unit}）。打开它，把标着“待填”的地方填好，再运行 juesuan check {target}。"
    )
    return _left(imported)


def _update(
    files: Sequence[Path], into: Path, mapping: Path | None, year: int | None, *, yes: bool
) -> bool:
    read = read_bytes(into, str(into))
    if read.text is None:
        raise CommandError(f"{read.findings[0].message}；{read.findings[0].fix}")
    root, findings = read_text(read.text, str(into), known_keys(Accounts))
    if not isinstance(root, Mapping) or has_errors(findings):
        first = (
            f"第 {findings[0].place.line} 行 {findings[0].message}" if findings else "不是数据文件"
        )
        raise CommandError(f"{into} 要先改好写法才能导入：{first}；运行 juesuan fix {into}")
    unit = str(root.get("金额单位", "")).strip()
    if unit not in ("元", "万元"):
        raise CommandError(
            f"{into} 里没有写 金额单位（元 或 万元），不知道按什么单位导入；请先填上"
        )
    own = str(root.get("年度", "")).strip().removesuffix("年度").removesuffix("年")
    if "汇总" in root:
        raise CommandError(
            f"{into} 是部门的汇总文件，它的数由各单位的文件相加，不导入；请导入各单位的文件（--into 单位的数据文件），见 docs/填写指南.md 的“部门汇总”"
        )
    imported = import_files(files, mapping, year, int(own) if own.isdigit() else None)
    print(summary_of(imported))
    _something(imported)
    _same_unit(root, imported)
    _same_answers(root, imported)
    try:
        update = update_text(
            read.text, imported.figures, unit, imported.evidence.unread, imported.waiting
        )
    except yaml.YAMLError as error:
        # A slip that reading understands all the same (a warning) may still be no YAML.
        raise CommandError(
            f"{into} 有笔误，找不准要改的地方；先运行 juesuan fix {into}，再导入"
        ) from error
    if text := differences(update):
        print(text)
    if update.text == read.text:
        print(_unchanged(into, imported))
        return _left(imported) or bool(update.left)
    again, wrong = read_text(update.text, str(into), known_keys(Accounts))
    if again is None or has_errors(wrong):
        raise CommandError(
            f"改动以后 {into} 会读不懂（第 {wrong[0].place.line} 行 {wrong[0].message}），没有写；请把工作簿和数据文件交给维护人员"
        )
    if not yes and not _agreed(into):
        print("没有改。")
        return _left(imported) or bool(update.left)
    # Line ends and a byte order mark stay as they were; another encoding becomes UTF-8, as juesuan fix does it.
    write_whole(into, update.text.encode("utf-8-sig" if read.encoding == "utf-8-sig" else "utf-8"))
    print(f"已更新 {into}：{len(update.changes)} 处。您写的说明、原因和其他文字都没有动。")
    return _left(imported) or bool(update.left)


def _unchanged(into: Path, imported: Imported) -> str:
    """That nothing was to be changed: equal to the workbook only where all of it was read."""
    if unread := imported.evidence.unread:
        return f"读出来的数，{into} 里没有要改的；工作簿另有 {unread} 格没有读出，没有比较，请照上面的说明补齐再导入。"
    what = "读到的各表" if imported.skipped else "工作簿"
    return f"{into} 里的数与{what}一致，没有要改的。"


def _same_unit(root: Mapping, imported: Imported) -> None:
    part = root.get("单位")
    name = str(part.get("名称", "")).strip() if isinstance(part, Mapping) else ""
    if name and imported.owner and name not in imported.owner and imported.owner not in name:
        print(f"注意：数据文件是“{name}”的，工作簿是“{imported.owner}”的，请确认没有选错文件。")


def _same_answers(root: Mapping, imported: Imported) -> None:
    """What a cover says of the unit, where the file says otherwise, or nothing yet."""
    part = root.get("单位")
    for key, answer in imported.answers.items():
        written = str(part.get(key, "")).strip() if isinstance(part, Mapping) else ""
        if written != answer.word:
            print(
                f"注意：数据文件的 {key} 是“{written or '（空）'}”，{answer.spot} 写的是 {answer.word}；请核对，该改的自己改。"
            )


def _under_make() -> bool:
    """Whether `make import` runs the program: then options are written as make takes them."""
    return bool(os.environ.get("JUESUAN_MAKE"))


def _update_with(target: Path) -> str:
    return (
        f"加 INTO={target}"
        if _under_make()
        else f"juesuan import … --into {target}，要另存：加 -o 文件名"
    )


def _agreed(into: Path) -> bool:
    if not sys.stdin.isatty():
        print(f"要写入请加 {'YES=1' if _under_make() else '--yes'}。")
        return False
    return input(f"写入 {into} 吗？[y/N] ").strip().lower() in ("y", "yes", "是")


def _something(imported: Imported) -> None:
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
