"""How a document is built: numbers of headings and items, parts and annexes that are missing,
clauses that the form demands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from generator.audit.remark import (
    LEFTOVER,
    MISSING,
    NUMBERING,
    AuditRemark,
    AuditRule,
    audit_rule,
    remark,
)
from generator.checks.rule import level_if
from generator.findings.place import Level
from generator.reading.numerals import chinese as numeral
from generator.reading.numerals import counted
from generator.statements.mentions import ReadParagraph
from generator.statements.sections import ANNEX, TABLES, TERMS
from generator.statements.statement import COMPLETION_OF
from generator.statements.statements import StatedDocument

NUMBER_RULE = audit_rule(
    "编号", NUMBERING, Level.WARNING, "编号一个接一个，体例一致", "公开件常见错误：编号"
)
ANNEX_RULE = audit_rule(
    "附件不全", MISSING, Level.ERROR, "文中说到的附件都有", "公开件常见错误：缺项"
)
PART_RULE = audit_rule("部分不全", MISSING, Level.ERROR, "该有的部分都有", "公开件常见错误：缺项")
CLAUSE_RULE = audit_rule(
    "缺句", MISSING, Level.WARNING, "格式要求的句子都有", "公开件常见错误：缺项"
)
HEADING_RULE = audit_rule(
    "重复标题", LEFTOVER, Level.HINT, "标题不重复", "公开件常见错误：模板残留"
)


def structure(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on headings, parts, annexes and clauses."""
    paragraphs = document.document.paragraphs
    yield from _headings(paragraphs)
    yield from _items(paragraphs, "具体")
    yield from _items(paragraphs, TERMS)
    yield from _mixed(paragraphs)
    yield from _annexes(document)
    yield from _parts(document)
    yield from _clauses(document)


def _on(paragraph: ReadParagraph, rule: AuditRule, message: str, right: str = "") -> AuditRemark:
    return remark(
        rule,
        paragraph.spot,
        paragraph.normal.source[:40],
        message,
        right=right,
        paragraph=paragraph.index,
    )


# --- Numbers ---

_CHINESE = re.compile(r"^([一二三四五六七八九十]{1,3})[、．.]")
_DIGITS = re.compile(r"^(\d{1,2})[、．.]\s*(?=[^\d])")


def _headings(paragraphs: Sequence[ReadParagraph]) -> Iterator[AuditRemark]:
    """一、二、三、 of the first two parts count up; one written 1、 or left out is told."""
    last, part = 0, ""
    for position, paragraph in enumerate(paragraphs):
        section = paragraph.section
        if section.part not in ("概况", "决算说明") or len(paragraph.text) > 40:
            continue
        if section.part != part:
            last, part = 0, section.part
        chinese, digits = _CHINESE.match(paragraph.text), _DIGITS.match(paragraph.text)
        if chinese and section.heading:
            count = counted(chinese[1])
            if count > last + 1 and last:
                message = f"编号“{chinese[0]}”前面是“{numeral(last)}、”，中间缺了一节"
                yield _on(paragraph, NUMBER_RULE, message)
            elif count == last:
                message = f"编号“{chinese[0]}”与前一节重复"
                yield _on(paragraph, NUMBER_RULE, message)
            last = count
        elif digits and int(digits[1]) == last + 1 and _is_section(paragraphs, position, last + 1):
            last += 1
            message = f"“{digits[0].strip()}”应为“{numeral(last)}、”，与其他各节一致"
            yield _on(paragraph, NUMBER_RULE, message, f"{numeral(last)}、")


def _is_section(paragraphs: Sequence[ReadParagraph], position: int, number: int) -> bool:
    """Whether a paragraph that begins 1、 is a heading beside 二、: a short one that is followed,
    sooner or later, by the next number in Chinese numerals, and no list goes on from it."""
    text = paragraphs[position].text
    if text[-1] in "。；，：" or len(text) > 30:
        return False
    part = paragraphs[position].section.part
    for paragraph in paragraphs[position + 1 :]:
        if paragraph.section.part != part:
            return False
        chinese = _CHINESE.match(paragraph.text)
        if chinese and paragraph.section.heading:
            return counted(chinese[1]) > number
        digits = _DIGITS.match(paragraph.text)
        if digits and int(digits[1]) == number + 1 and paragraph.text[-1] in "。；":
            return False
    return False


_ITEM = re.compile(r"^（?(\d{1,2})(?P<mark>[）、．.\s]?)\s*(?=[^\d.．、])")


def _items(paragraphs: Sequence[ReadParagraph], topic: str) -> Iterator[AuditRemark]:
    """1. 2. 3. of the 科目 and of the terms."""
    last = 0
    for paragraph in paragraphs:
        if topic not in (paragraph.section.topic, paragraph.section.part):
            continue
        if topic == "具体" and not paragraph.item:
            continue
        match = _ITEM.match(paragraph.text)
        if match is None:
            continue
        count = int(match[1])
        if not match["mark"].strip() and last:
            message = f"“{match[1]}”后面少了点号"
            yield replace(_on(paragraph, NUMBER_RULE, message, f"{match[1]}."), level=Level.HINT)
        if last and count != last + 1:
            message = f"编号“{match[1]}”前面是“{last}”，应为 {last + 1}"
            yield _on(paragraph, NUMBER_RULE, message, str(last + 1))
        last = count


_SHORT = 40
_BRACKETS = re.compile(r"^（([一二三四五六七八九十]{1,2}|\d{1,2})）")


def _mixed(paragraphs: Sequence[ReadParagraph]) -> Iterator[AuditRemark]:
    """（1）（2）（三）: a number that goes on in the other kind; a heading that stands twice."""
    last, chinese, before = 0, 0, ""
    for paragraph in paragraphs:
        text = paragraph.text
        plain = text.rstrip("。")
        if plain and plain == before and paragraph.section.heading:
            yield _on(paragraph, HEADING_RULE, f"标题“{plain[:16]}”连写了两遍")
        before = plain
        match = _BRACKETS.match(text)
        if match is None:
            if _CHINESE.match(text):
                last = chinese = 0
            continue
        count = counted(match[1])
        if match[1].isdigit():
            last = count
            continue
        if last > 1 and count == last + 1 and count != chinese + 1 and len(text) < _SHORT:
            message = f"编号前面是（{last}），这里是（{match[1]}），体例不一"
            yield replace(_on(paragraph, NUMBER_RULE, message), level=Level.HINT)
        is_gap = count > chinese + 1 and chinese and paragraph.section.heading
        if is_gap and not last and paragraph.section.part in ("概况", "决算说明"):
            message = f"编号“（{match[1]}）”前面是“（{numeral(chinese)}）”，中间缺了"
            yield _on(paragraph, NUMBER_RULE, message)
        last, chinese = 0, count


# --- Parts and annexes ---

_SEE = re.compile(
    r"(?:详见|见|参见)(?:本文)?(?:第四部分)?(?:的)?附件(?P<number>\s*\d{1,2})?(?:（第四部分）)?"
)


def _annexes(document: StatedDocument) -> Iterator[AuditRemark]:
    """Annexes that the text refers to and the document lacks."""
    paragraphs = document.document.paragraphs
    annexes = {
        re.sub(r"\D", "", paragraph.text[:6])
        for paragraph in paragraphs
        if re.match(r"附件\s*\d{0,2}", paragraph.text) and len(paragraph.text) < 40
    }
    has_part = any(paragraph.section.part == ANNEX for paragraph in paragraphs)
    numbered = {number for number in annexes if number}
    done: set[str] = set()
    for paragraph in paragraphs:
        if paragraph.section.part in (TABLES, TERMS, "目录"):
            continue
        within = paragraph.section.part == ANNEX
        for match in _SEE.finditer(paragraph.text):
            number = (match["number"] or "").strip()
            if not number and (within or _of_tables(paragraphs, paragraph)):
                continue  # a report speaks of what belongs to it
            key = number or "附件"
            if key in done:
                continue
            missing = ""
            if not has_part:
                missing = "全文没有“附件”这一部分"
            elif (number and numbered and number not in numbered) or (
                number and not numbered and int(number) > 1
            ):
                missing = f"全文没有“附件{number}”"
            if missing:
                done.add(key)
                yield remark(
                    ANNEX_RULE,
                    paragraph.spot,
                    paragraph.normal.typed(max(0, match.start() - 10), match.end()),
                    f"写着“{match[0]}”，{missing}",
                    level=level_if(Level.WARNING, within),
                    paragraph=paragraph.index,
                )


def _of_tables(paragraphs: Sequence[ReadParagraph], paragraph: ReadParagraph) -> bool:
    """二、2023年度部门决算公开表 / 详见附件。: whether tables are published as a file beside."""
    heading = paragraphs[paragraph.index - 1].text if paragraph.index else ""
    return bool(re.search("决算.{0,4}表|附表", f"{heading}\n{paragraph.text}"[-_SHORT * 2 :]))


_FOUR = 4
_PART_TITLE = re.compile(r"^第([一二三四五六])部分")


def _parts(document: StatedDocument) -> Iterator[AuditRemark]:
    """第一部分 … 第五部分 without a gap; the tables at the end."""
    paragraphs = document.document.paragraphs
    titles = [
        (counted(match[1]), paragraph)
        for paragraph in paragraphs
        if (match := _PART_TITLE.match(paragraph.text))
        and paragraph.section.heading
        and paragraph.section.part != "目录"
    ]
    if len(titles) < 3:
        return
    for (number, _), (later, paragraph) in pairwise(titles):
        if later == number + 2 and not (later == 5 and _says_annex(document)):
            message = f"第{numeral(number)}部分后面是第{numeral(later)}部分，缺第{numeral(number + 1)}部分"
            yield _on(paragraph, PART_RULE, message)
    last_number, last_title = titles[-1]
    if last_number == _FOUR and last_title.section.part == ANNEX:
        last = paragraphs[-1]
        has_tables = any(paragraph.section.part == TABLES for paragraph in paragraphs)
        listed = sum("决算表" in p.text and len(p.text) < 40 for p in paragraphs) > 5
        if not has_tables and not listed:
            named = [p for p in paragraphs if re.search("附件：.{0,40}决算公开表", p.text)]
            where = named[0] if named else last
            message = "缺第五部分（附表）：没有标题，也没有附表清单"
            yield _on(where, PART_RULE, message)


def _says_annex(document: StatedDocument) -> bool:
    """Whether the lack of annexes has been told by what refers to them."""
    return any(True for _ in _annexes(document))


# --- Clauses ---


def _clauses(document: StatedDocument) -> Iterator[AuditRemark]:
    """What the form says in each section, and this document does not."""
    topics: dict[str, list[ReadParagraph]] = {}
    for paragraph in document.document.paragraphs:
        if paragraph.section.part == "决算说明" and not paragraph.section.heading:
            topics.setdefault(paragraph.section.topic, []).append(paragraph)
    yield from _overall_rate(document, topics.get("具体", []))
    yield from _abroad(topics.get("三公具体", []))
    yield from _guests(document, topics.get("三公具体", []))
    yield from _empty_listing(document, topics.get("基本", []))
    yield from _small_businesses(topics.get("采购", []))


def _overall_rate(
    document: StatedDocument, paragraphs: Sequence[ReadParagraph]
) -> Iterator[AuditRemark]:
    items = [paragraph for paragraph in paragraphs if paragraph.item]
    heads = [p for p in paragraphs if not p.item and re.search("支出决算数?[为是]?", p.text)]
    rated = any(
        statement.kind == COMPLETION_OF and statement.topic == "具体"
        for statement in document.statements
        if statement.paragraph >= 0 and not document.document.paragraphs[statement.paragraph].item
    )
    with_rates = sum("完成预算" in item.text or "完成年初预算" in item.text for item in items)
    if len(items) > 2 and with_rates == len(items) and heads and not rated:
        message = "各项都有完成率，这里缺总的完成率（“，完成预算…%”）"
        yield _on(heads[0], CLAUSE_RULE, message)


_ABROAD = re.compile(r"(?:1[.．、]|（1）)?因公出国（境）[^，。；]{0,20}\d[\d,.]*万?元")


def _abroad(paragraphs: Sequence[ReadParagraph]) -> Iterator[AuditRemark]:
    for index, paragraph in enumerate(paragraphs):
        if not _ABROAD.match(paragraph.text):
            continue
        around = paragraph.text + "".join(p.text for p in paragraphs[index + 1 : index + 2])
        beginning = around.split("公务用车购置及运行")[0]
        if not re.search(r"团组|未(?:安排|发生)|没有安排|无因公", beginning):
            spent = next(iter(paragraph.mentions), None)
            item = _on(paragraph, CLAUSE_RULE, "缺因公出国（境）的团组数、人次")
            if spent is not None and not spent.number.value:
                item = replace(item, level=Level.HINT)
            yield item
        return


_GUESTS = "国内公务接待支出"
_FROM_ABROAD = re.compile("外事接待|外宾接待|国（境）外公务接待")


def _guests(document: StatedDocument, paragraphs: Sequence[ReadParagraph]) -> Iterator[AuditRemark]:
    domestic = [p for p in paragraphs if re.search(r"国内公务接待\d+批次", p.text)]
    if not domestic:
        return
    text = "".join(p.text for p in paragraphs)
    said = (mention for p in domestic for mention in p.mentions)
    spent = next((each for each in said if each.name == _GUESTS), None)
    if spent is None or re.search(r"国内公务接待0批次", text):
        return
    lacks = []
    if "具体内容" not in text and "主要内容" not in text:
        lacks.append("接待的具体内容")
    if not _FROM_ABROAD.search(text):
        lacks.append("外事接待一句")
    if lacks:
        item = _on(domestic[0], CLAUSE_RULE, f"缺{'、'.join(lacks)}")
        # What was spent on may be told otherwise, and who spent nothing on foreign guests may say
        # nothing of them.
        all_guests = document.figures.first("公务接待费")
        is_all = all_guests is not None and all_guests.number.amount == spent.number.amount
        is_told = len(lacks) == 1 or (is_all and "主要用于" in text)
        yield replace(item, level=Level.HINT) if is_told else item


def _small_businesses(paragraphs: Sequence[ReadParagraph]) -> Iterator[AuditRemark]:
    text = "".join(paragraph.text for paragraph in paragraphs)
    if paragraphs and "政府采购支出总额" in text and "中小企业" not in text:
        message = "缺授予中小企业、小微企业合同金额一句"
        yield replace(_on(paragraphs[0], CLAUSE_RULE, message), level=Level.HINT)


_LISTED_ABROAD = re.compile("因公出国（境）费用")


def _empty_listing(
    document: StatedDocument, paragraphs: Sequence[ReadParagraph]
) -> Iterator[AuditRemark]:
    """经济科目 that are listed and cannot have an amount: the list of the form, not pruned."""
    abroad = document.figures.first("因公出国（境）费")
    for paragraph in paragraphs:
        zero = abroad is not None and not abroad.number.amount
        if zero and _LISTED_ABROAD.search(paragraph.text):
            message = (
                "列了“因公出国（境）费用”，而因公出国（境）费是 0：科目清单像是模板全集，没有删减"
            )
            yield remark(
                CLAUSE_RULE,
                paragraph.spot,
                paragraph.text[:30],
                message,
                paragraph=paragraph.index,
            )
