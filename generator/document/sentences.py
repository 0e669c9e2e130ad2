"""Named sentences. ``{% call 句("三.首句") %}…{% endcall %}`` is said as it stands, unless a form (句子.yaml) or a data file (改写) says it otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from markupsafe import Markup, escape

from generator.document.sandbox import FormEnvironment
from generator.reading.nearest import nearest
from generator.reading.nodes import Scalar
from generator.reading.place import Finding, Level
from generator.reading.rule import Group, declare

REWRITTEN = declare("改写", Group.FORM, Level.HINT, "改写了的句子要核对", "改写的句子不再随版式变化，审稿的人要知道哪些是自己写的。", "数据文件的写法")
NO_SENTENCE = declare("改写句名", Group.FORM, Level.ERROR, "改写的句子是版式里有的", "句名写错，改写就不起作用。", "数据文件的写法")
NO_FIGURE = declare("改写的数", Group.FORM, Level.ERROR, "改写里 {…} 的名称是有的数", "写错的名称算不出数。", "数据文件的写法")
TYPED_FIGURE = declare("改写里写死的数", Group.FORM, Level.WARNING, "改写里的数用 {名称}", "写死的数不会随数据变，改了数据就成了错的。", "公开件常见错误")

_FIGURE = re.compile(r"\{([^{}]*)\}")
_DIGITS = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:万元|元|%|％))")
_TAGS = re.compile(r"<[^>]*>")

UNSAID = "不写"
"""What 句子.yaml says of a sentence that the form leaves out."""

Lookup = Callable[[str], Markup | None]


@dataclass(slots=True)
class Sentences:
    """``句`` in templates. ``figure`` gives the markup of a figure by name, or None when there is none."""

    environment: FormEnvironment
    own: Mapping[str, str]
    rewritten: Mapping[Scalar, Scalar]
    figure: Lookup
    known: Callable[[], list[str]]
    said: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, name: str, caller: Callable[[], Markup], 节: str = "", 各: str = "", **given: Any) -> Markup:
        """The sentence ``name``; ``节`` and ``各`` tell apart the sentences of one kind (五.逐项.2010301). ``given`` are the names that an own wording may use."""
        whole = ".".join(part for part in (节, name, 各) if part)
        own = next((key for key in (whole, f"{节}.{name}", name) if key in self.own), None)
        unsaid = own is not None and self.own[own].strip() == UNSAID
        said = caller() if own is None else "" if unsaid else self.environment.named(self.own[own], f"句子.yaml “{own}”").render(**given)
        text = Markup(said.strip())  # noqa: S704 - what a template of the form wrote, with its values escaped
        self.said[whole] = self.said.get(whole, _plain(text))
        key = next((key for key in self.rewritten if str(key).strip() == whole), None)
        return text if key is None else self._rewrite(key, self.rewritten[key], text)

    def _rewrite(self, key: Scalar, value: Scalar, before: Markup) -> Markup:
        parts: list[Markup] = []
        end = 0
        for match in _FIGURE.finditer(value):
            parts.append(escape(value[end : match.start()]))
            found = self.figure(match[1].strip())
            if found is None:
                near = nearest(match[1], self.known())
                told = f"您是不是想写 {{{near[0]}}}？" if near else f"可用的名称，如 {{{'}、{'.join(self.known()[:6])}}}"
                self.findings.append(NO_FIGURE.at(value.place, f"改写“{key}”里的 {{{match[1]}}} 不是一个数的名称", told, found=match[0]))
                found = Markup("<mark>〔待填：改写.{}〕</mark>").format(key)
            parts.append(found)
            end = match.end()
        parts.append(escape(value[end:]))
        literal = _DIGITS.search(_FIGURE.sub("", value))
        if literal:
            self.findings.append(TYPED_FIGURE.at(value.place, f"改写“{key}”里写死了 {literal[0]}", "换成 {名称}，由程序填数，如 {本年支出合计}"))
        text = Markup("").join(parts)
        self.findings.append(
            REWRITTEN.at(key.place, f"“{key}”改写为：{_plain(text)}", "核对一遍；不再需要就删去这一行", expected=_plain(before), found=_plain(text))
        )
        return text

    def unused(self, form: str) -> list[Finding]:
        """Rewritten sentences that the document does not have."""
        found = []
        for key in self.rewritten:
            if str(key).strip() not in self.said:
                near = nearest(key, self.said)
                told = f"您是不是想写“{near[0]}”？" if near else f"这份文档里可以改写的有：{'、'.join(self.said)}"
                found.append(NO_SENTENCE.at(key.place, f"版式“{form}”的这份文档没有“{key}”这一句", told))
        return found


def _plain(text: str) -> str:
    return " ".join(unescape(_TAGS.sub("", text)).split())
