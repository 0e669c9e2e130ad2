"""What a document says in words: leftovers, wrong words, old names, years, amounts without a unit,
sentences said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.remark import (
    LEFTOVER,
    MISSING,
    WORDS,
    YEAR,
    AuditRemark,
    AuditRule,
    audit_rule,
    remark,
)
from generator.checks.leftover_text import LEFTOVERS
from generator.checks.rule import level_if
from generator.checks.wording import DOUBLED, OLD_NAMES, wrong_words_of
from generator.findings.place import Level
from generator.statements.mentions import BARE_ROLE, CHANGE, LAST, ReadParagraph
from generator.statements.printed_numbers import BARE, MONEY
from generator.statements.sections import ANNEX, CONTENTS, TABLES, TERMS
from generator.statements.statements import StatedDocument

LEFTOVER_RULE = audit_rule(
    "模板残留", LEFTOVER, Level.ERROR, "没有模板、填表提示的残留", "公开件常见错误：模板残留"
)
WORD_RULE = audit_rule(
    "错别字", WORDS, Level.WARNING, "没有公开件里常见的错别字", "公开件常见错误：错字、漏字"
)
OLD_RULE = audit_rule(
    "旧名称", YEAR, Level.WARNING, "科目和名词用当年的名称", "公开件常见错误：年度没有改"
)
YEAR_RULE = audit_rule(
    "年份", YEAR, Level.WARNING, "年份是本年或上年", "公开件常见错误：年度没有改"
)
UNIT_RULE = audit_rule(
    "金额缺单位", MISSING, Level.WARNING, "金额后面有单位", "公开件常见错误：缺单位"
)
TWICE_RULE = audit_rule(
    "重复句子", LEFTOVER, Level.WARNING, "没有整句重复", "公开件常见错误：模板残留"
)
MARK_RULE = audit_rule(
    "标点", WORDS, Level.HINT, "标点不重复，引号成对", "公开件常见错误：标点和符号"
)
CUT_RULE = audit_rule("句子不完整", MISSING, Level.WARNING, "句子写完了", "公开件常见错误：缺项")

_CHOICE = "(?:大于|小于|高于|低于|增加|减少|增长|下降|上升|等于|持平)"
_VERB = "(?:说明|列明|注明|简述|详述|填写|填列|列出|写明|描述|写出)"
_OF_WHAT = "(?:具体|主要|增减|变动|变化|差异|有关|相关|实际|本|部门|单位|项目|工作|支出|收入)"
_OBJECT = "(?:原因|情况|理由|名称|金额|用途|数量|事由)"
_FILL = "(?:填写|填列|说明|修改|增减|删减|选择|补充|列示|细化|描述)"
_IF_NOT = "(?:请|需|应|(?:则|可|也)?(?:填|写|删|注明|说明))"
_OF_FORMS = re.compile(
    rf"（(?:请|需|应)(?:当|在此|在此处|逐项|分别|详细)?{_VERB}(?!的)[^（）]{{0,16}}）"
    rf"|（{_VERB}{_OF_WHAT}{{0,4}}的?{_OBJECT}(?:等|及{_OBJECT})?）"
    rf"|（(?:请|可|各|本)?(?:部门|单位)?可?根据实际(?:情况|需要|工作)?[^（）]{{0,4}}{_FILL}[^（）]{{0,6}}）"
    rf"|（[^（）]{{0,6}}{_CHOICE}[/／]{_CHOICE}[^（）]{{0,6}}）"
    rf"|（{_CHOICE}(?:、|或者?){_CHOICE}）(?=\d|预算数)|{_CHOICE}（{_CHOICE}）(?=\d|[^，。]{{0,4}}\d)"
    r"|（可(?:另附页|附表)(?:说明|列示|反映)?）|（此处(?:请|需|应|填|写|插入)[^（）]{0,16}）"
    rf"|（[如若]无(?:此项|该项|此类|相关|有关)?(?:内容|支出|情况|业务|数据|项目)?[，的]{{0,2}}{_IF_NOT}[^（）]{{0,16}}）"
    r"|（仅?[^（）]{0,12}的(?:部门|单位)，(?:本部分|此部分|可)[^（）]{0,20}）"
    r"|（\d{2,4}字(?:以内|左右)）|(?:原因|情况)(?:是|为|：)(?:…{1,4}|\.{3,6})(?=[。；，]|$)"
)
"""What forms of finished documents say to those who fill them in: they ask (请, 需, 应), or are one
of the phrases that forms are known for. Brackets that say something to the reader, such as
（说明见附表）, are none. The sentences of a data file are the program's own, so that these come from
documents alone."""
_NO_NUMBER = re.compile(
    r"(?:占[^，。；：\d%]{0,16}|增长|下降|降低|减少|增加|完成[^，。；：\d]{0,6}预算的?)(?<!\d)%"
    r"|(?:增长|下降|降低|减少|增加)(?:了)?万元(?=[，。；])"
)
"""A number was never filled in: 占%，比上年减少万元."""
_TITLE = re.compile(r"^[^，。；：]{0,40}?(20\d\d)年度?(?:部门|单位)?决算(?:公开|说明|报告|公告)?$")
_REPORT = re.compile(r"^(20\d\d)年度?[^，。；：]{2,50}(?:评价|自评)报告$")
_AGAIN = re.compile(r"(?:^|(?<=[，。；]))(?P<once>[^，。；]{8,120}[。；])(?P=once)")
_IGNORED = frozenset((CONTENTS,))
_CENTS = 2
_NOT_LEFT = ("多余", "Word 留下的代码")


def words(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on words."""
    paragraphs = document.document.paragraphs
    for paragraph in paragraphs:
        if paragraph.section.part in _IGNORED:
            continue
        yield from _leftovers(paragraph)
        yield from _wrong_words(paragraph, document.year)
        yield from _marks(paragraph)
        if paragraph.section.part != TABLES:
            yield from _units(paragraph)
            yield from _twice(paragraph)
        if document.year:
            yield from _old_names(paragraph, document.year)
            yield from _years(paragraph, document.year)
    yield from _cut(document)
    yield from _elsewhere(document)
    yield from _in_cells(document)


def _at(
    paragraph: ReadParagraph,
    rule: AuditRule,
    match: re.Match[str],
    message: str,
    *,
    right: str = "",
    level: Level | None = None,
) -> AuditRemark:
    start = max(0, match.start() - 12)
    quote = paragraph.normal.typed(start, min(match.end() + 12, len(paragraph.text)))
    return remark(
        rule,
        paragraph.spot,
        quote,
        message,
        printed=match[0].strip(),
        right=right,
        level=level,
        paragraph=paragraph.index,
    )


def _leftovers(paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    for match in _OF_FORMS.finditer(paragraph.text):
        message = f"文字里有填表提示“{match[0]}”"
        yield _at(paragraph, LEFTOVER_RULE, match, message)
    # The heads of a table say 增长% and mean it.
    is_sentence = re.search("[，。；]", paragraph.text) is not None
    for match in _NO_NUMBER.finditer(paragraph.text):
        if is_sentence:
            message = f"“{match[0]}”里没有写数"
            yield _at(paragraph, LEFTOVER_RULE, match, message, level=Level.WARNING)
    for pattern, what, level in LEFTOVERS:
        if what in _NOT_LEFT:
            continue
        for match in pattern.finditer(paragraph.text):
            if _OF_FORMS.search(paragraph.text[max(0, match.start() - 20) : match.end() + 20]):
                continue
            if _is_name(paragraph.text, match.start()):
                continue
            yield _at(
                paragraph,
                LEFTOVER_RULE,
                match,
                f"文字里有{what}“{match[0].strip()}”",
                level=level,
            )


def _marks(paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    """Two marks in a row, a quote that is not closed."""
    for match in DOUBLED.finditer(paragraph.text):
        if match.start():
            message = f"标点重复：“{match[0]}”"
            yield _at(paragraph, MARK_RULE, match, message, right=match[0][:1])
    opened = paragraph.text.count("“")
    if opened != paragraph.text.count("”"):
        quote = re.search("[“”]", paragraph.text)
        if quote:
            yield _at(paragraph, MARK_RULE, quote, "引号不成对")


def _is_name(text: str, start: int) -> bool:
    """Whether crosses stand for the name or the number of a person, blotted out on purpose."""
    before = text[max(0, start - 12) : start]
    return bool(re.search(r"(?:人|员|长|电话|联系方式|签字|姓名)(?:（.{0,6}）)?[：:\s]*$", before))


def _wrong_words(paragraph: ReadParagraph, year: int) -> Iterator[AuditRemark]:
    for pattern, right in wrong_words_of(year):
        for match in re.finditer(pattern, paragraph.text):
            message = f"“{match[0]}”应为“{right}”"
            yield _at(paragraph, WORD_RULE, match, message, right=right)


def _old_names(paragraph: ReadParagraph, year: int) -> Iterator[AuditRemark]:
    for pattern, right, since in OLD_NAMES:
        if year < since:
            continue
        for match in re.finditer(pattern, paragraph.text):
            message = f"“{match[0]}”从 {since} 年起叫“{right}”"
            yield _at(paragraph, OLD_RULE, match, message, right=right)


_OF_ACCOUNTS = re.compile(
    r"(?<!\d)(20\d\d)年?度?(?:本?(?:部门|单位))?决算(?:编制|公开|报表|情况|说明|表)"
)
_COMPARED = re.compile(r"(?:与|比|较|同)(20\d\d)年(?:度|同期|决算|相比|增|减|下降|上升|持平|，)")
_SUBJECT = re.compile(
    r"^(?:\d{1,2}[.、．])?(?![^，。]{0,24}(?:根据|按照|依据|印发|关于))[^，。：；（《〔\d]{0,24}"
    r"(?<![与较比同自从按据至止])(20\d\d)年度?，?(?:.{0,16}?)(?:收、?支|收入总计|支出总计|本年收入|本年支出|"
    r"财政拨款|一般公共预算|政府性基金|国有资本|“三公”|机关运行经费|政府采购)"
)
_UNTIL = re.compile(r"截[至止](20\d\d)年12月(?:31日|底)")
_END_OF_YEAR = re.compile(
    r"(?<!与)(?<!比)(?<!较)(20\d\d)年(?:末|底)，?[^，。；\d]{0,14}(?:公务用车|公务车|车辆|保有量|实有)"
)
_CARS_MOVE = "(?:报废|减少|增加|处置|购置|新购|新增|更新|划转|划入|划出|调入|调出|拍卖|移交|上缴)"
_ARRANGED = re.compile(r"(20\d\d)年(?:底|全年|度)?(?:安排|共安排)(?:因公出国|出国)")


_THIS_YEAR = re.compile("今年(?!来)")


def _years(paragraph: ReadParagraph, year: int) -> Iterator[AuditRemark]:
    text = paragraph.text
    for match in _OF_ACCOUNTS.finditer(text):
        about_last = text[max(0, match.start() - 1) : match.start()] in "与比较按据《"
        if int(match[1]) != year and not (about_last and match.start()):
            message = f"写的是 {match[1]} 年，本文是 {year} 年度决算"
            yield _at(paragraph, YEAR_RULE, match, message, right=str(year), level=Level.ERROR)
    of_accounts = {match.start(1) for match in _OF_ACCOUNTS.finditer(text)}
    for match in (*_TITLE.finditer(text), *_REPORT.finditer(text)):
        if int(match[1]) != year and match.start(1) not in of_accounts:
            level = level_if(Level.ERROR, match.re is _TITLE and not paragraph.section.part)
            message = f"标题是 {match[1]} 年，本文是 {year} 年度决算"
            yield _at(paragraph, YEAR_RULE, match, message, right=str(year), level=level)
    if paragraph.section.part in (ANNEX, TERMS, TABLES, "概况"):
        return
    compared = list(_COMPARED.finditer(text))
    if any(int(match[1]) == year - 1 for match in compared):
        compared = []  # further back on purpose, too
    for match in compared:
        if int(match[1]) != year - 1 and not _event(text, match):
            message = f"与 {match[1]} 年相比，上年应是 {year - 1} 年"
            yield _at(paragraph, YEAR_RULE, match, message, right=str(year - 1))
    for match in _THIS_YEAR.finditer(text):
        message = f"“今年”应写明是 {year} 年：读者看到的时候已是另一年"
        right = f"{year}年"
        yield _at(paragraph, YEAR_RULE, match, message, right=right, level=Level.HINT)
    for pattern in (_SUBJECT, _UNTIL, _END_OF_YEAR, _ARRANGED):
        for match in pattern.finditer(text):
            if int(match[1]) != year and not _goes_on_from(text, match, year):
                message = f"写的是 {match[1]} 年，本年是 {year} 年"
                yield _at(paragraph, YEAR_RULE, match, message, right=str(year))


def _goes_on_from(text: str, match: re.Match[str], year: int) -> bool:
    """Whether the end of last year is where this year's change begins:
    2022年末…6辆，本年报废1辆."""
    if match.re is not _END_OF_YEAR or int(match[1]) != year - 1:
        return False
    rest = text[match.end() :].partition("。")[0]
    return bool(
        re.search(rf"(?:本年度?|当年|本期|今年|{year}年度?)[^，；]{{0,16}}{_CARS_MOVE}", rest)
    )


def _event(text: str, match: re.Match[str]) -> bool:
    """Whether a year within a comparison belongs to a document or an agreement."""
    after = text[match.end() :]
    return bool(re.match(".{0,6}(?:印发|出台|签订)|[^，。；]{0,24}预算", after))


_NO_MONEY = re.compile(
    "人口|户籍|常住|人数|人次|群众|居民|学生|游客|旅客|面积|粉丝|用户|点击|阅读|浏览"
)


def _units(paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    if "单位：" in paragraph.text or "（万元）" in paragraph.text:
        return
    for mention in paragraph.mentions:
        number = mention.number
        lacks = number.kind == MONEY and number.text.endswith("万")
        if lacks and not _NO_MONEY.search(mention.label):
            yield remark(
                UNIT_RULE,
                paragraph.spot,
                paragraph.normal.typed(max(0, number.start - 12), number.end),
                f"“{number.text}”后面少了“元”",
                printed=number.text,
                right=f"{number.text}元",
                paragraph=paragraph.index,
            )
        is_money = mention.role in (BARE_ROLE, LAST) or bool(mention.name)
        is_money = is_money or (mention.role == CHANGE and number.decimals == _CENTS)
        if number.kind != BARE or not is_money:
            continue
        after = paragraph.text[number.end : number.end + 2]
        if not re.match("[，。；]|相比|完成|占", after) and after:
            continue
        quote = paragraph.normal.typed(max(0, number.start - 12), number.end + 6)
        yield remark(
            UNIT_RULE,
            paragraph.spot,
            quote,
            f"“{number.text}”后面没有单位",
            printed=number.text,
            right=f"{number.text}万元",
            paragraph=paragraph.index,
        )


# It begins where the one before ended: tried from every sign, a long text would take for ever.
_SENTENCE = re.compile(r"(?:^|(?<=[。；]))[^。；]{14,}+[。；]")
_MONEY = re.compile(r"\d(?:亿|万)?元")
_LONG = 20


def _twice(paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    """A sentence twice in one paragraph; one of income among outlay is in the wrong place."""
    before: set[str] = set()
    last = ""
    for match in _AGAIN.finditer(paragraph.text):
        if len(match["once"]) <= _LONG:
            message = f"这句话连写了两遍：“{match['once'][:16]}…”"
            yield _at(paragraph, TWICE_RULE, match, message)
    for match in _SENTENCE.finditer(paragraph.text):
        sentence = _bare(match[0])
        again = sentence in before and (sentence == last or _MONEY.search(sentence))
        if again and len(sentence) > _LONG:
            message = f"这句话前面已经写过：“{sentence[:16]}…”"
            yield _at(paragraph, TWICE_RULE, match, message)
        before.add(sentence)
        last = sentence


def _bare(sentence: str) -> str:
    """A sentence without who it speaks of: what stands before the year."""
    return re.sub(r"^[^，。]{2,30}?(?<=[局办室部院处所厅会委府心位校队])(?=20\d\d年)", "", sentence)


def _elsewhere(document: StatedDocument) -> Iterator[AuditRemark]:
    """In a report: a sentence with amounts that stands again under another heading."""
    places: dict[str, ReadParagraph] = {}
    for paragraph in document.document.paragraphs:
        if paragraph.section.part != ANNEX:
            continue
        for match in _SENTENCE.finditer(paragraph.text):
            sentence = _bare(match[0])
            if len(sentence) <= _LONG or not _MONEY.search(sentence):
                continue
            first = places.setdefault(sentence, paragraph)
            if first.index != paragraph.index and first.section.title != paragraph.section.title:
                wrong = first if _misplaced(sentence, first) else paragraph
                message = f"“{sentence[:16]}…”在别的一节又写了一遍，像是放错了地方"
                yield remark(TWICE_RULE, wrong.spot, match[0], message, paragraph=wrong.index)


def _misplaced(sentence: str, paragraph: ReadParagraph) -> bool:
    """Whether a sentence on outlay stands under a heading on income, or the other way round."""
    title = paragraph.section.title
    return ("收入" in title and "支出总额" in sentence) or (
        "支出" in title and "收入总额" in sentence
    )


def _cut(document: StatedDocument) -> Iterator[AuditRemark]:
    """Explanations of terms that end without a mark, where the others have one."""
    terms = [
        paragraph
        for paragraph in document.document.paragraphs
        if paragraph.section.part == TERMS and re.match(r"\d{1,2}[.．、]", paragraph.text)
    ]
    ended = [paragraph for paragraph in terms if paragraph.text[-1] in "。；"]
    if len(ended) < 4 or len(ended) * 4 < len(terms) * 3:
        return
    for paragraph in terms:
        if paragraph.text[-1] not in "。；！？”）" and "：" in paragraph.text:
            yield remark(
                CUT_RULE,
                paragraph.spot,
                paragraph.text[-30:],
                f"句子没有写完：“…{paragraph.text[-10:]}”",
                paragraph=paragraph.index,
            )


def _in_cells(document: StatedDocument) -> Iterator[AuditRemark]:
    """Leftovers and wrong words in the cells of tables."""
    for table in document.document.tables:
        for row in table.rows:
            for cell in row:
                text = cell.text
                if len(text) < 3 or not any("\u4e00" <= sign <= "\u9fff" for sign in text):
                    continue
                for pattern, what, level in LEFTOVERS:
                    match = pattern.search(text)
                    if match and what not in _NOT_LEFT and not _is_name(text, match.start()):
                        message = f"表里有{what}“{match[0].strip()}”"
                        yield remark(
                            LEFTOVER_RULE, cell.spot, text, message, printed=match[0], level=level
                        )
                for word, right in wrong_words_of(document.year):
                    match = re.search(word, text)
                    if match:
                        yield remark(
                            WORD_RULE,
                            cell.spot,
                            text[max(0, match.start() - 10) : match.end() + 10],
                            f"“{match[0]}”应为“{right}”",
                            printed=match[0],
                            right=right,
                        )
