"""Which of the budgets of a 科目 the document compares with: 年初 or 全年."""

from __future__ import annotations

from generator.forms.chosen import settle
from generator.forms.folders import Roots
from generator.forms.form import is_form, load_form
from generator.forms.settings import COMPARED
from generator.web.text_at_path import typed_at
from generator.yaml_edit.entries import YamlEntry

USUAL_BUDGET = "全年"


def compared_budget(root: YamlEntry, roots: Roots) -> str:
    """The kind of budget that a file is compared with, by its own choice or its form's."""
    form, chosen = typed_at(root, ("版式",)), typed_at(root, ("设置", COMPARED))
    if chosen or not is_form(form, roots):
        return chosen or USUAL_BUDGET
    return settle(load_form(form, roots), {})[0].get(COMPARED, USUAL_BUDGET)
