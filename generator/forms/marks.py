"""认出: by what a published document shows that it is of a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from generator.forms.files import FormError
from generator.forms.folders import OWN, Roots
from generator.forms.form import form_names, load_form


class PrintedForm(Struct, frozen=True):
    """What a published document shows of its form: the tables that it has, and all of its text
    without blanks."""

    year: int
    tables: Collection[str]
    text: str


def forms_like(printed: PrintedForm, roots: Roots = OWN) -> list[str]:
    """The forms whose marks a document of their years has; none where it has those of none."""
    alike = []
    for name in form_names(roots):
        try:
            form = load_form(name, roots)
        except FormError:
            continue
        first, last = form.years
        if first <= printed.year <= last and form.marks and _agree(form.marks, printed):
            alike.append(name)
    return alike


def _agree(marks: Mapping[str, Sequence[str]], printed: PrintedForm) -> bool:
    """Whether a document has all tables and one of the words, and none of those that must not
    be."""
    words = marks.get("有词", ())
    return (
        all(table in printed.tables for table in marks.get("有表", ()))
        and not any(table in printed.tables for table in marks.get("无表", ()))
        and (not words or any(word in printed.text for word in words))
        and not any(word in printed.text for word in marks.get("无词", ()))
    )
