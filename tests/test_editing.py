"""The editor of data files: what is asked for is in the text that comes out, and nothing else is
changed. Held against PyYAML, on the data files of the project and on invented ones in every way
of typing."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.yaml_edit.document import YamlDocument
from generator.yaml_edit.entries import EntryStyle, YamlEntry, key_text
from tests.helpers import ROOT, examples

DATA = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data").rglob("*.yaml"))]
TYPED = """# 说明：不要动
单位: {名称: "某局，甲", 口径: 单位 , 性质: }   # 一行
年度:   2023 # 年
收入:  # 按科目

  2010301 行政运行: 128,600　# 不是说明
  "2010302": 'a: b # 不是'   # 引号

  # 两段之间
  事业收入:
      图书馆（2070104）: １２.５\u3000

      其他:
空:
多行: {甲: 1,  # 第一
   乙: [a, "b, c",   # 列
     d], 丙: {},
   丁: {戊, 己}
  }
表:
- 名称: 甲
  数: 1   # 数
-   名称: 乙
    内: {a: b}
- - x
  - y
-
  深: 1
- 单
话: |  # 头 + 尾
  第一行 # 不是说明

    第二行
  第三行

折: >-
    折的
    文字
# 顶格说明
留: |+
  留着

引: "两
  行"
长: 很长的
  文字
隔:
  # 先说
  值
末: [甲, 乙]
"""
CORPUS = [
    *DATA,
    TYPED,
    TYPED.removesuffix("\n"),
    "\ufeff" + TYPED.replace("\n", "\r\n"),
    "甲: 1",
    "- 甲\n-   乙: 1",
    "# 说明\n\n甲:\n",
]
BOUNDED = settings(
    max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@lru_cache(maxsize=64)
def read(text: str) -> Any:
    """The text as PyYAML has it, all values texts; keys in their order. Whoever asks leaves it as it is."""

    def plain(node: Any) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [plain(inner) for inner in node.value]
        return {key.value: plain(inner) for key, inner in node.value}

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return {} if node is None else plain(node)


def path_of(entry: YamlEntry) -> tuple[str, ...]:
    return (*path_of(entry.parent), entry.name) if entry.parent else ()


def changed(data: Any, path: tuple[str, ...], change: Callable[[Any], Any]) -> Any:
    """The data with another value at a path."""
    if not path:
        return change(data)
    step, *rest = path
    if isinstance(data, list):
        inner = [*data]
        inner[int(step)] = changed(data[int(step)], tuple(rest), change)
        return inner
    return {
        key: changed(value, tuple(rest), change) if key == step else value
        for key, value in data.items()
    }


def without(name: str) -> Callable[[Any], Any]:
    def take(part: Any) -> Any:
        if isinstance(part, list):
            return [value for number, value in enumerate(part) if number != int(name)]
        return {key: value for key, value in part.items() if key != name}

    return take


def added(key: str, value: Any, after: YamlEntry | None) -> Callable[[Any], Any]:
    def put(part: Any) -> Any:
        if isinstance(part, list):
            at = int(after.name) + 1 if after else 0
            return [*part[:at], value, *part[at:]]
        pairs = list(part.items())
        at = list(part).index(after.name) + 1 if after else 0
        return dict([*pairs[:at], (key, value), *pairs[at:]])

    return put


# Values as typed, and what they are; the second list stands only outside braces.
VALUES = [
    ("0", "0"),
    ("待填", "待填"),
    ("1,234.50", "1,234.50"),
    ('"a: b, {c} # d"', "a: b, {c} # d"),
    ("'单''引'", "单'引"),
    ("{新甲: 1, 新乙: {新丙: 2}}", {"新甲": "1", "新乙": {"新丙": "2"}}),
    ("[]", []),
    ("{}", {}),
]
LINES = [
    ("\n  新甲: 1\n  新乙:\n    新丙: 2", {"新甲": "1", "新乙": {"新丙": "2"}}),
    ("|\n  一\n  二", "一\n二\n"),
    ("# 说明\n  新甲: 1", {"新甲": "1"}),
]


def values(*, braces: bool) -> list[tuple[str, Any]]:
    if braces:
        # A comma inside braces would end the value.
        return [pair for pair in VALUES if pair[0] != "1,234.50"]
    return [*VALUES, *LINES]


@st.composite
def invented(draw: st.DrawFn) -> str:
    """A data file in mixed ways of typing: blank lines, comments, depths, braces, lists."""
    names = st.sampled_from(["甲", "乙 丙", "2010301 行政运行", '"丁: 1"', "'戊'", "a"])
    words = st.sampled_from(
        ["1", "文字 长", "'引 # 号'", '"两\\"引"', "", "１.５", "a#b", "甲：乙"]
    )
    remark = st.sampled_from(["", "", "  # 说", " #说, 明", "\t# {a: b}"])
    between = st.sampled_from(["", "", "", "\n", "# 顶\n", "      # - 深: 1\n", "   \n"])

    def keys() -> list[str]:
        return draw(st.lists(names, min_size=1, max_size=4, unique=True))

    def braces(deep: int) -> str:
        gap = draw(st.sampled_from(["", "", " ", f"\n{' ' * 14}", f"  # 内\n{' ' * 14}"]))
        inner = [braced(deep + 1) for _ in range(draw(st.integers(0, 3)))]
        if draw(st.booleans()):
            return f"[{gap}" + f",{gap}".join(one or "空" for one in inner) + f"{gap}]"
        pairs = [f"{key}: {one}" for key, one in zip("甲乙丙", inner, strict=False)]
        return f"{{{gap}" + f",{gap} ".join(pairs) + f"{gap}}}"

    def braced(deep: int) -> str:
        return braces(deep) if deep < 3 and draw(st.booleans()) else draw(words)

    def value(margin: int, deep: int) -> str:
        """What stands behind a colon or a dash, with its line end."""
        kind = draw(st.integers(0, 6)) if deep < 3 else draw(st.integers(0, 2))
        step = margin + draw(st.integers(1, 4))
        pad = " " * step
        if kind <= 1:
            word = draw(words)
            return f" {word}{draw(remark)}\n" if word else f"{draw(remark)}\n"
        if kind == 2:
            return f" {braces(deep)}{draw(remark)}\n"
        if kind == 3:
            head = draw(st.sampled_from(["|", ">", "|-", "|+", "|  # 头"]))
            tail = draw(st.sampled_from(["", "\n", "\n\n", f"{pad}  尾　\n"]))
            return f" {head}\n{pad}行 # 一\n\n{pad} 行: 二\n{tail}"
        if kind == 4:
            return f"{draw(remark)}\n" + listed(step, deep + 1)
        return f"{draw(remark)}\n" + mapped(step, deep + 1)

    def mapped(margin: int, deep: int) -> str:
        parts = [f"{draw(between)}{' ' * margin}{key}:{value(margin, deep)}" for key in keys()]
        return "".join(parts)

    def listed(margin: int, deep: int) -> str:
        parts = []
        for _ in range(draw(st.integers(1, 3))):
            compact = mapped(margin + 2, deep + 1) if draw(st.booleans()) else ""
            item = f" {compact.lstrip()}" if compact and compact.lstrip()[0] not in "#" else ""
            parts.append(f"{draw(between)}{' ' * margin}-{item or value(margin, deep)}")
        return "".join(parts)

    text = mapped(0, 0)
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.booleans()):
        text = "\ufeff" + text.replace("\n", "\r\n")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        assume(False)
    assume(isinstance(node, yaml.MappingNode))
    # A literal text that ends with the file has no line end, which nothing can follow.
    assume(text.endswith("\n") or not any(sign in text for sign in ("|", ">")))
    return text


def cut_safe(text: str) -> bool:
    """Whether no literal text would take in the blank lines below an entry that goes, as |+ does."""
    return text in CORPUS or "|+" not in text


TEXTS = st.one_of(st.sampled_from(CORPUS), invented())


def entries(document: YamlDocument) -> list[YamlEntry]:
    return list(document.root.below())


def parts(document: YamlDocument) -> list[YamlEntry]:
    return [entry for entry in (document.root, *entries(document)) if not entry.single]


def line_end(text: str, at: int) -> int:
    return text.find("\n", at) if "\n" in text[at:] else len(text)


def in_one_line_start(document: YamlDocument, entry: YamlEntry) -> int:
    """Where the line of an entry begins."""
    return document.text.rfind("\n", 0, entry.begin) + 1


@given(TEXTS)
@BOUNDED
def test_nothing_asked_nothing_changed(text: str) -> None:
    document = YamlDocument(text)
    assert document.edited_text() == text
    for entry in entries(document):
        assert document.root.at(*path_of(entry)) is entry
        if entry.style in (EntryStyle.QUOTED, EntryStyle.BRACES):
            assert read(text[entry.start : entry.end]) == typed(read(text), path_of(entry))


def typed(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


@given(TEXTS, st.data())
@BOUNDED
def test_a_value_is_replaced(text: str, data: st.DataObject) -> None:
    document = YamlDocument(text)
    entry = data.draw(st.sampled_from(entries(document)))
    braces = entry.in_braces
    value, meant = data.draw(st.sampled_from(values(braces=braces)))
    document.set_value(entry, value)
    written = document.edited_text()
    assert read(written) == changed(read(text), path_of(entry), lambda _: meant)
    assert written.startswith(text[: entry.behind])
    # Behind the value, too, all is as it was; of a part in lines the last line goes to its end.
    tail = entry.end
    if entry.style is EntryStyle.LINES:
        tail = line_end(text, tail)
    if "\n" in value:
        # What stands in the line goes before the lines below.
        assert text[tail : line_end(text, tail)] in written
        tail = line_end(text, tail)
    assert written.endswith(text[tail:])
    if "\r\n" in text:
        assert written.count("\r\n") == written.count("\n")


@given(TEXTS, st.data())
@BOUNDED
def test_all_values_at_once(text: str, data: st.DataObject) -> None:
    document = YamlDocument(text)
    single = [entry for entry in entries(document) if entry.single]
    chosen = data.draw(st.lists(st.sampled_from(single), unique_by=id)) if single else []
    meant = read(text)
    for number, entry in enumerate(chosen):
        document.set_value(entry, f"新{number}")
        meant = changed(meant, path_of(entry), lambda _, number=number: f"新{number}")
    assert read(document.edited_text()) == meant


@given(TEXTS, st.data())
@BOUNDED
def test_an_entry_is_inserted_and_removed_again(text: str, data: st.DataObject) -> None:
    document = YamlDocument(text)
    part = data.draw(st.sampled_from(parts(document)))
    after = data.draw(st.sampled_from([None, *part.entries]))
    braces = part.style is EntryStyle.BRACES
    value, meant = data.draw(st.sampled_from(values(braces=braces)))
    # A comment alone is no item.
    assume(not (part.listed and value.startswith(("\n", "#"))))
    key = data.draw(st.sampled_from(["新", "新: 名", "#新", "2010399 其他，支出", "- 新", "{新}"]))
    document.insert_entry(part, key, value, after)
    written = document.edited_text()
    assert read(written) == changed(read(text), path_of(part), added(key, meant, after))
    again = YamlDocument(written)
    number = int(after.name) + 1 if part.listed and after else 0
    again.remove_entry(again.at(*path_of(part), str(number) if part.listed else key))
    left = again.edited_text()
    # The last line of a file gets a line end by what follows.
    assert left == text or not part.entries or left.rstrip("\r\n") == text


@given(TEXTS, st.data())
@BOUNDED
def test_an_entry_is_removed(text: str, data: st.DataObject) -> None:
    assume(cut_safe(text))
    document = YamlDocument(text)
    entry = data.draw(st.sampled_from(entries(document)))
    assert entry.parent
    part = entry.parent
    document.remove_entry(entry)
    written = document.edited_text()
    assert read(written) == changed(read(text), path_of(part), without(entry.name))
    assert written.startswith(text[: min(part.behind, in_one_line_start(document, entry))])
    if part.style is EntryStyle.BRACES:
        kept = [comment.text for line, comment in document.comments.items()
                if not entry.begin <= comment.start < entry.end]  # fmt: skip
        after = [comment.text for comment in YamlDocument(written).comments.values()]
        assert len(kept) - len(after) <= 1


@given(TEXTS, st.data())
@BOUNDED
def test_several_entries_are_removed(text: str, data: st.DataObject) -> None:
    assume(cut_safe(text))
    document = YamlDocument(text)
    part = data.draw(st.sampled_from([one for one in parts(document) if one.entries]))
    gone = data.draw(st.lists(st.sampled_from(part.entries), unique_by=id, min_size=1))
    meant = read(text)
    for entry in sorted(gone, key=part.entries.index, reverse=True):
        document.remove_entry(entry)
        meant = changed(meant, path_of(part), without(entry.name))
    assert read(document.edited_text()) == meant


@given(TEXTS, st.data())
@BOUNDED
def test_an_entry_becomes_a_comment(text: str, data: st.DataObject) -> None:
    document = YamlDocument(text)
    lines = [entry for entry in entries(document) if not entry.in_braces]
    entry = data.draw(st.sampled_from(lines))
    assert entry.parent
    part, rest = entry.parent, len(entry.parent.entries) - 1
    document.comment_out(entry, "#｜", "# 收起")
    written = document.edited_text()
    if rest:
        assert read(written) == changed(read(text), path_of(part), without(entry.name))
    else:
        assert not typed(read(written), path_of(part))
    # Uncommented, all is as it was.
    head = next(line for line in written.splitlines(keepends=True) if "# 收起" in line)
    again = written.replace(head.removeprefix("\ufeff"), "", 1).replace("#｜", "")
    assert read(again) == read(text)
    dash = text[in_one_line_start(document, entry) : entry.begin].strip("\ufeff ")
    assert again == text or dash


@given(TEXTS, st.data())
@BOUNDED
def test_comments_are_told_apart_and_changed(text: str, data: st.DataObject) -> None:
    document = YamlDocument(text)
    for line, comment in document.comments.items():
        assert text.split("\n")[line].rstrip("\r").endswith(comment.text)
        document.set_comment(line, "")
    bare = document.edited_text()
    # The empty line that is left belongs to a text with |+ before it.
    assert "|+" in text or read(bare) == read(text)
    assert not YamlDocument(bare).comments
    document = YamlDocument(text)
    headers = {entry.line for entry in entries(document) if entry.style is EntryStyle.LITERAL}
    noted = [entry for entry in entries(document) if entry.line not in headers]
    if noted:
        entry = data.draw(st.sampled_from(noted))
        line = document.line(entry.end) if entry.single else entry.line
        document.add_note(line, "看")
        document.add_note(line, "再看")
        written = document.edited_text()
        assert read(written) == read(text)
        assert YamlDocument(written).comments[line].text.endswith("看；再看")


def test_what_stands_behind_a_value_stays() -> None:
    document = YamlDocument(TYPED)
    for path, value in (
        (("单位", "性质"), "行政单位"),
        (("年度",), "2024"),
        (("收入", "2010302"), "5"),
        (("收入", "事业收入", "其他"), "7"),
        (("多行", "丁", "戊"), "1"),
        (("表", "0", "数"), "2"),
    ):
        document.set_value(document.at(*path), value)
    document.remove_entry(document.at("表", "1", "名称"))
    document.insert_entry(document.at("收入"), "2010350 事业运行", "3  # 新")
    written = document.edited_text()
    for line in (
        '单位: {名称: "某局，甲", 口径: 单位 , 性质: 行政单位}   # 一行\n年度:   2024 # 年\n',
        "收入:  # 按科目\n\n  2010350 事业运行: 3  # 新\n  2010301 行政运行: 128,600　# 不是说明\n",
        '  "2010302": 5   # 引号\n',
        "      其他: 7\n空:\n",
        "   丁: {戊: 1, 己}\n",
        "  数: 2   # 数\n-   内: {a: b}\n",
    ):
        assert line in written


@pytest.mark.parametrize("key", ["", "a: b", "a:", " a", "a ", "#", "- a", '"', "'", "a\\b", "?"])
def test_a_key_is_quoted_where_it_must_be(key: str) -> None:
    assert read(f"{key_text(key)}: 1\n") == {key: "1"}
    assert read(f"{{{key_text(key)}: 1}}\n") == {key: "1"}


def test_what_is_not_there_is_said() -> None:
    document = YamlDocument("甲: 1\n")
    with pytest.raises(KeyError, match="乙/丙"):
        document.at("乙", "丙")
    with pytest.raises(ValueError, match="甲"):
        document.insert_entry(document.at("甲"), "乙", "1")
    with pytest.raises(yaml.YAMLError):
        YamlDocument("甲: 1\n 乙: [\n")


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ("- - x\n  - y\n- z\n", ("0", "0"), "-\n  # 收\n#｜  - x\n  - y\n- z\n"),
        ("- - x\n- z\n", ("0", "0"), "-\n  # 收\n#｜  - x\n- z\n"),
        ("- 甲: x\n  乙: y\n", ("0", "甲"), "-\n  # 收\n#｜  甲: x\n  乙: y\n"),
    ],
)
def test_a_dash_before_what_becomes_a_comment_stays(
    text: str, path: tuple[str, ...], written: str
) -> None:
    document = YamlDocument(text)
    document.comment_out(document.at(*path), "#｜", "# 收")
    assert document.edited_text() == written


def test_a_comment_never_falls_into_a_literal_text() -> None:
    document = YamlDocument("甲:\n  乙: 1\n      # 深\n丙: 2\n")
    document.set_value(document.at("甲"), "|\n  hello\n  you")
    assert read(document.edited_text()) == {"甲": "hello\nyou\n", "丙": "2"}
    document = YamlDocument(
        "上:\n  甲: |\n    文\n  乙:\n    丁: 1\n    # 深\n\n      # 更深\n丙: 2\n"
    )
    document.remove_entry(document.at("上", "乙"))
    assert document.edited_text() == "上:\n  甲: |\n    文\n  # 深\n\n  # 更深\n丙: 2\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("购置费: {}\n", "购置费: {年初: 13, 全年: 14, 决算: 15}\n"),
        ("购置费: { }  # 没有\n", "购置费: {年初: 13, 全年: 14, 决算: 15 }  # 没有\n"),
        ("购置费: {甲: 1}\n", "购置费: {年初: 13, 全年: 14, 决算: 15, 甲: 1}\n"),
        ("购置费: []\n", "购置费: [13, 14, 15]\n"),
    ],
)
def test_several_entries_may_be_put_into_braces(text: str, expected: str) -> None:
    document = YamlDocument(text)
    for key, value in (("年初", "13"), ("全年", "14"), ("决算", "15")):
        document.insert_entry(document.at("购置费"), key, value)
    assert document.edited_text() == expected
