"""Words of files and commands → words of pages: help and advice without what only typing needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from generator.model.rules import MARK
from generator.web.form_pages import PAGES

_TOP = frozenset(part for page in PAGES for part in page.parts)
_OF_TYPING = re.compile(
    r"竖线|方括号|花括号|缩进|冒号|英文逗号|英文单引号|“#|# |“- ”|juesuan|make |文件末尾"
    r"|在末尾补上|行首|顶格|左边对齐|引号括起来|引号里|对照示例文件"
)
_OF_LINES = re.compile(r"第 \d+ 行|去掉这一行|填写 [\w.]+（|^补上：|里的“- ”|下面加一行：")
_ADD_YEAR = re.compile(r"请?加 --year [^；。]*")
_COMMAND = re.compile(r"[；，。]?[^；，。（）]*(?:juesuan|make) [^；。]*")


def is_of_typing(text: str) -> bool:
    """Whether an advice says how the file is typed."""
    return bool(_OF_TYPING.search(text)) or text.startswith(("改成：", "删掉", "删去"))


_OF_ENTRIES = (
    (
        re.compile(r"先写一行 (\w+): ([^（；。]+)（或 ([^）]+)）"),
        r"先加一行：名称写“\1”，数写“\2”或“\3”",
    ),
    (
        re.compile(r"[^，；。：]*: 理由；[^。]*要写的行[^。]*"),
        "在警告、提示下面按“核对过，写说明”，写的就在这里",
    ),
    (re.compile(r"，写成 \w+: \w+"), ""),
)
"""How a help speaks of entries as they are typed, and how of rows of a table."""


def plain_help(text: str) -> str:
    """What a field is for, without how it is typed into the file."""
    for typed, instead in _OF_ENTRIES:
        text = typed.sub(instead, text)
    text = _SETTING.sub(_as_field, text)
    sentences = re.findall(r"[^。；]+[。；]?", text)
    plain_sentences = [_without_clauses(sentence) for sentence in sentences]
    plain = "".join(sentence for sentence in plain_sentences if sentence)
    return re.sub(r"[，；：]+$", "。", plain)


class FieldNames(Struct, frozen=True):
    """What a page calls fields: the one in a line of the file, "" where none stands there; and the
    steps of the one at a path."""

    in_line: Callable[[int], str]
    at: Callable[[tuple[str, ...]], Sequence[str]]


_NOTE_OF_ITS_OWN = re.compile(r"在 核对说明 里写 .+?: 理由(?=，|；|。|$)")
_NOTE = re.compile(r"在 核对说明 里写明")
_SETTING = re.compile(
    r"(?:在(?P<part>[^，；。]{1,12})(?:下面|里)(?:写|加一行)|改写成|改成：?|改填|填写|写|填) ?"
    r"(?P<key>[\w·]+): (?P<value>[^\s；，。{\[]+)"
)
_DOTTED = re.compile(
    r"(?<![@\w])(?P<top>\w+)"
    r"(?P<rest>(?:\.[^\s.，；。：（）“”]+(?: [^\s\d.，；。：（）“”的]+)?)+)"
)
_PART = re.compile(r"(?P<before>：|写 )?(?P<key>\w+): (?P<value>[{\[].*[}\]]|[^\s；，。…]+)")
_SAMPLE = re.compile(r"，(?:改?写成|改成) ?[{\[].*$")
_LINES_IN_BRACKETS = re.compile(r"（第 (\d+)(?:[—、 \d]*) 行(?: 等\d+行)?）")
_LINE = re.compile(r"第 (\d+) 行的?")
_ITEM = re.compile(r"^第(\d+)个$")
_WORDS = (
    ("（写着的对就留着），并删去后面的“# 待填”", "；写着的对，按“写着的对”"),
    ("，并删去后面的“# 待填”和它的说明", "；写着的对，按“写着的对”"),
    ("，并删去后面的“# 待填”", "；写着的对，按“写着的对”"),
    ("用不到的项目，删去这一行", "用不到的，按“不填这一项”"),
    ("用不到的，删去这一行", "用不到的，按“不填这一项”"),
    ("可以不填的，删去这一项", "不用填的，按“不填这一项”"),
    ("核对这一行", "核对这个数"),
    ("，或删去这一行", "，或删去这一项"),
    ("删去这一行即可", "清空就行"),
    ("删去这一行", "清空它，或按“删”"),
)
"""What an advice says of lines, and what a page has instead."""
ELSEWHERE = "到“文字（YAML）”页里改；是笔误的，那里按“改正笔误”"


def page_advice(text: str, names: FieldNames, *, answerable: bool) -> str:
    """What to do on a page about a finding: with fields and buttons, not lines and signs of the
    file. ``answerable``: the page has a button to answer it with a 核对说明."""
    plain = without_commands(text)
    answer = "在“设置与核对”页的“核对说明”里写明"
    if answerable:
        answer = "按“核对过，写说明”写明"
    plain = _NOTE_OF_ITS_OWN.sub(answer, plain)
    plain = _NOTE.sub(answer, plain)
    for typed, instead in _WORDS:
        plain = plain.replace(typed, instead)
    plain = _SETTING.sub(_as_field, plain)
    plain = _SAMPLE.sub("，一样一行", plain)
    plain = _PART.sub(_as_part, plain).replace(": …", "")
    plain = without_lines(plain, names)
    return plain_help(plain)


def page_message(text: str, names: FieldNames) -> str:
    """What is wrong, in words of a page."""
    plain = without_commands(text)
    # Neither marks of empty fields nor comments are seen on a page.
    plain = plain.replace(f"（写着“{MARK}”）", "")
    plain = plain.replace(f"，这一行写着“# {MARK}”", "")
    plain = plain.replace(f"这里只写了“{MARK}”", "这里还空着")
    plain = plain.replace(f"后面还写着“# {MARK}”，没有人确认过", "还没有人确认过")
    return without_lines(plain, names)


def without_lines(text: str, names: FieldNames) -> str:
    """A text that names fields, not lines of the file, nor paths with points."""
    plain = _LINES_IN_BRACKETS.sub("", text)
    plain = _LINE.sub(lambda line: _called(names.in_line(int(line[1]))), plain)
    return _DOTTED.sub(lambda dotted: _as_path(dotted, names), plain)


def _called(name: str) -> str:
    if not name:
        return "那里的"
    return f"“{name}”的"


def _as_field(setting: re.Match[str]) -> str:
    """K: V, as it would be typed, as a field and its value."""
    part = (setting["part"] or "").strip("“” ")
    path = "›".join(step for step in (part, setting["key"]) if step)
    return f"“{path}”填 {setting['value']}"


def _as_part(typed: re.Match[str]) -> str:
    """A part as it would be typed, as what it is called, with its value where it is a single
    one."""
    value = typed["value"]
    is_example = typed["before"] == "："
    if value[0] in "{[":
        return "" if is_example else f"{typed['before'] or ''}“{typed['key']}”"
    return f"{'，' * is_example}“{typed['key']}”填 {value}"


def _as_path(dotted: re.Match[str], names: FieldNames) -> str:
    """A path with points, as it is shown on pages."""
    if dotted["top"] not in _TOP:
        return dotted[0]
    # A point before two digits belongs to a number.
    steps = re.split(r"\.(?!\d\d\b)", dotted[0])
    return "›".join(names.at(tuple(_ITEM.sub(_item_number, step) for step in steps)))


def _item_number(item: re.Match[str]) -> str:
    """An item as a path has it, counted from 0."""
    return str(int(item[1]) - 1)


ELSEWHERE_IS = "支出里"
"""How an advice begins that names an amount of the file itself."""


def plain_advice(text: str) -> str:
    """What to do about a missing value; "" where the advice is about lines of the file."""
    if _OF_LINES.search(text) or _OF_TYPING.search(text):
        return ""
    return text


def known_elsewhere(text: str) -> str:
    """What an advice about lines of the file says besides: where the value stands already."""
    clauses = text.split("；")[1:]
    return "；".join(clause for clause in clauses if clause.startswith(ELSEWHERE_IS))


def without_commands(text: str) -> str:
    """A message without the commands that a terminal would be told."""
    plain = _COMMAND.sub("", text).strip("；，") or text
    plain = _ADD_YEAR.sub("先在那个文件里改好年度，再导入", plain)
    return plain.replace("用 -o 换", "换")


def _without_clauses(sentence: str) -> str:
    """A sentence without the clauses that speak of typing; "" when nothing is left."""
    if not _OF_TYPING.search(sentence):
        return sentence
    end = sentence[-1] if sentence[-1] in "。；" else ""
    clauses = re.findall(r"[^，：]+[，：]?", sentence.rstrip("。；"))
    kept = "".join(clause for clause in clauses if not _OF_TYPING.search(clause)).rstrip("，：")
    return kept + end if kept else ""
