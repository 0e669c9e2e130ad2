"""Styles by role, in Word's own words: the one place from which CSS and Word styles both come.

``版式.yaml`` says ``正文: {字体: 仿宋, 字号: 三号, 行距: 29, 首行缩进: 2, 对齐: 两端}``. Sizes and
line pitches are points here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from generator.forms.declarations import StylesDeclaration

# Word's names of sizes in points (GB/T 9704 speaks of 号).
SIZES: Mapping[str, Decimal] = {
    "初号": Decimal("42"),
    "小初": Decimal("36"),
    "一号": Decimal("26"),
    "小一": Decimal("24"),
    "二号": Decimal("22"),
    "小二": Decimal("18"),
    "三号": Decimal("16"),
    "小三": Decimal("15"),
    "四号": Decimal("14"),
    "小四": Decimal("12"),
    "五号": Decimal("10.5"),
    "小五": Decimal("9"),
    "六号": Decimal("7.5"),
    "小六": Decimal("6.5"),
    "七号": Decimal("5.5"),
    "八号": Decimal("5"),
}


class Typeface(Struct, frozen=True):
    """A typeface as the form calls it (仿宋), the name put into DOCX, and all names to try in PDF
    and HTML, best first.
    """

    name: str
    word: str
    stack: tuple[str, ...]


class Role(Struct, frozen=True):
    """The look of one role: points, characters and Word's words.

    ``align`` is 左, 中, 右 or 两端.

    ``pitch`` is the exact line pitch in points (None: the font's own); ``indent`` the first-line
    indent in characters; ``before``/``after`` are spaces in points.
    """

    name: str
    face: Typeface
    size: Decimal
    pitch: Decimal | None
    indent: Decimal
    align: str
    bold: bool
    before: Decimal
    after: Decimal


_GRANTED = Decimal(1)
"""GB/T 9704-2012: 订口 28 mm ± 1 mm, 天头 37 mm ± 1 mm."""


class Page(Struct, frozen=True):
    """The page in millimetres, upright: A4 with the type area of GB/T 9704-2012 (156 × 225 mm)."""

    width: Decimal
    height: Decimal
    top: Decimal
    bottom: Decimal
    inner: Decimal
    outer: Decimal

    @property
    def across(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """The margins of a wide page: top, right, bottom, left.

        Its head lies at the binding edge of a right-hand page and at the outer edge of a left-hand
        one (GB/T 9704: 单页码表头在订口一边，双页码表头在切口一边). No layout changes top and bottom within
        a table that goes on. So the type area stands in the middle of the paper, right on both; where
        it would lack more than the millimetre that the standard grants at the binding edge, both
        margins are wider.
        """
        bound = max((self.inner + self.outer) / 2, self.inner - _GRANTED)
        side = (self.top + self.bottom) / 2
        return bound, side, bound, side


class Fitting(Struct, frozen=True):
    """How far a layout may be changed to save pages that a printer would not let pass (收页).

    A text that ends with at most ``lines`` lines on a page of its own is pulled back, with at most
    ``most_lines`` lines on a page; a table that ends with at most ``rows`` rows, whose rows keep at
    least ``row_height`` of their height. No page stays empty for ``gap`` of its height before a chart
    if the chart can be drawn with ``plot`` of its height. The lines of the contents keep at least
    ``contents`` of their pitch to end with a page.
    """

    lines: int
    most_lines: int
    rows: int
    row_height: Decimal
    gap: Decimal
    plot: Decimal
    contents: Decimal


FITTING = ("末页行数", "每页行数", "末页表行", "表行高", "图前空白", "图高", "目录行距")
"""How 版面.yaml names what Fitting holds, in the same order."""


class FormStyles(Struct, frozen=True):
    """All styles of a form: page, roles by name, chart colours (``#rrggbb``, apart from each other
    in grey, too).

    ``css`` is the form's own structural CSS, ``word_styles`` those of a Word file (its part styles.xml),
    which win in DOCX. With ``machine`` the PDF takes the typefaces of this machine where it has
    them (字体: 本机). ``engine`` is the engine of the PDF that the form asks for (one of ENGINES),
    "" where it does not say. Without ``fitting`` pages stay as they come.
    """

    page: Page
    roles: Mapping[str, Role]
    colours: tuple[str, ...]
    css: str = ""
    word_styles: bytes | None = None
    engine: str = ""
    machine: bool = False
    fitting: Fitting | None = None


class StylesError(Exception):
    """版面.yaml names something that does not exist; the text says what, in Chinese."""


CONTENTS_ROLES = {1: "目录一级", 2: "目录二级"}
"""The role of a line of the 目录, by its level."""
NEEDED = (
    "正文",
    "提示",
    "部分标题",
    "一级标题",
    "二级标题",
    "三级标题",
    "附件标题",
    *CONTENTS_ROLES.values(),
    "图",
    "图题",
    "表题",
    "表题续",
    "表角",
    "表头",
    "表格",
    "自评表",
    "表注",
    "页码",
    "审核稿",
)
"""The roles that the program itself uses, whatever the form."""
TYPST, WEASYPRINT = "typst", "weasyprint"
ENGINES = (TYPST, WEASYPRINT)
"""The engines that set the pages of a PDF."""
SIDES = ("宽", "高", "上", "下", "订口", "切口")
_NARROWEST = Decimal(40)


def parse_styles(
    raw: StylesDeclaration, css: str = "", word_styles: bytes | None = None
) -> FormStyles:
    """Styles from the content of 版面.yaml, which is complete (contents.py).

    Raises StylesError with the role that is wrong.
    """
    page = Page(*(Decimal(raw["纸张"][key]) for key in SIDES))
    if min(page.width - page.inner - page.outer, page.height - page.top - page.bottom) < _NARROWEST:
        raise StylesError(
            f"版面.yaml 的“纸张”：除去上下、订口、切口，宽、高都要有 {_NARROWEST} 毫米以上"
        )
    faces = {
        name: Typeface(str(name), str(face["Word"]), tuple(map(str, face["依次"])))
        for name, face in raw["字体"].items()
    }
    roles = {str(name): _role(str(name), declared, faces) for name, declared in raw["角色"].items()}
    colours = tuple(str(colour) for colour in raw["颜色"])
    engine = str(raw.get("排版", ""))
    fitting = None
    if "收页" in raw:
        fitting = _fitting(raw["收页"])
    return FormStyles(page, roles, colours, css, word_styles, engine, fitting=fitting)


def _fitting(raw: Mapping[str, str]) -> Fitting:
    lines, most_lines, rows, *shares = FITTING
    row_height, gap, plot, contents = (Decimal(raw[name]) for name in shares)
    counts = int(raw[lines]), int(raw[most_lines]), int(raw[rows])
    return Fitting(*counts, row_height, gap, plot, contents)


def _role(name: str, declared: Mapping[str, str], faces: Mapping[str, Typeface]) -> Role:
    if declared["字体"] not in faces:
        raise StylesError(f"版面.yaml 角色“{name}”的字体“{declared['字体']}”没有列在“字体”里")
    return Role(
        name=name,
        face=faces[declared["字体"]],
        size=SIZES[declared["字号"]],
        pitch=Decimal(declared["行距"]) if "行距" in declared else None,
        indent=Decimal(declared.get("首行缩进", "0")),
        align=str(declared.get("对齐", "左")),
        bold=declared.get("加粗", "否") == "是",
        before=Decimal(declared.get("段前", "0")),
        after=Decimal(declared.get("段后", "0")),
    )
