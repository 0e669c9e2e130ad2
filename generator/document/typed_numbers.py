"""Numbers that somebody wrote into a text by hand (150万元, 一百五十万元, 3辆), and the unit that a
text goes on with. Such numbers do not follow the data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_MONEY = r"亿\s*元|万\s*元|元"
_PERCENT = r"[%％‰]|个?百分点"
# Followed by these characters it is another word: 人员, 个别, 次年, 项目, 名称.
_COUNT = (
    r"人次|批次|辆|台(?!账)|套|人(?![员均民大才事工数])|个(?![人别百体])|次(?![年月日要数性])"
    r"|批(?!复)|项(?!目)|家(?!庭)|名(?![词称单])|户|件"
)
_UNIT = rf"(?:{_MONEY}|{_PERCENT}|{_COUNT})"
_CHINESE = "一二两三四五六七八九十百千万亿零〇"
_DIGITS = r"(?<![\d第])(?<!\d[.．,，])\d+(?:[,，]\d{3})*(?:[.．]\d+)?(?:\s*[百千])?"
_WORDS = (
    rf"(?<![第{_CHINESE}])(?!一(?:{_COUNT}))"
    rf"[一二两三四五六七八九十百千][{_CHINESE}]*(?:点[{_CHINESE}]+)?"
)
_WRITTEN = re.compile(rf"(?:{_DIGITS}|{_WORDS})\s*{_UNIT}|百分之[\d.．{_CHINESE}点]+")
_ZERO = re.compile(r"0+(?:\.0+)?\s*\D.*")
_AHEAD = re.compile(rf"\s*({_UNIT})")

CONSTANTS: Mapping[str, str] = {
    r"单价(?:50|100)万元(?:（含）)?以上": "决算报表里大型设备的划分标准，是科目名称的一部分",
    r"(?:50|100)万元(?:（含）)?以上(?:通用|专用)?设备": "同上",
    r"结余率大于10%": "部门整体绩效自评报告规定的统计口径",
}
"""Numbers that the law writes, whatever a unit's figures are, and why each stands."""
_CONSTANT = re.compile("|".join(CONSTANTS))

_SAME: tuple[frozenset[str], ...] = (
    frozenset(("辆", "台")),
    frozenset(("人", "人次", "名")),
    frozenset(("批", "批次", "次")),
    frozenset(("次", "个")),  # 团组: the forms say 个
    frozenset(("台（套）", "台", "套")),
)


def numbers_with_units(text: str, *, zero: bool = True) -> list[str]:
    """The numbers with a unit that stand in ``text``, each once, as written, but for those that the
    law writes. Without ``zero`` 0万元 is none.
    """
    numbers = [match[0] for match in _WRITTEN.finditer(_CONSTANT.sub("\0", text))]
    return list(dict.fromkeys(number for number in numbers if zero or not _ZERO.fullmatch(number)))


def unit_ahead(text: str) -> str:
    """The unit that ``text`` begins with; "" when it begins with none."""
    unit = _AHEAD.match(text)
    if not unit:
        return ""
    return re.sub(r"\s", "", unit[1])


def fits(unit: str, ahead: str) -> bool:
    """Whether a figure of ``unit`` can go on with the unit ``ahead``: 个 counts anything, and 人
    can be 人次.
    """
    if re.fullmatch(_PERCENT, ahead):
        return unit == "%" and ahead in "%％"
    if re.fullmatch(_MONEY, ahead):
        return unit == ahead
    return unit == ahead or (unit == "个" or any(unit in same and ahead in same for same in _SAME))
