"""The parts of a data file as controls of a page: made from the schema, never drawn by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from generator.manual.schema import data_schema
from generator.model.rules import MARK
from generator.web.plain_words import plain_help
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.entries import YamlEntry

Schema = Mapping[str, object]
"""A part of the JSON Schema of data files."""


_SIGNS_IN_LINE, _MOST_LINES = 30, 16
_LONGEST_EXAMPLE = 40


class ControlKind(Enum):
    """How a value is asked for."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"
    CHOICE = "choice"
    GROUP = "group"
    LIST = "list"
    RECORDS = "records"
    CARDS = "cards"
    ENTRIES = "entries"
    EITHER = "either"
    RAW = "raw"


_REQUIRED = ("版式", "年度", "金额单位", "单位")
"""The parts that every data file has."""
ANY = "*"
"""Any key of the clerk's own, or any item of a list, in a path."""
SINGLE = (
    ControlKind.LINE,
    ControlKind.TEXT,
    ControlKind.NUMBER,
    ControlKind.COUNT,
    ControlKind.CHOICE,
)
"""The kinds that are one value."""


class FieldControl(Struct, frozen=True):
    """One value, or part, of a data file on a page.

    ``value`` is what stands in the file, "" for nothing yet (a 待填, too). ``parts`` are those of a
    group, the items of a list, the entries of a mapping; ``columns`` those of each record. ``lines``
    is how many lines a text has; ``before`` what last year's file has there. A value that no control
    can hold is ``RAW``.
    """

    path: Path
    name: str
    kind: ControlKind
    help: str = ""
    example: str = ""
    value: str = ""
    required: bool = False
    present: bool = False
    choices: tuple[str, ...] = ()
    parts: tuple[FieldControl, ...] = ()
    columns: tuple[FieldControl, ...] = ()
    asked: bool = True
    before: str = ""

    @property
    def lines(self) -> int:
        """The lines that a text takes on a page, within bounds."""
        lines = sum(len(line) // _SIGNS_IN_LINE + 1 for line in self.value.split("\n"))
        return min(lines, _MOST_LINES)

    def with_parts(
        self, parts: tuple[FieldControl, ...], columns: tuple[FieldControl, ...], *, asked: bool
    ) -> FieldControl:
        """The same with other parts and columns, asked for or not."""
        return replace(self, parts=parts, columns=columns, asked=asked)

    def below(self) -> Iterator[FieldControl]:
        """This control and all within it."""
        yield self
        for part in self.parts:
            yield from part.below()


@lru_cache(maxsize=1)
def _properties() -> Mapping[str, Schema]:
    return cast("Mapping[str, Schema]", data_schema()["properties"])


def control_of(name: str, root: YamlEntry) -> FieldControl:
    """The control of a top-level part, with what stands in the file."""
    return _control(_properties()[name], (name,), root.find(name), required=name in _REQUIRED)


def column_of(path: Path) -> FieldControl:
    """The control of a place, whatever stands there. Raises KeyError where there is none."""
    schema = schema_at(path)
    if schema is None:
        raise KeyError("/".join(path))
    return _control(schema, path, None)


def schema_at(path: Path) -> Schema | None:
    """The schema of the place at a path; None where the data file has no such place.

    An entry under a key of the clerk's own, or an item of a list, is that of all of them.
    """
    here: Schema | None = {"properties": _properties()}
    for step in path:
        if here is None:
            return None
        here = _below(here, step)
    return here


def keys_at(path: Path) -> Sequence[str]:
    """The keys that the part at a path may have, in order; none where any key may stand."""
    here = schema_at(path)
    if here is None:
        return ()
    keys = [key for form in _forms(here) for key in _mapping(form, "properties")]
    return list(dict.fromkeys(keys))


def is_list(path: Path) -> bool:
    """Whether what stands at a path is a list, whose items are named by their numbers."""
    here = schema_at(path)
    return here is not None and any(form.get("type") == "array" for form in _forms(here))


def may_be_unsaid(path: Path) -> bool:
    """Whether a value may be left out, key and all; a text may also stay empty behind its key, and
    what stands under a key of the clerk's own goes with its row."""
    is_named = path[-1] in keys_at(path[:-1])
    return is_named and not is_required(path) and single_kind(path) is not ControlKind.TEXT


def is_required(path: Path) -> bool:
    """Whether the part at the path above has to have this key."""
    *owner, name = path
    above = schema_at(tuple(owner))
    forms: Sequence[Schema] = ()
    if above is not None:
        forms = _forms(above)
    named = [form for form in forms if name in _mapping(form, "properties")]
    none: Sequence[str] = () if owner else _REQUIRED
    return any(name in cast("Sequence[str]", form.get("required", none)) for form in named)


def single_kind(path: Path) -> ControlKind | None:
    """The kind of a path that holds one value; None where it holds none, or does not exist."""
    here = schema_at(path)
    kinds = [_kind(form) for form in _forms(here)] if here else []
    return next((kind for kind in kinds if kind in SINGLE), None)


def _forms(schema: Schema) -> Sequence[Schema]:
    """The forms that a value may have."""
    return cast("Sequence[Schema]", schema.get("anyOf", [schema]))


def _mapping(schema: Schema, key: str) -> Mapping[str, Schema]:
    return cast("Mapping[str, Schema]", schema.get(key, {}))


def _below(schema: Schema, step: str) -> Schema | None:
    for form in _forms(schema):
        inside = _mapping(form, "properties").get(step)
        if inside is not None:
            return inside
    for form in _forms(schema):
        if isinstance(form.get("additionalProperties"), Mapping):
            return cast("Schema", form["additionalProperties"])
        if (step.isdecimal() or step == ANY) and isinstance(form.get("items"), Mapping):
            return cast("Schema", form["items"])
    return None


def _kind(schema: Schema) -> ControlKind:
    """The kind of one form of a value."""
    types = schema.get("type", ())
    if "enum" in schema:
        return ControlKind.CHOICE
    if types == "object":
        return _kind_of_mapping(schema)
    if types == "array":
        return _kind_of_list(schema)
    if isinstance(types, str):
        return ControlKind.LINE
    if "integer" in cast("Sequence[str]", types):
        return ControlKind.COUNT
    first = next(iter(cast("Sequence[str]", types)), "")
    if first == "number":
        return ControlKind.NUMBER
    return ControlKind.TEXT if "null" in cast("Sequence[str]", types) else ControlKind.LINE


def _kind_of_mapping(schema: Schema) -> ControlKind:
    if isinstance(schema.get("additionalProperties"), Mapping):
        return ControlKind.ENTRIES
    return ControlKind.GROUP


def _kind_of_list(schema: Schema) -> ControlKind:
    item = cast("Schema", schema.get("items", {}))
    if item.get("type") != "object":
        return ControlKind.LIST
    fields = _mapping(item, "properties").values()
    return ControlKind.RECORDS if all(_is_single(field) for field in fields) else ControlKind.CARDS


def _is_single(schema: Schema) -> bool:
    return "anyOf" not in schema and _kind(schema) in SINGLE


def _control(
    schema: Schema, path: Path, entry: YamlEntry | None, *, required: bool = False
) -> FieldControl:
    """The control of a place, with what stands there."""
    forms = _forms(schema)
    form = forms[0]
    kind = _kind(form)
    if len(forms) > 1:
        kind = ControlKind.EITHER
    name = path[-1]
    plain = FieldControl(
        path,
        name,
        kind,
        plain_help(str(schema.get("description", ""))),
        _example(form, kind),
        _typed(entry),
        required,
        entry is not None,
        _choices(form),
    )
    if entry is not None and not _fits(entry, kind, forms):
        return replace(plain, kind=ControlKind.RAW)
    if kind is ControlKind.EITHER:
        return _either(plain, forms, entry)
    return _filled(plain, form, entry)


def _filled(control: FieldControl, schema: Schema, entry: YamlEntry | None) -> FieldControl:
    """A control with its parts."""
    path, kind = control.path, control.kind
    if kind is ControlKind.GROUP:
        required = cast("Sequence[str]", schema.get("required", ()))
        parts = [
            _control(
                inner, (*path, key), entry.find(key) if entry else None, required=key in required
            )
            for key, inner in _mapping(schema, "properties").items()
        ]
        return replace(control, parts=tuple(parts))
    if kind is ControlKind.ENTRIES:
        inner = cast("Schema", schema["additionalProperties"])
        entries = entry.entries if entry else []
        parts = [_control(inner, (*path, each.name.strip()), each) for each in entries]
        column = _control(inner, (*path, ANY), None)
        return replace(control, parts=tuple(parts), columns=(column,))
    if kind in (ControlKind.LIST, ControlKind.RECORDS, ControlKind.CARDS):
        item = cast("Schema", schema["items"])
        items = [
            _control(item, (*path, str(number)), each)
            for number, each in enumerate(entry.entries if entry else [])
        ]
        sample = _control(item, (*path, ANY), None)
        columns = sample.parts or (sample,)
        return replace(control, parts=tuple(items), columns=columns)
    return control


def _either(
    control: FieldControl, forms: Sequence[Schema], entry: YamlEntry | None
) -> FieldControl:
    """A value that may be a single one or a part: as it stands, else the single one.

    ``columns`` holds the other form, which the clerk may choose instead.
    """
    by_kind = {_kind(form): form for form in forms}
    single = next((kind for kind in by_kind if kind in SINGLE), None)
    shapes = [kind for kind in by_kind if kind not in SINGLE]
    is_part = entry is not None and not entry.single and bool(entry.entries or entry.listed)
    if is_part or single is None:
        listed = entry is not None and entry.listed
        fitting = [
            kind
            for kind in shapes
            if (kind not in (ControlKind.GROUP, ControlKind.ENTRIES)) == listed
        ]
        kind = next(iter(fitting), shapes[0])
        return _filled(replace(control, kind=kind), by_kind[kind], entry)
    other = next(iter(shapes), None)
    columns: tuple[FieldControl, ...] = ()
    if other is not None:
        columns = (_filled(replace(control, kind=other, value=""), by_kind[other], None),)
    return replace(
        control,
        kind=single,
        example=_example(by_kind[single], single),
        choices=_choices(by_kind[single]),
        columns=columns,
    )


def _fits(entry: YamlEntry, kind: ControlKind, forms: Sequence[Schema]) -> bool:
    """Whether a control of a kind can hold what stands in the file."""
    if entry.blank or (entry.single and entry.text.strip() == MARK):
        return True
    kinds = [_kind(form) for form in forms] if kind is ControlKind.EITHER else [kind]
    if entry.single:
        return any(each in SINGLE for each in kinds)
    if entry.listed:
        return any(
            each in (ControlKind.LIST, ControlKind.RECORDS, ControlKind.CARDS) for each in kinds
        )
    return not entry.entries or any(
        each in (ControlKind.GROUP, ControlKind.ENTRIES) for each in kinds
    )


def _typed(entry: YamlEntry | None) -> str:
    """What stands in the file as a single value; "" for what is still to be filled in."""
    if entry is None or not entry.single:
        return ""
    text = entry.text.rstrip("\n")
    return "" if text.strip() == MARK else text


def _choices(schema: Schema) -> tuple[str, ...]:
    values = cast("Sequence[object]", schema.get("enum", ()))
    return tuple(dict.fromkeys(str(value) for value in values))


def _example(schema: Schema, kind: ControlKind) -> str:
    """What a field shows while it is empty."""
    if kind not in (ControlKind.LINE, ControlKind.TEXT, ControlKind.NUMBER, ControlKind.COUNT):
        return ""
    examples = cast("Sequence[object]", schema.get("examples", ()))
    first = str(next((each for each in examples if not isinstance(each, dict | list)), ""))
    if not first or "\n" in first or len(first) > _LONGEST_EXAMPLE:
        return ""
    return f"如 {first}"
