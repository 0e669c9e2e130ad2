"""Where the program speaks: consoles that cannot show every sign, output that nobody takes.

A Chinese Windows console writes GBK, a bare machine ASCII. A sign that neither has must not end the
run: its code stands in its place.
"""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from io import TextIOWrapper

_SHOWN, _ESCAPED = "juesuan.shown", "juesuan.escaped"


def speak_anywhere() -> None:
    """Let every stream of the process take every sign.

    What it cannot show becomes its code, such as <U+1F600>.
    """
    codecs.register_error(_SHOWN, _as_code)
    codecs.register_error(_ESCAPED, _as_escape)
    for stream in (sys.stdout, sys.stderr):
        # "replace" and the like are somebody's own choice; these three are Python's.
        if isinstance(stream, TextIOWrapper) and stream.errors in (
            "strict",
            "surrogateescape",
            "backslashreplace",
        ):
            stream.reconfigure(errors=_SHOWN)


def print_json(text: str) -> None:
    """Print JSON: what the stream cannot show is escaped, so that it stays what it is."""
    codecs.register_error(_ESCAPED, _as_escape)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, _ESCAPED).decode(encoding))


def say(text: str) -> None:
    """Say something to the clerk beside the output.

    When even that cannot be written, there is nobody to hear.
    """
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


def refused(last: str = "") -> str | None:
    """Write out what is left of the output, and ``last``.

    Returns what to say when it cannot be written; None when it was, or when its reader has gone.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.write(last)
            sys.stdout.flush()
    except BrokenPipeError:
        hush()
    except OSError as error:
        hush()
        return f"屏幕上的内容写不出去（{error.strerror}）。→ 清理磁盘，或不用 > 转存，再运行一次"
    return None


def hush() -> None:
    """Let what is still printed go nowhere.

    Its reader (head, less) has gone, or its disk is full.
    """
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_code(error: UnicodeError) -> tuple[str, int]:
    """The handler of Python's codecs for signs that an encoding lacks.

    Their codes are text that every encoding has. Raises what is no such error.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(f"<U+{ord(sign):04X}>" for sign in signs), error.end


def _as_escape(error: UnicodeError) -> tuple[str, int]:
    """The same as JSON escapes a sign: in JSON, signs beyond ASCII stand in texts only."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)), error.end
