"""The arguments of juesuan serve."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add_serve(commands: Any) -> Any:
    """Add the command to those of a parser (what ``add_subparsers`` returns); returns its
    parser."""
    serve = commands.add_parser(
        "serve",
        help="在浏览器里填写、查看、生成（只在本机）",
        description="打开工作台：在浏览器里填写一个文件夹里的数据文件，边填边看文档，生成各种格式。"
        "只在这台电脑上，不联网。",
        add_help=False,
    )
    serve.add_argument(
        "folder", nargs="?", type=Path, default=Path("data"), metavar="文件夹", help="默认 data"
    )
    serve.add_argument("--port", type=int, default=0, metavar="端口", help="默认由系统给一个空闲的")
    serve.add_argument(
        "--examples", type=Path, metavar="文件夹", help="例子所在的文件夹，可以从中复制"
    )
    serve.add_argument("--no-browser", action="store_true", help="不自动打开浏览器，只给出地址")
    return serve
