"""The document of a file in which values are still to be filled in: what it says is right whatever
will be filled in."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.document.render import Rendered
from generator.document.tree import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Mark,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    TocEntry,
    lines_of,
    plain,
    texts_of,
)
from generator.document.unsettled import settled
from generator.findings.place import Level
from generator.model.rules import MARK
from generator.money import WAITING
from generator.pipeline.checking import check, unchecked
from generator.pipeline.waiting import waiting_document
from generator.yaml_edit.entries import YamlEntry, read_entries
from tests.bureau import ABROAD, BASE, CARS, GENERAL, GUESTS, NINE, write_values
from tests.helpers import examples
from tests.workbench import folder_with

DATA = Path(__file__).parents[1] / "data"
FILES = ["云汀区文旅局（虚构）-2023.yaml", "国家古籍保护局（虚构）-2023.yaml"]
NUMBER = re.compile(r"-?\d[\d.,]*")
QUICKLY = (Phase.explicit, Phase.generate)
"""A smaller case is not looked for: each takes a second."""
NO_AMOUNTS = ("年度", "设置", "报表数")
"""Parts of numbers that are not computed with."""


def numbers_of(document: Document) -> Iterator[str]:
    """The numbers that a document prints."""
    for section in document.sections:
        for block in section.blocks:
            for line in lines_of(block):
                yield from (part.text for part in line if isinstance(part, Number))
            if isinstance(block, Chart):
                yield from (value for series in block.series for value in series.values)


def typed_numbers(text: str) -> list[YamlEntry]:
    root = read_entries(text)
    return [
        entry
        for entry in root.below()
        if entry.single
        and NUMBER.fullmatch(entry.text.strip())
        and path_of(entry)[0] not in NO_AMOUNTS
        and not entry.name.strip().endswith("值")
    ]


def path_of(entry: YamlEntry) -> list[str]:
    path: list[str] = []
    here: YamlEntry | None = entry
    while here is not None and here.parent is not None:
        path.insert(0, here.name.strip())
        here = here.parent
    return path


def replaced(text: str, puts: list[tuple[YamlEntry, str]]) -> str:
    for entry, put in sorted(puts, key=lambda each: -each[0].start):
        text = text[: entry.start] + put + text[entry.end :]
    return text


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(max_examples=examples(6), deadline=None, phases=QUICKLY)
def test_no_number_rests_on_what_nobody_has_typed(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    numbers = typed_numbers(text)
    many = data.draw(st.sampled_from([1, 2, 3, 8, 40]))
    missing = data.draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=many, unique=True))
    put = data.draw(st.sampled_from([MARK, "三千"]))
    place = folder_with(tmp_path_factory.mktemp("数据")) / name
    place.write_text(replaced(text, [(each, put) for each in missing]), encoding="utf-8")
    waiting = waiting_document(place)
    whole = unchecked(DATA / name)
    assert waiting is not None
    rendered = waiting.rendered
    assert isinstance(whole, Rendered)
    assert set(numbers_of(rendered.document)) <= {*numbers_of(whole.document), WAITING}
    assert rendered.document.draft
    assert "NaN" not in "".join(texts_of(rendered.document))
    assert "NaN" not in "".join(origin.explanation for origin in rendered.document.origins.values())


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(max_examples=examples(3), deadline=None, phases=QUICKLY)
def test_what_is_told_ahead_is_told_of_the_whole_file_too(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    drawn = data.draw(
        st.lists(st.sampled_from(typed_numbers(text)), min_size=3, max_size=5, unique=True)
    )
    wrong, missing = drawn[0], drawn[1:]
    typed = wrong.text.strip()
    put = data.draw(st.sampled_from([f"{typed}0", "0", f"-{typed.lstrip('-')}"]))
    place = folder_with(tmp_path_factory.mktemp("数据")) / name
    place.write_text(replaced(text, [(wrong, put)]), encoding="utf-8")
    whole = check(place)
    # A count below zero is no number: then not all is told of the whole file either.
    assume(whole.loaded.accounts is not None)
    place.write_text(
        replaced(text, [(wrong, put), *((each, MARK) for each in missing)]), encoding="utf-8"
    )
    findings = {(each.rule, each.message) for each in check(place).findings}
    ahead = {(each.rule, each.message) for each in check(place, ahead=True).findings} - findings
    known = [*whole.findings, *(silent.finding for silent in whole.silenced)]
    assert ahead <= {(each.rule, each.message) for each in known}


MARKED = re.compile("〔[^〔〕]*〕")
OFFICE = f"{GENERAL}/基本支出/30201 办公费"
PROJECT = "支出/一般公共预算/2010302 一般行政管理事务"
INCOME = "收入/一般公共预算财政拨款收入/2010302 一般行政管理事务"
LAST_YEAR = "上年/收支总计"


def document_with(folder: Path, base: str, changes: Mapping[str, object]) -> Document:
    """The document of a file that waits for values."""
    waiting = waiting_document(write_values(folder, base, changes))
    assert waiting is not None
    return waiting.rendered.document


def whole_document(folder: Path, base: str, changes: Mapping[str, object]) -> Document:
    rendered = unchecked(write_values(folder, base, changes))
    assert isinstance(rendered, Rendered)
    return rendered.document


def printed(document: Document) -> list[str]:
    """The lines of a document as words, and what its charts show."""
    lines = [entry.text for entry in document.toc]
    for section in document.sections:
        for block in section.blocks:
            lines += map(plain, lines_of(block))
            if isinstance(block, Chart):
                series = [(each.name, each.values) for each in block.series]
                lines.append(f"{block.title} {block.categories} {series}")
    return list(filter(None, lines))


def wrong_words(waiting: Document, whole: Document) -> list[str]:
    """Lines that say, outside of marks, what the whole document does not say."""
    said = printed(whole)
    return [line for line in printed(waiting) if not any(fits(line, each) for each in said)]


def fits(line: str, said: str) -> bool:
    pattern = ".*".join(map(re.escape, MARKED.split(line)))
    return re.fullmatch(pattern, said) is not None


@pytest.mark.parametrize(
    "base", [BASE, pytest.param(NINE, marks=pytest.mark.long)], ids=["四川", "全国九表"]
)
@pytest.mark.parametrize(
    ("around", "missing", "fills"),
    [
        ({}, [LAST_YEAR], ["0", "100", "200"]),
        ({f"{GUESTS}/上年决算数": "0.2"}, [f"{GUESTS}/国内/决算数"], ["0", "0.1", "0.5", "4"]),
        ({f"{GUESTS}/预算数": "0.3"}, [f"{GUESTS}/国内/决算数"], ["0", "0.1", "0.5"]),
        ({}, [f"{CARS}/购置费/上年决算数"], ["0", "3"]),
        ({}, [f"{CARS}/运行维护费/上年决算数"], ["0", "3", "9"]),
        ({}, [f"{CARS}/车型/轿车"], ["0", "1"]),
        ({}, ["国有资产/车辆/应急保障用车"], ["0", "1"]),
        ({}, [OFFICE], ["0", "7", "30"]),
        ({}, [f"{PROJECT}/预算数"], ["0", "20", "90"]),
        ({}, [INCOME, f"{PROJECT}/项目支出/甲项目/30227 委托业务费"], ["0", "7"]),
        ({}, [f"{ABROAD}/决算数"], ["0", "2"]),
        ({}, ["政府采购/货物"], ["0", "2"]),
    ],
)
def test_no_word_rests_on_what_nobody_has_typed(
    tmp_path: Path,
    base: str,
    around: Mapping[str, object],
    missing: list[str],
    fills: list[str],
) -> None:
    waiting = document_with(tmp_path, base, {**around, **dict.fromkeys(missing, MARK)})
    for fill in fills:
        whole = whole_document(tmp_path, base, {**around, **dict.fromkeys(missing, fill)})
        assert wrong_words(waiting, whole) == [], fill


def test_nothing_is_said_of_two_years_that_are_both_missing(tmp_path: Path) -> None:
    missing = [INCOME, f"{PROJECT}/项目支出/甲项目/30227 委托业务费", LAST_YEAR]
    waiting = document_with(tmp_path, BASE, dict.fromkeys(missing, MARK))
    for this_year, last_year in (("60", "100"), ("60", "200"), ("0", "200")):
        filled = dict(zip(missing, (this_year, this_year, last_year), strict=True))
        assert wrong_words(waiting, whole_document(tmp_path, BASE, filled)) == []


@pytest.mark.parametrize(
    ("key", "fills"),
    [
        ("单位/简称", [None, "某某"]),
        ("设置/零值写法", [None, "省略", "写零"]),
        ("上年", [None, {LAST_YEAR.split("/")[1]: "100"}]),
        ("单位/内设机构", [["办公室"], ["办公室", "业务科"]]),
        ("单位/公开日期", ["2024-09-20"]),
    ],
)
def test_a_default_is_not_settled_while_the_value_waits(
    tmp_path: Path, key: str, fills: list[object]
) -> None:
    waiting = document_with(tmp_path, BASE, {key: MARK})
    for fill in fills:
        whole = whole_document(tmp_path, BASE, {key: fill})
        assert wrong_words(waiting, whole) == [], fill


UNLIKE = {
    LAST_YEAR: "140",
    "上年/财政拨款收支总计": "130",
    "上年/一般公共预算财政拨款支出": "120",
    "机关运行经费/上年决算数": "15",
    "机关运行经费/原因": "增加办公用品",
}
"""With which nothing is equal to what it is compared with."""


BLOCKS = (
    *("单位", "收入", "支出", "支出/一般公共预算", PROJECT, "三公经费", CARS, GUESTS),
    *("机关运行经费", "政府采购", "国有资产", "国有资产/车辆", "预算绩效", "预算绩效/项目"),
    "年初结转和结余",
)
OF_ANY_KIND = ("单位", "支出/一般公共预算", CARS, "预算绩效/项目")
"""Blocks that are tried with everything that may stand in their place; the others are empty."""
UNREAD: list[tuple[str, object]] = [("文字", "文字"), ("列表", ["甲"]), ("别的", {"甲某": "1"})]


@pytest.mark.parametrize(
    ("block", "written"),
    [
        *(pytest.param(block, "", id=f"{block}-空") for block in BLOCKS),
        *(
            pytest.param(
                *(block, written),
                id=f"{block}-{kind}",
                marks=() if block in OF_ANY_KIND else pytest.mark.long,
            )
            for block in BLOCKS
            for kind, written in UNREAD
        ),
    ],
)
def test_a_part_that_cannot_be_read_waits_as_a_whole(
    tmp_path: Path, block: str, written: object
) -> None:
    """The rest of the document stays, and what it says is right whatever the part will be."""
    path = write_values(tmp_path, BASE, {**UNLIKE, block: written})
    if unchecked(path) is not None:
        # It is a part that may be written so: a 科目 that nobody knows is told as such.
        return
    waiting = document_with(tmp_path, BASE, {**UNLIKE, block: written})
    assert any("〔" in line for line in printed(waiting))
    assert wrong_words(waiting, whole_document(tmp_path, BASE, UNLIKE)) == []


def test_a_name_that_waits_is_a_mark_that_leads_to_its_field(tmp_path: Path) -> None:
    changes = {"单位/内设机构": ["办公室", MARK, "财务科"]}
    document = document_with(tmp_path, BASE, changes)
    lines = [
        line
        for section in document.sections
        for block in section.blocks
        for line in lines_of(block)
    ]
    marks = {part.text for line in lines for part in line if isinstance(part, Mark)}
    assert "〔待填：单位.内设机构.第2个〕" in marks
    assert not any("待填" in part.text for line in lines for part in line if isinstance(part, Text))


def test_a_day_that_waits_is_marked_wherever_it_is_printed(tmp_path: Path) -> None:
    waiting = write_values(tmp_path, BASE, {"单位/公开日期": MARK})
    unfilled = waiting_document(waiting)
    assert unfilled is not None
    lines = [line for line in printed(unfilled.rendered.document) if "〔待填〕年" in line]
    assert lines == ["〔待填〕年〔待填〕月〔待填〕日", "公开时间：〔待填〕年〔待填〕月〔待填〕日"]
    # That it lacks is told once, where it waits.
    told = [each for each in check(waiting, ahead=True).findings if "公开日期" in each.message]
    assert [each.rule for each in told] == ["待填"]


@pytest.mark.parametrize(
    ("path", "amounts", "words"),
    [
        ("收入/一般公共预算财政拨款收入", {MARK: 150}, "功能科目还没有填"),
        (f"{GENERAL}/基本支出", {MARK: 100}, "经济科目还没有填"),
    ],
)
def test_a_subject_that_waits_is_told_once(
    path: str, amounts: Mapping[str, int], words: str, tmp_path: Path
) -> None:
    file = write_values(tmp_path, BASE, {path: amounts})
    errors = [each for each in check(file).findings if each.level is Level.ERROR]
    # What rests on it names it as the cause, and a table that wants that very 科目 says no more.
    assert [words in each.message for each in errors if each.cause is None] == [True]
    assert {each.rule for each in errors} == {"待填"}


def test_quotes_in_the_title_of_a_chart_are_single(tmp_path: Path) -> None:
    text = "".join(texts_of(document_with(tmp_path, BASE, {f"{GUESTS}/国内/决算数": MARK})))
    assert "〔图“‘三公’经费" in text
    assert "““" not in text


def merged(whole: Rendered, left: list[Block], right: list[Block]) -> Document:
    """What is settled of two documents with these blocks."""
    both = []
    for blocks in (left, right):
        toc = tuple(
            TocEntry(1, plain(block.inlines), block.id)
            for block in blocks
            if isinstance(block, Heading)
        )
        sections = (Section("正文", False, tuple(blocks)),)
        both.append(replace(whole, document=replace(whole.document, sections=sections, toc=toc)))
    return settled(both[0], both[1:], ()).document


@pytest.fixture
def whole(tmp_path: Path) -> Rendered:
    rendered = unchecked(write_values(tmp_path, BASE, {}))
    assert isinstance(rendered, Rendered)
    return rendered


def test_the_contents_show_no_number_of_a_stand_in(whole: Rendered) -> None:
    key = next(iter(whole.figures))
    left, right = (
        Heading(1, (Text("共"), Number(number, key), Text("项")), "a", "二级标题")
        for number in ("9", "1")
    )
    assert [entry.text for entry in merged(whole, [left], [right]).toc] == [f"共{WAITING}项"]


def test_long_texts_and_tables_are_compared_quickly(whole: Rendered) -> None:
    chance = random.Random(7)  # noqa: S311
    texts = ["".join(chance.choices("的一是了我不人在他有这个上们来到", k=4000)) for _ in range(2)]
    blocks: list[list[Block]] = []
    for text, step in zip(texts, (1, 7), strict=True):
        numbers = [each for each in range(6000) if step == 1 or each % step]
        rows = tuple(Row((Cell((Text(f"第{each}行"),)), Cell((Text("甲"),)))) for each in numbers)
        table = Table("t", "某表", (1, 1), (), rows)
        many = [Paragraph("正文", (Text("同一句话。"),)) for _ in numbers]
        blocks.append([Paragraph("正文", (Text(f"始{text}终"),)), table, *many])
    start = time.perf_counter()
    document = merged(whole, *blocks)
    assert time.perf_counter() - start < 5
    first, table, *_ = document.sections[0].blocks
    assert isinstance(first, Paragraph)
    assert re.fullmatch("始〔.*〕终", plain(first.inlines))
    assert isinstance(table, Table)
    said = [plain(row.cells[0].inlines) for row in table.body]
    assert said[5:8] == ["第5行", "第6行", "〔第7行：要等待填的数〕"]


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(max_examples=examples(2), deadline=None, phases=QUICKLY)
def test_what_lacks_is_told_before_the_last_value_is_filled_in(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines(keepends=True)
    reasons = [number for number, line in enumerate(lines) if re.match(r"\s+原因: \S", line)]
    assert reasons
    lacking = data.draw(st.sets(st.sampled_from(reasons), min_size=1, max_size=6))
    text = "".join(line for number, line in enumerate(lines) if number not in lacking)
    wait = data.draw(st.sampled_from(typed_numbers(text)))
    place = folder_with(tmp_path_factory.mktemp("数据")) / name
    place.write_text(text, encoding="utf-8")
    asked = {each.path for each in check(place).findings if each.rule == "待填"}
    place.write_text(replaced(text, [(wait, MARK)]), encoding="utf-8")
    asked_before = {each.path for each in check(place, ahead=True).findings if each.rule == "待填"}
    waiting = tuple(path_of(wait))
    # The value that waits is told by its place alone, without a path.
    assert asked_before - asked == {()}
    # Whether there is a difference to explain beside the value that waits nobody knows yet.
    assert all(path[0] in (waiting[0], "变动原因") for path in asked - asked_before)


def told_of_other_places(
    text: str, name: str, entry: YamlEntry, put: str, folder: Path
) -> set[str]:
    """What is told of a file of which a part waits that is not told of the file itself, at other
    places than the part."""
    place = folder_with(folder) / name
    place.write_text(text, encoding="utf-8")
    known = check(place)
    usual = {(each.rule, each.message) for each in known.findings}
    silent = {(each.finding.rule, each.finding.message) for each in known.silenced}
    place.write_text(text[: entry.behind] + put + text[entry.end :] + "\n", encoding="utf-8")
    line = text.count("\n", 0, entry.behind) + 1
    # Whoever empties the 核对说明 is told what they answered.
    expected = usual | silent if path_of(entry)[0] == "核对说明" else usual
    return {
        f"{each.rule}：{each.message}"
        for each in check(place, ahead=True).findings
        if (each.rule, each.message) not in expected
        and each.place.line != line
        and each.rule not in ("待填", "空着")
    }


PARTS = {
    name: [
        entry
        for entry in read_entries((DATA / name).read_text(encoding="utf-8")).below()
        if entry.entries
    ]
    for name in FILES
}


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
@settings(max_examples=examples(4), deadline=None, phases=QUICKLY)
def test_nothing_is_held_against_a_part_that_cannot_be_read(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    entry = PARTS[name][data.draw(st.integers(0, len(PARTS[name]) - 1))]
    put = data.draw(st.sampled_from(["", " 待填", " 54乱"]))
    text = (DATA / name).read_text(encoding="utf-8")
    assert not told_of_other_places(text, name, entry, put, tmp_path_factory.mktemp("数据"))


@pytest.mark.parametrize(
    ("path", "put"),
    [
        ("支出.政府性基金预算", ""),
        ("支出.政府性基金预算", " 540600"),
        ("支出.政府性基金预算", " 待填"),
        ("支出.一般公共预算.2070104 图书馆", " 待填"),
        ("三公经费", " 乱七八糟"),
        ("三公经费.公务接待费", " 待填"),
        ("单位.下属单位", " 待填"),
    ],
)
def test_a_part_that_waits_may_have_every_name(tmp_path: Path, path: str, put: str) -> None:
    (entry,) = [each for each in PARTS[FILES[0]] if ".".join(path_of(each)) == path]
    text = (DATA / FILES[0]).read_text(encoding="utf-8")
    assert not told_of_other_places(text, FILES[0], entry, put, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("put", ["", " 待填", " 54乱"])
def test_nothing_is_held_against_any_part(tmp_path: Path, name: str, put: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    assert PARTS[name]
    wrong = {
        ".".join(path_of(entry)): findings
        for number, entry in enumerate(PARTS[name])
        if (findings := told_of_other_places(text, name, entry, put, tmp_path / str(number)))
    }
    assert wrong == {}
