"""make clean: the documents in a folder are deleted that are as the program left them."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.pipeline.lock import locked
from generator.writers.seal import has_place, is_sealed

_NAMED = 10


def clear(folder: Path) -> str:
    """Delete the documents in a folder that nobody worked on. Returns what to print.

    Raises OSError.
    """
    if not folder.is_dir():
        return f"没有文件夹 {folder}"
    deleted = 0
    left = []
    with locked(folder):
        for path in sorted(folder.iterdir()):
            if not (has_place(path.suffix) and path.is_file()):
                continue
            if is_sealed(path.read_bytes(), path.suffix):
                path.unlink()
                deleted += 1
            else:
                left.append(path.name)
    lines = [f"已删去 {deleted} 个生成的文档。"]
    if left:
        names = "、".join(left[:_NAMED])
        if len(left) > _NAMED:
            names += f" 等 {len(left)} 个"
        lines.append(f"留下了被人改过、或看不出有没有人改过的：{names}。确实不要，请自己删去。")
    return "\n".join(lines)


def main(folder: str) -> int:
    """Clear a folder and say what came of it; gives the exit code."""
    from generator.pipeline.disk_errors import disk_error_message
    from generator.pipeline.exit_codes import DISK, OK

    try:
        print(clear(Path(folder)))
    except OSError as error:
        print(disk_error_message(error) or f"{folder}：读写不了", file=sys.stderr)
        return DISK
    return OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
