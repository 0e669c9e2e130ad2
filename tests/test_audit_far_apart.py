"""juesuan audit: numbers that are held against others a clause, a sentence or a section away. Right
sentences of many wordings are silent, each wrong one beside them is told."""

from __future__ import annotations

import pytest

from generator.audit.audit import audit
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.findings.place import Level
from tests.audited_sentences import HEAD, THREE

ASSETS = "（三）国有资产占用情况"
RESULTS = "（四）预算绩效情况说明"


def graver(*lines: str) -> list[str]:
    """The rules and messages of what is told of paragraphs, no hints."""
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate((*HEAD, *lines), 1))
    remarks = audit(Extract(tuple(paragraphs))).remarks
    return [f"{item.rule}：{item.message}" for item in remarks if item.level is not Level.HINT]


def is_told(rule: str, right: tuple[str, ...], was: str, instead: str) -> None:
    """That right paragraphs are silent, and that one change of them is told by a rule."""
    assert graver(*right) == []
    wrong = [line.replace(was, instead, 1) for line in right]
    assert wrong != list(right)
    assert [each.partition("：")[0] for each in graver(*wrong)] == [rule]


@pytest.mark.parametrize(
    ("sentence", "was", "instead"),
    [
        ("公务接待费全年预算数8.44万元，决算数5.96万元，预决算差异率-29.38%。", "-29.38", "-34.38"),
        ("公务接待费全年预算数8.44万元，决算数5.96万元，预决算差异率-29.38%。", "-29.38", "29.38"),
        ("公务接待费预算数8.44万元，决算数5.96万元，预决算差异率下降29.38%。", "29.38", "24.38"),
        ("公务接待费全年预算数5.00万元，决算数6.00万元，预决算差异率20.00%。", "20.00", "-20.00"),
        ("公务接待费全年预算数5.00万元，决算数6.00万元，预决算差异率为20%。", "20%", "26%"),
        ("公务接待费决算数6.00万元，年初预算数5.00万元，预决算差异率20.00%。", "20.00", "16.67"),
        ("公务接待费全年预算数0.00万元，决算数0.00万元，预决算差异率0.00%。", "", ""),
        (
            "公务接待费预算数8.44万元，决算数5.96万元，预决算差异率29.38%（减少）。",
            "29.38",
            "24.38",
        ),
        (
            "公务接待费年初预算数4.00万元，全年预算数5.00万元，决算数5.00万元，预决算差异率0%。",
            "",
            "",
        ),
        ("公务接待费全年预算数0.00万元，决算数6.00万元，预决算差异率100.00%。", "", ""),
        ("公务接待费全年预算数5.00万元，决算数5.00万元，预决算差异率0.00%。", "0.00%", "1.00%"),
    ],
)
def test_the_difference_of_outlay_and_budget(sentence: str, was: str, instead: str) -> None:
    assert graver(THREE, sentence) == []
    if was:
        (message,) = graver(THREE, sentence.replace(was, instead))
        assert message.startswith("预决算差异率")


@pytest.mark.parametrize(
    ("lines", "was", "instead"),
    [
        (("“三公”经费预算20万元，决算15万元，比预算节约5万元。",), "节约5", "节约7"),
        (
            (
                "“三公”经费财政拨款支出预算为75.71万元，支出决算为63.70万元，完成预算的84.14%。"
                "决算数小于预算数的主要原因是从严控制“三公”经费开支，比预算节约12.01万元。",
            ),
            "节约12.01",
            "节约14.01",
        ),
        (
            (
                "公务接待费支出决算为5.99万元，完成预算8.32万元的72.00%。",
                "决算数小于预算数的主要原因：一是严控公务接待，公务接待费比预算节约2.33万元；二是压缩培训。",
            ),
            "节约2.33",
            "节约2.83",
        ),
        (
            (
                "公务接待费支出决算为5.99万元，完成年初预算8.32万元的72.00%。",
                "公务接待费比调整预算节约1.20万元。",
            ),
            "",
            "",
        ),
        (
            (
                "公务接待费支出决算为5.99万元，完成预算8.32万元的72.00%。",
                "其中局机关公务接待费比预算节约1.20万元，所属单位公务接待费比预算节约1.13万元。",
            ),
            "",
            "",
        ),
        (("公务接待费比预算节约2.33万元，节约用水1.2万元。",), "", ""),
        (
            (
                "公务接待费预算8.00万元，决算6.00万元，完成预算的75.00%。公务接待费较上年预算减少1.00万元。",
            ),
            "",
            "",
        ),
        (
            (
                "公务接待费预算8.00万元，决算6.00万元，完成预算的75.00%。公务接待费预算比预算减少1.00万元。",
            ),
            "",
            "",
        ),
        (
            (
                "“三公”经费预算20.00万元，决算15.00万元，完成预算的75.00%。"
                "决算数小于预算数的主要原因是本级比预算减少3.00万元。",
            ),
            "",
            "",
        ),
        (
            (
                "“三公”经费预算20.00万元，决算15.00万元，完成预算的75.00%。"
                "决算数小于预算数的主要原因是压减接待，比预算减少3.00万元。",
            ),
            "",
            "",
        ),
    ],
)
def test_savings_against_a_budget_that_stands_elsewhere(
    lines: tuple[str, ...], was: str, instead: str
) -> None:
    assert graver(THREE, *lines) == []
    if was:
        is_told("增减额", (THREE, *lines), was, instead)


@pytest.mark.parametrize(
    ("sentence", "was", "instead"),
    [
        (
            "公务用车运行维护费支出12.00万元。其中：燃料费5.00万元；维修费4.00万元；保险费3.00万元。",
            "险费3.00",
            "险费4.00",
        ),
        (
            "公务用车运行维护费支出12.00万元，其中燃油费5.00万元，维修费4.00万元，过路过桥费2.00万元。",
            "油费5.00",
            "油费7.50",
        ),
        (
            "公务用车运行维护费2024年度决算数12.00万元。2024年度公务用车运行维护费中，公务用车加油5.00万元，"
            "公务用车维修4.00万元，公务用车保险2.00万元，公务用车其他支出1.00万元。",
            "加油5.00",
            "加油4.00",
        ),
        (
            "公务用车运行维护费12.00万元，主要用于下乡。公务用车运行维护费中，燃料费5.00万元，维修费4.00万元。"
            "公务接待费20.00万元。",
            "",
            "",
        ),
        (
            "公务用车运行维护费12.00万元。其中：机关6.00万元，所属单位6.00万元，执法队9.00万元。",
            "",
            "",
        ),
    ],
)
def test_what_cars_cost(sentence: str, was: str, instead: str) -> None:
    assert graver(THREE, sentence) == []
    if was:
        is_told("合计", (THREE, sentence), was, instead)


@pytest.mark.parametrize(
    ("sentence", "was", "instead", "rule"),
    [
        (
            "整体自评得分96.8分，其中预算执行率得分19.8分（满分20分）、产出指标39分（满分40分）、"
            "效益指标28分（满分30分）、满意度指标10分（满分10分）。",
            "得分96.8",
            "得分97.8",
            "得分合计",
        ),
        (
            "自评得分94.6分，其中：预算编制10分得9.5分、预算执行20分得18.4分、绩效管理30分得28.7分、"
            "履职效能40分得38分，等级为优。",
            "得9.5",
            "得8.5",
            "得分合计",
        ),
        (
            "自评得分95分，其中决策18分、过程19分、产出38分、效益20分。",
            "得分95",
            "得分93",
            "得分合计",
        ),
        ("自评得分95分，其中产出指标48分、效益指标28分。", "", "", ""),
        ("自评得分95分，其中：产出指标（50分）48分、效益指标（30分）28分。", "", "", ""),
        ("自评得分95分，其中预算执行10分，得分9分，扣1分，产出扣4分。", "", "", ""),
        ("项目自评得分97.36分。", "97.36", "104.36", "得分超满分"),
        ("项目自评得分104.36分（含加分5分）。", "", "", ""),
        ("项目满分120分，自评得分104.36分。", "", "", ""),
    ],
)
def test_scores_of_one_sentence(sentence: str, was: str, instead: str, rule: str) -> None:
    assert graver(RESULTS, sentence) == []
    if was:
        is_told(rule, (RESULTS, sentence), was, instead)


OUTLAY_OF_CARS = (
    "公务用车运行维护费支出决算为3.88万元，公务接待费支出决算为5.99万元。",
    "公务用车保有量为7辆；国内公务接待54批次，544人。",
)


@pytest.mark.parametrize(
    ("lines", "was", "instead"),
    [
        ((*OUTLAY_OF_CARS, "人均接待费110.11元，车均维护费0.55万元。"), "110.11", "137.11"),
        ((*OUTLAY_OF_CARS, "人均接待费110.11元，车均维护费0.55万元。"), "0.55", "0.85"),
        (
            (
                "1、因公出国（境）费用。2024年度决算数6.77万元，比2024年年初预算数9.91万元减少3.14万元。"
                "组织因公出国（境）团组2个、5人次，人均因公出国（境）费用1.35万元。",
            ),
            "费用1.35",
            "费用2.35",
        ),
        ((*OUTLAY_OF_CARS, "上年车均维护费0.80万元。"), "", ""),
        ((*OUTLAY_OF_CARS, "按全年平均6.5辆计算，车均维护费0.60万元。"), "", ""),
        (
            (
                OUTLAY_OF_CARS[0],
                "国内公务接待54批次，544人（不含陪同人员20人）。人均接待费106.21元。",
            ),
            "",
            "",
        ),
        (
            (
                *OUTLAY_OF_CARS,
                "其中外事接待支出1.00万元，接待外宾4批次40人。人均接待费102.00元。",
            ),
            "",
            "",
        ),
    ],
)
def test_averages_of_what_stands_elsewhere(lines: tuple[str, ...], was: str, instead: str) -> None:
    assert graver(THREE, *lines) == []
    if was:
        is_told("单价", (THREE, *lines), was, instead)


@pytest.mark.parametrize(
    ("sentence", "was", "instead"),
    [
        ("下达14个社区，每个社区5万元，合计70万元。", "合计70", "合计75"),
        ("资助学生186人次，每人每学期625元，共发放116,250元。", "116,250", "126,250"),
        ("资助学生93人，每人每学期625元，共发放116,250元。", "", ""),
        ("下达14个社区，每个网格5万元，合计280万元。", "", ""),
        ("购置电脑10台，每台0.5万元，共计5万元。", "共计5", "共计10"),
        ("慰问老党员10人，每人500元，共计1万元。", "", ""),
        ("惠及14个社区，其中每个社区不超过5万元，合计60万元。", "", ""),
    ],
)
def test_products(sentence: str, was: str, instead: str) -> None:
    assert graver(RESULTS, sentence) == []
    if was:
        is_told("单价", (RESULTS, sentence), was, instead)


@pytest.mark.parametrize(
    ("lines", "was", "instead", "rule"),
    [
        (("现有教职工100人，其中男40人，女60人。",), "女60", "女70", "数量之和"),
        (("现有教职工100人，其中：女性60人、男性40人。",), "男性40", "男性30", "数量之和"),
        (("现有教职工100人，其中男教师40人，女干部20人。",), "", "", ""),
        (("编制100人，其中男40人，女50人。",), "", "", ""),
        (
            (
                "共有项目31个，涉及资金852.24万元。列入绩效自评项目数量占比100%，其中：自评结果为优秀的25个；"
                "良好的6个。",
            ),
            "优秀的25",
            "优秀的26",
            "数量之和",
        ),
        (
            ("共有项目3个，全部开展自评，其中2个项目自评结果为“优”，1个项目自评结果为“良”。",),
            "其中2",
            "其中3",
            "数量之和",
        ),
        (
            ("共有项目12个。选取重点项目开展评价，评价结果为优秀的5个，良好的2个。",),
            "",
            "",
            "",
        ),
        (
            (
                "项目自评结果中，防汛抗旱、水库除险加固、河长制管理3个项目自评等级为“优”，"
                "农村供水1个项目自评等级为“良”。",
            ),
            "3个项目",
            "4个项目",
            "列举个数",
        ),
        (
            ("共有项目12个，全部编制绩效目标，其中8个开展自评，自评结果为优的6个，良的2个。",),
            "",
            "",
            "",
        ),
        (("共有项目12个，全部编制绩效目标。部门评价结果为优的6个，良的2个。",), "", "", ""),
        (("道路、桥梁和管网、绿化5个项目自评等级为“优”。",), "", "", ""),
        (("完成道路、桥梁、管网12个项目建设。",), "", "", ""),
    ],
)
def test_counts_of_people_and_projects(
    lines: tuple[str, ...], was: str, instead: str, rule: str
) -> None:
    assert graver(RESULTS, *lines) == []
    if was:
        is_told(rule, (RESULTS, *lines), was, instead)


SUMMARIES = (
    "对一般公共预算项目支出全面开展绩效自评，项目2个，共涉及资金100.00万元，占一般公共预算项目支出总额的100%。",
    "1.“甲”项目绩效自评综述：项目自评得分为93.96分。全年预算数为66.00万元，执行数为60.00万元，"
    "完成预算的90.91%。",
    "2.“乙”项目绩效自评综述：项目自评得分为96.06分。全年预算数为44.00万元，执行数为40.00万元，"
    "完成预算的90.91%。",
)


def test_summaries_are_those_of_the_projects() -> None:
    is_told("综述个数", (RESULTS, *SUMMARIES), "项目2个", "项目3个")
    of_many = (
        SUMMARIES[0].replace("2个", "28个").replace("100.00万元", "900.00万元"),
        *SUMMARIES[1:],
    )
    assert graver(RESULTS, *of_many) == []
    again = (SUMMARIES[0].replace("100.00万元", "110.00万元"), *SUMMARIES[1:])
    assert graver(RESULTS, *again) == []  # the budgets of the two


@pytest.mark.parametrize(
    ("sentence", "was", "instead", "rule"),
    [
        ("送戏下乡126场，完成目标值120场的105%。", "105%", "110%", "完成率"),
        ("送戏下乡126场，完成目标值120场的105%。", "126", "162", "完成率"),
        ("完成健康体检12,680人次，完成计划12,000人次的105.67%。", "12,680", "12,860", "完成率"),
        ("惠及群众8.6万人次，完成目标8万人次的107.5%。", "107.5", "117.5", "完成率"),
        ("惠及群众8.6万人次，完成目标8万人的110%。", "", "", ""),
        ("调解纠纷312宗，成功306宗，成功率98.08%。", "98.08", "99.08", "占比"),
        ("受理案件312件，办结306件，结案率97%。", "", "", ""),
        ("惠及群众8.6万人次，较上年增加1.1万人次，增长14.67%。", "14.67", "16.67", "增减率"),
        ("惠及群众8.6万人次，较上年增加1.1万人次，其中老人增长16.67%。", "", "", ""),
        ("管理率82.6%，高于目标值（75%）7.6个百分点。", "7.6个", "8.6个", "目标比较"),
        ("管理率70.0%，低于目标值75%5.0个百分点。", "低于", "高于", "目标比较"),
        ("抽检18.6万批次，超过年初目标（18万批次）。", "（18万", "（20万", "目标比较"),
        ("培训190人次，未达到年度目标200人次。", "190", "230", "目标比较"),
        ("办结率99%，超过目标值95%4个百分点。", "", "", ""),
        (
            "项目全年预算数为100万元，执行数为83.33万元，完成预算的83.33%。存在问题：预算执行率偏低（83.33%），"
            "未达到95%的目标。",
            "偏低（83.33",
            "偏低（89.33",
            "执行率前后",
        ),
        (
            "项目全年预算数为100万元，执行数为83.33万元，完成预算的83.33%。其中上半年执行率偏低（33.33%）。",
            "",
            "",
            "",
        ),
        ("对14个项目开展绩效自评，自评覆盖率达到100%。", "100%", "120%", "超过百分之百"),
        ("群众满意度目标完成率105%，参保率102%。", "", "", ""),
    ],
)
def test_achievements(sentence: str, was: str, instead: str, rule: str) -> None:
    assert graver(RESULTS, sentence) == []
    if was:
        is_told(rule, (RESULTS, sentence), was, instead)


@pytest.mark.parametrize(
    "right",
    [
        "公务用车购置费支出15.97万元，为支付上年购置车辆的尾款；购置公务用车0辆。",
        "公务用车购置费支出15.97万元；购置公务用车1辆。",
        "公务用车购置费支出0万元；购置公务用车0辆。",
        "公务用车购置费预算18.00万元，支出0.00万元，购置公务用车0辆。",
        "公务用车购置费支出18.00万元，更新购置公务用车1辆，其中：轿车0辆、越野车1辆。",
        "2023年公务用车购置费支出15.97万元，2024年购置公务用车0辆。",
    ],
)
def test_the_price_of_cars_where_none_was_bought(right: str) -> None:
    assert graver(THREE, right) == []
    is_told(
        "购置有无",
        (THREE, "公务用车购置费支出15.97万元；购置公务用车1辆。"),
        "购置公务用车1",
        "购置公务用车0",
    )


def test_cars_of_the_assets_are_the_same_beside_those_of_the_three() -> None:
    beside = "公务用车保有量2辆。国有资产占用情况中固定资产车辆3辆，与公务用车保有量差异原因是：1辆为非公务用车。"
    lines = (THREE, beside, ASSETS, "截至2024年12月31日，共有车辆3辆。")
    is_told("同一个数", lines, "固定资产车辆3辆", "固定资产车辆4辆")


def test_to_save_is_not_about() -> None:
    """节约 ends with 约, and its number is as exact as any other."""
    (message,) = graver(THREE, "公务接待费预算8.00万元，决算6.00万元，比预算节约3.00万元。")
    assert message.startswith("增减额")
    assert graver(THREE, "公务接待费预算8.00万元，决算6.00万元，比预算减少约3.00万元。") == []
