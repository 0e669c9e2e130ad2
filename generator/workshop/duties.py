"""juesuan forms check: what the law obliges a unit to publish, tried out on samples.

A duty is one record in DUTIES; how it is looked for stands in duties_tables.py, duties_text.py and
duties_matters.py.
"""

from __future__ import annotations

from pathlib import Path

from generator.forms.folders import Roots
from generator.forms.form import Form, load_form
from generator.workshop import duties_matters as matters
from generator.workshop import duties_tables as tables
from generator.workshop import duties_text as text
from generator.workshop.duty import EMPTY, FULL, INSTITUTION, Duty, Samples, in_full_sample
from generator.workshop.probe import SAMPLES, probe, probe_file
from generator.workshop.useless import useless

DUTIES: tuple[Duty, ...] = (
    Duty(
        "《地方预决算公开操作规程》第四条", "句子里的数都由程序算出，没有写死的", text.typed_numbers
    ),
    Duty(
        "四川部门决算公开的格式：公开时间",
        "文首写明公开时间",
        in_full_sample(text.publication_date),
    ),
    Duty(
        "《地方预决算公开操作规程》中报表的要求",
        "收支总体：收入支出总表、收入表、支出表",
        tables.titles(
            "收入支出 总表|收支 总表|收入支出决算表", "收入决算|收入总表", "支出决算表|支出总表"
        ),
    ),
    Duty(
        "《地方预决算公开操作规程》中报表的要求",
        "财政拨款：总表、一般公共预算支出表、基本支出表、“三公”表、政府性基金表",
        tables.titles(
            "财政拨款 收入支出 总表|财政拨款收支",
            "一般公共预算财政拨款 支出决算",
            "基本支出",
            "三公",
            "政府性基金",
        ),
    ),
    Duty(
        "《地方预决算公开操作规程》中报表的要求",
        "国有资本经营预算表",
        tables.titles("国有资本经营预算"),
        since=2019,
    ),
    Duty(
        "《预算法实施条例》第六条",
        "功能科目到项级，基本支出到经济科目款级",
        in_full_sample(tables.detail),
    ),
    Duty(
        "《财政预决算领域基层政务公开标准目录》中空表的要求",
        "没有数据的表留表并说明",
        tables.empty_tables,
        EMPTY,
    ),
    Duty(
        "上海市部门决算模板：没有支出的也写",
        "没有政府性基金、国有资本经营预算支出的，正文要说明",
        text.without_funds,
        EMPTY,
    ),
    Duty(
        "《地方预决算公开操作规程》中说明的要求，《关于推进部门所属单位预算公开工作的指导意见》",
        "主要职责、机构设置（含下属单位）",
        in_full_sample(text.organisation),
    ),
    Duty(
        "《地方预决算公开操作规程》中说明的要求",
        "收支与上年决算比较的增减额",
        in_full_sample(text.comparison_with_last_year),
    ),
    Duty(
        "《预算法实施条例》第六条",
        "一般公共预算、政府性基金、国有资本各项支出逐项说明",
        in_full_sample(text.outlay_by_item),
    ),
    Duty(
        "《预算法》第七十五条", "具体支出与预算数比较", in_full_sample(text.comparison_with_budget)
    ),
    Duty("《地方预决算公开操作规程》中说明的要求", "每个差异的原因", in_full_sample(text.reasons)),
    Duty("《地方预决算公开操作规程》中说明的要求", "专业名词解释", in_full_sample(text.glossary)),
    Duty(
        "《地方预决算公开操作规程》中三公经费的要求",
        "“三公”经费三项，公务用车再分购置、运行维护，预算数和决算数",
        in_full_sample(matters.public_expenses),
    ),
    Duty(
        "《关于进一步推进预算公开工作的意见》",
        "“三公”数量：团组、人次、购置数、保有量、接待批次和人次",
        in_full_sample(matters.public_counts),
    ),
    Duty(
        "《关于进一步推进预算公开工作的意见》",
        "“三公”各项比上年的增减",
        in_full_sample(matters.public_changes),
    ),
    Duty(
        "上海市部门决算模板：没有支出的也写",
        "没有“三公”经费也写整节",
        matters.without_public_expenses,
        EMPTY,
    ),
    Duty(
        "《预算法》第十四条",
        "机关运行经费及比上年的增减",
        in_full_sample(matters.running_expenses),
    ),
    Duty(
        "部门决算报表的填报口径：机关运行经费",
        "事业单位没有机关运行经费的说明",
        matters.institution_without_running_expenses,
        INSTITUTION,
    ),
    Duty(
        "《预算法》第十四条，《地方预决算公开操作规程》中说明的要求",
        "政府采购总额、三类、中小企业和小微企业",
        in_full_sample(matters.purchases),
    ),
    Duty(
        "部门决算报表的填报口径：车辆和设备",
        "车辆总数、各用途辆数、其他用车说明",
        in_full_sample(matters.vehicles),
    ),
    Duty(
        "部门决算报表的填报口径：车辆和设备",
        "大型设备台（套）数",
        in_full_sample(matters.equipment),
    ),
    Duty(
        "《关于全面实施预算绩效管理的意见》",
        "预算绩效管理：自评个数和结果",
        in_full_sample(matters.performance),
    ),
)
"""All duties, in the order of the document."""


def report_of(name: str, file: Path | None, roots: Roots) -> tuple[str, bool]:
    """The duties of a form as text, and whether all are met.

    With a data file that is the sample, and duties about other samples do not apply. Raises
    FormError when the form is wrong, ProbeError when the data file cannot be read.
    """
    form = load_form(name, roots)
    samples = _samples(form, file)
    lines = [f"版式“{form.name}”：{len(DUTIES)} 条公开义务"]
    met = True
    for duty in DUTIES:
        state, lacking = _state(duty, form, samples)
        met = met and state != "缺"
        detail = ""
        if lacking:
            detail = f"：没有 {'、'.join(dict.fromkeys(lacking))}"
        lines.append(f"  {_MARKS[state]} {duty.title}（{duty.source}）{detail}")
    documents = [sample.rendered for sample in samples.values()]
    lines += [f"  注意　 {line}" for line in useless(form, documents)]
    lines.append("没有缺。" if met else "标“缺”的，在模板或 附表.yaml 里补上。")
    return "\n".join(lines), met


def _samples(form: Form, file: Path | None) -> Samples:
    if file:
        return {FULL: probe_file(form, file)}
    return {name: probe(form, name) for name in SAMPLES}


_MARKS = {"有": "有　　", "缺": "缺　　", "不适用": "不适用"}


def _state(duty: Duty, form: Form, samples: Samples) -> tuple[str, list[str]]:
    """Whether a duty is met, as in _MARKS, and what is lacking."""
    if duty.sample not in samples or form.years[1] < duty.since:
        return "不适用", []
    lacking = [name for name in duty.lacking(samples) if name]
    return ("缺" if lacking else "有"), lacking
