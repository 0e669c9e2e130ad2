"""附件 as Word files: what is taken over, what is told, what no file can do to us."""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.checks.gallery import FOLDER
from generator.cli import main
from generator.document.tree import Heading, Paragraph, plain
from generator.extracting.counting import counted
from generator.extracting.limits import UnreadableError
from generator.extracting.word import read_word
from generator.findings.place import Finding, has_errors
from generator.forms.form import FormError, load_form
from generator.pipeline.checking import CheckResult, check
from tests.bureau import GOOD, write
from tests.forms.making import make_form

HEAD = "附件:\n  - {标题: 某项目绩效评价报告, 文件: 报告.docx}\n"
NAME = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_of(*parts: str) -> bytes:
    """A Word file of paragraphs; what begins with < is put in as it is."""
    word = docx.Document()
    for part in parts:
        if part.startswith("<"):
            wrapped = parse_xml(f"<w:body {nsdecls('w', 'r')}>{part}</w:body>")
            for element in list(wrapped):
                word.element.body.insert(len(word.element.body) - 1, element)
        else:
            word.add_paragraph(part)
    data = io.BytesIO()
    word.save(data)
    return data.getvalue()


def changed(
    data: bytes, change: Callable[[str, bytes], bytes | None], how: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A package with its parts changed; None leaves one out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", how) as package:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                package.writestr(name, content)
    return target.getvalue()


def with_document(xml: str, encoding: str = "utf-8") -> bytes:
    """A package whose document is ``xml``."""
    return changed(
        word_of("甲"),
        lambda name, data: xml.encode(encoding) if name == "word/document.xml" else data,
    )


def document(body: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:document {nsdecls("w")}><w:body>{body}</w:body></w:document>'


def flagged(data: bytes, here: int, there: int, value: int) -> bytes:
    """A package in which a field of every member says something else."""
    raw = bytearray(data)
    for mark, at in ((b"PK\x03\x04", here), (b"PK\x01\x02", there)):
        for match in re.finditer(re.escape(mark), data):
            raw[match.start() + at : match.start() + at + 2] = struct.pack("<H", value)
    return bytes(raw)


def checked(folder: Path, data: bytes | None, head: str = HEAD) -> CheckResult:
    if data is not None:
        (folder / "报告.docx").write_bytes(data)
    path = write(folder, head + GOOD)
    return check(path)


def told(folder: Path, data: bytes | None, head: str = HEAD) -> list[Finding]:
    return list(checked(folder, data, head).findings)


def printed(folder: Path, data: bytes) -> list[str]:
    """The lines of the attachment in the finished document."""
    found = checked(folder, data)
    assert found.document is not None, found.findings
    blocks = [block for section in found.document.sections for block in section.blocks]
    lines = [plain(block.inlines) for block in blocks if isinstance(block, Heading | Paragraph)]
    start = next(index for index, line in enumerate(lines) if line.startswith("附件1"))
    return lines[start + 1 :]


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def paragraph(*inside: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(inside)}</w:p>"


# What is taken over

BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    f"{paragraph(run('框里的话。'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def test_changes_controls_and_links_are_read_hidden_words_are_not(tmp_path: Path) -> None:
    text = paragraph(
        run("甲。"),
        f'<w:ins w:id="1" w:author="a">{run("乙。")}</w:ins>',
        '<w:del w:id="2" w:author="a"><w:r><w:delText>丙。</w:delText></w:r></w:del>',
        run("丁。", "<w:rPr><w:vanish/></w:rPr>"),
        run("戊。", '<w:rPr><w:vanish w:val="0"/></w:rPr>'),
        f"<w:sdt><w:sdtContent>{run('己。')}</w:sdtContent></w:sdt>",
        f'<w:hyperlink w:anchor="x">{run("庚。")}</w:hyperlink>',
        f'<w:fldSimple w:instr="REF x">{run("辛。")}</w:fldSimple>',
    )
    data = word_of(text)
    assert printed(tmp_path, data)[0] == "甲。乙。戊。己。庚。辛。"
    messages = {one.rule: one.message for one in told(tmp_path, data)}
    assert "2 处修订没有定下来" in messages["附件修订"]
    assert "隐藏文字 1 处（第 1 段“甲。乙。”之后）" in messages["附件缺内容"]


def test_a_deleted_end_joins_two_paragraphs(tmp_path: Path) -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    data = word_of(paragraph(run("前半句，"), properties=mark), paragraph(run("后半句。")))
    assert printed(tmp_path, data)[0] == "前半句，后半句。"


def test_a_paragraph_with_a_deleted_end_keeps_its_note_and_takes_no_number(tmp_path: Path) -> None:
    word = docx.Document()
    for text in ("甲。", "乙。", "丙。"):
        word.add_paragraph(text, style="List Number")
    ending = parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="a"/></w:rPr>')
    word.paragraphs[0]._p.get_or_add_pPr().append(ending)
    stream = io.BytesIO()
    word.save(stream)
    assert printed(tmp_path, stream.getvalue())[:2] == ["1. 甲。乙。", "2. 丙。"]
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    first = paragraph(run("前半句，"), BOX, properties=mark)
    lines = printed(tmp_path, word_of(first, paragraph(run("后半句。"))))
    assert lines[:2] == ["前半句，后半句。", "框里的话。"]


def test_automatic_numbers_become_text(tmp_path: Path) -> None:
    word = docx.Document()
    numbering = word.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(
            (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        )
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    for number, start in (
        (77, ""),
        (78, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
    ):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/>{start}</w:num>'
            )
        )
    for level, text, number in (
        (0, "概况", 77),
        (1, "目标", 77),
        (1, "范围", 77),
        (2, "某", 77),
        (0, "结果", 77),
        (1, "得分", 77),
        (0, "附则", 78),
    ):
        properties = word.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            )
        )
    word.save(str(tmp_path / "报告.docx"))
    found = read_word(tmp_path / "报告.docx")
    expected = [
        "一、概况",
        "（一）目标",
        "（二）范围",
        "1. 某",
        "二、结果",
        "（一）得分",
        "五、附则",
    ]
    assert [one.full for one in found.paragraphs] == expected
    lines = printed(tmp_path, (tmp_path / "报告.docx").read_bytes())
    assert lines[0] == "一、概况"


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (105, "chineseCounting", "一百〇五"),
        (3, "chineseLegalSimplified", "叁"),
        (2, "ideographTraditional", "乙"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"),
        (7, "decimalZero", "07"),
        (2_000_000_000, "chineseCounting", "2000000000"),
    ],
)
def test_forms_of_numbers(count: int, form: str, text: str) -> None:
    assert counted(count, form) == text


@given(st.integers(1, 99_999))
def test_chinese_numbers_are_each_another(count: int) -> None:
    digits = {char: value for value, char in enumerate("〇一二三四五六七八九")}
    value, digit = 0, 0
    for char in counted(count, "chineseCounting"):
        if char in digits:
            digit = digits[char]
        else:
            value += max(digit, 1) * 10 ** ("十百千万".index(char) + 1)
            digit = 0
    assert value + digit == count


def test_notes_and_text_boxes_follow_their_paragraph(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    data = word_of(paragraph(run("正文"), note, run("。"), BOX), "末段。")
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="5">{paragraph(run("注的话。"))}</w:footnote></w:footnotes>'
    relation = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/footnotes" Target="footnotes.xml"/></Relationships>'

    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"</Relationships>", relation)
            if name == "word/_rels/document.xml.rels"
            else content
        )

    target = io.BytesIO(changed(data, change))
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("word/footnotes.xml", notes)
    assert printed(tmp_path, target.getvalue())[:4] == [
        "正文（注1）。",
        "注1：注的话。",
        "框里的话。",
        "末段。",
    ]


def test_tables_stay_in_what_is_read(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("前。")
    table = word.add_table(3, 3)
    for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(index)
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    word.save(str(tmp_path / "报告.docx"))
    (found,) = read_word(tmp_path / "报告.docx").tables
    first, last = found.rows[0][0], found.rows[1][2]
    assert (first.text, first.columns) == ("0\n1", 2)
    assert (last.rows, str(last.spot)) == (2, "第 1 张表第 2 行第 3 列")
    assert [len(row) for row in found.rows] == [2, 3, 2]


def test_what_is_left_out_is_told_with_the_words_before(tmp_path: Path) -> None:
    math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'
    thing = '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Excel.Sheet"/></w:object></w:r>'
    data = word_of(paragraph(run("计算公式如下："), math), paragraph(run("明细见"), thing))
    (finding,) = [one for one in told(tmp_path, data) if one.rule == "附件缺内容"]
    assert "公式 1 处（第 1 段“计算公式如下：”之后）" in finding.message
    assert "嵌入的对象 1 处（第 2 段“明细见”之后）" in finding.message
    assert not has_errors([finding])


def test_a_plain_file_is_silent(tmp_path: Path) -> None:
    assert not [
        one
        for one in told(tmp_path, word_of("一、概况", "项目按计划完成。"))
        if "附件" in one.message
    ]


# The same rules as for typed text


def test_personal_data_is_found_with_its_paragraph(tmp_path: Path) -> None:
    data = word_of("第一段。", "联系人电话 13800138000 和身份证 110105194912310021。", "机密★一年")
    found = {one.message for one in told(tmp_path, data) if one.level.value == "错误"}
    assert any(text.startswith("附件“报告.docx”第 2 段“") and "手机号" in text for text in found)
    assert any("身份证号" in text for text in found)
    assert any(text.startswith("附件“报告.docx”第 3 段“") and "机密" in text for text in found)
    assert not any("13800138000" in text or "110105194912310021" in text for text in found)
    places = {one.place.line for one in told(tmp_path, data) if one.rule == "个人信息"}
    assert places == {2}


def test_names_of_figures_are_told_with_their_paragraph(tmp_path: Path) -> None:
    data = word_of("第一段。", "支出{总支出额度}万元。", "全年{本年支出合计}辆。", "多一个{括号。")
    found = {one.rule: one.message for one in told(tmp_path, data) if one.rule.startswith("文字里")}
    assert found["文字里的数"].startswith(
        "附件“报告.docx”第 2 段“支出{总支出额度}万元。”：{总支出额度} 不是"
    )
    assert found["文字里的单位"].startswith("附件“报告.docx”第 3 段“全年{本年支出合计}辆。”：{本年")
    assert found["文字里的花括号"].startswith("附件“报告.docx”第 4 段“多一个{括号。”：花括号不成对")


def test_typed_and_attached_words_meet_the_same_rules(tmp_path: Path) -> None:
    words = [
        "见附件XX。",
        "支出100.00，比上年增加。",
        "历行节约。",
        "2019年度预算执行良好。",
        "工作基本基本完成。",
        "（一）甲",
        "（三）乙",
    ]
    typed = "附件:\n  - 标题: 某项目绩效评价报告\n    正文: |\n" + "".join(
        f"      {one}\n" for one in words
    )
    rules = [
        sorted(one.rule for one in told(tmp_path, None, typed)),
        sorted(one.rule for one in told(tmp_path, word_of(*words))),
    ]
    assert rules[0] == rules[1]
    assert {"模板残留", "金额缺单位", "错别字", "年份", "词语重复", "编号不连续"} <= set(rules[1])


def test_a_number_cut_by_a_character_that_nobody_sees(tmp_path: Path) -> None:
    assert "个人信息" in {
        one.rule for one in told(tmp_path, word_of("电话 138\u200b0013\u200b8000。"))
    }


# What no file can do


def strict(name: str, data: bytes) -> bytes:
    old = b"http://schemas.openxmlformats.org"
    for place, new in (
        (b"/wordprocessingml/2006/main", b"/wordprocessingml/main"),
        (b"/officeDocument/2006/relationships", b"/officeDocument/relationships"),
    ):
        data = data.replace(old + place, b"http://purl.oclc.org/ooxml" + new)
    return data


def test_the_strict_form_of_the_format_is_read(tmp_path: Path) -> None:
    assert printed(tmp_path, changed(word_of("甲乙丙。"), strict))[0] == "甲乙丙。"


def test_utf_16_is_read(tmp_path: Path) -> None:
    xml = document(paragraph(run("甲乙丙。"))).replace("?>", ' encoding="UTF-16"?>', 1)
    assert printed(tmp_path, with_document(xml, "utf-16"))[0] == "甲乙丙。"


WORD = word_of("甲。")
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]>"
)
MACROS = (
    b"openxmlformats-officedocument.wordprocessingml.document.main",
    b"ms-word.document.macroEnabled.main",
)


def appended(name: str) -> bytes:
    target = io.BytesIO(WORD)
    with zipfile.ZipFile(target, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of what is there twice
        package.writestr(name, "x")
    return target.getvalue()


def bomb() -> bytes:
    """Much of nothing: 200 MB in 200 KB."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WORD)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            package.writestr(
                name,
                source.read(name) if name != "word/document.xml" else b"<a>" + b" " * 200_000_000,
            )
    return target.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "是空文件"),
    "text": ("你好".encode, "不是 Word 文件"),
    "pdf": (lambda: b"%PDF-1.7\n", "是 PDF"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "加了打开密码"),
    "cut off": (lambda: WORD[: len(WORD) // 2], "已经损坏"),
    "deflate64": (lambda: flagged(WORD, 8, 10, 9), "重新压缩过"),
    "zstd": (lambda: flagged(WORD, 8, 10, 93), "重新压缩过"),
    "lzma": (lambda: changed(WORD, lambda _, data: data, zipfile.ZIP_LZMA), "重新压缩过"),
    "encrypted": (lambda: flagged(WORD, 6, 8, 1), "加了密码"),
    "no document": (
        lambda: changed(WORD, lambda name, data: None if name == "word/document.xml" else data),
        "不是完整的 Word 文件",
    ),
    "no types": (
        lambda: changed(WORD, lambda name, data: None if "Content" in name else data),
        "是压缩包",
    ),
    "macros": (lambda: changed(WORD, lambda _, data: data.replace(*MACROS)), "带宏"),
    "template": (
        lambda: changed(
            WORD, lambda _, data: data.replace(b"document.main+xml", b"template.main+xml")
        ),
        "Word 模板",
    ),
    "bad XML": (
        lambda: changed(
            WORD, lambda name, data: data[:-9] if name == "word/document.xml" else data
        ),
        "已经损坏",
    ),
    "billion laughs": (lambda: with_document(document(paragraph(run("&j;")), LAUGHS)), "已经损坏"),
    "laughs in UTF-16": (
        lambda: with_document(document(paragraph(run("&j;")), LAUGHS), "utf-16"),
        "已经损坏",
    ),
    "a file of ours": (
        lambda: with_document(
            document(run("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
        ),
        "已经损坏",
    ),
    "twice": (lambda: appended("word/document.xml"), "同名的文件"),
    "climbing": (lambda: appended("../../x"), "文件名不对"),
    "absolute": (lambda: appended("/x"), "文件名不对"),
    "bomb": (bomb, "太大"),
    "long text": (lambda: with_document(document(paragraph(run("字" * 3_000_000)))), "太大"),
    "very long text": (
        lambda: with_document(document(paragraph(run("a" * 11_000_000)))),
        "太大",
    ),
    "many paragraphs": (lambda: with_document(document("<w:p/>" * 500_000)), "太大"),
    "many attributes": (
        lambda: with_document(
            document("<w:p " + " ".join(f"a{n}=''" for n in range(700_000)) + "/>")
        ),
        "太大",
    ),
    "deep": (lambda: with_document(document("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000)), "太大"),
    "tables in tables": (
        lambda: with_document(document("<w:tbl><w:tr><w:tc>" * 70 + "</w:tc></w:tr></w:tbl>" * 70)),
        "太深",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_finding(name: str, tmp_path: Path) -> None:
    make, words = HOSTILE[name]
    data = make()
    start = time.process_time()
    findings = [one for one in told(tmp_path, data) if one.level.value == "错误"]
    assert time.process_time() - start < 6
    assert [one.rule for one in findings] == ["附件文件"]
    assert words in findings[0].message


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, len(WORD) - 1), st.integers(1, 255), st.booleans())
def test_damaged_bytes_are_told(tmp_path: Path, at: int, by: int, cut: bool) -> None:
    raw = bytearray(WORD)
    raw[at] = (raw[at] + by) % 256
    path, whole = tmp_path / "报告.docx", tmp_path / "原件.docx"
    path.write_bytes(bytes(raw[:at] if cut else raw))
    whole.write_bytes(WORD)
    content, refused = None, ""
    try:
        content = read_word(path)
    except UnreadableError as error:
        refused = str(error)
    if content is None:
        # A sentence for the clerk, and no words of a library.
        assert re.search("损坏|不是|压缩|密码|是空文件|太大|旧格式", refused)
        assert "Error" not in refused
        return
    # A byte that nobody reads: what is read is the whole text, never a part of it.
    assert not cut
    assert content == read_word(whole)


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "link to itself", "nothing"])
def test_what_is_no_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "link to itself":
        path.symlink_to(path)
    findings = [one for one in told(tmp_path, None) if one.level.value == "错误"]
    assert [one.rule for one in findings if one.rule != "待填"] == ["附件文件"]


@pytest.mark.long
@pytest.mark.parametrize("words", ["（", "“", "2019年", "，", "a", "字", "《", "\t", "1", "本单位"])
def test_long_texts_take_no_longer_than_long(words: str, tmp_path: Path) -> None:
    data = with_document(document(paragraph(run(words * (95_000 // len(words))))))
    start = time.process_time()
    told(tmp_path, data)
    assert time.process_time() - start < 8


# 样式.docx of a form


@pytest.mark.parametrize(
    "name", ["bad XML", "deflate64", "old Word", "bomb", "billion laughs", "cut off"]
)
def test_a_damaged_file_of_styles_is_an_error_of_the_form(name: str, tmp_path: Path) -> None:
    roots = make_form(tmp_path, {})
    data = HOSTILE[name][0]()
    if name in ("bad XML", "billion laughs"):
        laughs = f"{LAUGHS}<w:styles {nsdecls('w')}>&j;</w:styles>".encode()
        data = changed(WORD, lambda part, content: laughs if part == "word/styles.xml" else content)
    if name == "bomb":
        data = changed(
            WORD,
            lambda part, content: (
                b"<a>" + b" " * 50_000_000 if part == "word/styles.xml" else content
            ),
        )
    (tmp_path / "试" / "样式.docx").write_bytes(data)
    with pytest.raises(FormError, match=r"版式文件 试/样式\.docx "):
        load_form("试", roots)


# Files that a data file names

FOREIGN = "秘密的一行"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A clerk's folder, and beside it files that are none of its business."""
    home = tmp_path / "收件"
    home.mkdir()
    (tmp_path / "外.yaml").write_text(f"{FOREIGN}: [\n{FOREIGN}\n", encoding="utf-8")
    (tmp_path / "外.docx").write_bytes(word_of(FOREIGN))
    shutil.copy(FOLDER / "某局-2022.yaml", tmp_path / "某局-2022.yaml")
    (home / "链接.yaml").symlink_to(tmp_path / "外.yaml")
    (home / "链接.docx").symlink_to(tmp_path / "外.docx")
    (home / "上层").symlink_to(tmp_path)
    return home


NAMES = [
    "../外.yaml",
    "下级/../../外.yaml",
    "{above}/外.yaml",
    "链接.yaml",
    "上层/外.yaml",
    "..\\外.yaml",
    "C:\\外.yaml",
    "C:/外.yaml",
    "//server/外.yaml",
    "/etc/passwd",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", ["上年", "汇总", "附件"])
def test_no_file_elsewhere_is_read(
    name: str, key: str, outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = name.format(above=outside.parent)
    if key == "附件":
        named = named.replace("外.yaml", "外.docx").replace("链接.yaml", "链接.docx")
    text = {
        "上年": f"上年: '{named}'\n",
        "汇总": f"汇总: ['{named}']\n",
        "附件": f"附件:\n  - {{标题: 甲, 文件: '{named}'}}\n",
    }[key]
    rest = re.sub(r"(?m)^上年: .*\n", "", GOOD) if key == "上年" else GOOD
    path = outside / "某局-2023.yaml"
    path.write_text(text + rest, encoding="utf-8")
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    told = "这是一个链接" if "链接" in name else "“"
    assert f"{key}文件] {told}" in said
    assert "--allow-folder" in said
    assert FOREIGN not in said
    assert "root:" not in said


def test_the_command_line_may_allow_a_folder(
    outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = outside / "某局-2023.yaml"
    text = re.sub(r"(?m)^上年: .*$", "上年: ../某局-2022.yaml", GOOD)
    assert "上年: ../" in text
    path.write_text(text, encoding="utf-8")
    arguments = ["report", str(path), "-o", str(outside / "output"), "--format", "html"]
    assert main(arguments) == 1
    assert main([*arguments, "--allow-folder", str(outside.parent)]) == 0
    assert main(arguments) == 1
    with pytest.raises(SystemExit):
        main([*arguments, "--allow-folder", str(outside / "没有")])
    assert "没有这个文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["上年/某局-2022.yaml", "./某局-2022.yaml", "上年/../某局-2022.yaml", "链.yaml"]
)
def test_files_in_the_folder_or_below_are_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "上年").mkdir()
    for folder in (tmp_path, tmp_path / "上年"):
        shutil.copy(FOLDER / "某局-2022.yaml", folder)
    (tmp_path / "链.yaml").symlink_to(tmp_path / "某局-2022.yaml")
    path = tmp_path / "某局-2023.yaml"
    path.write_text(re.sub(r"(?m)^上年: .*$", f"上年: {name}", GOOD), encoding="utf-8")
    assert not [one for one in check(path).findings if one.rule == "上年文件"]


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop"])
def test_a_data_file_that_is_none(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "某局-2023.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path)
    for command in (
        ["check", str(path)],
        ["report", str(path), "-o", str(tmp_path / "o"), "--format", "html"],
    ):
        assert main(command) in (1, 2, 3)
        said = capsys.readouterr()
        assert "程序的错误" not in said.err + said.out
