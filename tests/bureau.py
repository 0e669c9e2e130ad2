"""The made-up 某市某局 of the tests: its data file, and how a test changes and writes it.

GOOD is the small file of the gallery, of which nothing is told. BASE is nearly the same, with
reasons, and settings that a test of the wording can change. A 部门 of several units with transfers
between them is in department.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.checks.gallery import FILE, FOLDER, REST

GOOD = (FOLDER / REST).read_text(encoding="utf-8")
BASE = """
版式: 四川
年度: 2023
金额单位: 万元
单位: {名称: 某市某局, 简称: 某局, 口径: 单位, 性质: 行政单位, 公开日期: 2024-09-20, 主要职责: 负责某事。, 内设机构: [办公室, 业务科, 财务科]}
设置: {零值写法: 省略}
收入:
  一般公共预算财政拨款收入: {2010301 行政运行: 100, 2010302 一般行政管理事务: 50}
支出:
  一般公共预算:
    2010301 行政运行: {基本支出: {30101 基本工资: 80, 30201 办公费: 20}, 预算数: 100}
    2010302 一般行政管理事务: {项目支出: {甲项目: {30227 委托业务费: 50}}, 预算数: 50}
上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}
变动原因: {收支总计: 甲原因, 财政拨款收支总计: 乙原因, 一般公共预算财政拨款支出: 丙原因}
三公经费:
  因公出国境费: {预算数: 0, 决算数: 0, 上年决算数: 0, 团组数: 0, 人次: 0}
  公务用车购置及运行维护费:
    购置费: {预算数: 0, 决算数: 0, 上年决算数: 0}
    运行维护费: {预算数: 5, 决算数: 5, 上年决算数: 5, 用途: 下乡调研}
    车型: {轿车: 1}
  公务接待费: {预算数: 1, 上年决算数: 1, 国内: {决算数: 1, 批次: 2, 人次: 20, 用途: 用餐费}}
机关运行经费: {上年决算数: 20}
政府采购: {货物: 0}
国有资产: {车辆: {应急保障用车: 1}, 设备: {单价100万元以上设备: 0}}
预算绩效: {项目: [甲项目], 事前绩效评估: 1, 绩效目标: 1, 绩效监控: 1, 绩效自评: 0}
"""
NINE = BASE.replace("版式: 四川", "版式: 全国九表")
NINE = NINE.replace(
    "预算绩效: {项目: [甲项目], 事前绩效评估: 1, 绩效目标: 1, 绩效监控: 1, 绩效自评: 0}",
    "预算绩效: {绩效自评: 1, 管理情况: {绩效自评金额: 50}}",
)
GENERAL = "支出/一般公共预算/2010301 行政运行"
ABROAD, CARS, GUESTS = (
    "三公经费/因公出国境费",
    "三公经费/公务用车购置及运行维护费",
    "三公经费/公务接待费",
)


def put(data: dict[str, Any], key: str, value: Any) -> None:
    """Set ``甲/乙/丙`` in nested mappings; None removes."""
    *path, last = key.split("/")
    for step in path:
        data = data.setdefault(step, {})
    if value is None:
        data.pop(last, None)
    else:
        data[last] = value


def replaced(
    text: str, changes: Mapping[str, str] | Iterable[tuple[str, str]], count: int = -1
) -> str:
    """A text with words of it replaced, all or the first ``count``; fails for words that are not there."""
    pairs = changes.items() if isinstance(changes, Mapping) else changes
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, count)
    return text


def write(folder: Path, text: str = GOOD, name: str = FILE) -> Path:
    """Write a data file of the 某局 into a folder, which is made when it is missing. Returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def with_values(base: str, changes: Mapping[str, Any]) -> str:
    """The text of a data file with other values (甲/乙/丙: value; None removes the key)."""
    data = yaml.load(base, Loader=yaml.BaseLoader)
    for key, value in changes.items():
        put(data, key, value)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def write_values(folder: Path, base: str, changes: Mapping[str, Any]) -> Path:
    """Write ``base`` with other values."""
    return write(folder, with_values(base, changes))
