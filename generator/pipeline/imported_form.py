"""The form of a new data file: that of the document from which it is imported, as far as that
shows."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.forms.folders import OWN, Roots
from generator.forms.form import form_names, load_form
from generator.forms.marks import PrintedForm, forms_like
from generator.importing.importer import Imported
from generator.importing.writing import USUAL_FORM
from generator.model.rules import MARK

_DECIMALS = "百分比小数位"


class FormOfFile(Struct, frozen=True):
    """A form with its settings, and what is said of it: ``comment`` behind it in the file,
    ``notes`` to the clerk."""

    name: str
    comment: str = ""
    settings: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()


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
    """A form, and its settings that the document shows to be others than the usual ones."""
    decimals = str(imported.texts.decimals)
    setting = load_form(name, roots).settings[_DECIMALS]
    if decimals == setting.default or decimals not in setting.options:
        return FormOfFile(name, comment, notes=(note,))
    decimals_note = f"设置里的“{_DECIMALS}”照文件写了 {decimals}。"
    return FormOfFile(name, comment, {_DECIMALS: decimals}, (note, decimals_note))
