"""A form tried out on a sample: what of the sample stands in the text, and what in the tables."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from generator.document.render import Rendered, render
from generator.document.tree import (
    Block,
    Cell,
    Document,
    Heading,
    Inline,
    Number,
    Paragraph,
    Table,
    Text,
    plain,
)
from generator.document.typed_numbers import written
from generator.findings.place import Finding, Level
from generator.forms.fields import fill, samples
from generator.forms.form import Form, settle
from generator.ledger.figure import Earlier, Figure
from generator.ledger.statement import Statement, compute
from generator.model.accounts import Accounts
from generator.model.load import load
from generator.money import trimmed
from generator.pipeline.last_year import last_figures

FOLDER = Path(__file__).parent / "probes"
_MONEY_OR_SHARE = re.compile(r"(?:元|[%％]|百分点)$")
_SPACE = re.compile(r"\s")
SAMPLES = ("全", "空", "事业")


class ProbeError(Exception):
    """The data file for trying out a form cannot be read; the findings say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(
            "；".join(
                f"第 {one.place.line} 行 {one.message}，{one.fix}"
                for one in findings
                if one.level is Level.ERROR
            )
        )


class Probe(Struct, frozen=True):
    """The document of one sample, taken apart: ``text`` and ``numbers`` of the sentences, ``cells`` and ``amounts`` of the tables.

    ``values`` are the figures that the sentences print, exactly: (unit, value). ``own`` tells one of SAMPLES, whose words have no numbers, from a clerk's file.
    """

    statement: Statement
    rendered: Rendered
    text: str
    numbers: frozenset[str]
    cells: str
    amounts: frozenset[str]
    headings: tuple[str, ...]
    values: frozenset[tuple[str, Decimal]]
    form: Form
    own: bool

    @property
    def document(self) -> Document:
        """The document."""
        return self.rendered.document

    def says(self, *words: str) -> list[str]:
        """Which of the words do not stand in the text, whatever the line breaks in both; an empty one is not looked for."""
        text = _SPACE.sub("", self.text)
        return [word for word in words if _SPACE.sub("", word).rstrip("。；;，,") not in text]

    def computes(self, figure: Figure) -> bool:
        """Whether a sentence prints this very number, however it is rounded."""
        return (figure.unit, figure.value) in self.values

    def prints(self, *figures: Earlier | Figure) -> list[str]:
        """The labels of the figures that no sentence prints (tables that a template writes out itself count as text)."""
        return [
            one.label
            for one in figures
            if isinstance(one, Figure) and _key(one.printed) not in self.numbers
        ]

    def tabulates(self, *figures: Earlier | Figure) -> list[str]:
        """The labels of the figures that no statutory table shows."""
        return [
            one.label
            for one in figures
            if isinstance(one, Figure) and _key(one.printed) not in self.amounts
        ]

    def speaks(self, title: str) -> bool:
        """Whether a paragraph stands below the heading about ``title``; where there is no such heading, whether a named sentence speaks of it."""
        if not any(title in heading for heading in self.headings):
            return any(title in text for text in self.rendered.sentences.values())
        below = False
        for section in self.document.sections:
            for block in section.blocks if section.kind == "正文" else ():
                if isinstance(block, Heading):
                    below = title in plain(block.inlines)
                elif below and isinstance(block, Paragraph) and plain(block.inlines).strip():
                    return True
        return False

    def part(self, title: str) -> str:
        """The text of the part whose heading contains ``title``; empty when there is none."""
        for section in self.document.sections:
            for index, block in enumerate(section.blocks):
                if isinstance(block, Heading) and title in plain(block.inlines):
                    rest = section.blocks[index + 1 :]
                    end = next(
                        (
                            at
                            for at, one in enumerate(rest)
                            if isinstance(one, Heading) and one.level <= block.level
                        ),
                        len(rest),
                    )
                    return _text((block, *rest[:end]))
        return ""

    def literal(self) -> list[str]:
        """Amounts and percentages that stand as plain text, in a sample whose own words have none: they are no figures, however a template came by them."""
        texts = [
            inline.text
            for section in self.document.sections
            for block in section.blocks
            for line in _inlines(block)
            for inline in line
            if isinstance(inline, Text)
        ]
        found = [
            one
            for text in texts
            if self.own
            for one in written(text, zero=False)
            if _MONEY_OR_SHARE.search(one)
        ]
        return list(dict.fromkeys(found))


def probe(form: Form, sample: str) -> Probe:
    """A form tried out on one of SAMPLES, in a year for which the form is."""
    text = (FOLDER / f"{sample}.yaml").read_text(encoding="utf-8")
    year = min(max(2023, form.years[0]), form.years[1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "样本.yaml"
        path.write_text(
            re.sub(
                r"(?m)^年度: .*$",
                f"年度: {year}",
                re.sub(r"(?m)^版式: .*$", f"版式: {form.name}", text),
            ),
            encoding="utf-8",
            newline="",
        )
        return probe_file(form, path, own=True)


def probe_file(form: Form, path: Path, *, own: bool = False) -> Probe:
    """A form tried out on a data file. Raises ProbeError when the file cannot be read, FormError when the form is wrong."""
    loaded = load(path)
    accounts: Accounts | None = loaded.accounts
    if accounts is None or loaded.root is None:
        raise ProbeError(list(loaded.findings))
    settings, _ = settle(form, accounts.设置)
    statement, _ = compute(accounts, last_figures(accounts, path, loaded.root)[0])
    fields, _ = fill(
        form.fields,
        form.name,
        accounts.model_copy(update={"自填": {**samples(form.fields), **accounts.自填}}),
    )
    rendered = render(statement, form, settings, ["附件"] * len(accounts.附件), fields=fields)
    return _taken_apart(form, statement, rendered, own=own)


def _taken_apart(form: Form, statement: Statement, rendered: Rendered, *, own: bool) -> Probe:
    statutory = {part.id for table in rendered.tables for part in table.tables}
    blocks = [block for section in rendered.document.sections for block in section.blocks]
    prose = [block for block in blocks if not (isinstance(block, Table) and block.id in statutory)]
    tables = [block for block in blocks if isinstance(block, Table) and block.id in statutory]
    heads = tuple(
        plain(block.inlines)
        for section in rendered.document.sections
        if section.kind == "正文"
        for block in section.blocks
        if isinstance(block, Heading)
    )
    keys = {
        inline.figure
        for block in prose
        for inlines in _inlines(block)
        for inline in inlines
        if isinstance(inline, Number)
    }
    values = frozenset(
        (rendered.figures[key].unit, rendered.figures[key].value)
        for key in keys
        if key in rendered.figures
    )
    return Probe(
        statement,
        rendered,
        _text(prose),
        frozenset(_numbers(prose)),
        _text(tables),
        frozenset(_numbers(tables)),
        heads,
        values,
        form,
        own,
    )


def _inlines(block: Block) -> Iterator[tuple[Inline, ...]]:
    if isinstance(block, Heading | Paragraph):
        yield block.inlines
    elif isinstance(block, Table):
        yield from (cell.inlines for cell in _cells(block))
        yield from block.notes


def _cells(table: Table) -> Iterator[Cell]:
    for row in (*table.head, *table.body):
        yield from row.cells


def _text(blocks: Sequence[Block]) -> str:
    return "\n".join(plain(inlines) for block in blocks for inlines in _inlines(block))


def _numbers(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        for inlines in _inlines(block):
            for inline in inlines:
                if isinstance(inline, Number):
                    yield _key(Decimal(inline.text.replace(",", "")))


def _key(value: Decimal) -> str:
    return trimmed(abs(value))
