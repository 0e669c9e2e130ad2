"""One data file → its document in the formats asked for: the whole flow, room by room."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.checks.catalogue import Subject, run
from generator.document.form import TEMPLATES, Form, FormError, form_names, load_form, settle
from generator.document.render import Rendered, render
from generator.document.tree import Document
from generator.figures.figure import Figure, Missing
from generator.figures.last_year import NONE
from generator.figures.statement import comparables, compute
from generator.model.accounts import Accounts
from generator.model.load import Loaded, load
from generator.reading.docx_text import read_docx_text
from generator.reading.nodes import Node, Scalar, place_of
from generator.reading.place import Finding, Level, has_errors, in_order

DRAFT = "审核稿（未通过校验）"
DRAFT_SUFFIX = "（审核稿）"
FORMATS = ("docx", "pdf", "html")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file read, computed, rendered and checked; ``document`` is None when the file cannot be read as accounts."""

    loaded: Loaded
    findings: tuple[Finding, ...]
    document: Document | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: its unit and year as far as known, findings, and the files written."""

    checked: Checked
    unit: str
    year: str
    files: tuple[Path, ...]

    @property
    def failed(self) -> bool:
        """Whether findings forbid publication."""
        return has_errors(list(self.checked.findings))


def check(path: Path, templates: Path = TEMPLATES) -> Checked:
    """Read, compute, check and render one file to a document. Raises FormError when the form itself is wrong."""
    loaded = load(path)
    if loaded.accounts is None or loaded.root is None:
        return Checked(loaded, tuple(in_order(list(loaded.findings))), None)
    accounts, root = loaded.accounts, loaded.root
    findings = list(loaded.findings)
    if accounts.版式 not in form_names(templates):
        place = place_of(root, ("版式",))
        findings.append(Finding("版式", Level.ERROR, place, f"没有名为“{accounts.版式}”的版式", f"现有：{'、'.join(form_names(templates))}"))
        return Checked(loaded, tuple(in_order(findings)), None)
    form = load_form(str(accounts.版式), templates)
    settings, more = settle(form, accounts.设置)
    findings += more + _years(form, accounts, root)
    last, more = _last_year(accounts, path, root)
    findings += more
    statement, more = compute(accounts, last)
    findings += more
    findings += run(Subject(statement, root))
    attachments, more = _attachments(accounts, path, root)
    findings += more
    rendered = render(statement, form, settings, attachments)
    findings += _holes(rendered, root) + _gaps(rendered, root)
    ordered = in_order(findings)
    document = replace(rendered.document, draft=DRAFT) if has_errors(ordered) else rendered.document
    return Checked(loaded, tuple(ordered), document)


def _years(form: Form, accounts: Accounts, root: Node) -> list[Finding]:
    first, last = form.years
    if first <= accounts.年度 <= last:
        return []
    message = f"版式“{form.name}”适用于 {first}—{last} 年度，这里是 {accounts.年度} 年度"
    return [Finding("版式", Level.WARNING, place_of(root, ("年度",)), message, "核对年度，或换用适用的版式")]


def _last_year(accounts: Accounts, path: Path, root: Node) -> tuple[Mapping[str, Figure] | None, list[Finding]]:
    value = accounts.上年
    if not isinstance(value, Scalar) or value == NONE:
        return None, []
    place = place_of(root, ("上年",))
    other = path.parent / str(value)
    if not other.is_file():
        return None, [
            Finding("上年文件", Level.ERROR, place, f"没有上年的数据文件“{value}”", "写上年数据文件名（相对本文件所在文件夹），或写几个上年数；新设单位填 无")
        ]
    loaded = load(other, str(value))
    if loaded.accounts is None:
        return None, [
            Finding("上年文件", Level.ERROR, place, f"上年的数据文件“{value}”有 {len(loaded.findings)} 处错误，先改好它", f"juesuan check {value}"),
            *loaded.findings,
        ]
    if loaded.accounts.年度 != accounts.年度 - 1:
        return None, [
            Finding("上年文件", Level.ERROR, place, f"“{value}”是 {loaded.accounts.年度} 年度的，不是 {accounts.年度 - 1} 年度的", "换成上一年度的数据文件")
        ]
    statement, problems = compute(loaded.accounts)
    wrong = [problem for problem in problems if problem.level is Level.ERROR]
    return (None, wrong) if wrong else (comparables(statement), [])


def _attachments(accounts: Accounts, path: Path, root: Node) -> tuple[list[str | None], list[Finding]]:
    texts: list[str | None] = []
    findings: list[Finding] = []
    for index, one in enumerate(accounts.附件):
        if one.文件 is None:
            texts.append(str(one.正文) if one.正文 else None)
            continue
        text, more = read_docx_text(path.parent / str(one.文件), place_of(root, ("附件", index, "文件")))
        texts.append(text)
        findings += more
    return texts, findings


def _holes(rendered: Rendered, root: Node) -> list[Finding]:
    return [_hole(hole, root) for hole in rendered.holes]


def _hole(hole: Missing, root: Node) -> Finding:
    path: tuple[str | int, ...] = tuple(int(step) if step.isdecimal() and len(step) < 4 else step for step in hole.path)
    what = hole.what or hole.path[-1]
    return Finding("待填", Level.ERROR, place_of(root, path), f"缺{what}", f"填写 {hole.key}")


def _gaps(rendered: Rendered, root: Node) -> list[Finding]:
    findings = []
    for table in rendered.tables:
        for gap in table.gaps:
            place = gap.places[0] if gap.places else place_of(root, ("支出",))
            findings.append(Finding("附表明细", Level.ERROR, place, gap.message, gap.fix))
    return findings


Progress = Callable[[str], None]


def produce(path: Path, output: Path, formats: tuple[str, ...], progress: Progress, templates: Path = TEMPLATES) -> Outcome:
    """Check one file and write its document. Files are written whole or not at all; a draft never overwrites a publishable file."""
    progress("读取、计算、校验")
    checked = check(path, templates)
    accounts = checked.loaded.accounts
    unit, year = (str(accounts.单位.名称), str(accounts.年度)) if accounts else (path.stem, "—")
    if checked.document is None:
        return Outcome(checked, unit, year, ())
    stem = path.stem + (DRAFT_SUFFIX if checked.document.draft else "")
    files = []
    for suffix, data in _write(checked.document, formats, progress):
        target = output / f"{stem}.{suffix}"
        write_whole(target, data)
        files.append(target)
        if not checked.document.draft:
            (output / f"{path.stem}{DRAFT_SUFFIX}.{suffix}").unlink(missing_ok=True)
    return Outcome(checked, unit, year, tuple(files))


def _write(document: Document, formats: tuple[str, ...], progress: Progress) -> list[tuple[str, bytes]]:
    # Each writer is imported only when its format is asked for: WeasyPrint alone takes a second.
    found: list[tuple[str, bytes]] = []
    pages: Mapping[str, str] = {}
    if "pdf" in formats or "docx" in formats:
        from generator.writers.pdf import write_pdf

        progress("排版 PDF")
        result = write_pdf(document)
        pages = result.pages
        if "pdf" in formats:
            found.append(("pdf", result.data))
    if "docx" in formats:
        from generator.writers.docx import write_docx

        progress("生成 Word")
        found.append(("docx", write_docx(document, pages)))
    if "html" in formats:
        from generator.writers.html import write_html

        progress("生成网页")
        found.append(("html", write_html(document)))
    return sorted(found, key=lambda item: formats.index(item[0]))


def write_whole(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(data)
    os.replace(part, target)


__all__ = ["FORMATS", "Checked", "FormError", "Outcome", "check", "produce", "write_whole"]
