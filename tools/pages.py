"""Writes the pages that are made from the code: docs/版式设置.md, docs/版式词汇.md, docs/校验规则.md, docs/数据文件.md, docs/数的名称.md, docs/数据接口.md, docs/依据.md, schema.json, and the list of files in ARCHITECTURE.md. A test keeps them fresh."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from rooms import architecture  # noqa: E402

import generator.pipeline.checking  # noqa: E402, F401 - importing it declares every rule
from generator.checks.formulas import CONSTRUCTION, formula_numbers, formulas  # noqa: E402 - the path is set first, for a plain `python tools/pages.py`
from generator.checks.gallery import example  # noqa: E402
from generator.checks.rates import rate_of  # noqa: E402
from generator.findings.rules import Group, Rule, anchor, in_group  # noqa: E402
from generator.manual.form_page import settings_page, vocabulary_page  # noqa: E402
from generator.manual.names_page import names_page  # noqa: E402
from generator.manual.schema import schema_text  # noqa: E402
from generator.manual.sources_page import linked, sources_page  # noqa: E402
from generator.model.accounts import Accounts  # noqa: E402
from generator.site.interface_page import page as interface_page  # noqa: E402

_ABOUT = """# 校验规则

一次运行列出全部问题，按行号排列。**错误**：生成的是审核稿，改好才能公开（少数可以写核对说明，见下）；**警告**：请核对；**提示**：知道即可。

- `juesuan check 文件…`：只校验，不生成文档。`--select 规则`、`--ignore 规则` 只看或不看某些规则（规则名或类别，用逗号隔开）；没有显示的错误照样不能公开，末行会说“另有几处错误未显示”。
- `juesuan explain 规则`：在终端里看这一页上的一条。每条规则的依据是哪一部法律、文件的哪一条，要求什么，见[《依据》](依据.md)。
- 每条规则写着它在真实公开件和正确的例子里出现几次、对的几次（`python tools/noise.py` 统计，判断在 `tests/cases/判断.csv`）：大半不对的不做警告。
- `juesuan fix 文件`：改正键盘造成的笔误（全角符号、缺空格、多缩进等），显示每一处改动，不动金额，保留说明；加 `-n` 只看不改。

核对过、确实没有问题的警告和提示，在数据文件里写明理由，就不再提。错误一般不能这样略过；只有写着“核对过确实没有错的，在 核对说明 里写明”的几条（如相差万倍、部分大于整体），逐处写明是哪一处、哪个数和理由，`report` 就照样生成可以公开的文档。绝不可能对的（如上年的一部分大于上年的合计）仍不能略过，提示里也不给出这样的行。错误都改好以后，`juesuan check` 末尾列出可以照抄的行，把“待填”换成理由：

```yaml
核对说明:
  三公超预算@三公经费.因公出国境费=12.86对12.00: 因公出国（境）费年中追加，已履行调整程序
```

`@` 后面是哪一处（多级用 `.` 隔开，列表里的写 第2个），`=` 后面是核对过的数；“12.86对12.00”是提示里互相比的两个数，也可以只写前一个。没有数的问题，`=` 后面是 `码` 加四位数字，代表提示的那句话；只有一处、也没有数的，没有 `=`。
**数一变，问题就再提**，这条说明另提示“多余说明”和现在的数。只写 `规则名: 理由`（或 `规则名@项目: 理由`）的，只有一处时照样算数，但会提示补上那个数；有几处时都不略过，提示里列出各处该写的行。

要把算出的数与决算报表核对，把报表上的数照抄在 `报表数` 里；它们只用来核对，不印出：

```yaml
报表数:
  本年支出合计: 1845.83
  基本支出: {决算数: 554.97, 占比: 30.1%}
  三公经费: {决算数: 6.85, 增减额: -2.11, 增减率: 下降23.5%, 完成率: 54.8%}
```

名称和写法见[《数的名称》](数的名称.md)：附表里的每个数都叫得出来；报表的单位与本文件不同的，在 `报表数` 下面写一行 `金额单位: 万元`（或 元）。

两个数不一样时，先看是不是尾差：每个数都可能是四舍五入来的，它代表一个区间（12.34 代表 12.335 到 12.345）；两边的区间有公共部分，就是**尾差**（提示），否则是错误。
"""

_JSON = """## 给别的程序用：`juesuan check --json`

输出一个 JSON 对象：`version`（1）和 `files`。每个文件有 `file`、`unit`、`year`、`publishable`（能否公开，与 `--select`、`--ignore` 无关）、`findings` 和 `silenced`（已核对的，另有 `reason`）。
汇总的部门另有 `rollup`：`units`（每个单位收入、支出的 `gross`、`eliminated`、`net`，万元）和 `eliminations`（`kind`、`payer`、`receiver`、`amount`、`declared`、`places`）。
每个问题有 `rule`、`level`（错误、警告、提示）、`file`、`line`、`column`、`excerpt`（那一行）、`message`、`expected`、`found`、`difference`、`fix`；没有的是空字符串。`note` 是核对过没有问题时，`核对说明` 里该写的名称（不能略过的错误是空字符串）。
退出码：0 没有错误，1 有错误（没有显示的也算），2 命令写法不对，3 文件读写不了（如正用 Word 打开着），70 程序出错。
一条规则在一个文件里最多列出 200 处，其余的合成一条“还有几处”。
"""


def rules_page() -> str:
    """Every rule by group, with its entry of the gallery; then what holds by construction."""
    lines = [_ABOUT]
    for group in Group:
        mine = in_group(group)
        lines += [
            f"- **{group.value}**：" + "、".join(f"[{rule.id}](#{anchor(rule)})" for rule in mine)
        ]
    for group in Group:
        lines += ["", f"## {group.value}", ""]
        lines += [text for rule in in_group(group) for text in _rule(rule)]
    return "\n".join([*lines, "", *_formulas(), "", _JSON])


def _formulas() -> list[str]:
    """The sixty-six formulas of the disclosure tables, and what sees to each."""
    head = [
        "## 勾稽公式",
        "",
        "公开表和说明之间的 66 条勾稽关系，每一条由一条规则校验，或由同一组数算出而不会错。",
        "",
        "| 编号 | 公式 | 怎样保证 |",
        "|---|---|---|",
    ]
    built = {
        number: one.why
        for one in CONSTRUCTION
        for number in formula_numbers(f"勾稽公式 {one.formulas}")
    }
    rows = []
    for number, text in formulas().items():
        mine = [
            f"[{rule.id}](#{anchor(rule)})"
            for group in Group
            for rule in in_group(group)
            if number in formula_numbers(rule.source)
        ]
        why = [f"规则 {'、'.join(mine)}"] if mine else []
        rows.append(
            f"| {number} | {text} | {'；'.join([*why, *([built[number]] if number in built else [])])} |"
        )
    return [*head, *rows]


def _rule(rule: Rule) -> list[str]:
    shown = example(rule.id)
    if shown is None:
        raise ValueError(f"rule {rule.id} has no entry in the gallery")
    bad, good = (f"```yaml\n{text}```" for text in (shown.bad, shown.good))
    head = [
        f"### {rule.id}",
        "",
        f"{rule.title}。（{rule.levels}）",
        "",
        f"{rule.why}依据：{linked(rule.source)}。",
        "",
    ]
    head += [rule.answers, ""] if rule.answers and rule.answerable else []
    rate = rate_of(rule.id)
    head += [f"准不准：{rate}", ""] if rate else []
    return [
        *head,
        "有错的：",
        "",
        bad,
        "",
        "提示：",
        "",
        f"```text\n{shown.message}\n```",
        "",
        "改好的：",
        "",
        good,
        "",
    ]


def file_page() -> str:
    """Every key of the data file, from the model."""
    schema = Accounts.model_json_schema()
    lines = [
        "# 数据文件的全部项目",
        "",
        "缩进表示层次；“（必填）”以外的都可以不填。金额的单位由 `金额单位` 决定。",
        "",
    ]
    return "\n".join([*lines, *_keys(schema, schema.get("$defs", {}), 0, frozenset()), ""])


def _keys(
    part: dict[str, Any], parts: dict[str, Any], depth: int, seen: frozenset[str]
) -> Iterator[str]:
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
        return own + [
            name for key, value in schema.items() if key != "$ref" for name in _references(value)
        ]
    return (
        [name for value in schema for name in _references(value)]
        if isinstance(schema, list)
        else []
    )


def _options(schema: dict[str, Any]) -> str:
    return "可填 " + "、".join(schema["enum"]) if "enum" in schema else ""


PAGES = {
    "docs/版式设置.md": settings_page,
    "docs/版式词汇.md": vocabulary_page,
    "docs/校验规则.md": rules_page,
    "docs/数据文件.md": file_page,
    "docs/数的名称.md": names_page,
    "docs/数据接口.md": interface_page,
    "docs/依据.md": sources_page,
    "schema.json": schema_text,
    "ARCHITECTURE.md": architecture,
}


def main() -> int:
    """Write all pages. Returns 0."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
