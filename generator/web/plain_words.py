"""Words of files and commands → words of pages: help and advice without what only typing needs."""

from __future__ import annotations

import re

_OF_TYPING = re.compile(
    r"竖线|方括号|花括号|缩进|冒号|英文逗号|“#”|“- ”|juesuan|make |文件末尾|在末尾补上"
)
_OF_LINES = re.compile(r"第 \d+ 行|去掉这一行|填写 [\w.]+（")
_ADD_YEAR = re.compile(r"请?加 --year [^；。]*")
_COMMAND = re.compile(r"[；，。]?[^；，。（）]*(?:juesuan|make) [^；。]*")


def plain_help(text: str) -> str:
    """What a field is for, without how it is typed into the file."""
    sentences = re.findall(r"[^。；]+[。；]?", text)
    kept = [_without_clauses(sentence) for sentence in sentences]
    plain = "".join(sentence for sentence in kept if sentence)
    return re.sub(r"[，；：]+$", "。", plain)


def plain_advice(text: str) -> str:
    """What to do about a missing value; "" where the advice is about lines of the file."""
    if _OF_LINES.search(text) or _OF_TYPING.search(text):
        return ""
    return text


def without_commands(text: str) -> str:
    """A message without the commands that a terminal would be told."""
    plain = _COMMAND.sub("", text).strip("；，") or text
    plain = _ADD_YEAR.sub("先在 Excel 里改好年度，再导入", plain)
    return plain.replace("用 -o 换", "换")


def _without_clauses(sentence: str) -> str:
    """A sentence without the clauses that speak of typing; "" when nothing is left."""
    if not _OF_TYPING.search(sentence):
        return sentence
    end = sentence[-1] if sentence[-1] in "。；" else ""
    clauses = re.findall(r"[^，：]+[，：]?", sentence.rstrip("。；"))
    kept = "".join(clause for clause in clauses if not _OF_TYPING.search(clause)).rstrip("，：")
    return kept + end if kept else ""
