"""What the command line understands, in Chinese: each command with its arguments."""

from __future__ import annotations

from pathlib import Path

from generator.cli.audit_arguments import AUDIT, AUDITS, add_audit_options
from generator.cli.parser import (
    ChineseParser,
    Commands,
    add_command,
    commands_of,
    program_parser,
)
from generator.cli.serve_arguments import SERVE, SERVES, add_serve_options
from generator.cli.shared_arguments import (
    add_allow_folder,
    add_data_files,
    add_fonts,
    add_jobs,
    add_output,
    add_templates,
)
from generator.forms.styles import ENGINES
from generator.pipeline.formats import USUAL


def parser_of() -> ChineseParser:
    """The parser of all commands."""
    parser = program_parser("juesuan", "决算公开：把一个 YAML 数据文件变成整份决算公开文档。")
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = commands_of(parser, "command", "命令")
    # In the order in which the help lists them.
    for add in (
        _report,
        _check,
        _audit,
        _explain,
        _fix,
        _new,
        _import,
        _roll,
        _diff,
        _forms,
        _trace,
        _site,
        _serve,
        _fonts,
        _schema,
    ):
        add(commands)
    return parser


def _report(commands: Commands) -> None:
    report = add_command(
        commands, "report", "生成文档", "生成文档（Word、PDF、网页、Excel 附表）。"
    )
    add_data_files(report)
    add_output(report, "output", "文档放在哪里，默认 output")
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
    add_fonts(report, "默认按数据文件的设置（自带）")
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
    add_templates(report)
    add_allow_folder(report)


def _check(commands: Commands) -> None:
    check = add_command(commands, "check", "只校验，不生成文档")
    add_data_files(check)
    check.add_argument(
        "--select", default="", metavar="规则", help="只看这些规则（规则名或类别，用逗号隔开）"
    )
    check.add_argument(
        "--ignore", default="", metavar="规则", help="不看这些规则（规则名或类别，用逗号隔开）"
    )
    check.add_argument("--json", action="store_true", help="输出 JSON，给别的程序用")
    add_templates(check)
    add_allow_folder(check)


def _audit(commands: Commands) -> None:
    audit = add_command(commands, "audit", AUDIT, AUDITS)
    add_audit_options(audit)
    add_allow_folder(audit)


def _explain(commands: Commands) -> None:
    explain = add_command(
        commands, "explain", "说明一条校验规则", "说明一条校验规则；不写规则名就列出全部。"
    )
    explain.add_argument("rule", nargs="?", default="", metavar="规则")


def _fix(commands: Commands) -> None:
    fix = add_command(
        commands,
        "fix",
        "改正键盘造成的笔误（全角符号、缺空格等）",
        "改正键盘造成的笔误；不动金额，保留说明。",
    )
    add_data_files(fix)
    fix.add_argument("-n", "--dry-run", action="store_true", help="只显示要改什么，不改文件")
    add_allow_folder(fix)


def _new(commands: Commands) -> None:
    new = add_command(commands, "new", "新建一个可以填写的数据文件")
    new.add_argument("unit", metavar="单位名称")
    new.add_argument("year", metavar="年度")
    add_output(new, "data", "放在哪里，默认 data")


def _import(commands: Commands) -> None:
    bring = add_command(
        commands,
        "import",
        "从决算报表（Excel）或公开的 Word、PDF、网页导入数",
        "从决算软件、一体化系统导出的报表、公开表导入数；"
        "或从公开的文档（Word、PDF、网页）读附表里的数，连同职责、机构设置。",
    )
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
    add_allow_folder(bring)


def _roll(commands: Commands) -> None:
    roll = add_command(
        commands,
        "roll",
        "由今年的数据文件生成下一年的",
        "由今年的数据文件生成下一年的，放在同一文件夹；不覆盖文件。",
    )
    add_data_files(roll)
    add_templates(roll)
    add_allow_folder(roll)


def _diff(commands: Commands) -> None:
    diff = add_command(
        commands,
        "diff",
        "对照两个数据文件生成的文档",
        "对照两个数据文件生成的文档：变动的数、句子和表。",
    )
    diff.add_argument("old", metavar="旧文件", type=Path)
    diff.add_argument("new", metavar="新文件", type=Path)
    add_output(diff, "output", "对照放在哪里，默认 output")
    add_templates(diff)
    add_allow_folder(diff)


def _forms(commands: Commands) -> None:
    forms = add_command(commands, "forms", "列出版式；看、新建、检查一个版式")
    inner = commands_of(forms, "action", "做什么")
    show = add_command(
        inner, "show", "一个版式的设置、附表和句名", "一个版式的设置、附表和可以改写的句子。"
    )
    show.add_argument("name", metavar="版式")
    make = add_command(
        inner, "new", "新建一个版式，继承现有的", "新建一个版式文件夹，继承现有的版式。"
    )
    make.add_argument("name", metavar="名称")
    make.add_argument("--extends", default="四川", metavar="版式", help="继承哪一个，默认 四川")
    prove = add_command(
        inner, "check", "检查一个版式该写的是否都写了", "逐条检查一个版式是否写了法定要公开的内容。"
    )
    prove.add_argument("name", metavar="版式")
    prove.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="数据文件",
        help="用哪个数据文件检查，默认用内置的样本",
    )
    add_templates(forms)
    for command in (show, make, prove):
        add_templates(command)
    add_allow_folder(prove)


def _trace(commands: Commands) -> None:
    trace = add_command(
        commands,
        "trace",
        "一个数从哪里来",
        "一个印出的数、一节或一个名称从哪里来，直到填写的那一行。",
    )
    trace.add_argument("file", metavar="数据文件", type=Path)
    trace.add_argument(
        "what", metavar="数", help="印出的数（1845.83）、节（三、七（二））或名称（基本支出）"
    )
    add_templates(trace)
    add_allow_folder(trace)


def _site(commands: Commands) -> None:
    site = add_command(
        commands,
        "site",
        "把各单位的公开文件做成公开专栏（网站文件夹）",
        "把各单位的公开文件做成公开专栏：一个可以直接放上网站的文件夹，"
        "有目录、查找、各单位的网页、给程序用的数。有错误的单位不上架。",
    )
    add_data_files(site)
    add_output(site, "output/公开专栏", "专栏放在哪里，默认 output/公开专栏")
    add_jobs(site, "没有变动的单位也重新生成")
    site.add_argument(
        "--title",
        default="部门（单位）决算公开",
        metavar="标题",
        help="专栏的标题，如 某市部门决算公开专栏",
    )
    add_templates(site)
    add_allow_folder(site)


def _serve(commands: Commands) -> None:
    serve = add_command(commands, "serve", SERVE, SERVES)
    add_serve_options(serve)
    add_templates(serve)
    add_allow_folder(serve)


def _fonts(commands: Commands) -> None:
    fonts = add_command(
        commands,
        "fonts",
        "PDF 里各处用什么字体",
        "一个版式的 PDF 里各处用什么字体，字体从哪里来，没有的用什么代替。",
    )
    fonts.add_argument("name", nargs="?", default="四川", metavar="版式", help="默认 四川")
    add_fonts(fonts, "默认 own")
    add_templates(fonts)


def _schema(commands: Commands) -> None:
    add_command(
        commands,
        "schema",
        "输出数据文件的 JSON Schema（给编辑器用）",
        "输出数据文件的 JSON Schema。",
    )
