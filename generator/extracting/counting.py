"""How automatic numbers are written: 一, 壹, 甲, IV, ①, as the formats of Word name them."""

from __future__ import annotations

from generator.reading.numerals import chinese

_ZERO = "〇"
"""Between the numerals of Word: 一百〇五."""
_LEGAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST = 99_999
_ENCLOSED = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
_CHINESE = (
    *("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand"),
    *("taiwaneseDigital", "koreanDigital", "koreanCounting"),
)
_LEGAL_FORMATS = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")


def counted(count: int, form: str) -> str:
    """A number as a format of Word writes it; in plain digits where the format is not known."""
    if not 0 < count <= _MOST:
        return str(count)
    if form in _ENCLOSED:
        first, most = _ENCLOSED[form]
        if count > most:
            return str(count)
        return chr(first + count - 1)
    if form in _CHINESE:
        return chinese(count, _ZERO)
    if form in _LEGAL_FORMATS:
        return chinese(count, _ZERO).translate(_LEGAL)
    return _other(count, form)


def _other(count: int, form: str) -> str:
    if form == "ideographTraditional":
        return _STEMS[(count - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(count - 1) % 12]
    if form == "upperRoman":
        return _other(count, "lowerRoman").upper()
    if form == "upperLetter":
        return _other(count, "lowerLetter").upper()
    if form == "lowerRoman" and count < 4000:
        return _roman(count)
    if form == "lowerLetter" and count <= 26 * 5:
        return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text
