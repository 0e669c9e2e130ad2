"""Writes the pages that are made from the code: docs/版式设置.md, docs/校验规则.md, docs/数据文件.md, schema.json. A test keeps them fresh."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generator.checks.catalogue import RULES  # noqa: E402 - the path is set first, for a plain `python tools/pages.py`
from generator.cli.schema import schema_text  # noqa: E402
from generator.document.form import form_names, load_form  # noqa: E402
from generator.model.accounts import Accounts  # noqa: E402

# Findings that are no rule of their own: what reading, the model and the templates say.
_READING = (
    ("读取、编码、空文件、格式", "错误", "文件打不开、不是 UTF-8、是空的，或缩进、冒号、引号不合格式", "照提示改那一行"),
    ("全角冒号、冒号后缺空格、全角空格缩进、制表符缩进", "错误", "中文键盘和 Tab 键留下的字符", "照提示里给出的写法改"),
    ("重复", "错误", "同一个项目写了两次（两行的行号都给出）", "留下正确的一行"),
    ("缺项、不认识的项目、填写", "错误", "少了必填项、项目名写错、该填数的地方不是数", "照提示改；名称写错时会给出最接近的"),
    ("科目、科目级次", "错误或警告", "科目编码与名称不一致、当年没有这个科目、不是项级科目", "照提示改；本地自设科目只是警告"),
    ("版式、设置", "错误", "没有这个版式，或版式没有这项设置", "照提示里列出的填"),
    ("上年文件、附件文件", "错误", "引用的文件没有、读不了，或不是上一年度的", "核对文件名"),
    ("待填", "错误", "正文要用、数据文件还没有的数或原因；文中标着〔待填：…〕", "填写提示里的那个项目"),
    ("附表明细", "错误", "某张附表要的明细（项级科目、款级经济科目、项目）没有填", "照提示把那一行的总数分开填"),
)


def settings_page() -> str:
    """One section for each form, one row for each setting."""
    lines = ["# 版式设置", "", "每个版式的习惯都可以在数据文件的“设置”里改，例如：", "", "```yaml", "设置:", "  百分比小数位: 2", "  零值写法: 列出", "```", ""]
    for name in form_names():
        form = load_form(name)
        lines += [f"## {name}（{form.years[0]}—{form.years[1]} 年度）", "", "| 设置 | 默认 | 可填 | 意思 |", "|---|---|---|---|"]
        lines += [f"| {one.name} | {one.default} | {'、'.join(one.options)} | {one.meaning} |" for one in form.settings.values()]
        lines.append("")
    return "\n".join(lines)


def rules_page() -> str:
    """Every rule with level, title and source; then what reading says."""
    lines = ["# 校验规则", "", "一次运行列出全部问题，按行号排列。**错误**：生成的是审核稿，改好才能公开；**警告**：请核对；**提示**：知道即可。", ""]
    lines += ["## 数与数之间", "", "| 编号 | 级别 | 规则 | 依据 |", "|---|---|---|---|"]
    lines += [f"| {one.id} | {one.level.value} | {one.title} | {one.source} |" for one in sorted(RULES.values(), key=lambda rule: rule.id)]
    lines += ["", "## 读文件、填写和生成", "", "| 名称 | 级别 | 什么情况 | 怎么办 |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in _READING]
    return "\n".join([*lines, ""])


def file_page() -> str:
    """Every key of the data file, from the model."""
    schema = Accounts.model_json_schema()
    lines = ["# 数据文件的全部项目", "", "缩进表示层次；“（必填）”以外的都可以不填。金额的单位由 `金额单位` 决定。", ""]
    return "\n".join([*lines, *_keys(schema, schema.get("$defs", {}), 0, frozenset()), ""])


def _keys(part: dict[str, Any], parts: dict[str, Any], depth: int, seen: frozenset[str]) -> Iterator[str]:
    required = set(part.get("required", ()))
    for name, one in part.get("properties", {}).items():
        notes = [text for text in (one.get("description"), _options(one)) if text]
        mark = "（必填）" if name in required else ""
        yield f"{'  ' * depth}- `{name}`{mark}{'：' + '；'.join(notes) if notes else ''}"
        for reference in _references(one):
            if reference not in seen and "properties" in parts[reference]:
                yield from _keys(parts[reference], parts, depth + 1, seen | {reference})


def _references(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else []
        return own + [name for key, value in schema.items() if key != "$ref" for name in _references(value)]
    return [name for value in schema for name in _references(value)] if isinstance(schema, list) else []


def _options(schema: dict[str, Any]) -> str:
    return "可填 " + "、".join(schema["enum"]) if "enum" in schema else ""


PAGES = {"docs/版式设置.md": settings_page, "docs/校验规则.md": rules_page, "docs/数据文件.md": file_page, "schema.json": schema_text}


def main() -> int:
    """Write all pages. Returns 0."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
