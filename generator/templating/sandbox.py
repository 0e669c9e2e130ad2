"""Where templates run, bounded, for a form may come from elsewhere.

It reads no file but its own, calls nothing but the language, and neither loops nor grows without
end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from datetime import date
from pathlib import Path
from types import BuiltinMethodType, CodeType, MethodType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.environment import TemplateExpression, TemplateModule
from jinja2.runtime import Context, LoopContext, TemplateReference, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.forms.files import label, own_file, read_text
from generator.ledger.figure import Missing
from generator.templating.compiled import Generator, compiled
from generator.templating.filters import FILTERS, LONGEST, OverrunError, bounded, limited
from generator.templating.guards import deepest, guard
from generator.templating.markup import mark_tags, stray_brace
from generator.templating.undefined_names import attributes, fields_of, reporting_undefined

STEPS = 500_000
"""How many rounds of loops and calls of macros one document may take.

A long real one takes some thousands.
"""
OUTPUT = 20_000_000
"""How many characters the templates of one document may write."""

WORK = 5_000_000
"""How much filters, comparisons and calls may go through.

Each item of a list counts, and so do so many CHARACTERS of a text.
"""
CHARACTERS = 10
_NUMBER_LENGTH = 20
_DEEP = "括号或标记一层套一层，太深了（或模板互相引用，停不下来）"

_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(
        (
            *("startswith", "endswith", "strip", "lstrip", "rstrip", "removeprefix"),
            *("removesuffix", "split", "isdecimal", "find", "count", "place"),
        )
    ),
    dict: frozenset(["get", "items", "keys", "values"]),
    list: frozenset(["index", "count"]),
    tuple: frozenset(["index", "count"]),
    date: frozenset(["year", "month", "day"]),
    LoopContext: frozenset(
        (
            *("index", "index0", "revindex", "revindex0", "first", "last", "length"),
            *("previtem", "nextitem", "cycle", "changed", "depth", "depth0"),
        )
    ),
}
"""What templates may ask of values that are none of ours."""


def _described(value: object) -> str:
    """A value that cannot be printed, for a message."""
    label = getattr(value, "label", "")
    if label:
        return f"一个数（{label}）"
    if isinstance(value, list | tuple | dict):
        return "一个清单"
    if value is None:
        return "空"
    return f"“{value}”"


class FormLoader(BaseLoader):
    """Templates of a form, by name.

    A bare name is looked for in the form's folder, then in those that it extends; ``版式/名称``
    names one of these folders.
    """

    def __init__(self, chain: Iterable[Path]) -> None:
        self.chain = tuple(chain)

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja's signature
        template: str,
    ) -> tuple[str, str, None]:
        """The text of a template and where it stands.

        Raises TemplateNotFound for anything outside the form's folders, FormError for what is no
        text.
        """
        form, _, name = template.rpartition("/")
        for folder in self.chain:
            if form not in ("", folder.name) or "\0" in name:
                continue
            path = own_file(folder, name)
            if path:
                return read_text(path), label(path), None
        raise TemplateNotFound(template)


class FormEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with less in it: chosen filters and methods, counted loops, bounded
    texts."""

    code_generator_class = Generator
    intercepted_binops = frozenset({"+", "*", "**", "%", "//"})

    def __init__(self, chain: Sequence[Path], missing_text: Callable[[Missing], str]) -> None:
        super().__init__(
            loader=FormLoader(chain),
            undefined=reporting_undefined(self),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=self._counted,
            optimized=False,
        )
        self.filters = {name: self.filters[name] for name in self.filters if name in FILTERS}
        self.filters.update(limited(self.filters, self.charge))
        self.globals = {"range": self._range, "dict": dict}
        self.chain = tuple(chain)
        self._missing_text = missing_text
        self.steps = self.written = self.work = 0
        self._marking = False
        self._latest: CodeType | None = None
        self._compiled = compiled()
        self._named: dict[tuple[str, str], Template] = {}

    def compile(  # type: ignore[override]
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> CodeType:
        """Compile with counters and scales; what was compiled before is taken as it was.

        Raises TemplateSyntaxError, also for what is nested too deeply.
        """
        if not isinstance(source, str) or raw or self._marking:
            self._latest = self._guarded(source, name, filename, raw, defer_init)
            return self._latest
        key = (source, name or "", filename or "")
        code = self._compiled.get(*key)
        if code is None:
            code = self._latest = self._guarded(source, name, filename, raw, defer_init)
            self._compiled.put(code, *key)
        return code

    def _guarded(
        self,
        source: str | nodes.Template,
        name: str | None,
        filename: str | None,
        raw: bool,
        defer_init: bool,
    ) -> CodeType:
        line = 0
        try:
            tree = self._parse(source, name, filename) if isinstance(source, str) else source
            line = deepest(tree)
            brace = stray_brace(tree)
            if brace:
                raise TemplateSyntaxError(*brace, name, filename)
            guard(tree, name, filename)
            if self._marking:
                mark_tags(tree, filename or name or "")
            compile_tree: Callable[..., CodeType] = super().compile
            return compile_tree(tree, name, filename, raw, defer_init)
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise TemplateSyntaxError(_DEEP, line, name, filename) from error

    def compile_expression(self, source: str, undefined_to_none: bool = True) -> TemplateExpression:
        """Compile one expression.

        Raises TemplateSyntaxError, also for what is nested too deeply.
        """
        code = self._compiled.get(source)
        if code is not None:
            template = self.template_class.from_code(self, code, self.make_globals(None))
            return TemplateExpression(template, undefined_to_none)
        try:
            expression = super().compile_expression(source, undefined_to_none)
        except (SyntaxError, RecursionError, MemoryError) as error:
            raise TemplateSyntaxError(_DEEP, 0) from error
        assert self._latest is not None
        self._compiled.put(self._latest, source)
        return expression

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The names of this environment as they are.

        Jinja lays a map of a template's own names over them; here no template has any, and for each
        of a hundred expressions they would be copied name by name.
        """
        if not d:
            return self.globals
        return super().make_globals(d)

    def mark_places(self) -> None:
        """From now on templates mark each of their tags with the place where it stands."""
        self._marking, self.steps, self.written, self.work = True, 0, 0, 0
        self._named.clear()
        if self.cache is not None:
            self.cache.clear()

    def keep(self) -> None:
        """Keep what was compiled for the next process."""
        self._compiled.save()

    def tick(self, length: int, steps: int) -> str:
        """Count one round, which writes ``length`` characters of its own.

        Raises OverrunError when there were too many.
        """
        self.steps += steps
        self.work += 2
        if self.steps > STEPS:
            raise OverrunError(f"循环超过 {STEPS} 次，模板里可能有停不下来的循环")
        self._write(length)
        return ""

    def _write(self, length: int) -> None:
        self.written += length
        if self.written > OUTPUT:
            raise OverrunError("写出的文字太长，模板里可能有停不下来的循环")

    def charge(self, value: object) -> None:
        """Count what it costs to go once through a value. Raises OverrunError when all was too
        much."""
        self.work += 1
        if isinstance(value, str):
            self.work += len(value) // CHARACTERS
        elif isinstance(value, list | tuple | dict | range):
            self.work += len(value)
        if self.work > WORK:
            raise OverrunError("处理的文字和清单太多，模板里可能有停不下来的循环")

    def weighed(self, value: object) -> object:
        """``value``, charged; of one that is made item by item, each item as it comes."""
        self.charge(value)
        if isinstance(value, Iterator) and not isinstance(value, LoopContext):
            return self._items(value)
        return value

    def _items(self, items: Iterator[object]) -> Iterator[object]:
        for item in items:
            self.charge(None)
            yield item

    def joined(self, *parts: object) -> str:
        """The parts of ``~`` as one text. Raises OverrunError when it gets too long."""
        length = 0
        for part in parts:
            length += len(bounded(part)) if isinstance(part, str | list | tuple | dict) else 1
        if length > LONGEST // 2:
            raise OverrunError("拼出的文字太长")
        text = markup_join(parts)
        self.charge(bounded(text))
        return text

    def call(
        __self, __context: Context, __obj: Callable[..., object], *args: object, **kwargs: object
    ) -> object:
        """Call what templates may call.

        What it gets, and the text or list whose method it is, are charged; but for the counters and
        scales that guards.py put in, which no template can name and which do their own counting.
        """
        if isinstance(__obj, MethodType) and __obj.__func__ in _COUNTERS:
            return __obj(*args)
        if isinstance(__obj, BuiltinMethodType):
            __self.charge(__obj.__self__)
        for value in (*args, *kwargs.values()):
            __self.charge(value)
        return super().call(__context, __obj, *args, **kwargs)

    def call_filter(self, name: str, value: object, *args: Any, **kwargs: Any) -> object:
        """A filter that another one (map) calls."""
        self.charge(value)
        return super().call_filter(name, value, *args, **kwargs)

    def call_test(
        self, name: str, value: object, args: Any = None, *others: Any, **kwargs: Any
    ) -> object:
        """A test that a filter (select) calls."""
        for argument in (value, *(args or ())):
            self.charge(argument)
        return super().call_test(name, value, args, *others, **kwargs)

    def _counted(self, value: object) -> str | int | Undefined:
        """What an expression writes; what the data file lacks is a visible 〔待填〕."""
        if isinstance(value, Missing):
            return self._missing_text(value)
        if not isinstance(value, str | int | Undefined) or isinstance(value, bool):
            raise OverrunError(
                f"{{{{ }}}} 里是{_described(value)}，不能直接印："
                "数用过滤器（万元、率、计 ……），清单用 join"
            )
        length = _NUMBER_LENGTH
        if isinstance(value, str):
            length = len(value)
        self._write(length)
        return value

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Fields of our records, macros, and chosen methods of other values; nothing else."""
        # Fields first, which templates ask for most: Jinja's questions are about what is no record.
        kind: type = obj.__class__
        if not attr.startswith("_") and attr in fields_of(kind):
            return True
        if attr.startswith("_") or not super().is_safe_attribute(obj, attr, value):
            return False
        if isinstance(obj, TemplateReference | TemplateModule) or attr in attributes(obj):
            return True
        return any(isinstance(obj, kind) and attr in methods for kind, methods in _METHODS.items())

    def wrap_str_format(self, value: object) -> None:  # noqa: ARG002 - Jinja's signature
        """No formatting: what is_safe_attribute says of ``format`` stands."""
        return

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Numbers add up; texts and lists grow by ``+`` within bounds only.

        Nothing is repeated, raised to a power or formatted.
        """
        refused = operator in ("**", "%")
        if operator == "*":
            refused = not (_is_small(left) and _is_small(right))
        if refused:
            raise OverrunError(f"模板里不能这样用“{operator}”")
        if operator == "+":
            for side in (left, right):
                self.charge(bounded(side))
        return super().call_binop(context, operator, left, right)

    def from_text(self, source: str, name: str) -> Template:
        """A template from text, known by ``name`` in messages."""
        template = self._named.get((source, name))
        if template is None:
            code = self.compile(source, name, name)
            template = self.template_class.from_code(self, code, self.make_globals(None), None)
            self._named[source, name] = template
        return template

    def _range(self, *bounds: int) -> range:
        numbers = range(*bounds)
        if len(numbers) > STEPS:
            raise OverrunError(f"range 不能超过 {STEPS}")
        return numbers


def _is_small(factor: object) -> bool:
    """Whether a factor is a number, and one that makes no long text of another."""
    return isinstance(factor, int) and abs(factor) < LONGEST


_COUNTERS = frozenset((FormEnvironment.tick, FormEnvironment.weighed, FormEnvironment.joined))
"""What guards.py puts into templates."""
