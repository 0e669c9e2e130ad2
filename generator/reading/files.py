"""Bytes → text: the encodings that Windows writes, sizes that no data file has."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec import Struct

from generator.findings.place import Finding, Level, Place
from generator.findings.rules import Group, declare
from generator.reading.named_files import SINCE, leads_out, refusal_of_link

# A unit's file has some tens of kilobytes; with this much, reading still ends within two seconds.
MAX_BYTES = 500_000

READING = declare(
    "读取",
    Group.READING,
    Level.ERROR,
    "数据文件要能打开",
    "文件名写错、选错文件或文件太大，就没有可读的内容。",
    "数据文件的写法",
)
ENCODING = declare(
    "编码",
    Group.READING,
    Level.ERROR,
    "文件要存成 UTF-8",
    "编码不对，汉字会变成乱码。",
    "YAML 与中文键盘",
)
OTHER_ENCODING = declare(
    "其他编码",
    Group.READING,
    Level.WARNING,
    "文件最好存成 UTF-8",
    "本工具认得这种编码，编辑器和别人的电脑不一定认得。",
    "YAML 与中文键盘",
)

_SAVE = "用记事本打开，点“另存为”，编码选“UTF-8”；或运行 juesuan fix"
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
"""What a text file may begin with, and the encoding that it says (a byte order mark)."""


def is_file(path: Path) -> bool:
    """Whether a file is there.

    A name that no disk can have (somebody wrote a sentence where a file is named) is none, and no
    error.
    """
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def cannot_open(error: Exception) -> tuple[str, str]:
    """What to say of a file that cannot be opened for reading, and what to do.

    On Windows Word or Excel may keep others out of a file while it is open there.
    """
    if isinstance(error, PermissionError):
        message = "打不开：别的程序正用着它，或没有读的权限"
        return message, "先关闭正打开着它的 Word、Excel 或 WPS；没有权限的，请向文件的主人要"
    return "打不开", "检查文件名和所在文件夹"


class Read(Struct, frozen=True):
    """A file's text (None when it cannot be read), its encoding, and what is to be said of it."""

    text: str | None
    encoding: str
    findings: tuple[Finding, ...]


_WRITE_OUT = "写明文件夹里的文件，如 data/某局-2023.yaml"
_NO_FILE = "写明数据文件，如 data/某局-2023.yaml"
_INCOMPLETE = f"先看文件末尾是不是完整；{_SAVE}"
_OFFICE_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""What .xlsx and .docx begin with, and what .xls and .doc do."""


def read_bytes(path: Path, label: str) -> Read:
    """The text of a file: UTF-8 with or without BOM, UTF-16, or GBK (GB 18030), as Notepad writes
    them. ``label`` names it in messages.
    """
    start = Place(label, 1, 1)
    if leads_out(path):
        return _unread(READING.at(start, *refusal_of_link(path), since=SINCE))
    try:
        status = path.stat()
        # What stands in for a device (/proc) tells no size: never more than the limit is read.
        raw = b""
        if S_ISREG(status.st_mode):
            raw = _first_bytes(path)
        size = max(status.st_size, len(raw))
    except FileNotFoundError:
        return _unread(READING.at(start, f"没有这个文件：{path}", "检查文件名和所在文件夹"))
    except (OSError, ValueError) as error:
        message, fix = cannot_open(error)
        return _unread(READING.at(start, f"{path} {message}", fix))
    if S_ISDIR(status.st_mode):
        message = f"这是一个文件夹，不是数据文件：{path}"
        return _unread(READING.at(start, message, _WRITE_OUT))
    if not S_ISREG(status.st_mode):
        return _unread(READING.at(start, f"这不是文件，是设备或管道：{path}", _NO_FILE))
    if size > MAX_BYTES:
        message = f"文件太大（{size // 1000} KB），数据文件不应超过 {MAX_BYTES // 1000} KB"
        return _unread(READING.at(start, message, "检查是否选错了文件"))
    if raw.startswith(_OFFICE_FILES):
        message = "这是 Excel 或 Word 文件，不是数据文件"
        fix = "用 juesuan new 单位名称 年度 生成数据文件，把数填进去"
        return _unread(READING.at(start, message, fix))
    return _decode(raw, start)


def _unread(finding: Finding, encoding: str = "") -> Read:
    """A file that cannot be read, and why."""
    return Read(None, encoding, (finding,))


def _first_bytes(path: Path) -> bytes:
    """The bytes of a file; of one that is too large, one more than it may have."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _decode(raw: bytes, start: Place) -> Read:
    """The text of bytes; ``start`` is the place of their first."""
    encoding = next((name for mark, name in MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            return _utf_16(raw, start) or _gbk(raw, start)
        message = "文件的编码不完整，或文件没有拷贝完，读不出来"
        return _unread(ENCODING.at(start, message, _INCOMPLETE), encoding)
    if encoding == "utf-16":
        return _in_other_encoding(text, encoding, "UTF-16", start)
    if "\x00" in text and not _holds_accounts(text):
        return _utf_16(raw, start) or Read(text, encoding, ())
    return Read(text, encoding, ())


def _in_other_encoding(text: str, encoding: str, name: str, start: Place) -> Read:
    """A text in an encoding that was understood, and that others may not understand."""
    finding = OTHER_ENCODING.at(start, f"文件是 {name} 编码，已经照它读取", _SAVE)
    return Read(text, encoding, (finding,))


def _holds_accounts(text: str) -> bool:
    """Whether the words of every data file are in a text: an encoding that was only guessed has to
    show them.
    """
    return "年度" in text or "单位" in text


def _utf_16(raw: bytes, start: Place) -> Read | None:
    """UTF-16 without its mark: blanks and line ends have a zero byte, and the words come out of it.

    None for bytes that are something else.
    """
    for encoding, side in (("utf-16-le", 1), ("utf-16-be", 0)):
        if len(raw) % 2 or 0 not in raw[side::2]:
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _holds_accounts(text) and "\x00" not in text:
            return _in_other_encoding(text, encoding, "UTF-16", start)
    return None


def _gbk(raw: bytes, start: Place) -> Read:
    """GBK, which cannot be told for certain either; or what is said of bytes that are no text."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _holds_accounts(text):
        return _in_other_encoding(text, "gb18030", "GBK", start)
    message = "文件不是 UTF-8 编码，或文件不完整（没有拷贝完），读不出来"
    return _unread(ENCODING.at(start, message, _INCOMPLETE))
