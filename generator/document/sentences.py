"""Named sentences: printed as templates have them, unless they are said otherwise by name.

A template writes ``{% call 句("三.首句") %}…{% endcall %}``; a form (句子.yaml) or a data file
(改写) can say it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup
from msgspec import Struct, field

from generator.document.placeholders import Lookup, text_of_markup
from generator.document.rewriting import UNSAID, rewrite, unused
from generator.findings.place import Finding
from generator.reading.nodes import Scalar
from generator.templating.sandbox import FormEnvironment


class Sentences(Struct):
    """``句`` in templates.

    ``figure`` gives a figure by name. ``texts`` are the sentences by name, as the form says them;
    ``used`` tells which of the form's ``own`` wordings were used.
    """

    environment: FormEnvironment
    own: Mapping[str, str]
    rewritten: Mapping[Scalar, Scalar]
    figure: Lookup
    texts: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def say(
        self, name: str, caller: Callable[[], Markup], 节: str = "", 各: str = "", **names: object
    ) -> Markup:
        """The sentence ``name``.

        ``节`` and ``各`` tell apart the sentences of one kind (五.逐项.2010301). ``names`` are the
        names that a wording of the form may use.
        """
        full_name = ".".join(part for part in (节, name, 各) if part)
        keys = (full_name, f"{节}.{name}", name)
        wording = next((key for key in keys if key in self.own), None)
        if wording is None:
            markup: str = caller()
        else:
            markup = self._in_own_words(wording, names)
        text = Markup(markup.strip())  # noqa: S704 - of the form's templates, with values escaped
        self.texts[full_name] = self.texts.get(full_name, text_of_markup(text))
        key = next((key for key in self.rewritten if str(key).strip() == full_name), None)
        if key is None:
            return text
        text, findings = rewrite(key, self.rewritten[key], text, self.figure)
        self.findings += findings
        return text

    def _in_own_words(self, key: str, names: Mapping[str, object]) -> str:
        """A sentence in the words of 句子.yaml."""
        self.used.add(key)
        wording = self.own[key]
        if wording.strip() == UNSAID:
            return ""
        return self.environment.from_text(wording, f"句子.yaml “{key}”").render(**names)

    def unused(self, form: str) -> list[Finding]:
        """Rewritten sentences that the document does not have."""
        return unused(self.rewritten, self.texts, form)
