"""Whether a kit is as it was made: every file against 校验和.txt."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

LIST = "校验和.txt"
_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>.+)")


def kit_folder() -> Path | None:
    """The folder of the kit that this program runs from; None for a checkout or an installation."""
    # Not resolved: a drive letter that stands for a network folder stays what the clerk knows.
    folder = Path(__file__).absolute().parents[4]
    if (folder / LIST).is_file():
        return folder
    return None


def verify() -> bool:
    """Print which files of the kit are missing or changed. Returns whether all are as they were."""
    kit = kit_folder()
    if kit is None:
        print(f"这里没有 {LIST}：只有解压出来的绿色版才有，请重新解压整个压缩包。")
        return False
    expected = listed((kit / LIST).read_text(encoding="utf-8"))
    changed = [
        f"{problem}：{name}"
        for name, digest in expected.items()
        if (problem := _problem(kit / name, digest))
    ]
    for line in changed:
        print(line)
    if changed:
        print(f"{len(expected)} 个文件里有 {len(changed)} 个不对。")
        print("请删去这个文件夹（您的数据不在里面），重新解压整个压缩包。")
    else:
        print(f"{len(expected)} 个文件都和制作时一样。")
    return not changed


def listed(text: str) -> dict[str, str]:
    """Name → SHA-256 of a list as sha256sum writes it."""
    lines = (_LINE.fullmatch(line) for line in text.splitlines())
    return {line["name"]: line["digest"] for line in lines if line}


def _problem(file: Path, digest: str) -> str:
    """What is wrong with a file, in Chinese; "" where nothing is."""
    try:
        with file.open("rb") as stream:
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return "缺少"
    except OSError:
        return "读不了"
    if actual == digest:
        return ""
    return "内容变了"
