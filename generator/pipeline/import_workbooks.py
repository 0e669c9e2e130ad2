"""Workbooks, or a published PDF → the text of a data file, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import has_errors
from generator.forms.folders import OWN, Roots
from generator.importing.declared import TableDeclarationError
from generator.importing.grid import WorkbookError
from generator.importing.importer import Imported, import_files
from generator.importing.into import update_text
from generator.importing.published_figures import beside_last_year
from generator.importing.report import (
    SheetTitle,
    differences,
    summary_of,
    texts_taken,
    titles_of,
)
from generator.importing.together import NotTogetherError, NoYearError
from generator.importing.writing import FileOrigin, new_text
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.model.rules import MARK
from generator.pipeline.exit_codes import CommandError
from generator.pipeline.imported_form import form_of
from generator.pipeline.published import beside_published, told_lines
from generator.pipeline.text_files import write_back
from generator.pipeline.typed_commands import check_command, options_as_typed, under_make
from generator.reading.file_names import file_name
from generator.reading.files import read_bytes
from generator.reading.nodes import MappingNode
from generator.repair.reader import read_text

_UNREADABLE = (WorkbookError, TableDeclarationError, NoYearError, NotTogetherError)


class ImportPlan(Struct, frozen=True):
    """What an import would write: the text of ``target``, and what the clerk is to be told first.

    ``changes`` is None of a new file, 0 where nothing would change; ``left`` says whether the clerk
    has something to compare. ``sheets``: the titles of the sheets whose cells the notes name.
    """

    target: Path
    text: str
    encoding: str
    notes: tuple[str, ...]
    done: str
    changes: int | None
    left: bool
    sheets: Mapping[str, SheetTitle] = {}

    def write(self) -> None:
        """Write the file, whole or not at all. Raises OSError."""
        write_back(self.target, self.text, self.encoding)


class ImportRefusedError(CommandError):
    """An import that cannot be: ``notes`` are what was read nevertheless, of ``sheets`` with these
    titles; ``existing`` is a file that is there already."""

    def __init__(
        self,
        reason: str,
        notes: Sequence[str] = (),
        existing: Path | None = None,
        sheets: Mapping[str, SheetTitle] = {},
    ) -> None:
        super().__init__(reason)
        self.notes = tuple(notes)
        self.existing = existing
        self.sheets = sheets


def plan_new(
    files: Sequence[Path],
    folder: Path,
    target: Path | None = None,
    mapping: Path | None = None,
    year: int | None = None,
    roots: Roots = OWN,
) -> ImportPlan:
    """A new data file from workbooks, at ``target`` or under its unit's name in ``folder``.

    Raises ImportRefusedError, also where there is such a file already.
    """
    try:
        imported = import_files(files, mapping, year)
    except _UNREADABLE as error:
        raise ImportRefusedError(options_as_typed(str(error))) from error
    notes = [summary_of(imported)]
    _something(imported, notes)
    if target is None:
        target = folder / f"{file_name(imported.owner) or '导入'}-{imported.year}.yaml"
    if target.exists():
        reason = f"已经有 {target} 了，没有覆盖；要更新它：{_update_with(target)}"
        raise ImportRefusedError(reason, notes, target, titles_of(imported))
    form = form_of(imported, roots)
    publisher = imported.published.单位 if imported.published else None
    origin = FileOrigin(
        *(imported.owner, imported.year, imported.files, imported.answers),
        *(publisher, imported.texts),
        form=form.name,
        form_comment=form.comment,
        settings=form.settings,
        terms=form.terms,
    )
    text = new_text(imported.figures, imported.money_unit, origin, imported.waiting)
    notes += filter(None, [texts_taken(imported), *form.notes])
    left = _left(imported)
    if imported.published:
        comparison = beside_published(imported.published, text, target.name)
        if comparison:
            notes += told_lines(comparison)
            left = left or bool(comparison.different)
    done = (
        f"已生成 {target}（金额单位：{imported.money_unit}）。"
        f"打开它，把标着“待填”的地方填好，再运行 {check_command(target)}。"
    )
    return ImportPlan(
        target,
        text,
        "utf-8",
        tuple(notes),
        done,
        changes=None,
        left=left,
        sheets=titles_of(imported),
    )


def plan_update(
    files: Sequence[Path], into: Path, mapping: Path | None = None, year: int | None = None
) -> ImportPlan:
    """The changes that workbooks make in a data file that exists. Raises ImportRefusedError."""
    read = read_bytes(into, str(into))
    if read.text is None:
        raise ImportRefusedError(f"{read.findings[0].message}；{read.findings[0].fix}")
    root = _readable(read.text, into)
    money_unit = _amount_unit(root, into)
    year_of_file = str(root.get("年度", "")).strip().removesuffix("年度").removesuffix("年")
    expected_year = None
    if year_of_file.isdigit():
        expected_year = int(year_of_file)
    try:
        imported = import_files(files, mapping, year, expected_year)
    except _UNREADABLE as error:
        raise ImportRefusedError(options_as_typed(str(error))) from error
    notes = [summary_of(imported)]
    _something(imported, notes)
    notes += [*_same_unit(root, imported), *_same_answers(root, imported)]
    figures = imported.figures
    if imported.published and not isinstance(root.get("上年"), MappingNode):
        figures = replace(figures, lines=beside_last_year(figures.lines))
    try:
        update = update_text(
            read.text, figures, money_unit, imported.evidence.unread, imported.waiting
        )
    except yaml.YAMLError as error:
        # A typo that reading understands all the same (a warning) may still be no YAML.
        raise ImportRefusedError(
            f"{into} 有笔误，找不准要改的地方；先运行 juesuan fix {into}，再导入", notes
        ) from error
    notes += filter(None, [_texts_left(root, imported, into), differences(update)])
    left = _left(imported) or bool(update.left)
    sheets = titles_of(imported)
    if update.text == read.text:
        notes.append(_unchanged(into, imported))
        return ImportPlan(
            into,
            read.text,
            read.encoding,
            tuple(notes),
            done="",
            changes=0,
            left=left,
            sheets=sheets,
        )
    _must_be_readable(update.text, into, notes, sheets)
    done = f"已更新 {into}：{len(update.changes)} 处。您写的说明、原因和其他文字都没有动。"
    return ImportPlan(
        into,
        update.text,
        read.encoding,
        tuple(notes),
        done,
        changes=len(update.changes),
        left=left,
        sheets=sheets,
    )


def _readable(text: str, into: Path) -> MappingNode:
    """The data file as it was read. Raises ImportRefusedError where it has errors."""
    root, findings = read_text(text, str(into), known_keys(Accounts))
    if isinstance(root, MappingNode) and not has_errors(findings):
        return root
    reason = "不是数据文件"
    if findings:
        reason = f"第 {findings[0].place.line} 行 {findings[0].message}"
    raise ImportRefusedError(f"{into} 要先改好写法才能导入：{reason}；运行 juesuan fix {into}")


def _amount_unit(root: MappingNode, into: Path) -> str:
    """The unit of the amounts of a file into which figures can be imported.

    Raises ImportRefusedError.
    """
    money_unit = str(root.get("金额单位", "")).strip()
    if money_unit not in ("元", "万元"):
        raise ImportRefusedError(
            f"{into} 里没有写 金额单位（元 或 万元），不知道按什么单位导入；请先填上"
        )
    if "汇总" in root:
        raise ImportRefusedError(
            f"{into} 是部门的汇总文件，它的数由各单位的文件相加，不导入；"
            "请导入各单位的文件（--into 单位的数据文件），见 docs/填写指南.md 的“部门汇总”"
        )
    return money_unit


def _must_be_readable(
    text: str, into: Path, notes: Sequence[str], sheets: Mapping[str, SheetTitle]
) -> None:
    """Raises ImportRefusedError where the changed text could not be read any more."""
    root, findings = read_text(text, str(into), known_keys(Accounts))
    if root is None or has_errors(findings):
        first = findings[0]
        raise ImportRefusedError(
            f"改动以后 {into} 会读不懂（第 {first.place.line} 行 {first.message}），没有写；"
            "请把导入的文件和数据文件交给维护人员",
            notes,
            sheets=sheets,
        )


def _unchanged(into: Path, imported: Imported) -> str:
    """That nothing was to be changed: equal to the workbook only where all of it was read."""
    unread = imported.evidence.unread
    if unread:
        return (
            f"读出来的数，{into} 里没有要改的；"
            f"{imported.figures.source}另有 {unread} 格没有读出，没有比较，请照上面的说明补齐再导入。"
        )
    source = "读到的各表" if imported.skipped else imported.figures.source
    return f"{into} 里的数与{source}一致，没有要改的。"


def _of_unit(root: MappingNode, key: str) -> str:
    """What the file says of its unit under a key; "" where it says nothing."""
    part = root.get("单位")
    if not isinstance(part, MappingNode):
        return ""
    return str(part.get(key, "")).strip()


def _same_unit(root: MappingNode, imported: Imported) -> list[str]:
    """What to say where the workbook is of another unit than the file."""
    name = _of_unit(root, "名称")
    if name and imported.owner and name not in imported.owner and imported.owner not in name:
        return [
            f"注意：数据文件是“{name}”的，{imported.figures.source}是“{imported.owner}”的，请确认没有选错文件。"
        ]
    return []


def _texts_left(root: MappingNode, imported: Imported, into: Path) -> str:
    """Which texts of a document a file still waits for: an update writes numbers only."""
    places = {
        "主要职责": ("主要职责",),
        "机构设置": ("机构设置", "内设机构"),
        "简称": ("简称",),
        "下属单位": ("下属单位",),
    }
    waiting = [
        name
        for name, keys in places.items()
        if name in imported.texts.taken()
        and not any(_is_written(_of_unit(root, key)) for key in keys)
    ]
    if not waiting:
        return ""
    names = "、".join(waiting)
    return f"{into} 里还没有 {names}，文件里有；这次只写数，没有抄，请自己从文件里复制过来。"


def _is_written(text: str) -> bool:
    """Whether a clerk has written a text: no empty value, and no place that waits for one."""
    return bool(text.strip("[] ")) and "……" not in text and MARK not in text


def _same_answers(root: MappingNode, imported: Imported) -> list[str]:
    """What a cover says of the unit, where the file says otherwise, or nothing yet."""
    notes: list[str] = []
    for key, answer in imported.answers.items():
        written = _of_unit(root, key)
        if written != answer.word:
            notes.append(
                f"注意：数据文件的 {key} 是“{written or '（空）'}”，"
                f"{answer.spot} 写的是 {answer.word}；请核对，该改的自己改。"
            )
    return notes


def _update_with(target: Path) -> str:
    if under_make():
        return f"加 INTO={target}"
    return f"juesuan import … --into {target}，要另存：加 -o 文件名"


def _something(imported: Imported, notes: Sequence[str]) -> None:
    """Raises ImportRefusedError where the workbooks had no figures at all."""
    if imported.figures.lines:
        return
    if imported.evidence.unknown:
        raise ImportRefusedError(
            "没有读到任何数，什么也没有写：表认出来了，可是上面列出的那些列，列名不认识；"
            "把列名改成决算报表原来的写法，或写一个对照文件说明这些列（docs/导入对照.md），再导入",
            notes,
        )
    if imported.evidence.unread:
        raise ImportRefusedError(
            "没有读到任何数，什么也没有写：该有数的格子都没有读出，请照上面的说明补齐再导入",
            notes,
        )
    raise ImportRefusedError(
        "没有读到任何数，什么也没有写；请看上面的说明，检查选的是不是决算报表", notes
    )


def _left(imported: Imported) -> bool:
    return any(remark.grave for remark in imported.evidence.remarks)
