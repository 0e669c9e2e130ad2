"""juesuan check: findings without documents, as text or as JSON (docs/校验规则.md)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from generator.cli.console import print_json
from generator.cli.options import roots_of
from generator.forms.files import FormError
from generator.pipeline.checking import CheckResult, check
from generator.pipeline.eliminations import elimination_table
from generator.pipeline.exit_codes import USAGE, exit_code
from generator.pipeline.findings_text import UNFINISHED, as_json, counts, findings_text, unfinished
from generator.pipeline.inputs import data_files_of
from generator.pipeline.selection import chosen, narrowed
from generator.pipeline.suppression_lines import offered


def run(options: argparse.Namespace) -> int:
    """Check files. Raises CommandError for a rule that is unknown."""
    wanted = chosen(options.select, options.ignore)
    results, wrong_form = [], False
    for path in data_files_of(options.files):
        try:
            results.append(narrowed(check(path, roots_of(options)), wanted))
        except FormError as error:
            # The other files are checked nevertheless.
            print(f"{path}：版式有误：{error}", file=sys.stderr)
            wrong_form = True
    if options.json:
        print_json(as_json(results))
    else:
        for checked in results:
            _show(checked)
        if len(results) > 1:
            print(_total(results))
    if wrong_form:
        return USAGE
    return exit_code(failed=not all(checked.publishable for checked in results))


def _show(checked: CheckResult) -> None:
    for text in findings_text(checked):
        print(text)
    if checked.rollup:
        elimination_table(checked.rollup)
    for line in _closing(checked):
        print(line)


def _total(results: Sequence[CheckResult]) -> str:
    """How many of several files may be published: their own lines are screens apart."""
    publishable = sum(checked.publishable for checked in results)
    parts = [("没有错误", publishable), ("有错误", len(results) - publishable)]
    counts_text = "，".join(f"{name} {count}" for name, count in parts if count)
    return f"共 {len(results)} 份：{counts_text}"


def _closing(checked: CheckResult) -> Iterator[str]:
    """The lines below the findings of a file."""
    if unfinished(checked):
        yield UNFINISHED
    yield from offered(checked.findings)
    summary = counts(checked.findings, checked.silenced, checked.hidden)
    yield f"{checked.loaded.path}：{summary}"
