"""Slips of a Chinese keyboard, found before YAML is parsed: YAML itself names the wrong line, or takes them for text.

The scanner walks the lines as YAML would (block texts, quoted texts and comments are left alone) and offers the exact replacement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator.findings.place import Place
from generator.findings.rules import Rule
from generator.reading.quoting import closing_quote, quoted
from generator.repair.flow import Flow
from generator.repair.intent import (
    EXCEL,
    SIGNS,
    bracketed,
    leaves_text,
    second_entry,
    uncommented,
    wants_number,
    wants_text,
)
from generator.repair.key_schema import line_of_a_key
from generator.repair.leading_space import (
    BLANKS,
    DASHES,
    LEAD,
    astray_slip,
    blank_slip,
    dash_slip,
    hash_slip,
    lead_slip,
    text_slip,
    width_of,
)
from generator.repair.lines import BLOCK
from generator.repair.rules import (
    AFTER,
    BAR,
    COLON,
    DASH,
    HASH,
    MARKS,
    OPEN,
    SPACE,
    START,
    TWICE,
    UNCLOSED,
)
from generator.yaml_edit.edits import Edit, Slip

_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_FIRST_COLON = re.compile(r"[:：]")
_NUMBER = re.compile(r"[+\-－]?[\d０-９,，.．]+\s*(?:#.*)?")
# A file with more slips than this is no data file; the first ones are told.
_MOST = 1000
_SPECIAL = "*&!%@`]},"


class Scanner(Struct):
    """One walk over a text. ``known`` are the keys of the data file: they tell a key from a text that happens to hold a colon."""

    text: str
    name: str
    known: frozenset[str]
    slips: list[Slip] = field(default_factory=list)
    _block: int = -1
    _block_text: int = -1
    _block_lead: str = ""
    _until: int = 0
    _key_indent: int = -1
    _has_text: bool = False
    _dash: int = -1
    _lost: int = 0

    def scan(self) -> list[Slip]:
        """All slips, in order."""
        start = 0
        for number, line in enumerate(self.text.split("\n"), 1):
            if len(self.slips) > _MOST:
                break
            if start >= self._until:
                self._line(number, start, line.rstrip("\r"))
            start += len(line) + 1
        return self.slips

    def _at(self, number: int, column: int) -> Place:
        return Place(self.name, number, column + 1)

    def _add(self, slip: Slip | None) -> None:
        self.slips += [slip] if slip else []

    def _line(self, number: int, start: int, line: str) -> None:
        lead = LEAD.match(line)
        width = lead.end() if lead else 0
        body = line[width:]
        if self._block >= 0:
            if self._inside(number, start, line, width):
                return
            self._block = -1 if body and body[0] != "#" else self._block
        here = self._at(number, 0)
        if not body:
            self._add(blank_slip(start, line))
            return
        if body[0] == "＃":
            self._add(hash_slip(here, start, line[:width], body))
            return
        self._add(lead_slip(here, start, line[:width]))
        if body[0] == "#":
            return
        indent = width_of(line[:width])
        if body in ("---", "..."):
            return
        at = width
        marks = DASHES.match(body)
        if marks:
            self._add(dash_slip(self._at(number, at), start + at, marks[0], body[marks.end() :]))
            at += marks.end()
            indent += marks.end()
            self._has_text = False
        if at == width:
            dashes = self._dashes(number, start, line, at)
            at, indent = at + dashes, indent + (2 if dashes else 0)
            self._has_text = self._has_text and not dashes
        self._dash = width if at > width else -1
        self._entry(number, start, line, at, indent)

    def _inside(self, number: int, start: int, line: str, width: int) -> bool:
        """Whether a line belongs to a block of text; one that stands too far out does when nothing else can be meant."""
        spaces = len(line) - len(line.lstrip(" "))
        if self._block_text < 0:
            self._block_text = (
                spaces if spaces > self._block else self._next_lead(start + len(line) + 1)
            )
        body = line[width:]
        lead, self._block_lead = self._block_lead, line[:width]
        if spaces >= self._block_text:
            return True
        goes_on = self._next_lead(start + len(line) + 1, 0) >= self._block_text
        if not body or body[0] == "#":
            # A remark stands farther out than the text; between two lines of the text, or as far in as one, there is none.
            if not body or not (
                goes_on
                or (
                    width > spaces
                    and (lead == line[:width] or width_of(line[:width]) >= self._block_text)
                )
            ):
                self._block_lead = lead
                return False
        elif leaves_text(body, self.known, goes_on=goes_on):
            return False
        if width > spaces:
            self._add(text_slip(self._at(number, 0), start, line[:width], self._block_text))
            return True
        self._add(
            astray_slip(
                self._at(number, width),
                start,
                line[:width],
                self._block_text,
                remark=body[0] == "#",
            )
        )
        return True

    def _next_lead(self, start: int, least: int | None = None) -> int:
        """How many spaces the next line that is not blank begins with; at least so many as a text in a block needs, if ``least`` is not told."""
        match = re.compile(r"(?:[ \t\r\u3000]*\n)*( *)\S?").match(self.text, start)
        lead = len(match[1]) if match else 0
        return lead if least is not None else lead if lead > self._block else self._block + 2

    def _lost_bar(self, number: int, start: int, line: str, at: int, indent: int) -> bool:
        """A text of several lines without its |: YAML would join them into one paragraph."""
        key = line[:at].strip().removeprefix("- ").rstrip(":： ")
        if not wants_text(key, self.known):
            return False
        value = re.split(r"(?:^|\s)#", line[at:])[0].strip()
        below: list[str] = []
        for one in self._following(start + len(line) + 1, 400):
            if (
                one.strip()
                and len(one) - len(one.lstrip(" \t" + BLANKS)) <= indent
                and not (below and self._stray(one))
            ):
                break
            below += [one.strip()] if one.strip() else []
        texts = [one for one in below if not one.startswith("#")]
        if not texts or self._looks_like_entry(texts[0]):
            return False
        message = f"“{key}”有多行，冒号后少了竖线"
        if not value and len(texts) > 1:
            put = " |" if line[at : at + 1] in ("", " ", "\t") else " | "
            self.slips.append(
                Slip(
                    BAR.at(self._at(number, at - 1), message, f"改成：{key}: |"),
                    (Edit(start + at, start + at, put),),
                )
            )
            self._block, self._block_text = indent, -1
            return True
        if value and any(_NUMBERED.match(one) for one in texts) and value[0] not in "\"'|>{[":
            self.slips.append(
                Slip(
                    BAR.at(
                        self._at(number, at - 1),
                        message,
                        f"改成两行：{key}: | ，文字都从下一行开始，左边对齐",
                    )
                )
            )
        return False

    def _following(self, start: int, most: int) -> Iterator[str]:
        """The lines from an offset on, without copying the rest of the text."""
        while start <= len(self.text) and (most := most - 1) >= 0:
            end = self._end_of_line(start)
            yield self.text[start:end]
            start = end + 1

    def _stray(self, line: str) -> bool:
        """A numbered line of text that nobody indented."""
        return bool(_NUMBERED.match(line.strip())) and not self._looks_like_entry(line.strip())

    def _looks_like_entry(self, body: str) -> bool:
        named = re.match(r"(?:-\s*)?([^\s:：]+(?: [^\s:：]+)?)\s*[:：]", body)
        return bool(
            named and (named[1] in self.known or re.match(r"\d{3,7}\b", named[1]))
        ) or body.startswith(("{", "[", "- ", "&", "*"))

    def _dashes(self, number: int, start: int, line: str, at: int) -> int:
        """A list mark typed with a Chinese dash or without its space."""
        wide = re.match(r"[－—–﹣]+\s*(?=\S)", line[at:])
        tight = re.match(r"-(?=[^\s\d\-－.])", line[at:])
        match = wide or tight
        if not match or (tight and self._dash != at and self._may_be_text(at)):
            return 0
        message = "列表开头的横线是中文的" if wide else "列表开头的减号后面少了一个空格"
        self.slips.append(
            Slip(
                DASH.at(self._at(number, at), message, f"改成：- {line[at + match.end() :]}"),
                (Edit(start + at, start + at + match.end(), "- "),),
            )
        )
        return match.end()

    def _may_be_text(self, indent: int) -> bool:
        """Whether a line so far in goes on with the text of the line before."""
        return self._has_text and indent > self._key_indent

    def _entry(self, number: int, start: int, line: str, at: int, indent: int) -> None:
        rest = line[at:]
        if not rest:
            return
        if rest[0] in "{[":
            self._flow(number, start, line, at)
            return
        if rest[0] in "\"'":
            end = closing_quote(line, at)
            if end < 0 or not re.match(r"\s*:", line[end:]):
                return  # a text of a list in quotes
            colon: int | None = line.index(":", end)
        else:
            found = next(
                (
                    match
                    for match in _FIRST_COLON.finditer(rest)
                    if match[0] == "：" or rest[match.end() : match.end() + 1] in " \t" + BLANKS
                ),
                None,
            )
            tight = rest.find(":")
            colon = at + found.start() if found else None
            if (
                tight >= 0
                and rest[tight + 1 : tight + 2] not in BLANKS
                and (found is None or tight < found.start())
                and self._is_key(rest[:tight], rest[tight + 1 :], indent)
            ):
                self._tight(number, start, line, at + tight)
                colon = at + tight
        if colon is None:
            self._note_text(indent, rest)
            return
        key, value = line[at:colon].strip(), line[colon + 1 :]
        if self._may_be_text(indent) and key not in self.known and line[colon] == "：":
            return
        if line[colon] == "：":
            if not self._is_key(key, value, indent):
                self._note_text(indent, rest)
                return
            blanks = len(value) - len(value.lstrip(" \t" + BLANKS))
            fixed = f"{line[:colon].strip()}: {value.strip()}".rstrip()
            put = ": " if value.strip() else ":"
            self.slips.append(
                Slip(
                    COLON.at(
                        self._at(number, colon),
                        "冒号是中文（全角）的",
                        f"改成英文冒号加一个空格：{fixed}",
                    ),
                    (Edit(start + colon, start + colon + 1 + blanks, put),),
                )
            )
        elif value[:1] and value[0] in BLANKS:
            blanks = len(value) - len(value.lstrip(" \t" + BLANKS))
            self.slips.append(
                Slip(
                    SPACE.at(
                        self._at(number, colon),
                        "冒号后面是全角空格",
                        f"改成英文空格：{key}: {value.strip()}",
                    ),
                    (Edit(start + colon + 1, start + colon + 1 + blanks, " "),),
                )
            )
        self._key_indent, self._has_text = indent, False
        if not self._lost_bar(number, start, line, colon + 1, indent):
            self._value(number, start, line, colon + 1, indent, key)

    def _tight(self, number: int, start: int, line: str, colon: int) -> None:
        fixed = f"{line[:colon].strip()}: {line[colon + 1 :].strip()}"
        self.slips.append(
            Slip(
                SPACE.at(self._at(number, colon), "冒号后面少了一个空格", f"改成：{fixed}"),
                (Edit(start + colon + 1, start + colon + 1, " "),),
            )
        )

    def _is_key(self, key: str, value: str, indent: int) -> bool:
        """Whether what stands before a colon is meant as a key: where only a key can stand, or by its looks."""
        bare = key.strip().strip("\"'“”")
        if not bare or len(bare) > 60 or value.startswith("//"):
            return False
        if (
            bare in self.known
            or re.match(r"\d{3,9}\b", bare)
            or not value.strip()
            or _NUMBER.fullmatch(value.strip())
        ):
            return True
        return indent <= self._key_indent or self._key_indent < 0

    def _note_text(self, indent: int, rest: str) -> None:
        if rest and self._key_indent >= 0 and indent > self._key_indent:
            self._has_text = True

    def _value(self, number: int, start: int, line: str, at: int, indent: int, key: str) -> None:
        while at < len(line) and line[at] in " \t" + BLANKS:
            at += 1
        value = line[at:]
        if not value:
            return
        if BLOCK.fullmatch(value):
            self._block, self._block_text = indent, -1
            return
        if self._meant(number, start, line, at, key):
            return
        if value[0] in "{[｛［" and (value[0] in "{[" or value.rstrip()[-1] in "｝］}]"):
            self._flow(number, start, line, at)
            return
        if value[0] in "\"'":
            self._quoted(number, start, line, at)
            return
        self._has_text = not value.startswith("#")
        for slip in self._plain(number, start, line, at):
            # A quoted text is no number: what a number should be is said where it is read.
            self.slips.append(
                Slip(None, guesses=slip.edits)
                if slip.edits and line[at] != "#" and wants_number(key, self.known)
                else slip
            )

    def _meant(self, number: int, start: int, line: str, at: int, key: str) -> bool:
        """Values of which it is clear what was meant, although YAML takes them for something else."""
        value = uncommented(line[at:])
        end = start + at + len(value)
        if value[:1] == "#" and not EXCEL.match(value):
            return False
        wanted = bracketed(value, key, self.known)
        if wanted:
            self.slips.append(
                Slip(
                    MARKS.at(
                        self._at(number, at), "括号、逗号要用英文的", f"改成：{key}: {wanted}"
                    ),
                    (Edit(start + at, end, wanted),),
                )
            )
            if wanted[0] == "{":
                self._until = self._end_of_line(start)
            return True
        if EXCEL.match(value) or (value == "-" and wants_number(key, self.known)):
            # What it should be is said where the number is read.
            self.slips.append(Slip(None, guesses=(Edit(start + at, end, quoted(value)),)))
            return True
        if value == "-":
            fix = "没有就删去这一行"
            self.slips.append(
                Slip(
                    START.at(self._at(number, at), f"“{key}”只写了 -", fix),
                    guesses=(Edit(start + at, end, quoted(value)),),
                )
            )
            return True
        if value in SIGNS and key == "指标性质":
            self.slips.append(
                Slip(
                    START.at(
                        self._at(number, at),
                        f"“{value}”要写成一个符号",
                        f"改成：{key}: {SIGNS[value]}",
                    ),
                    (Edit(start + at, end, SIGNS[value]),),
                )
            )
            return True
        second = second_entry(value, self.known) if value[0] not in "{[\"'｛［" else -1
        if second > 0:
            first, rest = value[:second].rstrip(), value[second:]
            fix = f"分成两行：{key}: {first} 和 {rest.replace('：', ': ')}，左边对齐"
            lead = re.match(r"[ \t]*(?:- )?", line)
            edit = Edit(
                start + at + len(first),
                start + at + second,
                "\n" + " " * (lead.end() if lead else 0),
            )
            self.slips.append(
                Slip(
                    TWICE.at(self._at(number, at + second), "一行里写了两项", fix), guesses=(edit,)
                )
            )
            return True
        return False

    def _end_of_line(self, start: int) -> int:
        end = self.text.find("\n", start)
        return len(self.text) if end < 0 else end

    def _flow(self, number: int, start: int, line: str, at: int) -> None:
        # When the walks to brackets that are not there have been longer than the text, each further one is looked for on its own line only.
        limit = len(self.text) if self._lost <= len(self.text) else start + len(line)
        flow = Flow(self.text, self.name, self.known, start + at, limit)
        after = flow.scan()
        self._lost += flow.walked
        self._until = self._end_of_line(after)
        tail = self.text[after : self._until].strip()
        if (
            flow.closed
            and tail
            and not tail.startswith("#")
            and "\n" not in self.text[start + at : after]
        ):
            # 〔2023〕 is text by itself, [2023] is a list: a text that goes on after the bracket needs quotes.
            if re.search(r":\s|^\{.*[:：]", self.text[start + at : after]):
                # Entries in quotes would be one text: their amounts would be lost.
                fix = f"后面的“{tail[:20]}”删去，或写进括号里"
                self._add(Slip(START.at(self._at(number, at), "一行写的几项后面还有字", fix)))
                return
            self._add(self._quote(START, number, start, line, at, "以括号开头的文字要用引号括起来"))
        else:
            self.slips += (
                flow.slips
                if flow.closed or flow.overfull
                else self._unclosed(number, start, line, at)
            )

    def _unclosed(self, number: int, start: int, line: str, at: int) -> Iterator[Slip]:
        """A collection whose last bracket is lost: it most likely ends with its line."""
        value = uncommented(line[at:])
        lost = "}" if value[0] in "{｛" else "]"
        end = start + at + len(value)
        # The line by itself: the whole text is not copied for each of them.
        flow = Flow(line[:at] + value + lost, self.name, self.known, at, at + len(value) + 1)
        flow.scan()
        fix = f"在这一行末尾补上 {lost}" if flow.closed else "在内容末尾补上"
        yield Slip(
            UNCLOSED.at(self._at(number, at), f"{line[at]} 没有配对的 {lost}", fix),
            guesses=(Edit(end, end, lost),) if flow.closed else (),
        )
        yield from (slip.moved(start, number - 1) for slip in flow.slips if flow.closed)

    def _quoted(self, number: int, start: int, line: str, at: int) -> None:
        end = closing_quote(line, at)
        if end >= 0:
            tail = line[end:].strip()
            if tail and not tail.startswith("#"):
                self.slips.append(
                    self._quote(AFTER, number, start, line, at, "内容以引号开头，引号后面还有字")
                )
            return
        whole = closing_quote(self.text, start + at)
        if whole < 0 or line_of_a_key(self.known).search(self.text, start + at, whole):
            self.slips.append(
                self._quote(OPEN, number, start, line, at, "开头有引号，这一行却没有结尾的引号")
            )
            return
        self._until = whole

    def _plain(self, number: int, start: int, line: str, at: int) -> Iterator[Slip]:
        value = line[at:]
        comment = re.search(r"\s#", value)
        text = value[: comment.start()] if comment else value
        wide = re.search(rf"[{BLANKS}]#", value)
        if (
            comment
            and value[comment.end() : comment.end() + 1] not in ("", " ", "\t", "#")
            and text.strip()
            and not _NUMBER.fullmatch(text.strip())
        ):
            yield Slip(
                HASH.at(
                    self._at(number, at + comment.end() - 1),
                    "空格加 # 后面的字不会印出",
                    f"若是内容，用引号括起来：{quoted(value.strip())}；若是说明，# 后面空一格",
                )
            )
        elif wide:
            yield Slip(
                HASH.at(
                    self._at(number, at + wide.start()),
                    "# 前面是全角空格，后面的字会当成内容",
                    "# 前面改成英文空格",
                ),
                (Edit(start + at + wide.start(), start + at + wide.start() + 1, " "),),
            )
        if value.startswith("#"):
            if value[1:2] not in ("", " ", "\t", "#"):
                yield Slip(
                    HASH.at(
                        self._at(number, at),
                        "# 后面的字不算内容，这一项是空的",
                        f"若是内容，用引号括起来：{quoted(value.strip())}",
                    )
                )
            return
        if re.match(r"[&*][\w-]+(?:\s|$)", value, re.ASCII):
            return  # a real anchor or alias: the composer says what it is
        if value[0] in _SPECIAL or value[0] in ">|" or re.match(r"[-?]\s", value):
            yield self._quote(START, number, start, line, at, f"内容以 {value[0]} 开头")
        elif re.search(r":(\s|$)", text.rstrip()):
            yield self._quote(TWICE, number, start, line, at, "内容里还有一个英文冒号")

    def _quote(self, rule: Rule, number: int, start: int, line: str, at: int, message: str) -> Slip:
        value = uncommented(line[at:])
        put = quoted(value if rule is not OPEN else value.replace('"', "").replace("'", ""))
        end = start + at + len(value)
        return Slip(
            rule.at(
                self._at(number, at),
                message,
                f"改成：{re.sub('[:：]$', ':', line[:at].strip())} {put}",
            ),
            (Edit(start + at, end, put),),
        )


def find_slips(text: str, name: str, known: frozenset[str] = frozenset()) -> list[Slip]:
    """The slips of a text; ``name`` is the file's name in places."""
    return Scanner(text, name, known).scan()
