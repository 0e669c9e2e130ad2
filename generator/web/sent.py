"""What a page sends, read: nothing is taken that no page of the workbench would send."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from generator.yaml_edit.by_path import ChangeError, Path

Asked = Mapping[str, object]
"""The body of a request, as JSON."""
_LONGEST_PATH = 12


def asked_for(body: bytes) -> Asked:
    """The body of a request. Raises ChangeError where it is none that a page sends."""
    try:
        asked = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise ChangeError("请求读不懂") from error
    if not isinstance(asked, dict):
        raise ChangeError("请求读不懂")
    return asked


def path_of(value: object) -> Path:
    """A path as a page sends it. Raises ChangeError."""
    if not isinstance(value, list) or not 0 < len(value) <= _LONGEST_PATH:
        raise ChangeError("请求里的位置读不懂")
    if not all(isinstance(step, str) and step.strip() for step in value):
        raise ChangeError("请求里的位置读不懂")
    return tuple(value)


def path_in(text: str) -> Path:
    """A path in an address, as JSON. Raises ChangeError."""
    try:
        return path_of(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise ChangeError("请求里的位置读不懂") from error


def number_of(text: str) -> int:
    """A number in an address. Raises ChangeError."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise ChangeError("请求里的行号读不懂")
    return int(text)


def text_in(asked: Asked, key: str) -> str:
    """A text of a request; "" where it has none of that name."""
    value = asked.get(key, "")
    return value if isinstance(value, str) else ""


def number_in(asked: Asked, key: str) -> int:
    """A whole number of a request; -1 where it has none of that name."""
    value = asked.get(key)
    return value if isinstance(value, int) else -1
