"""A form tried out on a sample: what of the sample stands in the text, and what in the tables."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from generator.document.render import Rendered, render
from generator.document.tree import (
    Block,
    Document,
    Heading,
    Inline,
    Number,
    Paragraph,
    Table,
    Text,
    lines_of,
    plain,
)
from generator.document.typed_numbers import numbers_with_units
from generator.findings.place import Finding, Level
from generator.forms.chosen import settle
from generator.forms.fields import fill, samples
from generator.forms.form import Form
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
_YEAR = 2023
"""The year of the samples, for a form of that year."""


class ProbeError(Exception):
    """The data file for trying out a form cannot be read; the findings say why."""

    def __init__(self, findings: list[Finding]) -> None:
        errors = [finding for finding in findings if finding.level is Level.ERROR]
        super().__init__(
            "；".join(f"第 {error.place.line} 行 {error.message}，{error.fix}" for error in errors)
        )


class Probe(Struct, frozen=True):
    """The document of one sample, taken apart.

    ``text`` and ``numbers`` are those of the sentences, ``cells`` and ``amounts`` those of the
    statutory tables. ``values`` are the figures that the sentences print, exactly: (unit, value).
    ``made_up`` tells one of SAMPLES, whose words have no numbers, from a clerk's file.
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
    made_up: bool

    @property
    def document(self) -> Document:
        """The document that the sample made."""
        return self.rendered.document

    def says(self, *words: str) -> list[str]:
        """Which of the words do not stand in the text, whatever the line breaks in both."""
        text = _SPACE.sub("", self.text)
        return [word for word in words if _SPACE.sub("", word).rstrip("。；;，,") not in text]

    def computes(self, figure: Figure) -> bool:
        """Whether a sentence prints this very number, however it is rounded."""
        return (figure.unit, figure.value) in self.values

    def prints(self, *figures: Earlier | Figure) -> list[str]:
        """The labels of the figures that no sentence prints.

        Tables that a template writes out itself count as text.
        """
        return _labels_outside(self.numbers, figures)

    def tabulates(self, *figures: Earlier | Figure) -> list[str]:
        """The labels of the figures that no statutory table shows."""
        return _labels_outside(self.amounts, figures)

    def speaks(self, title: str) -> bool:
        """Whether a paragraph stands below the heading about ``title``.

        Where there is no such heading: whether a named sentence speaks of it.
        """
        if not any(title in heading for heading in self.headings):
            return any(title in text for text in self.rendered.sentences.values())
        below = False
        for section in self.document.sections:
            if section.kind != "正文":
                continue
            for block in section.blocks:
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
                    return _text((block, *_below(block, section.blocks[index + 1 :])))
        return ""

    def literal(self) -> list[str]:
        """Amounts and percentages that a made-up sample's document has as plain text.

        The sample's words have none: they are no figures, however a template came by them.
        """
        if not self.made_up:
            return []
        blocks = [block for section in self.document.sections for block in section.blocks]
        numbers = [
            number
            for inline in _all_inlines(blocks)
            if isinstance(inline, Text)
            for number in numbers_with_units(inline.text, zero=False)
        ]
        return list(dict.fromkeys(filter(_MONEY_OR_SHARE.search, numbers)))


def _labels_outside(numbers: frozenset[str], figures: Iterable[Earlier | Figure]) -> list[str]:
    """The labels of the figures whose printed number is not among ``numbers``."""
    present = [figure for figure in figures if isinstance(figure, Figure)]
    return [figure.label for figure in present if _key(figure.printed) not in numbers]


def _below(heading: Heading, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks up to the next heading of the same level or a higher one."""
    for block in blocks:
        if isinstance(block, Heading) and block.level <= heading.level:
            return
        yield block


def probe(form: Form, sample: str) -> Probe:
    """A form tried out on one of SAMPLES, in a year for which the form is."""
    text = (FOLDER / f"{sample}.yaml").read_text(encoding="utf-8")
    year = min(max(_YEAR, form.years[0]), form.years[1])
    text = re.sub(r"(?m)^版式: .*$", f"版式: {form.name}", text)
    text = re.sub(r"(?m)^年度: .*$", f"年度: {year}", text)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "样本.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        return probe_file(form, path, made_up=True)


def probe_file(form: Form, path: Path, *, made_up: bool = False) -> Probe:
    """A form tried out on a data file; ``made_up``: it is one of SAMPLES.

    Raises ProbeError when the file cannot be read, FormError when the form is wrong.
    """
    loaded = load(path)
    accounts: Accounts | None = loaded.accounts
    if accounts is None or loaded.root is None:
        raise ProbeError(list(loaded.findings))
    settings, _ = settle(form, accounts.设置)
    statement, _ = compute(accounts, last_figures(accounts, path, loaded.root)[0])
    filled_in = accounts.model_copy(update={"自填": {**samples(form.fields), **accounts.自填}})
    fields, _ = fill(form.fields, form.name, filled_in)
    rendered = render(statement, form, settings, ["附件"] * len(accounts.附件), fields=fields)
    return _taken_apart(form, statement, rendered, made_up=made_up)


def _taken_apart(form: Form, statement: Statement, rendered: Rendered, *, made_up: bool) -> Probe:
    statutory = {part.id for table in rendered.tables for part in table.tables}
    prose: list[Block] = []
    tables: list[Block] = []
    headings: list[str] = []
    for section in rendered.document.sections:
        for block in section.blocks:
            is_statutory = isinstance(block, Table) and block.id in statutory
            (tables if is_statutory else prose).append(block)
            if section.kind == "正文" and isinstance(block, Heading):
                headings.append(plain(block.inlines))
    keys = {inline.figure for inline in _all_inlines(prose) if isinstance(inline, Number)}
    figures = [rendered.figures[key] for key in keys if key in rendered.figures]
    return Probe(
        statement,
        rendered,
        text=_text(prose),
        numbers=frozenset(_numbers(prose)),
        cells=_text(tables),
        amounts=frozenset(_numbers(tables)),
        headings=tuple(headings),
        values=frozenset((figure.unit, figure.value) for figure in figures),
        form=form,
        made_up=made_up,
    )


def _text(blocks: Sequence[Block]) -> str:
    return "\n".join(plain(inlines) for block in blocks for inlines in lines_of(block))


def _all_inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    for block in blocks:
        for inlines in lines_of(block):
            yield from inlines


def _numbers(blocks: Iterable[Block]) -> Iterator[str]:
    for inline in _all_inlines(blocks):
        if isinstance(inline, Number):
            yield _key(Decimal(inline.text.replace(",", "")))


def _key(value: Decimal) -> str:
    return trimmed(abs(value))
