"""What last year's document has printed arrives in this year's comparisons by itself."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.ledger import three_public
from generator.ledger.figure import Figure
from generator.ledger.last_year import LastFigures
from generator.ledger.statement import comparables
from generator.ledger.three_public import Public, PublicKind
from generator.model.comparison import TOTALS
from generator.model.three_public import ThreePublic
from generator.pipeline.checking import CheckResult, check
from generator.pipeline.produce import make
from tests.bureau import GOOD, replaced, write
from tests.helpers import ROOT

FULL = next(path for path in (ROOT / "data").glob("*.yaml") if "云汀" in path.name)
OF_RECEPTION = "外事: {决算数: 待填, 批次: 待填, 人次: 待填}"


@cache
def made(kind: str) -> bytes:
    """The document of an example, or its tables."""
    return make(FULL, (kind,), lambda _step: None).files[kind]


def imported(folder: Path, *answers: tuple[str, str], kind: str = "docx") -> Path:
    """Last year's data file, made of its document, with the answers that let it be read."""
    document, path = folder / f"去年.{kind}", folder / "某局-2023.yaml"
    document.write_bytes(made(kind))
    assert main(["import", str(document), "-o", str(path)]) == 0
    path.write_text(replaced(path.read_text(encoding="utf-8"), answers), encoding="utf-8")
    return path


ANSWER = ("性质: 待填", "性质: 行政单位")


def messages(checked: CheckResult, rule: str) -> list[str]:
    return [finding.message for finding in checked.findings if finding.rule == rule]


def test_the_totals_that_were_printed_are_those_that_the_new_year_compares_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = imported(tmp_path, ANSWER)
    published, added = check(FULL).statement, check(path).statement
    assert published is not None
    assert added is not None
    printed, computed = comparables(published), comparables(added)
    # The rounded parts add up to something else.
    assert added.totals.收支总计.数.printed != printed["收支总计"].printed
    assert {key: computed[key].printed for key in TOTALS} == {
        key: printed[key].printed for key in TOTALS
    }
    assert main(["roll", str(path)]) == 0
    assert "上年的合计照公开的数：收支总计 1035.14 万元（明细相加是 1035.15 万元）" in (
        capsys.readouterr().out
    )
    new = tmp_path / "某局-2024.yaml"
    assert "公开数" not in new.read_text(encoding="utf-8")


def test_a_published_total_is_silent_for_a_tail_and_an_error_beyond_it(tmp_path: Path) -> None:
    statement = check(write(tmp_path)).statement
    assert statement is not None
    total = statement.totals.收支总计.数.printed
    for published, expected in ((total + Decimal("0.01"), []), (total + 5, ["公开的数是 1"])):
        control = f"\n报表数: {{收支总计: {{公开数: {published}}}}}\n"
        checked = check(write(tmp_path, GOOD + control))
        assert [message[5:12] for message in messages(checked, "报表数")] == expected, published
        assert not messages(checked, "尾差")


@pytest.mark.parametrize("name", ["三公经费", "公务用车购置及运行维护费"])
@pytest.mark.parametrize(("apart", "expected"), [("0.01", "0.01"), ("5", "0")])
def test_a_printed_sum_of_three_public_is_what_the_new_year_compares_with(
    name: str, apart: str, expected: str, tmp_path: Path
) -> None:
    statement = check(write(tmp_path)).statement
    assert statement is not None
    added = sums_of(statement.三公)[name].决算
    assert isinstance(added, Figure)
    printed = added.printed + Decimal(apart)
    control = f"\n报表数: {{{name}: {{公开数: {printed}}}}}\n"
    last = check(write(tmp_path, GOOD + control)).statement
    assert last is not None
    figures = LastFigures(absent=False, typed=None, file=comparables(last))
    earlier = sums_of(three_public.compute(ThreePublic(), figures))[name].上年
    assert isinstance(earlier, Figure)
    assert earlier.printed == added.printed + Decimal(expected)


@pytest.mark.parametrize("name", ["三公经费", "公务用车购置及运行维护费"])
@pytest.mark.parametrize(("apart", "expected"), [("0.01", "0.01"), ("5", "0")])
def test_a_sum_of_last_year_that_differs_by_more_than_a_tail_is_not_taken(
    name: str, apart: str, expected: str, tmp_path: Path
) -> None:
    """Whatever the figures of last year come from."""
    last = check(write(tmp_path)).statement
    assert last is not None
    file = dict(comparables(last))
    (key,) = (key for key in file if key.rpartition(".")[2] == name)
    added = file[key]
    file[key] = replace(added, value=added.printed + Decimal(apart), inputs=())
    figures = LastFigures(absent=False, typed=None, file=file)
    earlier = sums_of(three_public.compute(ThreePublic(), figures))[name].上年
    assert isinstance(earlier, Figure)
    assert earlier.printed == added.printed + Decimal(expected)


def sums_of(public: Public) -> dict[str, PublicKind]:
    """The two sums of the “三公”经费, as 报表数 calls them."""
    return {"三公经费": public.合计, "公务用车购置及运行维护费": public.公务用车}


def advice(path: Path, *answers: tuple[str, str]) -> list[str]:
    """What is said of the amounts of 公务接待费 once a file is answered so far."""
    text = replaced(path.read_text(encoding="utf-8"), answers)
    path.with_name("答.yaml").write_text(text, encoding="utf-8")
    return [
        f"{finding.message}；{finding.fix}"
        for finding in check(path.with_name("答.yaml")).findings
        if any(
            word in text.splitlines()[finding.place.line - 1]
            for word in ("外事:", "公开数: 1.26 ", "公务接待费: 1.264")
        )
    ]


def test_a_sum_that_holds_two_parts_is_not_counted_twice(tmp_path: Path) -> None:
    path, total, home = imported(tmp_path, ANSWER, kind="xlsx"), "1.264", "0.984"
    text = path.read_text(encoding="utf-8").replace("口径: 待填", "口径: 部门")
    path.write_text(text, encoding="utf-8")
    typed = f"    国内:\n      决算数: {total} "
    mended = (typed, typed.replace(total, home))
    waiting, *counts = advice(path)
    assert f"表里只有公务接待费的合计 {total}，已填在国内；有外事接待的，从国内的数里" in waiting
    assert "没有外事接待就填 0；有的，填外事的，另一处的批次不含它" in counts[0]
    (divided, *_) = advice(path, mended)
    assert f"表里公务接待费的合计是 {total}，减去国内的 {home}，外事是 0.28" in divided
    answer = OF_RECEPTION.replace("决算数: 待填", "决算数: 0.28").replace("待填", "1")
    (twice,) = advice(path, (OF_RECEPTION, answer))
    assert f"{total} 万元，按填写的数算出 1.54" in twice
    assert "相差 0.28" in twice
    assert advice(path, (OF_RECEPTION, answer), mended) == []


def test_an_update_with_a_sum_of_two_parts_writes_the_sum_to_compare_with(tmp_path: Path) -> None:
    path = imported(tmp_path, ANSWER, kind="xlsx")
    text = path.read_text(encoding="utf-8").partition("\n报表数:")[0] + "\n"
    path.write_text(text.replace("决算数: 1.264", "决算数: 待填"), encoding="utf-8")
    book = tmp_path / "报表.xlsx"
    book.write_bytes(made("xlsx"))
    assert main(["import", str(book), "--into", str(path), "--yes"]) == 0
    assert "报表数:\n  公务接待费: 1.26" in path.read_text(encoding="utf-8")
    # Where the file tells both parts, their sum follows from the workbook.
    path.write_text(
        replaced(text, [(OF_RECEPTION, OF_RECEPTION.replace("待填", "0"))]), encoding="utf-8"
    )
    assert main(["import", str(book), "--into", str(path), "--yes"]) == 0
    assert "报表数" not in path.read_text(encoding="utf-8")


def test_a_project_without_a_name_takes_no_total_of_last_year_away(tmp_path: Path) -> None:
    """What an import could not name: the amount is there, and so are the totals."""
    path = imported(tmp_path, ANSWER)
    assert "        待填:" in path.read_text(encoding="utf-8")
    assert main(["roll", str(path)]) == 0
    (rolled,) = tmp_path.glob("*-2024.yaml")
    findings = check(rolled).findings
    assert [each for each in findings if each.place.file.endswith("某局-2023.yaml")] == []
    assert [each for each in findings if each.rule == "上年文件"] == []
