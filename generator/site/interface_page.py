"""docs/数据接口.md, from the fields."""

from __future__ import annotations

from collections.abc import Iterator

from generator.interface.fields import (
    CELL,
    DETAIL,
    FILE,
    KINDS,
    LISTED,
    MAIN,
    PLACE,
    TABLE,
    VERSION,
    InterfaceField,
)

_ABOUT = """# 数据接口

`juesuan site` 生成的公开专栏里，除了网页和文档，还有给程序用的数，不用从 PDF 里抄。先读清单，再按需要取：

| 文件 | 内容 |
|---|---|
| `units.csv`、`units.json` | 清单：架上每个单位每个年度一行，写明它的数在哪里 |
| `figures.csv` | 全部单位的**指标**，一行一个数：名称各单位统一，用来比较 |
| `details.csv.gz` | 全部单位的**明细**，一行一个数：文档里印出的每一个数（gzip 压缩） |
| `units/…/figures.json`、`figures.csv` | 一个单位一个年度的指标，和它公开的文件 |
| `units/…/details.json`、`details.csv` | 一个单位一个年度的明细 |
| `figures.schema.json` | 以上各种 JSON 的 JSON Schema；`$defs` 里也有 CSV 的一行 |
| `manifest.json` | 专栏里每个文件的大小和 SHA-256 |

- 单位的名称、部门、口径只写在清单里，别的表凭“标识”去查，不重复。
- 接口里的数都是公开文档里印出的数，和文档拿来比较、计算比例的预算数、上年数；文档没有用到的（例如版式不公开的科目交叉），这里也没有。文档与接口不一致的，以文档为准。
- 数一律是十进制**文字**，如 `"1845.83"`，不是浮点数；要计算，请用十进制（Decimal）类型。
- CSV 是 UTF-8（带 BOM），逗号分隔，第一行是字段名，行尾 CRLF。以 `=`、`+`、`-`、`@` 开头的名称前面加一个 `'`，免得 Excel 当成公式；JSON 里照原样。
- 全部单位的 CSV 就是各单位的 CSV 依次相接（字段名只写一次），次序与清单相同；很大，请逐行读，不要整个读进内存。
- 同样的数据文件，生成的每个字节都相同。只取变动的：清单里一个单位的 `SHA-256` 没有变，它的数和文档就都没有变。
- 部门的数是它各单位的数汇总、抵销后的，不要再与单位的数相加：先按“口径”筛选。

## 怎样用

各单位今年的“三公”经费（Python，pandas）：

```python
import pandas

units = pandas.read_csv("units.csv", dtype=str)
figures = pandas.read_csv("figures.csv", dtype=str)
wanted = figures[(figures["名称"] == "三公经费") & (figures["数别"] == "决算数")]
print(units[units["口径"] == "单位"].merge(wanted, on="标识")[["年度", "部门", "单位", "数"]])
```

直接查（DuckDB）：

```sql
SELECT u.部门, sum(f.数::DECIMAL(18, 6)) AS 支出
FROM 'figures.csv' f JOIN 'units.csv' u USING (标识)
WHERE u.年度 = 2023 AND u.口径 = '单位' AND f.名称 = '本年支出合计' AND f.数别 = '决算数'
GROUP BY u.部门;
```
"""

_IN_PDF = """定稿的 PDF 里附着一个文件 `juesuan.json`（PDF/A-3 的关联文件，`AFRelationship` 是 `Data`，
与电子发票 Factur-X 的做法相同）：发布出去的 PDF 自己带着数，不用抄，也不用另找。审核稿没有。
里面有：“版本”；“单位”（清单前 8 个字段）；“指标”“明细”，与 figures.json、details.json 的相同；“附表”，每张表一个对象：

- 读回成数据文件：`juesuan import 某某局-2023.pdf`，会说明公布的指标有多少个由新文件算出来相同；
- 别的程序：用 PDF 库取附件，如 Python 的 `pypdf.PdfReader("某某局-2023.pdf").attachments["juesuan.json"][0]`。
- 用别的软件另存、打印成 PDF，附件可能会丢；PDF 签章一般不影响。
"""

_TYPES = {"integer": "整数", "array": "清单"}


def page() -> str:
    """The whole page."""
    lines = [_ABOUT]
    for title, about, fields in (
        (
            "清单（units.csv 的一行，units.json 的“单位”）",
            "地址都相对于清单所在的文件夹，已按百分号编码。",
            LISTED,
        ),
        ("指标（figures.csv 的一行，figures.json 的“指标”）", "CSV 前面另有“标识”。", MAIN),
        (
            "明细（details.csv 的一行，details.json 的“明细”）",
            f"CSV 前面另有“标识”，末尾另有“位置”：{PLACE.meaning}。JSON 按位置归在一起，一个位置只写一次。",
            DETAIL,
        ),
        (
            "公开的文件（一个单位 figures.json 的“单位”里的“文件”）",
            "“单位”的其余字段与清单相同。",
            FILE,
        ),
        ("附表（juesuan.json 的“附表”）", _IN_PDF, TABLE),
        (
            "格（附表里的一格）",
            "只有文字、只占一格的，就是这段文字；别的是一个对象，有下面几项里的几项。",
            CELL,
        ),
    ):
        lines += [
            f"## {title}",
            "",
            about,
            "",
            "| 字段 | 类型 | 说明 |",
            "|---|---|---|",
            *_rows(fields),
            "",
        ]
    last = f"每个 JSON 最外层有“版本”，现在是 {VERSION}；字段改了意思或取消，版本加一，在末尾加字段不变。"
    return "\n".join([*lines, f"“数别”有：{'、'.join(KINDS)}。", "", last, ""])


def _rows(fields: tuple[InterfaceField, ...]) -> Iterator[str]:
    for one in fields:
        if "enum" in one.schema:
            kind = "、".join(f"`{value}`" for value in one.schema["enum"])
        elif "pattern" in one.schema and one.name == "数":
            kind = "十进制文字"
        else:
            kind = _TYPES.get(str(one.schema["type"]), "文字")
        yield f"| {one.name} | {kind} | {one.meaning} |"
