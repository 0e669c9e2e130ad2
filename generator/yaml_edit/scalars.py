"""A value as it is to stand in a data file: plain where YAML reads it as it is, else in quotes, or
as a literal text of several lines."""

from __future__ import annotations

import re

# A text that YAML, or who repairs typos, would read as something else stands in quotes: one that
# begins or ends with a sign or a blank, and one that holds what has a meaning in YAML.
_PLAIN = re.compile(r"[\w（“《〔①-⑳](?:.*[^\s:：\\])?", re.DOTALL)
_WITH_A_MEANING = re.compile(r"""[#&*!|>'"%@`{}\[\]\\\t]|: |:$|,|，\s|~""")
_NO_LITERAL = re.compile(r"^[ \t]|[ \t]+$|[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]", re.M)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar_text(value: str, *, in_braces: bool) -> str:
    """A single value as YAML; lines below the first begin at the left edge plus two blanks.

    A text of several lines is literal where lines are to be had (not in braces).
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in value and not in_braces and _can_be_literal(value):
        return literal_text(value)
    if "\n" in value or not _is_plain(value):
        return _quoted(value)
    return value


def literal_text(value: str) -> str:
    """A text of several lines behind a bar; blank lines stay blank."""
    lines = (f"  {line}" if line else "" for line in value.rstrip("\n").split("\n"))
    return "|\n" + "\n".join(lines)


def _can_be_literal(value: str) -> bool:
    return bool(value.strip()) and not _NO_LITERAL.search(value)


def _is_plain(value: str) -> bool:
    return not value or bool(_PLAIN.fullmatch(value) and not _WITH_A_MEANING.search(value))


def _quoted(value: str) -> str:
    """In double quotes, which can hold everything; in single ones where that reads better."""
    if "'" not in value and "\n" not in value and value.isprintable():
        return f"'{value}'"
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in value) + '"'
