"""Cell formats of a workbook from the styles of the form: typefaces and sizes by role, number
formats by how a number is printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.document.tree import Cell, Number, Table
from generator.forms.styles import FormStyles
from generator.writers.css import style_of

# What Excel would read as the beginning of a formula as soon as somebody edits the cell.
_LIKE_FORMULA = ("=", "@", "+", "-")
_ALIGN = {"左": "left", "中": "center", "右": "right", "两端": "left"}


class Formats:
    """The formats of one workbook; each is made once."""

    def __init__(self, book: Any, styles: FormStyles) -> None:
        self._book = book
        self._styles = styles
        self._made: dict[tuple[Any, ...], Any] = {}
        self._quoted: dict[int, Any] = {}
        self._options: dict[int, dict[str, Any]] = {}

    def add(self, options: dict[str, Any]) -> Any:
        """A new format."""
        made = self._book.add_format(options)
        self._options[id(made)] = options
        return made

    def write(self, page: Any, row: int, column: int, text: str, cell_format: Any) -> None:
        """Write a text that stays one: what looks like a formula is marked as text, so that
        editing it leaves it text."""
        if text.startswith(_LIKE_FORMULA):
            if id(cell_format) not in self._quoted:
                self._quoted[id(cell_format)] = self.add(
                    {**self._options[id(cell_format)], "quote_prefix": True}
                )
            cell_format = self._quoted[id(cell_format)]
        page.write_string(row, column, text, cell_format)

    def size(self, table: Table) -> Decimal:
        """The size of the text of a table, in points."""
        return style_of(self._styles, table.role).size

    def text(self, **options: Any) -> Any:
        """A cell of a sheet of our own, in the typeface of tables."""
        role = style_of(self._styles, "表格")
        key = ("text", tuple(sorted(options.items())))
        if key not in self._made:
            usual = {"border": 1, "font_name": role.face.word, "font_size": 10, "valign": "vcenter"}
            self._made[key] = self.add(usual | options)
        return self._made[key]

    @property
    def title(self) -> Any:
        """A table's title."""
        return self._plain("表题", "center")

    @property
    def corner(self) -> Any:
        """The lines right above a table, at the right."""
        return self._plain("表角", "right")

    @property
    def left(self) -> Any:
        """The unit above a table, at the left."""
        return self._plain("表角", "left")

    @property
    def note(self) -> Any:
        """Notes below a table: they wrap."""
        return self._plain("表注", "left", wrap=True)

    def cell(self, cell: Cell, *, head: bool) -> Any:
        """A cell of a table."""
        role = style_of(self._styles, "表头" if head or cell.header else "表格")
        align = _ALIGN[cell.align]
        key = ("cell", role.name, align, cell.indent, cell.strong, number_format(cell))
        if key not in self._made:
            options = {
                "border": 1,
                "valign": "vcenter",
                "align": align,
                "font_name": role.face.word,
                "font_size": int(role.size),
                "text_wrap": True,
            }
            if cell.strong:
                options["bold"] = True
            if cell.indent:
                options["indent"] = cell.indent
            options["num_format"] = number_format(cell)
            self._made[key] = self.add(options)
        return self._made[key]

    def _plain(self, name: str, align: str, *, wrap: bool = False) -> Any:
        key = ("plain", name, align)
        if key not in self._made:
            role = style_of(self._styles, name)
            options = {
                "align": align,
                "valign": "vcenter",
                "font_name": role.face.word,
                "font_size": int(role.size),
                "text_wrap": wrap,
            }
            self._made[key] = self.add(options)
        return self._made[key]


def number_format(cell: Cell) -> str:
    """As the number is printed on paper: its decimals, and 1,845.83 where thousands are set
    apart. Text is text."""
    if cell.value is None:
        return "@"
    text = next((part.text for part in cell.inlines if isinstance(part, Number)), "0.00")
    decimals = len(text.partition(".")[2])
    if cell.value == cell.value.to_integral_value() and not decimals:
        return "#,##0" if "," in text else "0"
    return ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "")
