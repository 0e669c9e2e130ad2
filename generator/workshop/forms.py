"""juesuan forms: list, show and scaffold forms."""

from __future__ import annotations

from generator.forms.folders import INSTALLED, OWN, Roots
from generator.forms.form import MAIN, Form, FormError, fit_name, form_names, load_form
from generator.pipeline.exit_codes import CommandError
from generator.workshop.probe import SAMPLES, probe


def listing(roots: Roots) -> str:
    """The forms that there are, one line each."""
    lines = []
    for name in form_names(roots):
        try:
            form = load_form(name, roots)
        except FormError as error:
            lines.append(f"{name}　有误：{error}")
            continue
        above = "、".join(folder.name for folder in form.chain[1:])
        extends = ""
        if above:
            extends = f"，继承 {above}"
        lines.append(f"{name}（{form.years[0]}—{form.years[1]} 年度）　{form.note}{extends}")
    lines.append(
        "看一个版式的设置：juesuan forms show 版式；新建：juesuan forms new 名称 --extends 版式"
    )
    return "\n".join(lines)


def shown(name: str, roots: Roots) -> str:
    """A form in full: where it is, its settings, tables, and the sentences that can be
    rewritten."""
    form = load_form(name, roots)
    lines = [
        f"{form.name}（{form.years[0]}—{form.years[1]} 年度）　{form.note}",
        f"文件夹：{' ← '.join(str(folder) for folder in form.chain)}",
        "",
        "设置（写在数据文件的“设置”里）：",
    ]
    lines += [
        f"  {setting.name}: {setting.default}（可填 {'、'.join(setting.options)}）{setting.meaning}"
        for setting in form.offered
    ]
    if form.fields:
        lines += ["", "自填（写在数据文件的“自填”里）："]
        for field in form.fields.values():
            need = "必填" if field.required else "可以不填"
            lines.append(
                f"  {field.name}（{field.kind}，{need}）{field.meaning}，如 {field.sample}"
            )
    tables = form.tables(form.years[1])
    lines += ["", f"附表（{form.years[1]} 年度 {len(tables)} 张）："]
    lines += [f"  {table['编号']}　{table['标题']}".rstrip() for table in tables]
    lines += [
        "",
        "可以改写的句子（写在数据文件的“改写”里，如 三.首句: 文字；版式里写在 句子.yaml），"
        "及其在样本里的样子：",
    ]
    lines += [f"  {key}：{text}" for key, text in sentences(form).items()]
    return "\n".join(lines)


def sentences(form: Form) -> dict[str, str]:
    """The sentences of a form's document by name, as the samples have them.

    Of the sentences for each 项 only the first.
    """
    texts: dict[str, str] = {}
    for sample in SAMPLES:
        for name, text in probe(form, sample).rendered.sentences.items():
            texts.setdefault(name, text)
    items = [name for name in texts if name.rpartition(".")[2].isdecimal()]
    first = {name.rpartition(".")[0]: name for name in reversed(items)}
    left_out = set(items) - set(first.values())
    return {name: text for name, text in texts.items() if name not in left_out}


_MAIN = """# {name}：继承“{extends}”，这里只写不同的。写法见 docs/写版式.md。
名称: "{name}"
说明: （一句话，印在 juesuan forms 里）
继承: "{extends}"
适用年度: {{起: {first}, 止: {last}}}
# 要改部分的先后、附表的清单，把“{extends}”的整段抄来再改：
# 部分: [{parts}]
# 附表:
#   - 收入支出决算总表
# 设置的默认与“{extends}”不同的，只写名称和默认：
# 设置:
#   百分比小数位: {{默认: "2"}}
"""
_SENTENCES = """# 改一句，只写这一句：句名（juesuan forms show {extends} 列出全部），冒号，写法与模板相同。例如：
# 三.首句: "{{{{ 年度 }}}}年度本年支出合计{{{{ 本年支出合计 | 万元 }}}}。"
"""


def new_form(name: str, extends: str, roots: Roots) -> str:
    """Make the folder of a form that extends another, in the first of ``roots``.

    Raises CommandError; never overwrites.
    """
    if not fit_name(name):
        raise CommandError(f"“{name}”不能作版式的名称：只能用汉字、字母、数字、括号、- 和 _")
    if INSTALLED and roots[0] == OWN[0]:
        raise CommandError(
            "程序自己的文件夹里不放新版式（换新版本时会丢）；"
            f"写明放在哪里：juesuan forms new {name} --templates 文件夹"
        )
    if (roots[0] / name).exists() or name in form_names(roots):
        raise CommandError(f"已经有“{name}”这个版式了")
    base = load_form(extends, roots)
    folder = roots[0] / name
    folder.mkdir(parents=True)
    first, last = base.years
    text = _MAIN.format(
        name=name, extends=extends, first=first, last=last, parts=", ".join(base.parts)
    )
    (folder / MAIN).write_text(text, encoding="utf-8", newline="")
    (folder / "句子.yaml").write_text(
        _SENTENCES.format(extends=extends), encoding="utf-8", newline=""
    )
    where = ""
    if roots[0] != OWN[0]:
        where = f" --templates {roots[0]}"
    return (
        f"已新建 {folder}（{MAIN}、句子.yaml）。改好后用 juesuan forms check {name}{where} 检查。"
    )
