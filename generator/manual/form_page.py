"""docs/版式词汇.md and docs/版式设置.md: what forms have, from the code and from samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.document.context import context
from generator.document.figure_names import ABOUT
from generator.forms.form import Form, form_names, load_form
from generator.ledger.statement import Statement
from generator.ledger.text_names import measured
from generator.templating.filters import FILTERS as BUILT_IN
from generator.templating.vocabulary import ATTRIBUTES
from generator.workshop import reference
from generator.workshop.forms import sentences
from generator.workshop.probe import probe


def vocabulary_page() -> str:
    """Names, figures, filters, tests, functions, macros, elements."""
    form = load_form("四川")
    sample = probe(form, "全")
    settings = {name: setting.default for name, setting in form.settings.items()}
    lines = [
        "# 版式词汇",
        "",
        "写版式的人查的表，由程序生成。怎样写一个版式，见[写版式](写版式.md)。",
        "",
        *_names(context(sample.statement, settings)),
        *_calls(),
        *_macros(form),
        *_elements(),
        *_names_in_text(sample.statement),
    ]
    return "\n".join(lines)


def _names(values: Mapping[str, object]) -> Iterator[str]:
    """What stands in braces of templates, with what each has below it."""
    yield from (
        "## 名称",
        "",
        "写在 `{{ }}`、`{% %}` 里。没有列出下级的是一个数、一段文字或一个清单；"
        "数用过滤器印出，`.value` 是它的精确值。",
        "",
    )
    for name, meaning in reference.NAMES.items():
        yield f"- `{name}`：{meaning}"
        value = values.get(name)
        if isinstance(value, tuple) and value:
            value = value[0]
        for path, fields in reference.records(value):
            yield f"  - `{name}{path}` 有：{'、'.join(fields)}"


def _calls() -> Iterator[str]:
    """Filters, tests and functions."""
    for title, table in (
        ("过滤器", reference.FILTERS),
        ("判断（is 后面）", reference.TESTS),
        ("函数", reference.FUNCTIONS),
    ):
        yield from ("", f"## {title}", "")
        yield from (f"- `{name}`：{meaning}" for name, meaning in table.items())
    yield ""
    yield f"另外可以用 Jinja 自带的过滤器：{'、'.join(sorted(BUILT_IN))}。别的都不能用。"


def _macros(form: Form) -> Iterator[str]:
    """The macros of 措辞.html, with their comments."""
    yield from (
        "",
        "## 措辞的宏",
        "",
        "写成 `{{ 措辞.增减(今, 昔) }}`。自己的 `措辞.html` 里写同名的宏，处处都变。",
        "",
    )
    for name, (parameters, comment) in reference.macros(form).items():
        meaning = ""
        if comment:
            meaning = f"：{comment}"
        yield f"- `{name}({parameters})`{meaning}"


def _elements() -> Iterator[str]:
    """The elements that templates may use."""
    yield from (
        "",
        "## 元素",
        "",
        "模板只能用这些元素和属性，用别的会报错。",
        "",
        "| 元素 | 属性 | 用处 |",
        "|---|---|---|",
    )
    for name, use in reference.ELEMENTS.items():
        yield f"| {name} | {'、'.join(ATTRIBUTES[name])} | {use} |"


def _names_in_text(statement: Statement) -> Iterator[str]:
    """What stands in braces of the texts of a data file."""
    yield from (
        "",
        "## 文字里的名称",
        "",
        "数据文件的各处文字（改写、原因、用途、综述、报告、附件 ……）里，数写成 `{名称}`，由程序填；"
        "金额后面自己写万元。名称后面还可以加：",
        "",
    )
    yield from (f"- `{{名称.{name}}}`：{meaning}" for name, meaning in ABOUT.items())
    yield from (
        "",
        "另有 `{年度}`、`{上年度}`、`{全称}`。数的名称（项级科目写编码加名称）：",
        "",
        "、".join(f"`{name}`" for name in measured(statement)),
        "",
    )


def settings_page() -> str:
    """For each form its settings, tables, and the sentences that can be rewritten."""
    lines = [
        "# 版式设置",
        "",
        "每个版式的习惯都可以在数据文件的“设置”里改，例如：",
        "",
        "```yaml",
        "设置:",
        "  百分比小数位: 2",
        "  零值写法: 列出",
        "```",
        "",
        "一句话的说法可以只在本年改写，数写成 {名称}，由程序计算"
        "（名称见[版式词汇](版式词汇.md)）：",
        "",
        "```yaml",
        "改写:",
        "  三.首句: 全年支出{本年支出合计}万元，比上年{收支总计.增减}。",
        "```",
        "",
    ]
    for name in form_names():
        lines += _settings_of(load_form(name))
    return "\n".join(lines)


def _settings_of(form: Form) -> Iterator[str]:
    """The settings, fields, tables and sentences of one form."""
    yield from (
        f"## {form.name}（{form.years[0]}—{form.years[1]} 年度）",
        "",
        f"{form.note}。",
        "",
        "| 设置 | 默认 | 可填 | 意思 |",
        "|---|---|---|---|",
    )
    for setting in form.offered:
        options = "、".join(setting.options)
        yield f"| {setting.name} | {setting.default} | {options} | {setting.meaning} |"
    if form.fields:
        yield from ("", "| 自填 | 类型 | 必填 | 意思 |", "|---|---|---|---|")
    for field in form.fields.values():
        required = "是" if field.required else "否"
        yield f"| {field.name} | {field.kind} | {required} | {field.meaning} |"
    titles = [
        " ".join(filter(None, (table["编号"], table["标题"])))
        for table in form.tables(form.years[1])
    ]
    yield from ("", f"附表 {len(titles)} 张：{'；'.join(titles)}。", "")
    yield from ("可以改写的句子，和它在样本里的样子：", "")
    yield from (f"- `{key}`：{text}" for key, text in sentences(form).items())
    yield ""
