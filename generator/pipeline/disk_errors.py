"""What the disk refuses, in words: a file that Word holds open is no fault of the program."""

from __future__ import annotations

import errno
import os

LONGEST_ON_WINDOWS = 248
"""Characters of a path from which Windows, as it is set up, takes no new folder (260: no file)."""
_WHY = {
    (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY): (
        "写不了",
        "先关闭正打开着它的 Word、Excel 或 PDF 阅读器；若是没有写的权限，用 -o 换一个文件夹",
    ),
    (errno.EROFS,): ("写不了，这个盘是只读的", "用 -o 换一个文件夹"),
    (errno.ENAMETOOLONG,): ("文件名太长", "把数据文件改成短一些的名字"),
    (errno.ENOSPC, errno.EDQUOT): ("写不下，磁盘满了", "清理磁盘，或用 -o 换一个盘"),
    (errno.ENOTDIR, errno.EEXIST): ("不是文件夹，里面放不了文档", "用 -o 换一个文件夹"),
    (errno.EISDIR, errno.ENOTEMPTY): (
        "是一个文件夹，不能写成文件",
        "把这个文件夹改名，或用 -o 换一个文件夹",
    ),
    (errno.ELOOP,): ("是一个指向自己的链接，写不了", "删去这个链接，或用 -o 换一个文件夹"),
    (errno.ENXIO, errno.ENODEV): ("不是普通的文件，写不了", "把它移走，或用 -o 换一个文件夹"),
    (errno.EINVAL,): (
        "这个盘不许用这样的文件名",
        '把数据文件改名，去掉 < > : " | ? * 和末尾的句点',
    ),
    (errno.ENOENT,): ("没有这个文件或文件夹", "检查文件名和所在文件夹"),
}


def disk_error_message(error: OSError) -> str | None:
    """One line for the clerk: which file, why, what to do.

    None for an error that has nothing to do with a file.
    """
    if error.errno is None or not (error.filename or error.errno in (errno.ENOSPC, errno.EDQUOT)):
        return None
    name = os.fsdecode(error.filename2 or error.filename or "文档").removesuffix(".part")
    if _is_too_long_for_windows(error, name):
        fix = "把文件夹移到浅一些的地方（如 D:\\决算），或改短名字"
        return f"{name}：文件夹加文件名太长，Windows 不认。→ {fix}"
    reasons = (reason for numbers, reason in _WHY.items() if error.errno in numbers)
    why, fix = next(reasons, ("读写不了", "检查磁盘和文件夹，或用 -o 换一个文件夹"))
    return f"{name}：{why}。→ {fix}"


def _is_too_long_for_windows(error: OSError, name: str) -> bool:
    """Windows says of a path that is too long that there is no such file."""
    is_windows = getattr(error, "winerror", None) is not None
    return (
        is_windows
        and error.errno == errno.ENOENT
        and len(os.path.abspath(name)) >= LONGEST_ON_WINDOWS
    )
