"""The projects of 支出, under whose names 预算绩效 speaks of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.web.grids import BY_PROJECT, OUTLAY
from generator.yaml_edit.by_path import Change, Path
from generator.yaml_edit.entries import YamlEntry

_PERFORMANCE = "预算绩效"
_NAMES, _NAME = "项目", "项目名称"
_DEPTH = 5
"""How long the path of a project is: 支出, the fund, the 科目, 项目支出, its name."""


def project_names(root: YamlEntry) -> list[str]:
    """The projects of 支出, each once, in order."""
    return list(dict.fromkeys(path[-1] for path in _projects(root)))


def changes_with_names(changes: Sequence[Change], root: YamlEntry) -> list[Change]:
    """Changes, and with another name for a project the same one wherever 预算绩效 names it.

    Where 支出 has the old name still, under another 科目, it stays there.
    """
    alike: list[Change] = []
    renamed = {change.path: change.key for change in changes if change.key is not None}
    for path, key in renamed.items():
        if not _is_project(path):
            continue
        stays = [each for each in _projects(root) if each[-1] == path[-1] and each not in renamed]
        if not stays:
            alike += [Change(place, key) for place in _named(root, path[-1])]
    return [*changes, *alike]


def _is_project(path: Path) -> bool:
    return len(path) == _DEPTH and path[0] == OUTLAY and path[-2] == BY_PROJECT


def _projects(root: YamlEntry) -> Iterator[Path]:
    """The paths of the projects of 支出."""
    outlay = root.find(OUTLAY)
    for fund in outlay.entries if outlay else ():
        for subject in fund.entries:
            by_project = subject.find(BY_PROJECT)
            for project in by_project.entries if by_project else ():
                names = (fund.name, subject.name, BY_PROJECT, project.name)
                yield (OUTLAY, *(name.strip() for name in names))


def _named(root: YamlEntry, name: str) -> Iterator[Path]:
    """Where 预算绩效 names a project."""
    part = root.find(_PERFORMANCE)
    for listed in part.entries if part else ():
        key = listed.name.strip()
        last: Path = () if key == _NAMES else (_NAME,)
        for number, item in enumerate(listed.entries if listed.listed else ()):
            named = item.at(*last)
            if named is not None and named.single and named.text.strip() == name:
                yield (_PERFORMANCE, key, str(number), *last)
