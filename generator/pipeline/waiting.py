"""A data file in which values are still to be filled in → its document as far as it is settled, for
whoever watches it while it is filled in. It is shown, and never written: no finding is held against
it."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from generator.document.render import Rendered
from generator.document.unsettled import settled
from generator.forms.fields import fill
from generator.forms.folders import OWN, Roots
from generator.forms.form import is_form
from generator.model.load import load
from generator.model.stand_ins import WaitingAccounts, with_stand_ins
from generator.pipeline.examining import Beside, Units, computed, read_beside, rendered_document
from generator.pipeline.remarks import DRAFT


def waiting_document(path: Path, roots: Roots = OWN) -> Rendered | None:
    """The document of a file that cannot be read whole since values are still to be filled in:
    marked as a draft, and marked wherever it rests on such a value.

    None of a file that can be read whole, that is wrong otherwise, or that adds up those of units.
    Raises FormError.
    """
    loaded = load(path)
    if loaded.accounts is not None or loaded.root is None:
        return None
    pair = with_stand_ins(loaded.root)
    if pair is None:
        return None
    small, large = pair
    if small.accounts.汇总 or not is_form(str(small.accounts.版式), roots):
        return None
    beside = read_beside(loaded, small.accounts, small.root, roots, Units())
    rendered = settled(_rendered(beside, small), _rendered(beside, large), frozenset(small.paths))
    return replace(rendered, document=replace(rendered.document, draft=DRAFT))


def _rendered(beside: Beside, waiting: WaitingAccounts) -> Rendered:
    """The document with one set of stand-ins."""
    accounts = waiting.accounts
    statement, _, _ = computed(beside, accounts, waiting.root)
    fields, _ = fill(beside.form.fields, beside.form.name, accounts)
    return rendered_document(beside, accounts, statement, fields)
