"""Where templates run. A form may come from elsewhere: it reads no file but its own, calls nothing but the language, and neither loops nor grows without bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import TemplateExpression, TemplateModule
from jinja2.runtime import LoopContext, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.document.compiled import Generator, compiled
from generator.document.markup import mark_tags
from generator.document.undefined import attributes, told_undefined
from generator.figures.figure import Missing

STEPS = 500_000
"""How many rounds of loops and calls of macros one document may take; a long real one takes some thousands."""
LONGEST = 2_000_000
"""The longest text, and the longest list, that an expression may make."""
OUTPUT = 20_000_000
"""How many characters the templates of one document may write."""

FILTERS = frozenset(
    [
        "abs",
        "batch",
        "count",
        "default",
        "escape",
        "e",
        "first",
        "groupby",
        "int",
        "items",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "replace",
        "reverse",
        "select",
        "selectattr",
        "slice",
        "sort",
        "string",
        "sum",
        "trim",
        "unique",
        "upper",
    ]
)
"""The filters of Jinja that forms may use. Not there: what fetches, formats to any width, or declares text to be markup."""

_METHODS: Mapping[type, frozenset[str]] = {
    str: frozenset(["startswith", "endswith", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "split", "isdecimal", "find", "count", "place"]),
    dict: frozenset(["get", "items", "keys", "values"]),
    list: frozenset(["index", "count"]),
    tuple: frozenset(["index", "count"]),
    date: frozenset(["year", "month", "day"]),
    LoopContext: frozenset(
        ["index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "cycle", "changed", "depth", "depth0"]
    ),
}
"""What templates may ask of values that are none of ours."""


def _kind_of(value: Any) -> str:
    label = getattr(value, "label", "")
    return f"一个数（{label}）" if label else "一个清单" if isinstance(value, list | tuple | dict) else "空" if value is None else f"“{value}”"


class Overrun(TemplateRuntimeError):
    """A template goes on for too long, or makes too long a text."""


class FormLoader(BaseLoader):
    """Templates of a form: a bare name is looked for in its own folder, then in those that it extends; ``版式/名称`` names one of these folders."""

    def __init__(self, chain: Iterable[Path]) -> None:
        self.chain = tuple(chain)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - Jinja's signature
        """The text of a template and where it stands. Raises TemplateNotFound for anything outside the form's folders."""
        form, _, name = template.rpartition("/")
        if not form or "/" not in template:
            name = template
        for folder in self.chain:
            path = folder / name
            if form in ("", folder.name) and name and not name.startswith(".") and path.is_file() and path.resolve().parent == folder.resolve():
                return path.read_text(encoding="utf-8"), f"{folder.name}/{name}", None
        raise TemplateNotFound(template)


class FormEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with less in it: chosen filters and methods, counted loops, texts of bounded length."""

    code_generator_class = Generator
    intercepted_binops = frozenset({"+", "*", "**", "%", "//"})

    def __init__(self, chain: Sequence[Path], hole: Callable[[Missing], str]) -> None:
        super().__init__(
            loader=FormLoader(chain),
            undefined=told_undefined(self),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=self._counted,
            optimized=False,
        )
        self.filters = {name: function for name, function in self.filters.items() if name in FILTERS}
        self.filters.update(join=self._join(self.filters["join"]), replace=_bounded_replace(self.filters["replace"]))
        self.globals = {"range": self._range, "dict": dict, "滴答": self.tick, "短文": bounded}
        self.chain = tuple(chain)
        self._hole = hole
        self.steps = self.written = 0
        self._marking = False
        self._compiled = compiled()
        self._last: Any = None

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, raw: bool = False, defer_init: bool = False) -> Any:
        """Compile with a counter in each loop and macro; what was compiled before is taken as it was."""
        if not isinstance(source, str) or raw or self._marking:
            return self._anew(source, name, filename, raw, defer_init)
        key = ("模板", name or "", filename or "", source)
        code = self._compiled.get(key)
        if code is None:
            code = self._anew(source, name, filename)
            self._compiled.put(key, code)
        return code

    def compile_expression(self, source: str, undefined_to_none: bool = True) -> TemplateExpression:
        """Compile an expression; what was compiled before is taken as it was."""
        key = ("表达式", source)
        code = self._compiled.get(key)
        if code is None:
            expression = super().compile_expression(source, undefined_to_none)
            self._compiled.put(key, self._last)
            return expression
        return TemplateExpression(self.template_class.from_code(self, code, self.make_globals(None), None), undefined_to_none)

    def _anew(self, source: Any, name: str | None = None, filename: str | None = None, raw: bool = False, defer_init: bool = False) -> Any:
        tree = self._parse(source, name, filename) if isinstance(source, str) else source
        if self._marking:
            mark_tags(tree, filename or name or "")
        for node in tree.find_all(nodes.Output):
            written = next((one.value for one in node.nodes if isinstance(one, nodes.Const) and type(one.value).__name__ == "float"), None)
            if written is not None:
                raise TemplateSyntaxError(f"{written} 不能直接印：模板里不写数，数由程序算出", node.lineno, name, filename)
        loops: Iterable[Any] = tree.find_all((nodes.For, nodes.Macro))
        for node in loops:
            node.body.insert(0, _tick(node))
        for node in tree.find_all(nodes.Concat):
            node.nodes = [nodes.Call(nodes.Name("短文", "load", lineno=node.lineno), [one], [], None, None, lineno=node.lineno) for one in node.nodes]
        self._last = super().compile(tree, name, filename, raw, defer_init)  # type: ignore[call-overload]
        return self._last

    def mark_places(self) -> None:
        """From now on templates mark each of their tags with the place where it stands."""
        self._marking, self.steps, self.written = True, 0, 0
        if self.cache is not None:
            self.cache.clear()

    def keep(self) -> None:
        """Keep what was compiled for the next process."""
        self._compiled.save()

    def tick(self, length: int) -> str:
        """Count one round, which writes ``length`` characters of its own. Raises Overrun when there were too many."""
        self.steps += 1
        self.written += length
        if self.steps > STEPS:
            raise Overrun(f"循环超过 {STEPS} 次，模板里可能有停不下来的循环")
        if self.written > OUTPUT:
            raise Overrun("写出的文字太长，模板里可能有停不下来的循环")
        return ""

    def _counted(self, value: Any) -> Any:
        """What an expression writes; what the data file lacks is a visible hole."""
        if isinstance(value, Missing):
            return self._hole(value)
        self.written += len(value) if isinstance(value, str) else 20
        if not isinstance(value, str | int | Undefined) or isinstance(value, bool):
            raise Overrun(f"{{{{ }}}} 里是{_kind_of(value)}，不能直接印：数用过滤器（万元、率、计 ……），清单用 join")
        if self.written > OUTPUT:
            raise Overrun("写出的文字太长，模板里可能有停不下来的循环")
        return value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Fields of our records, macros, and chosen methods of other values; nothing else has attributes here."""
        if attr.startswith("_") or not super().is_safe_attribute(obj, attr, value):
            return False
        if isinstance(obj, TemplateReference | TemplateModule) or attr in attributes(obj):
            return True
        return any(isinstance(obj, kind) and attr in methods for kind, methods in _METHODS.items())

    def wrap_str_format(self, value: Any) -> None:  # noqa: ARG002 - Jinja's signature
        """No formatting: what is_safe_attribute says of ``format`` stands."""
        return

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers add up; texts and lists grow by ``+`` within bounds only. Nothing is repeated, raised to a power or formatted."""
        if operator in ("**", "%") or (operator == "*" and not all(isinstance(side, int) and abs(side) < LONGEST for side in (left, right))):
            raise Overrun(f"模板里不能这样用“{operator}”")
        if operator == "+":
            bounded(left), bounded(right)
        return super().call_binop(context, operator, left, right)

    def named(self, source: str, name: str) -> Template:
        """A template from text, known by ``name`` in messages."""
        code: CodeType = self.compile(source, name, name)
        return self.template_class.from_code(self, code, self.make_globals(None), None)

    def _range(self, *bounds: int) -> range:
        found = range(*bounds)
        if len(found) > STEPS:
            raise Overrun(f"range 不能超过 {STEPS}")
        return found

    def _join(self, original: Any) -> Any:
        def join(eval_ctx: Any, value: Iterable[Any], d: str = "", attribute: str | None = None) -> Any:
            items = list(value)
            for item in items:
                bounded(item)
            if sum(len(str(item)) for item in items) + len(d) * len(items) > LONGEST:
                raise Overrun("拼出的文字太长")
            return original(eval_ctx, items, d, attribute)

        return _like(original, join)


def bounded(value: Any) -> Any:
    """``value``, unless it is a text or list beyond bounds. Raises Overrun."""
    if isinstance(value, str | list | tuple | dict) and len(value) > LONGEST // 2:
        raise Overrun("拼出的文字太长")
    return value


def _bounded_replace(original: Any) -> Any:
    def replace(eval_ctx: Any, s: str, old: str, new: str, count: int | None = None) -> Any:
        if len(str(s)) * max(len(str(new)), 1) > LONGEST * 10:
            raise Overrun("替换出的文字太长")
        return original(eval_ctx, s, old, new, count)

    return _like(original, replace)


def _like(original: Any, function: Any) -> Any:
    """``function`` with the marks by which Jinja knows what to hand over."""
    function.__dict__.update(original.__dict__)
    function.__dict__.pop("__wrapped__", None)
    return function


def _tick(loop: nodes.For | nodes.Macro) -> nodes.Node:
    own = sum(len(text.data) for text in loop.find_all(nodes.TemplateData))
    line = loop.lineno
    return nodes.ExprStmt(nodes.Call(nodes.Name("滴答", "load", lineno=line), [nodes.Const(own, lineno=line)], [], None, None, lineno=line), lineno=line)
