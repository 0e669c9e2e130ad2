"""What the command line understands, in Chinese."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from generator.cli.arguments_serve import add_serve
from generator.cli.audit_arguments import AUDIT, AUDITS, add_audit_options
from generator.cli.shared_arguments import add_jobs
from generator.forms.styles import ENGINES
from generator.pipeline.exit_codes import USAGE
from generator.pipeline.formats import USUAL


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


def _folder(text: str) -> Path:
    """The folder that an option names. Raises ArgumentTypeError when it is not there."""
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"没有这个文件夹“{text}”")
    return Path(text)


def parser_of() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = _Parser(
        prog="juesuan",
        description="决算公开：把一个 YAML 数据文件变成整份决算公开文档。",
        add_help=False,
    )
    _help(parser)
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = parser.add_subparsers(
        dest="command", metavar="命令", title="命令", parser_class=_Parser
    )
    report = commands.add_parser(
        "report",
        help="生成文档",
        description="生成文档（Word、PDF、网页、Excel 附表）。",
        add_help=False,
    )
    _help(report)
    _data_files(report)
    _output(
        report,
        "output",
        "文档放在哪里，默认 output",
    )
    usual = ",".join(USUAL)
    report.add_argument(
        "--format", default=usual, metavar="格式", help=f"要哪些格式，用逗号隔开：{usual}"
    )
    report.add_argument(
        "--engine",
        choices=ENGINES,
        default="",
        metavar="引擎",
        help="用什么排版 PDF：typst 或 weasyprint，默认按版式（typst）",
    )
    _fonts(report, "默认按数据文件的设置（自带）")
    add_jobs(report, "没有变动的也重新生成")
    report.add_argument(
        "--cluster",
        default="",
        metavar="地址",
        help="在 Dask 集群上生成，如 tcp://主机:8786（见 docs/批量.md）",
    )
    report.add_argument(
        "--with-units", action="store_true", help="部门的文件：连同它汇总的各单位的文档一起生成"
    )
    check = commands.add_parser(
        "check", help="只校验，不生成文档", description="只校验，不生成文档。", add_help=False
    )
    _help(check)
    _data_files(check)
    check.add_argument(
        "--select", default="", metavar="规则", help="只看这些规则（规则名或类别，用逗号隔开）"
    )
    check.add_argument(
        "--ignore", default="", metavar="规则", help="不看这些规则（规则名或类别，用逗号隔开）"
    )
    check.add_argument("--json", action="store_true", help="输出 JSON，给别的程序用")
    audit = commands.add_parser("audit", help=AUDIT, description=AUDITS, add_help=False)
    _help(audit)
    add_audit_options(audit)
    explain = commands.add_parser(
        "explain",
        help="说明一条校验规则",
        description="说明一条校验规则；不写规则名就列出全部。",
        add_help=False,
    )
    _help(explain)
    explain.add_argument("rule", nargs="?", default="", metavar="规则")
    fix = commands.add_parser(
        "fix",
        help="改正键盘造成的笔误（全角符号、缺空格等）",
        description="改正键盘造成的笔误；不动金额，保留说明。",
        add_help=False,
    )
    _help(fix)
    _data_files(fix)
    fix.add_argument("-n", "--dry-run", action="store_true", help="只显示要改什么，不改文件")
    new = commands.add_parser(
        "new",
        help="新建一个可以填写的数据文件",
        description="新建一个可以填写的数据文件。",
        add_help=False,
    )
    _help(new)
    new.add_argument("unit", metavar="单位名称")
    new.add_argument("year", metavar="年度")
    _output(
        new,
        "data",
        "放在哪里，默认 data",
    )
    bring = commands.add_parser(
        "import",
        help="从决算报表（Excel）或公开的 Word、PDF、网页导入数",
        description=(
            "从决算软件、一体化系统导出的报表、公开表导入数；"
            "或从公开的文档（Word、PDF、网页）读附表里的数，连同职责、机构设置。"
        ),
        add_help=False,
    )
    _help(bring)
    bring.add_argument("files", nargs="+", metavar="报表文件", type=Path)
    bring.add_argument(
        "--into", type=Path, metavar="数据文件", help="更新这个已有的数据文件；不写就生成新的"
    )
    bring.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="数据文件",
        help="生成的数据文件叫什么，或放在哪个文件夹里；默认 data/单位名称-年度.yaml",
    )
    bring.add_argument(
        "--map", type=Path, metavar="对照文件", help="另外的表和列的对照（见 docs/导入对照.md）"
    )
    bring.add_argument(
        "--year", type=int, metavar="年度", help="按这一年读：表里没有写年度，或年度印错了时用"
    )
    bring.add_argument("--yes", action="store_true", help="更新前不再问")
    roll = commands.add_parser(
        "roll",
        help="由今年的数据文件生成下一年的",
        description="由今年的数据文件生成下一年的，放在同一文件夹；不覆盖文件。",
        add_help=False,
    )
    _help(roll)
    _data_files(roll)
    diff = commands.add_parser(
        "diff",
        help="对照两个数据文件生成的文档",
        description="对照两个数据文件生成的文档：变动的数、句子和表。",
        add_help=False,
    )
    _help(diff)
    diff.add_argument("old", metavar="旧文件", type=Path)
    diff.add_argument("new", metavar="新文件", type=Path)
    _output(
        diff,
        "output",
        "对照放在哪里，默认 output",
    )
    forms = commands.add_parser(
        "forms",
        help="列出版式；看、新建、检查一个版式",
        description="列出版式；看、新建、检查一个版式。",
        add_help=False,
    )
    _help(forms)
    inner = forms.add_subparsers(
        dest="action", metavar="做什么", title="做什么", parser_class=_Parser
    )
    show = inner.add_parser(
        "show",
        help="一个版式的设置、附表和句名",
        description="一个版式的设置、附表和可以改写的句子。",
        add_help=False,
    )
    show.add_argument("name", metavar="版式")
    make = inner.add_parser(
        "new",
        help="新建一个版式，继承现有的",
        description="新建一个版式文件夹，继承现有的版式。",
        add_help=False,
    )
    make.add_argument("name", metavar="名称")
    make.add_argument("--extends", default="四川", metavar="版式", help="继承哪一个，默认 四川")
    prove = inner.add_parser(
        "check",
        help="检查一个版式该写的是否都写了",
        description="逐条检查一个版式是否写了法定要公开的内容。",
        add_help=False,
    )
    prove.add_argument("name", metavar="版式")
    prove.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="数据文件",
        help="用哪个数据文件检查，默认用内置的样本",
    )
    trace = commands.add_parser(
        "trace",
        help="一个数从哪里来",
        description="一个印出的数、一节或一个名称从哪里来，直到填写的那一行。",
        add_help=False,
    )
    _help(trace)
    trace.add_argument("file", metavar="数据文件", type=Path)
    trace.add_argument(
        "what", metavar="数", help="印出的数（1845.83）、节（三、七（二））或名称（基本支出）"
    )
    site = commands.add_parser(
        "site",
        help="把各单位的公开文件做成公开专栏（网站文件夹）",
        description=(
            "把各单位的公开文件做成公开专栏：一个可以直接放上网站的文件夹，"
            "有目录、查找、各单位的网页、给程序用的数。有错误的单位不上架。"
        ),
        add_help=False,
    )
    _help(site)
    _data_files(site)
    _output(
        site,
        "output/公开专栏",
        "专栏放在哪里，默认 output/公开专栏",
    )
    add_jobs(site, "没有变动的单位也重新生成")
    site.add_argument(
        "--title",
        default="部门（单位）决算公开",
        metavar="标题",
        help="专栏的标题，如 某市部门决算公开专栏",
    )
    serve = add_serve(commands)
    _help(serve)
    for command in (show, make, prove):
        _help(command)
    for command in (report, check, roll, diff, forms, show, make, prove, trace, site, serve):
        _templates(command)
    for command in (report, check, audit, fix, bring, roll, diff, prove, trace, site, serve):
        _allow_folder(command)
    fonts = commands.add_parser(
        "fonts",
        help="PDF 里各处用什么字体",
        description="一个版式的 PDF 里各处用什么字体，字体从哪里来，没有的用什么代替。",
        add_help=False,
    )
    _help(fonts)
    fonts.add_argument("name", nargs="?", default="四川", metavar="版式", help="默认 四川")
    _fonts(fonts, "默认 own")
    _templates(fonts)
    schema = commands.add_parser(
        "schema",
        help="输出数据文件的 JSON Schema（给编辑器用）",
        description="输出数据文件的 JSON Schema。",
        add_help=False,
    )
    _help(schema)
    for command in (
        parser,
        report,
        check,
        audit,
        explain,
        fix,
        new,
        bring,
        roll,
        diff,
        forms,
        show,
        make,
        prove,
        trace,
        site,
        fonts,
        schema,
        serve,
    ):
        command._positionals.title = "内容"
        command._optionals.title = "选项"
    return parser


def _templates(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS: the option may stand before or after the inner command, and an inner default would
    # hide it.
    parser.add_argument(
        "--templates",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="文件夹",
        help="另外到这个文件夹里找版式",
    )


def _fonts(parser: argparse.ArgumentParser, usual: str) -> None:
    parser.add_argument(
        "--fonts",
        choices=("own", "system"),
        default="",
        metavar="字体",
        help=f"PDF 用谁的字体：own 程序自带的，system 这台电脑的；{usual}",
    )


def _data_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="数据文件",
        type=Path,
        help="数据文件，或文件夹（取其中全部 .yaml，不含下级文件夹）",
    )


def _allow_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-folder",
        type=_folder,
        action="append",
        metavar="文件夹",
        help=(
            "数据文件里写的上年、汇总、附件文件，链接指到的数据文件，"
            "也可以在这个文件夹里（可写几次）"
        ),
    )


def _output(parser: argparse.ArgumentParser, default: str, text: str) -> None:
    """Give a command the option -o, the folder that it writes to."""
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(default), metavar="文件夹", help=text
    )


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    parser.formatter_class = _Formatter


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
