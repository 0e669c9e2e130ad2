"""核对说明 ready to paste: what `check` offers for each 警告 and 提示 that was looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.rule import TAIL
from generator.findings.folding import fold
from generator.findings.place import Finding, Level
from generator.model.rules import MARK

_MOST = 20
_HEAD = f"核对过、确实没有问题的，把那一行放在 核对说明 下面，“{MARK}”换成理由（数变了会再提）："


def offered(findings: Sequence[Finding]) -> Iterator[str]:
    """The lines to paste, under a line that says so; nothing when there is nothing to explain.

    Nothing is offered while there is an 错误 that has to be mended first, and for what follows from
    another finding. 尾差 asks for nothing.
    """
    if any(finding.level is Level.ERROR and not finding.note for finding in findings):
        return
    causes = [folded.finding for folded in fold(findings)]
    asked = [finding for finding in causes if finding.note and finding.rule != TAIL.id]
    notes = list(dict.fromkeys(finding.note for finding in asked))
    if not notes:
        return
    yield _HEAD
    yield "  核对说明:"
    for note in notes[:_MOST]:
        yield f"    {note}: {MARK}"
    if len(notes) > _MOST:
        yield f"    # 还有 {len(notes) - _MOST} 行，先看完上面的"
