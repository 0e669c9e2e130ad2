"""The words of a comment that ask for a value to be filled in or confirmed, taken out where that is
done; what else a comment says stays. Comments that have a line of their own for what is asked."""

from __future__ import annotations

import re

_SEPARATOR = "；"
_PARTS = re.compile("[；;]")
_NAMES = re.compile("[、，,]")
_HINT = re.compile(r"填[：:](?P<names>.*)")
_BEFORE, _BEHIND = " \t（(【，,。", "）)】 \t"


def without_mark(comment: str, mark: str, name: str = "", *, hints: bool = False) -> str:
    """A comment without the mark of a value that is still to be filled in, as far as it stands at
    the beginning of one of the parts that ； separates, or behind a sign; "" where nothing is left.

    ``name``: of several values in a line only the one of that name is meant; a mark that names
    others stays for them. With ``hints``, words that begin with 填： go, too: programs write them
    behind an empty value.
    """
    parts = [part.strip() for part in _PARTS.split(comment.lstrip("#"))]
    rest = [_part(part, mark, name, hints=hints) for part in parts]
    if rest == parts:
        return comment
    remaining = _SEPARATOR.join(part for part in rest if part)
    return f"# {remaining}" if remaining else ""


def asks_for(comment: str, name: str, mark: str) -> bool:
    """Whether a comment that has a line of its own asks for an entry that is not there yet, as
    programs write it: “# 待填：外事: {…}”, “# 待填：上年的数，…”, “# 批复日期: 待填”."""
    return _request(comment, name, mark) is not None


def without_request(comment: str, name: str, mark: str) -> str:
    """What is left of such a comment where the entry comes: the words that no program wrote, behind
    the name; "" for none."""
    request = _request(comment, name, mark)
    if request is None or _HINT_OF_PROGRAM.fullmatch(request["rest"]):
        return ""
    return f"# {name}{request['rest'].rstrip()}"


def goes_on(comment: str, name: str) -> bool:
    """Whether a comment in the line below such a one belongs to it, as programs write it: what an
    entry of that name may look like, or what stood there last year."""
    example = rf"\s{{2,}}-\s*\{{.*\}}|\s*{re.escape(name)}: (?:\{{.*\}}|无|\S+\.ya?ml)\s*(?:#.*)?"
    return re.fullmatch(rf"[#＃](?:｜.*|{example})", comment.rstrip()) is not None


_HINT_OF_PROGRAM = re.compile(
    r"(?:的数)?"
    r"(?:[：:]\s*(?:\{.*\}|数|文字|日期|个数|正文里的自称)?)?"
    r"(?:，(?:三种写法选一种，去掉行首的 #|有就照下面的样子写|相加等于保有量))?"
    r"(?:（(?:没有安排填 0|没有填 0|一辆也没有就写 其他用车: 0|如 \d{4}-\d\d-\d\d|口径为部门时填|"
    r"决算数与预算数不等时填|上年的，已不用|自评表、整体自评见 \S+|"
    r"表里只有合计，已填在国内[^（）]*)）)?\s*"
)
"""What importing and rolling write behind the name of an entry that waits."""


def _request(comment: str, name: str, mark: str) -> re.Match[str] | None:
    if not mark:
        return None
    words, key = comment.lstrip("#＃").strip(), re.escape(name)
    before = rf"{mark}[：:]\s*{key}(?P<rest>(?:的数)?\s*(?:[：:，,（(].*|$))"
    behind = rf"{key}\s*[：:]\s*{mark}(?P<rest>(?:\s.*|$))"
    return re.match(before, words) or re.match(behind, words)


def _part(part: str, mark: str, name: str, *, hints: bool) -> str:
    match = _asking(mark).search(part)
    if match is None and hints:
        match = _HINT.match(part)
    if match is None:
        return part
    before = part[: match.start()].rstrip(_BEFORE)
    if not name:
        return before
    names = [each.strip() for each in _NAMES.split(match["names"].strip(_BEHIND))]
    if name not in names:
        return part
    names.remove(name)
    if not names:
        return before
    return f"{part[: match.start('names')]}{'、'.join(names)}"


def _asking(mark: str) -> re.Pattern[str]:
    """The mark with what is said behind it: 待填, 待填写, 待填：批次、人次; not “没有待填的”."""
    return re.compile(
        rf"(?<![^\s（(【，,。]){mark}(?:写|报|列|入)?(?:[：:]|(?=$|[\s，,。、！!？?）)】…—-]))(?P<names>.*)"
    )
