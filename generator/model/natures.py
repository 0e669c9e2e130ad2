"""The choices of a data file that name what a unit is, or how a thing is measured: the options, and
what other words for them mean."""

from __future__ import annotations

from generator.model.choices import Choice, Meaning
from generator.repair.intent import SIGNS

_OFFICE, _LIKE_OFFICE, _INSTITUTION = "行政单位", "参公事业单位", "事业单位"
_KINDS = (
    "公益|全额|差额|自收自支|财政|经费|生产|经营|其他|其它|普通|一般|科研|教育|卫生|文化|企业化"
)
_ORGANS = "行政|党政|国家|政府|党委|人大|政协|司法|检察|审判|监察|公安|税务|行政执法"


def _natures(office: str, like_office: str, institution: str) -> tuple[Meaning, ...]:
    """What clerks call the three kinds of unit; the names of the options differ by their place."""
    public = (like_office, institution)
    offices = (office, like_office)
    return (
        Meaning(r".*(非|不|未)(是|属于|纳入|实行)?参(公|照).*事业.*", (institution,)),
        Meaning(r".*(非|不|未).*", (office, like_office, institution)),
        Meaning(r"(?=.*参(公|照))(?=.*(行政|机关|群团|团体)).*", offices),
        Meaning(r".*(参公|参照(《?中华人民共和国)?公务员|参照管理).*", (like_office,)),
        Meaning(r"(?=.*事业)(?=.*(机关|群团)).*", (office, like_office, institution)),
        Meaning(r"(?=.*事业)(?=.*(执法|职能|监督)).*", public),
        Meaning(r"行政事业(类)?(单位)?", (office, institution)),
        Meaning(r"(?=.*行政)(?=.*事业).*", (office, like_office, institution)),
        Meaning(rf"({_KINDS}).*事业(单位|法人)|事业(单位|法人)([（(].*[)）])?", (institution,)),
        Meaning(r".*事业.*", public),
        Meaning(rf"行政|.*行政单位([（(].*[)）])?|({_ORGANS})机关(单位)?", (office,)),
        Meaning(r".*(机关|群团|团体|工会|妇联|共青团|团委).*", offices),
    )


NATURE = Choice(
    _OFFICE,
    _LIKE_OFFICE,
    _INSTITUTION,
    meanings=_natures(_OFFICE, _LIKE_OFFICE, _INSTITUTION),
    question="照编制部门的批文；事业单位经批准参照公务员法管理的，才是参公事业单位",
)
_MEMBERS = ("行政单位", "参照公务员法管理的事业单位", "其他事业单位")
MEMBER_NATURE = Choice(
    *_MEMBERS,
    meanings=_natures(*_MEMBERS),
    question="照编制部门的批文；没有批准参照公务员法管理的事业单位，是其他事业单位",
)
SCOPE = Choice(
    "单位",
    "部门",
    meanings=(
        Meaning(
            r"(仅|只)?(含|包括)?本单位(决算|的数)?|单位(决算|本身)|(基层|二级)(预算)?单位",
            ("单位",),
        ),
        Meaning(r"(部门|全部门)?汇总(数)?|全部门|部门汇总(决算|数)", ("部门",)),
    ),
    question="只含本单位的数，填 单位；含下属单位的汇总数，填 部门",
)
UNIT_OF_MONEY = Choice(
    "元",
    "万元",
    meanings=(
        Meaning(r"((金额)?单位[:：])?(人民币)?万元?([（(]人民币[)）])?", ("万元",)),
        Meaning(r"((金额)?单位[:：])?(人民币)?元(整)?([（(]人民币[)）])?|人民币", ("元",)),
    ),
    question="只有这两种；报表用别的单位的，先换算",
)
TRANSFER_KIND = Choice(
    "补助",
    "上缴",
    meanings=(
        Meaning(r"(对附属单位|上级|对下级|向下)?补助(支出|收入)?", ("补助",)),
        Meaning(r"(附属单位|下级|向上级?)?(上缴|上交)(上级)?(支出|收入)?", ("上缴",)),
    ),
    question="付给下级的是补助，交给上级的是上缴",
)
PROJECT_KIND = Choice(
    "常年项目",
    "阶段（一次性）项目",
    meanings=(
        Meaning(r"(常年|经常)(性)?(项目)?", ("常年项目",)),
        Meaning(r"(阶段|一次)(性)?(项目)?|阶段[(（]?一次性[)）]?(项目)?", ("阶段（一次性）项目",)),
    ),
    question="年年都有的是常年项目",
)
_COMPARISONS = {
    "≥": "大于等于|大于或等于|不少于|不低于|不小于|≧|⩾|至少",
    "≤": "小于等于|小于或等于|不多于|不高于|不大于|不超过|≦|⩽|至多",
    "＞": "大于|多于|高于|超过",
    "＜": "小于|少于|低于|不到",
    "＝": "等于|＝＝",
    "定性": "定性指标",
}
INDICATOR = Choice(
    "＝",
    "≥",
    "≤",
    "＞",
    "＜",
    "定性",
    meanings=(
        *(Meaning(pattern, (sign,)) for sign, pattern in _COMPARISONS.items()),
        *(Meaning(typed.replace("=", "[=]"), (sign,)) for typed, sign in SIGNS.items()),
        Meaning("定量(指标)?", ("＝", "≥", "≤", "＞", "＜")),
    ),
    question="照绩效目标表；只能用文字评价的才是定性",
)
