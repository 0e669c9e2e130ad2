"""Charts from their declarations (图.yaml): one declaration, drawn natively by every writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from generator.document.numbers import plain_decimal
from generator.document.tables.base import DeclarationError
from generator.document.tables.declaration import naming
from generator.document.tables.placeholders import words
from generator.document.tree import Chart, ChartKind, Series
from generator.forms.contents import UNDRAWN
from generator.forms.numbering import Numbering
from generator.ledger.figure import Absent, Figure, Missing

Evaluate = Callable[[str], Any]


def build_charts(
    declarations: Sequence[Mapping[str, Any]],
    evaluate: Evaluate,
    numbering: Numbering,
    *,
    captions: str,
) -> dict[str, Chart]:
    """The charts by name, numbered in order.

    A chart without any amount to show is left out, and so is its caption. ``evaluate`` gives the value
    of an expression of the declaration. ``captions`` is how a caption is written: a key of 图题写法, or
    无. Raises DeclarationError.
    """
    charts: dict[str, Chart] = {}
    for raw in declarations:
        if raw.get("类型") == UNDRAWN:
            continue
        kind = ChartKind(raw["类型"])
        with naming(f"图.yaml 的“{raw['名称']}”"):
            raw = {
                **raw,
                "题": words(evaluate, raw["题"]),
                "类别": [words(evaluate, text) for text in raw.get("类别", ())],
            }
            content = _pie(raw, evaluate) if kind is ChartKind.PIE else _columns(raw, evaluate)
        if content is None:
            continue
        categories, series = content
        number = len(charts) + 1
        title = raw["题"]
        caption = numbering.caption(captions, number, title, kind.value)
        charts[raw["名称"]] = Chart(
            f"图{number}",
            kind,
            title,
            categories,
            series,
            "万元",
            _alt(title, kind, categories, series),
            caption,
        )
    return charts


def _text(figure: Figure) -> str:
    return plain_decimal(figure.printed, 2, strip=True)


def _pie(
    raw: Mapping[str, Any], evaluate: Evaluate
) -> tuple[tuple[str, ...], tuple[Series, ...]] | None:
    with naming("各项"):
        parts = evaluate(raw["各项"])
        if not isinstance(parts, Iterable) or not all(
            hasattr(part, "名称") and (hasattr(part, "数") or hasattr(part, "决算"))
            for part in parts
        ):
            raise DeclarationError(
                f"“{raw['各项']}”不是有名称和数的清单；"
                "可用的如 收入来源、支出种类、一般公共预算.类、三公.各项"
            )
    parts = [(part.名称, _amount(part)) for part in parts]
    shown = [(name, figure) for name, figure in parts if figure and figure.printed > 0]
    if not shown:
        return None
    names = tuple(name for name, _ in shown)
    values = tuple(_text(figure) for _, figure in shown)
    return names, (Series(raw["题"], values),)


def _amount(part: Any) -> Figure | None:
    amount = part.数 if hasattr(part, "数") else part.决算
    return amount if isinstance(amount, Figure) else None


def _columns(
    raw: Mapping[str, Any], evaluate: Evaluate
) -> tuple[tuple[str, ...], tuple[Series, ...]] | None:
    series = []
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
        # Without last year's figures (a new unit, or not yet filled in) only this year's columns stand.
        if all(isinstance(value, Figure) for value in values):
            series.append(Series(str(name), tuple(_text(value) for value in values)))
    return (tuple(raw["类别"]), tuple(series)) if series else None


def _alt(
    title: str, kind: ChartKind, categories: tuple[str, ...], series: tuple[Series, ...]
) -> str:
    """The values of a chart in words."""
    named = len(series) > 1 or kind is not ChartKind.PIE
    lines = []
    for row in series:
        values = zip(categories, row.values, strict=True)
        pairs = "，".join(f"{name}{value}万元" for name, value in values)
        lines.append(f"{row.name}：{pairs}" if named else pairs)
    return f"{title}（{kind.value}）。{'；'.join(lines)}。"
