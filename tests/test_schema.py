"""The schema explains every key in Chinese, and refuses what the program refuses."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml

from generator.checks import gallery
from generator.findings.place import Level, Place
from generator.findings.rules import RULES, Group
from generator.manual.schema import data_schema, schema_text
from generator.model.load import validate
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode
from tests.helpers import ROOT

SCHEMA = data_schema()
CHECK = jsonschema.Draft202012Validator(SCHEMA)
FILES = sorted((ROOT / "data").glob("**/*.yaml"))
PLACE = Place("x", 1, 1)
BASE: dict[str, Any] = {
    "版式": "四川",
    "年度": 2023,
    "金额单位": "万元",
    "单位": {"名称": "某市某某局", "口径": "单位", "性质": "行政单位"},
    "收入": {"一般公共预算财政拨款收入": 260.86},
    "支出": {"一般公共预算": {"2010301 行政运行": {"基本支出": 260.86, "预算数": 260.86}}},
}
# The only foreign words that a clerk meets in an explanation.
FOREIGN = {"docx", "Word"}


def _nodes(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema that a clerk's cursor can stand on."""
    for key, inner in schema.get("properties", {}).items():
        yield f"{path}/{key}", inner
        yield from _nodes(inner, f"{path}/{key}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield f"{path}/{key}", schema[key]
            yield from _nodes(schema[key], f"{path}/{key}")
    for index, form in enumerate(schema.get("anyOf", ())):
        yield f"{path}/{index}", form
        yield from _nodes(form, f"{path}/{index}")


ALL = {"": SCHEMA, **dict(_nodes(SCHEMA))}


def _chinese(text: str) -> bool:
    return (
        bool(re.search(r"[\u4e00-\u9fff]", text)) and set(re.findall(r"[A-Za-z]+", text)) <= FOREIGN
    )


def test_the_walk_sees_the_schema() -> None:
    assert len(ALL) > 300
    for path in (
        "/支出/其他资金/additionalProperties/项目支出/1/additionalProperties/1/additionalProperties",
        "/预算绩效/自评表/items/指标/items/得分",
        "/设置/图题",
    ):
        assert path in ALL
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_place_is_explained_in_chinese() -> None:
    wanting = [
        path
        for path, node in ALL.items()
        if not (
            _chinese(node.get("title", ""))
            and _chinese(node.get("description", ""))
            and node.get("examples")
        )
        or not _chinese(node.get("errorMessage", "有"))
        or len(node["description"]) > 100
    ]
    assert wanting == []


def test_every_example_fits_its_place() -> None:
    seen = 0
    for path, node in ALL.items():
        check = jsonschema.Draft202012Validator(node)
        for example in node["examples"]:
            seen += 1
            assert check.is_valid(example), (path, example)
        if "default" in node:
            assert check.is_valid(node["default"]), path
    assert seen > len(ALL)


def test_examples_say_no_english_and_no_references_are_left() -> None:
    text = schema_text()
    assert '"$ref"' not in text
    assert '"$defs"' not in text
    assert '"default": null' not in text


def test_two_forms_are_told_apart() -> None:
    forms = [node["anyOf"] for node in ALL.values() if "anyOf" in node]
    assert len(forms) > 30
    for pair in forms:
        titles = [form["title"] for form in pair]
        assert len(set(titles)) == len(pair)
        assert len(pair) in (2, 3)
        assert all(len(title) <= 12 for title in titles)


def test_fields_of_the_model_are_explained_too() -> None:
    """docs/数据文件.md is made from the model's descriptions."""
    page = (ROOT / "docs" / "数据文件.md").read_text(encoding="utf-8")
    keys = [line for line in page.splitlines() if line.strip().startswith("- `")]
    assert len(keys) > 100
    assert [line for line in keys if "：" not in line] == []


class _Plain(yaml.SafeLoader):
    """As an editor reads YAML 1.2: numbers are numbers, dates and 否 are texts."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _text_keys(inner) for key, inner in value.items()}
    return [_text_keys(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("loader", [yaml.BaseLoader, _Plain])
def test_example_files_fit(path, loader) -> None:
    data = _text_keys(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))
    assert [error.message for error in CHECK.iter_errors(data)] == []


def test_there_are_example_files() -> None:
    assert len(FILES) >= 4


def _with(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    data = copy.deepcopy(BASE)
    owner: Any = data
    for step in path[:-1]:
        owner = owner.setdefault(step, {})
    owner[path[-1]] = value
    return data


def _node(value: Any) -> Node:
    """What the program reads when ``value`` is typed."""
    node: Node
    if isinstance(value, dict):
        node = MappingNode(
            (Scalar.at(str(key), PLACE), _node(inner)) for key, inner in value.items()
        )
    elif isinstance(value, list):
        node = SequenceNode(_node(inner) for inner in value)
    else:
        return Scalar.at("" if value is None else str(value), PLACE)
    node.place = PLACE
    return node


ITEM = ("支出", "一般公共预算", "2010301 行政运行")
WRONG = [
    (("结余分配",), "不少"),
    (("结余分配",), "12.5万元"),
    (("结余分配",), None),
    (("结余分配",), ""),
    (("结余分配",), [1]),
    (("结余分配",), {"2010301 行政运行": 1}),
    (("结余分配",), "1234567890123456789"),
    (("结余分配",), 10**18),
    (("收入", "其他收入"), "12,34.5"),
    (("收入", "其他收入"), {"2010301 行政运行": "一些"}),
    (("收入", "其他收入"), {"2010301 行政运行": {"30101 基本工资": 1}}),
    (("收入", "其它收入"), 1),
    (("收入",), None),
    (("支出",), 5),
    (("支出",), []),
    ((*ITEM, "基本支出"), [1]),
    ((*ITEM, "项目支出"), {"某项目": {"30201 办公费": {"甲": 1}}}),
    ((*ITEM, "预算数"), {"年初": 1, "年末": 2}),
    ((*ITEM, "原因"), ["节约"]),
    (("不认识",), 1),
    (("年度",), 23),
    (("年度",), "二〇二三"),
    (("年度",), 2023.5),
    (("金额单位",), "亿元"),
    (("单位", "口径"), "其他"),
    (("单位", "口径"), None),
    (("单位", "性质"), "参照公务员法管理的事业单位"),
    (("单位", "公开日期"), "2024/13/45"),
    (("单位", "公开日期"), "2024-02-30"),
    (("单位", "公开日期"), "2024-04-31"),
    (("单位", "公开日期"), "20240924"),
    (("单位", "公开日期"), "九月"),
    (("单位", "内设机构"), "办公室"),
    (("单位", "内设机构"), {"办公室": 1}),
    (("单位", "内设机构数"), 2.5),
    (("单位", "内设机构数"), -1),
    (("单位", "内设机构数"), "3个"),
    (("单位", "下属单位"), [{"名称": "区图书馆", "性质": "图书馆"}]),
    (("单位", "下属单位"), [{"名称": "区图书馆"}]),
    (("上年",), [["某某局-2022.yaml"]]),
    (("上年",), {"文件": {"甲": "某某局-2022.yaml"}}),
    (("上年",), {"收支总计": "无"}),
    (("变动原因",), "节约"),
    (("三公经费", "公务接待费", "国内"), {"列全": "不"}),
    (("三公经费", "公务接待费", "国内"), {"人次": "很多"}),
    (("三公经费", "公务用车购置及运行维护费"), {"车型": {"轿车": "两"}}),
    (("三公经费", "公务用车购置及运行维护费"), {"购置费": {"更新购置": {"轿车": 1}}}),
    (("预算绩效", "整体自评"), {"得分": "优"}),
    (("预算绩效", "整体自评"), {"得分构成": {"履职效能": [1]}}),
    (("预算绩效", "自评表"), {"项目名称": "某项目"}),
    (("报表数",), {"收支总计": "约2万"}),
    (("报表数",), {"收支总计": {"增减率": "一半"}}),
    (("报表数",), {"收支总计": {"增长率": 1}}),
    (("附件",), [{"正文": "没有标题"}]),
    (("名词解释",), ["免费开放"]),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_what_the_program_refuses_is_refused(path, value) -> None:
    data = _with(path, value)
    assert validate(_node(data))[0] is None
    assert not CHECK.is_valid(data)
    assert not CHECK.is_valid(_text(data))


def _text(value: Any) -> Any:
    """Every scalar as a text, as a plain reader of YAML gives it."""
    if isinstance(value, dict):
        return {key: _text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_text(inner) for inner in value]
    return "" if value is None else str(value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("版式",), "火星"),
        (("设置",), {"百分比小数位": 7}),
        (("设置",), {"小数": 1}),
        (("收入", "其他收入"), {"行政运行": 1}),
        (("收入", "其他收入"), {"20103 政府办公厅（室）及相关机构事务": 1}),
        (("支出", "其他资金"), {"行政运行": {"基本支出": 1}}),
        ((*ITEM, "基本支出"), {"基本工资": 1}),
        (("单位", "名称"), None),
    ],
)
def test_what_later_rooms_refuse_is_refused(path, value) -> None:
    assert not CHECK.is_valid(_with(path, value))


FORM_RULES = sorted(
    rule.id
    for rule in RULES.values()
    if rule.group in (Group.FILLING, Group.FORM)
    and rule.level is Level.ERROR
    # No editor shows such a character, reads a remark, knows the sentences of a document or what a form asks for, or refuses a free name.
    and rule.id
    not in (
        "特殊字符",
        "放错位置",
        "改写句名",
        "改写的数",
        "改写的单位",
        "改写的花括号",
        "自填",
        "未确认",
    )
    and not rule.id.startswith("文字里的")
)


def test_form_rules_are_seen() -> None:
    assert len(FORM_RULES) > 11


@pytest.mark.parametrize("rule", FORM_RULES)
def test_gallery_files_that_break_the_form_fail(rule) -> None:
    shown = gallery.example(rule)
    assert shown
    bad, good = (_text_keys(yaml.load(text, Loader=yaml.BaseLoader)) for text in shown.files())
    assert not CHECK.is_valid(bad)
    assert CHECK.is_valid(good)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_mended_gallery_files_fit(rule) -> None:
    shown = gallery.example(rule)
    assert shown
    if "全部" not in shown.notes:
        data = _text_keys(yaml.load(shown.files()[1], Loader=yaml.BaseLoader))
        assert [error.message for error in CHECK.iter_errors(data)] == []


@pytest.mark.parametrize("key", ["版式", "年度", "金额单位", "单位", "收入", "支出"])
def test_required_keys_are_required(key) -> None:
    assert CHECK.is_valid(BASE)
    assert not CHECK.is_valid({name: value for name, value in BASE.items() if name != key})


KINDS: dict[str, tuple[str | int, ...]] = {
    "金额": ("结余分配",),
    "增减额": ("报表数", "收支总计", "增减额"),
    "增减率": ("报表数", "收支总计", "增减率"),
    "得分": ("预算绩效", "整体自评", "得分"),
    "个数": ("预算绩效", "绩效目标"),
    "日期": ("单位", "公开日期"),
    "年度": ("年度",),
    "文字": ("单位", "简称"),
}
# fmt: off
TEXTS = [
    "", " ", "0", "1845.83", "+3", "-2.11", "－２．１１", "１，８４５．８３", "1,845.83", "1,234,567", "12,34", ",5", ".5", "5.", "1.2.3", "1 845", " 7 ",
    "　7　", "1e5", "~", "无", "3.0", "3.50", "5%", "31.1 ％", "5%%", "减少2.11", "减少 2.11", "下降23.5%", "增长", "增加1,000", "减少减少1", "-减少1", "12万元",
    "123456789012345678", "1234567890123456789", "0.123456789012345678", "2023", "２０２３年度", "2023年", "2023年年度", "1999", "2100", "2024-09-24", "2024/9/4",
    "2024.09.24", "2024年9月24日", "２０２４－０９－２４", "2024-9-31", "2024-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-10-00", "2024-1-1日", "24-09-24",
    "2024-09-24 ", "2024 09 24", "2024-009-24", "3个", "12-31",
]
# fmt: on


@pytest.mark.parametrize("kind", KINDS)
def test_texts_are_judged_as_the_program_judges_them(kind) -> None:
    verdicts = {}
    for text in TEXTS:
        data = _with(KINDS[kind], text)
        verdicts[text] = validate(_node(data))[0] is not None
        assert CHECK.is_valid(data) == verdicts[text], text
    assert any(verdicts.values())
    assert kind == "文字" or not all(verdicts.values())


def test_numbers_are_taken_as_numbers() -> None:
    for kind in ("金额", "增减额", "增减率", "得分"):
        assert CHECK.is_valid(_with(KINDS[kind], -2.5))
    assert CHECK.is_valid(_with(KINDS["个数"], 3))
    assert not CHECK.is_valid(_with(KINDS["日期"], 20240924))


def test_the_same_text_every_time() -> None:
    assert schema_text() == schema_text()
    assert json.loads(schema_text()) == SCHEMA
