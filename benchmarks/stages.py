"""One process that makes a document stage by stage, and tells the CPU seconds of each: ``python -m benchmarks.stages FILE [REPEATS] [FORMATS]``.

The first pass is the cold one; of the others, the warm ones, the median is told. Imports count where a command would make them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

T = TypeVar("T")


class Clock:
    """Seconds of CPU by stage."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = {}

    def run(self, stage: str, work: Callable[[], T]) -> T:
        """Do the work of a stage."""
        start = time.process_time()
        try:
            return work()
        finally:
            self.taken[stage] = self.taken.get(stage, 0) + time.process_time() - start


def one_pass(path: Path, formats: tuple[str, ...]) -> dict[str, float]:
    """Everything once."""
    clock = Clock()
    loaded = clock.run("读取", lambda: _load(path))
    statement = clock.run("计算", lambda: _compute(loaded, path))
    clock.run("规则", lambda: _rules(loaded, statement))
    clock.run("成文", lambda: _document(loaded, statement))
    clock.run("校验全程", lambda: _check(path, sheets=False))
    document = clock.run("校验全程，附表不分页", lambda: _check(path, sheets=True))
    html = clock.run("PDF 标记", lambda: _markup(document)) if "pdf" in formats else ""
    if html:
        clock.taken["规模 页"] = float(clock.run("PDF 排版", lambda: _engine(html)))
    clock.taken |= {f"规模 {name}": float(value) for name, value in _size(document).items()}
    for kind in ("docx", "html", "xlsx"):
        if kind in formats:
            clock.run(kind.upper(), lambda kind=kind: _write(kind, document))  # type: ignore[misc]
    return clock.taken


def _load(path: Path) -> Any:
    from generator.model.load import load

    return load(path)


def _compute(loaded: Any, path: Path) -> Any:
    from generator.ledger.statement import compute
    from generator.pipeline.last_year import last_figures

    last, _ = last_figures(loaded.accounts, path, loaded.root)
    return compute(loaded.accounts, last)[0]


def _settings(loaded: Any) -> Any:
    from generator.forms.form import load_form, settle

    form = load_form(str(loaded.accounts.版式))
    return form, settle(form, loaded.accounts.设置)[0]


def _rules(loaded: Any, statement: Any) -> None:
    from generator.checks.catalogue import CheckedFile, run

    run(CheckedFile(statement, loaded.root, _settings(loaded)[1], {}, True, loaded.lines))


def _document(loaded: Any, statement: Any) -> None:
    from generator.document.render import render
    from generator.forms.fields import fill

    form, settings = _settings(loaded)
    fields, _ = fill(form.fields, form.name, loaded.accounts)
    render(
        statement,
        form,
        settings,
        [None if one.正文 is None else str(one.正文) for one in loaded.accounts.附件],
        fields=fields,
    )


def _check(path: Path, *, sheets: bool) -> Any:
    from generator.pipeline.checking import check

    document = check(path, sheets=sheets).document
    assert document is not None
    return document


def _markup(document: Any) -> str:
    from generator.writers.pdf.markup import print_html

    return print_html(document)


def _engine(html: str) -> int:
    """How many pages it made."""
    from generator.writers.pdf.engine import run
    from generator.writers.pdf.fonts import PROJECT_FONTS

    return len(run(html, PROJECT_FONTS)[1])


def _write(kind: str, document: Any) -> None:
    if kind == "docx":
        from generator.writers.docx import write_docx

        write_docx(document, {})
    elif kind == "html":
        from generator.writers.html import write_html

        write_html(document)
    else:
        from generator.writers.xlsx import write_xlsx

        write_xlsx(document)


def _size(document: Any) -> dict[str, int]:
    from generator.document.tree import Table

    tables = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]
    return {"表": len(tables), "行": sum(len(table.head) + len(table.body) for table in tables)}


def main(path: str, repeats: str = "1", formats: str = "docx,pdf,html,xlsx") -> None:
    """Print the seconds of each stage as JSON: 冷 for the first pass, 热 for the median of the others."""
    from generator.pipeline.garbage_collection import collect_rarely

    collect_rarely()
    wanted = tuple(formats.split(","))
    passes = [one_pass(Path(path), wanted) for _ in range(int(repeats))]
    told = {f"冷 {stage}": seconds for stage, seconds in passes[0].items()}
    for stage in passes[0] if len(passes) > 1 else ():
        told[f"热 {stage}"] = median(one[stage] for one in passes[1:])
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
