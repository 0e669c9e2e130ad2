"""A broken file of a form ends in one message which names the file, the line, the key, what stands there and what is allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.cli import main
from generator.forms.folders import OWN
from generator.forms.form import FormError, load_form
from generator.pipeline.exit_codes import CommandError
from generator.workshop.forms import new_form
from tests.bureau import GOOD
from tests.forms.making import MAIN, make_form

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)
ALONE = "名称: 试\n适用年度: {起: 2020, 止: 2030}\n部分: [概况.html]\n附表: []\n"
WRONG = {
    "版式.yaml": [
        (
            MAIN + "适用年度: 2023\n",
            "试/版式.yaml 第 3 行“适用年度”：应写成“名称: 内容”的样子，写的是“2023”",
        ),
        (
            MAIN + "适用年度: {起: 二零二一}\n",
            "第 3 行“适用年度.起”：应是 1990 到 2100 之间的整数，写的是“二零二一”",
        ),
        (MAIN + "适用年度: {始: 2021}\n", "有不认识的项“始”；可用：起、止"),
        (
            MAIN + "适用年度: {起: 2025, 止: 2021}\n",
            "第 3 行“适用年度”：起（2025）在止（2021）之后",
        ),
        (
            MAIN.replace("四川", "基础") + "适用年度: {起: 2021}\n部分: [概况.html]\n附表: []\n",
            "第 3 行“适用年度”：没有写“止”",
        ),
        (
            MAIN + "附表: [{表: 支出决算表, 起: 今年}]\n",
            "“附表.第1个.起”：应是 1990 到 2100 之间的整数，写的是“今年”",
        ),
        (MAIN + "附表: [{表: 支出决算表, 始: 2030}]\n", "有不认识的项“始”；可用：表、起、止"),
        (MAIN + "附表: [[支出决算表]]\n", "“附表.第1个”：应写成“名称: 内容”的样子，写的是一个列表"),
        (MAIN + "附表: 支出决算表\n", "“附表”：应是列表"),
        (MAIN + "附表: [支出决算表, 支出决算表]\n", "“支出决算表”写了两次"),
        (MAIN + "附表: [各表]\n", "附表.yaml 里没有“各表”"),
        (MAIN + "部分: 概况.html\n", "“部分”：应是列表"),
        (MAIN + "部分: []\n", "列表里要有至少 1 个，写了 0 个"),
        (MAIN + "设置: [a]\n", "“设置”：应写成“名称: 内容”的样子，写的是一个列表"),
        (MAIN + "设置: {图题: 无}\n", "“设置.图题”：应写成“名称: 内容”的样子"),
        (
            MAIN + "设置: {百分比小数位: {默认: 三, 可选: [三]}}\n",
            "可选“三”程序不认识；只能是 0、1、2、3、4",
        ),
        (MAIN + "设置: {图题: {默认: 无, 始: 有}}\n", "“设置.图题”：有不认识的项“始”"),
        (MAIN + "说明: 甲\n说明: 乙\n", "第 4 行：“说明”写了两次，前面第 3 行已经有了"),
        ("名称: 别的\n继承: 四川\n", "试/版式.yaml：名称“别的”与文件夹“试”不同"),
        ("名称: 试\n继承: [四川]\n", "“继承”：应是文字，写的是一个列表"),
        ("名称: 试\n继承: ../四川\n", "“../四川”不能作版式的名称（试/版式.yaml 的“继承”）"),
        ("- 名称\n", "应写成“名称: 内容”的样子"),
        (MAIN + "说明: {{ 年度 }}\n", "含有 {{ }} 的文字要加引号"),
        (
            MAIN + "设置:\n" + "".join(f"  {line}\n" for line in BOMB.splitlines()),
            "内容太多，超过了 50000 项",
        ),
        (MAIN + "部分: &a [概况.html, *a]\n", "*a 引用的是它自己"),
        (MAIN + "部分: " + "[" * 20000 + "]" * 20000 + "\n", "超过了 40 层"),
        (MAIN + "说明: " + "字" * 400_000 + "\n", "试/版式.yaml 太大，不能超过 1000 KB"),
        (
            ALONE + "设置: {}\n",
            "缺少程序要用的“百分比小数位、百分比去末位零、金额去末位零、金额千分位、附表去末位零、附表千分位、附表零值、图题、完成预算口径、原因门槛”",
        ),
        (
            MAIN + "自填: {甲: {类型: 文字, 说明: [a], 示例: 乙}}\n",
            "试/版式.yaml 第 3 行“自填.甲.说明”：应是文字，写的是一个列表",
        ),
    ],
    "版面.yaml": [
        (
            "角色: {正文: {行距: 一倍半}}\n",
            "试/版面.yaml 第 1 行“角色.正文.行距”：应是 1 到 400 之间的数，写的是“一倍半”",
        ),
        ("角色: {正文: {行距: NaN}}\n", "写的是“NaN”"),
        ("角色: {正文: {行距: -5}}\n", "写的是“-5”"),
        (
            "角色: {正文: {首行缩进: 1e40}}\n",
            "“角色.正文.首行缩进”：应是 0 到 40 之间的数，写的是“1e40”",
        ),
        ("纸张: {宽: A4}\n", "“纸张.宽”：应是 50 到 1000 之间的数，写的是“A4”"),
        ("纸张: {宽: 0}\n", "写的是“0”"),
        ("纸张: {订口: 100, 切口: 100}\n", "宽、高都要有 40 毫米以上"),
        ("纸张: {左: 3}\n", "有不认识的项“左”；可用：宽、高、上、下、订口、切口"),
        ("角色: [正文]\n", "“角色”：应写成“名称: 内容”的样子，写的是一个列表"),
        ("角色: {正文: {加粗: 对}}\n", "“角色.正文.加粗”：不能是“对”；可用：是、否"),
        ("角色: {新: {字体: 仿宋}}\n", "试/版面.yaml 第 1 行“角色.新”：没有写“字号”"),
        ("角式: {正文: {字号: 三号}}\n", "有不认识的项“角式”，您是不是想写“角色”？"),
        ("颜色: []\n", "“颜色”：列表里要有至少 2 个"),
        ("颜色: [红, 绿]\n", "“颜色.第1个”：颜色要写成 “#1f4e79” 的样子（加引号），写的是“红”"),
        ("""颜色: ['"/><script>alert(2)</script>', '#000000']\n""", "颜色要写成"),
        (
            """字体: {仿宋: {Word: 仿宋, 依次: ['x";}</style><script>alert(1)</script>']}}\n""",
            "“字体.仿宋.依次.第1个”：字体的名称只能用",
        ),
        ("字体: {仿宋: {Word: 'A&B', 依次: [x]}}\n", "“字体.仿宋.Word”：字体的名称只能用"),
        (
            "角色: {'x}</style><script>alert(1)</script>': {字体: 仿宋, 字号: 三号}}\n",
            "“角色”：角色的名称只能用",
        ),
        ("字体: {隶书: {依次: [a]}}\n", "试/版面.yaml 第 1 行“字体.隶书”：没有写“Word”"),
    ],
    "图.yaml": [
        ("收支总计: 甲\n", "试/图.yaml 第 1 行“收支总计”：不能是“甲”；可用：不要"),
        ("收支总计: {系列: 甲}\n", "“收支总计.系列”：应是列表"),
        ("收支总计: {题: {a: b}}\n", "“收支总计.题”：应是文字，写的是一组“名称: 内容”"),
    ],
    "名词.yaml": [
        ("开头: 甲\n", "试/名词.yaml 第 1 行“开头”：应是列表"),
        ("开头: [{名词: 甲}]\n", "“开头.第1个”：没有写“需要、释义”"),
        ("项: 甲\n", "“项”：应写成“名称: 内容”的样子"),
    ],
    "附表.yaml": [
        ("支出决算表: 甲\n", "试/附表.yaml 第 1 行“支出决算表”：应写成“名称: 内容”的样子"),
        ("支出决算表: {注: [a]}\n", "“支出决算表.注”：应是文字，写的是一个列表"),
        ("支出决算表:\n  标题: [甲]\n", "第 2 行“支出决算表.标题”：应是文字"),
        ("支出决算表: {列: [甲]}\n", "“支出决算表.列.第1个”：应写成“名称: 内容”的样子"),
        ("支出决算表: {列: []}\n", "列表里要有至少 1 个"),
        ("支出决算表: {列: [{题: {a: b}}]}\n", "“支出决算表.列.第1个.题”：应是文字"),
        ("支出决算表: {列: &a [{题: 甲, 下: *a}]}\n", "*a 引用的是它自己"),
        (BOMB + "支出决算表: {列: *a8}\n", "内容太多"),
    ],
    "句子.yaml": [
        ("三.首句: 甲\n三.首句: 乙\n", "试/句子.yaml 第 2 行：“三.首句”写了两次"),
        ("三: {首句: 甲}\n", "试/句子.yaml 第 1 行“三”：应是一句话"),
    ],
    "样式.css": [
        (
            'body{background:image-set("x.png" 1x)}',
            "试/样式.css 第 1 行：样式.css 里不能用“image-set(”",
        ),
        ("a{}\nb{background-image:image('x')}", "第 2 行：样式.css 里不能用“image(”"),
        (
            ".正文{margin:0}\n.表注{display:/* 不要 */\nnone}",
            "第 2 行：样式.css 里不能用“display: none”：会藏起文字",
        ),
        ("p::after{content:'增长9%'}", "第 1 行：样式.css 里不能用“content:”：会印出"),
        (".正文{color:white}", "不能用“color: white”：会藏起文字。不要印的内容在模板里删去"),
        (".正文{font-size:.01pt}", "不能用“font-size: .01pt”：font-size 只能是 8 到 42pt"),
        (
            ".正文{text-indent:-9999em}",
            "不能用“text-indent: -9999em”：text-indent 只能是 0 到 80pt",
        ),
        (".正文{text-indent:9999em}", "text-indent 只能是"),
        (".正文{clip-path:inset(50%)}", "不能用“clip-path: inset(50%)”：会藏起文字"),
        (".正文{transform:scale(0)}", "会藏起文字"),
        ('ul{list-style:"9999"}', "会印出数据文件和模板里没有的文字"),
        (
            "@counter-style x{system:cyclic}",
            "不能用“@counter-style”；可用的只有 @media print、@media screen",
        ),
        ("@page{size:1mm}", "不能用“@page”"),
        ("@media print{.正文{opacity:0}}", "不能用“opacity: 0”：会藏起文字"),
        ("@media (min-width:1px){p{margin:0}}", "不能用“@media”"),
        ("@media print{@media screen{p{margin:0}}}", "不能用“@media”"),
        ("p{margin:-9999px}", "margin 只能是"),
        ("p{margin:0 calc(9px * -999)}", "margin 只能是"),
        ("p{margin:var(--x)}", "margin 只能是"),
        ("p{--x:1}", "不能用“--x: 1”：不在可用的名称里"),
        ("p{line-height:0}", "line-height 只能是 normal，或 1 到 3 的倍数"),
        ("p{line-height:1px}", "line-height 只能是"),
        ("p{letter-spacing:-1em}", "letter-spacing 只能是"),
        ("p{text-decoration:line-through}", "text-decoration 只能是"),
        ("p{direction:rtl}", "不在可用的名称里"),
        ("p{unicode-bidi:bidi-override}", "不在可用的名称里"),
        ("p{writing-mode:vertical-rl}", "不在可用的名称里"),
        ("p{text-transform:uppercase}", "不在可用的名称里"),
        ("p{font-variant-position:sub}", "不在可用的名称里"),
        ("p{font-family:Wingdings}", "不在可用的名称里"),
        ("p{font:0/0 a}", "不在可用的名称里"),
        ("p{filter:opacity(0)}", "会藏起文字"),
        ("p{mix-blend-mode:difference}", "不在可用的名称里"),
        ("p{background:linear-gradient(#fff,#fff)}", "不在可用的名称里"),
        ("p{position:absolute}", "会藏起文字"),
        ("p{columns:99}", "不在可用的名称里"),
        ("p{all:initial}", "不在可用的名称里"),
        ("p{white-space:nowrap}", "不在可用的名称里"),
        ("p{zoom:0}", "不在可用的名称里"),
        ("p{margin:initial}", "margin 只能是"),
        ("p{dis/**/play:none}", "读不懂的一段"),
        ("p{& span{margin:0}}", "读不懂的一段"),
        ("p{margin:0;}}", "读不懂的一段"),
        ("p:before{margin:0}", "没有“before”；可用：.角色名、first-child"),
        ("p::before{margin:0}", "不能用“::”"),
        ("p[title]{margin:0}", "只能用元素、.角色名和 :first-child"),
        ("#h1{margin:0}", "只能用元素"),
        ("*{margin:0}", "不能用“*”"),
        ("p:not(.x){margin:0}", "不能用 not()"),
        ("body{margin:0}", "没有“body”"),
        ("data{margin:0}", "没有“data”"),
        (".draft{font-size:8pt}", "审核稿的字样不能改"),
        ("a{b:-webkit-cross-fade(x)}", "不能用“cross-fade(”"),
        ("a{b:src('x')}", "不能用“src(”"),
        ("a{b:'//x'}", "不能用“//”"),
        ("a{}\nb{content:'\x0b'}", "试/样式.css 第 2 行：有看不见的控制字符（U+000B）"),
    ],
}


@pytest.mark.parametrize(
    ("file", "text", "message"), [(file, *one) for file, cases in WRONG.items() for one in cases]
)
def test_message(tmp_path: Path, file: str, text: str, message: str) -> None:
    with pytest.raises(FormError) as error:
        load_form("试", make_form(tmp_path, {file: text}))
    assert message in str(error.value)


FINE = """/* 结构 */
.正文, .表注 > p:first-child { text-align: justify; text-indent: 2em; line-height: 1.5; margin: 0 0 6pt }
h2 { font-size: 16pt; font-weight: bold; break-after: avoid; letter-spacing: .1em !important }
table tr:nth-child(2n) td { border: .5pt solid #8a9196; padding: 2pt 4pt; vertical-align: middle }
@media print { section { break-before: page; orphans: 2 } }
"""


def test_what_a_style_sheet_may_say(tmp_path: Path) -> None:
    assert load_form("试", make_form(tmp_path, {"样式.css": FINE})).styles.css == FINE


@pytest.mark.parametrize("file", ["版式.yaml", "版面.yaml", "句子.yaml", "样式.css"])
def test_not_utf8(tmp_path: Path, file: str) -> None:
    roots = make_form(tmp_path, {})
    (tmp_path / "试" / file).write_bytes("/* 中文 */".encode("gbk"))
    with pytest.raises(FormError, match=rf"试/{file} 不是 UTF-8 编码，请另存为 UTF-8"):
        load_form("试", roots)


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    roots = make_form(tmp_path, {"句子.yaml": "\ufeff三.首句: 甲\n"})
    assert load_form("试", roots).sentences["三.首句"] == "甲"


def test_no_word_file(tmp_path: Path) -> None:
    with pytest.raises(FormError, match=r"试/样式\.docx 不是 Word 文件"):
        load_form("试", make_form(tmp_path, {"样式.docx": "hello"}))


@pytest.mark.parametrize("file", ["样式.css", "名词.yaml", "样式.docx"])
def test_links_lead_nowhere(tmp_path: Path, file: str) -> None:
    (tmp_path / "秘密").write_text("{秘密", encoding="utf-8")
    roots = make_form(tmp_path, {})
    os.symlink(tmp_path / "秘密", tmp_path / "试" / file)
    form = load_form("试", roots)
    assert "秘密" not in form.styles.css
    assert form.styles.word_styles is None
    assert form.glossary == load_form("四川").glossary


@pytest.mark.parametrize(
    "name", ["&x", "{x}", "[x", "@x", "'x", "`x", "%x", "a b", "-x", "a/b", ".x", ""]
)
def test_names_that_no_form_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="只能用汉字、字母、数字、括号、- 和 _"):
        new_form(name, "四川", (tmp_path, *OWN))
    with pytest.raises(FormError):
        load_form(name, (tmp_path, *OWN))


def test_a_new_form_is_read_back(tmp_path: Path) -> None:
    new_form("某县（试行）_2-a", "四川", (tmp_path, *OWN))
    assert load_form("某县（试行）_2-a", (tmp_path, *OWN)).name == "某县（试行）_2-a"


def test_wrong_folder_of_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_form(tmp_path, {})
    assert main(["forms", "--templates", str(tmp_path / "没有")]) == 2
    assert "没有这个文件夹" in capsys.readouterr().err
    assert main(["forms", "--templates", str(tmp_path / "试")]) == 2
    assert "要写它的上一级" in capsys.readouterr().err


def test_a_broken_form_stops_no_other_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    make_form(tmp_path, {"版面.yaml": "颜色: []\n"})
    text = GOOD
    (tmp_path / "甲-2023.yaml").write_text(text.replace("版式: 四川", "版式: 试"), encoding="utf-8")
    (tmp_path / "乙-2023.yaml").write_text(text, encoding="utf-8")
    code = main(
        [
            "check",
            str(tmp_path / "甲-2023.yaml"),
            str(tmp_path / "乙-2023.yaml"),
            "--templates",
            str(tmp_path),
        ]
    )
    told = capsys.readouterr()
    assert code == 2
    assert "甲-2023.yaml：版式有误：" in told.err
    assert "乙-2023.yaml：" in told.out
