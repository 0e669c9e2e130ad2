"""The page of names: what 报表数 and {…} can call each figure. Written by tools/pages.py."""

from __future__ import annotations

from generator.checks.gallery import FOLDER
from generator.ledger.control import Nameable
from generator.ledger.measured import Measured
from generator.model.control import Control
from generator.pipeline.checking import check

_HEAD = """# 数的名称

`报表数` 和各处文字（`改写`、职责、原因、报告、附件……）里的 `{…}` 用同一套名称。文档里印出的数，正文里的、附表里的，都叫得出来；有三种叫法。

## 一、文中怎样叫就怎样写

下表是各版式都有的数，和每个数可以核对什么。科目写编码加名称，或只写编码。

| 名称 | 决算数以外还可核对 |
|---|---|
"""

_REST = """
## 二、附表里的数：资金、科目、支出性质、经济科目、项目连着写

附表的每一格都是几个条件选出的数相加，把条件用空格隔开写就是它的名称；先后不限，不写的就是不限。

| 条件 | 写法 |
|---|---|
| 资金 | 一般公共预算、政府性基金预算、国有资本经营预算、其他资金；财政拨款（前三种）；全部资金 |
| 功能科目 | 2010301、2010301 行政运行、20103、201、一般公共服务支出 |
| 支出性质 | 基本支出、项目支出、经营支出、上缴上级支出、对附属单位补助支出 |
| 经济科目 | 30101、30101 基本工资、301、301 工资福利支出；人员经费、公用经费 |
| 项目、单位 | 项目的名称；部门汇总时，单位的名称 |
| 类型 | 支出（不写就是支出）、收入、年初结转和结余、年末结转和结余；收入也可写来源，如 事业收入 |

例如 `一般公共预算 2010301 行政运行 基本支出 30101 基本工资`、`财政拨款 302`、`收入 2010301`、`年末结转和结余 政府性基金预算`。名称有重的（住房公积金是功能科目，也是经济科目）写编码。
只写科目、不写资金的（写编码、写名称都一样）是一般公共预算的数；一般公共预算没有这个科目的，是有的那种资金的数。
同一个科目还有别的资金、合在一起的数不同的：文字里的 `{…}` 要写明资金，如 `{一般公共预算 207}`、`{全部资金 207}`，不写是错误；
报表数与其中一个相等就算对上，要分清也写上资金。

## 三、其余的数：照它在数据文件里的位置

三公经费、政府采购、国有资产、预算绩效、自评表里的数，写它的名称；名称有重的，前面加上一级，如 `国内 批次`、`外事 批次`、`预留 中小企业成交金额`、`自评表 甲项目 执行率`。
列表的个数写列表的名称：内设机构、下属单位、自评表、附件。

## 名称后面还可以写什么

名称后面隔一个点（或空格），写 上年（上年决算数）、预算数、年初预算数、全年预算数、增减额、增减率、增减、完成率、占比，
如 `{三公经费.上年}万元`、`{三公经费.完成率}`、`{基本支出占本年支出合计的比重}`；报表数里写 `三公经费.完成率: 98.5%`，或写在花括号里。
完成率、占比、增减率印出来带 %，增减印出整句（增加……万元，增长……%），后面都不再写单位；其余的数后面写单位。
平常的说法只有一个意思的也认得：总支出、“三公”经费、公车购置费、出国团组数、政府采购总额、文物保护（项）；
不止一个意思的，提示会列出怎样写明。

## 报表的单位

报表数与本文件的金额单位不同时，在 `报表数` 下面先写一行单位，里面的金额就都按它读；个别的数也可以自带单位：

```yaml
报表数:
  金额单位: 万元
  本年支出合计: 1845.83
  30101 基本工资: 86.52
  三公经费: {决算数: 6.85, 增减额: 减少2.11, 增减率: 下降23.5%}
```

按报表写出的小数位核对：报表印到万元两位小数，就比到两位。合计若是各行四舍五入后再相加的，n 行相加最多差 n 个半分（n 大于 4 时取 √n 分，再大几乎不可能），在这以内是**尾差**（提示）。
占比的分母，文中不止一种的（占本年支出合计、占财政拨款支出），与其中一种相符就算对上。
"""


def names_page() -> str:
    """The page as Markdown, with the names of a small unit."""
    statement = check(FOLDER / "其余.yaml").statement
    if statement is None:
        raise ValueError("the sample of the gallery cannot be read")
    rows = [f"| {name} | {_aspects(found)} |" for name, found in Nameable(statement).main.items()]
    return _HEAD + "\n".join(rows) + "\n" + _REST


def _aspects(found: Measured) -> str:
    """What can be compared of a figure beside itself."""
    have = set()
    if found.budget:
        have |= {"预算数", "完成率"}
    if found.last is not None:
        have |= {"上年决算数", "增减额", "增减率"}
    if found.wholes:
        have.add("占比")
    return "、".join(name for name in Control.model_fields if name in have) or "—"
