"""Accounts → books. Unknown 科目 become findings here."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from generator.findings.place import MOST, Cause, Finding
from generator.ledger.books import Books, ItemNote, budgets, fund_of
from generator.ledger.facts import PERSONNEL, PUBLIC, Fact, Facts
from generator.ledger.subject_rules import CODES, HOMELESS, LEVEL, LOCAL, TWICE
from generator.model.accounts import Accounts
from generator.model.base import TypedAmount
from generator.model.money import FUNDS, NATURES, SOURCES, CarryOver, OutlayItem
from generator.model.rules import MARK, TO_FILL
from generator.model.subject_problems import SubjectProblem
from generator.model.subjects import ECONOMIC, FUNCTIONAL, BudgetSubject, Catalogue, catalogue
from generator.model.typed_subjects import parse_subject
from generator.reading.amounts import narrow
from generator.reading.nodes import Scalar

_NOTHING = Decimal(0)
_SAMPLES = {
    FUNCTIONAL: "编码和名称，如 2010301 行政运行",
    ECONOMIC: "编码和名称，如 30201 办公费",
}


class _Writer(Struct):
    """Collects facts while the file is walked."""

    catalogue: Catalogue
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    causes: dict[Scalar, Cause] = field(default_factory=dict)
    """The findings about keys that are no 科目, by the key."""

    def called(self, code: str) -> str:
        """A 功能科目 before what is said of it: “2010302 一般行政管理事务”的; "" without a code."""
        subject = self.catalogue.functional(code)
        if subject is not None:
            return f"“{code} {subject.name}”的"
        if code:
            return f"“{code}”的"
        return ""

    def subject(self, key: Scalar, kind: str) -> BudgetSubject | None:
        """The 科目 of a typed key.

        One that is wrong is a finding; where its code is certain all the same, the amount is
        counted there, otherwise (None) without a code.
        """
        if key.strip().partition("：")[0] == MARK:
            message = f"这个数的{kind}科目还没有填（写着“{MARK}”）"
            finding = TO_FILL.at(key.place, message, f"把“{MARK}”换成{_SAMPLES[kind]}")
            return self._unread(key, finding, None)
        if (
            len(self.findings) >= MOST
            and self.catalogue.of(kind).get(key[:7].split(" ")[0]) is None
        ):
            # Of so many only the first are told; what each was meant to be need not be searched
            # for.
            finding = CODES["未知"].at(key.place, f"“{key}”没有核对", "先改好前面的科目")
            return self._unread(key, finding, None)
        subject = parse_subject(key, self.catalogue, kind)
        if isinstance(subject, SubjectProblem):
            finding = CODES[subject.kind].at(key.place, subject.message, subject.fix)
            return self._unread(key, finding, subject.meanwhile)
        if not subject.listed:
            self.names[subject.code] = subject.name
            message = f"“{key}”与本工具的 {self.catalogue.year} 年科目表不同，按填写的印出"
            listed = self.catalogue.of(kind).get(subject.code)
            if listed is not None:
                message += f"；科目表里 {listed.code} 是“{listed.name}”"
            fix = "对照财政部当年科目核对编码和名称；写得对就不用改"
            self.findings.append(LOCAL.at(key.place, message, fix))
        return subject

    def _unread(
        self, key: Scalar, finding: Finding, meanwhile: BudgetSubject | None
    ) -> BudgetSubject | None:
        self.findings.append(finding)
        self.causes[key] = Cause(finding.rule, finding.place)
        if meanwhile and not meanwhile.listed:
            self.names[meanwhile.code] = meanwhile.name
        return meanwhile

    def item(self, key: Scalar) -> BudgetSubject | None:
        """The 项 of a typed key; None when there is no such 项."""
        subject = self.subject(key, "功能")
        if subject and subject.level != "项" and key in self.causes:
            return None  # what is wrong with it is told
        if subject and subject.level != "项":
            message = f"“{key}”是{subject.level}级科目，这里要填项级科目（7 位编码）"
            finding = LEVEL.at(key.place, message, "按项级分开填写，如 2010301 行政运行")
            return self._unread(key, finding, None)
        return subject

    def once(self, first_keys: dict[str, Scalar], key: Scalar, code: str, where: str) -> bool:
        """Whether a 科目 stands here for the first time; a second one is left out."""
        first = first_keys.setdefault(code, key)
        if first is key:
            return True
        message = f"{where}里“{key}”和第 {first.place.line} 行的“{first}”是同一个科目"
        self.findings.append(TWICE.at(key.place, message, "合成一项，或改正其中一个的编码"))
        return False


def keep(accounts: Accounts) -> tuple[Books, list[Finding]]:
    """Build the books of one file. Unknown 科目 are findings (the document is then a draft), and
    their amounts are counted without a code."""
    writer = _Writer(catalogue(accounts.年度))
    for source in SOURCES:
        fact = Fact("收入", _NOTHING, None, 来源=source, 资金=fund_of(source))
        _split(writer, getattr(accounts.收入, source), fact)
    _carry(writer, accounts.年初结转和结余, "年初结转和结余")
    _carry(writer, accounts.年末结转和结余, "年末结转和结余")
    notes: dict[tuple[str, str], ItemNote] = {}
    for fund in FUNDS:
        first_keys: dict[str, Scalar] = {}
        for key, item in getattr(accounts.支出, fund).items():
            subject = writer.item(key)
            if subject is None:
                _outlay(writer, fund, "", item, writer.causes[key])
            elif writer.once(first_keys, key, subject.code, fund):
                notes[fund, subject.code] = _note(fund, subject.code, key, item)
                _outlay(writer, fund, subject.code, item)
    return Books(Facts(writer.facts), notes, writer.catalogue, writer.names), writer.findings


def _note(fund: str, code: str, key: Scalar, item: OutlayItem) -> ItemNote:
    path = ("支出", fund, str(key))
    return ItemNote(
        fund,
        code,
        budgets(item.预算数, (*path, "预算数"), f"“{key}”的预算数"),
        item.原因,
        path,
        item.用途,
    )


def _split(
    writer: _Writer,
    value: TypedAmount | dict[Scalar, TypedAmount] | None,
    fact: Fact,
) -> None:
    """The facts of an amount, or of an amount for each 项; ``fact`` has what it is a part of."""
    if value is None:
        return
    if isinstance(value, TypedAmount):
        _add(writer, fact, value)
        return
    first_keys: dict[str, Scalar] = {}
    where = fact.来源 or f"{fact.类型}的{fact.资金}"
    for key, amount in value.items():
        subject = writer.item(key)
        if subject is None:
            _add(writer, replace(fact, cause=writer.causes[key]), amount)
        elif writer.once(first_keys, key, subject.code, where):
            _add(writer, replace(fact, 功能科目=subject.code), amount)


def _carry(writer: _Writer, carry: CarryOver | None, kind: str) -> None:
    if carry is None:
        return
    for fund in FUNDS:
        _split(writer, getattr(carry, fund), Fact(kind, _NOTHING, None, 资金=fund))


def _outlay(
    writer: _Writer, fund: str, code: str, item: OutlayItem, cause: Cause | None = None
) -> None:
    """The facts of one 项; ``code`` is "" for one that could not be read, for which ``cause``
    stands."""
    for nature in NATURES:
        value = getattr(item, nature)
        if value is None:
            continue
        fact = Fact("支出", _NOTHING, None, 资金=fund, 功能科目=code, 支出性质=nature, cause=cause)
        if isinstance(value, TypedAmount):
            _add(writer, fact, value)
            continue
        first_keys: dict[str, Scalar] = {}
        for key, inner in value.items():
            if nature == "项目支出":
                _project(writer, fact, key, inner)
            elif isinstance(inner, TypedAmount):
                _expense(writer, fact, inner, key, first_keys)


def _project(
    writer: _Writer,
    fact: Fact,
    key: Scalar,
    inner: TypedAmount | dict[Scalar, TypedAmount],
) -> None:
    """One project: an amount, or an amount for each 经济科目. A 科目 in its place has no project to
    belong to. ``fact`` has what the project is a part of."""
    if key.strip() == MARK:
        message = f"{writer.called(fact.功能科目)}项目支出的项目还没有名称（写着“{MARK}”）"
        writer.findings.append(
            TO_FILL.at(key.place, message, f"把“{MARK}”换成项目名称；有几个项目的，每个项目分开填")
        )
    if isinstance(inner, TypedAmount):
        if not _is_economic(writer, key):
            _add(writer, replace(fact, 项目=str(key)), inner)
            return
        message = f"“{key}”是经济科目，项目支出下面要先写项目名称"
        writer.findings.append(
            HOMELESS.at(
                key.place,
                message,
                f"科目要写在项目下面：某某项目: {{{key}: 金额}}；若它是项目的名称，去掉前面的编码",
            )
        )
        _expense(writer, fact, inner, key, {})
        return
    first_keys: dict[str, Scalar] = {}
    for name, amount in inner.items():
        _expense(writer, replace(fact, 项目=str(key)), amount, name, first_keys)


def _is_economic(writer: _Writer, key: Scalar) -> bool:
    """Whether what stands in a project's place is a 科目: a code by itself or before a blank, or
    one of the catalogue. A year or 120 is a name."""
    match = re.match(r"(\d+)(\s|$)?", narrow(key))
    if not match:
        return False
    code, end = match.groups()
    if len(code) in (3, 5) and end is not None:
        return True
    return writer.catalogue.economic(code) is not None


def _expense(
    writer: _Writer, fact: Fact, amount: TypedAmount, key: Scalar, first_keys: dict[str, Scalar]
) -> None:
    """An amount of one 经济科目; of one that is wrong the amount is kept without it."""
    economic = _economic(writer, key)
    if not economic:
        _add(writer, replace(fact, cause=fact.cause or writer.causes.get(key)), amount)
    elif writer.once(first_keys, key, economic, fact.项目 or fact.支出性质):
        _add(writer, replace(fact, 经济科目=economic), amount)


def _economic(writer: _Writer, key: Scalar) -> str:
    """The code of an 经济科目; "" for one that is wrong."""
    if str(key) in (PERSONNEL, PUBLIC):
        return str(key)
    subject = writer.subject(key, "经济")
    if subject is None:
        return ""
    return subject.code


def _add(writer: _Writer, fact: Fact, amount: TypedAmount) -> None:
    writer.facts.append(replace(fact, amount=amount.value, place=amount.place))
