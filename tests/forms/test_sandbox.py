"""A form from elsewhere reads nothing, calls nothing, and neither loops nor grows without bound; texts of data files are never markup."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.document.form import FormError
from tests.forms.making import checked, lines_of, make_form

PAGE = '<section kind="正文">\n<h1>概况</h1>\n<p>{}</p>\n</section>\n'
ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ 句.__call__.__globals__ }}",
    "{{ 句.environment }}",
    "{{ 措辞._modules }}",
    "{{ 用语.__self__ }}",
    "{{ 年度 | attr('__class__') }}",
    "{{ [].append(1) }}",
    "{{ 设置.update({}) }}",
    "{{ 收支总计.数.place.__init__ }}",
    "{{ self.__init__ }}",
    "{{ cycler }}",
    "{{ lipsum() }}",
    "{{ joiner }}",
    "{{ namespace() }}",
    "{{ open('/etc/passwd') }}",
    "{% include '../四川/概况.html' %}",
    "{% include '/etc/passwd' %}",
    "{% include '四川/../../pyproject.toml' %}",
    "{% import '基础/版面.yaml/../../../pyproject.toml' as x %}",
    "{{ 'x'.format(1) }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '<b>' | safe }}",
    "{{ 'x' | pprint }}",
]
BOMBS = [
    "{% for a in range(10 ** 9) %}{% endfor %}",
    "{% for a in range(999999999) %}{% endfor %}",
    "{% for a in range(2000) %}{% for b in range(2000) %}{% endfor %}{% endfor %}",
    "{{ 'x' * 1000000000 }}",
    "{{ [1] * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ 'x'.ljust(1000000000) }}",
    "{% set x = 'xxxxxxxxxx' %}{% for a in range(60) %}{% set x = x ~ x %}{% endfor %}{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('xx') }}",
    "{% macro f(x) %}{{ f(x + x) }}{% endmacro %}{{ f('xx') }}",
    "{% macro f(x) %}{{ f(x + x) }}{% endmacro %}{{ f([1]) }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f(x) %}{{ f(x | replace('x', x)) }}{% endmacro %}{{ f('xxxxxxxx') }}",
    "{% macro f(x) %}{{ f([x, x, x, x] | join(x)) }}{% endmacro %}{{ f('xxxxxxxx') }}",
    "{% for a in range(400000) %}" + "字" * 1000 + "{% endfor %}",
    "{% set x %}" + "字" * 100000 + "{% endset %}{% for a in range(400000) %}{{ x }}{% endfor %}",
]


@pytest.mark.parametrize("markup", ESCAPES)
def test_nothing_gets_out(tmp_path: Path, markup: str) -> None:
    with pytest.raises(FormError) as error:
        checked(tmp_path, make_form(tmp_path, {"概况.html": PAGE.format(markup)}))
    assert "root:" not in str(error.value)


@pytest.mark.parametrize("markup", BOMBS)
def test_nothing_goes_on_for_ever(tmp_path: Path, markup: str) -> None:
    start = time.process_time()
    with pytest.raises(FormError):
        checked(tmp_path, make_form(tmp_path, {"概况.html": PAGE.format(markup)}))
    assert time.process_time() - start < 20


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "秘密.html").write_text("秘密", encoding="utf-8")
    roots = make_form(tmp_path, {"概况.html": PAGE.format("{% include '链接.html' %}")})
    (tmp_path / "试" / "链接.html").symlink_to(tmp_path / "秘密.html")
    with pytest.raises(FormError, match=r"没有模板“链接\.html”"):
        checked(tmp_path, roots)


def test_text_of_a_data_file_is_text(tmp_path: Path) -> None:
    data = "变动原因: {收支总计: '<b>甲</b>{{ 7 * 7 }}&amp;乙'}\n上年: {收支总计: 140, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}\n改写: {三.首句: '<h1>乙</h1>{本年支出合计}'}\n"
    lines = lines_of(checked(tmp_path, make_form(tmp_path, {}), data, without=("上年",)))
    assert any("主要变动原因是<b>甲</b>{{7*7}}&amp;乙。" in line for line in lines)
    assert "<h1>乙</h1>150" in lines
