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
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def is_file(path: Path) -> bool:
    """Whether a file is there. A name that no disk can have (somebody wrote a sentence where a file is named) is none, and no error."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


class Read(Struct, frozen=True):
    """A file's text (None when it cannot be read), its encoding, and what is to be said of it."""

    text: str | None
    encoding: str
    findings: tuple[Finding, ...]


def read_bytes(path: Path, label: str) -> Read:
    """The text of a file: UTF-8 with or without BOM, UTF-16, or GBK (GB 18030), as Notepad writes them. ``label`` names it in messages."""
    start = Place(label, 1, 1)
    if leads_out(path):
        return Read(None, "", (READING.at(start, *refusal_of_link(path), since=SINCE),))
    try:
        found = path.stat()
        # What stands in for a device (/proc) tells no size: never more than the limit is read.
        raw = _first_bytes(path) if S_ISREG(found.st_mode) else b""
        size = max(found.st_size, len(raw))
    except (OSError, ValueError) as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "这个文件打不开"
        return Read(None, "", (READING.at(start, f"{reason}：{path}", "检查文件名和所在文件夹"),))
    if S_ISDIR(found.st_mode):
        return Read(
            None,
            "",
            (
                READING.at(
                    start,
                    f"这是一个文件夹，不是数据文件：{path}",
                    "写明文件夹里的文件，如 data/某局-2023.yaml",
                ),
            ),
        )
    if not S_ISREG(found.st_mode):
        message = f"这不是文件，是设备或管道：{path}"
        return Read(None, "", (READING.at(start, message, "写明数据文件，如 data/某局-2023.yaml"),))
    if size > MAX_BYTES:
        message = f"文件太大（{size // 1000} KB），数据文件不应超过 {MAX_BYTES // 1000} KB"
        return Read(None, "", (READING.at(start, message, "检查是否选错了文件"),))
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return Read(
            None,
            "",
            (
                READING.at(
                    start,
                    "这是 Excel 或 Word 文件，不是数据文件",
                    "用 juesuan new 单位名称 年度 生成数据文件，把数填进去",
                ),
            ),
        )
    return _decode(raw, start)


def _first_bytes(path: Path) -> bytes:
    """The bytes of a file; of one that is too large, one more than it may have."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _decode(raw: bytes, start: Place) -> Read:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            return Read(
                None,
                encoding,
                (
                    ENCODING.at(
                        start,
                        "文件的编码不完整，或文件没有拷贝完，读不出来",
                        f"先看文件末尾是不是完整；{_SAVE}",
                    ),
                ),
            )
        return _wide(raw, start) or _gbk(raw, start)
    if encoding == "utf-16":
        return Read(
            text, encoding, (OTHER_ENCODING.at(start, "文件是 UTF-16 编码，已经照它读取", _SAVE),)
        )
    wide = _wide(raw, start) if "\x00" in text and not _holds_accounts(text) else None
    return wide or Read(text, encoding, ())


def _holds_accounts(text: str) -> bool:
    """Whether the words of every data file are in a text: an encoding that was only guessed has to show them."""
    return "年度" in text or "单位" in text


def _wide(raw: bytes, start: Place) -> Read | None:
    """UTF-16 without its mark: blanks and line ends have a zero byte, and the words come out of it."""
    for encoding, side in (("utf-16-le", 1), ("utf-16-be", 0)):
        if len(raw) % 2 or 0 not in raw[side::2]:
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _holds_accounts(text) and "\x00" not in text:
            return Read(
                text,
                encoding,
                (OTHER_ENCODING.at(start, "文件是 UTF-16 编码，已经照它读取", _SAVE),),
            )
    return None


def _gbk(raw: bytes, start: Place) -> Read:
    """GBK cannot be told for certain either."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _holds_accounts(text):
        return Read(
            text, "gb18030", (OTHER_ENCODING.at(start, "文件是 GBK 编码，已经照它读取", _SAVE),)
        )
    return Read(
        None,
        "",
        (
            ENCODING.at(
                start,
                "文件不是 UTF-8 编码，或文件不完整（没有拷贝完），读不出来",
                f"先看文件末尾是不是完整；{_SAVE}",
            ),
        ),
    )
