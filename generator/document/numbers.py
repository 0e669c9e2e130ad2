"""Numbers as the form prints them: decimals and trailing zeros are settings of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct, field

from generator.document.tree import Number, Origin
from generator.ledger.figure import PERCENT, WAN, Figure, round_half_up
from generator.ledger.provenance import source
from generator.money import without_zeros


def plain_decimal(value: Decimal, decimals: int, *, strip: bool, grouped: bool = False) -> str:
    """``value`` rounded half up to ``decimals``.

    With ``strip`` trailing zeros, and then the point, are dropped; ``grouped``: 1,845.83.
    """
    text = f"{round_half_up(value, decimals):{',' if grouped else ''}f}"
    if strip:
        return without_zeros(text)
    if text in ("-0", "-0.0", "-0.00"):
        return "0"
    return text


class Origins(Mapping[str, Origin]):
    """Where the figures come from, by key.

    It is put in words only when a writer asks, which a check never does.
    """

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self._figures = figures
        self._origins: dict[str, Origin] = {}

    def __getitem__(self, key: str) -> Origin:
        origin = self._origins.get(key)
        if origin is None:
            figure = self._figures[key]
            origin = self._origins[key] = Origin(figure.label, source(figure))
        return origin

    def __contains__(self, key: object) -> bool:
        return key in self._figures

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


class Registry(Struct):
    """Gives each printed figure a key (n1, n2 … in order of printing), and keeps it."""

    missing_texts: set[str] = field(default_factory=set)
    _printed: set[tuple[str, str]] = field(default_factory=set)
    _keys: dict[int, tuple[str, Figure]] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, Figure]:
        """Each registered figure by its key."""
        return dict(self._keys.values())

    @property
    def origins(self) -> Origins:
        """Where the figures registered so far come from."""
        return Origins(self.figures)

    def number(self, figure: Figure, text: str) -> Number:
        """The printed number ``text`` of ``figure``."""
        key = self.key(figure)
        self._printed.add((key, text))
        return Number(text, key)

    def printed(self, key: str, text: str) -> bool:
        """Whether ``text`` was printed for the figure of that key."""
        return (key, text) in self._printed

    def key(self, figure: Figure) -> str:
        """The key of a figure; the same object gets the same key."""
        entry = self._keys.get(id(figure))
        if entry is None:
            entry = (f"n{len(self._keys) + 1}", figure)
            # The figure is kept with its key, so that its id() cannot be given to another one.
            self._keys[id(figure)] = entry
        return entry[0]


class NumberStyle(Struct, frozen=True):
    """How figures become text.

    ``percent_decimals``: 1 or 2; ``strip_percent``, ``strip_amount``: drop trailing zeros;
    ``grouped``: amounts as 1,845.83; ``bare_percent``: only a whole percentage is bare (100%,
    30.10%).
    """

    percent_decimals: int
    strip_percent: bool
    strip_amount: bool
    grouped: bool = False
    bare_percent: bool = False

    def text(self, figure: Figure, *, magnitude: bool = False) -> str:
        """The figure as text, without its unit.

        ``magnitude`` drops the sign: a direction word stands before it.
        """
        value = figure.printed
        if magnitude:
            value = abs(figure.printed)
        if figure.unit == WAN:
            # A form that keeps zeros prints a whole amount bare (0, 11), as published documents do.
            is_integer = value == value.to_integral_value()
            return plain_decimal(
                value, 2, strip=self.strip_amount or is_integer, grouped=self.grouped
            )
        if figure.unit == PERCENT:
            return self.percentage(value)
        return plain_decimal(value, 2, strip=True)

    def percentage(self, value: Decimal) -> str:
        """A percentage as text, without the sign."""
        printed = round_half_up(value, self.percent_decimals)
        bare = value == 0 or (self.bare_percent and printed == printed.to_integral_value())
        return plain_decimal(value, self.percent_decimals, strip=self.strip_percent or bare)
