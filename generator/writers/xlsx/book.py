"""A workbook that is written: texts stay texts, whatever they look like."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def new_book(buffer: BytesIO) -> Workbook:
    """A workbook that goes into a buffer when it is closed.

    No text becomes a formula, a link or a number: what others typed stays what they typed.
    """
    # Heavy, and not needed by most runs.
    from xlsxwriter import Workbook

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    return Workbook(buffer, options)
