"""The settings of a form, and those that the program itself asks for whatever the form."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.fonts.setting import ANSWERS as OF_FONTS
from generator.fonts.setting import FONTS
from generator.forms.declarations import SettingDeclaration

COMPARED = "完成预算口径"
"""The kind of budget that outlays are compared with."""
_YES_NO = ("是", "否")
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "百分比小数位": ("0", "1", "2", "3", "4"),
    "百分比去末位零": ("是", "否", "整数"),
    "金额去末位零": _YES_NO,
    "金额千分位": _YES_NO,
    "附表去末位零": _YES_NO,
    "附表千分位": _YES_NO,
    "附表零值": ("空", "0.00", "0"),
    "图题": ("有", "带类型", "无"),
    COMPARED: ("全年", "年初"),
    "原因门槛": tuple(str(number) for number in range(101)),
}
"""What the program asks, and the answers that it understands.

Every form has to offer some of them (the form 基础 offers all).
"""


_OPTIONAL = {FONTS: OF_FONTS}
"""What it asks too, and takes the first answer where a form leaves it out."""


def answers_to(name: str) -> tuple[str, ...]:
    """The answers to a setting that the program understands; none where it does not ask."""
    return ANSWERS.get(name, _OPTIONAL.get(name, ()))


class Setting(Struct, frozen=True):
    """A habit of the form: default, allowed values, meaning."""

    name: str
    default: str
    options: tuple[str, ...]
    meaning: str


def settings_of(declared: Mapping[str, SettingDeclaration]) -> dict[str, Setting]:
    """The settings of a form from 版式.yaml."""
    return {str(name): _setting(str(name), setting) for name, setting in declared.items()}


def _setting(name: str, declared: SettingDeclaration) -> Setting:
    options = tuple(map(str, declared["可选"]))
    return Setting(name, str(declared["默认"]), options, str(declared["说明"]))
