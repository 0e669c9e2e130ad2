"""What the command line understands of the workbench, in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path

SERVE = "在浏览器里填写、查看、生成（只在本机）"
SERVES = (
    "打开工作台：在浏览器里填写一个文件夹里的数据文件，边填边看文档，生成各种格式。"
    "只在这台电脑上，不联网。"
)
"""What the command does, in the list of commands and in its own help."""


def add_serve_options(serve: argparse.ArgumentParser) -> None:
    """Add what the command serve understands to its parser."""
    serve.add_argument(
        "folder", nargs="?", type=Path, default=Path("data"), metavar="文件夹", help="默认 data"
    )
    serve.add_argument("--port", type=int, default=0, metavar="端口", help="默认由系统给一个空闲的")
    serve.add_argument(
        "--examples", type=Path, metavar="文件夹", help="例子所在的文件夹，可以从中复制"
    )
    serve.add_argument("--no-browser", action="store_true", help="不自动打开浏览器，只给出地址")
