"""Whether the compiled libraries of a kit run on this machine, and what to do where they do not."""

from __future__ import annotations

import platform
from importlib import import_module

_COMPILED = ("lxml.etree", "msgspec", "pydantic_core", "python_calamine", "typst", "yaml")
_COPY = "把整个文件夹复制到自己的主文件夹（如桌面）里，从那里启动"
_KNOWN = (
    ("failed to map segment", f"这个盘（如 U 盘）不许运行程序。→ {_COPY}"),
    ("GLIBC_", "这台电脑的系统太旧（glibc 早于 2.28）。→ 换一台较新的电脑，或请管理员升级系统"),
    (
        "DLL load failed",
        f"系统组件没有装入，多半是文件不全，或被杀毒软件隔离了。→ {_COPY}，再用 --verify 核对",
    ),
    ("No module named", "程序的文件不全。→ 重新解压整个压缩包，不要只解压一部分"),
)


def library_problem() -> str:
    """Why the program cannot run here, in Chinese with the way out; "" where it can."""
    for name in _COMPILED:
        try:
            import_module(name)
        except ImportError as error:
            return _explained(name, str(error))
    return ""


def _explained(name: str, message: str) -> str:
    version = f"Python {platform.python_version()}，{platform.machine()}"
    for sign, meaning in _KNOWN:
        if sign in message:
            return f"不能启动：{meaning}。\n（{name}；{version}；{message}）"
    return f"不能启动：组件 {name} 装不进来，请把这几行交给维护人员。\n（{version}；{message}）"
