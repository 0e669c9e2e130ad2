"""Text: wrong words, names of old, units, punctuation, 部门 and 单位."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.free_text import free_texts
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level
from generator.findings.rules import Group

WRONG_WORDS: tuple[tuple[str, str, int], ...] = (
    (r"(?<!身体)(?<!亲身)[力励历]行节约", "厉行节约", 0),
    (r"(?<![名报办定标期款])截止(?=\s*(?:20\d\d|目前|年底|年末|本年|\d+月))", "截至", 0),
    ("帐(?=[户面目务簿表套款号册龄])", "账", 0),
    ("(?<=[记入转挂做查对结])帐(?![篷幕蓬子])", "账", 0),
    ("好象", "好像", 0),
    ("决算机构图", "决算结构图", 0),
    ("有限运转", "有效运转", 0),
    ("攀枝化", "攀枝花", 0),
    ("财政单位(?=集中|安排|批复|核定|当年|取得)", "财政部门", 0),
    ("按排(?![名序放污查队水期列位班量除涝])", "安排", 0),
    ("布署", "部署", 0),
    ("部份", "部分", 0),
    ("座落", "坐落", 0),
    ("既使(?![^。；]{0,60}[又也且])", "即使", 0),
    ("陪训", "培训", 0),
    ("与上年(?=略有|有所|同期略)", "较上年", 0),
    ("股股(?=牵头|负责)", "股", 0),
    ("接待工管理", "接待管理", 0),
    ("公务用车及运行", "公务用车购置及运行", 0),
    ("(?<=会议)的等(?=会务)", "等", 0),
    ("扶贫攻坚(?=.{0,12}(?:督导|督查|工作|任务))", "巩固脱贫攻坚成果", 2021),
)
"""What is written, as a pattern, what it should be (公开件常见错误：错字、漏字), and from which
year; 0 for always."""
OLD_NAMES: tuple[tuple[str, str, int], ...] = (
    ("医疗卫生与计划生育", "卫生健康", 2019),
    ("行政事业单位离退休[（(]款", "行政事业单位养老支出（款", 2020),
    ("用事业基金弥补收支差额", "使用非财政拨款结余", 2019),
    ("文化体育与传媒支出", "文化旅游体育与传媒支出", 2019),
    ("国土海洋气象等支出", "自然资源海洋气象等支出", 2019),
    ("资源勘探信息等支出", "资源勘探工业信息等支出", 2020),
)
"""An old name, as a pattern, the name that took its place, and from which year."""


def wrong_words_of(year: int) -> tuple[tuple[str, str], ...]:
    """The patterns of WRONG_WORDS that hold for a year, each with what it should be."""
    return tuple((pattern, right) for pattern, right, since in WRONG_WORDS if year >= since)


@check(
    "错别字",
    Group.TEXT,
    Level.WARNING,
    "没有公开件里常见的错别字",
    "这些字在公开件里一再写错。",
    "公开件常见错误：错字、漏字",
)
def wrong_words(context: RuleContext) -> Iterator[Problem]:
    """Words that published documents get wrong again and again."""
    words = wrong_words_of(context.statement.accounts.年度)
    for text in free_texts(context):
        for pattern, right in words:
            for match in re.finditer(pattern, text.text):
                yield Problem(
                    text.at(match.start()),
                    f"“{match[0]}”应为“{right}”",
                    f"改成：{right}",
                    right,
                    match[0],
                )


@check(
    "旧名称",
    Group.TEXT,
    Level.WARNING,
    "科目和名词用当年的名称",
    "旧科目名多半是从往年文件抄来的。",
    "《政府收支分类科目》，公开件常见错误：年度没有改",
)
def old_names(context: RuleContext) -> Iterator[Problem]:
    """Names that later years no longer have."""
    year = context.statement.accounts.年度
    for text in free_texts(context):
        for pattern, right, since in OLD_NAMES:
            if year < since:
                continue
            for match in re.finditer(pattern, text.text):
                yield Problem(
                    text.at(match.start()),
                    f"“{match[0]}”从 {since} 年起叫“{right}”",
                    f"改成：{right}",
                    right,
                    match[0],
                )


_OTHERS = re.compile("各|所属|下属|该|每个|督促|指导|要求")


@check(
    "称谓混用",
    Group.TEXT,
    Level.WARNING,
    "单位件不说本部门，部门件不说本单位",
    "部门是汇总，单位是自己，两种文件不能混称。",
    "《四川省预决算公开操作规程》，公开件常见错误：称谓混用",
)
def names_of_itself(context: RuleContext) -> Iterator[Problem]:
    """本部门 in the document of a 单位 and the other way round."""
    scope = context.statement.accounts.单位.口径
    other_scope = "单位" if scope == "部门" else "部门"
    for text in free_texts(context):
        # A report or an attachment of its own may have been written by one of the units. Duties and
        # definitions speak of others, too, and so does a sentence about what each unit does with
        # its own.
        apart = text.path[0] == "附件" or text.duties or text.path[0] == "名词解释"
        if apart:
            continue
        for match in re.finditer(f"[本我]{other_scope}", text.text):
            if _OTHERS.search(re.split("[。；，]", text.before(match.start()))[-1]):
                continue
            yield Problem(
                text.at(match.start()),
                f"这是{scope}决算，文中却说“{match[0]}”",
                f"改成：{match[0][0]}{scope}",
                match[0][0] + scope,
                match[0],
            )


# Two decimals are an amount; any number is one behind the words for amounts.
_NO_UNIT = re.compile(r"(?<![\d.,])(\d[\d,]*\.\d{2})(?=[，。；、,;]|\s*$|相比|完成预算)")
_MONEY = re.compile(
    r"(?:决算数?|预算数?|支出|收入|经费|金额|总额|合计|总计)(?:为|是|共计?|约|达)?\s*"
    r"(?P<number>(?<![\d.,])\d[\d,]*(?:\.\d+)?)(?=[，。；]|\s*$)"
)
_NO_MONEY = re.compile(
    r"(?:分|得分|评分|分值|权重|指数|系数|率|比|版本|均值|面积|长度|坐标|编号|标准|排名)"
    r"[为是:：达]?\s*$"
)
_GOES_ON = re.compile(
    r"(?:\s*(?:[、，/~—－\-和与及至]|以及)\s*\d[\d,.]*)+\s*(?:亿|万|千|百)?\s*[^\s\d，。；、]"
)
_UNIT_TOLD = re.compile(r"单位[为是:：]?\s*(?:万元|元)|[（(](?:万元|元)[）)]|以万元")


@check(
    "金额缺单位",
    Group.TEXT,
    Level.WARNING,
    "金额后面有单位",
    "“决算数为2246.12，”漏了万元，读者不知道是元还是万元。",
    "公开件常见错误：缺单位",
)
def amounts_without_unit(context: RuleContext) -> Iterator[Problem]:
    """An amount, and no unit behind it, nor behind a list that it stands in."""
    for text in free_texts(context):
        numbers = {match.start(1): match[1] for match in _NO_UNIT.finditer(text.text)}
        numbers |= {match.start("number"): match["number"] for match in _MONEY.finditer(text.text)}
        for start, number in sorted(numbers.items()):
            before, after = text.before(start), text.after(start + len(number))
            line = before.rpartition("\n")[2] + after.partition("\n")[0]
            alone = not line.strip()
            is_no_amount = (
                _NO_MONEY.search(before) or _GOES_ON.match(after) or _UNIT_TOLD.search(before)
            )
            if not (alone or is_no_amount):
                yield Problem(
                    text.at(start), f"“{number}”后面没有单位", "写明 万元、元 或 %", found=number
                )


_PAIRS = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "《": "》",
    "〔": "〕",
    "【": "】",
    "(": ")",
    "[": "]",
    "「": "」",
}
_ITEM = re.compile(
    r"(?m)(?:^|[：:；;，,。、])[^\S\n]*(?:[一二三四五六七八九十]+|\d{1,2}|[a-zA-Z])[）)]"
)


@check(
    "符号不成对",
    Group.TEXT,
    Level.WARNING,
    "引号、括号、书名号成对",
    "少了一半，句子就读不通；多半是删改时漏的。",
    "《标点符号用法》，公开件常见错误：标点和符号",
)
def pairs(context: RuleContext) -> Iterator[Problem]:
    """Quotes and brackets that are not balanced; （ may close with ) and the other way round."""
    alike = str.maketrans("()", "（）")
    for text in free_texts(context):
        numbers = {match.end() - 1 for match in _ITEM.finditer(text.text)}
        stack: list[tuple[str, int]] = []
        for offset, char in enumerate(text.text.translate(alike)):
            if char in _PAIRS:
                stack.append((char, offset))
            elif char in _PAIRS.values():
                if stack and _PAIRS[stack[-1][0]] == char:
                    stack.pop()
                elif offset not in numbers:
                    yield Problem(
                        text.at(offset),
                        f"“{text.text[offset]}”前面没有配对的前一半",
                        "补上，或删去",
                    )
        for _, offset in stack:
            yield Problem(
                text.at(offset), f"“{text.text[offset]}”后面没有配对的后一半", "补上，或删去"
            )
        for mark in "\"'":
            if text.text.count(mark) % 2 and not re.search(r"[A-Za-z]'[A-Za-z]|\d'", text.text):
                yield Problem(
                    text.at(text.text.rindex(mark)),
                    f"英文引号 {mark} 没有配对",
                    "改成中文引号“”，前后各一个，或删去",
                )


DOUBLED = re.compile(r"([，。；、：])\1|[，、；：][。；，、]|。[，、；]|^\s*[，。；、：][|｜]?")


@check(
    "标点重复",
    Group.TEXT,
    Level.WARNING,
    "标点不重复，不在句首",
    "两个标点连在一起，或句首有标点，是拼接时留下的。",
    "《标点符号用法》，公开件常见错误：标点和符号",
)
def doubled(context: RuleContext) -> Iterator[Problem]:
    """Two marks in a row, or one at the beginning of a text."""
    for text in free_texts(context):
        for match in DOUBLED.finditer(text.text):
            yield Problem(
                text.at(match.start()),
                f"多余的标点“{match[0].strip()}”",
                "留下一个，句首的删去",
                found=match[0],
            )


_TWICE = re.compile(r"([\u4e00-\u9fff]{2,4})\1")
# What is said twice on purpose, or only looks so.
_MEANT = re.compile(
    r"委员会委员会议|研究研究(?:所|院)|(讨论|商量|研究|学习|调整|整理|打扫)\1"
    r"|层层|家家|户户|点点|滴滴|方方面面|时时刻刻"
    # A name, and a compound that begins with its last word: 水利工程工程款, 专项工作工作经费.
    r"|(工作|工程|项目|培训|会议|人员|资金|服务|建设|发展|评价|管理|支出|绩效|经费|单位|安全|预算)"
    r"\2(?:费|款|经费|中心|站|人员|资金|使用|结果|用地|规划|名称|单位|支出|决算|预算|情况|目标|方案"
    r"|部|组|室|办|员|体系|平台|量)"
)


@check(
    "词语重复",
    Group.TEXT,
    Level.WARNING,
    "没有连写两遍的词",
    "“基本基本完成”这样的重复，是修改时留下的。",
    "公开件常见错误：模板残留",
)
def said_twice(context: RuleContext) -> Iterator[Problem]:
    """A word of two to four characters twice in a row."""
    for text in free_texts(context):
        for match in _TWICE.finditer(text.text):
            around = text.text[max(0, match.start() - 2) : match.end() + 4]
            if len(set(match[1])) > 1 and not _MEANT.search(around):
                yield Problem(
                    text.at(match.start()),
                    f"“{match[0]}”连写了两遍",
                    f"改成：{match[1]}",
                    match[1],
                    match[0],
                )


# 互联网+政务服务, 党建+ and 周一~周五 are words.
_STRAY = re.compile(
    r"^(?![<>=+\-]=?\s*[\d.])[@*\-_&|~^`+=<>]+"
    r"|(?<=[\u4e00-\u9fff，。；、])[@*&|^`]+(?=[\u4e00-\u9fff，。；、]|$)"
    r"|(?<=[\u4e00-\u9fff，。；、])[-_=~]+$"
)


@check(
    "多余符号",
    Group.TEXT,
    Level.WARNING,
    "文字里没有多余的符号",
    "@、*、- 之类的符号原样印在公开件里，像是没有整理过。",
    "公开件常见错误：标点和符号",
)
def stray(context: RuleContext) -> Iterator[Problem]:
    """A sign of the keyboard before, after or between words."""
    for text in free_texts(context):
        offset = 0
        for line in text.text.split("\n"):
            body = line.strip()
            for match in _STRAY.finditer(body):
                place = text.at(offset + line.index(body) + match.start())
                if not re.fullmatch(r"[-+]?[\d.]+%?", body):
                    yield Problem(place, f"多余的符号“{match[0]}”", "删去它", found=match[0])
            offset += len(line) + 1


@check(
    "夹杂字母",
    Group.TEXT,
    Level.HINT,
    "汉字之间没有多余的字母",
    "输入法没有切换时留下的字母。",
    "公开件常见错误：标点和符号",
)
def letters(context: RuleContext) -> Iterator[Problem]:
    """One to three small letters between Chinese characters."""
    for text in free_texts(context):
        for match in re.finditer(
            r"(?<=[\u4e00-\u9fff])[a-zａ-ｚ]{1,3}(?=[\u4e00-\u9fff])", text.text
        ):
            yield Problem(
                text.at(match.start()), f"汉字之间有字母“{match[0]}”", "多余的删去", found=match[0]
            )


_OFFICE = re.compile(r".*(?:科|股|室|处|办|局|中心|所|站|队|院|馆|组|部|委|会)")
_PROJECT = re.compile(r".*(?:经费|项目|资金|费|工程|补助|款)")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")


@check(
    "列表未分开",
    Group.TEXT,
    Level.WARNING,
    "列表里一项一个",
    "[办公室、财务科] 只算一个机构；各项之间用英文逗号。",
    "YAML 与中文键盘",
)
def lists(context: RuleContext) -> Iterator[Problem]:
    """An item of a list of names that holds several names, each of which is one by itself
    (资产、财务管理科 is one)."""
    for text in free_texts(context):
        if not isinstance(text.path[-1], int) or len(text.text) >= 60:
            continue
        parts = [part for part in re.split(r"[、，；]", _BRACKETS.sub("", text.text)) if part]
        is_list = any(all(kind.fullmatch(part) for part in parts) for kind in (_OFFICE, _PROJECT))
        if len(parts) > 1 and (is_list or re.search(r"[，；]", text.text)):
            names = [part for part in re.split(r"[、，；]", text.text) if part]
            message = f"“{text.text}”像是几项写在了一起"
            yield Problem(text.text.place, message, f"用英文逗号分开：[{', '.join(names)}]")
