"""The form of a new data file: that of the document from which it is imported, as far as that
shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from generator.document.terms import definition, without_signs
from generator.forms.folders import OWN, Roots
from generator.forms.form import Form, form_names, load_form
from generator.forms.marks import PrintedForm, forms_like
from generator.importing.importer import Imported
from generator.importing.writing import USUAL_FORM
from generator.model.rules import MARK
from generator.model.subjects import FUNCTIONAL

_DECIMALS = "百分比小数位"


_NO_OWN_TERM = re.compile(r"[（(][类款项][）)]|\d{5}|^(?:备?注|附[件表]|地址|联系.*|电话|单位)\d*$")
"""A 科目 with its levels, or what is no term: the foot of a page."""
_OF_THE_UNIT = re.compile("[，。；]其?主要[是为有]")
"""Words of a usual term that go on with what the unit has."""


class FormOfFile(Struct, frozen=True):
    """A form with its settings, and what is said of it: ``comment`` behind it in the file,
    ``notes`` to the clerk; ``terms`` are those that the form does not explain by itself."""

    name: str
    comment: str = ""
    settings: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()
    terms: Mapping[str, str] = {}


def form_of(imported: Imported, roots: Roots = OWN) -> FormOfFile:
    """The form of what was imported; where that cannot be seen, the usual one, and it is asked."""
    if imported.published:
        return FormOfFile(imported.published.单位.版式)
    lines = imported.texts.lines
    if not lines:
        note = f"版式先写了“{USUAL_FORM}”（报表里看不出）；不是的，请换。"
        return FormOfFile(USUAL_FORM, notes=(note,))
    text = "".join("".join(lines).split())
    alike = forms_like(PrintedForm(imported.year, imported.tables, text), roots)
    possible = alike or list(form_names(roots))
    usual = possible[0]
    if len(alike) == 1:
        note = f"版式照文件的附表和写法选了“{usual}”；不是的，请换。"
        return _with_settings(usual, imported, roots, "", note)
    if USUAL_FORM in possible:
        usual = USUAL_FORM
    others = "、".join(name for name in possible if name != usual)
    note = f"看不出文件是哪个版式，先写了“{usual}”；请核对，或换成 {others}。"
    comment = f"# {MARK}：看不出文件是哪个版式；核对，或换成 {others}"
    return _with_settings(usual, imported, roots, comment, note)


def _with_settings(
    name: str, imported: Imported, roots: Roots, comment: str, note: str
) -> FormOfFile:
    """A form, its settings that the document shows to be others than the usual ones, and the terms
    that are the unit's own."""
    form = load_form(name, roots)
    settings, notes = {}, [note]
    decimals = str(imported.texts.decimals)
    setting = form.settings[_DECIMALS]
    if decimals != setting.default and decimals in setting.options:
        settings[_DECIMALS] = decimals
        notes.append(f"设置里的“{_DECIMALS}”照文件写了 {decimals}。")
    terms = _own_terms(imported, form)
    if terms:
        notes.append(
            f"名词解释抄了本单位自己写的 {len(terms)} 条：{'、'.join(terms)}；别的由版式解释。"
        )
    elif imported.texts.terms:
        notes.append(f"名词解释 {len(imported.texts.terms)} 条都由版式解释，没有抄。")
    return FormOfFile(name, comment, settings, tuple(notes), terms)


def _own_terms(imported: Imported, form: Form) -> dict[str, str]:
    """The terms of a document that a form does not explain, or to which the unit adds what it
    has."""
    entries = [*form.glossary.get("开头", ()), *form.glossary.get("结尾", ())]
    explained = {without_signs(str(entry["名词"])) for entry in entries}
    year = imported.figures.year
    own = {}
    for term, text in imported.texts.terms.items():
        if _NO_OWN_TERM.search(term) or year.named(term, FUNCTIONAL):
            continue
        if without_signs(term) not in explained or _OF_THE_UNIT.search(text):
            own[term] = definition(term, text).removesuffix("。")
    return own
