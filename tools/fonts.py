"""The typefaces that the forms' looks ask for: found, or taken out of Debian packages without installing those.

Standard library only. Fontconfig says what the machine has; what is missing goes into the user's own font folder.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from system import ask_administrator, run, say, unpacked_package

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Source:
    """A Debian package with open fonts: the files that we take, and how much has to be downloaded."""

    package: str
    files: tuple[str, ...]
    purpose: str
    megabytes: int


# The open stand-ins for 小标宋, 黑体, 楷体 and 仿宋. Their package needs a whole TeX; its fonts do not.
FANDOL = Source(
    "texlive-lang-chinese",
    (
        "FandolSong-Regular.otf",
        "FandolSong-Bold.otf",
        "FandolHei-Regular.otf",
        "FandolHei-Bold.otf",
        "FandolKai-Regular.otf",
        "FandolFang-Regular.otf",
    ),
    "宋体、黑体、楷体、仿宋",
    50,
)
# Rare characters of names, which none of the other open faces has.
WIDE = Source(
    "fonts-noto-cjk", ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"), "生僻字", 57
)


def wanted_stacks(root: Path = ROOT) -> dict[str, tuple[str, ...]]:
    """Typeface (仿宋) → the names that will do, of all forms. Read by pattern, since no YAML library is there yet."""
    stacks: dict[str, tuple[str, ...]] = {}
    for path in sorted(root.glob("templates/*/版面.yaml")):
        for face, names in re.findall(
            r"^\s+(\S+?)\s*:\s*\{.*依次\s*:\s*\[([^\]]*)\]",
            path.read_text(encoding="utf-8"),
            re.MULTILINE,
        ):
            stacks[f"{path.parent.name} {face}"] = tuple(name.strip() for name in names.split(","))
    return stacks


def ensure_fonts() -> list[str]:
    """Make the wanted typefaces available. Returns the font files that serve; none when the machine has no Chinese font at all."""
    known = _known_fonts()
    if any(_only_wide(stack, known) for stack in wanted_stacks().values()):
        _take(FANDOL)
    if not any("Noto Serif CJK" in name for name in known):
        _take(WIDE)
    known = _known_fonts()
    stacks = wanted_stacks()
    serving = {known[name] for stack in stacks.values() for name in stack if name in known}
    serving = serving or {
        path
        for name, path in known.items()
        if re.search(r"CJK|Hei|Song|Kai|Fang|WenQuan|Droid Sans Fallback", name)
    }
    poor = [face for face, stack in stacks.items() if _only_wide(stack, known)]
    if poor and serving:
        faces = "、".join(sorted({face.split()[-1] for face in poor}))
        say(
            f"没有找到这些字体：{faces}。PDF 会用别的中文字体代替，版面略有不同；连上网后运行 make setup 再试。"
        )
    return sorted(serving)


def no_fonts() -> str:
    """What to say when no Chinese font can be had."""
    return (
        "没有中文字体，PDF 印不出中文，也没能自动下载。请检查网络后重新运行；或者"
        f"{ask_administrator([WIDE.package, 'fonts-lxgw-wenkai'])}\n"
        f"也可以把中文字体文件（例如 {FANDOL.files[0]} 等）复制到 {_own_folder()}，再重新运行。"
    )


def _only_wide(stack: Sequence[str], known: dict[str, str]) -> bool:
    """True if nothing of this typeface's own kind is there: the Noto faces are the last resort of every stack."""
    return not any(name in known for name in stack if not name.startswith("Noto "))


def _known_fonts() -> dict[str, str]:
    """Family name → file, of all fonts that fontconfig knows and of the folder inside the project."""
    folders = [str(ROOT / ".fonts")] if (ROOT / ".fonts").is_dir() else []
    listed = run(["fc-list", "--format", "%{family}\t%{file}\n"]).stdout
    if folders:
        listed += run(["fc-scan", "--format", "%{family}\t%{file}\n", *folders]).stdout
    known: dict[str, str] = {}
    for line in sorted(listed.splitlines()):
        families, _, file = line.rpartition("\t")
        for family in families.split(","):
            known.setdefault(family.strip(), file)
    return known


def _take(source: Source) -> None:
    """Copy a package's fonts into our folder; says so when that fails, and lets the caller judge what is left."""
    say(f"下载中文字体（{source.purpose}，约 {source.megabytes} MB）")
    with unpacked_package(source.package) as unpacked:
        found = (
            {
                path.name: path
                for path in unpacked.rglob("*")
                if path.is_file() and not path.is_symlink()
            }
            if unpacked
            else {}
        )
        files = [found[name] for name in source.files if name in found]
        if not files:
            say(f"字体没有下载到（软件包 {source.package}）")
            return
        folder = _own_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            # Whole or not at all: a font cut short by a full disk would be worse than none.
            part = folder / f".{file.name}.part"
            shutil.copyfile(file, part)
            part.replace(folder / file.name)
    if shutil.which("fc-cache"):
        run(["fc-cache", str(folder)])


def _own_folder() -> Path:
    """The user's font folder, which fontconfig looks into; inside the project where there is no home to write to."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    writable = next((parent for parent in (data, *data.parents) if parent.exists()), Path("/"))
    return data / "fonts" / "juesuan" if os.access(writable, os.W_OK) else ROOT / ".fonts"
