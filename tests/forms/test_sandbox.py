"""A form from elsewhere reads nothing, calls nothing, and neither loops nor grows without bound; texts of data files are never markup."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.forms.form import FormError
from generator.templating import sandbox
from tests.forms.making import checked, lines_of, make_form

PAGE = '<section kind="正文">\n<h1>概况</h1>\n<p>{}</p>\n</section>\n'
LONG = "{% set a = '字字字字字字字字字字' %}" + "".join(
    f"{{% set {b} = [{', '.join([a] * 10)}] | join %}}" for a, b in ("ab", "bc", "cd", "de", "ef")
)
ESCAPES = [
    ("{{ ''.__class__.__mro__ }}", "这里没有“__class__”"),
    ("{{ 句.__call__.__globals__ }}", "这里没有“__call__”"),
    ("{{ 句.environment }}", "这里没有“environment”"),
    ("{{ 措辞._modules }}", "这里没有“_modules”"),
    ("{{ 用语.__self__ }}", "这里没有“__self__”"),
    ("{{ 年度 | attr('__class__') }}", "没有名为“attr”的过滤器"),
    ("{{ [].append(1) }}", "这里没有“append”"),
    ("{{ 设置.update({}) }}", "这里没有“update”"),
    ("{{ 收支总计.数.place.__init__ }}", "这里没有“__init__”"),
    ("{{ self.__init__ }}", "这里没有“__init__”"),
    ("{{ cycler }}", "没有“cycler”这个名称"),
    ("{{ lipsum() }}", "没有“lipsum”这个名称"),
    ("{{ joiner }}", "没有“joiner”这个名称"),
    ("{{ namespace() }}", "没有“namespace”这个名称"),
    ("{{ open('/etc/passwd') }}", "没有“open”这个名称"),
    ("{% include '../四川/概况.html' %}", "没有模板“"),
    ("{% include '/etc/passwd' %}", "没有模板“"),
    ("{% include '四川/../../pyproject.toml' %}", "没有模板“"),
    ("{% import '基础/版面.yaml/../../../pyproject.toml' as x %}", "没有模板“"),
    ("{{ 'x'.format(1) }}", "这里没有“format”"),
    ("{{ '{0.__class__}'.format(1) }}", "这里没有“format”"),
    ("{{ '<b>' | safe }}", "没有名为“safe”的过滤器"),
    ("{{ 'x' | pprint }}", "没有名为“pprint”的过滤器"),
    ("{{ ([句] | 连续('__globals__')) }}", "这里没有“__globals__”"),
    ("{{ ([句] | 连续('__self__')) }}", "这里没有“__self__”"),
    ("{{ [1] | 同向分组 }}", "这里没有“landscape”"),
    ("{% autoescape false %}{{ 单位.主要职责 }}{% endautoescape %}", "不能用 autoescape"),
    ("{{ environment }}", "没有“environment”这个名称"),
]
BOMBS = [
    ("{% for a in range(10 ** 9) %}{% endfor %}", "模板里不能这样用“**”"),
    ("{% for a in range(999999999) %}{% endfor %}", "range 不能超过 500000"),
    (
        "{% for a in range(2000) %}{% for b in range(2000) %}{% endfor %}{% endfor %}",
        "循环超过 500000 次",
    ),
    ("{{ 'x' * 1000000000 }}", "模板里不能这样用“*”"),
    ("{{ [1] * 1000000000 }}", "模板里不能这样用“*”"),
    ("{{ 9 ** 9 ** 9 }}", "模板里不能这样用“**”"),
    ("{{ '%1000000000d' % 1 }}", "模板里不能这样用“%”"),
    ("{{ 'x' | center(1000000000) }}", "没有名为“center”的过滤器"),
    ("{{ 'x'.ljust(1000000000) }}", "这里没有“ljust”"),
    (
        "{% set x = 'xxxxxxxxxx' %}{% for a in range(60) %}{% set x = x ~ x %}{% endfor %}{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('xx') }}",
        "拼出的文字太长",
    ),
    ("{% macro f(x) %}{{ f(x + x) }}{% endmacro %}{{ f('xx') }}", "拼出的文字太长"),
    ("{% macro f(x) %}{{ f(x + x) }}{% endmacro %}{{ f([1]) }}", "拼出的文字太长"),
    ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "互相调用，停不下来"),
    (
        "{% macro f(x) %}{{ f(x | replace('x', x)) }}{% endmacro %}{{ f('xxxxxxxx') }}",
        "处理的文字和清单太多",
    ),
    (
        "{% macro f(x) %}{{ f([x, x, x, x] | join(x)) }}{% endmacro %}{{ f('xxxxxxxx') }}",
        "拼出的文字太长",
    ),
    ("{% for a in range(400000) %}" + "字" * 1000 + "{% endfor %}", "写出的文字太长"),
    (
        "{% set x %}"
        + "字" * 100000
        + "{% endset %}{% for a in range(400000) %}{{ x }}{% endfor %}",
        "写出的文字太长",
    ),
    (
        "{% set 滴答 = range %}{% for i in range(2000) %}{% for j in range(2000) %}{% endfor %}{% endfor %}",
        "循环超过 500000 次",
    ),
    (
        "{% for tick in [range] %}{% for j in range(2000) %}{% for k in range(2000) %}{% endfor %}{% endfor %}{% endfor %}",
        "循环超过 500000 次",
    ),
    (
        "{% for i in range(400000) %}{% for j in range(400000) if false %}{% endfor %}{% endfor %}",
        "处理的文字和清单太多",
    ),
    (
        "".join(
            f"{{% block b{i} %}}{{{{ self.b{i + 1}() }}}}{{{{ self.b{i + 1}() }}}}{{% endblock %}}"
            for i in range(40)
        )
        + "{% block b40 %}{% endblock %}",
        "循环超过",
    ),
    (
        "{{ [] | slice(999999999) | list | length }}",
        "slice、batch 后面要写 1 到 10000 之间的整数，写的是“999999999”",
    ),
    ("{{ [1] | batch(999999999, 'x') | list | length }}", "slice、batch 后面要写"),
    (LONG + "{{ (" + " ~ ".join(["f"] * 3000) + ") | length }}", "拼出的文字太长"),
    (
        LONG
        + "{% for i in range(400000) %}{% if f | upper | lower | reverse == 'a' %}1{% endif %}{% endfor %}",
        "处理的文字和清单太多",
    ),
    (
        LONG + "{% for i in range(400000) %}{% if f[1:] %}{% endif %}{% endfor %}",
        "处理的文字和清单太多",
    ),
    (
        LONG + "{% for i in range(400000) %}{% if 'a' in f %}{% endif %}{% endfor %}",
        "处理的文字和清单太多",
    ),
    (
        LONG + "{% for i in range(400000) %}{% if f.count('a') %}{% endif %}{% endfor %}",
        "处理的文字和清单太多",
    ),
    (
        "{% for i in range(490000) %}{% set q = range(490000) | map('string') | list | length %}{% endfor %}",
        "处理的文字和清单太多",
    ),
    (
        "{% set a = range(490000) | list %}{{ [a, a, a, a] | sum(start=[]) | length }}",
        "sum 只能加整数",
    ),
    (
        "{% set x = 本年支出合计 %}" + "{% set x = 之和('甲', x) %}" * 700 + "{{ x | 万元 }}",
        "由 300 个以上算出的数一层层算成",
    ),
    (
        "{% set x = 本年支出合计 %}"
        + "{% set x = 差额(x, x) %}" * 40
        + "{{ [x] | unique | list | length }}",
        "由 300 个以上算出的数一层层算成",
    ),
    (
        "{% macro f(x, n) %}"
        + "{% set x = 之和('甲', x) %}" * 90
        + "{% if n %}{{ f(x, n - 1) }}{% else %}{{ [x] | unique | list | length }}{% endif %}"
        "{% endmacro %}{{ f(本年支出合计, 100) }}",
        "由 300 个以上算出的数一层层算成",
    ),
    ("{% for a in [1] %}" * 25 + "字" + "{% endfor %}" * 25, "一层套一层，太深了"),
    ("{% if 1 %}" * 120 + "字" + "{% endif %}" * 120, "一层套一层，太深了"),
    ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "一层套一层，太深了"),
    ("{% if " + "not " * 5000 + "1 %}{% endif %}", "一层套一层，太深了"),
]


@pytest.mark.parametrize(("markup", "message"), ESCAPES)
def test_nothing_gets_out(tmp_path: Path, markup: str, message: str) -> None:
    with pytest.raises(FormError) as error:
        checked(tmp_path, make_form(tmp_path, {"概况.html": PAGE.format(markup)}))
    assert message in str(error.value)
    assert "root:" not in str(error.value)


LOWERED = {"循环超过": ("STEPS", 50_000), "处理的文字和清单太多": ("WORK", 1_000_000)}
"""Limits that take seconds to reach: by the beginning of the message, the limit and a tenth or a fifth of it, which a real document keeps as well."""
SLOW = [(markup, message) for markup, message in BOMBS if message.startswith(tuple(LOWERED))]


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Lower the limit that a message tells of; the message as it then is."""

    def lower(message: str) -> str:
        for beginning, (name, value) in LOWERED.items():
            if message.startswith(beginning):
                usual = getattr(sandbox, name)
                monkeypatch.setattr(sandbox, name, value)
                return message.replace(str(usual), str(value))
        return message

    return lower


def explodes(folder: Path, files: dict[str, str], message: str) -> None:
    start = time.process_time()
    with pytest.raises(FormError) as error:
        checked(folder, make_form(folder, files))
    assert message in str(error.value)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(("markup", "message"), BOMBS)
def test_nothing_goes_on_for_ever(
    tmp_path: Path, markup: str, message: str, lowered: Callable[[str], str]
) -> None:
    explodes(tmp_path, {"概况.html": PAGE.format(markup)}, lowered(message))


@pytest.mark.long
@pytest.mark.parametrize(("markup", "message"), SLOW)
def test_nothing_goes_on_beyond_the_real_limits(tmp_path: Path, markup: str, message: str) -> None:
    explodes(tmp_path, {"概况.html": PAGE.format(markup)}, message)


def test_a_real_document_is_far_from_the_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in LOWERED.values():
        monkeypatch.setattr(sandbox, name, value // 3)
    assert lines_of(checked(tmp_path, make_form(tmp_path, {})))


def calling_twice() -> list[dict[str, str]]:
    """Forms whose templates, and whose sentences, call the next one twice each."""
    included = {f"{i}.html": f"{{% include '{i + 1}.html' %}}" * 2 for i in range(40)}
    said = "".join(
        f"b{i}: \"{{% call 句('b{i + 1}') %}}{{% endcall %}}{{% call 句('b{i + 1}') %}}{{% endcall %}}\"\n"
        for i in range(40)
    )
    pages = {"概况.html": PAGE.format("{% include '0.html' %}"), **included, "40.html": "字"}
    return [
        pages,
        {"概况.html": PAGE.format("{% call 句('b0') %}字{% endcall %}"), "句子.yaml": said},
    ]


@pytest.mark.parametrize("files", calling_twice(), ids=["templates", "sentences"])
def test_what_calls_itself_twice_ends(
    tmp_path: Path, files: dict[str, str], lowered: Callable[[str], str]
) -> None:
    explodes(tmp_path, files, lowered("循环超过 500000 次"))


@pytest.mark.long
@pytest.mark.parametrize("files", calling_twice(), ids=["templates", "sentences"])
def test_what_calls_itself_twice_ends_at_the_real_limit(
    tmp_path: Path, files: dict[str, str]
) -> None:
    explodes(tmp_path, files, "循环超过 500000 次")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "秘密.html").write_text("秘密", encoding="utf-8")
    roots = make_form(tmp_path, {"概况.html": PAGE.format("{% include '链接.html' %}")})
    (tmp_path / "试" / "链接.html").symlink_to(tmp_path / "秘密.html")
    with pytest.raises(FormError, match=r"没有模板“链接\.html”"):
        checked(tmp_path, roots)


def test_text_of_a_data_file_is_text(tmp_path: Path) -> None:
    data = "变动原因: {收支总计: '<b>甲</b>{{ 7 * 7 }}&amp;乙'}\n上年: {收支总计: 140, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}\n改写: {三.首句: '<h1>乙</h1>{本年支出合计}'}\n"
    lines = lines_of(checked(tmp_path, make_form(tmp_path, {}), data, without=("上年",)))
    # Braces name figures only: what is none is a hole of a draft, and is never computed.
    assert any("主要变动原因是<b>甲</b>{〔待填：7*7〕}&amp;乙。" in line for line in lines)
    assert not any("49&amp;乙" in line for line in lines)
    assert "<h1>乙</h1>150" in lines
