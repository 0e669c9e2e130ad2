"""Made-up 自评表 and reports."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benchmarks.vocabulary import INDICATORS, SENTENCES, STREETS

_CHAPTERS = ("项目概况", "实施及管理情况", "绩效情况", "存在问题及建议")
_WEIGHTS = (20, 10, 10, 15, 15, 10, 10)


def report(chance: Random, paragraphs: int = 4) -> Iterator[str]:
    """A report in numbered chapters with so many paragraphs in all."""
    for number, (sign, chapter) in enumerate(zip("一二三四", _CHAPTERS, strict=True)):
        yield f"{sign}、{chapter}"
        for place in range(paragraphs // 4):
            yield f"（{'一二三四五六七八九十'[place % 10]}）第{place + 1}方面。"
            yield (
                "；".join(
                    f"{chance.randrange(1, 13)}月在{chance.choice(STREETS)}{chance.randrange(2, 99)}处，{one}"
                    for one in chance.sample(SENTENCES, 3 + number % 2)
                )
                + "。"
            )


def evaluations(projects: list[tuple[str, int]], chance: Random) -> Iterator[str]:
    """The 自评表 of projects, given with what was spent on each."""
    for number, (name, amount) in enumerate(projects, 1):
        spare = chance.randrange(0, amount // 20 + 1, 10)
        yield f"- 项目名称: {name}"
        yield f"  项目编码: 51XX23T{number:012}"
        yield from ("  主管部门: 区公共服务局部门", "  实施单位: 区公共服务局")
        yield from (
            "  年度目标: 按计划完成年度任务，服务对象满意度达到要求。",
            "  完成情况: 年度任务全部完成，服务对象反映较好。",
            f"  实施内容: {chance.choice(SENTENCES)}。",
        )
        yield "  预算执行:"
        yield f"    财政资金: {{年初预算: {amount + spare}, 调整后预算数: {amount + spare}, 预算执行数: {amount}}}"
        if spare:
            yield "    原因: 部分合同按进度结算"
        yield "  指标:"
        for (first, second, third, sign, measure), weight in zip(INDICATORS, _WEIGHTS, strict=True):
            wanted = 98 if measure == "%" else chance.randrange(20, 300)
            reached = (
                wanted
                if sign == "≤"
                else wanted + (1 if measure == "%" else chance.randrange(0, 9))
            )
            yield (
                f"    - {{一级指标: {first}, 二级指标: {second}, 三级指标: {third}, 指标性质: {sign}, 指标值: {wanted}, "
                f'度量单位: "{measure}", 完成值: {reached}, 权重: {weight}, 得分: {weight}}}'
            )
        yield from (
            "  评价结论: 目标完成较好，服务对象满意度高。",
            f"  存在问题: {SENTENCES[7]}。",
            f"  改进措施: {SENTENCES[8]}。",
        )
