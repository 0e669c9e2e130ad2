"""The JSON Schema of data files, for editors: what the model says, in Chinese throughout, and as strict as the program.

pydantic makes the shape; this module gives each kind of value its patterns, writes every part where it stands (so that its title is the key
above it), and explains the lines of a mapping and the two forms of a value, for which a model has no field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from msgspec import Struct
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

import generator.pipeline.checking  # noqa: F401 - declares the rules
from generator.findings.place import Level
from generator.findings.rules import RULES
from generator.forms.form import form_names, load_form
from generator.model.accounts import Accounts
from generator.model.base import (
    COUNT_DIGITS,
    Amount,
    Count,
    Day,
    Key,
    Percentage,
    Reads,
    Score,
    Words,
    Year,
    YesNo,
)
from generator.model.control import REPORT_UNITS, Report, ReportLine
from generator.reading.amounts import MAX_DIGITS

Json = dict[str, Any]


def schema_text() -> str:
    """schema.json as text; the file at the top of the project is compared with it by a test."""
    return json.dumps(data_schema(), ensure_ascii=False, indent=2) + "\n"


def data_schema() -> Json:
    """The schema of a data file. Every part stands where it is used; there are no references."""
    raw = Accounts.model_json_schema(schema_generator=_Generator)
    parts = {f"#/$defs/{name}": part for name, part in raw.pop("$defs", {}).items()}
    root = _explained(
        "决算公开数据文件",
        {
            "description": "一个单位一个年度的决算公开数据，每行写成“名称: 内容”。",
            **_without(raw, "title", "description"),
        },
        parts,
    )
    properties = root["properties"]
    properties["版式"] = {
        **_without(properties["版式"], "type", "pattern"),
        **_one_of(form_names()),
    }
    properties["核对说明"] = {**properties["核对说明"], "propertyNames": _silenced()}
    properties["设置"] = {
        **properties["设置"],
        "properties": dict(_settings()),
        "additionalProperties": False,
    }
    smallest = {key: properties[key]["examples"][0] for key in root["required"]}
    # A 部门 that adds up its units has no amounts of its own.
    root["required"] = [key for key in root["required"] if key not in ("收入", "支出")]
    root |= {"if": {"not": {"required": ["汇总"]}}, "then": {"required": ["收入", "支出"]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "examples": [smallest],
    }


def _silenced() -> dict[str, Any]:
    """The names of rules that can be explained away, alone or with the part of the file and the value: 增减过半@机关运行经费=21.00对2.10."""
    names = sorted(
        rule.id for rule in RULES.values() if rule.level is not Level.ERROR or rule.answerable
    )
    return {"anyOf": [_one_of(names), {"pattern": f"^({'|'.join(names)})[@=＠＝].+$"}]}


# --- Patterns: what the texts of each kind of value may be (generator/model/base.py and generator/reading/amounts.py read them). ---


def _digit(digits: str = "0-9") -> str:
    """A class of digits, half-width and full-width."""
    return f"[{digits}{digits.translate({ord('0') + value: ord('０') + value for value in range(10)})}]"


_D = _digit()
_SIGN, _POINT, _COMMA = "[+＋－-]?", "[.．]", "[,，]"
_NUMBER = (
    f"(?:{_D}{{1,3}}(?:{_COMMA}{_D}{{3}})+(?:{_POINT}{_D}+)?|{_D}+(?:{_POINT}{_D}+)?|{_POINT}{_D}+)"
)
_SHORT = f"^(?!(?:[^0-9０-９]*{_D}){{{MAX_DIGITS + 1}}})\\s*"
_REPORT_UNITS = "|".join(REPORT_UNITS).replace("%", "[%％]")
_CHANGED = "(?:减少|下降|增加|增长)?\\s*"
_FEW = f"^(?!(?:[^0-9０-９.．]*{_D}){{{COUNT_DIGITS + 1}}})"
_COUNTED = f"{_FEW}{_SHORT}[+＋]?(?:{_D}{{1,3}}(?:{_COMMA}{_D}{{3}})+|{_D}+)(?:{_POINT}{_digit('0')}+)?\\s*$"
_YEAR = f"^\\s*{_digit('2')}{_digit('0')}{_D}{_D}年?(?:年度)?\\s*$"
_DAYS = "|".join(
    f"{month}[-/.月．－]{day}"
    for month, day in (
        (
            f"(?:{_digit('0')}?{_digit('13578')}|{_digit('1')}{_digit('02')})",
            f"(?:{_digit('0')}?{_digit('1-9')}|{_digit('12')}{_D}|{_digit('3')}{_digit('01')})",
        ),
        (
            f"(?:{_digit('0')}?{_digit('469')}|{_digit('1')}{_digit('1')})",
            f"(?:{_digit('0')}?{_digit('1-9')}|{_digit('12')}{_D}|{_digit('3')}{_digit('0')})",
        ),
        (f"{_digit('0')}?{_digit('2')}", f"(?:{_digit('0')}?{_digit('1-9')}|{_digit('12')}{_D})"),
    )
)
_DAY = f"^\\s*{_D}{_D}{_D}{_D}[-/.年．－](?:{_DAYS})日?\\s*$"
_FUNCTIONAL_KEY = f"(?:^|[^0-9０-９]){_D}{{7}}(?:[^0-9０-９]|$)"
_ECONOMIC_KEY = f"^(?:人员经费|公用经费)$|(?:^|[^0-9０-９])(?:{_D}{{3}}|{_D}{{5}})(?:[^0-9０-９]|$)"
_FILLED = "\\S"


def _numeric(pattern: str, message: str) -> Json:
    limit = 10**MAX_DIGITS
    return {
        "type": ["number", "string"],
        "exclusiveMinimum": -limit,
        "exclusiveMaximum": limit,
        "pattern": pattern,
        "errorMessage": message,
    }


def _one_of(options: Iterable[str]) -> Json:
    """A choice. A number among the options may be typed as a number too, which editors read it as."""
    texts = list(options)
    numbers = [int(option) for option in texts if option.isdecimal()]
    return {"enum": [*numbers, *texts], "errorMessage": f"只能填：{'、'.join(texts)}"}


def _reader(kind: Any) -> Callable[..., Any]:
    """The function that reads a kind of value: the mark by which its schema is found."""
    return next(mark.function for mark in get_args(kind) if isinstance(mark, Reads))


_WORDS: Json = {
    "type": ["string", "number"],
    "pattern": _FILLED,
    "errorMessage": "这里要填文字，不能空着，也不能是列表或下级项目",
}
_LEAVES: Mapping[Callable[..., Any], Json] = {
    _reader(Amount): _numeric(
        f"{_SHORT}{_SIGN}{_NUMBER}\\s*$",
        "这里要填一个金额：只填数字，不写单位，如 1845.83；没有发生额填 0",
    ),
    _reader(Report): _numeric(
        f"{_SHORT}{_CHANGED}{_SIGN}{_NUMBER}\\s*(?:{_REPORT_UNITS})?\\s*$",
        "这里要填报表上的数，如 1845.83 或 1845.83万元；减少的写 -2.11 或 减少2.11",
    ),
    _reader(ReportLine): _numeric(
        f"{_SHORT}{_CHANGED}{_SIGN}{_NUMBER}\\s*(?:{_REPORT_UNITS})?\\s*$|^\\s*(?:万元|元)\\s*$",
        "这里要填报表上的数，如 1845.83 或 1845.83万元；减少的写 -2.11 或 减少2.11",
    ),
    _reader(Percentage): _numeric(
        f"{_SHORT}{_CHANGED}{_SIGN}{_NUMBER}\\s*[%％]?\\s*$",
        "这里要填一个百分数，如 31.1 或 31.1%；下降的写 -23.5 或 下降23.5%",
    ),
    _reader(Score): _numeric(f"{_SHORT}{_SIGN}{_NUMBER}\\s*$", "这里要填一个数，如 9.5"),
    _reader(Count): {
        **_numeric(_COUNTED, "这里要填 0 或正整数，不写单位"),
        "type": ["integer", "string"],
        "exclusiveMinimum": -1,
        "exclusiveMaximum": 10**COUNT_DIGITS,
    },
    _reader(Day): {
        "type": "string",
        "pattern": _DAY,
        "errorMessage": "这里要填日期，写成 2024-09-24 的样子",
    },
    _reader(Year): {
        "type": ["integer", "string"],
        "minimum": 2000,
        "maximum": 2099,
        "pattern": _YEAR,
        "errorMessage": "这里要填四位数字的年度，如 2023",
    },
    _reader(YesNo): _one_of(("是", "否")),
    _reader(Key): {"type": "string"},
    _reader(Words): _WORDS,
}


class _Generator(GenerateJsonSchema):
    """pydantic's shapes, with our leaves; without null (nothing may stay empty but words), docstrings and defaults that are no text."""

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002 - pydantic's signature
        """Keys stay in the order of the model, and in the order of an example."""
        return value

    def generate_inner(self, schema: Any) -> JsonSchemaValue:
        """The schema of any value."""
        found = super().generate_inner(schema)
        if schema["type"] == "function-plain" and schema["function"]["function"] in _LEAVES:
            return dict(_LEAVES[schema["function"]["function"]])
        return (
            {**found, "errorMessage": f"只能填：{'、'.join(found['enum'])}"}
            if "enum" in found and "errorMessage" not in found
            else found
        )

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A value that may be left out; the program takes empty words for words left out, and no other value may be empty."""
        found = self.generate_inner(schema["schema"])
        return (
            {
                "type": [*_WORDS["type"], "null"],
                "errorMessage": "这里要填文字，不能是列表或下级项目",
            }
            if found == _WORDS
            else found
        )

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Only defaults that a clerk could type are worth showing."""
        default = schema.get("default")
        text = {True: "是", False: "否"}[default] if isinstance(default, bool) else default
        found = self.generate_inner(schema["schema"])
        return {**found, "default": text} if isinstance(text, str) else found

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """The forms of a value; an editor's messages are about the form that fits best."""
        return {"anyOf": [self.generate_inner(choice) for choice in schema["choices"].values()]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping with keys of the clerk's own."""
        return {
            "type": "object",
            "additionalProperties": self.generate_inner(schema["values_schema"]),
        }


# --- Explanations: the lines of mappings, and the forms of a value. ---


class _Line(Struct, frozen=True):
    """What a line of a mapping holds, and which keys it may have (``keys``: a pattern and the message when it does not match)."""

    title: str
    description: str
    keys: tuple[str, str] = ("", "")


_FUNCTIONAL = (_FUNCTIONAL_KEY, "冒号前写项级功能科目的七位编码和名称，如 2010301 行政运行")
_ECONOMIC = (
    _ECONOMIC_KEY,
    "冒号前写经济科目的五位编码和名称，如 30101 基本工资；或写 人员经费、公用经费",
)
_SUBJECT_LINE = _Line(
    "项级科目的金额", "冒号前写项级功能科目的七位编码和名称，冒号后写这个科目的金额。", _FUNCTIONAL
)
_OUTLAY_LINE = _Line(
    "项级科目的支出",
    "冒号前写项级功能科目的七位编码和名称，如 2010301 行政运行；下面写这个科目的支出、预算数和原因。",
    _FUNCTIONAL,
)
_ECONOMIC_LINE = _Line(
    "经济科目的金额",
    "冒号前写经济科目的五位编码和名称，如 30101 基本工资，冒号后写金额；不细分时可写 人员经费、公用经费。",
    _ECONOMIC,
)
_PROJECT_LINE = _Line("项目的支出", "冒号前写项目名称；冒号后写一个数，或在下面按经济科目分开填。")
_PART_LINE = _Line(
    "部分的得分", "冒号前写这一部分的名称，如 履职效能；冒号后写得分，或在下面再分小项。"
)
_CONTROL_LINE = _Line(
    "报表上的数", "冒号前写数的名称（文中怎样叫就怎样写，科目写编码和名称），冒号后照抄报表上的数。"
)
_LINES: Mapping[str, _Line] = {
    "基本支出": _ECONOMIC_LINE,
    "经营支出": _ECONOMIC_LINE,
    "项目支出": _PROJECT_LINE,
    _PROJECT_LINE.title: _ECONOMIC_LINE,
    "设置": _Line("设置的取值", "冒号前写设置的名称，冒号后写取值。"),
    "更新购置": _Line("一种车型", "冒号前写车型，如 越野车；里面写数量和金额。"),
    "车型": _Line("这种车型的辆数", "冒号前写车型，如 轿车；冒号后写年末有几辆。"),
    "得分构成": _PART_LINE,
    _PART_LINE.title: _Line("小项的得分", "冒号前写小项的名称，冒号后写得分。"),
    "名词解释": _Line("一条解释", "冒号前写名词，冒号后写解释，写成完整的句子。"),
    "报表数": _CONTROL_LINE,
    "自填": _Line("版式要的一项", "冒号前写项目名称，冒号后写内容；金额、个数只写数字。"),
    "改写": _Line(
        "改写的句子", "冒号前写句名，如 三.首句；冒号后写这一句，数写成 {名称}，由程序填。"
    ),
    "核对说明": _Line(
        "不再提的理由",
        "冒号前写规则名@项目=数，如 增减过半@机关运行经费=21.00对2.10（校验时末尾会列出来）；冒号后写为什么可以不改。",
    ),
}

_TOTAL = ("一个总数", "只知道总数时直接写一个数。")
_BY_SUBJECT = ("按项级科目分开填", "每行一个项级功能科目和金额；要出收入决算表等明细，须这样填。")
_BY_ECONOMIC = ("按经济科目分开填", "每行一个经济科目和金额；要出明细表，须这样填。")
_BUDGETS = (
    ("一个预算数", "只知道一种预算数时写一个数，一般是全年预算数。"),
    ("年初和全年两种预算数", "两种都知道时分开写：{年初: 数, 全年: 数}。"),
)
_EXPENSES = (
    ("一个合计数", "只写合计数，正文就不列举科目。"),
    ("合计和科目名称", "写合计数，再列出有支出的科目名称：{合计: 数, 科目: [名称, 名称]}。"),
)
_FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "基本支出": (_TOTAL, _BY_ECONOMIC),
    "经营支出": (_TOTAL, _BY_ECONOMIC),
    "项目支出": (
        _TOTAL,
        (
            "按项目分开填",
            "每行一个项目名称；项目下写一个数，或再按经济科目分开填。要出明细表，须分到经济科目。",
        ),
    ),
    _PROJECT_LINE.title: (_TOTAL, _BY_ECONOMIC),
    "预算数": _BUDGETS,
    "人员经费": _EXPENSES,
    "公用经费": _EXPENSES,
    "上年": (
        (
            "上年的数据文件名，或 无",
            "写上年数据文件的文件名，比较用的数都从那里取；新设单位没有上年，写 无。",
        ),
        (
            "几个上年数",
            "没有上年的数据文件时，照上年决算填几个数；“三公”经费等的上年决算数在各自的段落里填。",
        ),
        (
            "几个上年的数据文件",
            "由几个单位合并来的，写各单位上年的数据文件名，用方括号、英文逗号；上年数是它们的和。",
        ),
    ),
    "文件": (
        ("一个数据文件名", "写上年数据文件的文件名。"),
        ("下级项目", "这里没有下级项目。"),
        ("几个数据文件名", "由几个单位合并来的，写几个文件名，用方括号、英文逗号。"),
    ),
    _PART_LINE.title: (
        ("一个得分", "这一部分不再细分时写一个得分。"),
        ("再分小项", "每行一个小项和得分，这一部分的得分自动相加。"),
    ),
    _CONTROL_LINE.title: (
        ("决算数", "只核对决算数时写一个数。"),
        ("几个数", "还要核对预算数、上年决算数、增减、完成率、占比时分开写。"),
    ),
}

_PART_MESSAGE = "这里要写下级项目，每行“名称: 内容”，左边对齐；名称须是说明里有的，一字不差"
_LIST_MESSAGE = "这里要填一个列表：写成 [甲, 乙]，或在下面各行以“- ”开头"


def _explained(name: str, node: Json, parts: Mapping[str, Json]) -> Json:
    """``node`` as it stands under the key ``name``: references written out, with titles, and with explanations of what has no field."""
    if "$ref" in node:
        node = {**_without(parts[node["$ref"]], "title", "description"), **_without(node, "$ref")}
    told = {
        "title": name,
        **node,
        "examples": [_typed(example) for example in node.get("examples", ())],
    }
    examples = told["examples"]
    if "anyOf" in told:
        told["anyOf"] = [_form(name, form, examples, parts) for form in told["anyOf"]]
    if "items" in told:
        item = {
            "title": f"{name}的一项",
            "description": f"“{name}”列表里的一项。",
            "examples": _few(one for example in examples for one in example),
            **told["items"],
        }
        told |= {"items": _explained(item["title"], item, parts), "errorMessage": _LIST_MESSAGE}
    if isinstance(told.get("additionalProperties"), dict):
        told |= _lines(name, told["additionalProperties"], examples, parts)
    if "properties" in told:
        told |= {
            "properties": {
                key: _explained(key, value, parts) for key, value in told["properties"].items()
            },
            "errorMessage": _PART_MESSAGE,
        }
    first: Json = {
        key: told[key] for key in ("title", "description", "examples", "default") if key in told
    }
    return {**first, **_without(told, *first)}


def _form(name: str, form: Json, examples: list[Any], parts: Mapping[str, Json]) -> Json:
    """One form of the value under ``name``: a single value, or a mapping."""
    kind = (
        dict
        if "$ref" in form or form.get("type") == "object"
        else list
        if form.get("type") == "array"
        else str
    )
    title, description = _FORMS.get(name, (_TOTAL, _BY_SUBJECT))[(str, dict, list).index(kind)]
    mine = [
        example
        for example in examples
        if (type(example) if isinstance(example, dict | list) else str) is kind
    ]
    return _explained(
        name, {**form, "title": title, "description": description, "examples": mine}, parts
    )


def _lines(name: str, value: Json, examples: list[Any], parts: Mapping[str, Json]) -> Json:
    """The lines of the mapping under ``name``."""
    line = _LINES.get(name, _OUTLAY_LINE if "$ref" in value else _SUBJECT_LINE)
    inner = {
        **value,
        "title": line.title,
        "description": line.description,
        "examples": _few(one for example in examples for one in example.values()),
    }
    pattern, message = line.keys
    keys = {"propertyNames": {"pattern": pattern, "errorMessage": message}} if pattern else {}
    return {
        **keys,
        "additionalProperties": _explained(line.title, inner, parts),
        "errorMessage": "这里要分行写“名称: 内容”，左边对齐",
    }


def _settings() -> Iterable[tuple[str, Json]]:
    """The habits of all forms, with their choices."""
    options: dict[str, list[str]] = {}
    meanings: dict[str, str] = {}
    for setting in (
        setting for name in form_names() for setting in load_form(name).settings.values()
    ):
        known = options.setdefault(setting.name, [setting.default])
        known += [option for option in setting.options if option not in known]
        meanings.setdefault(setting.name, f"{setting.meaning}。不填就是 {setting.default}。")
    for name, texts in options.items():
        yield (
            name,
            {"title": name, "description": meanings[name], "examples": texts, **_one_of(texts)},
        )


def _typed(example: Any) -> Any:
    """An example as it is typed: models write 1784.28 as a text, for no amount is ever a binary fraction; in the schema it is a number."""
    if isinstance(example, dict):
        return {key: _typed(value) for key, value in example.items()}
    if isinstance(example, list):
        return [_typed(value) for value in example]
    return (
        json.loads(example)
        if isinstance(example, str) and re.fullmatch(r"\d+\.\d+", example)
        else example
    )


def _few(values: Iterable[Any]) -> list[Any]:
    """The first different ones."""
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found[:4]


def _without(node: Mapping[str, Any], *names: str) -> Json:
    return {key: value for key, value in node.items() if key not in names}
