"""Made-up units of any size, from a seed: the same seed gives the same file. They pass the check without 错误."""

from __future__ import annotations

import random
from dataclasses import dataclass

from generator.model.subjects import catalogue

YEAR = 2023
_SPENT = ("30101 基本工资", "30102 津贴补贴", "30103 奖金", "30108 机关事业单位基本养老保险缴费", "30113 住房公积金")
_RUNNING = (
    "30201 办公费",
    "30202 印刷费",
    "30205 水费",
    "30206 电费",
    "30207 邮电费",
    "30211 差旅费",
    "30213 维修（护）费",
    "30215 会议费",
    "30227 委托业务费",
)
_REASONS = ("基层调研增多", "设备更新推迟到下年", "项目按进度付款", "人员调入", "厉行节约，压减一般性开支")
_SENTENCES = (
    "本年度按计划推进各项工作，重点任务全部完成。",
    "项目实施过程中加强了过程管理，资金使用规范。",
    "通过实地走访和资料核查，对照绩效目标逐项评价。",
    "个别指标受天气影响完成较晚，已在下半年补上。",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a unit is: 项, projects in each, 款 in each project, paragraphs of an attached report."""

    name: str
    items: int
    projects: int
    lines: int
    paragraphs: int


SIZES = (Size("短", 3, 1, 2, 0), Size("中", 10, 2, 5, 45), Size("长", 72, 4, 9, 150))
"""About 30, 40 and 120 pages: the thirteen tables alone take twenty."""
SMALL = SIZES[0]


def unit(name: str, size: Size, seed: int = 1) -> str:
    """The data file of a made-up unit."""
    dice = random.Random(f"{seed} {name} {size.name}")  # noqa: S311 - figures, not secrets
    codes = [(code, word) for code, word in _items() if not code.startswith(("208", "210", "221"))]
    chosen = sorted(dice.sample(codes, size.items))
    income, outlay = [], []
    whole = 0
    for number, (code, word) in enumerate(chosen):
        parts, spent = _item(dice, size, basic=number == 0)
        budget = spent if dice.random() < 0.5 else spent + dice.randrange(1, 9000)
        reason = "" if budget == spent else f"\n      原因: {dice.choice(_REASONS)}"
        income.append(f"    {code} {word}: {_money(spent)}")
        outlay.append(f"    {code} {word}:\n{parts}\n      预算数: {_money(budget)}{reason}")
        whole += spent
    last = whole + dice.randrange(-9000, 9000)
    text = _TEXT.format(name=name, year=YEAR, day=f"{YEAR + 1}-09-20", income="\n".join(income), outlay="\n".join(outlay), last=_money(last))
    return text + (_report(dice, size.paragraphs) if size.paragraphs else "")


_BASIC = ("行政运行", "事业运行", "机关服务")


def _items() -> list[tuple[str, str]]:
    names = catalogue(YEAR).functional_subjects
    return sorted(
        (code, one.name)
        for code, one in names.items()
        if one.level == "项"
        and one.kind == "功能-一般公共预算"
        and one.name not in _BASIC
        and code[:3] in ("201", "204", "205", "206", "207", "211", "212", "213")
    )


def _item(dice: random.Random, size: Size, *, basic: bool) -> tuple[str, int]:
    """The outlay of one 项 as YAML, and its sum in cents of 万元."""
    lines, whole = [], 0
    if basic:
        amounts = [(one, dice.randrange(100, 90_000)) for one in (*_SPENT, *_RUNNING[:5])]
        lines.append("      基本支出: {" + ", ".join(f"{one}: {_money(cents)}" for one, cents in amounts) + "}")
        whole += sum(cents for _, cents in amounts)
    lines.append("      项目支出:")
    for number in range(1, size.projects + 1):
        amounts = [(one, dice.randrange(100, 40_000)) for one in sorted(dice.sample(_RUNNING, min(size.lines, len(_RUNNING))))]
        lines.append(f"        第{number}项专项工作: {{" + ", ".join(f"{one}: {_money(cents)}" for one, cents in amounts) + "}")
        whole += sum(cents for _, cents in amounts)
    return "\n".join(lines), whole


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _report(dice: random.Random, paragraphs: int) -> str:
    lines = ["附件:", "  - 标题: 专项工作绩效评价报告", "    正文: |"]
    for number in range(paragraphs):
        lines.append(
            f"      第{number}项：" + "".join(one for one in dice.sample(_SENTENCES, 3))
            if number % 8
            else f"      {'一二三四五六七八九十'[number // 8 % 10]}、工作情况"
        )
    return "\n".join(lines) + "\n"


_TEXT = """版式: 四川
年度: {year}
金额单位: 万元
单位: {{名称: {name}, 口径: 单位, 性质: 行政单位, 公开日期: {day}, 主要职责: 负责本领域的各项工作。, 内设机构: [办公室, 业务科]}}
收入:
  一般公共预算财政拨款收入:
{income}
支出:
  一般公共预算:
{outlay}
上年: {{收支总计: {last}, 财政拨款收支总计: {last}, 一般公共预算财政拨款支出: {last}}}
变动原因: {{收支总计: 专项工作的安排与上年不同}}
三公经费:
  因公出国境费: {{预算数: 0, 决算数: 0, 上年决算数: 0, 团组数: 0, 人次: 0}}
  公务用车购置及运行维护费:
    购置费: {{预算数: 0, 决算数: 0, 上年决算数: 0}}
    运行维护费: {{预算数: 0, 决算数: 0, 上年决算数: 0}}
    车型: {{轿车: 0}}
  公务接待费: {{预算数: 0, 上年决算数: 0, 国内: {{决算数: 0, 批次: 0, 人次: 0}}}}
机关运行经费: {{上年决算数: 100, 原因: 办公用品采购的安排与上年不同}}
政府采购: {{货物: 0}}
国有资产: {{车辆: {{机要通信用车: 0}}, 设备: {{单价100万元以上设备: 0}}}}
预算绩效: {{事前绩效评估: 0, 绩效目标: 0, 绩效监控: 0, 绩效自评: 0}}
"""
