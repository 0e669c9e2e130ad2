"""What a form says that has no effect.

A misspelt role, macro, block, sentence, table or chart would otherwise go unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.document.render import Rendered
from generator.forms.files import read_yaml
from generator.forms.form import EVERY, MAIN, Form
from generator.reading.nearest import nearest
from generator.reading.nodes import MappingNode
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
    """What the form's own folder says in vain, a line for each, with what may have been meant.

    ``samples`` are documents of the form.
    """
    return [
        *_sentences(form, samples),
        *_roles(form),
        *_macros(form),
        *_blocks(form),
        *_tables(form),
        *_charts(form),
        *_files(form),
    ]


def _sentences(form: Form, samples: Sequence[Rendered]) -> Iterator[str]:
    used = {key for sample in samples for key in sample.used}
    printed = list(dict.fromkeys(name for sample in samples for name in sample.sentences))
    unprinted = [
        name
        for name in _SENTENCE.findall(_templates(form))
        if not any(_is_of_kind(sentence, name) for sentence in printed)
    ]
    of_items = [name for name in printed if _is_of_item(name)]
    for key in form.sentences:
        # A sentence that the samples do not have may still be one: of a kind that they lack, or of
        # another 项.
        rare = any(key == name or key.endswith(f".{name}") for name in unprinted)
        start = f"{key.rpartition('.')[0]}."
        of_another_item = _is_of_item(key) and any(name.startswith(start) for name in of_items)
        if key not in used and not rare and not of_another_item:
            yield f"句子.yaml 的“{key}”在模板里没有，不起作用{_perhaps(key, printed)}"


def _is_of_kind(sentence: str, name: str) -> bool:
    """Whether a sentence of a document is what a template calls ``name``."""
    return name in (sentence, sentence.partition(".")[2]) or f".{name}." in f".{sentence}."


def _is_of_item(name: str) -> bool:
    """Whether a sentence is that of one 项: 五.逐项.2010301."""
    head, _, code = name.rpartition(".")
    return bool(head) and code.isdecimal()


def _roles(form: Form) -> Iterator[str]:
    above = form.chain[1:]
    if not above:
        return
    inherited = {name for folder in above for name in _declared_roles(folder)}
    used = set(re.findall(r"""role=["'](.+?)["']""", _templates(form)))
    for name in _declared_roles(form.chain[0]):
        if name not in inherited | used:
            yield f"版面.yaml 的角色“{name}”没有模板用到{_perhaps(name, inherited)}"


def _declared_roles(folder: Path) -> Iterable[str]:
    roles: Mapping[str, object] = _yaml(folder / "版面.yaml").get("角色", {})
    return roles


def _macros(form: Form) -> Iterator[str]:
    above = form.chain[1:]
    inherited = {name for folder in above for name in _MACRO.findall(_text(folder / FILE))}
    everything = _templates(form) + "".join(_text(folder / "句子.yaml") for folder in form.chain)
    for name in _MACRO.findall(_text(form.chain[0] / FILE)):
        called = re.search(rf"(?<!macro )\b{name}\(", everything)
        if name not in inherited and not called:
            yield (
                f"措辞.html 的宏“{name}”没有替换上级的宏，也没有模板调用它"
                f"{_perhaps(name, inherited)}"
            )


def _blocks(form: Form) -> Iterator[str]:
    for path in sorted(form.chain[0].glob("*.html")):
        text = _text(path)
        parent = re.search(
            r"""\{%-?\s*extends\s+["'](?:(?P<form>[^"'/]+)/)?(?P<file>[^"'/]+)["']""", text
        )
        if not parent:
            continue
        folders = [folder for folder in form.chain if parent["form"] in (None, folder.name)]
        inherited = {
            name
            for folder in [*folders, *form.chain[1:]]
            if folder / parent["file"] != path
            for name in _BLOCK.findall(_text(folder / parent["file"]))
        }
        for name in _BLOCK.findall(text):
            if name not in inherited and not _inside_another_block(name, text):
                yield (
                    f"{path.name} 的块“{name}”在 {parent['file']} 里没有，不会印出"
                    f"{_perhaps(name, inherited)}"
                )


def _inside_another_block(name: str, text: str) -> bool:
    pattern = rf"\{{%-?\s*block\s+(?!{name}\b)\w+(?:(?!endblock).)*block\s+{name}\b"
    return re.search(pattern, text, re.DOTALL) is not None


def _tables(form: Form) -> Iterator[str]:
    listed = {entry["表"] for entry in form.listed}
    above = {name for folder in form.chain[1:] for name in _yaml(folder / "附表.yaml")}
    if not above:
        return
    for name in _yaml(form.chain[0] / "附表.yaml"):
        if name not in {EVERY, *listed, *above}:
            hint = _perhaps(name, listed)
            yield f"附表.yaml 的“{name}”没有列在 {MAIN} 的“附表”里，不会印出{hint}"


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
    if not path.is_file():
        return ""
    return path.read_text(encoding="utf-8")


def _yaml(path: Path) -> MappingNode:
    """The content of a YAML file of a form; empty when there is none."""
    if not path.is_file():
        return MappingNode()
    return read_yaml(path)


def _perhaps(name: str, names: Iterable[str]) -> str:
    near = nearest(name, list(names))
    if not near:
        return ""
    return f"，您是不是想写“{near[0]}”？"
