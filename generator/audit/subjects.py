"""科目 of a document: names as the year's catalogue has them, and those of the text against the
explanations of terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from generator.audit.remark import LEFTOVER, MISSING, WORDS, AuditRemark, audit_rule, remark
from generator.checks.rule import level_if
from generator.checks.wording import OLD_NAMES
from generator.findings.place import Level
from generator.model.subjects import Catalogue, catalogue, plain_name
from generator.statements.mentions import ReadParagraph, item_of
from generator.statements.sections import TERMS
from generator.statements.statements import StatedDocument

NAME_RULE = audit_rule(
    "科目名称", WORDS, Level.WARNING, "科目名称与当年的科目表一致", "《政府收支分类科目》"
)
UNUSED_RULE = audit_rule(
    "多余名词", LEFTOVER, Level.WARNING, "名词解释里的科目正文都有", "公开件常见错误：模板残留"
)
LACKING_RULE = audit_rule(
    "名词缺解释", MISSING, Level.WARNING, "正文里的科目都有名词解释", "公开件常见错误：缺项"
)

_NEAR = 80
_SAME = 90
"""How alike two names are, in per cent, for one to be a slip of the other, and for both to be
one."""
_CLASS, _TELLING = 4, 6
"""So many signs tell 类 apart; a 项 with a longer name stands under one 款 only."""
_SHOWN = 9
_FIRST_YEAR = 2018


class _Item(Struct, frozen=True):
    """A 科目 of the text: its three names, where it stands."""

    group: str
    name: str
    full: str
    paragraph: ReadParagraph

    @property
    def key(self) -> tuple[str, str]:
        """The names, however brackets and old names are written."""
        return self.group, self.name


def subjects(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on 科目."""
    paragraphs = document.document.paragraphs
    items = [_item(p, p.item) for p in paragraphs if p.item and p.section.part == "决算说明"]
    terms = [
        _item(p, item_of(p.text)) for p in paragraphs if p.section.part == TERMS and item_of(p.text)
    ]
    if document.year >= _FIRST_YEAR:
        yield from _names(items, catalogue(document.year))
    if items and terms:
        in_tables = {_plain(row.name) for table in document.tables for row in table.rows}
        outside_tables = [term for term in terms if not {term.group, term.name} <= in_tables]
        yield from _unused(items, outside_tables)
        yield from _lacking(items, terms)


def _item(paragraph: ReadParagraph, full: str) -> _Item:
    _, _, below = full.partition("/")
    group, _, name = below.partition("/")
    return _Item(_plain(group), _plain(name), full, paragraph)


def _plain(name: str) -> str:
    plain = plain_name(name).removesuffix("支出")
    for old, new, _ in OLD_NAMES:
        old_plain = plain_name(old.split("[")[0])
        if plain == old_plain.removesuffix("支出"):
            return plain_name(new.split("（")[0]).removesuffix("支出")
    if plain.endswith(")"):
        return re.sub(r"\(.{1,12}\)$", "", plain)
    return plain


def _same(left: _Item, right: _Item) -> bool:
    """Whether two are one 科目: the same 项 under nearly the same 款."""
    if left.name != right.name:
        return False
    same_class = left.full[:_CLASS] == right.full[:_CLASS]
    return _alike(left.group, right.group) or (same_class and len(left.name) > _TELLING)


def _likeness(left: str, right: str) -> int:
    """How alike two names are, in per cent."""
    return int(SequenceMatcher(None, left, right, autojunk=False).ratio() * 100)


def _alike(left: str, right: str) -> bool:
    return left == right or _likeness(left, right) >= _SAME


def _unused(items: Sequence[_Item], terms: Sequence[_Item]) -> Iterator[AuditRemark]:
    for term in terms:
        if any(_same(term, item) for item in items):
            continue
        shown = term.full.replace("/", "—")
        yield remark(
            UNUSED_RULE,
            term.paragraph.spot,
            term.paragraph.text[:50],
            f"名词解释里的“{shown}”正文没有用到，应删去",
            printed=shown,
            paragraph=term.paragraph.index,
        )


def _lacking(items: Sequence[_Item], terms: Sequence[_Item]) -> Iterator[AuditRemark]:
    lacking = [item for item in items if not any(_same(item, term) for term in terms)]
    if not lacking:
        return
    names = [item.full.partition("/")[2].replace("/", "—") for item in lacking]
    etc = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
    first = lacking[0].paragraph
    yield remark(
        LACKING_RULE,
        first.spot,
        first.text[:50],
        f"正文的科目没有名词解释：{'；'.join(names[:_SHOWN])}{etc}",
        paragraph=first.index,
    )


def _names(items: Sequence[_Item], year: Catalogue) -> Iterator[AuditRemark]:
    """款 that the catalogue does not have, and has nearly."""
    groups = {
        plain_name(subject.name): subject
        for subject in year.functional_subjects.values()
        if subject.level == "款"
    }
    done: set[str] = set()
    for item in items:
        typed = item.full.split("/")[1]
        plain = plain_name(typed)
        if (
            plain in groups
            or plain in done
            or any(re.search(old, f"{typed}（款") for old, _, _ in OLD_NAMES)
        ):
            continue
        near = _nearest(plain, groups, item, year)
        if near:
            done.add(plain)
            level = level_if(Level.HINT, near in (plain.removesuffix("支出"), f"{plain}支出"))
            yield remark(
                NAME_RULE,
                item.paragraph.spot,
                item.paragraph.text[:50],
                f"“{typed}（款）”应为“{groups[near].name}（款）”",
                printed=typed,
                right=groups[near].name,
                level=level,
                paragraph=item.paragraph.index,
            )


def _nearest(plain: str, groups: Mapping[str, object], item: _Item, year: Catalogue) -> str:
    """The 款 that was meant: nearly the same name in the same 类; "" for none."""
    class_name = plain_name(item.full.partition("/")[0]).removesuffix("支出")
    best, nearness = "", _NEAR
    if plain.removesuffix("支出") in groups:
        return plain.removesuffix("支出")
    for subject in year.functional_subjects.values():
        if subject.level != "款":
            continue
        above = year.functional(subject.code[:3])
        if above is None or plain_name(above.name).removesuffix("支出") != class_name:
            continue
        name = plain_name(subject.name)
        likeness = _likeness(plain, name)
        if likeness > nearness and name in groups:
            best, nearness = name, likeness
    return best
