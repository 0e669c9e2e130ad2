"""Charts from their declarations (图.yaml): one declaration, drawn natively by every writer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from generator.document.numbers import NumberStyle
from generator.document.tables.base import DeclarationError, Evaluate
from generator.document.tables.declaration import naming
from generator.document.tables.placeholders import words
from generator.document.tree import Chart, ChartKind, Series
from generator.forms.contents import UNDRAWN
from generator.forms.declarations import ChartDeclaration
from generator.forms.numbering import Numbering
from generator.ledger.figure import Absent, Figure, Missing, total


def build_charts(
    declarations: Sequence[ChartDeclaration],
    evaluate: Evaluate,
    numbering: Numbering,
    style: NumberStyle,
    *,
    captions: str,
) -> dict[str, Chart]:
    """The charts by name, numbered in order.

    A chart without any amount to show is left out, and so is its caption. ``evaluate`` gives the
    value of an expression of the declaration, ``style`` writes numbers as the text does.
    ``captions`` is how a caption is written: a key of 图题写法, or 无. Raises DeclarationError.
    """
    charts: dict[str, Chart] = {}
    for raw in declarations:
        if raw.get("类型") == UNDRAWN:
            continue
        kind = ChartKind(raw["类型"])
        with naming(f"图.yaml 的“{raw['名称']}”"):
            title = words(evaluate, raw["题"])
            content = _content(raw, title, kind, evaluate, style)
        if content is None:
            continue
        number = len(charts) + 1
        caption = numbering.caption(captions, number, title, kind.value)
        charts[raw["名称"]] = Chart(
            f"图{number}",
            kind,
            title,
            content.categories,
            content.series,
            "万元",
            _alt(title, kind, content.categories, content.series),
            caption,
            content.shares,
        )
    return charts


class _Content(Struct, frozen=True):
    """What a chart shows: names, amounts as the text prints them, and the shares of a pie."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    shares: tuple[str, ...] = ()


def _content(
    raw: ChartDeclaration, title: str, kind: ChartKind, evaluate: Evaluate, style: NumberStyle
) -> _Content | None:
    """What a chart shows; None where there is no amount."""
    if kind is ChartKind.PIE:
        return _pie(raw, title, evaluate, style)
    columns = _columns(raw, evaluate, style)
    return _Content(*columns) if columns else None


def _pie(
    raw: ChartDeclaration, title: str, evaluate: Evaluate, style: NumberStyle
) -> _Content | None:
    """The parts of a whole that are above zero; None when there are none, or when a part is below zero:
    no pie shows that, and the shares of the others would not be those of the text.

    Shares are those of the text: of the printed whole, which need not be the sum of what is printed
    of its parts.
    """
    with naming("各项"):
        parts = evaluate(raw["各项"])
        if not isinstance(parts, Iterable) or not all(map(_is_part, parts)):
            raise DeclarationError(
                f"“{raw['各项']}”不是有名称和数的清单；"
                "可用的如 收入来源、支出种类、一般公共预算.类、三公.各项"
            )
    names, figures = [], []
    for part in parts:
        figure = _amount(part)
        if figure and figure.printed < 0:
            return None
        if figure and figure.printed > 0:
            names.append(part.名称)
            figures.append(figure)
    if not names:
        return None
    whole = total(title, figures).printed
    shares = (style.percentage(figure.printed / whole * 100) for figure in figures)
    values = tuple(map(style.text, figures))
    return _Content(tuple(names), (Series(title, values),), tuple(f"{share}%" for share in shares))


def _is_part(value: object) -> bool:
    """Whether a value of the templates has a name and an amount."""
    return hasattr(value, "名称") and (hasattr(value, "数") or hasattr(value, "决算"))


def _amount(part: object) -> Figure | None:
    """The amount of a part; None when the data file does not give it."""
    amount = getattr(part, "数" if hasattr(part, "数") else "决算")
    if not isinstance(amount, Figure):
        return None
    return amount


def _columns(
    raw: ChartDeclaration, evaluate: Evaluate, style: NumberStyle
) -> tuple[tuple[str, ...], tuple[Series, ...]] | None:
    """The categories, and the series of which every value is there.

    None when there are none, or nothing but zeros to draw.
    """
    categories = [words(evaluate, text) for text in raw["类别"]]
    series = []
    drawn = False
    for declared in raw["系列"]:
        with naming(f"系列“{declared['名称']}”"):
            name = evaluate(declared["名称"])
            values = [evaluate(expression) for expression in declared["数"]]
            if not isinstance(name, str | int):
                raise DeclarationError(
                    f"名称“{declared['名称']}”不是文字；写成如 年度 ~ '年度'，或加引号 \"'本年'\""
                )
            for text, value in zip(declared["数"], values, strict=True):
                if not isinstance(value, Figure | Missing | Absent):
                    raise DeclarationError(f"“{text}”不是一个数；写成如 收支总计.数")
        # Without last year's figures (of a new unit, say) only this year's columns stand.
        figures = [value for value in values if isinstance(value, Figure)]
        if len(figures) == len(values):
            series.append(Series(str(name), tuple(map(style.text, figures))))
            drawn = drawn or any(figure.printed for figure in figures)
    if not drawn:
        return None
    return tuple(categories), tuple(series)


def _alt(
    title: str, kind: ChartKind, categories: tuple[str, ...], series: tuple[Series, ...]
) -> str:
    """The values of a chart in words."""
    named = len(series) > 1 or kind is not ChartKind.PIE
    lines = []
    for row in series:
        values = zip(categories, row.values, strict=True)
        pairs = "，".join(f"{name}{value}万元" for name, value in values)
        if named:
            pairs = f"{row.name}：{pairs}"
        lines.append(pairs)
    return f"{title}（{kind.value}）。{'；'.join(lines)}。"
