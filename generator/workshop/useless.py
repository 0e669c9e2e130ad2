"""What a form says that has no effect: a misspelt role, macro, block, sentence, table or chart would otherwise go unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.document.render import Rendered
from generator.forms.files import read_yaml
from generator.forms.form import EVERY, MAIN, Form
from generator.reading.nearest import nearest
from generator.templating.macros import FILE

FILES = (
    MAIN,
    "版面.yaml",
    "附表.yaml",
    "图.yaml",
    "名词.yaml",
    "句子.yaml",
    "样式.css",
    "样式.docx",
)
"""The files of a form that are no templates."""
_SENTENCE = re.compile(r"""句\(\s*["'](.+?)["']""")
_MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)")
_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
_NAMED_FILE = re.compile(r"""["'](?:[^"'/]+/)?([^"'/]+\.html)["']""")


def useless(form: Form, samples: Sequence[Rendered]) -> list[str]:
    """What the form's own folder says in vain, a line for each, with what may have been meant. ``samples`` are documents of the form."""
    return [
        one
        for part in (
            _sentences(form, samples),
            _roles(form),
            _macros(form),
            _blocks(form),
            _tables(form),
            _charts(form),
            _files(form),
        )
        for one in part
    ]


def _sentences(form: Form, samples: Sequence[Rendered]) -> Iterator[str]:
    used = {key for one in samples for key in one.used}
    said = list(dict.fromkeys(name for one in samples for name in one.sentences))
    kinds = [
        name
        for name in _SENTENCE.findall(_templates(form))
        if not any(
            name in (one, one.partition(".")[2]) or f".{name}." in f".{one}." for one in said
        )
    ]
    for key in form.sentences:
        # A sentence that the samples do not have may still be one: of a kind that they lack, or of another 项.
        item = key.rpartition(".")
        rare = any(key == name or key.endswith(f".{name}") for name in kinds)
        other = item[2].isdecimal() and any(
            name.startswith(f"{item[0]}.") and name.rpartition(".")[2].isdecimal() for name in said
        )
        if key not in used and not rare and not other:
            yield f"句子.yaml 的“{key}”在模板里没有，不起作用{_perhaps(key, said)}"


def _roles(form: Form) -> Iterator[str]:
    own, above = form.chain[0], form.chain[1:]
    known = {name for folder in above for name in _yaml(folder / "版面.yaml").get("角色", {})}
    used = set(re.findall(r"""role=["'](.+?)["']""", _templates(form)))
    for name in _yaml(own / "版面.yaml").get("角色", {}) if above else ():
        if name not in known | used:
            yield f"版面.yaml 的角色“{name}”没有模板用到{_perhaps(name, known)}"


def _macros(form: Form) -> Iterator[str]:
    own, above = form.chain[0] / FILE, form.chain[1:]
    known = {name for folder in above for name in _MACRO.findall(_text(folder / FILE))}
    everything = _templates(form) + "".join(_text(folder / "句子.yaml") for folder in form.chain)
    for name in _MACRO.findall(_text(own)):
        if name not in known and not re.search(rf"(?<!macro )\b{name}\(", everything):
            yield f"措辞.html 的宏“{name}”没有替换上级的宏，也没有模板调用它{_perhaps(name, known)}"


def _blocks(form: Form) -> Iterator[str]:
    for path in sorted(form.chain[0].glob("*.html")):
        text = _text(path)
        parent = re.search(
            r"""\{%-?\s*extends\s+["'](?:(?P<form>[^"'/]+)/)?(?P<file>[^"'/]+)["']""", text
        )
        if not parent:
            continue
        folders = [folder for folder in form.chain if parent["form"] in (None, folder.name)]
        known = {
            name
            for folder in [*folders, *form.chain[1:]]
            if folder / parent["file"] != path
            for name in _BLOCK.findall(_text(folder / parent["file"]))
        }
        for name in _BLOCK.findall(text):
            inside = re.search(
                rf"\{{%-?\s*block\s+(?!{name}\b)\w+(?:(?!endblock).)*block\s+{name}\b",
                text,
                re.DOTALL,
            )
            if name not in known and not inside:
                yield f"{path.name} 的块“{name}”在 {parent['file']} 里没有，不会印出{_perhaps(name, known)}"


def _tables(form: Form) -> Iterator[str]:
    listed = {one["表"] for one in form.listed}
    above = {name for folder in form.chain[1:] for name in _yaml(folder / "附表.yaml")}
    for name in _yaml(form.chain[0] / "附表.yaml"):
        if above and name not in {EVERY, *listed, *above}:
            yield f"附表.yaml 的“{name}”没有列在 {MAIN} 的“附表”里，不会印出{_perhaps(name, listed)}"


def _charts(form: Form) -> Iterator[str]:
    used = set(re.findall(r"""图\(["'](.+?)["']\)""", _templates(form)))
    for name in _yaml(form.chain[0] / "图.yaml"):
        if name not in used and len(form.chain) > 1:
            yield f"图.yaml 的“{name}”没有模板用到{_perhaps(name, used)}"


def _files(form: Form) -> Iterator[str]:
    above = {path.name for folder in form.chain[1:] for path in folder.glob("*.html")}
    used = {*form.front, *form.parts, FILE, *_NAMED_FILE.findall(_templates(form)), *above}
    for path in sorted(form.chain[0].iterdir()):
        if path.name in FILES or path.name.startswith(".") or path.name in used:
            continue
        yield f"文件 {path.name} 没有用处{_perhaps(path.name, [*FILES, *used])}"


def _templates(form: Form) -> str:
    return "".join(_text(path) for folder in form.chain for path in sorted(folder.glob("*.html")))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _yaml(path: Path) -> Mapping[str, Any]:
    return read_yaml(path) if path.is_file() else {}


def _perhaps(name: str, known: Iterable[str]) -> str:
    near = nearest(name, list(known))
    return f"，您是不是想写“{near[0]}”？" if near else ""
