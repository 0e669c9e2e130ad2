"""Accounts → books: the facts, and what the file says of each 项 besides amounts. Unknown 科目 become findings here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from generator.findings.place import MOST, Cause, Finding, Level
from generator.findings.rules import Group, declare
from generator.ledger.facts import PERSONNEL, PUBLIC, Fact, Facts
from generator.ledger.figure import WAN, Figure, Missing, entered
from generator.model.accounts import Accounts
from generator.model.base import TypedAmount
from generator.model.money import FUNDS, NATURES, SOURCES, Budget, CarryOver, OutlayItem
from generator.model.rules import MARK, TO_FILL
from generator.model.subjects import Catalogue, Problem, Subject, catalogue, parse_subject
from generator.reading.amounts import narrow
from generator.reading.nodes import Scalar

_NAMES = "科目编码决定这笔钱印在哪一类、哪一款；编码和名称对不上，总有一个是错的。"
_CODES = {
    "写法": declare(
        "科目写法",
        Group.SUBJECTS,
        Level.ERROR,
        "科目写成编码加名称",
        "只有名称时，同名的科目有很多（如行政运行）。",
        "《政府收支分类科目》",
    ),
    "分类": declare(
        "科目分类",
        Group.SUBJECTS,
        Level.ERROR,
        "功能科目和经济科目不混用",
        "两套科目回答不同的问题：钱做什么事，买什么东西。",
        "《政府收支分类科目》",
    ),
    "未知": declare(
        "科目未知",
        Group.SUBJECTS,
        Level.ERROR,
        "科目编码是当年科目表里的",
        _NAMES,
        "《政府收支分类科目》，勾稽公式 23",
    ),
    "年度": declare(
        "科目年度",
        Group.SUBJECTS,
        Level.ERROR,
        "科目是当年用的",
        "科目逐年有增减改名，旧科目常从去年的文件抄来。",
        "《政府收支分类科目》，勾稽公式 23",
    ),
    "不一致": declare(
        "科目不一致", Group.SUBJECTS, Level.ERROR, "科目的编码与名称一致", _NAMES, "勾稽公式 23、24"
    ),
}
LOCAL = declare(
    "本地科目",
    Group.SUBJECTS,
    Level.WARNING,
    "本地增设的科目请核对",
    "本工具的科目表里没有它，无法替您核对名称。",
    "《政府收支分类科目》",
)
LEVEL = declare(
    "科目级次",
    Group.SUBJECTS,
    Level.ERROR,
    "功能科目填到项级",
    "法律规定公开到项级；类、款两级由程序相加。",
    "《预算法实施条例》第六条",
)
TWICE = declare(
    "科目重复",
    Group.SUBJECTS,
    Level.ERROR,
    "同一处一个科目只写一次",
    "换个写法又写一遍，钱就算了两次，或表里有了两行。",
    "勾稽公式 23",
)
HOMELESS = declare(
    "科目缺项目",
    Group.SUBJECTS,
    Level.ERROR,
    "项目支出里先写项目，再写经济科目",
    "项目支出明细表一个项目一段；没有项目，这笔钱就没有地方印。",
    "《预算法实施条例》第六条",
)

_NOTHING = Decimal(0)
BUDGET_KINDS = ("全年", "年初")


class ItemNote(Struct, frozen=True):
    """What the file says of one 项 of one fund: budgets by kind, reason, and the path of its keys."""

    资金: str
    功能科目: str
    预算: Mapping[str, Figure | Missing]
    原因: Scalar | None
    path: tuple[str, ...]
    用途: Scalar | None = None


class Books(Struct, frozen=True):
    """The ledger's facts, notes of items, the year's catalogue, and names typed for codes that it lacks."""

    facts: Facts
    notes: Mapping[tuple[str, str], ItemNote]
    catalogue: Catalogue
    typed_names: Mapping[str, str]

    def name(self, code: str) -> str:
        """The name of a 功能科目."""
        found = self.catalogue.functional(code)
        return self.typed_names.get(code) or (found.name if found else code)

    def economic(self, code: str) -> str:
        """The name of an 经济科目."""
        found = self.catalogue.economic(code)
        return self.typed_names.get(code) or (found.name if found else code)

    def full_name(self, code: str) -> str:
        """类（类）款（款）项（项）, in full."""
        return f"{self.name(code[:3])}（类）{self.name(code[:5])}（款）{self.name(code)}（项）"


class _Writer(Struct):
    """Collects facts while the file is walked."""

    catalogue: Catalogue
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    causes: dict[Scalar, Cause] = field(default_factory=dict)
    """The findings about keys that are no 科目, by the key."""

    def subject(self, key: Scalar, kind: str) -> Subject | None:
        """The 科目 of a typed key. One that is wrong is a finding; where its code is certain all the
        same, the amount is counted there, otherwise (None) without a code."""
        if (
            len(self.findings) >= MOST
            and self.catalogue.of(kind).get(key[:7].split(" ")[0]) is None
        ):
            # Of so many only the first are told; what each was meant to be need not be searched for.
            finding = _CODES["未知"].at(key.place, f"“{key}”没有核对", "先改好前面的科目")
            return self._unread(key, finding, None)
        found = parse_subject(key, self.catalogue, kind)
        if isinstance(found, Problem):
            finding = _CODES[found.kind].at(key.place, found.message, found.fix)
            return self._unread(key, finding, found.meanwhile)
        if not found.known:
            self.names[found.code] = found.name
            message = f"“{key}”与本工具的 {self.catalogue.year} 年科目表不同，按填写的印出"
            listed = self.catalogue.of(kind).get(found.code)
            if listed is not None:
                message += f"；科目表里 {listed.code} 是“{listed.name}”"
            fix = "对照财政部当年科目核对编码和名称；写得对就不用改"
            self.findings.append(LOCAL.at(key.place, message, fix))
        return found

    def _unread(self, key: Scalar, finding: Finding, meanwhile: Subject | None) -> Subject | None:
        self.findings.append(finding)
        self.causes[key] = Cause(finding.rule, finding.place)
        if meanwhile and not meanwhile.known:
            self.names[meanwhile.code] = meanwhile.name
        return meanwhile

    def item(self, key: Scalar) -> Subject | None:
        """The 项 of a typed key; None when there is no such 项."""
        found = self.subject(key, "功能")
        if found and found.level != "项" and key in self.causes:
            return None  # what is wrong with it is told
        if found and found.level != "项":
            message = f"“{key}”是{found.level}级科目，这里要填项级科目（7 位编码）"
            finding = LEVEL.at(key.place, message, "按项级分开填写，如 2010301 行政运行")
            return self._unread(key, finding, None)
        return found

    def once(self, seen: dict[str, Scalar], key: Scalar, code: str, where: str) -> bool:
        """Whether a 科目 stands here for the first time; a second one is left out."""
        first = seen.setdefault(code, key)
        if first is key:
            return True
        told = f"{where}里“{key}”和第 {first.place.line} 行的“{first}”是同一个科目"
        self.findings.append(TWICE.at(key.place, told, "合成一项，或改正其中一个的编码"))
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
        seen: dict[str, Scalar] = {}
        for key, item in getattr(accounts.支出, fund).items():
            subject = writer.item(key)
            if subject is None:
                _outlay(writer, fund, "", item, writer.causes[key])
            elif writer.once(seen, key, subject.code, fund):
                notes[fund, subject.code] = _note(fund, subject.code, key, item)
                _outlay(writer, fund, subject.code, item)
    return Books(Facts(writer.facts), notes, writer.catalogue, writer.names), writer.findings


def fund_of(source: str) -> str:
    """The fund into which a source of income flows; whatever is no 财政拨款 is 其他资金."""
    return next((fund for fund in FUNDS if source.startswith(fund)), FUNDS[-1])


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


def budgets(
    value: TypedAmount | Budget | None, path: tuple[str, ...], label: str
) -> Mapping[str, Figure | Missing]:
    """预算数 by kind. One number stands for whichever kind the form compares with; of two, each for itself."""
    if isinstance(value, TypedAmount):
        return dict.fromkeys(BUDGET_KINDS, entered(value, WAN, label))
    found: dict[str, Figure | Missing] = {}
    for kind in BUDGET_KINDS:
        amount = getattr(value, kind) if value else None
        found[kind] = entered(amount, WAN, f"{kind}{label}") if amount else Missing(path, label)
    return found


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
    seen: dict[str, Scalar] = {}
    where = fact.来源 or f"{fact.类型}的{fact.资金}"
    for key, amount in value.items():
        subject = writer.item(key)
        if subject is None:
            _add(writer, replace(fact, cause=writer.causes[key]), amount)
        elif writer.once(seen, key, subject.code, where):
            _add(writer, replace(fact, 功能科目=subject.code), amount)


def _carry(writer: _Writer, carry: CarryOver | None, kind: str) -> None:
    for fund in FUNDS if carry else ():
        _split(writer, getattr(carry, fund), Fact(kind, _NOTHING, None, 资金=fund))


def _outlay(
    writer: _Writer, fund: str, code: str, item: OutlayItem, cause: Cause | None = None
) -> None:
    """The facts of one 项; ``code`` is "" for one that could not be read, for which ``cause`` stands."""
    for nature in NATURES:
        value = getattr(item, nature)
        if value is None:
            continue
        fact = Fact("支出", _NOTHING, None, 资金=fund, 功能科目=code, 支出性质=nature, cause=cause)
        if isinstance(value, TypedAmount):
            _add(writer, fact, value)
            continue
        seen: dict[str, Scalar] = {}
        for key, inner in value.items():
            if nature == "项目支出":
                _project(writer, fact, key, inner)
            elif isinstance(inner, TypedAmount):
                _expense(writer, fact, inner, key, seen)


def _project(
    writer: _Writer,
    fact: Fact,
    key: Scalar,
    inner: TypedAmount | dict[Scalar, TypedAmount],
) -> None:
    """One project: an amount, or an amount for each 经济科目. A 科目 in its place has no project to
    belong to. ``fact`` has what the project is a part of."""
    if key.strip() == MARK:
        told = f"项目支出的项目还没有名称（写着“{MARK}”）"
        writer.findings.append(
            TO_FILL.at(key.place, told, f"把“{MARK}”换成项目名称；有几个项目的，一个项目一段")
        )
    if isinstance(inner, TypedAmount):
        if not _is_economic(writer, key):
            _add(writer, replace(fact, 项目=str(key)), inner)
            return
        told = f"“{key}”是经济科目，项目支出下面要先写项目名称"
        writer.findings.append(
            HOMELESS.at(
                key.place,
                told,
                f"科目要写在项目下面：某某项目: {{{key}: 金额}}；若它是项目的名称，去掉前面的编码",
            )
        )
        _expense(writer, fact, inner, key, {})
        return
    seen: dict[str, Scalar] = {}
    for name, amount in inner.items():
        _expense(writer, replace(fact, 项目=str(key)), amount, name, seen)


def _is_economic(writer: _Writer, key: Scalar) -> bool:
    """Whether what stands in a project's place is a 科目: a code by itself or before a blank, or one of the catalogue. A year or 120 is a name."""
    found = re.match(r"(\d+)(\s|$)?", narrow(key))
    if not found:
        return False
    return (len(found[1]) in (3, 5) and found[2] is not None) or writer.catalogue.economic(
        found[1]
    ) is not None


def _expense(
    writer: _Writer, fact: Fact, amount: TypedAmount, key: Scalar, seen: dict[str, Scalar]
) -> None:
    """An amount of one 经济科目; of one that is wrong the amount is kept without it."""
    economic = _economic(writer, key)
    if not economic:
        _add(writer, replace(fact, cause=fact.cause or writer.causes.get(key)), amount)
    elif writer.once(seen, key, economic, fact.项目 or fact.支出性质):
        _add(writer, replace(fact, 经济科目=economic), amount)


def _economic(writer: _Writer, key: Scalar) -> str:
    """The code of an 经济科目; "" for one that is wrong."""
    if str(key) in (PERSONNEL, PUBLIC):
        return str(key)
    found = writer.subject(key, "经济")
    return found.code if found else ""


def _add(writer: _Writer, fact: Fact, amount: TypedAmount) -> None:
    writer.facts.append(replace(fact, amount=amount.value, place=amount.place))
