"""Named sentences. ``{% call 句("三.首句") %}…{% endcall %}`` is said as it stands, unless a form (句子.yaml) or a data file (改写) says it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct, field

from generator.document.placeholders import Lookup, plain
from generator.document.rewriting import UNSAID, rewrite, unused
from generator.findings.place import Finding
from generator.reading.nodes import Scalar
from generator.templating.sandbox import FormEnvironment


class Sentences(Struct):
    """``句`` in templates. ``figure`` gives a figure by name. What was ``said``, by name; which of the form's ``own`` wordings were ``used``."""

    environment: FormEnvironment
    own: Mapping[str, str]
    rewritten: Mapping[Scalar, Scalar]
    figure: Lookup
    said: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def say(
        self, name: str, caller: Callable[[], Markup], 节: str = "", 各: str = "", **given: Any
    ) -> Markup:
        """The sentence ``name``; ``节`` and ``各`` tell apart the sentences of one kind (五.逐项.2010301). ``given`` are the names that an own wording may use."""
        whole = ".".join(part for part in (节, name, 各) if part)
        own = next((key for key in (whole, f"{节}.{name}", name) if key in self.own), None)
        text = Markup((caller() if own is None else self._own(own, given)).strip())  # noqa: S704 - what a template of the form wrote, with its values escaped
        self.said[whole] = self.said.get(whole, plain(text))
        key = next((key for key in self.rewritten if str(key).strip() == whole), None)
        if key is None:
            return text
        text, findings = rewrite(key, self.rewritten[key], text, self.figure)
        self.findings += findings
        return text

    def _own(self, key: str, given: Mapping[str, Any]) -> str:
        """A sentence in the words of 句子.yaml."""
        self.used.add(key)
        return (
            ""
            if self.own[key].strip() == UNSAID
            else self.environment.named(self.own[key], f"句子.yaml “{key}”").render(**given)
        )

    def unused(self, form: str) -> list[Finding]:
        """Rewritten sentences that the document does not have."""
        return unused(self.rewritten, self.said, form)
