"""juesuan audit: counts with their parts, prices times counts, scores: right ones of many wordings
are silent, each wrong one beside them is told."""

from __future__ import annotations

import pytest

from generator.audit.audit import audit
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.findings.place import Level

HEAD = ("某局2024年度部门决算", "第三部分 2024年度部门决算情况说明")
THREE = "一、“三公”经费财政拨款支出决算情况说明"


def graver(*lines: str) -> list[str]:
    """The rules and messages of what is told of paragraphs, no hints."""
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate((*HEAD, *lines), 1))
    remarks = audit(Extract(tuple(paragraphs))).remarks
    return [f"{item.rule}：{item.message}" for item in remarks if item.level is not Level.HINT]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("共接待11批次，其中国内接待4批次、外事接待7批次。", ("共接待11", "共接待17")),
        (
            "全年共接待来访11批次、120人次，其中国内公务接待4批次、50人次，外事接待7批次、70人次。",
            ("120人次", "130人次"),
        ),
        (
            "公务接待共计20批次，180人次（不包括陪同人员），其中：国内公务接待18批次、160人次；"
            "外宾接待2批次、20人次。",
            ("20批次，180", "23批次，180"),
        ),
        (
            "共接待来访团组12个，来宾96人次，其中：外宾团组2个、16人次；内宾团组10个、80人次。",
            ("2个、16", "2个、26"),
        ),
        (
            "因公出国（境）团组3个，累计8人次，其中：本单位组团1个、3人次，参加其他单位组团2个、5人次。",
            ("团2个", "团3个"),
        ),
        (
            "接待来访团组共10批次、96人次，其中：接待外宾2批次、16人次，接待内宾8批次、80人次。",
            ("80人次", "90人次"),
        ),
        (
            "因公出国（境）团组5个、8人次。其中：本单位组织团组2个、3人次，参加其他单位组织团组3个、5人次。",
            ("团组2个", "团组3个"),
        ),
        ("共接待国内来宾50批次、600人次，其中外事接待2批次、10人次。", ()),
        (
            "共接待来访20批次，其中：国内公务接待18批次（外省8批次、省内10批次），外事接待2批次。",
            ("来访20", "来访22"),
        ),
        (
            "共接待来访20批次、180人次，其中：国内公务接待18批次、160人次（外省8批次、60人次，省内10批次、"
            "100人次），外事接待2批次、20人次。",
            ("180人次", "190人次"),
        ),
        ("国内公务接待20批次，其中内宾接待15批次，涉外机构国内人员接待3批次。", ()),
        (
            "共有车辆12辆，其中：机要通信用车2辆（含新能源1辆）、执法执勤用车7辆（含摩托车3辆）、其他用车3辆。",
            ("车辆12", "车辆13"),
        ),
        ("共有车辆5辆，其中：执法执勤用车（3辆）、其他用车（2辆）。", ("车辆5", "车辆6")),
        ("年末在职人员45人，其中：党员30人，女性20人。", ()),
        ("机关行政编制20名，其中：局长1名，副局长3名，科级领导职数8名（正科5名，副科3名）。", ()),
        ("共有在职职工38人，退休人员12人，其中：行政24人，事业14人。", ()),
        ("下设预算单位8个，其中：行政单位1个，参公单位2个，其他事业单位5个。", ("位8个", "位9个")),
        ("国内公务接待50批次，其中上级部门检查接待30批次、兄弟单位考察15批次。", ()),
    ],
)
def test_counts_are_the_sum_of_their_parts(right: str, wrong: tuple[str, str] | tuple[()]) -> None:
    assert graver(THREE, right) == []
    if wrong:
        said = graver(THREE, right.replace(*wrong))
        assert [each for each in said if each.startswith("数量之和")] == said != []


@pytest.mark.parametrize(
    "right",
    [
        "因公出国（境）团组3个，累计8人次，其中：参加其他部门组织的出国（境）团组2个、3人次；"
        "本部门组团1个、5人次。",
        "2024年因公出国（境）团组2个，参加省级双跨团组1个，累计6人次。",
        "安排单位组织的出国团组1个、参加其他单位出国团组2个；全年因公出国（境）累计3人次。",
    ],
)
def test_groups_of_a_kind_are_not_all_groups(right: str) -> None:
    assert graver(THREE, right) == []


def test_groups_said_twice_agree() -> None:
    assert graver(THREE, "因公出国（境）团组3个，累计8人次。全年因公出国（境）团组2个。")


def test_a_part_that_may_be_left_out_is_a_warning() -> None:
    right = "本单位编制50人，其中行政编制30人，事业编制20人。"
    assert graver(THREE, right) == []
    for wrong, level in (("编制40人", Level.ERROR), ("编制55人", Level.WARNING)):
        lines = (*HEAD, THREE, right.replace("编制50人", wrong))
        paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1))
        (item,) = audit(Extract(tuple(paragraphs))).remarks
        assert (item.rule, item.level) == ("数量之和", level)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("购置公务用车2辆，每辆18万元，共计36万元。", ("共计36", "共计40")),
        ("购置公务用车2辆，单价18万元，合计36万元。", ("合计36", "合计38")),
        ("以18万元/辆的价格购置公务用车2辆，支出36万元。", ("支出36", "支出46")),
        ("慰问困难职工30人，每人500元，共计1.5万元。", ("1.5万元", "15万元")),
        ("配备电脑3台，每台4,999元，共计14,997元。", ("14,997", "14,979")),
        ("开展培训5期，每期2万元，支出10万元。", ("支出10", "支出12")),
        ("公务用车购置支出36万元，购置车辆2辆，平均每辆18万元。", ("每辆18", "每辆20")),
        ("公务接待费12.00万元，共接待1200人次，人均100元。", ("人均100", "人均180")),
        ("公务用车运行维护费40万元，保有量10辆，单车运行维护费4万元。", ("费4万", "费6万")),
        ("公务接待费2.08万元，接待来宾208人次，人均100元左右。", ()),
        ("接待300人次，其中省级100人次，市州200人次，共计支出3.00万元，人均100元。", ()),
        ("接待300人次，共计支出3.00万元，人均100元。", ("人均100", "人均180")),
        ("购置公务用车2辆，每辆18万元，另缴购置税3.2万元，共计39.2万元。", ()),
        ("购置轿车1辆，每辆15万元，越野车2辆，每辆25万元，共计65万元。", ()),
        ("接待标准为每人50元，共接待200人次，支出0.98万元。", ()),
        ("购置公务用车2辆，单价不超过18万元，共计35.6万元。", ()),
        ("慰问困难职工30人，每人每年500元，共计3万元。", ()),
        ("购置费36万元，购置2辆；运行维护费30万元，保有量10辆，平均每辆3万元。", ()),
        ("为32个村每村配备1台设备，每台1.2万元，共计38.4万元。", ()),
        ("购置公务用车2辆支出36万元，保有量10辆，单车运行维护费3万元。", ()),
        ("为5所学校各购置空调10台，每台0.3万元，合计15万元。", ()),
        ("为32个村各配备1台电脑，每台0.5万元，共计16万元。", ()),
        ("全县12个乡镇分别采购设备2套，单价1.5万元，总金额36万元。", ()),
        ("两个校区均安装监控20套，每套1万元，共计40万元。", ()),
        ("分两批采购电脑50台，每台0.4万元，共计40万元。", ("共计40", "共计28")),
        ("全年3次采购电脑50台，每台0.4万元，共计60万元。", ("共计60", "共计68")),
        ("春节、国庆慰问老干部50人，每人500元，共计5万元。", ("共计5", "共计6")),
        ("完成改造项目5个，每个20万元，支出80万元，结转20万元。", ("支出80", "支出180")),
        ("奖励企业18家，每家20万元，共计拨付360万元。", ("360", "380")),
        ("购置车辆2辆，预算每辆18万元，支出35万元。", ()),
        ("奖励企业18家，平均每家20万元，共计拨付358万元。", ()),
        ("举办培训班3期，每期5万元，共支出15.2万元。", ("15.2", "18.2")),
        ("采购电脑20台，每台4985元，共计10万元。", ("共计10", "共计11")),
        ("购置公务用车2辆，每辆18万元，共计36.50万元（含购置附加）。", ()),
        ("公务用车保有量10辆，当年购置2辆，每辆18万元，共计36万元。", ("共计36", "共计34")),
    ],
)
def test_a_price_times_a_count_is_the_total(right: str, wrong: tuple[str, str] | tuple[()]) -> None:
    assert graver(THREE, right) == []
    if wrong:
        (said,) = graver(THREE, right.replace(*wrong))
        assert said.startswith("单价：")
        assert "应是" not in said or "也可能" in said


def test_of_count_price_and_total_none_is_said_to_be_wrong() -> None:
    lines = (*HEAD, THREE, "购置公务用车2辆，每辆18万元，共计63万元。")
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1))
    (item,) = audit(Extract(tuple(paragraphs))).remarks
    assert (item.level, item.printed, item.right) == (Level.WARNING, "63万元", "")
    assert "数量、单价、总价里有一个写错了" in item.message


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "“三公”经费支出决算10.00万元，比上年减少3.00万元，下降23.08%。其中：公务接待费减少5.00万元，"
            "公务用车运行维护费增加2.00万元。",
            ("上年减少3.00万元，下降", "上年增加3.00万元，增长"),
        ),
        (
            "“三公”经费支出决算10.00万元，比上年增加3.00万元，其中：因公出国（境）费增加1.00万元，"
            "公务接待费增加2.00万元。",
            ("上年增加", "上年减少"),
        ),
        (
            "“三公”经费支出决算10.00万元，比上年增加3.00万元，其中：公务用车购置及运行维护费增加5.00万元，"
            "公务接待费减少2.00万元，因公出国（境）费与上年持平。",
            ("增加3.00", "减少3.00"),
        ),
        (
            "“三公”经费支出决算10.00万元，比上年减少3.00万元，其中：因公出国（境）费减少6.00万元，"
            "公务接待费增加2.00万元，主要是来访增加。",
            (),
        ),
        (
            "“三公”经费支出决算10.00万元，比预算减少3.00万元，其中：公务用车购置及运行维护费比上年增加"
            "5.00万元，公务接待费比上年减少2.00万元。",
            (),
        ),
    ],
)
def test_the_direction_of_the_whole_is_that_of_its_parts(
    right: str, wrong: tuple[str, str] | tuple[()]
) -> None:
    assert graver(THREE, right) == []
    if wrong:
        said = graver(THREE, right.replace(*wrong))
        assert any(each.startswith("合计：三公经费增减额") for each in said)


def test_a_budget_farther_ahead_is_that_of_the_only_completion() -> None:
    heading = "（三）一般公共预算财政拨款支出决算具体情况"
    right = (
        "1.农林水支出（类）水利（款）行政运行（项）：年初预算为100.00万元。主要用于人员经费和公用经费，"
        "保障机关正常运转。支出决算为90.00万元，完成年初预算的90%。"
    )
    assert graver(heading, right) == []
    (said,) = graver(heading, right.replace("的90%", "的80%"))
    assert said.startswith("完成率：90.00万元÷100.00万元＝90%，印的是 80%")
    assert graver(heading, right.replace("完成年初预算的90%", "完成全年预算的80%")) == []


def test_the_scores_of_the_next_sentence_are_those_of_the_whole() -> None:
    lines = ("第四部分 附件", "部门整体支出绩效自评报告")
    right = "自评总得分92分。其中，履职效能得分38分；管理效率得分25分；社会效应得分29分。"
    assert graver(*lines, right) == []
    (said,) = graver(*lines, right.replace("29分", "20分"))
    assert said.startswith("得分合计：下面各项得分相加 38分＋25分＋20分＝83，合计印的是 92分")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("部门整体绩效自评得分92分，评价等级为“优”。", ("“优”", "“良”")),
        ("项目自评得分85.5分，自评等次为良。", ("次为良", "次为优")),
        ("综合得分79.6分，评价结果为“中”。", ("“中”", "“良”")),
        ("经自评，该项目得分90分，等级为优秀。", ("90分", "89分")),
        ("项目自评得分100分，自评结论为“优”。", ("100分", "60分")),
        ("预算管理指标得分18分，评价结果良好。", ()),
        ("预算执行率得分10分，良好。", ()),
        ("满意度得分18分，评价结果为良。", ()),
        ("项目产出得分39分，评价等级为“优”。", ()),
        ("综合管理得分28分，评价等级为优。", ()),
        ("整体效益得分38分，评价等级为优。", ()),
        ("履职效能自评得分45分，自评结果为优。", ()),
        ("部门整体绩效自评得分55分（满分60分），等级为优。", ()),
        ("本项目绩效评价总分为91分，评定为“优”等级。", ("“优”", "“良”")),
        ("部门整体绩效自评总分95分（满分100分），等级为优。", ("95分", "85分")),
        ("按照百分制，项目得分45分，评价等级为差。", ("级为差", "级为优")),
        ("总得分58分，评价等级为差。", ("级为差", "级为优")),
        ("自评得分88分，评价等级为“优”。评价分档：85分以上为优，70分以上为良。", ()),
        (
            "部门整体绩效自评得分98分，等级为“优”，项目自评满分10分的执行率得10分。",
            ("“优”", "“差”"),
        ),
    ],
)
def test_a_grade_is_that_of_its_score(right: str, wrong: tuple[str, str] | tuple[()]) -> None:
    lines = ("第四部分 附件", "部门整体支出绩效自评报告")
    assert graver(*lines, right) == []
    if wrong:
        (said,) = graver(*lines, right.replace(*wrong))
        assert said.startswith("得分等级：")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "共有车辆9辆，其中：部级领导干部用车0辆、主要领导干部用车0辆、机要通信用车0辆、"
            "应急保障用车4辆、执法执勤用车3辆、其他用车2辆。",
            ("共有车辆9辆", "共有车辆5辆"),
        ),
        (
            "共有车辆7辆，其中：机要通信用车1辆、应急保障用车3辆、主要领导干部用车2辆、"
            "其他用车1辆。",
            ("主要领导干部用车2辆", "主要领导干部用车1辆"),
        ),
        (
            "所属预算单位4个，其中：处级单位1个，科级单位2个，股级单位1个。",
            ("预算单位4个", "预算单位5个"),
        ),
        ("部门所属单位3个，其中：行政单位1个，参公单位1个，科级事业单位1个。", ()),
        ("在职人员38人，其中：行政人员20人、事业人员8人、县级领导10人。", ()),
        ("在职人员38人，其中：行政人员30人，女12人，党员20人。", ()),
    ],
)
def test_cars_and_units_are_of_one_kind_each_and_people_of_several(
    right: str, wrong: tuple[str, str] | tuple[()]
) -> None:
    assert graver("十、其他重要事项的情况说明", right) == []
    if wrong:
        (said,) = graver("十、其他重要事项的情况说明", right.replace(*wrong))
        assert said.startswith("数量之和：")
