"""Numbers as the form prints them: decimals and trailing zeros are settings, for prose and tables apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from generator.document.tree import Number, Origin
from generator.figures.figure import PERCENT, WAN, Figure, round_half_up, source


def plain_decimal(value: Decimal, decimals: int, *, strip: bool, grouped: bool = False) -> str:
    """``value`` rounded half up to ``decimals``; with ``strip`` trailing zeros, and then the point, are dropped; ``grouped``: 1,845.83."""
    text = f"{round_half_up(value, decimals):{',' if grouped else ''}f}"
    if strip and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "-0.0", "-0.00") else text


@dataclass(slots=True)
class Registry:
    """Gives each printed figure a key (n1, n2 … in order of printing), and keeps where it comes from."""

    origins: dict[str, Origin] = field(default_factory=dict)
    holes: set[str] = field(default_factory=set)
    _printed: set[tuple[str, str]] = field(default_factory=set)
    _keys: dict[int, tuple[str, Figure]] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, Figure]:
        """Each registered figure by its key."""
        return dict(self._keys.values())

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
        found = self._keys.get(id(figure))
        if found is None:
            found = (f"n{len(self._keys) + 1}", figure)
            # The figure is kept with its key, so that its id() cannot be given to another one.
            self._keys[id(figure)] = found
            self.origins[found[0]] = Origin(figure.label, source(figure))
        return found[0]


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How figures become text. ``percent_decimals``: 1 or 2; ``strip_percent``/``strip_amount``: drop trailing zeros; ``grouped``: amounts as 1,845.83; ``bare_percent``: only a whole percentage is bare (100%, 30.10%)."""

    percent_decimals: int
    strip_percent: bool
    strip_amount: bool
    grouped: bool = False
    bare_percent: bool = False

    def text(self, figure: Figure, *, magnitude: bool = False) -> str:
        """The figure as text, without its unit; ``magnitude`` drops the sign (a direction word stands before it)."""
        value = abs(figure.printed) if magnitude else figure.printed
        if figure.unit == WAN:
            # A form that keeps zeros still prints a whole amount bare (0, 11), as published documents do.
            whole = value == value.to_integral_value()
            return plain_decimal(value, 2, strip=self.strip_amount or whole, grouped=self.grouped)
        if figure.unit == PERCENT:
            printed = round_half_up(value, self.percent_decimals)
            bare = value == 0 or (self.bare_percent and printed == printed.to_integral_value())
            return plain_decimal(value, self.percent_decimals, strip=self.strip_percent or bare)
        return plain_decimal(value, 2, strip=True)
