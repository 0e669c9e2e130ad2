"""Ordinary official Chinese stops nobody; what a template, Word or last year's file leaves does."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings.place import Finding, Level
from generator.forms.folders import OWN
from generator.pipeline.checking import check
from tests.forms.making import checked, make_form

ORDINARY = """
社会保障缴费（补充医疗保险）
按合同和补充协议（补充协议）执行
预算增加或减少10%以上的项目
偏差大于或小于5%的，扣1分
人员增加、减少2人
每人每月200元×月数
补助人数×月标准
连续20年度安全无事故
内控制度有待完善
相关情况尚待核实
部分资料有待补充
有关数据有待确认
绩效指标体系亟待完善
预算编制的精细化程度有待进一步完善
制度建设中待完善的地方还有三处
三项待确认事项已全部办结
对待填写不规范的表格逐一退回
群众待补充的材料由窗口一次告知
向群众说明相关政策
按要求编写填报说明并组织培训
表格由申请人自行填写
报请补充公务员编制
申请补充办公设备
组织邀请说明会三场
方案待定的项目暂不安排资金
建设地点待定，已启动选址论证
二〇〇〇年以来累计修缮
建于二○○八年的办公楼
一〇〇周年庆祝活动
采购XXL号工作服
购置GXX-5型设备两台
安装5×20毫米钢板
李××案件材料归档
分析各项支出增加或减少的原因
负责机构编制的增加、减少等审批
变动幅度大于或小于平均水平的单位
净增加（减少）额按会计准则列示
对新增减少排放项目给予补助
裁减增加的临时岗位
文件大小于规定值
拥有200年历史的古城墙
建校200年校庆活动
近20年度累计投入
具有20年以上工龄
征文（1000字以内）活动
指标达到省级水平……
互联网+政务服务
党建+网格管理
周一~周五对外开放
购入帐篷20顶
身体力行节约粮食
按排名给予奖励
按排放标准改造锅炉
既使群众受益，又使企业减负
报名截止5月底
整理绝密级和机密级档案
依法不予公开的政府信息3件
贯彻《内部资料性出版物管理办法》
印发内部资料性出版物三期
妥善处理群众注意保存的票据
支付专项工作工作经费
支付水利工程工程款
召开全体会议会议费支出下降
包括：1）甲事项；2）乙事项
指导各单位做好本单位的安全生产
联系电话：0830-3192345
业务咨询电话0830-12345678
自评得分95.50，等次为优
综合指数为1.05，位居前列
分别支出1.20、2.30万元
2012年取得的家具已超过使用年限
2016年7月公车改革后保留车辆两辆
2021年—2025年规划纲要
十四五规划（2021—2025年）
2018年机构改革时划转
2019年度先进集体称号
2020年签订的合同尾款
办公楼于2015年竣工
"""
RESIDUE = """
待填写
待补充
待核实。
（待补充）
【待填写】
〔待填〕
[待补充]
主要原因：待补充
主要原因: 待填写。
项目名称待填写
XX县XX局
某××单位
X年X月印发
负责人：×××
○○县财政局
任务完成情况（100字以内）
对照年度目标，说明相关任务目标的完成情况
比上年增加（减少）5.2万元
比上年增加/减少的主要原因
增加或减少12万元
请在此填写单位职责
请补充说明
（请填写）
______
（一）……
202年度决算
20 年度支出
20233年度决算
错误！未定义书签。
#REF!
TODO
"""


def _attached(tmp_path: Path, text: str) -> dict[str, list[Finding]]:
    """What is said of each line, as the text of an attachment of its own."""
    lines = [line for line in text.split("\n") if line]
    data = "附件:\n" + "".join(
        f"  - 标题: 材料{number}\n    正文: |\n      {line}\n" for number, line in enumerate(lines)
    )
    found = checked(tmp_path, make_form(tmp_path, {}), data)
    told: dict[str, list[Finding]] = {line: [] for line in lines}
    for one in found.findings:
        index = (one.place.line - 4) // 3
        if one.level is not Level.HINT and 0 <= index < len(lines):
            told[lines[index]].append(one)
    return told


def test_ordinary_chinese_is_silent(tmp_path: Path) -> None:
    told = _attached(tmp_path, ORDINARY)
    assert {line: [one.message for one in found] for line, found in told.items() if found} == {}


def test_what_a_template_leaves_is_an_error(tmp_path: Path) -> None:
    told = _attached(tmp_path, RESIDUE)
    assert [
        line
        for line, found in told.items()
        if not any(one.rule == "模板残留" and one.level is Level.ERROR for one in found)
    ] == []


REASONS = [
    ("2016年7月公车改革后车辆减少", False),
    ("2021年下乡调研增加", True),
    ("2022年下乡调研较少", False),
    ("2019年签订的合同尾款在本年支付", False),
    ("比2020年减少接待批次", True),
    ("2021年度财政拨款支出增加", True),
    ("2021年决算数较大", True),
    ("按2021—2025年规划推进", False),
]


@pytest.mark.parametrize(("reason", "told"), REASONS)
def test_years(tmp_path: Path, reason: str, told: bool) -> None:
    found = checked(
        tmp_path,
        make_form(tmp_path, {}),
        f"机关运行经费: {{上年决算数: 15, 原因: {reason}}}\n",
        without=("机关运行经费",),
    )
    assert bool([one for one in found.findings if one.rule == "年份"]) is told


DUTIES = [
    ("落实2021年重点工作", True),
    ("2021年度工作完成较好。", True),
    ("自2016年起负责公车管理。", False),
    ("2021年3月由原某局更名而来。", False),
    ("根据2021年机构改革方案，负责某事。", False),
    ("落实《某市2021年规划》。", False),
    ("2022年负责某事。", False),
]


@pytest.mark.parametrize(("text", "told"), DUTIES)
def test_years_in_duties(tmp_path: Path, text: str, told: bool) -> None:
    good = make_form(tmp_path, {})
    found = checked(tmp_path, good, f"主要职责: {text}\n", without=("主要职责",))
    assert bool([item for item in found.findings if item.rule == "年份"]) is told


USES = [
    ("2021年购置办公设备", True),
    ("2021年实施馆舍维修", True),
    ("2025年采购办公设备", True),
    ("支付2021年签订的合同尾款", False),
    ("2021年购置的服务器维护", False),
    ("自2021年起的物业服务", False),
    ("2022年采购办公设备", False),
]


@pytest.mark.parametrize(("text", "told"), USES)
def test_years_of_purchases(tmp_path: Path, text: str, told: bool) -> None:
    form = make_form(tmp_path, {})
    bought = f"政府采购: {{货物: 1, 用途: {text}}}\n"
    found = checked(tmp_path, form, bought, without=("政府采购",))
    assert bool([item for item in found.findings if item.rule == "年份"]) is told


SECRETS = [
    ("内部资料，注意保存", Level.ERROR),
    ("（内部文件）", Level.ERROR),
    ("【机密】", Level.ERROR),
    ("机密★1年", Level.ERROR),
    ("内部资料", Level.ERROR),
    ("不予公开", Level.ERROR),
    ("加强机密级文件管理", Level.HINT),
    ("依法不予公开的信息3件", None),
    ("密级：秘密", Level.ERROR),
    ("本文密级:机密级，请妥善保管。", Level.ERROR),
    ("密级 绝密", Level.ERROR),
    ("（一）内部资料，注意保存", Level.ERROR),
    ("1.机密", Level.ERROR),
    ("本年实施机密级项目2个", Level.WARNING),
    ("机要保密股负责保密工作，按规定秘密投票，确定文件密级", None),
    ("密级：公开", None),
]


@pytest.mark.parametrize(("text", "level"), SECRETS)
def test_marks_of_secrecy(tmp_path: Path, text: str, level: Level | None) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), f"附件: [{{标题: 甲, 正文: {text!r}}}]\n")
    assert [one.level for one in found.findings if one.rule == "涉密标志"] == (
        [level] if level else []
    )


MARKED_ELSEWHERE = [
    ("机关运行经费: {上年决算数: 15, 原因: 密级：机密}\n", ("机关运行经费",), Level.ERROR),
    ("主要职责: 密级：秘密\n", ("主要职责",), Level.ERROR),
    ("主要职责: |\n  （一）内部资料，注意保存\n", ("主要职责",), Level.ERROR),
    ("主要职责: 承担机密级项目建设。\n", ("主要职责",), Level.WARNING),
    ("主要职责: 指导机密级文件管理。\n", ("主要职责",), None),
    ("主要职责: 机要保密股负责保密工作。\n", ("主要职责",), None),
]


@pytest.mark.parametrize(("text", "without", "level"), MARKED_ELSEWHERE)
def test_marks_of_secrecy_stand_anywhere(
    tmp_path: Path, text: str, without: tuple[str, ...], level: Level | None
) -> None:
    found = checked(tmp_path, make_form(tmp_path, {}), text, without=without)
    told = [item.level for item in found.findings if item.rule == "涉密标志"]
    assert told == ([level] if level else [])


PERSONAL = [
    ("身份证号510502199001011237", True),
    ("电话13812345678", True),
    ("采购项目编号510504202305120012", False),
    ("投资13812345678元", False),
    ("设备编号T13812345678", False),
]


@pytest.mark.parametrize(("text", "told"), PERSONAL)
def test_numbers_of_people(tmp_path: Path, text: str, told: bool) -> None:
    found = checked(
        tmp_path, make_form(tmp_path, {}), f"附件: [{{标题: 甲, 正文: 登记{text}。}}]\n"
    )
    assert bool([one for one in found.findings if one.rule == "个人信息"]) is told


def test_a_report_may_say_a_thing_again_in_another_section(tmp_path: Path) -> None:
    sentence = "认真落实市委市政府决策部署，圆满完成年度目标任务。"
    data = "附件:\n  - 标题: 甲\n    正文: |\n      一、总体情况\n      {0}\n      二、结论\n      {0}{1}\n"
    roots = make_form(tmp_path, {})
    for more, told in (("", False), (sentence, True)):
        found = checked(tmp_path, roots, data.format(sentence, more))
        assert bool([one for one in found.findings if one.rule == "重复句子"]) is told


def test_the_invented_units_have_few_warnings_on_words(tmp_path: Path) -> None:
    from tests.helpers import ROOT

    for path in sorted((ROOT / "data").glob("*虚构*.yaml")):
        found = check(path, OWN)
        assert [
            one.message for one in found.findings if one.rule in ("模板残留", "年份", "重复句子")
        ] == []
