"""What each command does. Each takes the parsed options and returns the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.forms.folders import OWN, Roots
from generator.pipeline.exit_codes import FINDINGS, OK, USAGE
from generator.pipeline.inputs import colliding, data_files_in, each_once

if TYPE_CHECKING:
    from generator.pipeline.batch.run import Manner


def report(options: argparse.Namespace) -> int:
    """Documents of files, in the formats asked for."""
    from generator.cli.summary import closing_table, told
    from generator.pipeline.batch.one import ClusterError, Job
    from generator.pipeline.batch.record import records
    from generator.pipeline.batch.run import run_all
    from generator.pipeline.formats import FORMATS, is_paged

    formats = tuple(dict.fromkeys(part.strip().lower() for part in options.format.split(",") if part.strip()))
    wrong = [part for part in formats if part not in FORMATS]
    if wrong or not formats:
        return _usage(f"不认识的格式：{'、'.join(wrong) or '（空）'}；可用：{','.join(FORMATS)}")
    files = _data_files(options.files)
    if not files:
        return _usage(f"{'、'.join(str(one) for one in options.files)} 里没有数据文件（.yaml）")
    if options.with_units:
        from generator.pipeline.units import units_in

        # A unit may be named beside its 部门; a 部门 comes first, so that its findings are read first.
        files = each_once(one for path in files for one in (path, *units_in(path)))
    if twice := colliding(files):
        return _usage(f"有同名的数据文件，文档会互相覆盖：{'、'.join(map(str, twice))}；请给其中一个改名，或分别用 -o 放到不同文件夹")
    if is_paged(formats):
        _tell_fonts()
    kept = records()
    jobs = [Job(number, path, options.output, formats, _roots(options), kept) for number, path in enumerate(files)]
    try:
        results = run_all(jobs, _manner(options, len(jobs)), partial(told, count=len(jobs)))
    except ClusterError as error:
        return _usage(str(error))
    closing_table(results)
    return max([FINDINGS if any(one.failed for one in results) else OK, *(one.code for one in results)])


def _tell_fonts() -> None:
    """Say it when the pages will not look as they do elsewhere."""
    from generator.pipeline.fonts import font_warning

    line = font_warning()
    if line:
        print(line, file=sys.stderr)


def _data_files(given: Sequence[Path]) -> list[Path]:
    """The files given, and those of the folders given (not of folders in them), each once."""
    return each_once(one for path in given for one in data_files_in(path))


def _manner(options: argparse.Namespace, count: int) -> Manner:
    from generator.pipeline.batch.pool import cores
    from generator.pipeline.batch.run import Manner

    elsewhere = None
    if options.cluster:
        from generator.pipeline.batch.cluster import on_cluster

        elsewhere = partial(on_cluster, options.cluster)
    return Manner(options.jobs or (cores() if count > 1 else 1), options.force, elsewhere)


def check(options: argparse.Namespace) -> int:
    """Check files without rendering; findings as text, or as JSON (docs/校验规则.md)."""
    from generator.cli.console import print_json
    from generator.cli.offering import offered
    from generator.cli.selection import SelectionError, chosen, narrowed
    from generator.forms.form import FormError
    from generator.pipeline.checking import check as check_file
    from generator.pipeline.eliminations import elimination_table
    from generator.pipeline.findings_text import UNFINISHED, as_json, counts, findings_text, unfinished

    try:
        wanted = chosen(options.select, options.ignore)
    except SelectionError as error:
        return _usage(str(error))
    results, wrong = [], False
    for path in options.files:
        try:
            results.append(narrowed(check_file(path, _roots(options)), wanted))
        except FormError as error:
            print(f"{path}：版式有误：{error}", file=sys.stderr)  # the other files are checked nevertheless
            wrong = True
    if options.json:
        print_json(as_json(results))
    for checked in () if options.json else results:
        for text in findings_text(checked):
            print(text)
        if checked.rollup:
            elimination_table(checked.rollup)
        if unfinished(checked):
            print(UNFINISHED)
        for line in offered(checked.findings):
            print(line)
        print(f"{checked.loaded.path}：{counts(checked.findings, checked.silenced, checked.hidden)}")
    return USAGE if wrong else OK if all(checked.publishable for checked in results) else FINDINGS


def explain(options: argparse.Namespace) -> int:
    """One rule in full, or the list of all."""
    from generator.manual.explain import explanation, listing

    if not options.rule:
        print(listing())
        return OK
    text, known = explanation(options.rule)
    print(text, file=sys.stdout if known else sys.stderr)
    return OK if known else USAGE


def fix(options: argparse.Namespace) -> int:
    """Mend slips of the keyboard, showing each line before and after."""
    from generator.cli.fix import mend_file

    failed = False
    for path in options.files:
        text, left = mend_file(path, write=not options.dry_run)
        print(text)
        failed = failed or left
    return FINDINGS if failed else OK


def new(options: argparse.Namespace) -> int:
    """A new data file to fill in."""
    from generator.cli.scaffold import ScaffoldError, create

    try:
        print(f"已生成 {create(options.unit, options.year, options.output)}，请打开填写。")
    except ScaffoldError as error:
        return _usage(str(error))
    return OK


def import_(options: argparse.Namespace) -> int:
    """Figures of workbooks into a new or an existing data file."""
    from generator.cli.importing import ImportRefused, run_import

    try:
        left = run_import(options.files, options.into, options.output, options.map, options.year, yes=options.yes)
    except ImportRefused as error:
        return _usage(str(error))
    return FINDINGS if left else OK


def roll(options: argparse.Namespace) -> int:
    """Next year's file of each file."""
    from generator.rolling.create import RollError
    from generator.rolling.create import roll as roll_file

    failed = False
    for path in options.files:
        try:
            print(roll_file(path, _roots(options))[1])
        except RollError as error:
            print(error, file=sys.stderr)
            failed = True
    return USAGE if failed else OK


def diff(options: argparse.Namespace) -> int:
    """What differs between the documents of two files."""
    from generator.pipeline.comparison import DiffError, show
    from generator.pipeline.comparison import diff as compare_files

    try:
        compared = compare_files(options.old, options.new, options.output, _roots(options))
    except DiffError as error:
        return _usage(str(error))
    show(compared)
    return OK


def forms(options: argparse.Namespace) -> int:
    """List the forms; show, make or check one."""
    from generator.workshop.forms import FormingError, listing, new_form, shown

    roots = _roots(options)
    if options.action is None:
        print(listing(roots))
        return OK
    if options.action == "show":
        print(shown(options.name, roots))
        return OK
    if options.action == "new":
        try:
            print(new_form(options.name, options.extends, roots))
        except FormingError as error:
            return _usage(str(error))
        return OK
    from generator.workshop.duties import report_of
    from generator.workshop.probe import ProbeError

    try:
        text, met = report_of(options.name, options.file, roots)
    except ProbeError as error:
        return _usage(f"不能用 {options.file} 试印：{error}")
    print(text)
    return OK if met else FINDINGS


def _roots(options: argparse.Namespace) -> Roots:
    """Where forms are looked for: the folder of --templates first, then our own. Raises FormError when there is no such folder."""
    folder = getattr(options, "templates", None)
    if not folder:
        return OWN
    from generator.forms.form import MAIN, FormError

    if not folder.is_dir() and getattr(options, "action", None) != "new":
        raise FormError(f"--templates {folder}：没有这个文件夹")
    if (folder / MAIN).is_file():
        raise FormError(f"--templates {folder}：这是一个版式自己的文件夹，要写它的上一级 {folder.resolve().parent}")
    return (folder.resolve(), *OWN)


def allowed(options: argparse.Namespace) -> tuple[Path, ...]:
    """The folders besides its own from which a data file may name files."""
    folders: list[Path] = getattr(options, "allow_folder", None) or []
    return tuple(Path(os.path.abspath(folder)) for folder in folders)


def trace(options: argparse.Namespace) -> int:
    """Where a number comes from."""
    from generator.cli.tracing import trace as traced

    if not options.file.is_file():
        return _usage(f"没有这个文件：{options.file}；请检查文件名和所在文件夹")
    from generator.pipeline.checking import check as check_file

    checked = check_file(options.file, _roots(options))
    if checked.document is None:
        return _usage(f"{options.file} 还有读不懂的地方，先用 juesuan check 看提示")
    text, found = traced(checked, options.what)
    print(text, file=sys.stdout if found else sys.stderr)
    return OK if found else USAGE


def site(options: argparse.Namespace) -> int:
    """The shelf of all units' published files."""
    from generator.pipeline.batch.pool import cores
    from generator.pipeline.batch.run import Manner
    from generator.site.publish import ShelvingError, shelve

    _tell_fonts()
    try:
        shelved = shelve(options.files, options.output, options.title, Manner(options.jobs or cores(), options.force), _roots(options))
    except ShelvingError as error:
        print(error, file=sys.stderr)
        return error.code
    print(shelved.told)
    return shelved.code


def schema(_: argparse.Namespace) -> int:
    """The JSON Schema of data files."""
    from generator.cli.console import print_json
    from generator.manual.schema import schema_text

    print_json(schema_text().rstrip("\n"))
    return OK


def _usage(message: str) -> int:
    print(message, file=sys.stderr)
    return USAGE


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "report": report,
    "check": check,
    "explain": explain,
    "fix": fix,
    "new": new,
    "import": import_,
    "roll": roll,
    "diff": diff,
    "forms": forms,
    "trace": trace,
    "site": site,
    "schema": schema,
}

__all__ = ["COMMANDS"]
