"""The command line: juesuan report | check | explain | fix | new | forms | schema."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

OK, FINDINGS, USAGE, DISK, CRASH = 0, 1, 2, 3, 70


class _Parser(argparse.ArgumentParser):
    """argparse in Chinese."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command and end with 2."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"命令写法不对：{_chinese(message)}\n用 juesuan --help 查看用法\n")


_SAYINGS = (
    ("the following arguments are required:", "缺少"),
    ("unrecognized arguments:", "不认识的参数"),
    ("invalid choice:", "不能是"),
    ("expected one argument", "后面要写一个值"),
    ("expected at least one argument", "后面至少要写一个值"),
    ("argument ", "参数 "),
    ("(choose from ", "（可选："),
)


def _chinese(message: str) -> str:
    for english, chinese in _SAYINGS:
        message = message.replace(english, chinese)
    return message


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="juesuan", description="决算公开：把一个 YAML 数据文件变成整份决算公开文档。", add_help=False)
    _help(parser)
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=_Parser)
    report = commands.add_parser("report", help="生成文档", description="生成文档（Word、PDF、网页）。", add_help=False)
    _help(report)
    report.add_argument("files", nargs="+", metavar="数据文件", type=Path)
    report.add_argument("-o", "--output", type=Path, default=Path("output"), metavar="文件夹", help="文档放在哪里，默认 output")
    report.add_argument("--format", default="docx,pdf,html", metavar="格式", help="要哪些格式，用逗号隔开：docx,pdf,html")
    check = commands.add_parser("check", help="只校验，不生成文档", description="只校验，不生成文档。", add_help=False)
    _help(check)
    check.add_argument("files", nargs="+", metavar="数据文件", type=Path)
    check.add_argument("--select", default="", metavar="规则", help="只看这些规则（规则名或类别，用逗号隔开）")
    check.add_argument("--ignore", default="", metavar="规则", help="不看这些规则（规则名或类别，用逗号隔开）")
    check.add_argument("--json", action="store_true", help="输出 JSON，给别的程序用")
    explain = commands.add_parser("explain", help="说明一条校验规则", description="说明一条校验规则；不写规则名就列出全部。", add_help=False)
    _help(explain)
    explain.add_argument("rule", nargs="?", default="", metavar="规则")
    fix = commands.add_parser("fix", help="改正键盘造成的笔误（全角符号、缺空格等）", description="改正键盘造成的笔误；不动金额，保留说明。", add_help=False)
    _help(fix)
    fix.add_argument("files", nargs="+", metavar="数据文件", type=Path)
    fix.add_argument("-n", "--dry-run", action="store_true", help="只显示要改什么，不改文件")
    new = commands.add_parser("new", help="新建一个可以填写的数据文件", description="新建一个可以填写的数据文件。", add_help=False)
    _help(new)
    new.add_argument("unit", metavar="单位名称")
    new.add_argument("year", metavar="年度")
    new.add_argument("-o", "--output", type=Path, default=Path("data"), metavar="文件夹", help="放在哪里，默认 data")
    forms = commands.add_parser("forms", help="列出版式和它们的设置", description="列出版式和它们的设置。", add_help=False)
    _help(forms)
    schema = commands.add_parser("schema", help="输出数据文件的 JSON Schema（给编辑器用）", description="输出数据文件的 JSON Schema。", add_help=False)
    _help(schema)
    for one in (parser, report, check, explain, fix, new, forms, schema):
        one._positionals.title = "内容"
        one._optionals.title = "选项"
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser.formatter_class = _Formatter


class _Formatter(argparse.HelpFormatter):
    """“用法” for “usage”."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The usage line, headed in Chinese."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code: 0, 1 with findings that forbid publication, 2 for a wrong command,
    3 when a file cannot be written or read, 70 for a crash."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.version:
        from generator import __version__

        print(f"juesuan {__version__}")
        return OK
    if options.command is None:
        parser.print_help()
        return USAGE
    from generator.cli.commands import COMMANDS, FormError

    try:
        return COMMANDS[options.command](options)
    except FormError as error:
        print(f"版式有误：{error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is wrong here.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    except OSError as error:
        from generator.cli.disk import disk_trouble

        told = disk_trouble(error)
        if told is None:
            return _crash()
        print(told, file=sys.stderr)
        return DISK
    except Exception:
        return _crash()


def _crash() -> int:
    """The program is wrong, not the data: say so, and keep its exit code apart from that of findings."""
    import traceback

    traceback.print_exc()
    print("\n这是程序的错误，不是您的数据有错。请把上面的文字和数据文件（去掉不便公开的内容）交给维护人员。", file=sys.stderr)
    return CRASH
