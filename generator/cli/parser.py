"""argparse in Chinese: its messages, its headings, and commands that look alike."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import NoReturn, TypeAlias

from generator.pipeline.exit_codes import USAGE


class ChineseParser(argparse.ArgumentParser):
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


Commands: TypeAlias = "argparse._SubParsersAction[ChineseParser]"
"""The commands of a parser, to which others are added."""


def program_parser(name: str, description: str) -> ChineseParser:
    """The parser of a program."""
    return _finished(ChineseParser(prog=name, description=description, add_help=False))


def commands_of(parser: ChineseParser, dest: str, title: str) -> Commands:
    """Make a parser one that has commands; which of them was typed is kept in ``dest``."""
    return parser.add_subparsers(dest=dest, metavar=title, title=title, parser_class=ChineseParser)


def add_command(commands: Commands, name: str, text: str, description: str = "") -> ChineseParser:
    """The parser of one more command: ``text`` stands in the list of commands, ``description`` in
    its own help ("" for the same as a sentence)."""
    return _finished(
        commands.add_parser(name, help=text, description=description or f"{text}。", add_help=False)
    )


def _finished(parser: ChineseParser) -> ChineseParser:
    """A parser with its help, and Chinese headings in it."""
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser.formatter_class = _Formatter
    parser._positionals.title = "内容"
    parser._optionals.title = "选项"
    return parser


class _Formatter(argparse.HelpFormatter):
    """“用法” for “usage”."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The usage line, headed in Chinese."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)
