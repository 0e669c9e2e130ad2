"""What templates can use, described for whoever writes a form; docs/版式词汇.md is made from it.

Names, figures, filters, tests, functions, macros and elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.forms.files import own_file, read_text
from generator.forms.form import Form
from generator.ledger.figure import Absent, Figure, Missing
from generator.templating.macros import FILE
from generator.templating.undefined_names import attributes

NAMES: Mapping[str, str] = {
    "年度": "决算的年度，如 2023",
    "上年度": "上一年度，如 2022",
    "单位": "单位的各项填写内容：单位.主要职责、单位.下属单位、单位.公开日期……"
    "（数据文件里“单位”下面的全部）",
    "全称": "单位全称",
    "简称": "单位简称，没有填就是全称",
    "自称": "本单位 或 本部门",
    "口径": "单位 或 部门",
    "设置": "版式的设置：设置.零值写法",
    "收支总计": "收入总计（等于支出总计）与上年相比",
    "支出总计": "支出总计",
    "本年收入合计": "本年收入合计",
    "收入来源": "八种收入，按法定次序；每项有 名称、数",
    "使用非财政拨款结余": "使用非财政拨款结余",
    "年初结转和结余": "年初结转和结余",
    "年末结转和结余": "年末结转和结余",
    "结余分配": "结余分配",
    "本年支出合计": "本年支出合计",
    "支出种类": "基本支出、项目支出等五种；每项有 名称、数",
    "财政拨款收支总计": "财政拨款收入总计（等于支出总计）与上年相比",
    "财政拨款收入": "本年财政拨款收入",
    "财政拨款支出": "本年财政拨款支出",
    "财政拨款支出总计": "财政拨款支出总计",
    "年初财政拨款结转和结余": "年初财政拨款结转和结余",
    "年末财政拨款结转和结余": "年末财政拨款结转和结余",
    "一般公共预算财政拨款支出": "一般公共预算财政拨款支出与上年相比",
    "比较": "有的版式还要与上年比的数，如 比较.本年收入合计：数、上年、原因、路径，"
    "可交给 措辞.与上年相比；上年数没有而要印的，会要人填",
    "一般公共预算": "这种资金的收入、支出、年初、年末，按类、按项",
    "政府性基金预算": "同上",
    "国有资本经营预算": "同上",
    "其他资金": "同上；财政拨款以外的资金",
    "人员经费": "一般公共预算基本支出里的人员经费，和有支出的经济科目名称",
    "公用经费": "一般公共预算基本支出里的公用经费，和有支出的经济科目名称",
    "三公": "“三公”经费：合计、三种、购置费、运行维护费，数量，接待",
    "三公原文": "数据文件“三公经费”下面填写的文字：三公原文.公务接待费.国内.用途",
    "机关运行经费": "机关运行经费与上年相比；适用：事业单位没有",
    "政府采购": "政府采购总额、货物、工程、服务、中小企业、小微企业、分类授予、预留",
    "国有资产": "车辆总数、各用途辆数、大型设备",
    "预算绩效": "绩效项目的名称和各个个数；管理：金额、等次、问题",
    "整体自评": "部门整体自评的得分和构成；口径为单位或没有填时是空",
    "整体自评原文": "数据文件“整体自评”下面填写的文字",
    "自评表": "新格式的项目自评表",
    "项目组": "常年项目、阶段项目的个数、预算、进度",
    "项目完成情况": "旧格式的项目绩效目标完成情况",
    "名词": "数据文件“名词解释”里补充的名词",
    "附件原文": "数据文件“附件”",
    "自填": "版式.yaml 的“自填”里声明的项目：自填.联系电话。文字直接印；"
    "金额、个数、百分数是数，用过滤器印；必填而没有填的是缺，直接印就是〔待填〕；"
    "不是必填的没有填就是空",
    "原文": "数据文件的全部填写内容",
    "用到科目": "正文逐项写到的项级科目：（编码，全名）",
    "附表": "算好的各张附表，按先后；每张有 number、title、landscape、tables",
    "词条": "名词.yaml",
    "内置名词": "版式自己会解释的名词，补充的同名名词替换它",
    "附件文字": "各件附件的文字，与 附件原文 次序相同",
    "措辞": "措辞.html 里的宏，见下",
}
"""Every name of a template, in the order of the document."""

FILTERS: Mapping[str, str] = {
    "万元": "金额带单位：{{ 本年支出合计 | 万元 }} → 1845.83万元。负数带负号",
    "额": "金额不带单位、不带正负号（前面已有增加、减少）",
    "率": "百分比带 %；没有分母时印 0%",
    "整率": "百分比取整数，带 %；不是正好 0 或 100 的不会取成 0%、100%",
    "计": "个数、得分",
    "元": "金额按元印：{{ 平均(三公.国内.决算, 三公.国内.人次) | 元 }}",
    "两位": "金额固定两位小数（自评表）",
    "两位率": "百分比固定两位小数（自评表）",
    "数量": "原文里的个数",
    "金额": "原文里的金额，不带单位",
    "分段": "一段文字，每行一个自然段",
    "成文": "一段文字，编号 一、（一） 变成标题",
    "插入段": "报告按【得分表】这样的行切开",
    "连续": '相邻相同的合在一起，如 指标 | 连续("一级指标")',
    "同向分组": "相邻同方向的附表合在一起，一组一节",
}
TESTS: Mapping[str, str] = {
    "有数": "填了，而且不是 0",
    "零": "填了 0，或者由明细得出 0",
    "缺": "应填而没有填；印出来是〔待填：…〕，并成为一条错误",
    "无上年": "新设单位，没有上年",
}
FUNCTIONS: Mapping[str, str] = {
    "差额": "差额(今, 昔)：印出数之差；.value 大于 0 是增加",
    "比率": '比率(部分, 全部, "名称")：百分比；全部是 0 时是空',
    "平均": '平均(金额, 个数, "名称")：人均、车均；个数是 0 时是空',
    "之和": '之和("名称", 数, 数)，或 之和("名称", [数, 数])：几个数相加',
    "要写原因": "要写原因(今, 昔)：按“原因门槛”要不要写原因",
    "用语": (
        "用语(文字, 路径, 说明)：填写的文字去掉末尾标点；没有填时是〔待填〕。"
        '路径如 ["政府采购", "用途"]。后面还要印“等”的，写成 用语(文字, 路径, 说明, "等")：'
        "填写的文字自己以“等”结尾时不重复"
    ),
    "待填": "待填(路径, 说明)：一个〔待填〕",
    "句": '{% call 句("三.首句") %}……{% endcall %}：有名字的句子，别的版式和数据文件可以改写它',
    "图": '图("收支总计")：一幅图；没有数据时什么也不印',
    "有图": '有图("收支总计")：这幅图有没有数据',
    "中文数": "中文数(3) → 三",
    "释义": "释义(编码)：一个项级科目的解释",
}
ELEMENTS: Mapping[str, str] = {
    "section": "一节，从新的一页开始。kind：封面、目录、正文、附表；landscape：是 = 横页",
    "h1": "部分标题，自动编“第一部分”（各级编号怎样写：版式.yaml 的“编号”）",
    "h2": "一级标题，自动编“一、”",
    "h3": "二级标题，自动编“（一）”",
    "h4": "三级标题，自动编“1.”。number：否 = 不编号；role：换一种版面；"
    "toc：目录里的文字，否 = 不进目录；break：是 = 另起一页",
    "p": "自然段。role：版面.yaml 里的角色，默认 正文",
    "ol": "编号的各项。mark：编号的写法，默认 1.，如 一、 （1） 1、",
    "li": "一项；里面是文字，或几个 p",
    "figure": "一幅图，由 图() 写出",
    "table": (
        "ref：一张附表；没有 ref 就是自己写的表，里面用 thead、tbody、tr、th、td。"
        "widths：各列宽的比例；name：给读屏软件的名称"
    ),
    "thead": "表头，每页重复",
    "tbody": "表身",
    "tr": "一行",
    "th": "表头格。colspan、rowspan、align（左、中、右）、scope（col、row）",
    "td": "格。colspan、rowspan、align、strong（是 = 加粗）",
    "nav": "目录",
    "pagebreak": "另起一页",
    "data": "一个数，由过滤器写出",
    "mark": "一处〔待填〕，由程序写出",
    "br": "换行",
}


def records(value: object, depth: int = 2) -> Iterator[tuple[str, list[str]]]:
    """The fields of a record, and those of the records in it: (path, names)."""
    if not isinstance(value, Struct) or isinstance(value, Figure | Missing | Absent):
        return
    names = list(attributes(value))
    if names:
        yield "", names
    for name in names if depth else ():
        inner = getattr(value, name)
        if isinstance(inner, tuple) and inner:
            inner = inner[0]
        if type(inner).__module__.startswith("generator.ledger"):
            for path, inner_names in records(inner, depth - 1):
                yield f".{name}{path}", inner_names


_MACRO = re.compile(
    r"(?:\{#\s*(?P<comment>[^#]*?)\s*#\}\s*)?\{%-?\s*macro\s+(?P<name>\w+)\((?P<given>[^)]*)\)"
)


def macros(form: Form) -> dict[str, tuple[str, str]]:
    """The macros of a form by name: (parameters, what they say).

    They come from its 措辞.html and those of the forms that it extends; the nearest one with a
    comment counts.
    """
    by_name: dict[str, tuple[str, str]] = {}
    for folder in form.chain:
        path = own_file(folder, FILE)
        for match in _MACRO.finditer(read_text(path)) if path else ():
            _, comment = by_name.get(match["name"], ("", ""))
            if not comment:
                by_name[match["name"]] = (match["given"], match["comment"] or "")
    return by_name
