"""What rules and duties rest on is declared, used, told to the clerk in full, and can be looked up."""

from __future__ import annotations

import re

import pytest

import generator.pipeline.checking  # noqa: F401 - importing it declares the rules of every room
from generator.checks.formulas import formulas
from generator.cli import main
from generator.findings.rules import RULES, anchor
from generator.findings.sources import FORMULAS, SourceKind, documents, sources, sources_named
from generator.workshop.duties import DUTIES
from tests.helpers import ROOT, published_files

# Put together here, so that this file does not name them itself.
ABSENT_NOTES = (
    r"\b(rules|tables|form|needs|prior-art|published-errors|subjects|performance)" + r"\.md\b",
    "公开规则" + r" ?R ?\d",
    "单位会计的" + "(要求|难处)",
    "公开检查" + "常见问题",
    "公开件常见错误" + r" ?第 ?\d",
)
RESTING = [(rule.id, rule.source) for rule in RULES.values()]
RESTING += [(duty.title, duty.source) for duty in DUTIES]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one).lower().replace(" ", "-") for one in headings}


def test_sources_of_every_rule_and_duty_are_declared() -> None:
    assert len(RESTING) > 150
    for name, text in RESTING:
        parts = text.split("，")
        assert len(set(parts)) == len(parts), name
        for part in parts:
            assert part in sources() or re.fullmatch(rf"{FORMULAS} [\d、–]+", part), (
                f"{name}：{part}"
            )


@pytest.mark.parametrize(
    "text",
    [
        "《预算法》第十五条",
        "《预算法》",
        "《预算法》第十四条、第七十五条",
        "勾稽公式",
        "勾稽公式 二",
        "别的依据",
        "",
    ],
)
def test_what_is_not_declared_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not declared"):
        sources_named(text)


def test_every_source_is_used() -> None:
    used = {source.name for _, text in RESTING for _, source in sources_named(text)}
    assert used == set(sources())


def test_a_document_is_declared_once_and_says_what_it_demands() -> None:
    assert {document.种类 for document in documents()} == set(SourceKind)
    assert len({document.名称 for document in documents()}) == len(documents())
    assert len({document.title for document in documents()}) == len(documents())
    for document in documents():
        assert document.要求 or document.条, document.名称
    for source in sources().values():
        assert source.demand.endswith("。"), source.name
        assert "，" not in source.name


def test_a_law_is_named_with_its_article_or_as_a_whole() -> None:
    """An article is a numbered one, or words that say which part is meant."""
    for document in documents():
        for article in document.条:
            assert re.match(r"第[一二三四五六七八九十百]+条$|中.|：.", article), article
        if document.种类 in (SourceKind.LAW, SourceKind.REGULATION):
            assert document.全称.startswith("《"), document.名称


def test_formulas_are_those_of_the_project() -> None:
    assert FORMULAS in sources()
    for name, text in RESTING:
        for number in re.findall(r"\d+", " ".join(re.findall(rf"{FORMULAS} ([\d、–]+)", text))):
            assert int(number) in formulas(), name


def test_explain_tells_the_law_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "个人信息"]) == 0
    out = capsys.readouterr().out
    assert "  《中华人民共和国个人信息保护法》第二十五条——没有取得个人单独同意" in out
    assert "  《中华人民共和国政府信息公开条例》第十五条（国务院令第 711 号）——" in out


def test_explain_tells_each_formula(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "收支不平"]) == 0
    out = capsys.readouterr().out
    for number in (2, 4, 5):
        assert f"  勾稽公式 {number}：{formulas()[number]}" in out


def test_links_of_the_pages_lead_to_a_heading() -> None:
    rules, grounds = page("校验规则.md"), page("依据.md")
    to_grounds = set(re.findall(r"\]\(依据\.md#([^)]+)\)", rules))
    to_rules = set(re.findall(r"\]\(校验规则\.md#([^)]+)\)", grounds))
    assert len(to_grounds) > 40
    assert to_grounds <= anchors(grounds)
    # A rule that is called like its group comes second on the page.
    assert to_rules == {anchor(rule) for rule in RULES.values()}
    headings = re.findall(r"(?m)^#+ (.+)$", rules)
    for name in to_rules:
        title, _, earlier = name.partition("-")
        assert headings.count(title) == int(earlier or 0) + 1


def test_the_page_tells_documents_and_duties() -> None:
    text = page("依据.md")
    for document in documents():
        assert f"### {document.title}\n" in text
    for duty in DUTIES:
        assert duty.title in text


def test_no_file_refers_to_notes_that_are_not_there() -> None:
    looked_at = 0
    for path in published_files():
        if path.suffix in {".py", ".md", ".yaml", ".html", ".csv", ".toml", ".json"}:
            text = path.read_text(encoding="utf-8")
            looked_at += 1
            for note in ABSENT_NOTES:
                assert not re.search(note, text), f"{path}: {note}"
    assert looked_at > 300
