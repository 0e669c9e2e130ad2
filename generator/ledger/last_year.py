"""上年: from last year's file, from a few typed amounts, or 无 (a unit that did not exist)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.ledger.figure import ABSENT, WAN, Earlier, Figure, Missing, entered
from generator.model.accounts import Accounts
from generator.model.base import TypedAmount
from generator.model.comparison import LastYear
from generator.reading.nodes import Scalar

NONE = "无"


class LastFigures(Struct, frozen=True):
    """Access to last year's figures by key, e.g. ``收支总计`` or ``三公经费.公务接待费``.

    ``absent``: no last year. ``file``: the figures of last year's file, by key.
    """

    absent: bool
    typed: LastYear | None
    file: Mapping[str, Figure]

    def total(self, key: str, label: str) -> Earlier:
        """A total of last year (收支总计 …)."""
        return self._find(
            getattr(self.typed, key) if self.typed else None, key, ("上年", key), label
        )

    def detail(
        self, amount: TypedAmount | None, key: str, path: tuple[str, ...], label: str
    ) -> Earlier:
        """A figure typed where its kind stands (三公经费.….上年决算数)."""
        return self._find(amount, key, path, label)

    def _find(
        self, amount: TypedAmount | None, key: str, path: tuple[str, ...], label: str
    ) -> Earlier:
        if amount is not None:
            return entered(amount, WAN, label)
        if self.absent:
            return ABSENT
        found = self.file.get(key)
        return found.named(label) if found else Missing(path, label)


def earlier(accounts: Accounts, file: Mapping[str, Figure] | None) -> LastFigures:
    """Last year as ``accounts`` gives it; ``file`` holds the figures of the file that 上年 names, if it names one."""
    value = accounts.上年
    absent = isinstance(value, Scalar) and value == NONE
    return LastFigures(
        absent,
        value if isinstance(value, LastYear) else None,
        {} if split_off(accounts) else file or {},
    )


def split_off(accounts: Accounts) -> bool:
    """Whether the unit was split off from the one whose file 上年 names: then that file's figures are not its own, only their limit."""
    return isinstance(accounts.上年, LastYear) and accounts.上年.拆分说明 is not None


def last_files(accounts: Accounts) -> tuple[Scalar, ...]:
    """The names of last year's files; several for a unit that was merged."""
    value = accounts.上年.文件 if isinstance(accounts.上年, LastYear) else accounts.上年
    if isinstance(value, Scalar):
        return () if value == NONE else (value,)
    return tuple(value or ())
