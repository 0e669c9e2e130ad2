"""The settings of a form as a data file chooses them."""

from __future__ import annotations

from collections.abc import Mapping

from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.forms.form import Form
from generator.reading.nodes import Scalar

SETTING = declare(
    "设置",
    Group.FORM,
    Level.ERROR,
    "设置的名称和取值是版式里有的",
    "写错的设置不起作用，文档就不是您要的样子。",
    "数据文件的写法",
)


def settle(form: Form, chosen: Mapping[Scalar, Scalar]) -> tuple[dict[str, str], list[Finding]]:
    """The form's settings with the data file's choices; unknown names and values are findings."""
    values = {name: setting.default for name, setting in form.settings.items()}
    findings = []
    for key, value in chosen.items():
        finding = _problem(form, key, value)
        if finding is None:
            values[str(key)] = str(value)
        else:
            findings.append(finding)
    return values, findings


def _problem(form: Form, key: Scalar, value: Scalar) -> Finding | None:
    """What is wrong with a choice; None when the form offers it."""
    setting = form.settings.get(str(key))
    if setting is None:
        message = f"版式“{form.name}”没有“{key}”这项设置"
        fix = f"可用的设置：{'、'.join(offered.name for offered in form.offered)}"
        return SETTING.at(key.place, message, fix)
    if len(setting.options) == 1 and str(value) != setting.default:
        message = f"版式“{form.name}”的“{key}”一律是“{setting.default}”，不能改"
        return SETTING.at(key.place, message, "删去这一行")
    if str(value) not in setting.options:
        fix = f"可填：{'、'.join(setting.options)}（{setting.meaning}）"
        return SETTING.at(key.place, f"“{key}”不能是“{value}”", fix)
    return None
