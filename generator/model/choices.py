"""A text that must be one of some options: what other words mean, as far as it is certain.

What a clerk types instead of an option is told what to write only where the meaning is certain; a
likeness of letters is no meaning (公益一类事业单位 is like 参公事业单位, and is none).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from generator.model.base import Reads, scalar_of, wrong
from generator.model.rules import CHOICE, MARK, TO_FILL
from generator.reading.nearest import contrary, is_typo
from generator.reading.nodes import Scalar


class Meaning(Struct, frozen=True):
    """Words, as a pattern that the whole text fits, and the options that they may mean."""

    pattern: str
    options: tuple[str, ...]


class Choice(Reads):
    """Metadata of a text that must be one of some options: ``Annotated[str, Choice("元",
    "万元")]``.

    ``meanings``: other words for the options; the first whose pattern fits counts. ``question`` is
    put beside the options where it is not certain which is meant.
    """

    def __init__(
        self,
        *options: str,
        meanings: Sequence[Meaning] = (),
        question: str = "",
    ) -> None:
        self.options = options
        self.meanings = tuple(meanings)
        self.question = question
        super().__init__(self._check, {"enum": list(options)})

    def _check(self, node: object) -> str:
        if isinstance(node, Scalar) and node.strip().partition("：")[0] == MARK:
            raise wrong(TO_FILL, f"还没有填（写着“{MARK}”）", f"换成 {either(self.options)}")
        scalar = scalar_of(node, either(self.options))
        typed = str(scalar.strip())
        if typed in self.options:
            return typed
        raise wrong(CHOICE, f"“{scalar}”应为 {either(self.options)}", self._advice(scalar))

    def _advice(self, scalar: Scalar) -> str:
        intended = self.intended(str(scalar))
        if len(intended) == 1:
            return f"改成：{intended[0]}"
        advice = f"从 {either(intended)} 里选"
        if not self.question:
            return advice
        return f"{advice}：{self.question}"

    def intended(self, typed: str) -> tuple[str, ...]:
        """The options that a text may mean: one where it is certain, else those to choose from."""
        plain = re.sub(r"\s", "", typed)
        for meaning in self.meanings:
            if re.fullmatch(meaning.pattern, plain):
                return meaning.options
        typos = [
            option
            for option in self.options
            if is_typo(plain, option) and not contrary(plain, option)
        ]
        if len(typos) == 1:
            return tuple(typos)
        return self.options


def either(options: Sequence[str]) -> str:
    """The options in words: 甲、乙 或 丙."""
    return f"{'、'.join(options[:-1])} 或 {options[-1]}"
